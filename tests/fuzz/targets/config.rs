//! Fuzzes `checks::config`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wxc_tests::checks::config(&String::from_utf8_lossy(bytes)));
