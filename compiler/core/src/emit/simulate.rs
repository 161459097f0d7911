//! What templates of unit tests say besides their render functions: their nodes as data, so that a test environment can build them without reading HTML.
//!
//! `<view class="a">x{{b}}</view><slot/>` gives `tree: [["view", 0, 0], { r: 0 }]`: an array is an element (tag, number, children), a string is a text, a number
//! the hole of a text, an object a region.

use super::put::{list, put};
use crate::ir::{HoleKind, Html, HtmlId, HtmlKind, Kept, NodeInfo, Template};

/// `tree: […]` of a template.
pub(super) fn write_tree(template: &Template, out: &mut String) {
    out.push_str("tree: [");
    children(template, Html::ROOT, true, out);
    out.push_str("],\n");
}

/// Appends the children of a node, separated by commas; `first`: nothing stands before them.
fn children(template: &Template, parent: HtmlId, first: bool, out: &mut String) {
    let ids = template.html.get(parent).map_or(&[][..], |n| &n.children);
    let mut first = first;
    for id in ids {
        if !std::mem::take(&mut first) {
            out.push_str(", ");
        }
        node(template, *id, out);
    }
}

fn node(template: &Template, id: HtmlId, out: &mut String) {
    let Some(html) = template.html.get(id) else { return };
    match &html.kind {
        HtmlKind::Fragment => out.push_str("\"\""),
        HtmlKind::Text(text) => super::expr::write_string(text, out),
        HtmlKind::DynamicText => {
            let hole = template.holes.iter().position(|h| h.node == id && h.kind == HoleKind::Text).unwrap_or_default();
            put!(out, hole);
        }
        HtmlKind::Anchor => {
            let region = template.regions.iter().position(|r| r.anchor == id).unwrap_or_default();
            put!(out, "{ r: ", region, " }");
        }
        HtmlKind::Element { tag, .. } => {
            out.push('[');
            super::expr::write_string(tag, out);
            let number = template.nodes.iter().position(|n| n.node == id).unwrap_or_default();
            put!(out, ", ", number);
            children(template, id, false, out);
            out.push(']');
        }
    }
}

/// `, at: […]` of an addressed node: `[name, value]`, or `[name, hole, 1]`.
pub(super) fn write_kept(info: &NodeInfo, out: &mut String) {
    if info.kept.is_empty() {
        return;
    }
    out.push_str(", at: [");
    list(out, &info.kept, ", ", |out, (name, kept)| {
        out.push('[');
        super::expr::write_string(name, out);
        match kept {
            Kept::Function => out.push_str(", () => {}]"),
            Kept::True => out.push_str(", true]"),
            Kept::Text(text) => {
                out.push_str(", ");
                super::expr::write_string(text, out);
                out.push(']');
            }
            Kept::Hole(hole) => put!(out, ", ", *hole, ", 1]"),
        }
    });
    out.push(']');
}
