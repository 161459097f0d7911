//! Grammars (chumsky) and recovery: one file in, a tree and diagnostics out. Never fails, never sees a second file.

pub(crate) mod escape;
pub mod expr;
pub mod json;
mod reserved;
pub mod script;
mod signs;
mod tree;
mod value;
pub mod wxml;
pub mod wxss;
