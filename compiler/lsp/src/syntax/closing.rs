//! The end tag that belongs behind a start tag just typed.

use super::parts::{end_tag, start_tag, start_tag_end};
use wxc_core::ast::wxml::Node;
use wxc_core::diagnostics::Diagnostic;
use wxc_core::parse::wxml::{Parsed, parse};
use wxc_core::source::FileId;

/// `</view>` if a start tag ends at `offset` and nothing closes its element.
pub fn closing_tag(text: &str, offset: u32) -> Option<String> {
    let Parsed { document, diagnostics } = parse(FileId(0), text);
    let mut open: Vec<&Node> = document.nodes.iter().collect();
    while let Some(node) = open.pop() {
        let Node::Element(element) = node else { continue };
        if element.span.start >= offset {
            continue;
        }
        if start_tag_end(text, element) == Some(offset) {
            let tag = start_tag(text, element);
            let closes_itself = text.get(tag.range()).is_some_and(|tag| tag.ends_with("/>"));
            // In a tag that is not understood, the `>` may be meant as something else.
            let broken = |d: &Diagnostic| d.code != "parse/unclosed-tag" && d.span.start < offset && tag.start < d.span.end;
            return (!closes_itself && !diagnostics.iter().any(broken) && end_tag(text, element, tag).is_none())
                .then(|| format!("</{}>", element.name));
        }
        open.extend(&element.children);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use wxc_core::source::Span;

    #[test]
    fn only_what_is_open_is_closed() {
        let closing = |text: &str| {
            let at = text.find('|').expect("a place");
            closing_tag(&text.replacen('|', "", 1), Span::at(at).start)
        };
        let view = Some("</view>".to_owned());
        assert_eq!(closing("<view>|"), view);
        assert_eq!(closing("<view>|\n<text>a</text>"), view);
        assert_eq!(closing("<block>\n<view a=\"{{b > c}}\">|\n</block>"), view);
        assert_eq!(closing("<view>|<view></view>"), view);
        assert_eq!(closing("<my-a>|"), Some("</my-a>".to_owned()));
        for text in [
            "<view>|</view>",
            "<view/>|",
            "</view>|",
            "a >|",
            "<view a=\"{{b >|",
            "<!-- <view>| -->",
            "<wxs module=\"a\">a >|</wxs>",
            "<view a>x|",
            "<view a='\">|",
        ] {
            assert_eq!(closing(text), None, "{text}");
        }
    }
}
