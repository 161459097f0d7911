//! Where in a JSON file a place is, told from the text in front of it alone.

use wxc_core::source::Span;

/// A step from the whole value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Key(String),
    Item,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonContext {
    /// In a key of the object at the path, or where one can begin.
    Key,
    /// In a value at the path, or where one can begin.
    Value,
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonCursor {
    pub context: JsonContext,
    /// To the object of a key, or to the value.
    pub path: Vec<Step>,
    /// What is typed of it, without the quote; empty where nothing is.
    pub typed: Span,
    /// It began with a quote.
    pub quoted: bool,
    /// Keys of the object that stand in front of the place.
    pub keys: Vec<String>,
}

impl JsonCursor {
    /// The path in words; `[]` is an element of an array.
    pub fn names(&self) -> Vec<&str> {
        self.path
            .iter()
            .map(|step| match step {
                Step::Key(key) => key.as_str(),
                Step::Item => "[]",
            })
            .collect()
    }
}

struct Frame {
    object: bool,
    key: Option<String>,
    keys: Vec<String>,
    /// A value or the end of one stands in front.
    filled: bool,
}

/// Looks at the place `offset` of a JSON text.
pub fn at(text: &str, offset: usize) -> JsonCursor {
    let before = text.get(..text.floor_char_boundary(offset)).unwrap_or_default();
    let mut frames: Vec<Frame> = Vec::new();
    let mut rest = before.char_indices().peekable();
    // What is typed at the end: its start, and whether it has a quote.
    let mut open: Option<(usize, bool)> = None;
    while let Some((at, c)) = rest.next() {
        open = None;
        match c {
            '{' | '[' => frames.push(Frame { object: c == '{', key: None, keys: Vec::new(), filled: false }),
            '}' | ']' => {
                frames.pop();
                if let Some(frame) = frames.last_mut() {
                    frame.filled = true;
                }
            }
            ',' => {
                if let Some(frame) = frames.last_mut() {
                    frame.key = None;
                    frame.filled = false;
                }
            }
            '/' if rest.peek().is_some_and(|(_, next)| *next == '/') => while rest.next_if(|(_, c)| *c != '\n').is_some() {},
            '"' | '\'' => {
                let mut word = String::new();
                let mut closed = false;
                while let Some((_, next)) = rest.next() {
                    match next {
                        '\\' => word.extend(rest.next().map(|(_, c)| c)),
                        '\n' => break,
                        next if next == c => {
                            closed = true;
                            break;
                        }
                        next => word.push(next),
                    }
                }
                let ended = closed || before.get(at..).is_some_and(|rest| rest.contains('\n'));
                if !ended {
                    open = Some((at + 1, true));
                } else if let Some(frame) = frames.last_mut() {
                    frame.word(word);
                }
            }
            c if c.is_whitespace() || c == ':' => {}
            _ => {
                while rest.next_if(|(_, c)| c.is_alphanumeric() || matches!(c, '.' | '-' | '+' | '_')).is_some() {}
                let end = rest.peek().map_or(before.len(), |(at, _)| *at);
                if end == before.len() {
                    open = Some((at, false));
                } else if let Some(frame) = frames.last_mut() {
                    frame.word(before.get(at..end).unwrap_or_default().to_owned());
                }
            }
        }
    }
    let (start, quoted) = open.unwrap_or((before.len(), false));
    let typed = Span::new(start, before.len());
    let mut path: Vec<Step> = Vec::new();
    let depth = frames.len();
    for (index, frame) in frames.iter().enumerate() {
        let last = index + 1 == depth;
        match (&frame.key, frame.object) {
            (Some(key), true) => path.push(Step::Key(key.clone())),
            (None, true) => {}
            (_, false) => path.push(Step::Item),
        }
        if last && frame.object && frame.key.is_none() {
            return JsonCursor { context: JsonContext::Key, path, typed, quoted, keys: frame.keys.clone() };
        }
    }
    let context = match frames.last() {
        Some(frame) if !frame.filled => JsonContext::Value,
        _ => JsonContext::Nothing,
    };
    JsonCursor { context, path, typed, quoted, keys: Vec::new() }
}

impl Frame {
    fn word(&mut self, word: String) {
        if self.object && self.key.is_none() {
            self.keys.push(word.clone());
            self.key = Some(word);
        } else {
            self.filled = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(marked: &str) -> String {
        let offset = marked.find('|').expect("a mark");
        let text = marked.replacen('|', "", 1);
        let cursor = at(&text, offset);
        format!(
            "{:?} {} {:?}{}",
            cursor.context,
            cursor.names().join("."),
            &text[cursor.typed.range()],
            if cursor.quoted { " quoted" } else { "" }
        )
    }

    #[test]
    fn places() {
        let cases = [
            ("{|", "Key  \"\""),
            ("{ \"pa|\": []", "Key  \"pa\" quoted"),
            ("{ \"pages\": |", "Value pages \"\""),
            ("{ \"pages\": [\"a\", \"b|", "Value pages.[] \"b\" quoted"),
            ("{ \"pages\": [\"a\" |", "Nothing pages.[] \"\""),
            ("{ \"a\": 1, \"window\": { \"x\": true, n|", "Key window \"n\""),
            ("{ \"a\": tr|", "Value a \"tr\""),
            ("{ \"a\": 1 |", "Nothing a \"\""),
            ("{ \"a\": 1\n, |", "Key  \"\""),
            ("{ \"tabBar\": { \"list\": [{ \"pagePath\": \"|", "Value tabBar.list.[].pagePath \"\" quoted"),
            ("{ // \"x\n \"a\": \"|", "Value a \"\" quoted"),
            ("|", "Nothing  \"\""),
        ];
        for (marked, expected) in cases {
            assert_eq!(shown(marked), expected, "{marked}");
        }
    }
}
