//! A correct file as the formatter sees it: everything that was written, in a tree, with the white space between nodes as gaps.

use crate::lex::wxml::{Token, is_space, lex};

/// White space that is not rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    #[default]
    None,
    Space,
    Line,
    /// At least one empty line.
    Blank,
}

impl Gap {
    fn of(text: &str) -> Self {
        match text.matches('\n').count() {
            0 if text.is_empty() => Self::None,
            0 => Self::Space,
            1 => Self::Line,
            _ => Self::Blank,
        }
    }
}

/// Index of a node in a [`Tree`].
pub type NodeId = usize;

#[derive(Debug)]
pub struct Tree<'s> {
    /// The first is the file itself, an element without a name.
    pub nodes: Vec<Node<'s>>,
}

#[derive(Debug)]
pub struct Node<'s> {
    pub kind: Kind<'s>,
    /// Between the previous sibling, or the parent's start tag, and this node.
    pub before: Gap,
}

#[derive(Debug)]
pub enum Kind<'s> {
    Element(Element<'s>),
    /// To be kept to the letter, but for the inside of mustaches.
    Text(Vec<Piece<'s>>),
    Comment {
        text: &'s str,
        /// White space before it, if nothing else stands before it on its line.
        column: Option<usize>,
    },
}

#[derive(Debug, Default)]
pub struct Element<'s> {
    pub name: &'s str,
    pub attributes: Vec<Attribute<'s>>,
    pub self_closing: bool,
    pub children: Vec<NodeId>,
    /// The body of a `<wxs>`.
    pub raw: Option<&'s str>,
    /// Before the end tag.
    pub last: Gap,
    /// One of the children is a text.
    pub has_text: bool,
}

#[derive(Debug)]
pub struct Attribute<'s> {
    pub name: &'s str,
    pub value: Option<Written<'s>>,
}

/// A value as written.
#[derive(Debug)]
pub struct Written<'s> {
    /// With its quotes.
    pub text: &'s str,
    pub pieces: Vec<Piece<'s>>,
}

#[derive(Clone, Copy, Debug)]
pub enum Piece<'s> {
    Literal(&'s str),
    /// The text between the braces.
    Mustache(&'s str),
}

impl<'s> Tree<'s> {
    pub const ROOT: NodeId = 0;

    pub fn element(&self, id: NodeId) -> Option<&Element<'s>> {
        match self.nodes.get(id).map(|n| &n.kind) {
            Some(Kind::Element(element)) => Some(element),
            _ => None,
        }
    }
}

/// Reads a file; `None` if its tags do not match, which the parser would have reported.
pub fn read(text: &str) -> Option<Tree<'_>> {
    let lexed = lex(text);
    let mut reader = Reader { text, tree: Tree { nodes: Vec::new() }, open: Vec::new(), gap: Gap::None };
    reader.tree.nodes.push(Node { kind: Kind::Element(Element::default()), before: Gap::None });
    reader.open.push(Tree::ROOT);
    let mut tokens = lexed.tokens.into_iter().peekable();
    while let Some((token, span)) = tokens.next() {
        match token {
            Token::Text(_) | Token::Mustache(_) => {
                let mut pieces = Vec::new();
                push_piece(text, token, span.start, span.end, &mut pieces)?;
                let mut end = span.end;
                while let Some((next @ (Token::Text(_) | Token::Mustache(_)), span)) = tokens.peek() {
                    push_piece(text, *next, span.start, span.end, &mut pieces)?;
                    end = span.end;
                    tokens.next();
                }
                reader.text(pieces, text.get(span.start..end)?);
            }
            Token::Comment => {
                let before = text.get(..span.start)?;
                let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
                let column = line.bytes().all(|b| b == b' ').then_some(line.len());
                let kind = Kind::Comment { text: text.get(span.start..span.end)?, column };
                reader.push(kind)?;
            }
            Token::Open(name) => {
                let mut element = Element { name, ..Element::default() };
                loop {
                    match tokens.next()?.0 {
                        Token::Name(name) => {
                            let value = match tokens.peek()? {
                                (Token::Eq, _) => {
                                    tokens.next();
                                    Some(reader.value(&mut tokens)?)
                                }
                                _ => None,
                            };
                            element.attributes.push(Attribute { name, value });
                        }
                        Token::Gt => break,
                        Token::SelfGt => {
                            element.self_closing = true;
                            break;
                        }
                        _ => return None,
                    }
                }
                if let Some((Token::Raw, span)) = tokens.peek() {
                    element.raw = Some(text.get(span.start..span.end)?);
                    tokens.next();
                }
                let closed = element.self_closing;
                let id = reader.push(Kind::Element(element))?;
                if !closed {
                    reader.open.push(id);
                }
            }
            Token::Close(name) => {
                let id = reader.open.pop().filter(|id| *id != Tree::ROOT)?;
                let last = std::mem::take(&mut reader.gap);
                let element = reader.element(id)?;
                if element.name != name {
                    return None;
                }
                element.last = last;
            }
            _ => return None,
        }
    }
    (reader.open == [Tree::ROOT]).then_some(reader.tree)
}

fn push_piece<'s>(text: &'s str, token: Token<'s>, start: usize, end: usize, pieces: &mut Vec<Piece<'s>>) -> Option<()> {
    pieces.push(match token {
        Token::Mustache(mustache) => Piece::Mustache(mustache.body),
        _ => Piece::Literal(text.get(start..end)?),
    });
    Some(())
}

struct Reader<'s> {
    text: &'s str,
    tree: Tree<'s>,
    open: Vec<NodeId>,
    gap: Gap,
}

impl<'s> Reader<'s> {
    fn element(&mut self, id: NodeId) -> Option<&mut Element<'s>> {
        match self.tree.nodes.get_mut(id).map(|n| &mut n.kind) {
            Some(Kind::Element(element)) => Some(element),
            _ => None,
        }
    }

    fn push(&mut self, kind: Kind<'s>) -> Option<NodeId> {
        let id = self.tree.nodes.len();
        let is_text = matches!(kind, Kind::Text(_));
        self.tree.nodes.push(Node { kind, before: std::mem::take(&mut self.gap) });
        let parent = *self.open.last()?;
        let parent = self.element(parent)?;
        parent.children.push(id);
        parent.has_text |= is_text;
        Some(id)
    }

    fn text(&mut self, pieces: Vec<Piece<'s>>, whole: &str) {
        if whole.chars().all(is_space) {
            self.gap = Gap::of(whole);
        } else {
            self.push(Kind::Text(pieces));
        }
    }

    fn value(&self, tokens: &mut impl Iterator<Item = (Token<'s>, crate::lex::wxml::Span)>) -> Option<Written<'s>> {
        let (Token::ValueStart, start) = tokens.next()? else { return None };
        let mut pieces = Vec::new();
        loop {
            let (token, span) = tokens.next()?;
            match token {
                Token::Text(_) | Token::Mustache(_) => push_piece(self.text, token, span.start, span.end, &mut pieces)?,
                Token::ValueEnd => return Some(Written { text: self.text.get(start.start..span.end)?, pieces }),
                _ => return None,
            }
        }
    }
}
