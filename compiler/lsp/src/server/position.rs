//! Positions of the protocol and offsets in bytes. Columns count bytes (UTF-8) or UTF-16 units, whichever was agreed on.

use lsp_types::{Position, PositionEncodingKind, Range};
use wxc_core::source::Span;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// What clients mean that say nothing.
    #[default]
    Utf16,
}

impl Encoding {
    /// Bytes where the client can count them, which costs neither side anything.
    pub fn choose(offered: &[PositionEncodingKind]) -> Self {
        if offered.contains(&PositionEncodingKind::UTF8) { Self::Utf8 } else { Self::Utf16 }
    }

    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    pub fn width(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            // Most text is ASCII, where bytes are units.
            Self::Utf16 if text.is_ascii() => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
        }
    }

    /// The offset of the `column`th unit of `line`; of its end if it has fewer. Inside a character, its start.
    fn offset(self, line: &str, column: usize) -> usize {
        match self {
            Self::Utf8 => line.floor_char_boundary(column),
            Self::Utf16 if line.is_ascii() => column.min(line.len()),
            Self::Utf16 => {
                let mut units = 0;
                for (at, character) in line.char_indices() {
                    units += character.len_utf16();
                    if units > column {
                        return at;
                    }
                }
                line.len()
            }
        }
    }
}

/// A text whose lines are known.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    /// Offsets of the first bytes of all lines.
    starts: Vec<u32>,
    encoding: Encoding,
    /// Columns in front of the first line: a byte order mark that the client counts and the text lacks.
    lead: usize,
}

impl<'t> Lines<'t> {
    /// `mark`: for the client the text begins with a byte order mark.
    pub fn new(text: &'t str, mark: bool, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            // `\n`, `\r\n` and a `\r` by itself end lines.
            if *byte == b'\n' || *byte == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
                starts.push(Span::at(at + 1).start);
            }
        }
        let lead = if mark { encoding.width("\u{feff}") } else { 0 };
        Self { text, starts, encoding, lead }
    }

    /// The text of a line without its end.
    fn line(&self, line: usize) -> (usize, &'t str) {
        let start = self.starts.get(line).map_or(self.text.len(), |start| *start as usize);
        let end = self.starts.get(line + 1).map_or(self.text.len(), |end| *end as usize);
        let text = self.text.get(start..end).unwrap_or_default();
        let text = text.strip_suffix('\n').unwrap_or(text);
        (start, text.strip_suffix('\r').unwrap_or(text))
    }

    /// What lies behind the end of a line is its end, what lies behind the last line the end of the text.
    pub fn offset(&self, position: Position) -> usize {
        let (start, line) = self.line(position.line as usize);
        let lead = if position.line == 0 { self.lead } else { 0 };
        start + self.encoding.offset(line, (position.character as usize).saturating_sub(lead))
    }

    pub fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span::new(start.min(end), start.max(end))
    }

    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1);
        let start = self.starts.get(line).map_or(0, |start| *start as usize);
        let column = self.encoding.width(self.text.get(start..offset).unwrap_or_default());
        let lead = if line == 0 { self.lead } else { 0 };
        Position { line: Span::at(line).start, character: Span::at(column + lead).start }
    }

    pub fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start as usize), end: self.position(span.end as usize) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_count_units() {
        let text = "a你😀b\r\n\r\n😀";
        let (bytes, units) = (Lines::new(text, false, Encoding::Utf8), Lines::new(text, false, Encoding::Utf16));
        assert_eq!((bytes.position(8), units.position(8)), (at(0, 8), at(0, 4)));
        assert_eq!((bytes.offset(at(0, 8)), units.offset(at(0, 4))), (8, 8));
        // inside of the emoji
        assert_eq!((bytes.offset(at(0, 6)), units.offset(at(0, 3))), (4, 4));
        assert_eq!(units.position(6), at(0, 2));
        assert_eq!((units.offset(at(1, 0)), units.position(11)), (11, at(1, 0)));
        assert_eq!((units.offset(at(2, 2)), units.position(text.len())), (text.len(), at(2, 2)));
    }

    #[test]
    fn every_offset_comes_back() {
        for text in ["", "\n", "\r", "a\rb\r\nc\n\n", "你\r\n😀x\n", "\u{2028}a\n"] {
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let lines = Lines::new(text, false, encoding);
                for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                    // Between `\r` and `\n` there is no position of its own.
                    let inside = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
                    assert!(inside || lines.offset(lines.position(offset)) == offset, "{text:?} at {offset}");
                }
            }
        }
    }

    #[test]
    fn positions_beyond_the_end_are_the_end() {
        let lines = Lines::new("ab\r\ncd", false, Encoding::Utf16);
        assert_eq!([at(0, 99), at(1, 99), at(2, 0), at(u32::MAX, u32::MAX)].map(|at| lines.offset(at)), [2, 6, 6, 6]);
        assert_eq!(lines.position(99), at(1, 2));
        assert_eq!(lines.span(Range { start: at(9, 9), end: at(0, 1) }), Span::new(1, 6));
    }

    #[test]
    fn a_byte_order_mark_is_a_column_where_the_client_counts_it() {
        let lines = Lines::new("ab\ncd", true, Encoding::Utf16);
        assert_eq!([at(0, 0), at(0, 1), at(0, 2), at(1, 1)].map(|at| lines.offset(at)), [0, 0, 1, 4]);
        assert_eq!([lines.position(1), lines.position(4)], [at(0, 2), at(1, 1)]);
    }
}
