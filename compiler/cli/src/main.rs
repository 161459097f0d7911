//! The program `wxc`.
fn main() {}
