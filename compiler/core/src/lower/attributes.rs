//! Names of attributes: kebab and camel case, dataset keys, what may stand in HTML.

/// `prop-a` → `propA`, `-a` → `A`, `a--b` → `aB`; names with a colon and `data-*` are not for this rule.
pub fn camel(name: &str) -> String {
    if !name.contains('-') {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        if c == '-' {
            upper = true;
        } else if std::mem::take(&mut upper) {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
    }
    out
}

/// `scrollY` and `scroll-y` → `scroll-y`: the spelling in HTML.
pub fn kebab(name: &str) -> String {
    if !name.bytes().any(|b| b.is_ascii_uppercase()) {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            if !out.is_empty() {
                out.push('-');
            }
            out.push(c.to_ascii_lowercase());
        } else {
            out.push(c);
        }
    }
    out
}

/// Key in `dataset`: `data-foo-bar` → `fooBar`, `data-fooBar` → `foobar`, `data-A-B` → `aB`.
pub fn dataset_key(suffix: &str) -> String {
    camel(&suffix.to_lowercase())
}

/// May an attribute of this name be written into HTML? Names that start with `on` would be script.
pub fn is_html_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
        && !name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on"))
}

/// Rewrites rpx in a constant inline style; the run-time twin is `rpxToCss` of the protocol.
pub fn rpx_to_css(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    let mut quote: Option<char> = None;
    let mut url = false;
    let mut previous = ' ';
    while let Some(c) = rest.chars().next() {
        if let Some(q) = quote {
            quote = (c != q || previous == '\\').then_some(q);
            // An escaped backslash escapes nothing.
            previous = if c == '\\' && previous == '\\' { ' ' } else { c };
            out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
            continue;
        } else if url {
            url = c != ')';
        } else if c == '"' || c == '\'' {
            quote = Some(c);
        } else if rest.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("url(")) {
            url = true;
        } else if let Some((number, length)) = rpx_number(rest).filter(|_| !is_name_part(previous) && previous != '.' && previous != '\\') {
            out.push_str(&format!("calc({number} * var(--rpx))"));
            previous = ')';
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        out.push(c);
        previous = c;
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    out
}

fn is_name_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-' || !c.is_ascii()
}

/// A number directly followed by `rpx`: its text and the length of both.
fn rpx_number(text: &str) -> Option<(&str, usize)> {
    let sign = usize::from(text.starts_with(['+', '-']));
    let digits = text.get(sign..)?.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let number = text.get(..sign + digits)?;
    let unit = text.get(sign + digits..sign + digits + 3)?;
    let ends = !text.get(sign + digits + 3..)?.starts_with(is_name_part);
    let valid = number.parse::<f64>().is_ok() && number.chars().any(|c| c.is_ascii_digit());
    (valid && ends && unit.eq_ignore_ascii_case("rpx")).then_some((number, sign + digits + 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (name, expected) in [("prop-a", "propA"), ("-a", "A"), ("a--b", "aB"), ("aB", "aB"), ("scroll-y", "scrollY")] {
            assert_eq!(camel(name), expected, "{name}");
        }
        for (name, expected) in [("foo-bar", "fooBar"), ("fooBar", "foobar"), ("A-B", "aB")] {
            assert_eq!(dataset_key(name), expected, "{name}");
        }
        assert_eq!(kebab("scrollIntoView"), "scroll-into-view");
        assert!(!is_html_name("onclick") && !is_html_name("OnLoad") && is_html_name("mode") && !is_html_name("a=b") && !is_html_name(""));
    }

    #[test]
    fn rpx_in_constant_styles() {
        let table: Vec<(String, String)> = serde_json::from_str(include_str!("../../../../tests/rpx-inline.json")).expect("pairs");
        for (style, expected) in table {
            assert_eq!(rpx_to_css(&style), expected, "{style}");
        }
    }
}
