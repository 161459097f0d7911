//! Between the protocol and what answers: positions in, plain structs out. One file per kind of question.

pub mod format;
pub mod syntax;
