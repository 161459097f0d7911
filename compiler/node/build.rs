//! Links as Node wants its add-ons, and so that the system never unloads the library: threads may outlive the worker that loaded it.

fn main() {
    napi_build::setup();
}
