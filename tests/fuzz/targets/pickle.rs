//! Files that end in .pkl.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| modalens_fuzz::fuzz("x.pkl", data));
