//! Files that end in .safetensors.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| modalens_fuzz::fuzz("x.safetensors", data));
