//! Files that end in .csv.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| modalens_fuzz::fuzz("x.csv", data));
