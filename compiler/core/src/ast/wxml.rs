//! The tree of a WXML file. One tree, one file; names are as written (directives are attributes here, `analyse` gives them meaning).

use super::expr::Expr;
use crate::source::Span;

/// A whole file. Any depth of nesting is possible, so passes over it keep their own stack or bound their recursion; dropping does not recurse.
#[derive(Debug, Default)]
pub struct Document {
    pub nodes: Vec<Node>,
}

#[derive(Debug)]
pub enum Node {
    Element(Box<Element>),
    /// Text between tags, not only white space (or with a mustache): escapes and entities decoded, CRLF made LF.
    Text(Text),
    Comment(Span),
}

#[derive(Debug)]
pub struct Text {
    pub span: Span,
    pub value: Value,
}

#[derive(Debug)]
pub struct Element {
    /// From `<` to the end of the end tag.
    pub span: Span,
    /// As written, case kept.
    pub name: String,
    pub name_span: Span,
    pub attributes: Vec<Attribute>,
    pub children: Vec<Node>,
    /// Raw text of a `<wxs>` element (its children are empty).
    pub raw: Option<Span>,
}

#[derive(Debug)]
pub struct Attribute {
    pub span: Span,
    /// As written: `wx:if`, `bind:tap`, `data-a`.
    pub name: String,
    pub name_span: Span,
    /// `None`: no `=`.
    pub value: Option<Value>,
    /// The text between the quotes (empty when there is none).
    pub value_span: Span,
}

/// An attribute value or a text: literal parts and mustaches, in order. No two literals are adjacent; an empty value has no parts.
#[derive(Debug, Default)]
pub struct Value {
    pub parts: Vec<Part>,
}

#[derive(Debug)]
pub enum Part {
    Literal {
        text: String,
        span: Span,
    },
    /// `{{ … }}`; `span` covers the braces. `expr` is `None` for an empty mustache and for one that could not be parsed (already reported).
    Mustache {
        span: Span,
        body: Span,
        expr: Option<Expr>,
        empty: bool,
    },
}

impl Value {
    /// The text of a value without mustaches.
    pub fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Literal { text, .. }] => Some(text),
            _ => None,
        }
    }
    /// The expression of a value that is one mustache and nothing else (`Some(None)`: an empty or broken one).
    pub fn single(&self) -> Option<Option<&Expr>> {
        match self.parts.as_slice() {
            [Part::Mustache { expr, .. }] => Some(expr.as_ref()),
            _ => None,
        }
    }
    pub fn has_mustache(&self) -> bool {
        self.parts.iter().any(|p| matches!(p, Part::Mustache { .. }))
    }
}

impl Node {
    pub fn span(&self) -> Span {
        match self {
            Node::Element(element) => element.span,
            Node::Text(text) => text.span,
            Node::Comment(span) => *span,
        }
    }
}

/// Children are taken out level by level, so that dropping a deep tree takes no stack.
impl Drop for Element {
    fn drop(&mut self) {
        let mut nodes = std::mem::take(&mut self.children);
        while let Some(node) = nodes.pop() {
            if let Node::Element(mut element) = node {
                nodes.append(&mut element.children);
            }
        }
    }
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|a| a.name == name)
    }
}
