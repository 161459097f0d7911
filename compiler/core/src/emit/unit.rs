//! The render module of a page or component: one object with an update function per template.
//!
//! ```text
//! hole 0: class of node 0, "row " + item.on      →  if (v[0] !== (x = "row " + str(s.item?.on))) S(b, 0, x)
//! ```

use super::Mark;
use super::expr::{is_identifier, print, print_operand, string};
use super::html::Numbers;
use crate::ir::expr::{Expr, ExprKind, Piece};
use crate::ir::{
    DataField, Handler, Hole, HoleKind, HtmlId, ModelPath, NodeInfo, PathPiece, Place, PlaceTarget, PropValue, RegionBody, SlotName,
    Sourced, Step, Template, TemplateId, Unit, UseTarget, Value,
};

/// What emitted code may call, besides `template`: equal to the runtime's export list (a test compares them).
pub const RUNTIME_NAMES: &[&str] = &[
    "S", "text", "str", "style", "branch", "list", "use", "named", "child", "prop", "commit", "slot", "get", "call", "method", "has",
    "items", "asset", "cls", "wxs", "template",
];

/// The text `($) => ({ main })` and where its expressions come from.
pub fn unit(unit: &Unit, numbers: &[Numbers], keys: &[String], dev: bool) -> (String, Vec<Mark>) {
    let mut writer = Writer { out: String::new(), marks: Vec::new(), dev, memo: 0 };
    for (index, module) in unit.wxs.iter().enumerate() {
        writer.line(1, &format!("const m{index} = $.wxs({})", string(module)));
    }
    // A template names the contents of its slots, which come after it.
    for (index, template) in unit.templates.iter().enumerate().rev() {
        if let (Some(numbers), Some(key)) = (numbers.get(index), keys.get(index)) {
            writer.template(index, template, numbers, key);
        }
    }
    for (index, table) in unit.tables.iter().enumerate() {
        let entries: Vec<String> = table.iter().map(|(name, id)| format!("[{}]: t{}", string(name), id.0)).collect();
        writer.line(1, &format!("const n{index} = {{ {} }}", entries.join(", ")));
    }
    let main = unit.main.map_or_else(|| "null".to_owned(), |id| format!("t{}", id.0));
    writer.line(1, &format!("return {{ main: {main} }}"));
    writer.out.push('}');
    writer.open()
}

impl Writer {
    /// Puts the head in front, which names the members of `$` that the rest calls.
    fn open(self) -> (String, Vec<Mark>) {
        let calls = |name: &&&str| self.out.contains(&format!("{name}("));
        let used: Vec<&str> = RUNTIME_NAMES.iter().filter(calls).filter(|n| !matches!(**n, "wxs" | "template")).copied().collect();
        let indent = if self.dev { "  " } else { "" };
        let head = format!("($) => {{\n{indent}const {{ {} }} = $\n", used.join(", "));
        let shift = u32::try_from(head.len()).unwrap_or(u32::MAX);
        let marks = self.marks.into_iter().map(|m| Mark { offset: m.offset.saturating_add(shift), ..m }).collect();
        (head + &self.out, marks)
    }
}

struct Writer {
    out: String,
    marks: Vec<Mark>,
    dev: bool,
    /// Next free slot of `b.v` in the template being written.
    memo: usize,
}

impl Writer {
    fn line(&mut self, depth: usize, text: &str) {
        if self.dev {
            for _ in 0..depth {
                self.out.push_str("  ");
            }
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// Remembers that the text written next comes from an expression of the source.
    fn mark(&mut self, sourced: &Sourced) {
        let offset = u32::try_from(self.out.len()).unwrap_or(u32::MAX);
        self.marks.push(Mark { offset, file: sourced.file, source: sourced.expr.span.start });
    }

    fn template(&mut self, index: usize, template: &Template, numbers: &Numbers, key: &str) {
        self.memo = template.holes.len();
        if self.dev {
            // JavaScript has four line terminators, each of which would end the comment.
            self.line(1, &format!("// {}", template.label.replace(['\n', '\r', '\u{2028}', '\u{2029}'], " ")));
        }
        self.line(1, &format!("const t{index} = $.template({{"));
        let head = std::mem::take(&mut self.out);
        let before = self.marks.len();
        self.update(template);
        let body = std::mem::replace(&mut self.out, head);
        let mut fields = format!("key: {}, size: {}, holes: {}", string(key), self.memo, template.holes.len());
        if !template.regions.is_empty() {
            fields.push_str(&format!(", regions: {}", template.regions.len()));
            let parents: Vec<String> = template.regions.iter().map(|r| numbered_ancestor(r.anchor, template)).collect();
            if parents.iter().any(|p| p != "-1") {
                fields.push_str(&format!(", rp: [{}]", parents.join(", ")));
            }
        }
        if template.reads_index {
            fields.push_str(", ix: 1");
        }
        fields.push(',');
        self.line(2, &fields);
        if !template.nodes.is_empty() {
            self.line(
                2,
                &format!("nodes: [{}],", template.nodes.iter().map(|n| node(n, template, numbers)).collect::<Vec<_>>().join(", ")),
            );
        }
        if !template.places.is_empty() {
            self.line(2, &format!("comps: [{}],", template.places.iter().map(|p| place(p, numbers)).collect::<Vec<_>>().join(", ")));
        }
        let shift = u32::try_from(self.out.len()).unwrap_or(u32::MAX);
        for mark in self.marks.iter_mut().skip(before) {
            mark.offset = mark.offset.saturating_add(shift);
        }
        self.out.push_str(&body);
        self.line(1, "})");
    }

    fn update(&mut self, template: &Template) {
        self.line(2, "update(b, d) {");
        self.line(3, "const v = b.v, s = b.s; let x");
        for step in &template.steps {
            match step {
                Step::Hole(i) => {
                    if let Some(hole) = template.holes.get(*i) {
                        self.hole(*i, hole);
                    }
                }
                Step::Region(i) => {
                    if let Some(region) = template.regions.get(*i) {
                        self.region(*i, &region.body);
                    }
                }
                Step::Place(i) => {
                    if let Some(place) = template.places.get(*i) {
                        self.place(*i, place);
                    }
                }
            }
        }
        self.line(2, "},");
    }

    fn hole(&mut self, index: usize, hole: &Hole) {
        let is_text = matches!(&hole.value.expr.kind, ExprKind::Concat(pieces) if pieces.iter().any(|p| matches!(p, Piece::Text(_))));
        let value = match &hole.kind {
            HoleKind::Class { external: true, .. } => format!("cls(b, {})", print(&hole.value.expr, "s")),
            HoleKind::Text | HoleKind::Class { .. } if is_text => print(&hole.value.expr, "s"),
            HoleKind::Text | HoleKind::Class { .. } => format!("text({})", print(&hole.value.expr, "s")),
            HoleKind::Style => format!("style({})", print(&hole.value.expr, "s")),
            _ => print(&hole.value.expr, "s"),
        };
        let (open, close) = self.guard(&hole.value.expr);
        let depth = if open.is_empty() { 3 } else { 4 };
        if !open.is_empty() {
            self.line(3, &open);
        }
        self.mark(&hole.value);
        self.line(depth, &format!("if (v[{index}] !== (x = {value})) S(b, {index}, x)"));
        if !close.is_empty() {
            self.line(3, close);
        }
    }

    /// What an expensive expression reads is compared first: the lines that open and close the guard, empty for a cheap one.
    fn guard(&mut self, expr: &Expr) -> (String, &'static str) {
        if !expr.is_expensive() {
            return (String::new(), "");
        }
        let inputs = expr.inputs();
        if inputs.is_empty() {
            let slot = self.slot();
            return (format!("if (v[{slot}] !== 1) {{ v[{slot}] = 1"), "}");
        }
        let first = self.memo;
        self.memo += inputs.len();
        let names: Vec<String> = inputs.iter().enumerate().map(|(i, e)| format!("i{i} = {}", print(e, "s"))).collect();
        let tests: Vec<String> = (0..inputs.len()).map(|i| format!("v[{}] !== i{i}", first + i)).collect();
        let stores: Vec<String> = (0..inputs.len()).map(|i| format!("v[{}] = i{i}", first + i)).collect();
        (format!("{{ const {}; if ({}) {{ {}", names.join(", "), tests.join(" || "), stores.join("; ")), "} }")
    }

    fn slot(&mut self) -> usize {
        self.memo += 1;
        self.memo - 1
    }

    /// An expression for use in the arguments of a call; an expensive one is computed before, when its inputs changed.
    fn argument(&mut self, expr: &Expr) -> String {
        let (open, close) = self.guard(expr);
        if open.is_empty() {
            return print(expr, "s");
        }
        let slot = self.slot();
        self.line(3, &format!("{open}; v[{slot}] = {} {close}", print(expr, "s")));
        format!("v[{slot}]")
    }

    fn region(&mut self, index: usize, body: &RegionBody) {
        match body {
            RegionBody::Branch(branches) => {
                let mut which = String::new();
                for (i, (test, _)) in branches.iter().enumerate() {
                    match test {
                        Some(test) => {
                            let text = match test.expr.is_expensive() {
                                true => self.argument(&test.expr),
                                false => print_operand(&test.expr, "s"),
                            };
                            which.push_str(&format!("{text} ? {i} : "));
                        }
                        None => which.push_str(&i.to_string()),
                    }
                }
                if branches.last().is_some_and(|(test, _)| test.is_some()) {
                    which.push_str("-1");
                }
                let templates: Vec<String> = branches.iter().map(|(_, t)| format!("t{}", t.0)).collect();
                if let Some((Some(test), _)) = branches.first() {
                    self.mark(test);
                }
                self.line(3, &format!("branch(b, d, {index}, {which}, [{}])", templates.join(", ")));
            }
            RegionBody::List { items, template, key, captured } => {
                let items_text = self.argument(&items.expr);
                let captured: Vec<String> = captured.iter().map(|e| print(e, "s")).collect();
                self.mark(items);
                self.line(3, &format!("list(b, d, {index}, {items_text}, t{}, {}, [{}])", template.0, string(key), captured.join(", ")));
            }
            RegionBody::Use { target, data, .. } => {
                let fields: Vec<String> = data
                    .iter()
                    .map(|field| match field {
                        DataField::Field(name, value) => {
                            let key = if is_identifier(name) && name != "__proto__" { name.clone() } else { format!("[{}]", string(name)) };
                            format!("{key}: {}", self.argument(value))
                        }
                        DataField::Spread(value) => format!("...{}", print_operand(value, "s")),
                    })
                    .collect();
                let target = match target {
                    UseTarget::Static(id) => format!("t{}", id.0),
                    UseTarget::Dynamic(name, table) => {
                        self.mark(name);
                        format!("named(n{table}, {})", print(&name.expr, "s"))
                    }
                };
                self.line(3, &format!("use(b, d, {index}, {target}, {{ {} }})", fields.join(", ")));
            }
            RegionBody::Slot { name, values, fallback } => {
                let name = name.as_ref().map_or_else(|| "\"\"".to_owned(), |n| format!("text({})", print(&n.expr, "s")));
                let values: Vec<String> =
                    values.iter().map(|(key, value)| format!("{}: {}", string(key), self.argument(&value.expr))).collect();
                let values = if values.is_empty() { "null".to_owned() } else { format!("{{ {} }}", values.join(", ")) };
                let fallback = fallback.map_or_else(|| "null".to_owned(), |t: TemplateId| format!("t{}", t.0));
                self.line(3, &format!("slot(b, d, {index}, {name}, {values}, {fallback})"));
            }
        }
    }

    fn place(&mut self, index: usize, place: &Place) {
        if !place.props.is_empty() {
            self.line(3, &format!("{{ const c = child(b, {index})"));
            for (name, value) in &place.props {
                let (open, close) = self.guard(&value.expr);
                self.mark(value);
                if open.is_empty() {
                    let slot = self.slot();
                    let text = print(&value.expr, "s");
                    self.line(4, &format!("if (v[{slot}] !== (x = {text})) prop(c, {}, v[{slot}] = x)", string(name)));
                } else {
                    let text = print(&value.expr, "s");
                    self.line(4, &format!("{open}; prop(c, {}, {text}) {close}", string(name)));
                }
            }
            self.line(3, "}");
        }
        self.line(3, &format!("commit(b, d, {index})"));
    }
}

fn lazy(value: &Sourced) -> String {
    let text = print(&value.expr, "b.s");
    if text.starts_with('{') { format!("(b, d) => ({text})") } else { format!("(b, d) => {text}") }
}

/// An object literal with values that may be expressions; a function when any is.
fn record(entries: &[(String, Value)]) -> String {
    let dynamic = entries.iter().any(|(_, v)| matches!(v, Value::Dynamic(_)));
    let fields: Vec<String> = entries
        .iter()
        .map(|(key, value)| {
            let value = match value {
                Value::True => "true".to_owned(),
                Value::Text(text) => string(text),
                Value::Dynamic(e) => print(&e.expr, "b.s"),
            };
            format!("{}: {value}", if key == "__proto__" { "[\"__proto__\"]".to_owned() } else { string(key) })
        })
        .collect();
    let object = format!("{{ {} }}", fields.join(", "));
    if dynamic { format!("(b, d) => ({object})") } else { object }
}

fn node(info: &NodeInfo, template: &Template, numbers: &Numbers) -> String {
    let mut fields = vec![format!("p: {}", numbered_ancestor(info.node, template))];
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            fields.push(format!("{name}: {value}"));
        }
    };
    put("tag", info.tag.as_deref().map(string));
    put("c", info.class.as_deref().filter(|c| !c.is_empty()).map(string));
    put("ch", info.class_hole.map(|h| h.to_string()));
    put("id", info.id.as_deref().map(string));
    put("ih", info.id_hole.map(|h| h.to_string()));
    put("ds", (!info.dataset.is_empty()).then(|| record(&info.dataset)));
    put("mk", (!info.marks.is_empty()).then(|| record(&info.marks)));
    let listeners: Vec<String> = info
        .listeners
        .iter()
        .map(|l| {
            let handler = match &l.handler {
                Handler::Method(name) => string(name),
                Handler::Dynamic(value) => lazy(value),
                Handler::Wxs(function) => format!("{{ wxs: {} }}", string(function)),
                Handler::Model => "\"\"".to_owned(),
            };
            format!("[{}, {}, {handler}]", string(&l.event), l.bits)
        })
        .collect();
    put("ev", (!listeners.is_empty()).then(|| format!("[{}]", listeners.join(", "))));
    put("md", (!info.model.is_empty()).then(|| models(&info.model)));
    put("ci", info.place.map(|c| c.to_string()));
    debug_assert!(numbers.get(info.node).is_some());
    format!("{{ {} }}", fields.join(", "))
}

/// Number of the nearest numbered element around a node, −1 at the block's top.
fn numbered_ancestor(node: HtmlId, template: &Template) -> String {
    let parent = |id: HtmlId| template.html.get(id).and_then(|n| n.parent);
    let number = std::iter::successors(parent(node), |id| parent(*id)).find_map(|id| template.nodes.iter().position(|n| n.node == id));
    number.map_or_else(|| "-1".to_owned(), |n| n.to_string())
}

fn models(entries: &[(String, ModelPath)]) -> String {
    let fields: Vec<String> = entries
        .iter()
        .map(|(property, path)| {
            let path = match path {
                ModelPath::Static(text) => string(text),
                ModelPath::Dynamic(pieces, _) => {
                    let pieces: Vec<String> = pieces
                        .iter()
                        .map(|p| match p {
                            PathPiece::Text(t) => string(t),
                            PathPiece::Index(e) => format!("\"[\" + {} + \"]\"", print_operand(e, "b.s")),
                        })
                        .collect();
                    format!("(b, d) => {}", pieces.join(" + "))
                }
            };
            format!("{}: {path}", string(property))
        })
        .collect();
    format!("{{ {} }}", fields.join(", "))
}

fn place(place: &Place, numbers: &Numbers) -> String {
    let mut fields = vec![format!("node: {}", numbers.get(place.node).unwrap_or_default()), format!("tag: {}", string(&place.tag))];
    fields.push(match &place.target {
        PlaceTarget::Component(path) => format!("is: {}", string(path)),
        PlaceTarget::Generic(name) => format!("is: {{ generic: {} }}", string(name)),
    });
    if !place.statics.is_empty() {
        let list: Vec<String> = place
            .statics
            .iter()
            .map(|(name, value)| match value {
                PropValue::True => format!("{}: true", string(name)),
                PropValue::Text(text) => format!("{}: {}", string(name), string(text)),
            })
            .collect();
        fields.push(format!("props: {{ {} }}", list.join(", ")));
    }
    if !place.generics.is_empty() {
        let list: Vec<String> = place.generics.iter().map(|(name, tag)| format!("{}: {}", string(name), string(tag))).collect();
        fields.push(format!("generics: {{ {} }}", list.join(", ")));
    }
    if !place.slots.is_empty() {
        let list: Vec<String> = place
            .slots
            .iter()
            .map(|slot| {
                let name = match &slot.name {
                    SlotName::Static(name) => string(name),
                    SlotName::Dynamic(value) => lazy(value),
                };
                format!("[{name}, t{}{}]", slot.template.0, if slot.takes_values { ", 1" } else { "" })
            })
            .collect();
        fields.push(format!("slots: [{}]", list.join(", ")));
    }
    if !place.model.is_empty() {
        fields.push(format!("model: {}", models(&place.model)));
    }
    format!("{{ {} }}", fields.join(", "))
}
