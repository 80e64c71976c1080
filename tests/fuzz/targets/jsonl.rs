//! Files that end in .jsonl.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| modalens_fuzz::fuzz("x.jsonl", data));
