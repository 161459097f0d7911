//! The language server `wxc lsp`: what the compiler knows, for editors. `server` speaks the protocol, `check` keeps the last check of each project, `ide` answers
//! questions about a project and `syntax` about one text, both in terms of paths and byte offsets.

mod check;
mod ide;
mod overlay;
mod server;
mod snapshot;
mod syntax;

pub use overlay::Overlay;
pub use server::serve;
pub use snapshot::{Checked, Place, Snapshot};
