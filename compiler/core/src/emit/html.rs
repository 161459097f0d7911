//! The static side of a template: its HTML, and the meta data with which the view finds the places that change.

use super::template::HtmlTemplate;
use crate::ir::{Handler, HoleKind, Html, HtmlId, HtmlKind, Template};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Numbers of nodes, shared by the view's meta data and the render module.
pub struct Numbers {
    by_node: BTreeMap<HtmlId, usize>,
    /// Regions as the view needs them: `[node, anchored]`.
    regions: Vec<(usize, bool)>,
    /// Anchors that are not written: the region is the tail of its parent.
    dropped: Vec<HtmlId>,
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
        let mut numbers = Self { by_node: BTreeMap::new(), regions: Vec::new(), dropped: Vec::new(), single, end: None, count: 0 };
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
                    numbers.dropped.push(region.anchor);
                    let end = numbers.count;
                    let number = *numbers.end.get_or_insert(end);
                    numbers.count = numbers.count.max(number + 1);
                    (number, true)
                }
                (true, false) => {
                    numbers.dropped.push(region.anchor);
                    (numbers.number(parent), false)
                }
                (false, _) => (numbers.number(region.anchor), true),
            };
            numbers.regions.push(place);
        }
        numbers
    }

    fn number(&mut self, node: HtmlId) -> usize {
        let next = self.count;
        let number = *self.by_node.entry(node).or_insert(next);
        self.count = self.count.max(number + 1);
        number
    }

    pub fn get(&self, node: HtmlId) -> Option<usize> {
        self.by_node.get(&node).copied()
    }
}

/// The `<template>` of a block.
pub fn html_template(key: String, template: &Template, numbers: &Numbers) -> HtmlTemplate {
    let mut printer = Printer { html: &template.html, numbers, out: String::new(), paths: BTreeMap::new(), path: Vec::new() };
    printer.fragment();
    let Printer { out, paths, .. } = printer;
    HtmlTemplate { key, meta: meta(template, numbers, &paths).to_string(), html: out }
}

struct Printer<'a> {
    html: &'a Html,
    numbers: &'a Numbers,
    out: String,
    /// Path of each numbered node.
    paths: BTreeMap<usize, Vec<usize>>,
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
            self.paths.insert(end, vec![count]);
        }
    }

    /// Prints siblings, the first at child index `first`; returns the index after the last.
    fn children(&mut self, ids: &[HtmlId], first: usize) -> usize {
        let mut at = first;
        for id in ids {
            if self.numbers.dropped.contains(id) {
                continue;
            }
            self.path.push(at);
            if let Some(number) = self.numbers.get(*id) {
                self.paths.insert(number, self.path.clone());
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
                let name = format!("wx-{}", tag.to_ascii_lowercase());
                self.out.push('<');
                self.out.push_str(&name);
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
                self.out.push_str("</");
                self.out.push_str(&name);
                self.out.push('>');
            }
        }
    }
}

/// Text for HTML: markup characters, carriage returns (which a parser would drop) and NUL.
pub fn escape_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// Text for an attribute value in either kind of quotes.
pub fn escape_attribute(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

fn meta(template: &Template, numbers: &Numbers, paths: &BTreeMap<usize, Vec<usize>>) -> Value {
    let mut meta = Map::new();
    let mut put = |key: &str, list: Vec<Value>| {
        if !list.is_empty() {
            meta.insert(key.to_owned(), Value::Array(list));
        }
    };
    put("n", (0..numbers.count).map(|n| json!(paths.get(&n).cloned().unwrap_or_default())).collect());
    put(
        "h",
        template
            .holes
            .iter()
            .map(|hole| {
                let node = numbers.get(hole.node).unwrap_or_default();
                match &hole.kind {
                    HoleKind::Text => json!([0, node]),
                    HoleKind::Class { suffix, .. } if suffix.is_empty() => json!([1, node]),
                    HoleKind::Class { suffix, .. } => json!([1, node, suffix]),
                    HoleKind::Style => json!([2, node]),
                    HoleKind::Attribute(name) => json!([3, node, name]),
                    HoleKind::Property(name) => json!([4, node, name]),
                    HoleKind::Data(name) => json!([5, node, name]),
                    HoleKind::Change { name, function } => json!([6, node, name, function]),
                }
            })
            .collect(),
    );
    put("r", numbers.regions.iter().map(|(node, anchored)| json!([node, u8::from(*anchored)])).collect());
    put(
        "e",
        template
            .nodes
            .iter()
            .flat_map(|info| info.listeners.iter().map(|l| (info.node, l)))
            .map(|(node, listener)| {
                let node = numbers.get(node).unwrap_or_default();
                match &listener.handler {
                    Handler::Wxs(function) => json!([node, listener.event, listener.bits, function]),
                    _ => json!([node, listener.event, listener.bits]),
                }
            })
            .collect(),
    );
    put("a", template.nodes.iter().filter(|i| i.addressed).filter_map(|i| numbers.get(i.node)).map(|n| json!(n)).collect());
    if numbers.single {
        meta.insert("s".to_owned(), json!(1));
    }
    Value::Object(meta)
}
