//! Formatting as few edits, so that cursors and folds stay where they are.

use similar::{Algorithm, DiffOp, TextDiff};
use wxc_core::format::{Refusal, format};
use wxc_core::source::{FileId, Span};

/// What is to be replaced, by whole lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// The edits that format a WXML text, in order; only those that touch `within`, if that is given. `Err`: why it was left as it is.
pub fn edits(text: &str, within: Option<Span>) -> Result<Vec<Edit>, Refusal> {
    let formatted = format(FileId(0), text)?;
    let diff = TextDiff::configure().algorithm(Algorithm::Myers).diff_lines(text, formatted.as_str());
    let old: Vec<usize> = starts(text);
    let new: Vec<usize> = starts(&formatted);
    let at = |starts: &[usize], line: usize| starts.get(line).copied().unwrap_or_default();
    let edits = diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).map(|op| {
        let (before, after) = (op.old_range(), op.new_range());
        let span = Span::new(at(&old, before.start), at(&old, before.end));
        Edit { span, text: formatted.get(at(&new, after.start)..at(&new, after.end)).unwrap_or_default().to_owned() }
    });
    Ok(edits.filter(|edit| within.is_none_or(|within| edit.span.start <= within.end && within.start <= edit.span.end)).collect())
}

/// Where lines begin, and where the text ends.
fn starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    for line in text.split_inclusive('\n') {
        starts.push(starts.last().copied().unwrap_or_default() + line.len());
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(text: &str, edits: &[Edit]) -> String {
        let mut text = text.to_owned();
        edits.iter().rev().for_each(|edit| text.replace_range(edit.span.range(), &edit.text));
        text
    }

    #[test]
    fn edits_make_the_formatted_text() {
        for text in ["<view   a='1'>\n<text/>\n</view>", "<view>\r\n<text/>\r\n<image/></view>\r\n", "", "\n\n", "<a/><b/>", "<view/>\n"] {
            let edits = edits(text, None).expect("no mistakes");
            assert_eq!(applied(text, &edits), format(FileId(0), text).expect("no mistakes"), "{text:?}");
        }
    }

    #[test]
    fn lines_that_are_fine_are_left_alone() {
        let text = "<view>\n  <text />\n</view>\n<view>\n<text/>\n</view>\n";
        let all = edits(text, None).expect("no mistakes");
        assert_eq!(all, [Edit { span: Span::new(33, 41), text: "  <text />\n".to_owned() }]);
        assert_eq!(edits(text, Some(Span::new(0, 3))), Ok(Vec::new()));
        assert_eq!(edits(text, Some(Span::new(35, 36))), Ok(all));
    }

    #[test]
    fn mistakes_are_told() {
        assert!(matches!(edits("<view", None), Err(Refusal::Mistakes(_))));
    }
}
