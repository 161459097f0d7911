//! IR to text: HTML templates and render functions, style sheets, script modules. Decides about bytes only.

pub mod expr;
pub mod html;
pub mod lines;
mod put;
mod simulate;
pub mod style;
pub mod template;
pub mod unit;

/// One mapping of a source map before it is encoded: a byte offset in the emitted text leads to a byte offset in a source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub offset: u32,
    pub file: crate::source::FileId,
    pub source: u32,
}
