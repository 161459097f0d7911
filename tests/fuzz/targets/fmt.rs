//! Fuzzes `checks::fmt`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wxc_tests::checks::fmt(&String::from_utf8_lossy(bytes)));
