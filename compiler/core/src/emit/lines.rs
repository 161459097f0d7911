//! Lines and UTF-16 columns, the positions of source maps, to and from byte offsets.

/// The starts of the lines of a text. Lines end where JavaScript says: `\n`, `\r`, `\r\n`, U+2028, U+2029.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<u32>,
    wide: Vec<Wide>,
    end: u32,
}

/// A character that is not ASCII: its bytes, and how many UTF-16 units the text has up to its end. Makes look-ups logarithmic, however long a line is.
#[derive(Clone, Copy, Debug)]
struct Wide {
    start: u32,
    end: u32,
    units: u32,
}

impl Lines {
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        let mut wide = Vec::new();
        let mut excess = 0;
        let bytes = text.as_bytes();
        // By bytes: nearly all of them are ASCII, and decoding characters takes several times as long.
        for (i, &byte) in bytes.iter().enumerate() {
            match byte {
                b'\n' => starts.push(number(i + 1)),
                b'\r' if bytes.get(i + 1) != Some(&b'\n') => starts.push(number(i + 1)),
                // The first byte of a longer character says how long it is; those of four bytes are two units.
                0xC0.. => {
                    let length = 2 + usize::from(byte >= 0xE0) + usize::from(byte >= 0xF0);
                    let (start, end) = (number(i), number(i + length));
                    excess += number(length - 1 - usize::from(length == 4));
                    wide.push(Wide { start, end, units: end.saturating_sub(excess) });
                    if matches!(bytes.get(i..i + length), Some(b"\xE2\x80\xA8" | b"\xE2\x80\xA9")) {
                        starts.push(end);
                    }
                }
                _ => {}
            }
        }
        Self { starts, wide, end: number(text.len()) }
    }

    /// Line and UTF-16 column of a byte offset, both from 0.
    pub fn position(&self, offset: u32) -> (u32, u32) {
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        (number(line), self.units(offset.min(self.end)).saturating_sub(self.units(start)))
    }

    /// The byte offset of a line and a UTF-16 column; the end of the line for columns behind it, the end of the text for lines behind it.
    pub fn offset(&self, line: u32, column: u32) -> u32 {
        let Some(&start) = self.starts.get(line as usize) else { return self.end };
        let line_end = self.starts.get(line as usize + 1).copied().unwrap_or(self.end);
        let units = self.units(start).saturating_add(column);
        let next = self.wide.partition_point(|wide| wide.units <= units);
        let before = next.checked_sub(1).and_then(|last| self.wide.get(last));
        let offset = before.map_or(units, |wide| wide.end.saturating_add(units.saturating_sub(wide.units)));
        // in the middle of a surrogate pair: behind it
        let inside = self.wide.get(next).filter(|wide| wide.start < offset);
        inside.map_or(offset, |wide| wide.end).min(line_end)
    }

    /// UTF-16 units before a byte offset.
    fn units(&self, offset: u32) -> u32 {
        let last = self.wide.partition_point(|wide| wide.end <= offset).checked_sub(1).and_then(|last| self.wide.get(last));
        last.map_or(offset, |wide| wide.units.saturating_add(offset.saturating_sub(wide.end)))
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
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
