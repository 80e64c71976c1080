//! Files that end in .npy.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| modalens_fuzz::fuzz("x.npy", data));
