//! Source maps (version 3) as pairs of offsets.

use serde_json::Value;

/// What a map says.
#[derive(Debug, Default)]
pub struct Found {
    pub sources: Vec<String>,
    /// Ascending by offset.
    pub places: Vec<Place>,
}

/// Something written at `offset` of the generated text; `line` and `column` (UTF-16) in the source count from 0.
#[derive(Debug)]
pub struct Place {
    pub offset: u32,
    pub source: usize,
    pub line: u32,
    pub column: u32,
}

/// Reads the map of `css`.
pub fn places(css: &str, map: &str) -> Found {
    let Ok(map) = serde_json::from_str::<Value>(map) else { return Found::default() };
    let sources = map["sources"].as_array().map_or(&[][..], Vec::as_slice);
    let sources = sources.iter().map(|source| source.as_str().unwrap_or_default().to_owned()).collect();
    let lines = Lines::new(css);
    let mut places = Vec::new();
    let (mut source, mut line, mut column) = (0_i64, 0_i64, 0_i64);
    for (row, segments) in map["mappings"].as_str().unwrap_or_default().split(';').enumerate() {
        let mut at = 0_i64;
        for segment in segments.split(',') {
            let mut numbers = vlq(segment).into_iter();
            let Some(step) = numbers.next() else { continue };
            at += step;
            let (Some(a), Some(b), Some(c)) = (numbers.next(), numbers.next(), numbers.next()) else { continue };
            (source, line, column) = (source + a, line + b, column + c);
            let number = |value: i64| u32::try_from(value).unwrap_or(0);
            let offset = lines.offset(u32::try_from(row).unwrap_or(u32::MAX), number(at));
            places.push(Place {
                offset,
                source: usize::try_from(source).unwrap_or(usize::MAX),
                line: number(line),
                column: number(column),
            });
        }
    }
    places.sort_by_key(|place| place.offset);
    Found { sources, places }
}

fn vlq(segment: &str) -> Vec<i64> {
    let mut numbers = Vec::new();
    let (mut value, mut shift) = (0_i64, 0);
    for byte in segment.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        value |= i64::from(digit & 31) << shift;
        if digit & 32 != 0 {
            // Longer numbers are no places of a text.
            shift = (shift + 5).min(55);
            continue;
        }
        numbers.push(if value & 1 == 1 { -(value >> 1) } else { value >> 1 });
        (value, shift) = (0, 0);
    }
    numbers
}

/// A text by lines.
pub struct Lines {
    text: String,
    starts: Vec<usize>,
}

impl Lines {
    pub fn new(text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text: text.to_owned(), starts }
    }

    /// The byte at a line and a UTF-16 column, both from 0; the nearest there is.
    pub fn offset(&self, line: u32, column: u32) -> u32 {
        let line = (line as usize).min(self.starts.len().saturating_sub(1));
        let start = self.starts.get(line).copied().unwrap_or(0);
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let mut units = 0;
        let inner = self.text.get(start..end).unwrap_or_default().char_indices();
        let at = inner
            .take_while(|(_, c)| *c != '\n')
            .find(|(_, c)| {
                units += u32::try_from(c.len_utf16()).unwrap_or(1);
                units > column
            })
            .map_or_else(|| start + self.text.get(start..end).unwrap_or_default().trim_end_matches('\n').len(), |(at, _)| start + at);
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}
