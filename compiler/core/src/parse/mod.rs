//! Grammars (chumsky) and recovery: one file in, a tree and diagnostics out. Never fails, never sees a second file.

pub mod wxss;
