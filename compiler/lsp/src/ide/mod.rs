//! What editors ask about a project, as pure functions `(&World, path, offset) → plain structs`. Knows nothing of the protocol.

pub mod color;
pub mod completion;
mod cursor;
pub mod definition;
pub mod edit;
#[cfg(test)]
mod fixture;
pub mod hover;
pub mod index;
mod json_cursor;
pub mod references;
pub mod rename;
mod schema;
mod scope;
mod symbol;
mod templates;
pub mod world;

use wxc_core::source::Span;

/// A range of bytes in a file of the project, in the text that the file has now (without byte order mark).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Below the project, with `/`.
    pub path: String,
    pub span: Span,
}
