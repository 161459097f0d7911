//! Source maps (version 3) from pairs of offsets.

use crate::emit::lines::Lines;
use serde_json::json;

/// One place: an offset in the generated text, a source by its index, an offset in that source.
pub type Place = (u32, usize, u32);

/// The source map of `code` as JSON. `sources` are `(path, text)`; `places` are in the order of the code.
pub fn source_map(code: &str, sources: &[(String, String)], places: &[Place]) -> String {
    let generated = Lines::new(code);
    let lines: Vec<Lines> = sources.iter().map(|(_, text)| Lines::new(text)).collect();
    let mut mappings = String::new();
    let (mut line, mut column) = (0_u32, 0_u32);
    let mut last_source = (0_i64, 0_i64, 0_i64);
    let mut last = None;
    for &(offset, source, from) in places {
        let Some(source_lines) = lines.get(source) else { continue };
        let at = generated.position(offset);
        if last == Some(at) {
            continue;
        }
        let first_of_line = last.is_none_or(|(last_line, _)| last_line != at.0);
        while line < at.0 {
            mappings.push(';');
            line += 1;
            column = 0;
        }
        if !first_of_line {
            mappings.push(',');
        }
        let position = source_lines.position(from);
        let next = (i64::try_from(source).unwrap_or(0), i64::from(position.0), i64::from(position.1));
        vlq(i64::from(at.1) - i64::from(column), &mut mappings);
        vlq(next.0 - last_source.0, &mut mappings);
        vlq(next.1 - last_source.1, &mut mappings);
        vlq(next.2 - last_source.2, &mut mappings);
        column = at.1;
        last_source = next;
        last = Some(at);
    }
    let paths: Vec<&str> = sources.iter().map(|(path, _)| path.as_str()).collect();
    let texts: Vec<&str> = sources.iter().map(|(_, text)| text.as_str()).collect();
    json!({ "version": 3, "sources": paths, "sourcesContent": texts, "names": [], "mappings": mappings }).to_string()
}

/// Base 64, five bits at a time, the sign in the lowest bit.
fn vlq(value: i64, out: &mut String) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut rest = value.unsigned_abs() << 1 | u64::from(value < 0);
    loop {
        let digit = usize::try_from(rest & 31).unwrap_or(0);
        rest >>= 5;
        let digit = if rest > 0 { digit | 32 } else { digit };
        out.push(char::from(DIGITS.get(digit).copied().unwrap_or(b'A')));
        if rest == 0 {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_base_64() {
        let text = |value| {
            let mut out = String::new();
            vlq(value, &mut out);
            out
        };
        assert_eq!([0, 1, -1, 15, 16, -16, 511, 1 << 20].map(text), ["A", "C", "D", "e", "gB", "hB", "+f", "ggggC"]);
    }

    #[test]
    fn lines_and_columns_are_relative() {
        let sources = [("a.js".to_owned(), "中 b\nc".to_owned()), ("b.js".to_owned(), "x".to_owned())];
        let map = source_map("b;\n\n  c;x", &sources, &[(0, 0, 4), (6, 0, 6), (8, 1, 0)]);
        assert!(map.ends_with(r#""names":[],"mappings":"AAAE;;EACF,ECDA"}"#), "{map}");
    }
}
