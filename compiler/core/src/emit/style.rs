//! Style sheets: WXSS as scoped CSS.
//!
//! `parse::wxss` reads each file, `resolve::wxss` finds what is imported where, `lower::style` joins the files and confines selectors; here lightningcss
//! parses the result as CSS, minifies and prints it, and what stood for rpx becomes `calc(20*var(--rpx))` in the printed text.

mod expand;
mod print;

use crate::diagnostics::Diagnostic;
use crate::emit::Mark;
pub use crate::ir::style::{Rpx, StyleRequest, StyleRole};
use crate::source::{Files, Sources};
use crate::{lower, resolve};

#[derive(Clone, Debug, Default)]
pub struct StyleOutput {
    pub css: String,
    /// One mark per rule, ascending by offset.
    pub marks: Vec<Mark>,
    pub diagnostics: Vec<Diagnostic>,
    /// Every file read, the entry first, as `Files` knows them: from the project's root.
    pub inputs: Vec<String>,
    /// Package files named by `url(…)`, sorted, from the mini-program root; in `css` they stand as `wxc-asset:<path>`, see [`place_assets`].
    pub assets: Vec<String>,
    /// The sheet has `@container wxc` queries: the viewport element must be a size container of that name.
    pub viewport_queries: bool,
}

/// Compiles one style sheet with everything it imports. `root` is the mini-program root inside `files` (`""` or `"miniprogram/"`). A missing entry is an
/// empty sheet: whether a page must have one is for the caller to know.
pub fn style(files: &dyn Files, root: &str, sources: &Sources, request: &StyleRequest<'_>) -> StyleOutput {
    let mut graph = resolve::wxss::style_graph(files, root, sources, request.path);
    let mut diagnostics = std::mem::take(&mut graph.diagnostics);
    let (flat, found) = lower::style::style(files, root, &graph, request);
    diagnostics.extend(found);
    let printed = print::print(&flat, request.minify, &mut diagnostics);
    let expanded = expand::expand(&printed.css, printed.marks, flat.markers, request.minify);
    let order = |d: &Diagnostic| (graph.files.iter().position(|f| f.id == d.file), d.span.start);
    diagnostics.sort_by_key(order);
    StyleOutput {
        css: expanded.css,
        marks: expanded.marks,
        diagnostics,
        inputs: graph.files.into_iter().map(|f| f.path).collect(),
        assets: flat.assets,
        viewport_queries: flat.viewport_queries,
    }
}

pub use expand::place_assets;

#[cfg(test)]
mod tests;
