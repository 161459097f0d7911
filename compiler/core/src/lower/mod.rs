//! Trees and facts to IR: cuts templates into blocks and holes.
//!
//! One owner (a page or component) is lowered with everything it imports and includes, because scope classes and component tags are the owner's. Never
//! prints anything, never reads files.

pub mod attributes;
mod capture;
mod children;
mod component;
mod element;
pub mod events;
mod expr;
mod list;
mod scope;
pub mod script;
mod simulate;
mod slot;
pub mod style;
mod template_use;
mod text;
mod tree;
pub mod wxs;

use crate::ast::wxml::Element;
use crate::diagnostics::Diagnostic;
use crate::ir::{Hole, HoleKind, Html, HtmlId, HtmlKind, NodeInfo, Sourced, Step, Template, TemplateId, Unit};
use crate::resolve::owner::Owner;
use crate::resolve::templates::{Closure, TemplateFile, elements};
use crate::source::{FileId, Span};
use scope::Scope;
use std::collections::{BTreeMap, BTreeSet};

/// The IR of an owner and what was noticed on the way.
#[derive(Debug, Default)]
pub struct Lowered {
    pub unit: Unit,
    pub builtins: BTreeSet<String>,
    pub used_components: BTreeSet<String>,
    pub assets: Vec<(String, FileId, Span)>,
    /// WXS modules that run on the view thread.
    pub view_wxs: BTreeSet<String>,
    pub diagnostics: Vec<Diagnostic>,
}

pub fn lower(closure: &Closure, owner: &Owner) -> Lowered {
    let mut cx = Lower {
        closure,
        owner,
        out: Lowered::default(),
        blocks: 0,
        too_deep: None,
        definitions: closure.files.iter().map(|f| f.definitions().into_iter().collect()).collect(),
        named: BTreeMap::new(),
        tables: BTreeMap::new(),
        view_wxs: events::runs_on_view(closure),
        slot_key: None,
        slot_layers: 0,
        shows_keys: owner.tree && closure.files.iter().any(uses_keys),
    };
    cx.out.unit.simulated = owner.simulated.is_some();
    if let Some(main) = closure.files.first() {
        let id = cx.reserve("page");
        cx.out.unit.main = Some(id);
        let scope = Scope::file(0);
        cx.fill(id, |cx, builder| cx.children(builder, &scope, Html::ROOT, &main.document.nodes));
        if let Some((file, span)) = cx.too_deep {
            let message = format!("more than {MAX_BLOCKS} conditions and loops inside each other");
            let hint = "show a flat list instead, or a component that uses itself";
            cx.report(Diagnostic::error("wxml/nested-too-deep", file, span, message).hint(hint));
        }
    }
    cx.out
}

/// How many blocks (branches, loops, slot contents) may be nested: each takes a few calls of the render functions, and the stack of a worker is small.
const MAX_BLOCKS: usize = 500;

struct Lower<'a> {
    closure: &'a Closure,
    owner: &'a Owner,
    out: Lowered,
    /// Blocks around the place that is being lowered.
    blocks: usize,
    /// Where there are too many.
    too_deep: Option<(FileId, Span)>,
    /// `<template name>` of each file; of two with one name the last.
    definitions: Vec<BTreeMap<&'a str, &'a Element>>,
    /// Definitions by file and name: lowered once, on first use.
    named: BTreeMap<(usize, String), TemplateId>,
    /// File → index of its name table.
    tables: BTreeMap<usize, usize>,
    /// Some WXS function handles events or changes on the view thread: datasets must be there too.
    view_wxs: bool,
    /// The slot whose content is being lowered, where the children of a component go to several: what goes elsewhere is left out.
    slot_key: Option<slot::SlotKey>,
    /// Layers of the scope of that content.
    slot_layers: usize,
    /// Trees show the keys of loops, if any loop has one.
    shows_keys: bool,
}

fn uses_keys(file: &TemplateFile) -> bool {
    elements(&file.document).iter().any(|e| e.attribute("wx:key").is_some())
}

impl<'a> Lower<'a> {
    fn file(&self, scope: &Scope) -> Option<&'a TemplateFile> {
        self.closure.files.get(scope.file)
    }

    fn file_id(&self, scope: &Scope) -> FileId {
        self.file(scope).map_or(FileId(0), |f| f.file)
    }

    /// Makes room for a template, so that it can be referred to before it is filled.
    fn reserve(&mut self, label: &str) -> TemplateId {
        self.out.unit.templates.push(Template { label: label.to_owned(), ..Template::default() });
        TemplateId(self.out.unit.templates.len() - 1)
    }

    fn fill(&mut self, id: TemplateId, content: impl FnOnce(&mut Self, &mut Builder)) {
        let mut builder = Builder::default();
        content(self, &mut builder);
        let finished = builder.finish();
        if let Some(slot) = self.out.unit.templates.get_mut(id.0) {
            let label = std::mem::take(&mut slot.label);
            *slot = Template { label, ..finished };
        }
    }

    /// A block inside another one. Beyond [`MAX_BLOCKS`] it is empty, which is reported.
    fn block(&mut self, label: &str, place: (FileId, Span), content: impl FnOnce(&mut Self, &mut Builder)) -> TemplateId {
        let id = self.reserve(label);
        self.blocks += 1;
        if self.blocks <= MAX_BLOCKS {
            self.fill(id, content);
        } else {
            self.too_deep.get_or_insert(place);
        }
        self.blocks -= 1;
        id
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.out.diagnostics.push(diagnostic);
    }
}

/// A template under construction.
#[derive(Default)]
struct Builder {
    template: Template,
    /// Literal and dynamic pieces of text nodes, merged until the block is finished: the browser would merge adjacent texts, too.
    texts: BTreeMap<HtmlId, text::Pieces>,
    infos: BTreeMap<HtmlId, NodeInfo>,
}

impl Builder {
    fn append(&mut self, parent: HtmlId, kind: HtmlKind) -> HtmlId {
        self.template.html.append(parent, kind)
    }

    fn hole(&mut self, node: HtmlId, kind: HoleKind, value: Sourced) -> usize {
        let index = self.template.holes.len();
        self.template.holes.push(Hole { node, kind, value });
        self.template.steps.push(Step::Hole(index));
        index
    }

    fn info(&mut self, node: HtmlId) -> &mut NodeInfo {
        self.infos.entry(node).or_insert_with(|| NodeInfo {
            node,
            tag: None,
            class: None,
            class_hole: None,
            id: None,
            id_hole: None,
            dataset: Vec::new(),
            marks: Vec::new(),
            listeners: Vec::new(),
            model: Vec::new(),
            place: None,
            addressed: false,
            kept: Vec::new(),
        })
    }

    fn finish(mut self) -> Template {
        self.finish_texts();
        self.name_ancestors_of_components();
        let mut infos: Vec<NodeInfo> = self.infos.into_values().filter(|i| i.addressed || i.tag.is_some()).collect();
        infos.sort_by_key(|i| i.node);
        self.template.nodes = infos;
        self.template
    }

    /// `selectComponent(".list .item")` needs the classes of a component's ancestors.
    fn name_ancestors_of_components(&mut self) {
        let places: Vec<HtmlId> = self.template.places.iter().map(|p| p.node).collect();
        for place in places {
            let mut at = self.template.html.get(place).and_then(|n| n.parent);
            while let Some(id) = at {
                let Some(node) = self.template.html.get(id) else { break };
                at = node.parent;
                if let HtmlKind::Element { tag, .. } = &node.kind {
                    let tag = tag.clone();
                    self.info(id).tag.get_or_insert(tag);
                }
            }
        }
    }
}
