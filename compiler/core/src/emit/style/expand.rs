//! The last step over the printed text: marker units become what they stand for, and assets their URLs.
//!
//! ```text
//! .a{width:20ric;height:1ric;margin:calc(10px - 2ric)}
//! .a{width:calc(20*var(--rpx));height:max(1px,var(--rpx));margin:calc(10px - 2*var(--rpx))}
//! ```
//!
//! **Thin lines.** `1rpx` is less than a pixel on a phone-wide screen. Browsers never round the widths of borders, outlines and column rules to nothing, so
//! those need no help. A box of that height or width can fall between two pixels and vanish, so `width`, `height` and their like are at least `1px` when
//! the whole value is a positive length of at most 2rpx, which is what WeChat shows on Android. Longer values, offsets, shadows and sums stay exact.

use crate::emit::Mark;
use crate::ir::style::Markers;
use cssparser::{ParseError, Parser, ParserInput, Token};
use std::ops::Range;

pub(super) struct Expanded {
    pub css: String,
    pub marks: Vec<Mark>,
}

pub(super) fn expand(css: &str, mut marks: Vec<Mark>, markers: Markers, minify: bool) -> Expanded {
    let times = if minify { "*" } else { " * " };
    let comma = if minify { "," } else { ", " };
    let signs = [markers.rpx, Markers::VW, Markers::VH, Markers::VMIN, Markers::VMAX, "</"];
    let css = rewrite(css, &mut marks, &signs, &mut |token, range, site| match token {
        Token::Dimension { unit, .. } => {
            let measure = match &**unit {
                unit if unit == markers.rpx => "var(--rpx)".to_owned(),
                Markers::VW => "var(--vw)".to_owned(),
                Markers::VH => "var(--vh)".to_owned(),
                Markers::VMIN => format!("min(var(--vw){comma}var(--vh))"),
                Markers::VMAX => format!("max(var(--vw){comma}var(--vh))"),
                _ => return None,
            };
            let number = css.get(range.start..range.end - unit.len())?;
            let value: f64 = number.parse().ok()?;
            let product = match (number, site.math) {
                _ if value == 0.0 => "0px".to_owned(),
                ("1", _) => measure,
                // In a sum the product binds tighter anyway.
                (_, true) if !site.factor => format!("{number}{times}{measure}"),
                (_, true) => format!("({number}{times}{measure})"),
                (_, false) => format!("calc({number}{times}{measure})"),
            };
            let thin = &**unit == markers.rpx && value > 0.0 && value <= 2.0 && site.thin && site.is_whole_value(css, &range);
            Some(match product.strip_prefix("calc(").and_then(|p| p.strip_suffix(')')) {
                Some(bare) if thin => format!("max(1px{comma}{bare})"),
                None if thin => format!("max(1px{comma}{product})"),
                _ => product,
            })
        }
        // Whoever puts the sheet into a `<style>` element must not be surprised.
        Token::Comment(_) => css.get(range).filter(|text| text.contains("</")).map(|text| text.replace("</", "< /")),
        Token::Delim('<') if css.get(range.end..).is_some_and(|rest| rest.starts_with('/')) => Some("< ".to_owned()),
        Token::QuotedString(_) | Token::UnquotedUrl(_) => {
            css.get(range).filter(|text| text.contains("</")).map(|text| text.replace("</", "<\\/"))
        }
        _ => None,
    });
    Expanded { css, marks }
}

/// Replaces every `wxc-asset:<path>` that stands as a URL in the output of [`super::css`] by what `url_of` gives for the path, and moves the marks along.
/// What follows a `?` or `#` is kept.
pub fn place_assets(css: &str, marks: &mut [Mark], url_of: &dyn Fn(&str) -> Option<String>) -> String {
    const SCHEME: &str = "wxc-asset:";
    rewrite(css, marks, &[SCHEME], &mut |token, _, _| {
        let (Token::QuotedString(text) | Token::UnquotedUrl(text)) = token else { return None };
        let path = text.strip_prefix(SCHEME)?;
        let (path, rest) = path.split_at(path.find(['?', '#']).unwrap_or(path.len()));
        let url = format!("{}{rest}", url_of(path)?);
        let mut quoted = String::new();
        cssparser::serialize_string(&url, &mut quoted).ok()?;
        Some(if matches!(token, Token::UnquotedUrl(_)) { format!("url({quoted})") } else { quoted })
    })
}

/// Where a token stands.
#[derive(Clone, Copy, Default)]
struct Site {
    /// Inside `calc(…)` and the like, where a product needs no `calc` of its own.
    math: bool,
    /// After `*` or `/`.
    factor: bool,
    /// First in the value of a property that is drawn as a box, and so must not be thinner than a pixel.
    thin: bool,
}

impl Site {
    fn is_whole_value(self, css: &str, range: &Range<usize>) -> bool {
        let rest = css.get(range.end..).unwrap_or_default().trim_start();
        rest.is_empty() || rest.starts_with([';', '}', '!'])
    }
}

type Replace<'a> = dyn FnMut(&Token<'_>, Range<usize>, Site) -> Option<String> + 'a;

/// Replaces tokens in the statements that contain one of the signs; most have nothing to replace.
fn rewrite(css: &str, marks: &mut [Mark], signs: &[&str], replace: &mut Replace<'_>) -> String {
    let mut found: Vec<usize> = signs.iter().flat_map(|sign| memchr::memmem::find_iter(css.as_bytes(), *sign)).collect();
    if found.is_empty() {
        return css.to_owned();
    }
    found.sort_unstable();
    let mut found = found.into_iter().peekable();
    let mut edits = Vec::new();
    for range in statements(css) {
        if found.next_if(|at| *at < range.end).is_none() {
            continue;
        }
        while found.next_if(|at| *at < range.end).is_some() {}
        let Some(statement) = css.get(range.clone()) else { continue };
        let mut input = ParserInput::new(statement);
        let mut parser = Parser::new(&mut input);
        let mut inside = Vec::new();
        walk(
            &mut parser,
            Site::default(),
            &mut |token, at, site| replace(token, range.start + at.start..range.start + at.end, site),
            &mut inside,
        );
        edits.extend(inside.into_iter().map(|(at, text)| (range.start + at.start..range.start + at.end, text)));
    }
    let mut out = String::with_capacity(css.len() + edits.iter().map(|(_, text)| text.len()).sum::<usize>());
    let (mut copied, mut shift) = (0, 0i64);
    let mut marks = marks.iter_mut().peekable();
    for (range, text) in edits {
        while let Some(mark) = marks.next_if(|m| m.offset as usize <= range.start) {
            mark.offset = shifted(mark.offset, shift);
        }
        out.push_str(css.get(copied..range.start).unwrap_or_default());
        out.push_str(&text);
        shift += text.len() as i64 - range.len() as i64;
        copied = range.end;
    }
    marks.for_each(|mark| mark.offset = shifted(mark.offset, shift));
    out.push_str(css.get(copied..).unwrap_or_default());
    out
}

/// The texts between `{`, `}` and `;`, with these characters at their ends. What stands in strings, comments and `url(…)` ends none.
fn statements(css: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = css.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        let mut at = start;
        while let Some(byte) = bytes.get(at) {
            at = match byte {
                b'{' | b'}' | b';' => {
                    at += 1;
                    break;
                }
                b'\\' => at + 2,
                b'"' | b'\'' => string_end(bytes, at + 1, *byte),
                b'/' if bytes.get(at + 1) == Some(&b'*') => {
                    memchr::memmem::find(bytes.get(at + 2..)?, b"*/").map_or(bytes.len(), |end| at + end + 4)
                }
                b'(' if bytes.get(at.saturating_sub(3)..at).is_some_and(|word| word.eq_ignore_ascii_case(b"url")) => url_end(bytes, at + 1),
                _ => at + 1,
            };
        }
        let range = start..at.min(bytes.len());
        start = range.end;
        (!range.is_empty()).then_some(range)
    })
}

/// Behind the quote that closes a string.
fn string_end(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            _ if *byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    at
}

/// Behind the parenthesis that closes a `url(` without quotes; one with quotes is read as any function.
fn url_end(bytes: &[u8], mut at: usize) -> usize {
    let start = at;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => return start,
            b'\\' => at += 2,
            b')' => return at + 1,
            _ => at += 1,
        }
    }
    at
}

fn shifted(offset: u32, shift: i64) -> u32 {
    u32::try_from(i64::from(offset) + shift).unwrap_or(offset)
}

fn walk(p: &mut Parser<'_, '_>, outer: Site, replace: &mut Replace<'_>, edits: &mut Vec<(Range<usize>, String)>) {
    let mut site = outer;
    // The identifier that may be the name of a property.
    let mut name = None;
    loop {
        let start = p.position().byte_index();
        let Ok(token) = p.next_including_whitespace_and_comments() else { return };
        let token = token.clone();
        let range = start..p.position().byte_index();
        if let Some(text) = replace(&token, range, site) {
            edits.push((start..p.position().byte_index(), text));
        }
        let inner = match &token {
            Token::WhiteSpace(_) | Token::Comment(_) => continue,
            Token::Function(function) => Some(Site { math: is_math(function), ..Site::default() }),
            Token::ParenthesisBlock => Some(Site { math: outer.math, ..Site::default() }),
            Token::SquareBracketBlock | Token::CurlyBracketBlock => Some(Site::default()),
            _ => None,
        };
        site.thin = token == Token::Colon && name.take().is_some_and(|n: cssparser::CowRcStr<'_>| is_box(&n));
        site.factor = matches!(token, Token::Delim('*' | '/'));
        if let Token::Ident(ident) = token {
            name = Some(ident);
        }
        if let Some(inner) = inner {
            let _: Result<(), ParseError<'_, ()>> = p.parse_nested_block(|p| {
                walk(p, inner, replace, edits);
                Ok(())
            });
        }
    }
}

fn is_math(function: &str) -> bool {
    matches!(
        function.to_ascii_lowercase().as_str(),
        "calc" | "-webkit-calc" | "-moz-calc" | "min" | "max" | "clamp" | "round" | "mod" | "rem" | "abs" | "sign" | "hypot" | "atan2"
    )
}

/// Properties whose value is the thickness of a painted box.
fn is_box(property: &str) -> bool {
    matches!(
        property,
        "width" | "height" | "min-width" | "min-height" | "inline-size" | "block-size" | "min-inline-size" | "min-block-size"
    )
}
