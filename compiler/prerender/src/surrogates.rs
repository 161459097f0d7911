//! Strings of JavaScript may hold half a surrogate pair, strings of Rust may not: a half travels as a character of plane 16 (its code plus 0x100000).

use std::borrow::Cow;

/// Where the halves lie.
const HALVES: std::ops::RangeInclusive<char> = '\u{10d800}'..='\u{10dfff}';

/// Joins halves that have met. A character that would look like a half stays in two.
pub fn join(text: &str) -> Cow<'_, str> {
    rewrite(text, |unit, out| match unit {
        Unit::Pair(_, _, whole) if !HALVES.contains(&whole) => out.push(whole),
        Unit::Pair(high, low, _) => out.extend([high, low]),
        Unit::Half(half) => out.push(half),
    })
}

/// Writes what is left in JSON as `\ud83d`, which is what it means.
pub fn escape(json: &str) -> Cow<'_, str> {
    rewrite(json, |unit, out| match unit {
        Unit::Pair(_, _, whole) => out.push(whole),
        Unit::Half(half) => out.push_str(&format!("\\u{:04x}", u32::from(half) & 0xffff)),
    })
}

enum Unit {
    Pair(char, char, char),
    Half(char),
}

fn rewrite(text: &str, write: impl Fn(Unit, &mut String)) -> Cow<'_, str> {
    if !text.chars().any(|c| HALVES.contains(&c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if !HALVES.contains(&c) {
            out.push(c);
            continue;
        }
        match rest.clone().next().and_then(|next| Some((next, pair(c, next)?))) {
            Some((low, whole)) => {
                rest.next();
                write(Unit::Pair(c, low, whole), &mut out);
            }
            None => write(Unit::Half(c), &mut out),
        }
    }
    Cow::Owned(out)
}

fn pair(high: char, low: char) -> Option<char> {
    let (high, low) = (u32::from(high).checked_sub(0x10_d800)?, u32::from(low).checked_sub(0x10_dc00)?);
    if high < 0x400 && low < 0x400 { char::from_u32(0x1_0000 + (high << 10) + low) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_meet_or_are_escaped() {
        let half = |unit: u32| char::from_u32(0x10_0000 + unit).expect("in plane 16").to_string();
        let (high, low) = (half(0xd83d), half(0xde00));
        assert_eq!(join(&format!("a{high}{low}b")), "a😀b");
        assert_eq!(join(&format!("{low}{high}")), format!("{low}{high}"));
        assert_eq!(escape(&format!("\"{low}{high}x\"")), "\"\\ude00\\ud83dx\"");
        // U+10D800 itself.
        let (high, low) = (half(0xdbf6), half(0xdc00));
        assert_eq!(join(&format!("{high}{low}")), format!("{high}{low}"));
        assert_eq!(escape(&format!("{high}{low}")), "\u{10d800}");
        assert!(matches!(escape("😀"), Cow::Borrowed("😀")));
    }
}
