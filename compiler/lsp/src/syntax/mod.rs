//! What editors ask about one text, as pure functions of it. Knows nothing of the protocol, and of no second file.

pub mod closing;
pub mod folding;
pub mod formatting;
mod parts;
pub mod selection;
pub mod tokens;
