//! Fuzzes `checks::wxml`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wxc_tests::checks::wxml(&String::from_utf8_lossy(bytes)));
