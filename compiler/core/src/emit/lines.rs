//! Lines and UTF-16 columns, the positions of source maps, to and from byte offsets.

use std::cell::Cell;

/// The starts of the lines of a text. Lines end where JavaScript says: `\n`, `\r`, `\r\n`, U+2028, U+2029.
///
/// Questions mostly come in the order of the text, and minified code is one long line, so the last answer is where counting goes on.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<u32>,
    ascii: bool,
    last: Cell<Known>,
}

/// A place whose column is known.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    line: usize,
    offset: usize,
    column: usize,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut starts = vec![0];
        let bytes = text.as_bytes();
        for (i, &byte) in bytes.iter().enumerate() {
            let next = bytes.get(i + 1).copied();
            let ends = match byte {
                b'\n' => true,
                b'\r' => next != Some(b'\n'),
                // the last byte of E2 80 A8 or E2 80 A9
                0xa8 | 0xa9 => i >= 2 && bytes.get(i - 2..i) == Some(&[0xe2, 0x80][..]),
                _ => false,
            };
            if ends {
                starts.push(u32::try_from(i + 1).unwrap_or(u32::MAX));
            }
        }
        Self { text, starts, ascii: text.is_ascii(), last: Cell::default() }
    }

    /// Line and UTF-16 column of a byte offset, both from 0.
    pub fn position(&self, offset: u32) -> (u32, u32) {
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let offset = offset as usize;
        let from = self.known(line, |known| known.offset <= offset);
        let between = self.text.get(from.offset..offset).unwrap_or_default();
        let column = from.column + if self.ascii { between.len() } else { between.encode_utf16().count() };
        self.last.set(Known { line, offset, column });
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// The byte offset of a line and a UTF-16 column; the end of the line for positions behind it.
    pub fn offset(&self, line: u32, column: u32) -> u32 {
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let (line, wanted) = (line as usize, column as usize);
        let Some(&start) = self.starts.get(line) else { return end };
        let line_end = self.starts.get(line + 1).copied().unwrap_or(end);
        if self.ascii {
            return start.saturating_add(column).min(line_end);
        }
        let mut known = self.known(line, |known| known.column <= wanted);
        for c in self.text.get(known.offset..line_end as usize).unwrap_or_default().chars() {
            if known.column >= wanted {
                break;
            }
            known.column += c.len_utf16();
            known.offset += c.len_utf8();
        }
        self.last.set(known);
        u32::try_from(known.offset).unwrap_or(end)
    }

    /// The last answer, if it lies on this line before what is asked for; else the start of the line.
    fn known(&self, line: usize, before: impl Fn(&Known) -> bool) -> Known {
        let last = self.last.get();
        if last.line == line && before(&last) {
            return last;
        }
        Known { line, offset: self.starts.get(line).copied().unwrap_or(0) as usize, column: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_there_and_back() {
        let text = "a\r\n中文x\n😀y\u{2028}z";
        let lines = Lines::new(text);
        let expected = [(0, 0, 0), (3, 1, 0), (6, 1, 1), (9, 1, 2), (11, 2, 0), (15, 2, 2), (16, 2, 3), (19, 3, 0), (20, 3, 1)];
        for (offset, line, column) in expected {
            assert_eq!(lines.position(offset), (line, column), "{offset}");
            assert_eq!(lines.offset(line, column), offset, "{line}:{column}");
        }
        assert_eq!(lines.offset(9, 0), 20);
    }
}
