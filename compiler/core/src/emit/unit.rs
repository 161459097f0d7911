//! The render module of a page or component: one object with an update function per template.
//!
//! ```text
//! hole 0: class of node 0, "row " + item.on      →  if (v[0] !== (x = "row " + str(s.item?.on))) S(b, 0, x)
//! ```

use super::Mark;
use super::expr::{is_identifier, write_operand, write_print, write_string};
use super::html::Numbers;
use super::put::{list, put};
use super::simulate::{write_kept, write_tree};
use crate::ir::expr::{Expr, ExprKind, Piece};
use crate::ir::{
    DataField, Handler, Hole, HoleKind, HtmlId, ModelPath, NodeInfo, PathPiece, Place, PlaceTarget, PropValue, RegionBody, SlotName,
    Sourced, Step, Template, Unit, UseTarget, Value,
};

/// What emitted code may call, besides `template`: equal to the runtime's export list (a test compares them).
pub const RUNTIME_NAMES: &[&str] = &[
    "S", "text", "str", "style", "branch", "list", "use", "named", "child", "prop", "commit", "slot", "get", "call", "method", "has",
    "items", "asset", "cls", "wxs", "template",
];

/// A render module.
pub struct UnitText {
    /// `($) => ({ main })`
    pub text: String,
    /// Where its expressions come from.
    pub marks: Vec<Mark>,
    /// Which of [`RUNTIME_NAMES`] it calls.
    pub calls: Vec<&'static str>,
}

/// Prints the render module of a page or component.
pub fn unit(unit: &Unit, numbers: &[Numbers], keys: &[String], dev: bool) -> UnitText {
    let mut writer = Writer { out: String::new(), body: String::new(), marks: Vec::new(), dev, memo: 0 };
    for (index, module) in unit.wxs.iter().enumerate() {
        let out = writer.open(1);
        put!(out, "const m", index, " = $.wxs(", js(module), ")\n");
    }
    // A template names the contents of its slots, which come after it.
    for (index, template) in unit.templates.iter().enumerate().rev() {
        if let (Some(numbers), Some(key)) = (numbers.get(index), keys.get(index)) {
            writer.template(index, template, numbers, key, unit.simulated);
        }
    }
    for (index, table) in unit.tables.iter().enumerate() {
        let out = writer.open(1);
        put!(out, "const n", index, " = { ");
        list(out, table, ", ", |out, (name, id)| put!(out, "[", js(name), "]: t", id.0));
        out.push_str(" }\n");
    }
    let out = writer.open(1);
    match unit.main {
        Some(id) => put!(out, "return { main: t", id.0, " }\n}"),
        None => out.push_str("return { main: null }\n}"),
    }
    writer.finish()
}

/// Branches in one condition.
const CHAIN: usize = 100;

struct Writer {
    out: String,
    /// Room for the update function of a template, which is written before the line that says how many values it keeps.
    body: String,
    marks: Vec<Mark>,
    dev: bool,
    /// Next free slot of `b.v` in the template being written.
    memo: usize,
}

/// A string literal.
fn js(text: &str) -> impl Fn(&mut String) {
    move |out| write_string(text, out)
}

/// An expression in the update function.
fn value(expr: &Expr) -> impl Fn(&mut String) {
    move |out| write_print(expr, "s", out)
}

/// An expression in a function of a node, which is called later.
fn later(expr: &Expr) -> impl Fn(&mut String) {
    move |out| write_print(expr, "b.s", out)
}

impl Writer {
    /// Puts the head in front, which names the members of `$` that the rest calls.
    fn finish(self) -> UnitText {
        let mut used = [false; RUNTIME_NAMES.len()];
        for at in memchr::memchr_iter(b'(', self.out.as_bytes()) {
            let before = self.out.as_bytes().get(..at).unwrap_or_default();
            let start = before.iter().rposition(|b| !b.is_ascii_alphanumeric()).map_or(0, |i| i + 1);
            let name = before.get(start..).unwrap_or_default();
            let index = RUNTIME_NAMES.iter().position(|n| n.as_bytes() == name);
            index.and_then(|i| used.get_mut(i)).into_iter().for_each(|used| *used = true);
        }
        let calls: Vec<&'static str> = RUNTIME_NAMES.iter().zip(used).filter(|(_, used)| *used).map(|(name, _)| *name).collect();
        let names = calls.iter().filter(|name| !matches!(**name, "wxs" | "template"));
        let mut head = String::with_capacity(self.out.len() + 256);
        put!(&mut head, "($) => {\n", if self.dev { "  " } else { "" }, "const { ");
        list(&mut head, names, ", ", |out, name| out.push_str(name));
        head.push_str(" } = $\n");
        let shift = u32::try_from(head.len()).unwrap_or(u32::MAX);
        let marks = self.marks.into_iter().map(|m| Mark { offset: m.offset.saturating_add(shift), ..m }).collect();
        head.push_str(&self.out);
        UnitText { text: head, marks, calls }
    }

    /// Begins a line.
    fn open(&mut self, depth: usize) -> &mut String {
        if self.dev {
            for _ in 0..depth {
                self.out.push_str("  ");
            }
        }
        &mut self.out
    }

    fn line(&mut self, depth: usize, text: &str) {
        put!(self.open(depth), text, "\n");
    }

    /// Remembers that the text written next comes from an expression of the source.
    fn mark(&mut self, sourced: &Sourced) {
        let offset = u32::try_from(self.out.len()).unwrap_or(u32::MAX);
        self.marks.push(Mark { offset, file: sourced.file, source: sourced.expr.span.start });
    }

    fn template(&mut self, index: usize, template: &Template, numbers: &Numbers, key: &str, simulated: bool) {
        self.memo = template.holes.len();
        if self.dev {
            // JavaScript has four line terminators, each of which would end the comment.
            let label = template.label.replace(['\n', '\r', '\u{2028}', '\u{2029}'], " ");
            put!(self.open(1), "// ", &label, "\n");
        }
        put!(self.open(1), "const t", index, " = $.template({\n");
        std::mem::swap(&mut self.out, &mut self.body);
        let before = self.marks.len();
        self.update(template);
        std::mem::swap(&mut self.out, &mut self.body);
        let parents = Parents::new(template);
        let memo = self.memo;
        let out = self.open(2);
        put!(out, "key: ", js(key), ", size: ", memo, ", holes: ", template.holes.len());
        if !template.regions.is_empty() {
            put!(out, ", regions: ", template.regions.len());
            if template.regions.iter().any(|r| parents.around(r.anchor).is_some()) {
                out.push_str(", rp: [");
                list(out, &template.regions, ", ", |out, r| parents.put(r.anchor, out));
                out.push(']');
            }
        }
        put!(out, if template.reads_index { ", ix: 1,\n" } else { ",\n" });
        if !template.nodes.is_empty() {
            let out = self.open(2);
            out.push_str("nodes: [");
            list(out, &template.nodes, ", ", |out, n| node(n, &parents, out));
            out.push_str("],\n");
        }
        if !template.places.is_empty() {
            let out = self.open(2);
            out.push_str("comps: [");
            list(out, &template.places, ", ", |out, p| place(p, numbers, out));
            out.push_str("],\n");
        }
        if simulated {
            write_tree(template, self.open(2));
        }
        let shift = u32::try_from(self.out.len()).unwrap_or(u32::MAX);
        for mark in self.marks.iter_mut().skip(before) {
            mark.offset = mark.offset.saturating_add(shift);
        }
        self.out.push_str(&self.body);
        self.body.clear();
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
        let expr = &hole.value.expr;
        let is_text = matches!(&expr.kind, ExprKind::Concat(pieces) if pieces.iter().any(|p| matches!(p, Piece::Text(_))));
        let (before, after) = match &hole.kind {
            HoleKind::Class { external: true, .. } => ("cls(b, ", ")"),
            HoleKind::Text | HoleKind::Class { .. } if is_text => ("", ""),
            HoleKind::Text | HoleKind::Class { .. } => ("text(", ")"),
            HoleKind::Style => ("style(", ")"),
            _ => ("", ""),
        };
        let guard = self.guard(expr);
        if let Some(guard) = &guard {
            put!(self.open(3), &guard.open, "\n");
        }
        self.mark(&hole.value);
        let out = self.open(if guard.is_some() { 4 } else { 3 });
        put!(out, "if (v[", index, "] !== (x = ", before, value(expr), after, ")) S(b, ", index, ", x)\n");
        if let Some(guard) = guard {
            self.line(3, guard.close);
        }
    }

    /// What an expensive expression reads is compared first; nothing for a cheap one.
    fn guard(&mut self, expr: &Expr) -> Option<Guard> {
        if !expr.is_expensive() {
            return None;
        }
        let inputs = expr.inputs();
        let mut open = String::new();
        if inputs.is_empty() {
            let slot = self.slot();
            put!(&mut open, "if (v[", slot, "] !== 1) { v[", slot, "] = 1");
            return Some(Guard { open, close: "}" });
        }
        let first = self.memo;
        self.memo += inputs.len();
        let out = &mut open;
        out.push_str("{ const ");
        list(out, inputs.iter().enumerate(), ", ", |out, (i, e)| put!(out, "i", i, " = ", value(e)));
        out.push_str("; if (");
        list(out, 0..inputs.len(), " || ", |out, i| put!(out, "v[", first + i, "] !== i", i));
        out.push_str(") { ");
        list(out, 0..inputs.len(), "; ", |out, i| put!(out, "v[", first + i, "] = i", i));
        Some(Guard { open, close: "} }" })
    }

    fn slot(&mut self) -> usize {
        self.memo += 1;
        self.memo - 1
    }

    /// Computes an expensive expression before the line in whose arguments it stands, when its inputs changed; says where the value lies.
    fn prepare(&mut self, expr: &Expr) -> Option<usize> {
        let guard = self.guard(expr)?;
        let slot = self.slot();
        put!(self.open(3), &guard.open, "; v[", slot, "] = ", value(expr), " ", guard.close, "\n");
        Some(slot)
    }

    /// An expression in the arguments of a call, by what [`prepare`](Self::prepare) said of it.
    fn argument(&mut self, expr: &Expr, slot: Option<usize>) {
        match slot {
            Some(slot) => put!(&mut self.out, "v[", slot, "]"),
            None => write_print(expr, "s", &mut self.out),
        }
    }

    /// The number of the first of `count` branches whose test is true, else -1.
    fn which<'t>(&mut self, tests: &mut impl Iterator<Item = (usize, (Option<&'t Sourced>, Option<usize>))>, count: usize) {
        for (i, (test, slot)) in tests.take(count) {
            match (test, slot) {
                (Some(_), Some(slot)) => put!(&mut self.out, "v[", slot, "] ? ", i, " : "),
                (Some(test), None) => {
                    write_operand(&test.expr, "s", &mut self.out);
                    put!(&mut self.out, " ? ", i, " : ");
                }
                (None, _) => return put!(&mut self.out, i),
            }
        }
        self.out.push_str("-1");
    }

    fn region(&mut self, index: usize, body: &RegionBody) {
        match body {
            RegionBody::Branch(branches) => {
                let slots: Vec<Option<usize>> =
                    branches.iter().map(|(test, _)| test.as_ref().and_then(|test| self.prepare(&test.expr))).collect();
                if let Some((Some(test), _)) = branches.first() {
                    self.mark(test);
                }
                let mut tests = branches.iter().map(|(test, _)| test.as_ref()).zip(slots).enumerate();
                if branches.len() <= CHAIN {
                    put!(self.open(3), "branch(b, d, ", index, ", ");
                    self.which(&mut tests, branches.len());
                    self.out.push_str(", [");
                } else {
                    // Parsers of JavaScript recurse into conditions.
                    for start in (0..branches.len()).step_by(CHAIN) {
                        put!(self.open(3), if start == 0 { "x = " } else { "if (x < 0) x = " });
                        self.which(&mut tests, CHAIN.min(branches.len() - start));
                        self.out.push('\n');
                    }
                    put!(self.open(3), "branch(b, d, ", index, ", x, [");
                }
                list(&mut self.out, branches, ", ", |out, (_, t)| put!(out, "t", t.0));
                self.out.push_str("])\n");
            }
            RegionBody::List { items, template, key, captured } => {
                let slot = self.prepare(&items.expr);
                self.mark(items);
                put!(self.open(3), "list(b, d, ", index, ", ");
                self.argument(&items.expr, slot);
                let out = &mut self.out;
                put!(out, ", t", template.0, ", ", js(key), ", [");
                list(out, captured, ", ", |out, e| write_print(e, "s", out));
                out.push_str("])\n");
            }
            RegionBody::Use { target, data, .. } => self.template_use(index, target, data),
            RegionBody::Slot { name, values, fallback } => {
                let slots: Vec<Option<usize>> = values.iter().map(|(_, value)| self.prepare(&value.expr)).collect();
                put!(self.open(3), "slot(b, d, ", index, ", ");
                match name {
                    Some(name) => put!(&mut self.out, "text(", value(&name.expr), "), "),
                    None => self.out.push_str("\"\", "),
                }
                self.out.push_str(if values.is_empty() { "null" } else { "{ " });
                for (i, ((key, value), slot)) in values.iter().zip(slots).enumerate() {
                    put!(&mut self.out, if i > 0 { ", " } else { "" }, js(key), ": ");
                    self.argument(&value.expr, slot);
                }
                self.out.push_str(if values.is_empty() { ", " } else { " }, " });
                match fallback {
                    Some(template) => put!(&mut self.out, "t", template.0, ")\n"),
                    None => self.out.push_str("null)\n"),
                }
            }
        }
    }

    fn template_use(&mut self, index: usize, target: &UseTarget, data: &[DataField]) {
        let prepare = |field: &DataField| match field {
            DataField::Field(_, value) => self.prepare(value),
            DataField::Spread(_) => None,
        };
        let slots: Vec<Option<usize>> = data.iter().map(prepare).collect();
        if let UseTarget::Dynamic(name, _) = target {
            self.mark(name);
        }
        put!(self.open(3), "use(b, d, ", index, ", ");
        match target {
            UseTarget::Static(id) => put!(&mut self.out, "t", id.0),
            UseTarget::Dynamic(name, table) => put!(&mut self.out, "named(n", *table, ", ", value(&name.expr), ")"),
        }
        self.out.push_str(", { ");
        for (i, (field, slot)) in data.iter().zip(slots).enumerate() {
            self.out.push_str(if i > 0 { ", " } else { "" });
            match field {
                DataField::Field(name, value) => {
                    match is_identifier(name) && name != "__proto__" {
                        true => put!(&mut self.out, name, ": "),
                        false => put!(&mut self.out, "[", js(name), "]: "),
                    }
                    self.argument(value, slot);
                }
                DataField::Spread(value) => {
                    self.out.push_str("...");
                    write_operand(value, "s", &mut self.out);
                }
            }
        }
        self.out.push_str(" })\n");
    }

    fn place(&mut self, index: usize, place: &Place) {
        if !place.props.is_empty() {
            put!(self.open(3), "{ const c = child(b, ", index, ")\n");
            for (name, prop) in &place.props {
                let guard = self.guard(&prop.expr);
                self.mark(prop);
                match guard {
                    None => {
                        let slot = self.slot();
                        let out = self.open(4);
                        put!(out, "if (v[", slot, "] !== (x = ", value(&prop.expr), ")) prop(c, ", js(name), ", v[", slot, "] = x)\n");
                    }
                    Some(guard) => {
                        let out = self.open(4);
                        put!(out, &guard.open, "; prop(c, ", js(name), ", ", value(&prop.expr), ") ", guard.close, "\n");
                    }
                }
            }
            self.line(3, "}");
        }
        put!(self.open(3), "commit(b, d, ", index, ")\n");
    }
}

/// The text before and after code that runs only when what it reads has changed.
struct Guard {
    open: String,
    close: &'static str,
}

/// For every node of a block's HTML: the nearest described element around it.
struct Parents<'a> {
    template: &'a Template,
    /// By index of the HTML node: its index among the described ones.
    described: Vec<Option<usize>>,
}

impl<'a> Parents<'a> {
    fn new(template: &'a Template) -> Self {
        let mut described = vec![None; template.html.nodes.len()];
        for (i, info) in template.nodes.iter().enumerate() {
            described.get_mut(info.node.0).into_iter().for_each(|slot| *slot = Some(i));
        }
        Self { template, described }
    }

    fn around(&self, node: HtmlId) -> Option<usize> {
        let parent = |id: HtmlId| self.template.html.get(id).and_then(|n| n.parent);
        std::iter::successors(parent(node), |id| parent(*id)).find_map(|id| self.described.get(id.0).copied().flatten())
    }

    /// Its number, −1 at the block's top.
    fn put(&self, node: HtmlId, out: &mut String) {
        match self.around(node) {
            Some(number) => put!(out, number),
            None => out.push_str("-1"),
        }
    }
}

fn lazy(value: &Sourced, out: &mut String) {
    out.push_str("(b, d) => ");
    let start = out.len();
    write_print(&value.expr, "b.s", out);
    if out.get(start..).is_some_and(|text| text.starts_with('{')) {
        out.insert(start, '(');
        out.push(')');
    }
}

/// An object literal with values that may be expressions; a function when any is.
fn record(entries: &[(String, Value)], out: &mut String) {
    let dynamic = entries.iter().any(|(_, v)| matches!(v, Value::Dynamic(_)));
    out.push_str(if dynamic { "(b, d) => ({ " } else { "{ " });
    list(out, entries, ", ", |out, (key, value)| {
        match key == "__proto__" {
            true => out.push_str("[\"__proto__\"]: "),
            false => put!(out, js(key), ": "),
        }
        match value {
            Value::True => out.push_str("true"),
            Value::Text(text) => write_string(text, out),
            Value::Dynamic(e) => put!(out, later(&e.expr)),
        }
    });
    out.push_str(if dynamic { " })" } else { " }" });
}

fn node(info: &NodeInfo, parents: &Parents<'_>, out: &mut String) {
    out.push_str("{ p: ");
    parents.put(info.node, out);
    if let Some(tag) = &info.tag {
        put!(out, ", tag: ", js(tag));
    }
    if let Some(class) = info.class.as_deref().filter(|c| !c.is_empty()) {
        put!(out, ", c: ", js(class));
    }
    if let Some(hole) = info.class_hole {
        put!(out, ", ch: ", hole);
    }
    if let Some(id) = &info.id {
        put!(out, ", id: ", js(id));
    }
    if let Some(hole) = info.id_hole {
        put!(out, ", ih: ", hole);
    }
    for (name, entries) in [(", ds: ", &info.dataset), (", mk: ", &info.marks)] {
        if !entries.is_empty() {
            out.push_str(name);
            record(entries, out);
        }
    }
    if !info.listeners.is_empty() {
        out.push_str(", ev: [");
        list(out, &info.listeners, ", ", |out, l| {
            put!(out, "[", js(&l.event), ", ", l.bits as usize, ", ");
            match &l.handler {
                Handler::Method(name) => write_string(name, out),
                Handler::Dynamic(value) => lazy(value, out),
                Handler::Wxs(function) => put!(out, "{ wxs: ", js(function), " }"),
                Handler::Model => out.push_str("\"\""),
            }
            out.push(']');
        });
        out.push(']');
    }
    if !info.model.is_empty() {
        out.push_str(", md: ");
        models(&info.model, out);
    }
    if let Some(place) = info.place {
        put!(out, ", ci: ", place);
    }
    write_kept(info, out);
    out.push_str(" }");
}

fn models(entries: &[(String, ModelPath)], out: &mut String) {
    out.push_str("{ ");
    list(out, entries, ", ", |out, (property, path)| {
        put!(out, js(property), ": ");
        match path {
            ModelPath::Static(text) => write_string(text, out),
            ModelPath::Dynamic(pieces, _) => {
                out.push_str("(b, d) => ");
                list(out, pieces, " + ", |out, piece| match piece {
                    PathPiece::Text(text) => write_string(text, out),
                    PathPiece::Index(e) => {
                        out.push_str("\"[\" + ");
                        write_operand(e, "b.s", out);
                        out.push_str(" + \"]\"");
                    }
                });
            }
        }
    });
    out.push_str(" }");
}

fn place(place: &Place, numbers: &Numbers, out: &mut String) {
    put!(out, "{ node: ", numbers.get(place.node).unwrap_or_default(), ", tag: ", js(&place.tag));
    match &place.target {
        PlaceTarget::Component(path) => put!(out, ", is: ", js(path)),
        PlaceTarget::Generic(name) => put!(out, ", is: { generic: ", js(name), " }"),
    }
    if !place.statics.is_empty() {
        out.push_str(", props: { ");
        list(out, &place.statics, ", ", |out, (name, value)| match value {
            PropValue::True => put!(out, js(name), ": true"),
            PropValue::Text(text) => put!(out, js(name), ": ", js(text)),
            PropValue::Computed => put!(out, js(name), ": 0"),
        });
        out.push_str(" }");
    }
    if !place.generics.is_empty() {
        out.push_str(", generics: { ");
        list(out, &place.generics, ", ", |out, (name, tag)| put!(out, js(name), ": ", js(tag)));
        out.push_str(" }");
    }
    if !place.slots.is_empty() {
        out.push_str(", slots: [");
        list(out, &place.slots, ", ", |out, slot| {
            out.push('[');
            match &slot.name {
                SlotName::Static(name) => write_string(name, out),
                SlotName::Dynamic(value) => lazy(value, out),
                SlotName::Any => out.push_str("null"),
            }
            put!(out, ", t", slot.template.0, if slot.takes_values { ", 1]" } else { "]" });
        });
        out.push(']');
    }
    if !place.model.is_empty() {
        out.push_str(", model: ");
        models(&place.model, out);
    }
    out.push_str(" }");
}
