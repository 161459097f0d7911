//! First frames as HTML: a tree made by scripts, printed by html5ever, and read again to see that a browser will find the same tree.

use crate::dom::{Dom, Kind, NodeId, parse_template};
use html5ever::serialize::{Serialize, SerializeOpts, Serializer, TraversalScope, serialize};
use html5ever::{LocalName, QualName, ns};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::{fmt, io};

/// A node of a frame: `["name", [["attribute", "value"]], [children]]`, `"text"`, `{"comment": "…"}`.
#[derive(Debug)]
pub enum FrameNode {
    Text(String),
    Comment { comment: String },
    Element(String, Vec<(String, String)>, Vec<FrameNode>),
}

/// By the kind of JSON value: serde's untagged enums keep every subtree until they know what it is, which takes a fifth of the time of a large frame.
impl<'de> Deserialize<'de> for FrameNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = FrameNode;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a comment or an element")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<FrameNode, E> {
        Ok(FrameNode::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FrameNode, A::Error> {
        #[derive(Deserialize)]
        struct Comment {
            comment: String,
        }
        let Comment { comment } = Comment::deserialize(MapAccessDeserializer::new(map))?;
        Ok(FrameNode::Comment { comment })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<FrameNode, A::Error> {
        let (name, attributes, children) = Deserialize::deserialize(SeqAccessDeserializer::new(seq))?;
        Ok(FrameNode::Element(name, attributes, children))
    }
}

/// Prints the nodes; `None` where HTML cannot say what they are (a `<p>` in a `<p>`, built by script).
pub fn markup(nodes: &[FrameNode]) -> Option<String> {
    let mut out = Vec::new();
    let options = SerializeOpts { traversal_scope: TraversalScope::ChildrenOnly(None), ..SerializeOpts::default() };
    serialize(&mut out, &Forest(nodes), options).ok()?;
    let html = String::from_utf8(out).ok()?;
    let dom = parse_template(&html);
    same(&dom, 0, nodes).then_some(html)
}

/// The tree that a parser made of the markup is the one that was printed; adjacent texts are one.
fn same(dom: &Dom, parent: NodeId, nodes: &[FrameNode]) -> bool {
    let mut found = dom.children(parent).iter().filter_map(|id| dom.nodes.get(*id).map(|node| (*id, &node.kind)));
    let mut rest = nodes.iter().peekable();
    while let Some(node) = rest.next() {
        let equal = match (node, found.next()) {
            (FrameNode::Text(first), Some((_, Kind::Text(text)))) => {
                let mut whole = first.clone();
                while let Some(FrameNode::Text(more)) = rest.peek() {
                    whole.push_str(more);
                    rest.next();
                }
                whole == *text
            }
            (FrameNode::Comment { .. }, Some((_, Kind::Comment))) => true,
            (FrameNode::Element(name, attributes, children), Some((id, Kind::Element { name: found, attributes: given }))) => {
                let equal = |((a, b), (c, d)): (&(String, String), &(String, serde_json::Value))| a == c && d.as_str() == Some(b.as_str());
                name == found && attributes.len() == given.len() && attributes.iter().zip(given).all(equal) && same(dom, id, children)
            }
            _ => false,
        };
        if !equal {
            return false;
        }
    }
    found.next().is_none()
}

struct Forest<'a>(&'a [FrameNode]);

impl Serialize for Forest<'_> {
    fn serialize<S: Serializer>(&self, serializer: &mut S, _: TraversalScope) -> io::Result<()> {
        self.0.iter().try_for_each(|node| print(node, serializer))
    }
}

fn print<S: Serializer>(node: &FrameNode, serializer: &mut S) -> io::Result<()> {
    match node {
        FrameNode::Text(text) => serializer.write_text(text),
        FrameNode::Comment { comment } => serializer.write_comment(comment),
        FrameNode::Element(name, attributes, children) => {
            let html = |name: &str| QualName::new(None, ns!(html), LocalName::from(name));
            let plain = |name: &str| QualName::new(None, ns!(), LocalName::from(name));
            let tag = html(name);
            let attributes: Vec<(QualName, &str)> = attributes.iter().map(|(name, value)| (plain(name), value.as_str())).collect();
            serializer.start_elem(tag.clone(), attributes.iter().map(|(name, value)| (name, *value)))?;
            // Parsers drop a line break at the start of these.
            if matches!(name.as_str(), "pre" | "textarea" | "listing")
                && matches!(children.first(), Some(FrameNode::Text(text)) if text.starts_with('\n'))
            {
                serializer.write_text("\n")?;
            }
            children.iter().try_for_each(|child| print(child, serializer))?;
            serializer.end_elem(tag)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print_json(json: &str) -> Option<String> {
        markup(&serde_json::from_str::<Vec<FrameNode>>(json).expect("nodes"))
    }

    #[test]
    fn hostile_text_stays_text() {
        let json =
            r#"[["wx-view", [["data-a", "\"><script>alert(1)</script>"]], ["</wx-view><script>alert(2)</script>", {"comment": "1.0"}]]]"#;
        let html = print_json(json).expect("markup");
        assert_eq!(
            html,
            "<wx-view data-a=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">&lt;/wx-view&gt;&lt;script&gt;alert(2)&lt;/script&gt;<!--1.0--></wx-view>"
        );
    }

    #[test]
    fn line_breaks_at_the_start_are_kept() {
        assert_eq!(print_json(r#"[["textarea", [], ["\nx"]]]"#).as_deref(), Some("<textarea>\n\nx</textarea>"));
    }

    #[test]
    fn trees_that_markup_cannot_say_are_refused() {
        assert_eq!(print_json(r#"[["p", [], [["p", [], ["x"]]]]]"#), None);
        assert_eq!(print_json(r#"[["table", [], [["tr", [], []]]]]"#), None);
    }
}
