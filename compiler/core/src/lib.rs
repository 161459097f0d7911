//! The compiler of wxc as a library: pure, no IO. Folders stand in the order a file travels; each imports only what is left of it:
//! `source → diagnostics → vocabulary → lex → ast → parse → format → resolve → analyse → lower → ir → emit → bundle`.

pub mod analyse;
pub mod ast;
pub mod bundle;
pub mod diagnostics;
pub mod emit;
pub mod format;
pub mod ir;
pub mod lex;
pub mod lower;
pub mod parse;
pub mod resolve;
pub mod source;
pub mod vocabulary;
