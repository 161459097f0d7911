//! Excerpts with underlines for people (ariadne).

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use ariadne::{Cache, CharSet, Color, Config, IndexType, Label, Report, ReportKind, Source};

use super::{Index, fit, short};
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::{FileId, Sources};

/// Lines beyond this length (minified text) are not shown: they would fill the screen.
const LONGEST_LINE: usize = 400;

pub fn render(sources: &Sources, diagnostics: &[Diagnostic], colour: bool) -> String {
    let index = Index::new(sources, diagnostics);
    let mut excerpts = Excerpts { index: &index, sources: BTreeMap::new() };
    let mut out = Vec::new();
    for diagnostic in diagnostics {
        let before = out.len();
        let shown = is_showable(&index, diagnostic) && report(&index, diagnostic, colour).write_for_stdout(&mut excerpts, &mut out).is_ok();
        if !shown {
            out.truncate(before);
            out.extend_from_slice(short::render(sources, std::slice::from_ref(diagnostic)).as_bytes());
            let hint = diagnostic.hint.iter().map(|hint| format!("  help: {hint}\n"));
            hint.for_each(|line| out.extend_from_slice(line.as_bytes()));
        }
        out.push(b'\n');
    }
    let text = String::from_utf8_lossy(&out).into_owned();
    if colour { text } else { without_escapes(&text) }
}

/// Ariadne colours the words of custom kinds even when told not to.
fn without_escapes(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |out, piece| out + piece.strip_prefix('[').and_then(|p| p.split_once('m')).map_or(piece, |(_, rest)| rest))
}

fn report<'a>(index: &Index, diagnostic: &Diagnostic, colour: bool) -> Report<'a, (FileId, Range<usize>)> {
    let (kind, tint) = match diagnostic.severity {
        Severity::Error => (ReportKind::Custom("error", Color::Red), Color::Red),
        Severity::Warning => (ReportKind::Custom("warning", Color::Yellow), Color::Yellow),
        Severity::Note => (ReportKind::Custom("note", Color::Blue), Color::Blue),
    };
    let primary = (diagnostic.file, visible(index.text(diagnostic.file), fit(index.text(diagnostic.file), diagnostic.span)));
    let own = Label::new(primary.clone()).with_message("here").with_color(tint).with_priority(1);
    let mut labels = vec![(primary.clone(), own)];
    for label in &diagnostic.labels {
        let span = (label.file, visible(index.text(label.file), fit(index.text(label.file), label.span)));
        labels.push((span.clone(), Label::new(span).with_message(&label.message).with_color(Color::Cyan)));
    }
    // Places of one file make one excerpt only where they come in the order of the text.
    labels.sort_by_key(|((file, span), _)| (*file != diagnostic.file, *file, span.start));
    let config = Config::default().with_index_type(IndexType::Byte).with_char_set(CharSet::Unicode).with_color(colour).with_tab_width(4);
    let mut report = Report::build(kind, primary.clone())
        .with_config(config)
        .with_code(diagnostic.code)
        .with_message(&diagnostic.message)
        .with_labels(labels.into_iter().map(|(_, label)| label));
    if let Some(hint) = &diagnostic.hint {
        report = report.with_help(hint);
    }
    report.finish()
}

/// An empty span still underlines one character.
fn visible(text: &str, range: Range<usize>) -> Range<usize> {
    if !range.is_empty() {
        return range;
    }
    let next = text.get(range.start..).and_then(|rest| rest.chars().next()).filter(|c| !matches!(c, '\r' | '\n'));
    range.start..range.start + next.map_or(0, char::len_utf8)
}

fn is_showable(index: &Index, diagnostic: &Diagnostic) -> bool {
    let places = std::iter::once((diagnostic.file, diagnostic.span)).chain(diagnostic.labels.iter().map(|l| (l.file, l.span)));
    places.into_iter().all(|(file, span)| {
        let text = index.text(file);
        if text.is_empty() {
            return false;
        }
        let range = fit(text, span);
        let first = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let last = text.get(range.end..).and_then(|after| after.find('\n')).map_or(text.len(), |at| range.end + at);
        text.get(first..last).is_some_and(|lines| lines.lines().all(|line| line.len() <= LONGEST_LINE))
    })
}

struct Excerpts<'a> {
    index: &'a Index,
    sources: BTreeMap<FileId, Source<String>>,
}

impl Cache<FileId> for Excerpts<'_> {
    type Storage = String;

    fn fetch(&mut self, id: &FileId) -> Result<&Source<String>, impl fmt::Debug> {
        let index = self.index;
        Ok::<_, fmt::Error>(self.sources.entry(*id).or_insert_with(|| Source::from(printable(index.text(*id)))))
    }

    fn display<'a>(&self, id: &'a FileId) -> Option<impl fmt::Display + 'a> {
        self.index.files.get(id).map(|f| f.name().to_string())
    }
}

/// The text with every line break but `\n` and `\r\n` replaced by something of the same length, so that all renderers count the same lines, and without the
/// control characters that a terminal would obey.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\r' if chars.peek() != Some(&'\n') => ' ',
            '\t' | '\r' | '\n' => c,
            _ if c.is_ascii_control() => ' ',
            '\u{85}' => '\u{a0}',
            '\u{2028}' | '\u{2029}' => '\u{3000}',
            _ => c,
        });
    }
    out
}
