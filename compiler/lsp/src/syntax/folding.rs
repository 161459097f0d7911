//! What can be folded away: elements, rules, objects and comments that take several lines.

use super::parts::{Kind, parts};
use wxc_core::source::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    pub span: Span,
    pub comment: bool,
}

/// Everything that takes several lines, in order. The line of an end tag or of a closing brace stays to be seen, so a fold ends before it.
pub fn folds(path: &str, text: &str) -> Vec<Fold> {
    let mut folds = Vec::new();
    for part in parts(path, text).into_iter().filter(|part| part.kind != Kind::Piece) {
        let comment = part.kind == Kind::Comment;
        let shown = text.get(part.span.range()).unwrap_or_default();
        let end = if comment { shown.len() } else { shown.rfind('\n').unwrap_or_default() };
        let end = shown.get(..end).map_or(0, |kept| kept.trim_end_matches('\r').len());
        if shown.get(..end).is_some_and(|kept| kept.contains('\n')) {
            let start = part.span.start as usize;
            folds.push(Fold { span: Span::new(start, start + end), comment });
        }
    }
    folds.sort_by_key(|fold| (fold.span.start, fold.span.end));
    folds.dedup_by_key(|fold| fold.span);
    folds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<(usize, usize, bool)> {
        let line = |offset: u32| text[..offset as usize].matches('\n').count();
        folds(path, text).iter().map(|fold| (line(fold.span.start), line(fold.span.end), fold.comment)).collect()
    }

    #[test]
    fn what_takes_lines_can_be_folded() {
        let template = "<view>\n  <text>a</text>\n  <view\n    a=\"1\">\n    b\n  </view>\n</view>\n<!--\n a\n-->\n<wxs module=\"m\">\nvar a\n</wxs>\n";
        assert_eq!(lines("a.wxml", template), [(0, 5, false), (2, 4, false), (7, 9, true), (10, 11, false)]);
        assert_eq!(lines("a.wxml", "<a>\r\n</a>\r\n"), []);
        let sheet = ".a {\n  color: red;\n}\n@media print {\n  .b {\n    a: \"/*\"\n  }\n}\n/* a\n b */ .c {}\n";
        assert_eq!(lines("a.wxss", sheet), [(0, 1, false), (3, 6, false), (4, 5, false), (8, 9, true)]);
        assert_eq!(lines("a.json", "{\n  \"a\": [\n    1\n  ]\n}"), [(0, 3, false), (1, 2, false)]);
        assert_eq!(lines("a.js", "{\n\n}"), []);
    }
}
