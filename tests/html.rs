//! HTML as a browser reads it: the tree html5ever builds, and whether that is the tree that was written.

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, LocalName, ParseOpts, QualName, ns, parse_document};
use std::borrow::Cow;
use std::cell::{Ref, RefCell};

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Document,
    Element(String, Vec<(String, String)>),
    Text(String),
    Comment(String),
}

#[derive(Clone, Debug)]
pub struct Node {
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    pub kind: Kind,
}

/// A parsed document; node 0 is the document itself. The content of a `<template>` are its children.
#[derive(Clone, Debug)]
pub struct Document {
    pub nodes: Vec<Node>,
}

/// Parses a document as a browser with scripting does.
pub fn parse(html: &str) -> Document {
    let sink = Sink {
        nodes: RefCell::new(vec![Node { parent: None, children: Vec::new(), kind: Kind::Document }]),
        names: RefCell::new(vec![nameless()]),
    };
    let tree_builder = TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    parse_document(sink, options).one(StrTendril::from(html))
}

impl Document {
    /// `(name, attributes)` of every element, in the order of the document.
    pub fn elements(&self) -> Vec<(&str, &[(String, String)])> {
        let mut found = Vec::new();
        self.visit(&mut |node, enter| {
            if let (Kind::Element(name, attributes), true) = (&node.kind, enter) {
                found.push((name.as_str(), attributes.as_slice()));
            }
        });
        found
    }

    /// The text of all elements of a name, one string each.
    pub fn texts_of(&self, name: &str) -> Vec<String> {
        let wanted = |node: &&Node| matches!(&node.kind, Kind::Element(own, _) if own == name);
        self.nodes.iter().filter(wanted).map(|node| self.text(node)).collect()
    }

    fn text(&self, node: &Node) -> String {
        let mut text = String::new();
        let mut open: Vec<usize> = node.children.iter().rev().copied().collect();
        while let Some(child) = open.pop() {
            if let Kind::Text(own) = &self.nodes[child].kind {
                text.push_str(own);
            }
            open.extend(self.nodes[child].children.iter().rev());
        }
        text
    }

    /// Calls `see` when a node is entered (`true`) and when it is left.
    pub fn visit<'d>(&'d self, see: &mut dyn FnMut(&'d Node, bool)) {
        let mut open = vec![(0, true)];
        while let Some((id, enter)) = open.pop() {
            let node = &self.nodes[id];
            see(node, enter);
            if enter {
                open.push((id, false));
                open.extend(node.children.iter().rev().map(|child| (*child, true)));
            }
        }
    }

    /// Tags, comments and texts (but white space) in order, as they would be written.
    fn outline(&self) -> Vec<String> {
        let mut outline = Outline::default();
        self.visit(&mut |node, enter| match (&node.kind, enter) {
            (Kind::Element(name, attributes), true) => outline.open(name, attributes.len()),
            (Kind::Element(name, _), false) => outline.close(name),
            (Kind::Text(text), true) => outline.text(text),
            (Kind::Comment(text), true) => outline.comment(text),
            _ => {}
        });
        outline.finish()
    }
}

/// Whether the tree of a document (or of a fragment) is the one its tags say: nothing was closed early, moved or dropped.
pub fn check(html: &str) -> Result<(), String> {
    // A fragment is put into a body by the script that loads it.
    if !html.starts_with("<!doctype html>") {
        return check(&format!("<!doctype html>\n<html><head></head><body>{html}</body></html>"));
    }
    let written = Written::default();
    let tokenizer = Tokenizer::new(written, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let written = tokenizer.sink.0.into_inner().finish();
    let built = parse(html).outline();
    match written.iter().zip(&built).position(|(a, b)| a != b) {
        None if written.len() == built.len() => Ok(()),
        at => {
            let at = at.unwrap_or(written.len().min(built.len()));
            let near = |list: &[String]| list.iter().skip(at.saturating_sub(3)).take(6).cloned().collect::<Vec<_>>().join(" ");
            Err(format!("written {} but read {}", near(&written), near(&built)))
        }
    }
}

#[derive(Default)]
struct Outline {
    pieces: Vec<String>,
    text: String,
}

impl Outline {
    fn push(&mut self, piece: String) {
        let text = std::mem::take(&mut self.text);
        if !text.trim_ascii().is_empty() {
            self.pieces.push(format!("{text:?}"));
        }
        self.pieces.push(piece);
    }
    fn open(&mut self, name: &str, attributes: usize) {
        self.push(format!("<{name} {attributes}>"));
    }
    fn close(&mut self, name: &str) {
        if !matches!(name, "meta" | "link" | "base" | "br" | "img" | "input" | "hr") {
            self.push(format!("</{name}>"));
        }
    }
    fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }
    fn comment(&mut self, text: &str) {
        self.push(format!("<!--{text}-->"));
    }
    fn finish(mut self) -> Vec<String> {
        self.push("end".to_owned());
        self.pieces
    }
}

/// Tags as they stand in the text.
#[derive(Default)]
struct Written(RefCell<Outline>);

impl TokenSink for Written {
    type Handle = ();
    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut outline = self.0.borrow_mut();
        match token {
            Token::TagToken(Tag { kind: TagKind::StartTag, name, attrs, .. }) => {
                outline.open(&name, attrs.len());
                match &*name {
                    "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" => return TokenSinkResult::RawData(RawKind::Rawtext),
                    "title" | "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => {}
                }
            }
            Token::TagToken(Tag { name, .. }) => outline.close(&name),
            Token::CommentToken(text) => outline.comment(&text),
            Token::CharacterTokens(text) => outline.text(&text),
            Token::NullCharacterToken => outline.text("\0"),
            Token::DoctypeToken(_) | Token::ParseError(_) | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    names: RefCell<Vec<QualName>>,
}

fn nameless() -> QualName {
    QualName::new(None, ns!(), LocalName::from(""))
}

impl Sink {
    fn push(&self, kind: Kind, name: QualName) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { parent: None, children: Vec::new(), kind });
        self.names.borrow_mut().push(name);
        nodes.len() - 1
    }

    fn place(&self, parent: usize, child: NodeOrText<usize>, before: Option<usize>) {
        let id = match child {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let siblings = &nodes[parent].children;
                let end = before.and_then(|b| siblings.iter().position(|s| *s == b)).unwrap_or(siblings.len());
                if let Some(previous) = end.checked_sub(1).map(|at| siblings[at])
                    && let Kind::Text(old) = &mut nodes[previous].kind
                {
                    old.push_str(&text);
                    return;
                }
                drop(nodes);
                self.push(Kind::Text(text.to_string()), nameless())
            }
        };
        self.remove_from_parent(&id);
        let mut nodes = self.nodes.borrow_mut();
        nodes[id].parent = Some(parent);
        let siblings = &mut nodes[parent].children;
        let at = before.and_then(|b| siblings.iter().position(|s| *s == b)).unwrap_or(siblings.len());
        siblings.insert(at, id);
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Document;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Document {
        Document { nodes: self.nodes.into_inner() }
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> usize {
        0
    }
    fn elem_name<'a>(&'a self, target: &'a usize) -> Ref<'a, QualName> {
        let at = *target;
        Ref::map(self.names.borrow(), |names| &names[at])
    }
    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> usize {
        let attributes = attrs.into_iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
        self.push(Kind::Element(name.local.to_string(), attributes), name)
    }
    fn create_comment(&self, text: StrTendril) -> usize {
        self.push(Kind::Comment(text.to_string()), nameless())
    }
    fn create_pi(&self, _: StrTendril, text: StrTendril) -> usize {
        self.push(Kind::Comment(text.to_string()), nameless())
    }
    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.place(*parent, child, None);
    }
    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        let parent = self.nodes.borrow()[*element].parent;
        match parent {
            Some(parent) => self.place(parent, child, Some(*element)),
            None => self.place(*previous, child, None),
        }
    }
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }
    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        let parent = self.nodes.borrow()[*sibling].parent;
        if let Some(parent) = parent {
            self.place(parent, child, Some(*sibling));
        }
    }
    fn add_attrs_if_missing(&self, _: &usize, _: Vec<Attribute>) {}
    fn remove_from_parent(&self, target: &usize) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[*target].parent.take() {
            nodes[parent].children.retain(|child| child != target);
        }
    }
    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        let children = self.nodes.borrow()[*node].children.clone();
        for child in children {
            self.place(*new_parent, NodeOrText::AppendNode(child), None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str) -> String {
        format!("<!doctype html>\n<html><head><title>a&lt;b</title></head>\n<body>{body}</body></html>\n")
    }

    #[test]
    fn what_was_written_is_read() {
        assert_eq!(check(&page("<wx-p><wx-p>x</wx-p></wx-p><template><!>a<wx-tr></wx-tr><!></template>")), Ok(()));
        assert!(check(&page("<p><p>x</p></p>")).is_err());
        assert!(check(&page("<table><wx-view></wx-view></table>")).is_err());
        assert!(check(&page("<a><b></a></b>")).is_err());
        assert_eq!(parse(&page("")).texts_of("title"), ["a<b"]);
    }
}
