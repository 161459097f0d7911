//! A document tree in an arena, filled by html5ever and changed by patches.

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, ParseOpts, QualName, local_name, ns, parse_fragment};
use serde_json::Value;
use std::borrow::Cow;
use std::cell::{Ref, RefCell};

/// Index of a node in a [`Dom`].
pub type NodeId = usize;

#[derive(Clone, Debug)]
pub enum Kind {
    Fragment,
    /// Attribute values keep the type the logic side gave them.
    Element {
        name: String,
        attributes: Vec<(String, Value)>,
    },
    Text(String),
    Comment,
}

#[derive(Clone, Debug)]
pub struct Node {
    pub parent: Option<NodeId>,
    pub children: Vec<NodeId>,
    pub kind: Kind,
}

/// Nodes are never reused; a [`Dom`] lives for one rendering.
#[derive(Clone, Debug, Default)]
pub struct Dom {
    pub nodes: Vec<Node>,
}

impl Dom {
    pub fn add(&mut self, kind: Kind) -> NodeId {
        self.nodes.push(Node { parent: None, children: Vec::new(), kind });
        self.nodes.len() - 1
    }

    pub fn children(&self, id: NodeId) -> &[NodeId] {
        self.nodes.get(id).map_or(&[], |n| &n.children)
    }

    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.nodes.get(id).and_then(|n| n.parent)
    }

    pub fn detach(&mut self, id: NodeId) {
        let Some(parent) = self.nodes.get_mut(id).and_then(|n| n.parent.take()) else { return };
        if let Some(parent) = self.nodes.get_mut(parent) {
            parent.children.retain(|c| *c != id);
        }
    }

    /// Puts `id` before `before`, or at the end of `parent`.
    pub fn insert(&mut self, parent: NodeId, id: NodeId, before: Option<NodeId>) {
        self.detach(id);
        if let Some(node) = self.nodes.get_mut(id) {
            node.parent = Some(parent);
        }
        if let Some(parent) = self.nodes.get_mut(parent) {
            let at = before.and_then(|b| parent.children.iter().position(|c| *c == b)).unwrap_or(parent.children.len());
            parent.children.insert(at, id);
        }
    }

    /// The siblings from `first` to `last`.
    pub fn range(&self, first: NodeId, last: NodeId) -> Vec<NodeId> {
        let siblings = self.parent(first).map_or(&[][..], |p| self.children(p));
        let start = siblings.iter().position(|n| *n == first);
        let end = siblings.iter().position(|n| *n == last);
        match (start, end) {
            (Some(start), Some(end)) => siblings.get(start..=end).unwrap_or_default().to_vec(),
            _ => Vec::new(),
        }
    }

    /// A deep copy of `other`'s node in this tree.
    pub fn adopt(&mut self, other: &Dom, id: NodeId) -> NodeId {
        let root = self.add(other.nodes.get(id).map_or(Kind::Fragment, |n| n.kind.clone()));
        let mut open = vec![(id, root)];
        while let Some((from, to)) = open.pop() {
            for child in other.children(from) {
                let copy = self.add(other.nodes.get(*child).map_or(Kind::Fragment, |n| n.kind.clone()));
                if let Some(node) = self.nodes.get_mut(copy) {
                    node.parent = Some(to);
                }
                if let Some(node) = self.nodes.get_mut(to) {
                    node.children.push(copy);
                }
                open.push((*child, copy));
            }
        }
        root
    }

    /// The node at a path of child indexes.
    pub fn at(&self, from: NodeId, path: &[usize]) -> Option<NodeId> {
        path.iter().try_fold(from, |node, index| self.children(node).get(*index).copied())
    }

    pub fn set_attribute(&mut self, id: NodeId, name: &str, value: Value) {
        if let Some(Node { kind: Kind::Element { attributes, .. }, .. }) = self.nodes.get_mut(id) {
            match attributes.iter_mut().find(|(n, _)| n == name) {
                Some((_, old)) => *old = value,
                None => attributes.push((name.to_owned(), value)),
            }
        }
    }

    pub fn set_text(&mut self, id: NodeId, text: String) {
        if let Some(Node { kind: Kind::Text(old), .. }) = self.nodes.get_mut(id) {
            *old = text;
        }
    }
}

/// Parses the inner HTML of a `<template>`; the tree's first node is the fragment.
pub fn parse_template(html: &str) -> Dom {
    let sink = Sink::default();
    let context = QualName::new(None, ns!(html), local_name!("template"));
    let parser = parse_fragment(sink, ParseOpts::default(), context, Vec::new(), false);
    let sink = parser.one(StrTendril::from(html));
    let mut dom = Dom { nodes: sink.nodes.into_inner() };
    // html5ever hangs fragments below a synthetic `html` element.
    if let Some(root) = dom.children(0).first().copied() {
        let children = dom.children(root).to_vec();
        dom.detach(root);
        for child in children {
            dom.insert(0, child, None);
        }
    }
    dom
}

/// html5ever's view of the arena.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    names: RefCell<Vec<QualName>>,
}

impl Default for Sink {
    fn default() -> Self {
        let fragment = Node { parent: None, children: Vec::new(), kind: Kind::Fragment };
        Self { nodes: RefCell::new(vec![fragment]), names: RefCell::new(vec![QualName::new(None, ns!(), LocalName::from(""))]) }
    }
}

impl Sink {
    fn push(&self, kind: Kind, name: QualName) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { parent: None, children: Vec::new(), kind });
        self.names.borrow_mut().push(name);
        nodes.len() - 1
    }

    fn nameless() -> QualName {
        QualName::new(None, ns!(), LocalName::from(""))
    }

    fn place(&self, parent: NodeId, child: NodeOrText<NodeId>, before: Option<NodeId>) {
        let id = match child {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => {
                let siblings = self.nodes.borrow().get(parent).map(|n| n.children.clone()).unwrap_or_default();
                let previous = match before {
                    Some(b) => siblings.iter().position(|s| *s == b).and_then(|i| i.checked_sub(1)).and_then(|i| siblings.get(i).copied()),
                    None => siblings.last().copied(),
                };
                if let Some(previous) = previous
                    && let Some(Node { kind: Kind::Text(old), .. }) = self.nodes.borrow_mut().get_mut(previous)
                {
                    old.push_str(&text);
                    return;
                }
                self.push(Kind::Text(text.to_string()), Self::nameless())
            }
        };
        let mut dom = Dom { nodes: self.nodes.take() };
        dom.insert(parent, id, before);
        self.nodes.replace(dom.nodes);
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Self;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Self {
        self
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> NodeId {
        0
    }
    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        let at = *target;
        Ref::map(self.names.borrow(), |names| names.get(at).unwrap_or_else(|| unreachable!("handles come from this sink")))
    }
    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let attributes = attrs.into_iter().map(|a| (a.name.local.to_string(), Value::String(a.value.to_string()))).collect();
        self.push(Kind::Element { name: name.local.to_string(), attributes }, name)
    }
    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.push(Kind::Comment, Self::nameless())
    }
    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.push(Kind::Comment, Self::nameless())
    }
    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.place(*parent, child, None);
    }
    fn append_based_on_parent_node(&self, element: &NodeId, _: &NodeId, child: NodeOrText<NodeId>) {
        self.place(*element, child, None);
    }
    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }
    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }
    fn set_quirks_mode(&self, _: QuirksMode) {}
    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let parent = self.nodes.borrow().get(*sibling).and_then(|n| n.parent);
        if let Some(parent) = parent {
            self.place(parent, child, Some(*sibling));
        }
    }
    fn add_attrs_if_missing(&self, _: &NodeId, _: Vec<Attribute>) {}
    fn remove_from_parent(&self, target: &NodeId) {
        let mut dom = Dom { nodes: self.nodes.take() };
        dom.detach(*target);
        self.nodes.replace(dom.nodes);
    }
    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let children = self.nodes.borrow().get(*node).map(|n| n.children.clone()).unwrap_or_default();
        for child in children {
            self.place(*new_parent, NodeOrText::AppendNode(child), None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_keeps_its_shape() {
        let dom = parse_template("<!> <wx-view class=\"a\">x<!></wx-view><wx-p><wx-p>y</wx-p></wx-p><!>");
        let kinds: Vec<String> = dom
            .children(0)
            .iter()
            .filter_map(|id| dom.nodes.get(*id))
            .map(|n| match &n.kind {
                Kind::Element { name, attributes } => format!("{name} {}", attributes.len()),
                Kind::Text(t) => format!("text {t:?}"),
                Kind::Comment => "comment".to_owned(),
                Kind::Fragment => "fragment".to_owned(),
            })
            .collect();
        assert_eq!(kinds, ["comment", "text \" \"", "wx-view 1", "wx-p 0", "comment"]);
        assert_eq!(dom.at(0, &[2, 1]).and_then(|id| dom.nodes.get(id)).map(|n| matches!(n.kind, Kind::Comment)), Some(true));
    }
}
