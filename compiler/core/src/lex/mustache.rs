//! Finds where a mustache ends: at the first `}}` outside strings and inner braces.

/// Where the mustache that begins at the start of a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Length of the body; `}}` follows.
    Closed(usize),
    /// No `}}` for it: length of the text that is best taken for its body.
    Missing(usize),
}

/// What surrounds a mustache; decides where a broken one is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Text,
    /// Inside an attribute value with these quotes.
    Quoted(u8),
    /// Inside an attribute value without quotes, or between attributes.
    Tag,
}

/// Scans `rest`, the text after `{{`. `budget` bounds the work spent on broken mustaches in one file, so that a file of nothing but `{{` stays linear.
pub fn end(rest: &str, place: Place, budget: &mut usize) -> End {
    let bytes = rest.as_bytes();
    match balanced(bytes, *budget) {
        Ok(length) => return End::Closed(length),
        Err(scanned) => *budget = budget.saturating_sub(scanned),
    }
    // It does not balance: a quote or brace is missing inside, or the `}}` is. The first `}}` before a sensible limit decides.
    let limit = limit(bytes, place);
    let inside = bytes.get(..limit).unwrap_or_default();
    match inside.windows(2).position(|w| w == b"}}") {
        Some(length) => End::Closed(length),
        None if place == Place::Text => End::Missing(inside.iter().position(|&b| b == b'<').unwrap_or(limit)),
        None => End::Missing(limit),
    }
}

fn limit(bytes: &[u8], place: Place) -> usize {
    let ends = |i: usize, b: u8| match place {
        Place::Text => b == b'\n' || (b == b'<' && bytes.get(i + 1) == Some(&b'/')),
        Place::Quoted(quote) => b == quote || b == b'\n',
        Place::Tag => matches!(b, b'>' | b'\n'),
    };
    bytes.iter().enumerate().position(|(i, &b)| ends(i, b)).unwrap_or(bytes.len())
}

/// The length up to the closing `}}`, or how far the scan went before it gave up.
fn balanced(bytes: &[u8], budget: usize) -> Result<usize, usize> {
    /// What an unclosed bracket or quote waits for.
    #[derive(Clone, Copy, PartialEq)]
    enum Open {
        Brace,
        Backtick,
        Substitution,
    }
    let mut open: Vec<Open> = Vec::new();
    let mut i = 0;
    while let Some(&b) = bytes.get(i) {
        if i > budget {
            return Err(i);
        }
        let next = bytes.get(i + 1).copied();
        if open.last() == Some(&Open::Backtick) {
            match (b, next) {
                (b'\\', _) => i += 1,
                (b'`', _) => {
                    open.pop();
                }
                (b'$', Some(b'{')) => {
                    open.push(Open::Substitution);
                    i += 1;
                }
                _ => {}
            }
            i += 1;
            continue;
        }
        match (b, next) {
            (b'}', Some(b'}')) if open.is_empty() => return Ok(i),
            (b'}', _) if open.is_empty() => return Err(i),
            (b'}', _) => {
                open.pop();
            }
            (b'{', _) => open.push(Open::Brace),
            (b'`', _) => open.push(Open::Backtick),
            (b'\'' | b'"', _) => i = string(bytes, i, b)?,
            (b'<', Some(b'/')) if bytes.get(i + 2) != Some(&b'*') => return Err(i),
            _ => {}
        }
        i += 1;
    }
    Err(bytes.len())
}

/// The position of the quote that closes a string. A line break inside means that the quote was meant as something else.
fn string(bytes: &[u8], start: usize, quote: u8) -> Result<usize, usize> {
    let mut i = start + 1;
    while let Some(&b) = bytes.get(i) {
        match b {
            b'\\' => i += 1,
            b'\n' => return Err(i),
            _ if b == quote => return Ok(i),
            _ => {}
        }
        i += 1;
    }
    Err(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rest: &str, place: Place, expected: End) {
        assert_eq!(end(rest, place, &mut 1_000_000), expected, "{rest}");
    }

    #[test]
    fn closed() {
        check("a}}b", Place::Text, End::Closed(1));
        check("a}}}", Place::Text, End::Closed(1));
        check("{x:1}}}", Place::Text, End::Closed(5));
        check(" {x:{y:1}} }}", Place::Text, End::Closed(11));
        check("'}}'}}", Place::Text, End::Closed(4));
        check("`}}${a+`}`}`}}", Place::Text, End::Closed(12));
        check("a<b}}", Place::Text, End::Closed(3));
        check("a</*c*/b}}", Place::Text, End::Closed(8));
        check("'</v>'}}", Place::Text, End::Closed(6));
        check("a ? \"b\" : \"c\"}}\"", Place::Quoted(b'"'), End::Closed(13));
    }

    #[test]
    fn broken() {
        check("a}</v><v>{{b}}", Place::Text, End::Missing(2));
        check("'x}}</v>", Place::Text, End::Closed(2));
        check("it's}}\n{{it's}}", Place::Text, End::Closed(4));
        check("a\" b=\"c\">", Place::Quoted(b'"'), End::Missing(1));
        check("", Place::Text, End::Missing(0));
    }
}
