//! Tokens of a WXML file: text, tags, attribute values. A mustache is one token here; its inside is lexed by [`super::expr`].
//!
//! One logos lexer per mode (text, tag, the three kinds of values); the driver below switches between them and lexes `<wxs>` content raw.

use chumsky::span::{SimpleSpan, Span as _};
use logos::Logos;

use super::mustache::{self, End, Place};

pub type Span = SimpleSpan<usize>;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'s> {
    /// Literal text between tags or inside a value.
    Text(&'s str),
    Mustache(Mustache<'s>),
    Comment,
    /// `<name`.
    Open(&'s str),
    Name(&'s str),
    /// A word between attributes that cannot be a name.
    BadName(&'s str),
    Eq,
    ValueStart,
    ValueEnd,
    Slash,
    /// `>`.
    Gt,
    /// `/>`.
    SelfGt,
    /// The content of `<wxs>`.
    Raw,
    /// `</name>`.
    Close(&'s str),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mustache<'s> {
    /// Between the braces.
    pub body: &'s str,
    /// `false`: there was no `}}` (a [`Fault`] says so).
    pub closed: bool,
}

/// A mistake that only the lexer sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    UnclosedComment,
    UnclosedMustache,
    /// A value whose closing quote is missing.
    UnclosedQuote,
    UnquotedValue,
    /// `<` that is text.
    BareLess,
    CommentInTag,
    /// `<!DOCTYPE …>`, `<![CDATA[…]]>`, `<?xml …?>`.
    Declaration,
    /// `</` without a name or without `>`.
    BadClose,
}

#[derive(Debug, Default)]
pub struct Lexed<'s> {
    pub tokens: Vec<(Token<'s>, Span)>,
    pub faults: Vec<(Fault, Span)>,
    /// An unclosed construct took the rest of the file, so end tags are missing for that reason alone.
    pub cut_short: bool,
}

pub fn lex(text: &str) -> Lexed<'_> {
    // Templates have a token for every six or seven bytes.
    let out = Lexed { tokens: Vec::with_capacity(text.len() / 6), ..Lexed::default() };
    let mut lexer = Lexer { text, at: 0, budget: 1_000_000 + 8 * text.len(), out };
    lexer.content();
    lexer.out
}

pub fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{c}')
}

#[derive(Logos, Clone, Copy, Debug)]
enum Content {
    #[regex(r#"<[A-Za-z_:\-][^\s<>/"'={]*"#)]
    Open,
    /// A tag if what follows is one, else text.
    #[regex(r#"<[ \t\r\n]+[A-Za-z_:\-][A-Za-z0-9_:\-]*"#)]
    SpacedOpen,
    #[regex(r"</[ \t\r\n]*[A-Za-z_:\-][^\s<>/]*[ \t\r\n]*>")]
    Close,
    #[token("</")]
    BadClose,
    #[token("<!--")]
    Comment,
    #[regex(r"<[!?]")]
    Declaration,
    #[token("{{")]
    Mustache,
    #[token("<")]
    Less,
    #[regex(r"[^<{]+")]
    #[token("{")]
    Text,
}

#[derive(Logos, Clone, Copy, Debug)]
#[logos(skip r"[ \t\r\n\f]+")]
enum Tag {
    #[regex(r"[A-Za-z_:\-][A-Za-z0-9_:\-]*", priority = 10)]
    Name,
    #[regex(r#"[^\s<>/"'={]+"#, priority = 2)]
    #[token("{")]
    BadName,
    #[token("{{")]
    Mustache,
    #[token("=")]
    Eq,
    #[token(">")]
    Gt,
    #[token("/>")]
    SelfGt,
    #[token("/")]
    Slash,
    #[regex(r#"["']"#)]
    Quote,
    #[token("<!--")]
    Comment,
    #[token("<")]
    Less,
}

#[derive(Logos, Clone, Copy, Debug)]
enum DoubleQuoted {
    #[token("\"")]
    End,
    #[token("{{")]
    Mustache,
    #[regex(r#"[^"{]+"#)]
    #[token("{")]
    Text,
}

#[derive(Logos, Clone, Copy, Debug)]
enum SingleQuoted {
    #[token("'")]
    End,
    #[token("{{")]
    Mustache,
    #[regex(r"[^'{]+")]
    #[token("{")]
    Text,
}

#[derive(Logos, Clone, Copy, Debug)]
enum Bare {
    #[regex(r#"[\s<>"']"#)]
    #[token("/>")]
    End,
    #[token("{{")]
    Mustache,
    #[regex(r#"[^\s<>"'/{]+"#)]
    #[token("{")]
    #[token("/")]
    Text,
}

/// What the three kinds of values have in common.
#[derive(Clone, Copy)]
enum Piece {
    End,
    Mustache,
    Text,
}

struct Lexer<'s> {
    text: &'s str,
    at: usize,
    budget: usize,
    out: Lexed<'s>,
}

impl<'s> Lexer<'s> {
    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn slice(&self, start: usize, end: usize) -> &'s str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn push(&mut self, token: Token<'s>, start: usize, end: usize) {
        self.out.tokens.push((token, Span::new((), start..end)));
    }

    fn fault(&mut self, fault: Fault, start: usize, end: usize) {
        self.out.faults.push((fault, Span::new((), start..end)));
    }

    fn next<T: Logos<'s, Source = str, Extras = ()>>(&mut self) -> Option<(T, usize)> {
        let mut lexer = T::lexer(self.rest());
        let token = lexer.next()?.ok()?;
        let start = self.at + lexer.span().start;
        self.at += lexer.span().end;
        Some((token, start))
    }

    fn content(&mut self) {
        while let Some((token, start)) = self.next::<Content>() {
            let slice = self.slice(start, self.at);
            match token {
                Content::Text => self.push(Token::Text(slice), start, self.at),
                Content::Mustache => self.mustache(start, Place::Text, self.text.len()),
                Content::Comment => self.comment(start),
                Content::Declaration => self.declaration(start),
                Content::Open => self.tag(start, slice.get(1..).unwrap_or_default()),
                Content::SpacedOpen if is_tag(self.rest()) => {
                    self.tag(start, slice.get(1..).unwrap_or_default().trim_start_matches(is_space));
                }
                Content::SpacedOpen | Content::Less => {
                    self.at = start + 1;
                    self.push(Token::Text(self.slice(start, self.at)), start, self.at);
                    self.fault(Fault::BareLess, start, self.at);
                }
                Content::Close => {
                    let name = slice.trim_start_matches("</").trim_end_matches('>').trim_matches(is_space);
                    self.push(Token::Close(name), start, self.at);
                }
                Content::BadClose => self.bad_close(start),
            }
        }
    }

    /// `</` that is not an end tag: without a name it is dropped up to `>`; without `>` it counts as an end tag.
    fn bad_close(&mut self, start: usize) {
        let rest = self.rest();
        let name_at = self.at + (rest.len() - rest.trim_start_matches(is_space).len());
        let name_rest = self.text.get(name_at..).unwrap_or_default();
        let name_end = name_at + name_rest.find(|c: char| is_space(c) || matches!(c, '<' | '>' | '/')).unwrap_or(name_rest.len());
        let name = self.slice(name_at, name_end);
        self.at = name_end;
        // Rubbish between the name and `>` on the same line belongs to the end tag.
        let rest = self.rest();
        if let Some(end) = rest.find(['>', '<', '\n'])
            && rest.as_bytes().get(end) == Some(&b'>')
        {
            self.at += end + 1;
        }
        self.fault(Fault::BadClose, start, self.at);
        if !name.is_empty() {
            self.push(Token::Close(name), start, self.at);
        }
    }

    fn comment(&mut self, start: usize) {
        match self.rest().find("-->") {
            Some(length) => self.at += length + 3,
            None => {
                self.fault(Fault::UnclosedComment, start, self.at);
                self.out.cut_short = true;
                self.at = self.text.len();
            }
        }
        self.push(Token::Comment, start, self.at);
    }

    fn declaration(&mut self, start: usize) {
        let rest = self.rest();
        let (close, length) = if rest.starts_with("[CDATA[") { ("]]>", 3) } else { (">", 1) };
        self.at += rest.find(close).map(|at| at + length).unwrap_or_else(|| {
            self.out.cut_short = true;
            rest.len()
        });
        self.fault(Fault::Declaration, start, self.at);
        self.push(Token::Comment, start, self.at);
    }

    /// A mustache whose `{{` ends at `self.at` and which ends before `limit`.
    fn mustache(&mut self, start: usize, place: Place, limit: usize) {
        let (length, closed) = match mustache::end(self.slice(self.at, limit), place, &mut self.budget) {
            End::Closed(length) => (length, true),
            End::Missing(length) => (length, false),
        };
        let body = self.slice(self.at, self.at + length);
        self.at += length;
        if closed {
            self.at += 2;
        } else {
            self.fault(Fault::UnclosedMustache, start, start + 2);
        }
        self.push(Token::Mustache(Mustache { body, closed }), start, self.at);
    }

    /// The attributes and the end of a tag whose name ends at `self.at`; for `<wxs>` also its content.
    fn tag(&mut self, start: usize, name: &'s str) {
        self.push(Token::Open(name), start, self.at);
        while let Some((token, start)) = self.next::<Tag>() {
            let slice = self.slice(start, self.at);
            match token {
                Tag::Name => self.push(Token::Name(slice), start, self.at),
                Tag::BadName => self.push(Token::BadName(slice), start, self.at),
                Tag::Slash => self.push(Token::Slash, start, self.at),
                Tag::Mustache => self.mustache(start, Place::Tag, self.text.len()),
                Tag::Comment => {
                    let errors = self.out.tokens.len();
                    self.comment(start);
                    self.out.tokens.truncate(errors);
                    if !self.out.cut_short {
                        self.fault(Fault::CommentInTag, start, self.at);
                    }
                }
                Tag::Quote => {
                    // A quote too many is not the start of a value: it would turn all that follows inside out.
                    let inside = self.rest().split_once(slice).map(|(inside, _)| inside);
                    if inside.is_none_or(|v| v.contains(['>', '<', '\n']) || v.ends_with('=')) {
                        self.push(Token::BadName(slice), start, self.at);
                    } else {
                        self.quoted(start);
                    }
                }
                Tag::Eq => {
                    self.push(Token::Eq, start, self.at);
                    self.value();
                }
                Tag::Less => {
                    self.at = start;
                    return;
                }
                Tag::SelfGt => return self.push(Token::SelfGt, start, self.at),
                Tag::Gt => {
                    self.push(Token::Gt, start, self.at);
                    if name == "wxs" {
                        self.raw();
                    }
                    return;
                }
            }
        }
        self.out.cut_short = true;
    }

    /// What follows `=`: nothing (the tag ends), or a value.
    fn value(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(is_space).len();
        let start = self.at;
        match self.rest().as_bytes() {
            [] | [b'>' | b'<' | b'=', ..] | [b'/', b'>', ..] => {}
            [b'"' | b'\'', ..] => {
                self.at += 1;
                self.quoted(start);
            }
            _ => {
                self.push(Token::ValueStart, start, start);
                while let Some((piece, start)) = self.next::<Bare>().map(|(t, start)| (t.into(), start)) {
                    match piece {
                        Piece::Mustache => self.mustache(start, Place::Tag, self.text.len()),
                        Piece::Text => self.push(Token::Text(self.slice(start, self.at)), start, self.at),
                        Piece::End => {
                            self.at = start;
                            break;
                        }
                    }
                }
                self.push(Token::ValueEnd, self.at, self.at);
                self.fault(Fault::UnquotedValue, start, self.at);
            }
        }
    }

    /// A value whose opening quote lies at `start` and ends at `self.at`.
    fn quoted(&mut self, start: usize) {
        let quote = self.text.as_bytes().get(start).copied().unwrap_or(b'"');
        let inside = self.at;
        let (tokens, faults) = (self.out.tokens.len(), self.out.faults.len());
        self.push(Token::ValueStart, start, inside);
        if self.pieces(quote, self.text.len()) && !runs_away(self.slice(inside, self.at - 1)) {
            return self.push(Token::ValueEnd, self.at - 1, self.at);
        }
        // The quote is missing: the value ends where its line or its tag does.
        self.out.tokens.truncate(tokens + 1);
        self.out.faults.truncate(faults);
        let rest = self.slice(inside, self.text.len());
        let mut length = rest.find(['\n', '>']).unwrap_or(rest.len());
        length -= rest.get(..length).filter(|v| v.ends_with(['/', '\r'])).map_or(0, |_| 1);
        self.at = inside;
        self.pieces(quote, inside + length);
        self.at = inside + length;
        self.push(Token::ValueEnd, self.at, self.at);
        self.out.faults.truncate(faults);
        self.fault(Fault::UnclosedQuote, start, inside);
    }

    /// Tokens up to the closing quote, or to `limit`; whether the quote was found.
    fn pieces(&mut self, quote: u8, limit: usize) -> bool {
        loop {
            let next = if quote == b'"' {
                self.next::<DoubleQuoted>().map(|(t, start)| (t.into(), start))
            } else {
                self.next::<SingleQuoted>().map(|(t, start)| (t.into(), start))
            };
            let Some((piece, start)) = next else { return false };
            match piece {
                Piece::End if start < limit => return true,
                Piece::Mustache if start < limit => {
                    self.mustache(start, Place::Quoted(quote), limit);
                }
                Piece::Text if start < limit => {
                    let end = self.at.min(limit);
                    self.push(Token::Text(self.slice(start, end)), start, end);
                }
                _ => return false,
            }
            if self.at >= limit && limit < self.text.len() {
                return false;
            }
        }
    }

    /// The content of `<wxs>`, up to the first `</wxs>`, even inside a string or comment (wxml-semantics §8).
    fn raw(&mut self) {
        let start = self.at;
        let rest = self.rest();
        let is_end = |at: usize| rest.get(at + 5..).unwrap_or_default().trim_start_matches(is_space).starts_with('>');
        let length = rest.match_indices("</wxs").map(|(at, _)| at).find(|&at| is_end(at)).unwrap_or_else(|| {
            self.out.cut_short = true;
            rest.len()
        });
        self.at += length;
        self.push(Token::Raw, start, self.at);
    }
}

/// Whether a value went past its own end: it swallowed the next attribute's `name=`.
fn runs_away(value: &str) -> bool {
    value.trim_end_matches(is_space).ends_with('=') && value.contains(['>', '<', '\n'])
}

/// Whether the text after `< name` goes on as a tag; else the `<` is a character of a text, as in `a < b`.
fn is_tag(rest: &str) -> bool {
    let mut at = 0;
    loop {
        let mut lexer = Tag::lexer(rest.get(at..).unwrap_or_default());
        let token = lexer.next();
        let here = at + lexer.span().start;
        at += lexer.span().end;
        match token {
            Some(Ok(Tag::Gt | Tag::SelfGt)) => return true,
            Some(Ok(Tag::Name | Tag::Eq)) => {}
            Some(Ok(Tag::Quote)) => {
                let quote = rest.get(here..at).unwrap_or_default();
                match rest.get(at..).and_then(|r| r.find(quote)) {
                    Some(length) => at += length + 1,
                    None => return false,
                }
            }
            _ => return false,
        }
    }
}

impl From<DoubleQuoted> for Piece {
    fn from(token: DoubleQuoted) -> Self {
        match token {
            DoubleQuoted::End => Piece::End,
            DoubleQuoted::Mustache => Piece::Mustache,
            DoubleQuoted::Text => Piece::Text,
        }
    }
}

impl From<SingleQuoted> for Piece {
    fn from(token: SingleQuoted) -> Self {
        match token {
            SingleQuoted::End => Piece::End,
            SingleQuoted::Mustache => Piece::Mustache,
            SingleQuoted::Text => Piece::Text,
        }
    }
}

impl From<Bare> for Piece {
    fn from(token: Bare) -> Self {
        match token {
            Bare::End => Piece::End,
            Bare::Mustache => Piece::Mustache,
            Bare::Text => Piece::Text,
        }
    }
}
