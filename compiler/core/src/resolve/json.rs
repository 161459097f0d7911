//! JSON of a project's files as values with spans, so that a diagnostic about a configuration points at the value it is about.
//!
//! WeChat's tools read strict JSON. Comments and trailing commas are accepted with a warning, since other tools write them. Anything else is an error at its
//! place; what was meant is read where that is clear (a missing comma, single quotes, keys without quotes), else the file counts as `{}`.

use crate::diagnostics::{Diagnostic, Replacement};
use crate::parse::json::strict;
use crate::source::{FileId, Span};
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, ast, parse_to_ast};
use std::collections::BTreeMap;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Json {
    pub span: Span,
    pub kind: JsonKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum JsonKind {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    String(String),
    Array(Vec<Json>),
    Object(Vec<Member>),
}

/// `"name": value` of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub name: String,
    pub name_span: Span,
    pub value: Json,
}

impl Json {
    /// What stands for a file that is missing or broken.
    pub fn empty() -> Self {
        Self { span: Span::default(), kind: JsonKind::Object(Vec::new()) }
    }
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            JsonKind::Object(members) => members,
            _ => &[],
        }
    }
    pub fn items(&self) -> &[Json] {
        match &self.kind {
            JsonKind::Array(items) => items,
            _ => &[],
        }
    }
    /// The last member of that name, as in `JSON.parse`.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members().iter().rfind(|m| m.name == name)
    }
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.member(name).map(|m| &m.value)
    }
    /// What to take away so that a member (named at `name`) is gone: with the comma before or behind it.
    pub fn without_member(&self, name: Span) -> Span {
        let members: Vec<Span> = self.members().iter().map(|member| member.name_span.to(member.value.span)).collect();
        without(&members, name)
    }
    /// The same for an item of a list.
    pub fn without_item(&self, item: Span) -> Span {
        let items: Vec<Span> = self.items().iter().map(|item| item.span).collect();
        without(&items, item)
    }
    pub fn str(&self) -> Option<&str> {
        match &self.kind {
            JsonKind::String(text) => Some(text),
            _ => None,
        }
    }
    pub fn bool(&self) -> Option<bool> {
        match self.kind {
            JsonKind::Bool(value) => Some(value),
            _ => None,
        }
    }
    pub fn is_object(&self) -> bool {
        matches!(self.kind, JsonKind::Object(_))
    }
    /// What kind of value this is, in words for a message.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            JsonKind::Null => "null",
            JsonKind::Bool(_) => "a boolean",
            JsonKind::Number(_) => "a number",
            JsonKind::String(_) => "a string",
            JsonKind::Array(_) => "an array",
            JsonKind::Object(_) => "an object",
        }
    }
    /// The value without spans.
    pub fn to_value(&self) -> serde_json::Value {
        use serde_json::Value;
        match &self.kind {
            JsonKind::Null => Value::Null,
            JsonKind::Bool(value) => Value::Bool(*value),
            JsonKind::Number(value) => Value::Number(value.clone()),
            JsonKind::String(value) => Value::String(value.clone()),
            JsonKind::Array(items) => Value::Array(items.iter().map(Json::to_value).collect()),
            JsonKind::Object(members) => Value::Object(members.iter().map(|m| (m.name.clone(), m.value.to_value())).collect()),
        }
    }
}

fn without(parts: &[Span], start: Span) -> Span {
    let Some(at) = parts.iter().position(|part| part.start == start.start) else { return start };
    let own = parts.get(at).copied().unwrap_or(start);
    match (parts.get(at + 1), at.checked_sub(1).and_then(|before| parts.get(before))) {
        (Some(next), _) => Span { start: own.start, end: next.start },
        (None, Some(before)) => Span { start: before.end, end: own.end },
        (None, None) => own,
    }
}

/// Reads a JSON text. What is written in another way than JSON's, but clearly, is reported once for each way and read; `None`: it cannot be read at all.
pub fn parse_json(file: FileId, text: &str) -> (Option<Json>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let collect = CollectOptions { comments: CommentCollectionStrategy::Separate, tokens: false };
    let mut options = strict(true);
    let (value, comments) = loop {
        match parse_to_ast(text, &collect, &options) {
            Ok(parsed) => break (parsed.value, parsed.comments),
            Err(error) => {
                diagnostics.push(syntax_error(file, text, &error));
                if !forgive(&mut options, error.kind()) {
                    return (None, diagnostics);
                }
            }
        }
    };
    // Comments are listed under the token before and the token after them: one warning per place, in the order of the text.
    let comments: BTreeMap<usize, usize> =
        comments.iter().flat_map(|map| map.values()).flat_map(|list| list.iter()).map(range_of).collect();
    if let Some((&start, &end)) = comments.first_key_value() {
        let message = "JSON has no comments; WeChat's tools reject this file";
        let edits = comments.iter().map(|(start, end)| Replacement { file, span: Span::new(*start, *end), text: String::new() }).collect();
        let warning = Diagnostic::warning("config/comment", file, Span::new(start, end), message);
        diagnostics.push(warning.hint("remove the comments").fix_all("remove the comments", edits));
    }
    options.allow_trailing_commas = false;
    if let Err(error) = parse_to_ast(text, &CollectOptions::default(), &options)
        && matches!(error.kind(), ParseErrorKind::TrailingCommasNotAllowed)
    {
        let comma = text.get(..error.range().start).and_then(|before| before.rfind(',')).map_or(error.range().start, |at| at);
        let place = if text.get(error.range().start..).is_some_and(|rest| rest.starts_with(',')) { error.range().start } else { comma };
        let message = "JSON has no trailing commas; WeChat's tools reject this file";
        let span = Span::new(place, place + 1);
        let warning = Diagnostic::warning("config/trailing-comma", file, span, message);
        let edits = trailing_commas(text).into_iter().map(|span| Replacement { file, span, text: String::new() }).collect();
        diagnostics.push(warning.hint("remove the comma").fix_all("remove the commas before closing brackets", edits));
    }
    let value = match value {
        Some(value) => convert(file, &value, &mut diagnostics),
        None => {
            let message = "this JSON file is empty";
            diagnostics.push(Diagnostic::error("config/syntax", file, Span::at(0), message).hint("write `{}`"));
            return (None, diagnostics);
        }
    };
    (Some(value), diagnostics)
}

/// Lets a mistake pass that does not hide what was meant; false if it does, or was let pass already.
fn forgive(options: &mut ParseOptions, mistake: &ParseErrorKind) -> bool {
    let option = match mistake {
        ParseErrorKind::ExpectedComma => &mut options.allow_missing_commas,
        ParseErrorKind::SingleQuotedStringsNotAllowed => &mut options.allow_single_quoted_strings,
        ParseErrorKind::ExpectedStringObjectProperty => &mut options.allow_loose_object_property_names,
        ParseErrorKind::HexadecimalNumbersNotAllowed => &mut options.allow_hexadecimal_numbers,
        ParseErrorKind::UnaryPlusNumbersNotAllowed => &mut options.allow_unary_plus_numbers,
        ParseErrorKind::BareDecimalPointNumbersNotAllowed => &mut options.allow_bare_decimal_point_numbers,
        _ => return false,
    };
    !std::mem::replace(option, true)
}

fn range_of(comment: &ast::Comment<'_>) -> (usize, usize) {
    match comment {
        ast::Comment::Line(comment) => (comment.range.start, comment.range.end),
        ast::Comment::Block(comment) => (comment.range.start, comment.range.end),
    }
}

fn span(of: &impl Ranged) -> Span {
    Span::new(of.start(), of.end())
}

fn convert(file: FileId, value: &ast::Value<'_>, diagnostics: &mut Vec<Diagnostic>) -> Json {
    let kind = match value {
        ast::Value::NullKeyword(_) => JsonKind::Null,
        ast::Value::BooleanLit(value) => JsonKind::Bool(value.value),
        ast::Value::StringLit(value) => JsonKind::String(value.value.to_string()),
        ast::Value::NumberLit(value) => match value.value.parse() {
            Ok(number) => JsonKind::Number(number),
            // `012` passes the scanner and is not JSON.
            Err(_) => {
                let message = format!("`{}` is not a JSON number", value.value);
                diagnostics.push(Diagnostic::error("config/syntax", file, span(value), message).hint("write it without leading zeros"));
                JsonKind::Null
            }
        },
        ast::Value::Array(array) => JsonKind::Array(array.elements.iter().map(|item| convert(file, item, diagnostics)).collect()),
        ast::Value::Object(object) => {
            let mut members: Vec<Member> = Vec::with_capacity(object.properties.len());
            for property in &object.properties {
                let name_span = match &property.name {
                    ast::ObjectPropName::String(name) => span(name),
                    ast::ObjectPropName::Word(name) => span(name),
                };
                let name = property.name.as_str().to_owned();
                let value = convert(file, &property.value, diagnostics);
                if let Some(first) = members.iter().find(|m| m.name == name) {
                    let message = format!("`{name}` stands twice in this object; the last one counts");
                    let warning = Diagnostic::warning("config/duplicate-key", file, name_span, message);
                    diagnostics.push(warning.label(file, first.name_span, "first here").hint("remove one of them"));
                }
                members.push(Member { name, name_span, value });
            }
            JsonKind::Object(members)
        }
    };
    Json { span: span(value), kind }
}

fn syntax_error(file: FileId, text: &str, error: &ParseError) -> Diagnostic {
    use ParseErrorKind as Kind;
    let range = error.range();
    let end = range.end.min(text.len());
    let mut place = Span::new(range.start.min(end), end);
    let (message, hint) = match error.kind() {
        Kind::ExpectedColonAfterObjectKey => ("a colon is missing before this", "write `\"key\": value`"),
        Kind::ExpectedObjectValue => ("a value is missing here", "write a value after the colon"),
        Kind::ExpectedComma => ("a comma is missing here", "separate members and items with commas"),
        Kind::UnterminatedArray => ("this array is not closed", "add `]`"),
        Kind::UnterminatedObject => ("this object is not closed", "add `}`"),
        Kind::UnterminatedCommentBlock => ("this comment is not closed", "add `*/`, or remove the comment"),
        Kind::UnexpectedCloseBrace => ("a value is missing before this `}`", "write the value, or remove the comma or colon before it"),
        Kind::UnexpectedCloseBracket => ("a value is missing before this `]`", "write the value, or remove the comma before it"),
        Kind::UnexpectedColon => ("this colon does not belong here", "remove it"),
        Kind::UnexpectedComma => ("a value is missing before this comma", "write the value, or remove the comma"),
        Kind::SingleQuotedStringsNotAllowed => ("JSON strings stand in double quotes", "replace the single quotes of this file"),
        Kind::ExpectedStringObjectProperty => ("JSON keys stand in double quotes", "quote the keys of this file: `\"key\": value`"),
        Kind::UnexpectedWord => ("this word is not a JSON value", "use `true`, `false`, `null`, or a string in double quotes"),
        Kind::MultipleRootJsonValues => ("a JSON file holds one value; the text goes on after it", "remove what follows the first value"),
        Kind::NestingDepthExceeded => ("this JSON is nested more than 512 levels deep", "flatten it"),
        Kind::String(_) => ("this string is not closed or has a wrong escape", "end it with `\"` on the same line and escape as in JSON"),
        Kind::BareDecimalPointNumbersNotAllowed
        | Kind::HexadecimalNumbersNotAllowed
        | Kind::NonFiniteNumbersNotAllowed
        | Kind::UnaryPlusNumbersNotAllowed
        | Kind::ExpectedDigit
        | Kind::ExpectedDigitFollowingNegativeSign
        | Kind::ExpectedPlusMinusOrDigitInNumberLiteral => ("this is not a JSON number", "write it as decimal digits"),
        _ => ("this is not JSON", "write `true`, `false`, `null`, a number, a string in double quotes, an array or an object"),
    };
    if place.is_empty() && (place.start as usize) < text.len() {
        let width = text.get(place.start as usize..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        place = Span::new(place.start as usize, place.start as usize + width);
    }
    // A whole unclosed object says nothing: point at its bracket.
    if matches!(error.kind(), Kind::UnterminatedArray | Kind::UnterminatedObject) {
        place = Span::new(place.start as usize, place.start as usize + 1);
    }
    // `["a", "b": 1`: the list was to end before the key.
    if matches!(error.kind(), Kind::UnexpectedColon)
        && let Some(open) = open_bracket(text.get(..range.start).unwrap_or_default()).filter(|at| text.as_bytes().get(*at) == Some(&b'['))
    {
        return Diagnostic::error("config/syntax", file, place, "a list holds no keys; its `]` is missing before this one")
            .label(file, Span::new(open, open + 1), "the list")
            .hint("write `]` where the list ends");
    }
    Diagnostic::error("config/syntax", file, place, message).hint(hint)
}

/// Commas with nothing but white space and comments between them and the end of a list or object.
fn trailing_commas(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut comma = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' | '\'' => {
                comma = None;
                while let Some((_, next)) = chars.next() {
                    match next {
                        '\\' => _ = chars.next(),
                        '\n' => break,
                        next if next == c => break,
                        _ => {}
                    }
                }
            }
            '/' if chars.peek().is_some_and(|(_, next)| *next == '/') => while chars.next_if(|(_, c)| *c != '\n').is_some() {},
            '/' if chars.peek().is_some_and(|(_, next)| *next == '*') => {
                let end = text.get(at..).and_then(|rest| rest.find("*/")).map_or(text.len(), |length| at + length + 2);
                while chars.next_if(|(at, _)| *at < end).is_some() {}
            }
            ',' => comma = Some(at),
            '}' | ']' => found.extend(comma.take().map(|at| Span::new(at, at + 1))),
            c if c.is_whitespace() => {}
            _ => comma = None,
        }
    }
    found
}

/// The innermost bracket that is open at the end of a text.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut string = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = string,
            b'"' => string = !string,
            b'[' | b'{' if !string => open.push(at),
            b']' | b'}' if !string => _ = open.pop(),
            _ => {}
        }
    }
    open.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(text: &str) -> Vec<String> {
        let (_, diagnostics) = parse_json(FileId(0), text);
        diagnostics.iter().map(|d| format!("{}..{} {} {}", d.span.start, d.span.end, d.code, d.message)).collect()
    }

    #[test]
    fn values_carry_their_places() {
        let (value, diagnostics) = parse_json(FileId(0), r#"{"a": [1, "x"], "b": true}"#);
        assert!(diagnostics.is_empty());
        let value = value.unwrap();
        assert_eq!(value.get("a").unwrap().items()[1].span, Span::new(10, 13));
        assert_eq!(value.member("b").unwrap().name_span, Span::new(16, 19));
        assert_eq!(value.to_value().to_string(), r#"{"a":[1,"x"],"b":true}"#);
    }

    #[test]
    fn comments_and_trailing_commas_are_warnings() {
        assert_eq!(errors("{ // c\n \"a\": 1 }"), ["2..6 config/comment JSON has no comments; WeChat's tools reject this file"]);
        assert_eq!(
            errors("{\"a\": [1,2,],}"),
            ["10..11 config/trailing-comma JSON has no trailing commas; WeChat's tools reject this file"]
        );
    }

    #[test]
    fn broken_text_is_one_error_at_its_place() {
        assert_eq!(errors("{\"a\": 1 \"b\": 2}"), ["7..8 config/syntax a comma is missing here"]);
        assert_eq!(errors("{'a': 1}"), ["1..2 config/syntax JSON strings stand in double quotes"]);
        assert_eq!(errors("{\"a\": 1"), ["0..1 config/syntax this object is not closed"]);
        assert_eq!(errors(""), ["0..0 config/syntax this JSON file is empty"]);
        assert_eq!(errors("{\"a\": }"), ["6..7 config/syntax a value is missing before this `}`"]);
        assert_eq!(errors("{\"a\": undefined}"), ["6..15 config/syntax this is not JSON"]);
    }

    #[test]
    fn the_last_of_two_equal_keys_counts() {
        let (value, diagnostics) = parse_json(FileId(0), r#"{"a": 1, "a": 2}"#);
        assert_eq!(value.unwrap().get("a").unwrap().to_value(), 2);
        assert_eq!(diagnostics.first().map(|d| (d.code, d.span)), Some(("config/duplicate-key", Span::new(9, 12))));
    }
}
