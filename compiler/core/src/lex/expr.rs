//! Tokens of an expression inside `{{ }}`, template literals included.

use chumsky::span::{SimpleSpan, Span as _};
use logos::Logos;

pub type Span = SimpleSpan<usize>;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Token<'s> {
    /// A word: a data name, a keyword or a literal like `true`.
    Word(&'s str),
    Number(&'s str),
    /// With its quotes.
    String(&'s str),
    /// An operator or a bracket.
    Punct(&'s str),
    /// The backtick at either end of a template literal.
    Backtick,
    TemplateText(&'s str),
    /// Something that no expression contains.
    Bad(Bad, &'s str),
}

/// Why a piece of text is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bad {
    Character,
    Number,
    UnclosedString,
    UnclosedTemplate,
    UnclosedComment,
    LineComment,
}

#[derive(Logos, Clone, Copy, Debug)]
#[logos(skip r"[ \t\r\n\f]+")]
#[logos(skip r"/\*([^*]|\*+[^*/])*\*+/")]
enum Raw {
    #[regex(r"[A-Za-z_$][A-Za-z0-9_$]*")]
    Word,
    #[regex(r"([0-9]+\.?[0-9]*|\.[0-9]+)(e[0-9]+)?", priority = 20)]
    #[regex(r"0[xX][0-9a-fA-F]+", priority = 20)]
    Number,
    #[regex(r"([0-9]+\.?[0-9]*|\.[0-9]+)[A-Za-z_$][A-Za-z0-9_$]*", priority = 5)]
    BadNumber,
    #[regex(r#""([^"\\]|\\[\s\S])*""#)]
    #[regex(r"'([^'\\]|\\[\s\S])*'")]
    String,
    #[token("'")]
    #[token("\"")]
    UnclosedString,
    #[token("/*")]
    UnclosedComment,
    #[token("//")]
    LineComment,
    #[token("`")]
    Backtick,
    /// `?.5`: a condition, then a number.
    #[regex(r"\?\.[0-9]+(e[0-9]+)?")]
    QuestionNumber,
    #[regex(r"\.\.\.|\?\.|\?\?|&&|\|\||===|!==|==|!=|<=|>=|<<|>>>|>>|=>|\*\*|\+\+")]
    #[regex(r"[-+*/%!~<>&|^?:.,()\[\]{}=]")]
    Punct,
    #[regex(r"[^\s]", priority = 0)]
    Character,
}

/// Lexes `text`, which starts at byte `base` of its file; spans are the file's.
pub fn lex(text: &str, base: usize) -> Vec<(Token<'_>, Span)> {
    let mut tokens = Vec::with_capacity((1 + text.len() / 2).min(64));
    // Braces open since each enclosing `${`.
    let mut substitutions: Vec<usize> = Vec::new();
    let mut at = 0;
    loop {
        let mut lexer = Raw::lexer(text.get(at..).unwrap_or_default());
        let Some(next) = lexer.next() else { return tokens };
        let start = at + lexer.span().start;
        at += lexer.span().end;
        let slice = text.get(start..at).unwrap_or_default();
        let span = |start: usize, end: usize| Span::new((), base + start..base + end);
        let token = match next {
            Ok(Raw::Word) => Token::Word(slice),
            Ok(Raw::Number) => Token::Number(slice),
            Ok(Raw::BadNumber) => Token::Bad(Bad::Number, slice),
            Ok(Raw::String) => Token::String(slice),
            Ok(Raw::UnclosedString) => {
                tokens.push((Token::Bad(Bad::UnclosedString, slice), span(start, at)));
                return tokens;
            }
            Ok(Raw::UnclosedComment) => {
                tokens.push((Token::Bad(Bad::UnclosedComment, slice), span(start, at)));
                return tokens;
            }
            Ok(Raw::LineComment) => Token::Bad(Bad::LineComment, slice),
            Ok(Raw::Character) | Err(()) => Token::Bad(Bad::Character, slice),
            Ok(Raw::QuestionNumber) => {
                tokens.push((Token::Punct("?"), span(start, start + 1)));
                tokens.push((Token::Number(slice.get(1..).unwrap_or_default()), span(start + 1, at)));
                continue;
            }
            Ok(Raw::Backtick) => {
                tokens.push((Token::Backtick, span(start, at)));
                if let Some(fault) = template_text(text, &mut at, base, &mut tokens, &mut substitutions) {
                    tokens.push((fault, span(start, start + 1)));
                    return tokens;
                }
                continue;
            }
            Ok(Raw::Punct) => {
                match (slice, substitutions.last_mut()) {
                    ("{", Some(depth)) => *depth += 1,
                    ("}", Some(0)) => {
                        substitutions.pop();
                        tokens.push((Token::Punct("}"), span(start, at)));
                        if let Some(fault) = template_text(text, &mut at, base, &mut tokens, &mut substitutions) {
                            tokens.push((fault, span(start, at)));
                            return tokens;
                        }
                        continue;
                    }
                    ("}", Some(depth)) => *depth -= 1,
                    _ => {}
                }
                Token::Punct(slice)
            }
        };
        tokens.push((token, span(start, at)));
    }
}

/// The text of a template literal from `at` to its next `${` or its end; a token if neither comes.
fn template_text<'s>(
    text: &'s str,
    at: &mut usize,
    base: usize,
    tokens: &mut Vec<(Token<'s>, Span)>,
    substitutions: &mut Vec<usize>,
) -> Option<Token<'s>> {
    let rest = text.get(*at..).unwrap_or_default();
    let bytes = rest.as_bytes();
    let mut i = 0;
    let end = loop {
        match (bytes.get(i), bytes.get(i + 1)) {
            (None, _) => return Some(Token::Bad(Bad::UnclosedTemplate, "`")),
            (Some(b'\\'), _) => i += 2,
            (Some(b'`'), _) => break Token::Backtick,
            (Some(b'$'), Some(b'{')) => break Token::Punct("${"),
            _ => i += 1,
        }
    };
    let span = |start: usize, end: usize| Span::new((), base + start..base + end);
    if i > 0 {
        tokens.push((Token::TemplateText(rest.get(..i).unwrap_or_default()), span(*at, *at + i)));
    }
    let length = if end == Token::Backtick { 1 } else { 2 };
    tokens.push((end, span(*at + i, *at + i + length)));
    *at += i + length;
    if end != Token::Backtick {
        substitutions.push(0);
    }
    None
}
