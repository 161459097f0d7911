//! What editors ask about a project, as pure functions `(&World, path, offset) → plain structs`. Knows nothing of the protocol.

pub mod actions;
pub mod color;
pub mod completion;
mod cursor;
pub mod definition;
pub mod edit;
#[cfg(test)]
mod fixture;
pub mod hints;
pub mod hover;
pub mod index;
mod json_cursor;
pub mod links;
#[cfg(test)]
mod random;
pub mod references;
pub mod rename;
mod schema;
mod scope;
mod symbol;
pub mod symbols;
mod templates;
#[cfg(test)]
mod tests;
pub mod world;

pub use crate::snapshot::Place;
