//! What written characters mean: entities, the backslash escapes of text, JavaScript string escapes, CRLF.

use html5ever::data::NAMED_ENTITIES;

/// Text between tags: `\n \t \r \\ \" \'` written as two characters and entities are decoded (wxml-semantics §1, the **→** column).
pub fn text(raw: &str) -> String {
    decode(raw, true)
}

/// The literal part of an attribute value: entities only (§3).
pub fn attribute(raw: &str) -> String {
    decode(raw, false)
}

fn decode(raw: &str, escapes: bool) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr3(b'&', b'\r', b'\\', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let length = match from.as_bytes() {
            [b'&', ..] => entity(from, &mut out),
            [b'\r', b'\n', ..] => 1,
            [b'\\', next, ..] if escapes => match next {
                b'n' => push(&mut out, '\n'),
                b't' => push(&mut out, '\t'),
                b'r' => push(&mut out, '\r'),
                b'\\' | b'"' | b'\'' => push(&mut out, char::from(*next)),
                _ => 0,
            },
            _ => 0,
        };
        let (kept, after) = if length == 0 { from.split_at(1) } else { ("", from.get(length..).unwrap_or_default()) };
        out.push_str(kept);
        rest = after;
    }
    out.push_str(rest);
    out
}

fn push(out: &mut String, c: char) -> usize {
    out.push(c);
    2
}

/// Decodes the entity at the start of `from`, if there is one, and tells its length. The semicolon is required, so that `?a=1&copy=2` stays an address.
fn entity(from: &str, out: &mut String) -> usize {
    const LONGEST: usize = 40;
    let Some(end) = from.bytes().take(LONGEST).position(|b| b == b';') else { return 0 };
    let name = from.get(1..end).unwrap_or_default();
    let code = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        },
        None => None,
    };
    let (first, second) = match code {
        Some(code) => (code, 0),
        None => NAMED_ENTITIES.get(from.get(1..=end).unwrap_or_default()).copied().unwrap_or_default(),
    };
    let chars = [first, second].into_iter().filter(|&c| c != 0).filter_map(char::from_u32);
    let before = out.len();
    out.extend(chars);
    if out.len() == before { 0 } else { end + 1 }
}

/// Whether `name` (without `&` and `;`) is a named entity.
pub fn is_entity(name: &str) -> bool {
    NAMED_ENTITIES.get(format!("{name};").as_str()).is_some_and(|&(first, _)| first != 0)
}

/// The value of a JavaScript string literal or template text, without its quotes.
pub fn string(raw: &str) -> String {
    if memchr::memchr2(b'\\', b'\r', raw.as_bytes()).is_none() {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw.chars();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.as_str().starts_with('\n') => {}
            '\\' => escape(&mut rest, &mut out),
            _ => out.push(c),
        }
    }
    out
}

fn escape(rest: &mut std::str::Chars<'_>, out: &mut String) {
    let Some(c) = rest.next() else { return };
    match c {
        'n' => out.push('\n'),
        't' => out.push('\t'),
        'r' => out.push('\r'),
        'b' => out.push('\u{8}'),
        'f' => out.push('\u{c}'),
        'v' => out.push('\u{b}'),
        '0' if !rest.as_str().starts_with(|c: char| c.is_ascii_digit()) => out.push('\0'),
        '\n' => {}
        '\r' => {
            if rest.as_str().starts_with('\n') {
                rest.next();
            }
        }
        'x' => match hex(rest, 2) {
            Some(code) => out.extend(char::from_u32(code)),
            None => out.push('x'),
        },
        'u' => unicode(rest, out),
        _ => out.push(c),
    }
}

/// `\u0041`, a surrogate pair of two, or `\u{1f600}`; anything else is the letter `u`.
fn unicode(rest: &mut std::str::Chars<'_>, out: &mut String) {
    if let Some(inner) = rest.as_str().strip_prefix('{') {
        let code = inner.split_once('}').and_then(|(digits, after)| Some((u32::from_str_radix(digits, 16).ok()?, after)));
        let Some((code, after)) = code else { return out.push('u') };
        out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        *rest = after.chars();
        return;
    }
    let Some(high) = hex(rest, 4) else { return out.push('u') };
    if let Some(c) = char::from_u32(high) {
        return out.push(c);
    }
    let mut ahead = rest.clone();
    let low = (ahead.next() == Some('\\') && ahead.next() == Some('u')).then(|| hex(&mut ahead, 4)).flatten();
    match low {
        Some(low @ 0xdc00..=0xdfff) if high < 0xdc00 => {
            *rest = ahead;
            out.extend(char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)));
        }
        _ => out.push(char::REPLACEMENT_CHARACTER),
    }
}

fn hex(rest: &mut std::str::Chars<'_>, digits: usize) -> Option<u32> {
    let slice = rest.as_str().get(..digits)?;
    if !slice.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    *rest = rest.as_str().get(digits..)?.chars();
    u32::from_str_radix(slice, 16).ok()
}

/// The value of a number literal: decimal, `0x…`, or octal with a leading zero (`010` is 8, §4).
pub fn number(raw: &str) -> f64 {
    if let Some(digits) = raw.strip_prefix("0x").or_else(|| raw.strip_prefix("0X")) {
        return radix(digits, 16);
    }
    if raw.len() > 1 && raw.starts_with('0') && raw.bytes().all(|b| matches!(b, b'0'..=b'7')) {
        return radix(raw, 8);
    }
    raw.parse().unwrap_or(f64::NAN)
}

fn radix(digits: &str, radix: u32) -> f64 {
    digits.chars().filter_map(|c| c.to_digit(radix)).fold(0.0, |n, digit| n * f64::from(radix) + f64::from(digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        assert_eq!(text("a\\nb\\\\n\\x\\\"\r\n\r"), "a\nb\\n\\x\"\n\r");
        assert_eq!(text("&lt;&nbsp;&#65;&#x41;&copy;&copy &nope; &#xd800; & ;"), "<\u{a0}AA©&copy &nope; &#xd800; & ;");
        assert_eq!(attribute("a\\n?x=1&lt=2&gt;"), "a\\n?x=1&lt=2>");
        assert_eq!(text("中&ensp;文"), "中\u{2002}文");
    }

    #[test]
    fn strings() {
        assert_eq!(string(r"\n\t\'\u0041\x41\u{1f600}\ud83d\ude00\q\0"), "\n\t'AA😀😀q\0");
        assert_eq!(string(r"\u12\x\ud800\u{zz}"), "u12x\u{fffd}u{zz}");
    }

    #[test]
    fn numbers() {
        for (raw, value) in
            [("1", 1.0), ("1.5", 1.5), (".5", 0.5), ("1.", 1.0), ("010", 8.0), ("089", 89.0), ("1e3", 1000.0), ("0x1F", 31.0), ("0", 0.0)]
        {
            assert_eq!(number(raw), value, "{raw}");
        }
    }
}
