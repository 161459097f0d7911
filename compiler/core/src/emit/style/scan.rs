//! The tokens of CSS as far as setting white space needs to tell them apart, and where each ends.
//!
//! Plain ASCII words, numbers and signs are read here; whatever else begins a token is asked of cssparser, one token at a time, so that there is one opinion of
//! strings, URLs, comments and escapes.

use cssparser::{Parser, ParserInput, Token};
use std::borrow::Cow;
use std::ops::Range;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    Space,
    Comment {
        /// `/*! … */`
        licence: bool,
    },
    Semicolon,
    Colon,
    /// `*` or `/`.
    Factor,
    Word(Cow<'a, str>),
    /// A number with this unit.
    Dimension(Cow<'a, str>),
    /// A string or URL.
    Text,
    /// A name with its `(`.
    Function(Cow<'a, str>),
    /// `(`, `[` or `{`.
    Open(u8),
    Close(u8),
    Other,
}

pub(super) struct Scanner<'a> {
    css: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub fn new(css: &'a str) -> Self {
        Self { css, at: 0 }
    }

    /// The next token and its place.
    pub fn next(&mut self) -> Option<(Kind<'a>, Range<usize>)> {
        let rest = self.css.get(self.at..)?;
        let first = *rest.as_bytes().first()?;
        let (kind, length) = simple(rest, first).or_else(|| any(rest))?;
        let start = self.at;
        self.at += length;
        Some((kind, start..self.at))
    }
}

/// The token at the start of `rest` if it can only be read in one way, and its length.
fn simple(rest: &str, first: u8) -> Option<(Kind<'_>, usize)> {
    let bytes = rest.as_bytes();
    let second = bytes.get(1).copied().unwrap_or_default();
    Some(match first {
        b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' => (Kind::Space, run(bytes, 0, |b| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c'))),
        b';' => (Kind::Semicolon, 1),
        b':' => (Kind::Colon, 1),
        b',' | b'>' | b'=' | b'!' | b'%' | b'&' => (Kind::Other, 1),
        b'.' if !second.is_ascii_digit() => (Kind::Other, 1),
        b'(' | b'[' | b'{' => (Kind::Open(first), 1),
        b')' | b']' | b'}' => (Kind::Close(first), 1),
        b'*' if second != b'=' => (Kind::Factor, 1),
        b'#' if second.is_ascii_alphanumeric() => (Kind::Other, 1 + name(rest, 1)?.len()),
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => word(rest)?,
        b'-' if second.is_ascii_alphabetic() => word(rest)?,
        b'0'..=b'9' => number(rest)?,
        b'.' | b'-' if second.is_ascii_digit() => number(rest)?,
        _ => return None,
    })
}

/// How far the bytes from `start` on are of a kind.
fn run(bytes: &[u8], start: usize, is: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().position(|&b| !is(b)).unwrap_or(rest.len())
}

/// The name that begins at `start`. `None`: it goes on with an escape or a character beyond ASCII.
fn name(rest: &str, start: usize) -> Option<&str> {
    let end = run(rest.as_bytes(), start, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let plain = rest.as_bytes().get(end).is_none_or(|&next| next.is_ascii() && !matches!(next, b'\\' | b'\0'));
    plain.then(|| rest.get(start..end)).flatten()
}

fn word(rest: &str) -> Option<(Kind<'_>, usize)> {
    let word = name(rest, 0)?;
    match rest.as_bytes().get(word.len()) {
        Some(b'(') if word.eq_ignore_ascii_case("url") => None,
        Some(b'(') => Some((Kind::Function(word.into()), word.len() + 1)),
        _ => Some((Kind::Word(word.into()), word.len())),
    }
}

/// A number without an exponent, with what belongs to it.
fn number(rest: &str) -> Option<(Kind<'_>, usize)> {
    let bytes = rest.as_bytes();
    let mut end = run(bytes, usize::from(rest.starts_with('-')), |b| b.is_ascii_digit());
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end = run(bytes, end + 1, |b| b.is_ascii_digit());
    }
    match bytes.get(end)? {
        b'%' => Some((Kind::Other, end + 1)),
        b'e' | b'E' if bytes.get(end + 1).is_some_and(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-')) => None,
        b'a'..=b'z' | b'A'..=b'Z' => {
            let unit = name(rest, end)?;
            Some((Kind::Dimension(unit.into()), end + unit.len()))
        }
        b' ' | b';' | b',' | b')' | b'}' | b'*' | b'/' => Some((Kind::Other, end)),
        _ => None,
    }
}

/// Any token, as cssparser reads it.
fn any(rest: &str) -> Option<(Kind<'_>, usize)> {
    let mut input = ParserInput::new(rest);
    let mut parser = Parser::new(&mut input);
    let owned = |text: &str| Cow::Owned(text.to_owned());
    let kind = match parser.next_including_whitespace_and_comments().ok()? {
        Token::WhiteSpace(_) => Kind::Space,
        Token::Comment(text) => Kind::Comment { licence: text.starts_with('!') },
        Token::Semicolon => Kind::Semicolon,
        Token::Colon => Kind::Colon,
        Token::Delim('*' | '/') => Kind::Factor,
        Token::Ident(name) => Kind::Word(owned(name)),
        Token::Dimension { unit, .. } => Kind::Dimension(owned(unit)),
        Token::QuotedString(_) | Token::UnquotedUrl(_) | Token::BadString(_) | Token::BadUrl(_) => Kind::Text,
        Token::Function(name) => Kind::Function(owned(name)),
        Token::ParenthesisBlock => Kind::Open(b'('),
        Token::SquareBracketBlock => Kind::Open(b'['),
        Token::CurlyBracketBlock => Kind::Open(b'{'),
        Token::CloseParenthesis => Kind::Close(b')'),
        Token::CloseSquareBracket => Kind::Close(b']'),
        Token::CloseCurlyBracket => Kind::Close(b'}'),
        _ => Kind::Other,
    };
    Some((kind, parser.position().byte_index()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens that are read here are those of cssparser.
    #[track_caller]
    fn check(css: &str) {
        let mut scanner = Scanner::new(css);
        let mut at = 0;
        while let Some((kind, range)) = scanner.next() {
            let expected = any(&css[at..]).map(|(kind, length)| (kind, at..at + length));
            assert_eq!(Some((kind, range.clone())), expected, "at {at} of {css:?}");
            at = range.end;
        }
        assert_eq!(at, css.len(), "{css:?}");
    }

    #[test]
    fn reads_as_cssparser_does() {
        for css in [
            ".a>.b~c+d{margin:-1.5px .5ric -0;width:calc(100% - 2*1e3px)/* c */;--x:{a:b}}",
            "a:hover::before{content:\"\\e601\" '}' url( a.png ) URL('b') url(a\\)b) u\\72l(a b)}",
            "1e3px 1e-3px 1e-x 1ex 1.e 1.5.5 +1 +.5 -.5px 1\\70x 1中 1- 1-- 1-a 1--a 12",
            "#a #1 #-a #-1 #\\61 #中 # @media @-x @ <!-- --> -- --a -\\61 -中 \\61\\62( a\\\n b\\",
            "a=b~=c|=d^=e$=f*=g !important & % $ ^ | ~ < / * \u{0} a\u{0}b 中文 \u{1f600} \"a\nb\" 'a",
            "/*! licence */ /* open",
        ] {
            check(css);
        }
    }

    #[test]
    fn reads_anything_as_cssparser_does() {
        const PIECES: [&str; 40] = [
            "a", "e", "E", "url", "-", "--", "_", "0", "1", "12", ".", "+", "%", "px", "#", "@", "\\", "\\61 ", "\n", " ", "\t", "\r\n",
            "/*", "*/", "/", "*", "=", "!", "(", ")", "[", "]", "{", "}", ";", ":", "\"", "'", "中", "\u{0}",
        ];
        let mut seed = 1_u32;
        for _ in 0..20_000 {
            let mut css = String::new();
            for _ in 0..12 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                css.push_str(PIECES[(seed >> 16) as usize % PIECES.len()]);
            }
            check(&css);
        }
    }
}
