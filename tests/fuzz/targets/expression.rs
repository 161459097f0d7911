//! Fuzzes `checks::expression`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wxc_tests::checks::expression(&String::from_utf8_lossy(bytes)));
