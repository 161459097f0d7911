//! `// comments`, which CSS does not have and people write anyway: found before there are tokens, because their text (`// don't`) need not be CSS.

use crate::diagnostics::Diagnostic;
use crate::source::{FileId, Span};

/// The text with line comments turned into spaces, byte for byte, and a warning for each.
pub(super) fn blank_line_comments(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    // Nearly all are in the middle of `http://…`.
    let bytes = text.as_bytes();
    let is_address = |at: usize| at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b':');
    if memchr::memmem::find_iter(bytes, "//").all(is_address) {
        return text.to_owned();
    }
    let mut out = text.as_bytes().to_vec();
    let mut rest = Scanner { bytes: text.as_bytes(), at: 0 };
    while let Some(range) = rest.next_line_comment() {
        let span = Span::new(range.start, range.end);
        diagnostics.push(
            Diagnostic::warning("style/line-comment", file, span, "CSS has no `//` comments; WeChat reads this as part of the next rule")
                .hint("write `/* … */`"),
        );
        for byte in out.iter_mut().take(range.end).skip(range.start) {
            *byte = b' ';
        }
    }
    // Only whole lines' ends were replaced, never a part of a character.
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn next_line_comment(&mut self) -> Option<std::ops::Range<usize>> {
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\\' => self.at += 2,
                b'"' | b'\'' => self.skip_string(byte),
                b'/' if self.peek(1) == Some(b'*') => self.skip_until(2, b"*/"),
                b'/' if self.peek(1) == Some(b'/') && !self.after_colon() => {
                    let start = self.at;
                    while self.peek(0).is_some_and(|b| !matches!(b, b'\n' | b'\r' | b'\x0c')) {
                        self.at += 1;
                    }
                    return Some(start..self.at);
                }
                b'u' | b'U' if self.at_bare_url() => self.skip_until(4, b")"),
                _ => self.at += 1,
            }
        }
        None
    }

    /// `http://…` without quotes is no comment.
    fn after_colon(&self) -> bool {
        self.at.checked_sub(1).and_then(|i| self.bytes.get(i)) == Some(&b':')
    }

    fn at_bare_url(&self) -> bool {
        let Some(word) = self.bytes.get(self.at..self.at + 4) else { return false };
        if !word.eq_ignore_ascii_case(b"url(") {
            return false;
        }
        let inner = self.bytes.get(self.at + 4..).unwrap_or_default();
        !matches!(inner.iter().find(|b| !b.is_ascii_whitespace()), Some(b'"' | b'\'') | None)
    }

    fn skip_string(&mut self, quote: u8) {
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\\' => self.at += 1,
                // A string ends with its line, closed or not.
                b'\n' => return,
                _ => {}
            }
            self.at += 1;
            if byte == quote {
                return;
            }
        }
    }

    fn skip_until(&mut self, from: usize, end: &[u8]) {
        self.at += from;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let found = rest.windows(end.len()).position(|w| w == end);
        self.at += found.map_or(rest.len(), |i| i + end.len());
    }
}
