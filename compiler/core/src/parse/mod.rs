//! Grammars (chumsky) and recovery: one file in, a tree and diagnostics out. Never fails, never sees a second file.

pub(crate) mod escape;
pub mod expr;
pub mod json;
pub mod script;
mod tree;
mod value;
pub mod wxml;
pub mod wxss;
