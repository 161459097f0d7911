//! Tokens (logos): text in, tokens with spans out. Knows no grammar.

pub mod expr;
pub mod mustache;
pub mod wxml;
