//! Rebuilds the crate when the runtime that is embedded in it changes.

fn main() {
    println!("cargo::rerun-if-changed=../../runtime-shim/src");
}
