//! Grammars (chumsky) and recovery: one file in, a tree and diagnostics out. Never fails, never sees a second file.

mod escape;
pub mod expr;
mod tree;
mod value;
pub mod wxml;
