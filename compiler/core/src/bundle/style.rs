//! One style sheet from source text to output: read with everything it imports, joined and scoped, printed.

use crate::diagnostics::Diagnostic;
use crate::emit::style::{StyleOutput, StyleRequest, css, reference};
use crate::lower;
use crate::resolve::wxss::style_graph;
use crate::source::{FileId, Files, Sources, Span, Translation};
use std::sync::Arc;

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
    let imports = std::mem::take(&mut graph.imports);
    let mut output = StyleOutput { css, marks, diagnostics, inputs: Vec::new(), imports, assets: flat.assets };
    for (made, translation) in &graph.translated {
        lead_back(&mut output, files, sources, *made, translation);
    }
    output.inputs = graph.files.into_iter().map(|f| f.path).chain(graph.inputs).collect();
    output
}

/// Places in CSS that was made from a sheet of another language become places in that sheet.
fn lead_back(output: &mut StyleOutput, files: &dyn Files, sources: &Sources, made: FileId, translation: &Translation) {
    let texts: Vec<(FileId, Arc<str>)> = translation
        .files
        .iter()
        .map(|path| sources.load(files, path).unwrap_or_else(|_| sources.missing(path)))
        .map(|file| (file, sources.text(file)))
        .collect();
    let texts: Vec<(FileId, &str)> = texts.iter().map(|(file, text)| (*file, text.as_ref())).collect();
    let place = |span: Span| translation.origin(&texts, span).or_else(|| texts.first().map(|(file, _)| (*file, Span::default())));
    output.marks.retain_mut(|mark| {
        if mark.file == made {
            let Some((file, span)) = translation.origin(&texts, Span { start: mark.source, end: mark.source }) else { return false };
            (mark.file, mark.source) = (file, span.start);
        }
        true
    });
    for (_, file, span, _) in &mut output.imports {
        if *file == made
            && let Some(found) = place(*span)
        {
            (*file, *span) = found;
        }
    }
    for diagnostic in &mut output.diagnostics {
        if diagnostic.file == made
            && let Some((file, span)) = place(diagnostic.span)
        {
            (diagnostic.file, diagnostic.span) = (file, span);
        }
        for label in &mut diagnostic.labels {
            if label.file == made
                && let Some((file, span)) = place(label.span)
            {
                (label.file, label.span) = (file, span);
            }
        }
    }
}

#[cfg(test)]
mod tests;
