//! The static side of a template: its HTML, and the meta data with which the view finds the places that change.

use super::put::{list, put};
use super::template::HtmlTemplate;
use crate::ir::{Handler, HoleKind, Html, HtmlId, HtmlKind, Template};
use std::ops::Range;

/// Numbers of nodes, shared by the view's meta data and the render module.
pub struct Numbers {
    /// By index of the HTML node.
    by_node: Vec<Option<usize>>,
    /// Regions as the view needs them: `[node, anchored]`.
    regions: Vec<(usize, bool)>,
    /// Anchors that are not written: the region is the tail of its parent.
    dropped: Vec<bool>,
    single: bool,
    /// Number of the closing comment of a block with several roots, if a region stands before it.
    end: Option<usize>,
    count: usize,
}

impl Numbers {
    pub fn new(template: &Template) -> Self {
        let html = &template.html;
        let roots = html.get(Html::ROOT).map_or(&[][..], |n| &n.children);
        let single = matches!(roots, [only] if matches!(html.get(*only).map(|n| &n.kind), Some(HtmlKind::Element { .. })));
        let size = html.nodes.len();
        let mut numbers = Self { by_node: vec![None; size], regions: Vec::new(), dropped: vec![false; size], single, end: None, count: 0 };
        for info in &template.nodes {
            numbers.number(info.node);
        }
        for hole in &template.holes {
            numbers.number(hole.node);
        }
        for region in &template.regions {
            let parent = html.get(region.anchor).and_then(|n| n.parent).unwrap_or(Html::ROOT);
            let is_last = html.last_child(parent) == Some(region.anchor);
            let place = match (is_last, parent == Html::ROOT) {
                (true, true) => {
                    numbers.drop_anchor(region.anchor);
                    let end = numbers.count;
                    let number = *numbers.end.get_or_insert(end);
                    numbers.count = numbers.count.max(number + 1);
                    (number, true)
                }
                (true, false) => {
                    numbers.drop_anchor(region.anchor);
                    (numbers.number(parent), false)
                }
                (false, _) => (numbers.number(region.anchor), true),
            };
            numbers.regions.push(place);
        }
        numbers
    }

    fn drop_anchor(&mut self, anchor: HtmlId) {
        if let Some(dropped) = self.dropped.get_mut(anchor.0) {
            *dropped = true;
        }
    }

    fn number(&mut self, node: HtmlId) -> usize {
        let next = self.count;
        let number = self.by_node.get_mut(node.0).map_or(next, |slot| *slot.get_or_insert(next));
        self.count = self.count.max(number + 1);
        number
    }

    pub fn get(&self, node: HtmlId) -> Option<usize> {
        self.by_node.get(node.0).copied().flatten()
    }
}

/// The `<template>` of a block.
pub fn html_template(key: String, template: &Template, numbers: &Numbers) -> HtmlTemplate {
    // An element takes some thirty bytes.
    let out = String::with_capacity(template.html.nodes.len() * 32);
    let mut printer = Printer { html: &template.html, numbers, out, paths: vec![0..0; numbers.count], steps: Vec::new(), path: Vec::new() };
    printer.fragment();
    let meta = meta(template, numbers, printer.paths.iter().map(|steps| printer.steps.get(steps.clone()).unwrap_or_default()));
    HtmlTemplate { key, meta, html: printer.out }
}

struct Printer<'a> {
    html: &'a Html,
    numbers: &'a Numbers,
    out: String,
    /// Path of each numbered node, as a part of `steps`.
    paths: Vec<Range<usize>>,
    steps: Vec<usize>,
    path: Vec<usize>,
}

impl Printer<'_> {
    fn fragment(&mut self) {
        let roots = self.html.get(Html::ROOT).map_or(&[][..], |n| &n.children);
        if self.numbers.single {
            self.children(roots, 0);
            return;
        }
        self.out.push_str("<!>");
        let count = self.children(roots, 1);
        self.out.push_str("<!>");
        if let Some(end) = self.numbers.end {
            self.path.push(count);
            self.set_path(end);
        }
    }

    /// The way to the current node is the path of this number.
    fn set_path(&mut self, number: usize) {
        if let Some(slot) = self.paths.get_mut(number) {
            let start = self.steps.len();
            self.steps.extend_from_slice(&self.path);
            *slot = start..self.steps.len();
        }
    }

    /// Prints siblings, the first at child index `first`; returns the index after the last.
    fn children(&mut self, ids: &[HtmlId], first: usize) -> usize {
        let mut at = first;
        for id in ids {
            if self.numbers.dropped.get(id.0) == Some(&true) {
                continue;
            }
            self.path.push(at);
            if let Some(number) = self.numbers.get(*id) {
                self.set_path(number);
            }
            stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.node(*id));
            self.path.pop();
            at += 1;
        }
        at
    }

    fn node(&mut self, id: HtmlId) {
        let Some(node) = self.html.get(id) else { return };
        match &node.kind {
            HtmlKind::Fragment => {}
            HtmlKind::Text(text) => escape_text(text, &mut self.out),
            HtmlKind::DynamicText => self.out.push(' '),
            HtmlKind::Anchor => self.out.push_str("<!>"),
            HtmlKind::Element { tag, attributes } => {
                self.out.push_str("<wx-");
                let name = self.out.len();
                self.out.push_str(tag);
                if let Some(written) = self.out.get_mut(name..) {
                    written.make_ascii_lowercase();
                }
                let name = name..self.out.len();
                for (attribute, value) in attributes {
                    self.out.push(' ');
                    self.out.push_str(attribute);
                    if !value.is_empty() {
                        self.out.push_str("=\"");
                        escape_attribute(value, &mut self.out);
                        self.out.push('"');
                    }
                }
                self.out.push('>');
                self.children(&node.children, 0);
                self.out.push_str("</wx-");
                self.out.extend_from_within(name);
                self.out.push('>');
            }
        }
    }
}

/// Text for HTML: markup characters, carriage returns (which a parser would drop) and NUL.
pub fn escape_text(text: &str, out: &mut String) {
    escape(text, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'\r' => Some("&#13;"),
        b'\0' => Some("\u{fffd}"),
        _ => None,
    });
}

/// Text for an attribute value in either kind of quotes.
pub fn escape_attribute(text: &str, out: &mut String) {
    escape(text, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'\r' => Some("&#13;"),
        b'\0' => Some("\u{fffd}"),
        _ => None,
    });
}

/// Copies a text in as few pieces as its ASCII characters that are written otherwise leave.
fn escape(text: &str, out: &mut String, written: impl Fn(u8) -> Option<&'static str>) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(other) = written(byte) {
            out.push_str(text.get(from..at).unwrap_or_default());
            out.push_str(other);
            from = at + 1;
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

/// `TemplateMeta` of `protocol/ops.ts` as JSON.
fn meta<'p>(template: &Template, numbers: &Numbers, paths: impl Iterator<Item = &'p [usize]>) -> String {
    let mut out = String::from("{");
    let number = |node| numbers.get(node).unwrap_or_default();
    field(&mut out, "n", paths, |out, path| {
        out.push('[');
        list(out, path, ",", |out, index| put!(out, *index));
        out.push(']');
    });
    field(&mut out, "h", template.holes.iter(), |out, hole| {
        let node = number(hole.node);
        match &hole.kind {
            HoleKind::Text => put!(out, "[0,", node, "]"),
            HoleKind::Class { suffix, .. } if suffix.is_empty() => put!(out, "[1,", node, "]"),
            HoleKind::Class { suffix, .. } => put!(out, "[1,", node, ",", json(suffix), "]"),
            HoleKind::Style => put!(out, "[2,", node, "]"),
            HoleKind::Attribute(name) => put!(out, "[3,", node, ",", json(name), "]"),
            HoleKind::Property(name) => put!(out, "[4,", node, ",", json(name), "]"),
            HoleKind::Data(name) => put!(out, "[5,", node, ",", json(name), "]"),
            HoleKind::Change { name, function } => put!(out, "[6,", node, ",", json(name), ",", json(function), "]"),
        }
    });
    field(&mut out, "r", numbers.regions.iter(), |out, (node, anchored)| put!(out, "[", *node, ",", usize::from(*anchored), "]"));
    let listeners = template.nodes.iter().flat_map(|info| info.listeners.iter().map(|l| (number(info.node), l)));
    field(&mut out, "e", listeners, |out, (node, listener)| {
        put!(out, "[", node, ",", json(&listener.event), ",", listener.bits as usize);
        if let Handler::Wxs(function) = &listener.handler {
            put!(out, ",", json(function));
        }
        out.push(']');
    });
    let addressed = template.nodes.iter().filter(|i| i.addressed).filter_map(|i| numbers.get(i.node));
    field(&mut out, "a", addressed, |out, number| put!(out, number));
    if numbers.single {
        out.push_str(if out.len() > 1 { ",\"s\":1" } else { "\"s\":1" });
    }
    out.push('}');
    out
}

/// A member whose value is a list; nothing for an empty one.
fn field<T>(out: &mut String, name: &str, items: impl Iterator<Item = T>, put: impl FnMut(&mut String, T)) {
    let mut items = items.peekable();
    if items.peek().is_some() {
        let comma = if out.len() > 1 { "," } else { "" };
        put!(out, comma, "\"", name, "\":[");
        list(out, items, ",", put);
        out.push(']');
    }
}

fn json(text: &str) -> impl Fn(&mut String) {
    move |out| {
        // Names: nothing in them has a meaning.
        if text.bytes().all(|b| matches!(b, b' '..=b'~') && !matches!(b, b'"' | b'\\')) {
            put!(out, "\"", text, "\"");
        } else {
            // Strings always serialise.
            out.push_str(&serde_json::to_string(text).unwrap_or_default());
        }
    }
}
