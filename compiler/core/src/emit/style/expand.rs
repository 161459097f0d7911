//! The last step over a sheet's text: white space is set, marker units become what they stand for, and assets their URLs. Values are never read and written
//! again: what a browser sees is what people wrote.
//!
//! ```text
//! .a{ width : 20ric;height:1ric;margin:calc( 10px - 2ric );}
//! .a{width:calc(20*var(--rpx));height:max(1px,var(--rpx));margin:calc(10px - 2*var(--rpx))}
//! ```
//!
//! **Thin lines.** `1rpx` is less than a pixel on a phone-wide screen. Browsers never round the widths of borders, outlines and column rules to nothing, so
//! those need no help. A box of that height or width can fall between two pixels and vanish, so `width`, `height` and their like are at least `1px` when
//! the whole value is a positive length of at most 2rpx, which is what WeChat shows on Android. Longer values, offsets, shadows and sums stay exact.

use super::scan::{Kind, Scanner};
use crate::emit::Mark;
use crate::ir::style::Markers;
use cssparser::{ParseError, Parser, ParserInput, Token};
use std::ops::Range;

/// Writes `css`, compact or readable, and moves the marks along.
pub(super) fn expand(css: &str, marks: Vec<Mark>, markers: Markers, minify: bool) -> (String, Vec<Mark>) {
    let mut writer = Writer {
        css,
        out: String::with_capacity(css.len() + css.len() / 4),
        marks,
        marked: 0,
        markers,
        minify,
        indent: 0,
        gap: Gap::None,
        semicolon: false,
    };
    writer.walk(&mut Scanner::new(css), Site::default(), None);
    writer.end_statement();
    writer.marks.truncate(writer.marked);
    (writer.out, writer.marks)
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

/// What stood between the token before and this one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    /// A comment alone, which keeps two tokens apart.
    Comment,
}

struct Writer<'a> {
    css: &'a str,
    out: String,
    marks: Vec<Mark>,
    /// Marks that have moved.
    marked: usize,
    markers: Markers,
    minify: bool,
    indent: usize,
    gap: Gap,
    /// A `;` is due, unless the block ends here.
    semicolon: bool,
}

impl Writer<'_> {
    /// Writes tokens up to the bracket that closes them.
    fn walk(&mut self, tokens: &mut Scanner<'_>, outer: Site, close: Option<u8>) {
        let mut site = outer;
        // Whether the last word may be the name of a property that is drawn as a box.
        let mut boxed = false;
        while let Some((kind, range)) = tokens.next() {
            let (inner, close) = match kind {
                Kind::Close(bracket) if Some(bracket) == close => return,
                Kind::Space => {
                    self.gap = Gap::Space;
                    continue;
                }
                Kind::Comment { licence } => {
                    self.comment(range, licence);
                    continue;
                }
                Kind::Semicolon => {
                    self.semicolon = true;
                    self.gap = Gap::None;
                    site = outer;
                    continue;
                }
                Kind::Word(name) => {
                    boxed = is_box(&name);
                    self.token(range);
                    site = Site { thin: false, factor: false, ..site };
                    continue;
                }
                Kind::Colon | Kind::Factor | Kind::Close(_) | Kind::Other => {
                    site.thin = kind == Kind::Colon && boxed;
                    site.factor = kind == Kind::Factor;
                    boxed = false;
                    self.token(range);
                    continue;
                }
                Kind::Dimension(unit) => {
                    match self.measure(&unit) {
                        Some(measure) => self.length(range, unit.len(), measure, site),
                        None => self.token(range),
                    }
                    (None, b' ')
                }
                Kind::Text => {
                    self.text(range);
                    (None, b' ')
                }
                Kind::Function(name) => {
                    self.token(range);
                    (Some(Site { math: is_math(&name), ..Site::default() }), b')')
                }
                Kind::Open(b'(') => {
                    self.token(range);
                    (Some(Site { math: outer.math, ..Site::default() }), b')')
                }
                Kind::Open(b'[') => {
                    self.token(range);
                    (Some(Site::default()), b']')
                }
                Kind::Open(_) => {
                    self.open_block(range.start);
                    (Some(Site::default()), b'}')
                }
            };
            (site.thin, site.factor, boxed) = (false, false, false);
            let Some(inner) = inner else { continue };
            self.walk(tokens, inner, Some(close));
            if close == b'}' {
                self.close_block();
            } else {
                self.gap = Gap::None;
                self.out.push(char::from(close));
            }
            site = outer;
        }
    }

    /// White space, a due `;` and the marks before a token that begins with `first`.
    fn before(&mut self, start: usize, first: u8) {
        self.end_statement();
        let last = self.out.as_bytes().last().copied().unwrap_or(b'\n');
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        let apart = !matches!(last, b'\n' | b' ' | b'{' | b'}' | b';' | b'(' | b'[') && !matches!(first, b',' | b')' | b']');
        let compact = self.minify && (matches!(last, b',' | b':') || first == b'!');
        match gap {
            Gap::Space if apart && !compact => self.out.push(' '),
            Gap::Comment if apart && !matches!(last, b',' | b':') => self.out.push_str("/**/"),
            Gap::None if last == b',' && !self.minify => self.out.push(' '),
            _ => {}
        }
        while let Some(mark) = self.marks.get_mut(self.marked).filter(|mark| mark.offset as usize <= start) {
            mark.offset = u32::try_from(self.out.len()).unwrap_or(u32::MAX);
            self.marked += 1;
        }
    }

    fn end_statement(&mut self) {
        if std::mem::take(&mut self.semicolon) {
            self.out.push(';');
            self.new_line();
        }
    }

    fn new_line(&mut self) {
        if !self.minify {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n("  ", self.indent));
        }
    }

    fn token(&mut self, range: Range<usize>) {
        let text = self.css.get(range.clone()).unwrap_or_default();
        self.before(range.start, text.bytes().next().unwrap_or_default());
        // Whoever puts the sheet into a `<style>` element must not be surprised.
        if text.starts_with('/') && self.out.ends_with('<') {
            self.out.push(' ');
        }
        self.out.push_str(text);
    }

    /// A string or URL.
    fn text(&mut self, range: Range<usize>) {
        let text = self.css.get(range.clone()).unwrap_or_default();
        self.before(range.start, text.bytes().next().unwrap_or_default());
        match text.contains("</") {
            true => self.out.push_str(&text.replace("</", "<\\/")),
            false => self.out.push_str(text),
        }
    }

    fn comment(&mut self, range: Range<usize>, licence: bool) {
        if !licence {
            self.gap = if self.gap == Gap::Space { Gap::Space } else { Gap::Comment };
            return;
        }
        let text = self.css.get(range.clone()).unwrap_or_default().replace("</", "< /");
        self.before(range.start, b'/');
        self.out.push_str(&text);
        self.out.push('\n');
    }

    fn open_block(&mut self, start: usize) {
        self.gap = if self.minify { Gap::None } else { Gap::Space };
        self.before(start, b'{');
        self.out.push('{');
        self.indent += 1;
        self.new_line();
    }

    fn close_block(&mut self) {
        let empty = self.out.trim_end().ends_with('{');
        self.indent -= 1;
        self.gap = Gap::None;
        let due = std::mem::take(&mut self.semicolon);
        if !self.minify {
            self.out.truncate(self.out.trim_end().len());
            self.out.push_str(if due { ";" } else { "" });
            if !empty {
                self.new_line();
            }
        }
        self.out.push('}');
        self.new_line();
    }

    /// What a marker unit stands for.
    fn measure(&self, unit: &str) -> Option<&'static str> {
        Some(match unit {
            unit if unit == self.markers.rpx => "var(--rpx)",
            Markers::VW => "var(--vw)",
            Markers::VH => "var(--vh)",
            Markers::VMIN if self.minify => "min(var(--vw),var(--vh))",
            Markers::VMAX if self.minify => "max(var(--vw),var(--vh))",
            Markers::VMIN => "min(var(--vw), var(--vh))",
            Markers::VMAX => "max(var(--vw), var(--vh))",
            _ => return None,
        })
    }

    fn length(&mut self, range: Range<usize>, unit: usize, measure: &str, site: Site) {
        let rpx = measure == "var(--rpx)";
        let number = self.css.get(range.start..range.end - unit).unwrap_or_default();
        let Ok(value) = number.parse::<f64>() else { return self.token(range) };
        self.before(range.start, b'0');
        if value == 0.0 {
            return self.out.push_str("0px");
        }
        let times = if self.minify { "*" } else { " * " };
        let thin = rpx && value > 0.0 && value <= 2.0 && site.thin && self.is_whole_value(&range);
        let (open, close) = match (value == 1.0, site.math || thin) {
            (true, _) => ("", ""),
            // In a sum the product binds tighter anyway.
            (false, true) if !site.factor => ("", ""),
            (false, true) => ("(", ")"),
            (false, false) => ("calc(", ")"),
        };
        if thin {
            self.out.push_str(if self.minify { "max(1px," } else { "max(1px, " });
        }
        self.out.push_str(open);
        if value != 1.0 {
            self.out.push_str(number);
            self.out.push_str(times);
        }
        self.out.push_str(measure);
        self.out.push_str(close);
        if thin {
            self.out.push(')');
        }
    }

    fn is_whole_value(&self, range: &Range<usize>) -> bool {
        let rest = self.css.get(range.end..).unwrap_or_default().trim_start();
        rest.is_empty() || rest.starts_with([';', '}', '!'])
    }
}

/// Replaces every `wxc-asset:<path>` that stands as a URL in the output of [`super::css`] by what `url_of` gives for the path, and moves the marks along.
/// What follows a `?` or `#` is kept.
pub fn place_assets(css: &str, marks: &mut [Mark], url_of: &dyn Fn(&str) -> Option<String>) -> String {
    if !css.contains(SCHEME) {
        return css.to_owned();
    }
    let mut edits = Vec::new();
    let mut input = ParserInput::new(css);
    find_assets(&mut Parser::new(&mut input), url_of, &mut edits);
    let mut out = String::with_capacity(css.len());
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

const SCHEME: &str = "wxc-asset:";

fn find_assets(p: &mut Parser<'_, '_>, url_of: &dyn Fn(&str) -> Option<String>, edits: &mut Vec<(Range<usize>, String)>) {
    loop {
        let start = p.position().byte_index();
        let Ok(token) = p.next_including_whitespace_and_comments().cloned() else { return };
        match &token {
            Token::QuotedString(text) | Token::UnquotedUrl(text) => {
                let Some(path) = text.strip_prefix(SCHEME) else { continue };
                let (path, rest) = path.split_at(path.find(['?', '#']).unwrap_or(path.len()));
                let Some(url) = url_of(path) else { continue };
                let bare = matches!(token, Token::UnquotedUrl(_));
                let mut quoted = String::new();
                // Writing to a string cannot fail.
                let _ = cssparser::serialize_string(&format!("{url}{rest}"), &mut quoted);
                edits.push((start..p.position().byte_index(), if bare { format!("url({quoted})") } else { quoted }));
            }
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                let _: Result<(), ParseError<'_, ()>> = p.parse_nested_block(|p| {
                    find_assets(p, url_of, edits);
                    Ok(())
                });
            }
            _ => {}
        }
    }
}

fn shifted(offset: u32, shift: i64) -> u32 {
    u32::try_from(i64::from(offset) + shift).unwrap_or(offset)
}

fn is_math(function: &str) -> bool {
    const MATH: [&str; 13] =
        ["calc", "-webkit-calc", "-moz-calc", "min", "max", "clamp", "round", "mod", "rem", "abs", "sign", "hypot", "atan2"];
    MATH.iter().any(|name| name.eq_ignore_ascii_case(function))
}

/// Properties whose value is the thickness of a painted box.
fn is_box(property: &str) -> bool {
    const BOX: [&str; 8] = ["width", "height", "min-width", "min-height", "inline-size", "block-size", "min-inline-size", "min-block-size"];
    BOX.iter().any(|name| name.eq_ignore_ascii_case(property))
}
