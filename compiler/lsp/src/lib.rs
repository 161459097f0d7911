//! The language server.

pub mod ide;
