//! JavaScript, TypeScript and WXS to oxc's tree, with every early error an engine would report, so that what is emitted always loads.

use crate::ast::script::ScriptKind;
use crate::diagnostics::{Diagnostic, Severity};
use crate::parse::reserved::respell;
use crate::parse::signs::{Token, signs};
use crate::source::{FileId, Span};
use memchr::memmem;
use oxc::allocator::Allocator;
use oxc::ast::ast::Program;
use oxc::diagnostics::OxcDiagnostic;
use oxc::parser::{ParseOptions, Parser};
use oxc::semantic::{Scoping, SemanticBuilder};
use oxc::span::SourceType;

/// A script that parsed. Spans in it are relative to the text that was parsed.
pub struct Parsed<'a> {
    pub program: Program<'a>,
    pub scoping: Scoping,
    /// `import` or `export` occurs (in TypeScript, before types are erased).
    pub esm: bool,
}

/// Where a text lies: `base` is its offset in the file (not 0 for WXS inside WXML).
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub file: FileId,
    pub base: u32,
}

impl Place {
    /// A span of oxc, relative to the text, as a span of the file.
    pub fn span(self, span: oxc::span::Span) -> Span {
        Span { start: self.base.saturating_add(span.start), end: self.base.saturating_add(span.end) }
    }
}

/// Parses one script. `Err` holds at least one error: such a text would not load in any engine.
pub fn parse<'a>(allocator: &'a Allocator, text: &'a str, kind: ScriptKind, place: Place) -> Result<Parsed<'a>, Vec<Diagnostic>> {
    let source_type = match kind {
        ScriptKind::Ts => SourceType::ts().with_module(true),
        // WXS has no modules of ECMAScript and is sloppy: `010`, `delete x`
        ScriptKind::Wxs => SourceType::script(),
        ScriptKind::Js | ScriptKind::Json => SourceType::unambiguous(),
    };
    let options = ParseOptions {
        parse_regular_expression: true,
        allow_return_outside_function: kind != ScriptKind::Wxs,
        preserve_parens: false,
        ..ParseOptions::default()
    };
    let code = if kind == ScriptKind::Wxs { "script/wxs-syntax" } else { "script/syntax" };
    if nesting(text).0 > MAX_DEPTH {
        let error = Diagnostic::error("script/too-deep", place.file, place.span(oxc::span::Span::empty(0)), "this script nests too deeply");
        return Err(vec![error.hint("a file with so many open brackets is broken, or generated; split it")]);
    }
    let mut parsed = Parser::new(allocator, text, source_type).with_options(options).parse();
    if kind == ScriptKind::Wxs
        && !parsed.diagnostics.is_empty()
        && let Some(text) = respell(text)
    {
        parsed = Parser::new(allocator, allocator.alloc_str(&text), source_type).with_options(options).parse();
    }
    let errors = translate(&parsed.diagnostics, code, text, place);
    if parsed.panicked || !errors.is_empty() {
        return Err(errors);
    }
    let program = parsed.program;
    let checked = SemanticBuilder::new().with_check_syntax_error(true).with_enum_eval(true).with_excess_capacity(1.0).build(&program);
    let errors = translate(&checked.diagnostics, code, text, place);
    if !errors.is_empty() {
        return Err(errors);
    }
    let scoping = checked.semantic.into_scoping();
    Ok(Parsed { program, scoping, esm: parsed.module_record.has_module_syntax })
}

/// Brackets deeper than this are refused, so that no input exhausts the stack.
const MAX_DEPTH: usize = 20_000;

/// Runs `work`, which recurses over the tree of `text`, on a stack that is large enough for it.
pub fn with_stack<R>(text: &str, work: impl FnOnce() -> R) -> R {
    let (depth, operators) = nesting(text);
    // what a debug build was measured to need, rounded up; the pages are only touched when they are needed
    let bytes = (2 << 20) + depth.min(MAX_DEPTH) * (8 << 10) + operators.min(200_000) * (2 << 10);
    stacker::maybe_grow(bytes, bytes, work)
}

/// An upper bound of the depth of brackets, and the number of characters that can nest without any; strings and comments count too.
fn nesting(text: &str) -> (usize, usize) {
    let bytes = text.as_bytes();
    let (mut depth, mut deepest, mut operators) = (0_usize, 0_usize, 0_usize);
    for &byte in bytes {
        match SIGNS.get(usize::from(byte)) {
            Some(Sign::Open) => {
                depth += 1;
                operators += 1;
                deepest = deepest.max(depth);
            }
            Some(Sign::Close) => depth = depth.saturating_sub(1),
            Some(Sign::Operator) => operators += 1,
            Some(Sign::None) | None => {}
        }
    }
    let words = ["else", "typeof", "void", "delete", "await", "yield", "new "];
    (deepest, operators + words.iter().map(|word| memmem::find_iter(bytes, word).count()).sum::<usize>())
}

/// What a byte does to the depth of a tree.
#[derive(Clone, Copy)]
enum Sign {
    None,
    Open,
    Close,
    Operator,
}

/// By byte: every script of a project is looked at several times, and a table takes a third of the time of comparing.
const SIGNS: [Sign; 256] = {
    let mut signs = [Sign::None; 256];
    let mut byte = 0;
    while byte < signs.len() {
        signs[byte] = match byte as u8 {
            b'(' | b'[' | b'{' => Sign::Open,
            b')' | b']' | b'}' => Sign::Close,
            b'+' | b'-' | b'*' | b'/' | b'!' | b'~' | b'?' | b'&' | b'|' | b'^' | b'<' | b'>' | b'=' | b'.' | b',' | b':' => Sign::Operator,
            _ => Sign::None,
        };
        byte += 1;
    }
    signs
};

/// oxc's errors as ours: the first label is the place, further labels stay labels.
fn translate(diagnostics: &[OxcDiagnostic], code: &'static str, text: &str, place: Place) -> Vec<Diagnostic> {
    diagnostics.iter().filter(|d| d.severity == oxc::diagnostics::Severity::Error).map(|d| translate_one(d, code, text, place)).collect()
}

fn translate_one(d: &OxcDiagnostic, code: &'static str, text: &str, place: Place) -> Diagnostic {
    let mut labels: Vec<(Span, &str)> = d
        .labels
        .iter()
        .map(|label| {
            let start = label.offset();
            // oxc points at single bytes where a text stops in the middle of something.
            let own = Span { start, end: start.saturating_add(label.len()) }.whole(text);
            (place.span(oxc::span::Span::new(own.start, own.end)), label.label().unwrap_or_default())
        })
        .collect();
    // of two declarations the second one is the mistake
    if labels.len() == 2 && d.message.contains("already been declared") {
        labels.reverse();
    }
    let end = Span::at(text.len()).start;
    let opened = labels.iter().find(|(_, note)| note.contains("pened here")).map(|(span, _)| *span);
    let mut labels = labels.into_iter();
    let (span, note) = labels.next().unwrap_or((place.span(oxc::span::Span::new(end, end)), ""));
    let mut message = sentence(&d.message);
    if span.start >= end.saturating_add(place.base)
        && opened.is_none()
        && let Some((at, bracket)) = open_bracket(text)
    {
        let at = Span::at(at).start.saturating_add(place.base);
        let error = Diagnostic::error(code, place.file, Span { start: at, end: at + 1 }, format!("this `{bracket}` is never closed"));
        return error.hint(match bracket {
            '(' => "write `)` where it ends",
            '[' => "write `]` where it ends",
            _ => "write `}` where it ends",
        });
    }
    if let Some(diagnostic) = missing(&message, code, text, span, opened, place) {
        return diagnostic;
    }
    let found = text.get(Span { start: span.start.saturating_sub(place.base), end: span.end.saturating_sub(place.base) }.range());
    let found = found.and_then(|found| found.lines().next()).unwrap_or_default();
    if let Some((expected, _)) = message.split_once(" but found ").filter(|_| !found.is_empty()) {
        message = format!("{expected}, found `{found}`");
    } else if message == "unexpected token" && !found.is_empty() {
        message = format!("unexpected `{found}`");
    }
    if !note.is_empty() && !note.ends_with("expected") && !note.contains("declared") {
        message = format!("{message}: {}", sentence(note));
    }
    let hint = d.help.as_deref().map_or_else(|| hint_for(&message, span, end + place.base).to_owned(), sentence);
    let mut diagnostic = Diagnostic { severity: Severity::Error, ..Diagnostic::error(code, place.file, span, message) }.hint(hint);
    for (span, note) in labels {
        diagnostic = diagnostic.label(place.file, span, if note.is_empty() { "here".to_owned() } else { sentence(note) });
    }
    diagnostic
}

/// The innermost bracket that is open at the end of a script.
fn open_bracket(text: &str) -> Option<(usize, char)> {
    let mut open = Vec::new();
    for Token { text, at } in signs(text) {
        match text.chars().next() {
            Some(c @ ('(' | '[' | '{')) => open.push((at, c)),
            Some(')' | ']' | '}') => _ = open.pop(),
            _ => {}
        }
    }
    open.pop()
}

/// A bracket that nothing closes, and a comma between two members: the two mistakes people make most often, said at the place that must change.
fn missing(message: &str, code: &'static str, text: &str, span: Span, opened: Option<Span>, place: Place) -> Option<Diagnostic> {
    let (expected, found) = message.split_once(" but found ")?;
    if found.contains("EOF") {
        let open = opened?;
        let bracket = text.get(open.start.saturating_sub(place.base) as usize..)?.chars().next()?;
        let error = Diagnostic::error(code, place.file, open, format!("this `{bracket}` is never closed"));
        let close = expected.rsplit('`').nth(1).unwrap_or_default();
        return Some(error.hint(format!("write `{close}` where it ends")));
    }
    if !expected.contains("`,` or ") {
        return None;
    }
    let at = span.start.saturating_sub(place.base) as usize;
    if let Some(wrong) = text.get(at..)?.chars().next().filter(|c| matches!(c, ')' | ']' | '}')) {
        let close = expected.rsplit('`').nth(1).unwrap_or_default();
        let error = Diagnostic::error(code, place.file, span, format!("expected `{close}`, found `{wrong}`"));
        let error = opened.map_or(error.clone(), |open| error.label(place.file, open, "opened here"));
        return Some(error.hint(format!("write `{close}`")));
    }
    let before = text.get(..at)?;
    let behind = Span::at(before.trim_end().len());
    let behind = Span { start: behind.start.saturating_add(place.base), end: behind.end.saturating_add(place.base) };
    let next: String = text.get(at..)?.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '$')).collect();
    let message = if next.is_empty() { "a comma is missing here".to_owned() } else { format!("a comma is missing before `{next}`") };
    Some(Diagnostic::error(code, place.file, behind, message).hint("write `,` here"))
}

/// Lower case at the start, no full stop at the end.
fn sentence(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut chars = text.chars();
    match chars.next() {
        // an acronym or a name stays as it is
        Some(first) if first.is_ascii_uppercase() && !chars.as_str().starts_with(|c: char| c.is_ascii_uppercase()) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

fn hint_for(message: &str, span: Span, end: u32) -> &'static str {
    if span.start >= end {
        "something opened above is never closed: a bracket, a string, a template or a comment"
    } else if message.contains("unterminated") {
        "close it on the same line, with the quote or the sign it began with"
    } else if message.contains("already been declared") {
        "rename one of the two, or drop the second declaration"
    } else {
        "look at this place and just before it: a bracket, quote, comma or operator is missing or one too many"
    }
}
