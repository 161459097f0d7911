//! Growing a selection: the parts of a text around a place.

use super::parts::parts;
use wxc_core::source::Span;

/// The parts that hold `offset`, each inside the next; the last one is the whole text.
pub fn around(path: &str, text: &str, offset: u32) -> Vec<Span> {
    let holds = |span: &Span| span.start <= offset && offset <= span.end && !span.is_empty();
    let mut spans: Vec<Span> = parts(path, text).into_iter().map(|part| part.span).filter(holds).collect();
    spans.push(Span::new(0, text.len()));
    spans.sort_by_key(|span| (span.len(), span.start));
    // Two parts that touch at the place do not hold each other.
    let mut chain: Vec<Span> = Vec::new();
    for span in spans {
        if chain.last().is_none_or(|inner| span != *inner && span.start <= inner.start && inner.end <= span.end) {
            chain.push(span);
        }
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_grows() {
        let grown = |path: &str, text: &'static str, part: &str| -> Vec<&'static str> {
            let at = text.find(part).expect("to be there") + 1;
            around(path, text, Span::at(at).start).into_iter().map(|span| &text[span.range()]).collect()
        };
        assert_eq!(
            grown("a.wxml", "<view>\n<text class=\"{{ a.bcd + 1 }}\">x</text></view>", "bcd"),
            [
                "bcd",
                "a.bcd",
                "a.bcd + 1",
                " a.bcd + 1 ",
                "{{ a.bcd + 1 }}",
                "class=\"{{ a.bcd + 1 }}\"",
                "<text class=\"{{ a.bcd + 1 }}\">",
                "<text class=\"{{ a.bcd + 1 }}\">x</text>",
                "\n<text class=\"{{ a.bcd + 1 }}\">x</text>",
                "<view>\n<text class=\"{{ a.bcd + 1 }}\">x</text></view>",
            ]
        );
        assert_eq!(
            grown("a.wxss", "@media print { .a { color: red } }", "olor"),
            ["color", "color: red", ".a { color: red }", "@media print { .a { color: red } }"]
        );
        assert_eq!(around("a.js", "", 0), [Span::new(0, 0)]);
    }
}
