//! Open files: their texts, and the edits that arrive for them.

use super::position::{Encoding, Lines};
use lsp_types::{TextDocumentContentChangeEvent, Uri};
use std::path::PathBuf;
use std::sync::Arc;

const MARK: char = '\u{feff}';

/// A text that the editor owns.
#[derive(Clone, Debug)]
pub struct Document {
    pub uri: Uri,
    pub version: i32,
    /// The language's id in the editor.
    pub language: String,
    /// Without byte order mark.
    pub text: Arc<str>,
    /// The editor's text begins with one, and it counts.
    pub mark: bool,
    /// The project, and the path below it.
    pub project: PathBuf,
    pub path: String,
}

/// A text without its byte order mark, and whether it had one.
pub fn bare(text: &str) -> (Arc<str>, bool) {
    let bare = text.strip_prefix(MARK);
    (bare.unwrap_or(text).into(), bare.is_some())
}

impl Document {
    /// Applies changes in order; each counts positions in the text that the one before left.
    pub fn edit(&mut self, changes: &[TextDocumentContentChangeEvent], encoding: Encoding) {
        let mut text = self.text.to_string();
        for change in changes {
            match change.range {
                Some(range) => {
                    let span = Lines::new(&text, self.mark, encoding).span(range);
                    text.replace_range(span.range(), &change.text);
                }
                None => {
                    let (bare, mark) = bare(&change.text);
                    text = bare.to_string();
                    self.mark = mark;
                }
            }
        }
        self.text = text.into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lsp_types::{Position, Range};

    fn change(range: Option<[u32; 4]>, text: &str) -> TextDocumentContentChangeEvent {
        let range = range.map(|[a, b, c, d]| Range { start: Position::new(a, b), end: Position::new(c, d) });
        TextDocumentContentChangeEvent { range, range_length: None, text: text.to_owned() }
    }

    fn edited(before: &str, changes: &[TextDocumentContentChangeEvent]) -> String {
        let (text, mark) = bare(before);
        let uri = "untitled:a".parse().expect("an address");
        let mut document = Document { uri, version: 1, language: String::new(), text, mark, project: PathBuf::new(), path: String::new() };
        document.edit(changes, Encoding::Utf16);
        document.text.to_string()
    }

    #[test]
    fn edits_of_lines_emoji_and_line_ends() {
        let typed = [change(Some([0, 3, 0, 3]), "x"), change(Some([1, 0, 2, 0]), ""), change(Some([0, 0, 0, 1]), "")];
        assert_eq!(edited("a😀\r\nb\r\nc", &typed), "😀x\r\nc");
        assert_eq!(edited("a\rb", &[change(Some([1, 0, 1, 1]), "c")]), "a\rc");
        // from inside of the emoji, and backwards
        assert_eq!(edited("😀a", &[change(Some([0, 1, 0, 2]), "b")]), "ba");
        assert_eq!(edited("abc", &[change(Some([0, 2, 0, 1]), "")]), "ac");
        assert_eq!(edited("abc", &[change(Some([7, 7, 9, 9]), "!")]), "abc!");
        assert_eq!(edited("\u{feff}abc", &[change(Some([0, 1, 0, 2]), "x")]), "xbc");
        assert_eq!(edited("abc", &[change(None, "\u{feff}new")]), "new");
    }
}
