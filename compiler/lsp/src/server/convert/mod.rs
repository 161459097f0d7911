//! Between the protocol and what answers: positions in, plain structs out. One file per kind of question.

pub mod actions;
pub mod color;
pub mod completion;
pub mod edits;
pub mod format;
pub mod navigation;
pub mod outline;
pub mod syntax;
