//! Diagnostics as JavaScript gets them: the record of `--message-format json`, and the lines of source around it.

use serde::Serialize;
use serde_json::Value;
use unicode_width::UnicodeWidthChar;
use wxc_core::diagnostics::Diagnostic;
use wxc_core::diagnostics::render::{Record, records};
use wxc_core::source::Sources;

#[derive(Serialize)]
struct Framed {
    #[serde(flatten)]
    record: Record,
    frame: String,
}

pub fn diagnostics(sources: &Sources, diagnostics: &[Diagnostic]) -> Value {
    let framed = records(sources, diagnostics).into_iter().map(|record| {
        let text = sources.find(&record.place.path).map(|file| sources.text(file)).unwrap_or_default();
        Framed { frame: frame(&text, &record), record }
    });
    // Strings, lists and numbers always serialise.
    serde_json::to_value(framed.collect::<Vec<_>>()).unwrap_or_default()
}

/// Lines longer than this are cut, characters.
const LONGEST: usize = 160;

/// ```text
///   4 | <view>
/// > 5 |   {{ a + }}
///     |      ^^^
///   6 | </view>
/// ```
/// The form which the overlays of bundlers know. Empty when there is no such line.
fn frame(text: &str, record: &Record) -> String {
    let place = &record.place;
    let lines: Vec<&str> = text.lines().collect();
    if lines.get(place.line - 1).is_none_or(|line| line.is_empty() && lines.len() == 1) {
        return String::new();
    }
    let last = (place.line + 2).min(lines.len());
    let width = last.to_string().len();
    let mut out = String::new();
    for (number, line) in (1..=last).zip(&lines).skip(place.line.saturating_sub(3)) {
        let shown: String = line.chars().take(LONGEST).map(|c| if c == '\t' { ' ' } else { c }).collect();
        let mark = if number == place.line { '>' } else { ' ' };
        out.push_str(format!("{mark} {number:width$} | {shown}").trim_end());
        out.push('\n');
        if number == place.line && place.column <= LONGEST {
            let end = if place.end_line == place.line { place.end_column } else { usize::MAX };
            let columns = |from: usize, to: usize| -> usize {
                shown.chars().skip(from).take(to.saturating_sub(from)).map(|c| c.width().unwrap_or(0)).sum()
            };
            let (before, marked) = (columns(0, place.column - 1), columns(place.column - 1, end - 1).max(1));
            out.push_str(&format!("  {:width$} | {}{}\n", "", " ".repeat(before), "^".repeat(marked)));
        }
    }
    out
}
