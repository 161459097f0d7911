//! The intermediate representation: what one page or component renders, cut into blocks, holes and regions. Knows spans and nothing of syntax.
//!
//! ```text
//! <view class="row {{c}}" wx:for="{{rows}}" bindtap="pick">{{item.label}}</view>
//!
//! template 0   html <!--start--><!--end-->          region 0 before the end comment: list of d.rows, body = template 1
//! template 1   html <wx-view class="s1"> </wx-view> hole 0 class at node 0, hole 1 text at node 1; node 0 listens to tap
//! ```

pub mod expr;
pub mod style;

use crate::source::{FileId, Span};
use expr::Expr;

/// Index into [`Unit::templates`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TemplateId(pub usize);

/// Index into [`Html::nodes`] of one template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HtmlId(pub usize);

/// Everything one page or component renders.
#[derive(Debug, Default)]
pub struct Unit {
    pub templates: Vec<Template>,
    pub main: Option<TemplateId>,
    /// Name tables for `<template is="{{…}}">`: what each file that needs one can see.
    pub tables: Vec<Vec<(String, TemplateId)>>,
    /// WXS modules in use, by [`expr::ExprKind::Wxs`] index.
    pub wxs: Vec<String>,
    /// Emitted templates carry their nodes (see `emit::simulate`).
    pub simulated: bool,
}

/// One block: static HTML and the places in it that change.
#[derive(Debug, Default)]
pub struct Template {
    /// For readers of debug builds: `wx:for body`, `template "row"`.
    pub label: String,
    pub html: Html,
    pub holes: Vec<Hole>,
    pub regions: Vec<Region>,
    pub places: Vec<Place>,
    /// What `update` does, in document order.
    pub steps: Vec<Step>,
    /// Elements the logic side knows, in document order.
    pub nodes: Vec<NodeInfo>,
    /// The body of a list reads its index.
    pub reads_index: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Hole(usize),
    Region(usize),
    Place(usize),
}

/// A static HTML tree in an arena; node 0 is the fragment.
#[derive(Debug)]
pub struct Html {
    pub nodes: Vec<HtmlNode>,
}

#[derive(Debug, Default)]
pub struct HtmlNode {
    pub parent: Option<HtmlId>,
    pub children: Vec<HtmlId>,
    /// Nodes around this one.
    pub depth: u32,
    pub kind: HtmlKind,
}

#[derive(Debug, Default)]
pub enum HtmlKind {
    #[default]
    Fragment,
    /// `tag` without the prefix.
    Element {
        tag: String,
        attributes: Vec<(String, String)>,
    },
    Text(String),
    /// Text of a hole: printed as one space.
    DynamicText,
    /// A comment before which a region stands.
    Anchor,
}

impl Default for Html {
    fn default() -> Self {
        Self { nodes: vec![HtmlNode::default()] }
    }
}

impl Html {
    pub const ROOT: HtmlId = HtmlId(0);

    pub fn get(&self, id: HtmlId) -> Option<&HtmlNode> {
        self.nodes.get(id.0)
    }
    pub fn get_mut(&mut self, id: HtmlId) -> Option<&mut HtmlNode> {
        self.nodes.get_mut(id.0)
    }
    pub fn append(&mut self, parent: HtmlId, kind: HtmlKind) -> HtmlId {
        let id = HtmlId(self.nodes.len());
        let depth = self.get(parent).map_or(0, |n| n.depth + 1);
        self.nodes.push(HtmlNode { parent: Some(parent), children: Vec::new(), depth, kind });
        if let Some(node) = self.get_mut(parent) {
            node.children.push(id);
        }
        id
    }
    pub fn last_child(&self, parent: HtmlId) -> Option<HtmlId> {
        self.get(parent)?.children.last().copied()
    }
}

#[derive(Debug)]
pub struct Hole {
    pub node: HtmlId,
    pub kind: HoleKind,
    pub value: Sourced,
}

/// An expression and the file its spans belong to.
#[derive(Clone, Debug)]
pub struct Sourced {
    pub file: FileId,
    pub expr: Expr,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoleKind {
    Text,
    /// The suffix (scope classes, with a leading space) is appended by the view; `external`: names of external classes are replaced first.
    Class {
        suffix: String,
        external: bool,
    },
    Style,
    Attribute(String),
    Property(String),
    Data(String),
    /// `change:name`, WXS function `module.member`.
    Change {
        name: String,
        function: String,
    },
}

#[derive(Debug)]
pub struct Region {
    /// The anchor, or the place it would have.
    pub anchor: HtmlId,
    pub span: (FileId, Span),
    pub body: RegionBody,
}

#[derive(Debug)]
pub enum RegionBody {
    /// `wx:if`: conditions in order; `None` is `wx:else`.
    Branch(Vec<(Option<Sourced>, TemplateId)>),
    List {
        items: Sourced,
        template: TemplateId,
        key: String,
        /// What the body reads from outside.
        captured: Vec<Expr>,
    },
    Use {
        target: UseTarget,
        data: Vec<DataField>,
        file: FileId,
    },
    Slot {
        name: Option<Sourced>,
        values: Vec<(String, Sourced)>,
        fallback: Option<TemplateId>,
    },
}

#[derive(Debug)]
pub enum UseTarget {
    Static(TemplateId),
    /// A name computed at run time, looked up in a table of [`Unit::tables`].
    Dynamic(Sourced, usize),
}

#[derive(Debug)]
pub enum DataField {
    Field(String, Expr),
    Spread(Expr),
}

/// A custom component.
#[derive(Debug)]
pub struct Place {
    pub node: HtmlId,
    pub tag: String,
    pub target: PlaceTarget,
    /// In the order of the template, with the places of computed values up to the last literal one: a component gets its values in that order.
    pub statics: Vec<(String, PropValue)>,
    pub props: Vec<(String, Sourced)>,
    pub generics: Vec<(String, String)>,
    pub slots: Vec<SlotContent>,
    pub model: Vec<(String, ModelPath)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PropValue {
    True,
    Text(String),
    /// One of `props`.
    Computed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceTarget {
    Component(String),
    Generic(String),
}

#[derive(Debug)]
pub struct SlotContent {
    pub name: SlotName,
    pub template: TemplateId,
    /// The content has slot values as its innermost scope.
    pub takes_values: bool,
}

#[derive(Debug)]
pub enum SlotName {
    Static(String),
    /// Every slot: the content itself compares the slot's name, which is its [`expr::ExprKind::Index`].
    Any,
    Dynamic(Sourced),
}

#[derive(Debug)]
pub enum ModelPath {
    Static(String),
    /// Pieces of a path: literal text and expressions (loop indexes, keys).
    Dynamic(Vec<PathPiece>, FileId),
}

#[derive(Debug)]
pub enum PathPiece {
    Text(String),
    Index(Expr),
}

/// What the logic side knows of an element.
#[derive(Debug)]
pub struct NodeInfo {
    pub node: HtmlId,
    pub tag: Option<String>,
    pub class: Option<String>,
    pub class_hole: Option<usize>,
    pub id: Option<String>,
    pub id_hole: Option<usize>,
    pub dataset: Vec<(String, Value)>,
    pub marks: Vec<(String, Value)>,
    pub listeners: Vec<Listener>,
    pub model: Vec<(String, ModelPath)>,
    pub place: Option<usize>,
    /// Events report this element (it gets its number on the view).
    pub addressed: bool,
    /// Templates of unit tests: every attribute that is neither directive nor event, under the name the test tool gives it.
    pub kept: Vec<(String, Kept)>,
}

/// The value of an attribute that unit tests can see.
#[derive(Debug)]
pub enum Kept {
    True,
    Text(String),
    Hole(usize),
    /// A WXS function, which is not called.
    Function,
}

#[derive(Debug)]
pub enum Value {
    True,
    Text(String),
    Dynamic(Sourced),
}

#[derive(Debug)]
pub struct Listener {
    pub event: String,
    /// Bits of the protocol: catch 1, capture 2, mut 4, WXS 8, model 16.
    pub bits: u8,
    pub handler: Handler,
}

#[derive(Debug)]
pub enum Handler {
    Method(String),
    Dynamic(Sourced),
    /// `module.member` on the view thread.
    Wxs(String),
    /// Only writes a `model:` value back.
    Model,
}
