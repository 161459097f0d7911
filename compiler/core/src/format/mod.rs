//! Formatting: a WXML file in the one style of wxc. Never changes what is rendered; knows nothing of other files.
//!
//! White space is free between tags with only white space between them, inside tags, around `=` and inside mustaches; everywhere else it is content
//! (wxml-semantics §1) and stays as it is. The rules, in the order in which they decide:
//!
//! - A text and what it touches stay as written. An element's start tag may still be broken, since white space inside a tag is free.
//! - An element without text of its own stays on one line if it was written on one and fits; else each child gets its line. One blank line is kept.
//! - Attributes stand on one line if they fit, else each on its own. Their order, and whether a tag closes itself, is the author's. Values are in double
//!   quotes unless they contain some; no line break is ever put into a value, since WeChat's compiler would refuse it.
//! - Mustaches are `{{ a + b }}`, strings in them in the quotes the value is not in. Parentheses stay. A mustache with a comment in it stays as written.
//! - Scripts in `<wxs>` move as a whole to their indentation.
//! - Line breaks are those the file begins with: LF or CRLF.
//!
//! The result is parsed again and compared with what was there, so a mistake of ours is reported and never written.

mod expr;
mod print;
mod same;
mod script;
mod tree;

use crate::diagnostics::{Diagnostic, Severity};
use crate::parse::wxml::parse;
use crate::source::{FileId, Span};

/// Why a file was left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It cannot be understood; at least one error.
    Mistakes(Vec<Diagnostic>),
    /// What came out would not mean the same: a bug of ours, in words.
    Bug(String),
}

/// Formats the text of a WXML file.
pub fn format(file: FileId, text: &str) -> Result<String, Refusal> {
    let parsed = parse(file, text);
    let mut mistakes: Vec<Diagnostic> = parsed.diagnostics.into_iter().filter(|d| d.severity == Severity::Error).collect();
    mistakes.extend(script::mistakes(file, text, &parsed.document));
    if !mistakes.is_empty() {
        mistakes.sort_by_key(|d| (d.span.start, d.span.end));
        return Err(Refusal::Mistakes(mistakes));
    }
    let crlf = text.find('\n').is_some_and(|at| text.as_bytes().get(at.wrapping_sub(1)) == Some(&b'\r'));
    let plain = text.replace("\r\n", "\n");
    let tree = tree::read(&plain).ok_or_else(|| Refusal::Bug("the file has no errors, but no tree either".to_owned()))?;
    let mut out = print::print(&tree);
    if let Err(difference) = same::same(&plain, &out) {
        return Err(Refusal::Bug(difference));
    }
    if crlf {
        out = out.replace('\n', "\r\n");
    }
    Ok(out)
}

/// Says that a file is not what [`format`] made of it, at the first line that differs.
pub fn unformatted(file: FileId, text: &str, formatted: &str) -> Diagnostic {
    let same: usize =
        text.split_inclusive('\n').zip(formatted.split_inclusive('\n')).take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum();
    let line = text.get(same..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let start = same + line.len() - line.trim_start().len();
    let span = Span::new(start, same + line.len());
    Diagnostic::error("format/unformatted", file, span, "this file is not formatted").hint("run `wxc fmt` on it")
}

#[cfg(test)]
mod tests;
