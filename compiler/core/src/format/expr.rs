//! The inside of a mustache: the same tokens with the spaces of one style.

use crate::lex::expr::{Token, lex};

/// Where a mustache stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Text,
    /// Inside a value with these quotes, which do not occur in it: WeChat's compiler looks for them first.
    Quoted(char),
}

/// `{{ body }}` in the style; `None` if it must stay as written: it has a comment, or text that cannot stand in this place.
pub fn mustache(body: &str, place: Place) -> Option<String> {
    let inside = expression(body, place)?;
    Some(if inside.is_empty() { "{{}}".to_owned() } else { format!("{{{{ {inside} }}}}") })
}

/// An open bracket and what a `:` in it means.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    /// The expression itself, `(`, `[` and `${`.
    Items,
    Object,
    Template,
}

#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// Nothing, an operator, a comma, an opening bracket: an operand follows.
    Operator,
    Operand,
}

fn expression(body: &str, place: Place) -> Option<String> {
    let tokens = lex(body, 0);
    let mut out = String::with_capacity(body.len() + 8);
    // Open brackets, each with the number of `?` in it that still wait for their `:`.
    let mut open: Vec<(Open, usize)> = vec![(Open::Items, 0)];
    let mut before = Before::Operator;
    let mut end = 0;
    // The last token was a prefix operator, behind which no space stands.
    let mut tight = true;
    for (index, (token, span)) in tokens.iter().enumerate() {
        if body.get(end..span.start)?.contains("/*") {
            return None;
        }
        end = span.end;
        let next = tokens.get(index + 1).map(|(token, _)| *token);
        match *token {
            Token::Bad(..) => return None,
            Token::TemplateText(text) => {
                if let Place::Quoted(quote) = place
                    && text.contains(quote)
                {
                    return None;
                }
                out.push_str(text);
            }
            Token::Backtick => {
                if matches!(open.last(), Some((Open::Template, _))) {
                    open.pop();
                    out.push('`');
                    (before, tight) = (Before::Operand, false);
                } else {
                    operand(&mut out, "`", tight);
                    open.push((Open::Template, 0));
                }
            }
            Token::Number(text) => {
                operand(&mut out, text, tight);
                (before, tight) = (Before::Operand, false);
            }
            Token::String(text) => {
                operand(&mut out, &string(text, place)?, tight);
                (before, tight) = (Before::Operand, false);
            }
            Token::Word(word) => {
                let infix = before == Before::Operand && matches!(word, "in" | "instanceof");
                operand(&mut out, word, tight);
                let prefix = before == Before::Operator && matches!(word, "typeof" | "void") && starts_operand(next);
                before = if infix || prefix { Before::Operator } else { Before::Operand };
                tight = false;
            }
            Token::Punct(punct) => {
                match punct {
                    "." | "?." => {
                        // `1.x` would be one broken number.
                        if matches!(index.checked_sub(1).and_then(|i| tokens.get(i)), Some((Token::Number(_), _))) {
                            return None;
                        }
                        out.push_str(punct);
                        (before, tight) = (Before::Operator, true);
                    }
                    "," => {
                        before = Before::Operator;
                        if matches!(next, None | Some(Token::Punct(")" | "]" | "}"))) {
                            continue;
                        }
                        out.push(',');
                        tight = false;
                    }
                    "(" | "[" => {
                        let suffix = before == Before::Operand || out.ends_with("?.");
                        if !suffix && !tight {
                            out.push(' ');
                        }
                        out.push_str(punct);
                        open.push((Open::Items, 0));
                        (before, tight) = (Before::Operator, true);
                    }
                    "${" => {
                        out.push_str(punct);
                        open.push((Open::Items, 0));
                        (before, tight) = (Before::Operator, true);
                    }
                    "{" => {
                        if !tight {
                            out.push(' ');
                        }
                        out.push('{');
                        open.push((Open::Object, 0));
                        before = Before::Operator;
                        tight = next == Some(Token::Punct("}"));
                    }
                    ")" | "]" | "}" => {
                        let (kind, _) = open.pop().filter(|_| !open.is_empty())?;
                        let empty = matches!(index.checked_sub(1).and_then(|i| tokens.get(i)), Some((Token::Punct("{"), _)));
                        if kind == Open::Object && punct == "}" && !empty {
                            out.push(' ');
                        }
                        out.push_str(punct);
                        (before, tight) = (Before::Operand, false);
                    }
                    ":" => {
                        let (_, waiting) = open.last_mut()?;
                        if *waiting > 0 {
                            *waiting -= 1;
                            out.push(' ');
                        }
                        out.push(':');
                        (before, tight) = (Before::Operator, false);
                    }
                    "..." => {
                        operand(&mut out, punct, tight);
                        (before, tight) = (Before::Operator, true);
                    }
                    "!" | "~" | "-" | "+" if before == Before::Operator => {
                        // `- -a`, not `--a`.
                        let joins = out.ends_with(punct) && matches!(punct, "-" | "+");
                        operand(&mut out, punct, tight && !joins);
                        tight = true;
                    }
                    _ => {
                        if punct == "?" {
                            open.last_mut()?.1 += 1;
                        }
                        operand(&mut out, punct, tight);
                        (before, tight) = (Before::Operator, false);
                    }
                }
            }
        }
    }
    if body.get(end..)?.contains("/*") || open.len() != 1 {
        return None;
    }
    Some(out)
}

/// A token with a space before it, unless it is `tight` with what stands before it.
fn operand(out: &mut String, text: &str, tight: bool) {
    if !tight {
        out.push(' ');
    }
    out.push_str(text);
}

fn starts_operand(token: Option<Token<'_>>) -> bool {
    match token {
        Some(Token::Punct(punct)) => matches!(punct, "(" | "[" | "{" | "!" | "~" | "-" | "+"),
        Some(_) => true,
        None => false,
    }
}

/// A string literal in the quotes of its place; `None` if none will do.
fn string(literal: &str, place: Place) -> Option<String> {
    let inside = literal.get(1..literal.len().checked_sub(1)?)?;
    let quote = match place {
        Place::Quoted('\'') => '"',
        _ => '\'',
    };
    let changed = || format!("{quote}{inside}{quote}");
    match place {
        Place::Quoted(outside) if inside.contains(outside) => None,
        _ if literal.starts_with(quote) => Some(literal.to_owned()),
        _ if !contains_bare(inside, quote) => Some(changed()),
        Place::Text => Some(literal.to_owned()),
        Place::Quoted(_) => None,
    }
}

/// Whether a character stands in a string without a backslash.
fn contains_bare(text: &str, wanted: char) -> bool {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == wanted {
            return true;
        }
    }
    false
}
