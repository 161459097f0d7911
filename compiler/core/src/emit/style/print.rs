//! A sheet with nested rules through lightningcss: parsed and printed flat, with marks.

use crate::diagnostics::Diagnostic;
use crate::emit::Mark;
use crate::ir::style::Flat;
use crate::source::Span;
use lightningcss::error::{ParserError, SelectorError};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{ParserOptions, StyleSheet};
use lightningcss::targets::{Features, Targets};
use parcel_sourcemap::SourceMap;
use rustc_hash::FxHashSet;
use std::sync::{Arc, PoisonError, RwLock};

#[derive(Default)]
pub(super) struct Printed {
    pub css: String,
    pub marks: Vec<Mark>,
}

/// A malformed statement makes lightningcss forget the good ones before it in its block, so it is left out and the sheet parsed again. One more round finds
/// all of them; the bound is against surprises.
const MAX_ROUNDS: usize = 4;

pub(super) fn print(flat: &Flat, diagnostics: &mut Vec<Diagnostic>) -> Printed {
    let mut text = std::borrow::Cow::Borrowed(flat.css.as_str());
    let mut reported = FxHashSet::default();
    for round in 1.. {
        let bytes = {
            let Parsed { sheet, complaints } = parse(&text, diagnostics, flat);
            let lines = Lines::new(&text);
            let mut left_out = Vec::new();
            for complaint in complaints.iter().filter(|c| c.lost) {
                let at = lines.offset(complaint.line, complaint.column);
                let statement = if round < MAX_ROUNDS { flat.innermost(at) } else { None };
                left_out.extend(statement);
                let diagnostic = complaint.report(flat, at, statement);
                let new = diagnostic.filter(|d| reported.insert((d.file, d.span, d.code)) && !is_known(diagnostics, d));
                diagnostics.extend(new);
            }
            if left_out.is_empty() {
                // What is said of statements that are left out is of no interest.
                let rest = complaints.iter().filter(|c| !c.lost).filter_map(|c| c.report(flat, lines.offset(c.line, c.column), None));
                let new = rest.filter(|d| reported.insert((d.file, d.span, d.code)) && !is_known(diagnostics, d));
                let new: Vec<_> = new.collect();
                diagnostics.extend(new);
            }
            if left_out.is_empty() {
                return sheet.map_or_else(Printed::default, |sheet| finish(sheet, flat, &lines, diagnostics));
            }
            let mut bytes = text.as_bytes().to_vec();
            for (start, end) in left_out {
                bytes.iter_mut().take(end as usize).skip(start as usize).filter(|b| **b != b'\n').for_each(|b| *b = b' ');
            }
            bytes
        };
        // Whole statements became spaces, so no character was cut.
        text = String::from_utf8(bytes).unwrap_or_default().into();
    }
    Printed::default()
}

struct Parsed<'i> {
    sheet: Option<StyleSheet<'i>>,
    complaints: Vec<Complaint>,
}

/// A warning of lightningcss, whose words and places are its own.
struct Complaint {
    line: u32,
    /// UTF-16 units, from 0.
    column: u32,
    /// The statement at the place is lost, and perhaps others with it.
    lost: bool,
    kind: Kind,
}

enum Kind {
    /// Reported by our own parser.
    Known,
    Pseudo(String),
    MediaQuery,
    Selector(String),
    Other(String),
}

fn parse<'i>(text: &'i str, diagnostics: &mut Vec<Diagnostic>, flat: &Flat) -> Parsed<'i> {
    let warnings = Arc::new(RwLock::new(Vec::new()));
    let options = ParserOptions { error_recovery: true, warnings: Some(warnings.clone()), ..ParserOptions::default() };
    let sheet = match StyleSheet::parse(text, options) {
        Ok(sheet) => Some(sheet),
        Err(error) => {
            diagnostics.extend(refused(flat, &error.kind.to_string()));
            None
        }
    };
    let warnings = warnings.read().unwrap_or_else(PoisonError::into_inner);
    let complaints = warnings.iter().map(|w| {
        let (line, column) = w.loc.as_ref().map_or((0, 0), |l| (l.line, l.column.saturating_sub(1)));
        let (lost, kind) = classify(&w.kind);
        Complaint { line, column, lost, kind }
    });
    Parsed { sheet, complaints: complaints.collect() }
}

fn classify(kind: &ParserError<'_>) -> (bool, Kind) {
    match kind {
        ParserError::AtRuleInvalid(_) | ParserError::DeprecatedNestRule => (false, Kind::Known),
        ParserError::SelectorError(SelectorError::UnsupportedPseudoClass(name)) => (false, Kind::Pseudo(format!(":{name}"))),
        ParserError::SelectorError(SelectorError::UnsupportedPseudoElement(name)) => (false, Kind::Pseudo(format!("::{name}"))),
        ParserError::InvalidMediaQuery => (false, Kind::MediaQuery),
        ParserError::SelectorError(error) => (true, Kind::Selector(selector_words(error).to_owned())),
        ParserError::UnexpectedToken(_) | ParserError::InvalidValue | ParserError::InvalidDeclaration => {
            (true, Kind::Other("this is not valid CSS".into()))
        }
        kind => (true, Kind::Other(lower_case(&kind.to_string()))),
    }
}

fn selector_words(error: &SelectorError<'_>) -> &'static str {
    match error {
        SelectorError::InvalidState
        | SelectorError::UnexpectedSelectorAfterPseudoElement(_)
        | SelectorError::InvalidPseudoClassAfterPseudoElement => "only states such as `:hover` can follow a pseudo-element",
        SelectorError::BadValueInAttr(_)
        | SelectorError::ExpectedBarInAttr(_)
        | SelectorError::InvalidQualNameInAttr(_)
        | SelectorError::NoQualifiedNameInAttributeSelector(_)
        | SelectorError::UnexpectedTokenInAttributeSelector(_) => "this attribute selector is malformed; write `[name=\"value\"]`",
        SelectorError::EmptySelector | SelectorError::DanglingCombinator => "a part of this selector is missing",
        _ => "this selector is not valid",
    }
}

impl Complaint {
    fn report(&self, flat: &Flat, at: u32, statement: Option<(u32, u32)>) -> Option<Diagnostic> {
        let (file, span) = match statement {
            Some((start, end)) => flat.span_of(start, end)?,
            None => {
                let (from, to) = word(&flat.css, at);
                flat.span_of(from, to)?
            }
        };
        let (code, message, hint) = match &self.kind {
            Kind::Known => return None,
            Kind::MediaQuery if prelude_around(&flat.css, at).contains("rpx") => return None,
            Kind::Pseudo(name) => (
                "style/unknown-pseudo",
                format!("browsers may not know `{name}` and skip the whole rule"),
                "put this selector into a rule of its own, or remove it",
            ),
            Kind::MediaQuery => (
                "style/bad-media-query",
                "this media query is malformed and never applies".to_owned(),
                "write `@media (min-width: 400px)` and the like",
            ),
            Kind::Selector(words) => ("style/bad-selector", words.clone(), "browsers skip a rule whose selector they cannot read"),
            Kind::Other(words) => ("style/bad-css", words.clone(), "browsers pass over it"),
        };
        Some(Diagnostic::warning(code, file, span, message).hint(hint))
    }
}

/// Whether something was said of the place already.
fn is_known(diagnostics: &[Diagnostic], new: &Diagnostic) -> bool {
    diagnostics.iter().any(|d| d.file == new.file && d.span.start < new.span.end && new.span.start < d.span.end)
}

fn prelude_around(css: &str, at: u32) -> &str {
    let (before, after) = css.split_at_checked(at as usize).unwrap_or_default();
    let start = before.rfind(['{', '}', ';']).map_or(0, |at| at + 1);
    let end = before.len() + after.find(['{', ';']).unwrap_or(after.len());
    css.get(start..end).unwrap_or_default()
}

/// The name around a place, with the colons before it.
fn word(css: &str, at: u32) -> (u32, u32) {
    let at = (at as usize).min(css.len());
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':') || !b.is_ascii();
    let before = css.as_bytes().get(..at).unwrap_or_default().iter().rev().take_while(|b| part(b)).count();
    let after = css.as_bytes().get(at..).unwrap_or_default().iter().take_while(|b| part(b)).count();
    let name = css.get(at - before..at + after).unwrap_or_default();
    // In `.a::x` the tag or class before the colons is no part of it.
    let from = at - before + name.get(..before).and_then(|n| n.find(':')).unwrap_or(0);
    (Span::at(from).start, Span::at((at + after).max(from + 1)).start)
}

fn lower_case(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

fn refused(flat: &Flat, words: &str) -> Option<Diagnostic> {
    let (file, source) = flat.source_of(0)?;
    Some(Diagnostic::error("style/bad-css", file, Span { start: source, end: source }, format!("this sheet cannot be printed: {words}")))
}

fn finish(sheet: StyleSheet<'_>, flat: &Flat, lines: &Lines<'_>, diagnostics: &mut Vec<Diagnostic>) -> Printed {
    // WeChat's own compilers reject nesting, so nobody depends on how a browser nests; flat rules work everywhere.
    // Likewise `(min-width: 400px)` stays as people wrote it instead of becoming `(width >= 400px)`.
    let include = Features::Nesting | Features::MediaRangeSyntax | Features::MediaIntervalSyntax;
    let targets = Targets { browsers: None, include, exclude: Features::empty() };
    let mut map = SourceMap::new("");
    let printed = match sheet.to_css(PrinterOptions { source_map: Some(&mut map), targets, ..PrinterOptions::default() }) {
        Ok(printed) => printed.code,
        Err(error) => {
            diagnostics.extend(refused(flat, &error.kind.to_string()));
            return Printed::default();
        }
    };
    let out = Lines::new(&printed);
    let mut marks: Vec<Mark> = map
        .get_mappings()
        .into_iter()
        .filter_map(|m| {
            let original = m.original?;
            let (file, source) = flat.source_of(lines.offset(original.original_line, original.original_column))?;
            // lightningcss counts some characters of raw tokens as one column, whatever their length.
            let offset = printed.floor_char_boundary((out.start(m.generated_line) + m.generated_column) as usize);
            Some(Mark { offset: Span::at(offset).start, file, source })
        })
        .collect();
    marks.sort_by_key(|m| m.offset);
    marks.dedup_by_key(|m| m.offset);
    Printed { css: printed, marks }
}

/// Lines as cssparser counts them.
struct Lines<'a> {
    text: &'a str,
    ascii: bool,
    starts: Vec<u32>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let mut starts = vec![0];
        let bytes = text.as_bytes();
        for i in memchr::memchr3_iter(b'\n', b'\x0c', b'\r', bytes) {
            if bytes.get(i) != Some(&b'\r') || bytes.get(i + 1) != Some(&b'\n') {
                starts.push(Span::at(i + 1).start);
            }
        }
        Self { text, ascii: text.is_ascii(), starts }
    }
    fn start(&self, line: u32) -> u32 {
        self.starts.get(line as usize).copied().unwrap_or(Span::at(self.text.len()).start)
    }
    /// The byte offset of a line and a column in UTF-16 units.
    fn offset(&self, line: u32, column: u32) -> u32 {
        let start = self.start(line);
        if self.ascii {
            return start + column;
        }
        let rest = self.text.get(start as usize..).unwrap_or_default();
        let mut units = 0;
        for (i, c) in rest.char_indices() {
            if units >= column {
                return start + Span::at(i).start;
            }
            units += Span::at(c.len_utf16()).start;
        }
        Span::at(self.text.len()).start
    }
}
