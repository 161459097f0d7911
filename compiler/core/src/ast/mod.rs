//! Syntax trees: what one WXML file says, with spans and without meaning.

pub mod expr;
pub mod script;
pub mod wxml;
pub mod wxss;
