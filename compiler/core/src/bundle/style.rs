//! One style sheet from source text to output: read with everything it imports, joined and scoped, printed.

use crate::diagnostics::Diagnostic;
use crate::emit::style::{StyleOutput, StyleRequest, css, reference};
use crate::lower;
use crate::resolve::wxss::style_graph;
use crate::source::{Files, Sources};

/// Compiles one style sheet with everything it imports. `root` is the mini-program root inside `files` (`""` or `"miniprogram/"`). A missing entry is an
/// empty sheet: whether a page must have one is for the caller to know.
pub fn style(files: &dyn Files, root: &str, sources: &Sources, request: &StyleRequest<'_>) -> StyleOutput {
    let mut graph = style_graph(files, root, sources, request.path);
    let mut diagnostics = std::mem::take(&mut graph.diagnostics);
    let (flat, found) = lower::style::style(files, root, &graph, request);
    diagnostics.extend(found);
    let (css, marks) = if request.reference.is_some() { reference(&flat) } else { css(&flat, request.minify, &mut diagnostics) };
    let order = |d: &Diagnostic| (graph.files.iter().position(|f| f.id == d.file), d.span.start);
    diagnostics.sort_by_key(order);
    let inputs = graph.files.into_iter().map(|f| f.path).collect();
    StyleOutput { css, marks, diagnostics, inputs, assets: flat.assets }
}

#[cfg(test)]
mod tests;
