//! Where in a template a place is, told from the text in front of it alone: inside which tags, and in which part of one. Works in text that is being typed, where
//! a tree shows what the parser made of mistakes.

use wxc_core::source::Span;

/// A start tag, open around the place or the one it stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub name_span: Span,
    pub attributes: Vec<Attribute>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub name: String,
    pub name_span: Span,
    /// The text between the quotes.
    pub value: Option<(String, Span)>,
}

impl Tag {
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
    pub fn value(&self, name: &str) -> Option<&str> {
        self.attribute(name)?.value.as_ref().map(|(text, _)| text.as_str())
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Context {
    /// Between tags.
    Text,
    /// Behind `<`: the place of what is written of the name.
    TagName(Span),
    /// Behind `</`.
    EndTag(Span),
    /// In the white space of a tag, or in a name: the place of the word.
    AttributeName(Span),
    /// In a value, outside of mustaches. `value`: from its beginning to the place. Without quotes nothing was typed yet.
    Value {
        attribute: String,
        value: Span,
        quoted: bool,
    },
    /// Behind `{{`: from there to the place; in the value of which attribute.
    Expression {
        attribute: Option<String>,
        body: Span,
    },
    /// In the content of `<wxs>`.
    Script(Span),
    Comment,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub context: Context,
    /// Elements around, the outermost first.
    pub open: Vec<Tag>,
    /// The tag the place stands in, with its attributes on both sides of the place.
    pub tag: Option<Tag>,
}

/// Looks at the place `offset` of a template.
pub fn at(text: &str, offset: usize) -> Cursor {
    let offset = text.floor_char_boundary(offset);
    let mut scanner = Scanner { text, at: 0, end: offset, open: Vec::new() };
    let (context, tag) = scanner.content();
    let tag = tag.map(|start| tag_at(text, start));
    Cursor { context, open: scanner.open, tag }
}

/// The start tag whose name begins at `start`, as far as it is written.
pub fn tag_at(text: &str, start: usize) -> Tag {
    let mut scanner = Scanner { text, at: start, end: text.len(), open: Vec::new() };
    scanner.tag().1
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// What lies behind is not looked at.
    end: usize,
    open: Vec<Tag>,
}

/// How a tag ended.
enum End {
    Open,
    SelfClosing,
    /// The next `<` came first.
    Missing,
    /// The place lies in it.
    Here(Context),
}

fn is_name(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '<' | '>' | '/' | '"' | '\'' | '=' | '{' | '}')
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    fn span(&self, start: usize) -> Span {
        Span::new(start, self.at)
    }

    fn spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn word(&mut self, allowed: fn(char) -> bool) -> Span {
        let start = self.at;
        let length = self.rest().find(|c| !allowed(c)).unwrap_or(self.rest().len());
        self.at += length;
        self.span(start)
    }

    fn slice(&self, span: Span) -> String {
        self.text.get(span.range()).unwrap_or_default().to_owned()
    }

    /// Everything up to the place: what it stands in, and the start of the name of the tag around it.
    fn content(&mut self) -> (Context, Option<usize>) {
        loop {
            let Some(next) = self.rest().find(['<', '{']) else { return (Context::Text, None) };
            self.at += next;
            let rest = self.rest();
            if rest.starts_with("{{") {
                if let Some(context) = self.mustache(None, None) {
                    return (context, None);
                }
            } else if rest.starts_with("<!--") {
                match rest.find("-->") {
                    Some(length) => self.at += length + 3,
                    None => return (Context::Comment, None),
                }
            } else if rest.starts_with("</") {
                self.at += 2;
                self.spaces();
                let name = self.word(is_name);
                if self.at == self.end {
                    return (Context::EndTag(name), None);
                }
                self.close(&self.slice(name));
            } else if rest
                .get(1..)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':' | '-')))
            {
                self.at += 1;
                let start = self.at;
                match self.tag() {
                    (End::Here(context), _) => return (context, Some(start)),
                    (End::Open, tag) if tag.name == "wxs" => {
                        let inside = self.at;
                        match self.rest().find("</wxs") {
                            Some(length) => self.at += length,
                            None => {
                                self.at = self.end;
                                self.open.push(tag);
                                return (Context::Script(self.span(inside)), None);
                            }
                        }
                        self.open.push(tag);
                    }
                    (End::Open | End::Missing, tag) => self.open.push(tag),
                    (End::SelfClosing, _) => {}
                }
            } else {
                self.at += 1;
            }
        }
    }

    /// Ends the innermost element of a name; what stands open in it was not closed.
    fn close(&mut self, name: &str) {
        if let Some(index) = self.open.iter().rposition(|tag| tag.name == name) {
            self.open.truncate(index);
        }
    }

    /// A tag from its name to its end.
    fn tag(&mut self) -> (End, Tag) {
        let name_span = self.word(is_name);
        let mut tag = Tag { name: self.slice(name_span), name_span, attributes: Vec::new() };
        if self.at == self.end {
            return (End::Here(Context::TagName(name_span)), tag);
        }
        loop {
            self.spaces();
            let rest = self.rest();
            if rest.is_empty() {
                return (End::Here(Context::AttributeName(Span::at(self.at))), tag);
            }
            if rest.starts_with("/>") {
                self.at += 2;
                return (End::SelfClosing, tag);
            }
            if rest.starts_with('>') {
                self.at += 1;
                return (End::Open, tag);
            }
            if rest.starts_with('<') {
                return (End::Missing, tag);
            }
            let name_span = self.word(is_name);
            if name_span.is_empty() {
                // A stray quote, brace or slash.
                let width = self.rest().chars().next().map_or(1, char::len_utf8);
                self.at += width;
                continue;
            }
            if self.at == self.end {
                return (End::Here(Context::AttributeName(name_span)), tag);
            }
            let name = self.slice(name_span);
            let mut attribute = Attribute { name: name.clone(), name_span, value: None };
            let behind = self.at;
            self.spaces();
            if self.rest().starts_with('=') {
                self.at += 1;
                self.spaces();
                match self.value(&name) {
                    Ok(value) => attribute.value = value.map(|span| (self.slice(span), span)),
                    Err(context) => return (End::Here(context), tag),
                }
            } else {
                self.at = behind;
            }
            tag.attributes.push(attribute);
        }
    }

    /// A value; its place between the quotes. `Err`: the place lies in it.
    fn value(&mut self, name: &str) -> Result<Option<Span>, Context> {
        let start = self.at;
        let quote = match self.rest().chars().next() {
            None => return Err(Context::Value { attribute: name.to_owned(), value: Span::at(start), quoted: false }),
            Some(quote @ ('"' | '\'')) => quote,
            Some('>' | '<') => return Ok(None),
            Some('{') if self.rest().starts_with("{{") => {
                if let Some(context) = self.mustache(None, Some(name)) {
                    return Err(context);
                }
                return Ok(Some(self.span(start)));
            }
            Some(_) => {
                let span = self.word(|c| is_name(c) || c == '/');
                return match self.at == self.end {
                    true => Err(Context::Value { attribute: name.to_owned(), value: span, quoted: true }),
                    false => Ok(Some(span)),
                };
            }
        };
        self.at += 1;
        let start = self.at;
        loop {
            let Some(next) = self.rest().find([quote, '{', '\n']) else {
                // The end of what is looked at; in a whole text the quote is missing.
                let span = Span::new(start, self.end);
                self.at = self.end;
                return Err(Context::Value { attribute: name.to_owned(), value: span, quoted: true });
            };
            self.at += next;
            match self.rest().chars().next() {
                Some('\n') => {
                    // A value that goes on: its quote comes before anything that looks like the next attribute or tag.
                    let closed = self.rest().find(quote).is_some_and(|length| {
                        let inside = self.rest().get(..length).unwrap_or_default();
                        !inside.contains(['<', '>']) && !inside.trim_end().ends_with('=')
                    });
                    if !closed {
                        let line = self.text.get(start..self.at).unwrap_or_default();
                        let length = line.find('>').unwrap_or(line.len());
                        self.at = start + length;
                        return Ok(Some(self.span(start)));
                    }
                    self.at += 1;
                }
                Some('{') if self.rest().starts_with("{{") => {
                    if let Some(context) = self.mustache(Some(quote), Some(name)) {
                        return Err(context);
                    }
                }
                Some('{') => self.at += 1,
                _ => {
                    let span = self.span(start);
                    self.at += 1;
                    return Ok(Some(span));
                }
            }
        }
    }

    /// A mustache, up to its `}}`, to the quote around it, or to where a missing `}}` must have been. `Some`: the place lies in it.
    fn mustache(&mut self, quote: Option<char>, attribute: Option<&str>) -> Option<Context> {
        self.at += 2;
        let start = self.at;
        let body = self.rest().to_owned();
        let mut string: Option<char> = None;
        let mut depth = 0_usize;
        let mut chars = body.char_indices().peekable();
        let mut line_end = None;
        while let Some((at, c)) = chars.next() {
            if Some(c) == quote {
                self.at = start + at;
                return None;
            }
            if c == '\n' && line_end.is_none() {
                line_end = Some(at);
            }
            match (string, c) {
                (Some(_), '\\') => _ = chars.next(),
                (Some(open), c) if c == open => string = None,
                (Some(_), _) => {}
                (None, '\'' | '"' | '`') => string = Some(c),
                (None, '{') => depth += 1,
                (None, '}') if depth > 0 => depth -= 1,
                (None, '}') if body.get(at + 1..).is_some_and(|rest| rest.starts_with('}')) => {
                    self.at = start + at + 2;
                    return None;
                }
                // A tag behind the end of the line: the braces were never closed.
                (None, '<') if line_end.is_some() || body.get(at + 1..).is_some_and(|rest| rest.starts_with('/')) => {
                    self.at = start + line_end.unwrap_or(at);
                    return None;
                }
                _ => {}
            }
        }
        // A string that is never closed may have hidden the braces.
        let first = body.find("}}").filter(|at| line_end.is_none_or(|line| *at < line));
        if let (Some(_), Some(at)) = (string, first) {
            self.at = start + at + 2;
            return None;
        }
        self.at = self.end;
        Some(Context::Expression { attribute: attribute.map(str::to_owned), body: Span::new(start, self.end) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The context at `|`, with the text it speaks of, and the names of the elements around.
    fn context(marked: &str) -> String {
        let offset = marked.find('|').expect("a mark");
        let text = marked.replacen('|', "", 1);
        let cursor = at(&text, offset);
        let slice = |span: &Span| &text[span.range()];
        let context = match &cursor.context {
            Context::Text => "text".to_owned(),
            Context::TagName(span) => format!("tag {}", slice(span)),
            Context::EndTag(span) => format!("end {}", slice(span)),
            Context::AttributeName(span) => format!("attribute {}", slice(span)),
            Context::Value { attribute, value, quoted } => {
                format!("value {attribute}={}{}", slice(value), if *quoted { "" } else { " bare" })
            }
            Context::Expression { attribute, body } => format!("expression {}:{}", attribute.as_deref().unwrap_or_default(), slice(body)),
            Context::Script(_) => "script".to_owned(),
            Context::Comment => "comment".to_owned(),
        };
        let open: Vec<&str> = cursor.open.iter().map(|tag| tag.name.as_str()).collect();
        format!("{context} [{}]", open.join(" "))
    }

    #[test]
    fn contexts() {
        let cases = [
            ("|", "text []"),
            ("<|", "tag  []"),
            ("<vi|", "tag vi []"),
            ("<vi|ew>", "tag vi []"),
            ("<view |", "attribute  []"),
            ("<view bin|", "attribute bin []"),
            ("<view bin|\n<text/>", "attribute bin []"),
            ("<view class=|", "value class= bare []"),
            ("<view class=\"|", "value class= []"),
            ("<view class=\"a b|\">", "value class=a b []"),
            ("<view class=\"a {{ on ? '|", "expression class: on ? ' []"),
            ("<view>{{it|", "expression :it [view]"),
            ("<view>{{it|}}</view>", "expression :it [view]"),
            ("<view>{{a}}|</view>", "text [view]"),
            ("<view wx:if=\"{{a > |", "expression wx:if:a >  []"),
            ("<view wx:if=\"{{a > b}}\" c|", "attribute c []"),
            ("<view a=\"{{ {b: 1} }}\"><text c='|", "value c= [view]"),
            ("<view><text>a</text></|", "end  [view]"),
            ("<view><text>a</te|", "end te [view text]"),
            ("<a><b><c></b>|", "text [a]"),
            ("<a/><b>|", "text [b]"),
            ("<!-- <a> |", "comment []"),
            ("<wxs module=\"m\">var a = '<b>'|", "script [wxs]"),
            ("<wxs module=\"m\">var a</wxs>|", "text []"),
            // a mistake further up does not turn everything inside out
            ("<view class=\"a>\n<text b=\"c\">|", "text [view text]"),
            ("<view>{{a</view>\n<text b=\"|", "value b= []"),
            ("<view>{{a\n<text b=\"|", "value b= [view]"),
            ("<view style=\"{{ {\n  color: 'red',\n  |", "expression style: {\n  color: 'red',\n   []"),
            ("<view 你=\"好|", "value 你=好 []"),
        ];
        for (marked, expected) in cases {
            assert_eq!(context(marked), expected, "{marked}");
        }
    }

    #[test]
    fn a_tag_has_its_attributes_on_both_sides() {
        let text = "<view wx:for=\"{{list}}\"  wx:for-item=\"row\">";
        let tag = at(text, 24).tag.expect("tag");
        assert_eq!(tag.attributes.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["wx:for", "wx:for-item"]);
        assert_eq!(tag.value("wx:for-item"), Some("row"));
    }
}
