//! Style sheets: the joined and scoped sheet as CSS text.
//!
//! Declarations come out as they were written, but for white space and for what stands for rpx, which becomes `calc(20*var(--rpx))`. A library that reads
//! values and writes them again changes some: lightningcss makes `width:100`, which browsers ignore, `100px`, and loses `both` of `animation: ease both`. So it
//! sees only sheets with nested rules, to take the nesting apart.

mod expand;
mod print;
mod scan;

use crate::diagnostics::Diagnostic;
use crate::emit::Mark;
use crate::ir::style::Flat;
use crate::source::{FileId, Span};

pub use crate::ir::style::{Rpx, StyleRequest, StyleRole};
pub use expand::place_assets;

#[derive(Clone, Debug, Default)]
pub struct StyleOutput {
    pub css: String,
    /// One mark per rule, ascending by offset.
    pub marks: Vec<Mark>,
    pub diagnostics: Vec<Diagnostic>,
    /// Every file read, the entry first, as `Files` knows them: from the project's root.
    pub inputs: Vec<String>,
    /// `(importing file, place, imported file)`; paths as in `inputs`.
    pub imports: Vec<(String, FileId, Span, String)>,
    /// Package files named by `url(…)`, sorted, from the mini-program root; in `css` they stand as `wxc-asset:<path>`, see [`place_assets`].
    pub assets: Vec<String>,
}

/// The sheet in its own spelling, as WeChat's compiler leaves it: nothing is checked beyond the diagnostics of our own parser.
pub fn reference(flat: &Flat) -> (String, Vec<Mark>) {
    let marks = flat.pieces.iter().map(|p| Mark { offset: p.at, file: p.file, source: p.source });
    (flat.css.clone(), marks.collect())
}

/// Prints a sheet. What lightningcss finds wrong in a nested one, and our own parser did not, joins `diagnostics`.
pub fn css(flat: &Flat, minify: bool, diagnostics: &mut Vec<Diagnostic>) -> (String, Vec<Mark>) {
    if flat.nested {
        let printed = print::print(flat, diagnostics);
        return expand::expand(&printed.css, printed.marks, flat.markers, minify);
    }
    let marks = flat.rules.iter().map(|rule| Mark { offset: rule.at, file: rule.file, source: rule.source });
    expand::expand(&flat.css, marks.collect(), flat.markers, minify)
}
