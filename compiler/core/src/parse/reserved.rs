//! Words that JavaScript reserves and WXS does not: `var class = 'a'` is a WXS program, so such names get another spelling before oxc reads them.

use crate::parse::signs::{Token, signs};

/// Reserved in scripts that are not strict, and no word of WXS.
const WORDS: [&str; 16] = [
    "catch",
    "class",
    "const",
    "debugger",
    "enum",
    "export",
    "extends",
    "finally",
    "import",
    "in",
    "instanceof",
    "new",
    "super",
    "throw",
    "try",
    "with",
];

/// The same text, byte for byte as long, in which variables with such names are spelled otherwise; `None` if there are none.
pub fn respell(text: &str) -> Option<String> {
    let tokens = signs(text);
    let around = |i: usize| {
        let sign = |token: Option<&Token<'_>>| token.map_or("", |token| token.text).to_owned();
        (sign(i.checked_sub(1).and_then(|before| tokens.get(before))), sign(tokens.get(i + 1)))
    };
    let mut out = text.to_owned();
    let mut changed = false;
    for word in WORDS {
        let places: Vec<usize> = (0..tokens.len()).filter(|&i| tokens.get(i).is_some_and(|token| token.text == word)).collect();
        let declares = |i: usize| {
            let (before, after) = around(i);
            matches!(before.as_str(), "var" | "function")
                || matches!(before.as_str(), "(" | ",") && matches!(after.as_str(), "=" | "," | ")" | ";")
        };
        if !places.iter().any(|&i| declares(i)) {
            continue;
        }
        let spelling = spelling(word, text)?;
        for i in places {
            let (before, after) = around(i);
            let member = before == ".";
            let key = matches!(before.as_str(), "{" | ",") && after == ":";
            if let Some(token) = tokens.get(i).filter(|_| !member && !key) {
                out.replace_range(token.at..token.at + word.len(), &spelling);
                changed = true;
            }
        }
    }
    changed.then_some(out)
}

/// A name of the same length that does not occur in the text.
fn spelling(word: &str, text: &str) -> Option<String> {
    let stem = word.get(..word.len() - 1)?;
    ('a'..='z')
        .chain(['$', '_'])
        .map(|last| format!("{stem}{last}"))
        .find(|name| !WORDS.contains(&name.as_str()) && !text.contains(name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_respelled_and_members_are_not() {
        let text = "var class = 'class'; function f(new, x) { return { class: class, a: x ? class : new }.class } // class";
        assert_eq!(
            respell(text).as_deref(),
            Some("var clasa = 'class'; function f(nea, x) { return { class: clasa, a: x ? clasa : nea }.class } // class")
        );
    }

    #[test]
    fn a_spelling_that_is_taken_is_not_used() {
        assert_eq!(respell("var in, ia = 1, ib, id; in = 2").as_deref(), Some("var ic, ia = 1, ib, id; ic = 2"));
    }

    #[test]
    fn keywords_that_nothing_declares_stay() {
        assert_eq!(respell("try { throw new Error('x') } catch (e) {}"), None);
        assert_eq!(respell("class A extends B {}"), None);
    }
}
