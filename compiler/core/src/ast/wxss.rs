//! The tree of one WXSS file: rules, selectors and the places in values that mean something to WXSS. Text is never copied, only pointed at.

use crate::source::Span;

/// One parsed file. `text` is the file's text with the same length and offsets, in which everything that is no CSS is blanked with spaces.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub text: String,
    pub items: Vec<Item>,
    /// Ascending by place.
    pub points: Vec<Point>,
    /// Units of the text, lower case, that wxc might otherwise borrow as markers.
    pub rare_units: Vec<&'static str>,
}

impl Sheet {
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
    /// The points that lie inside `span`.
    pub fn points_in(&self, span: Span) -> &[Point] {
        let from = self.points.partition_point(|p| p.span.start < span.start);
        let to = self.points.partition_point(|p| p.span.start < span.end);
        self.points.get(from..to).unwrap_or_default()
    }
}

/// A place inside a prelude or a value that is more than plain CSS.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub span: Span,
    pub kind: PointKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PointKind {
    /// `12rpx`, `50vh`: the number is the text up to `number_end`.
    Length {
        number_end: u32,
        unit: Unit,
    },
    /// `url(a.png)`, `url("a.png")`; the whole token or function.
    Url(String),
    /// A bare string that is a URL (`image-set("a.png" 1x)`).
    UrlString(String),
    /// An identifier or string in `animation` or `animation-name`.
    Animation(String),
    Comment,
}

/// Units that are measured on the viewport element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Rpx,
    Vw,
    Vh,
    Vmin,
    Vmax,
}

#[derive(Clone, Debug)]
pub enum Item {
    Import(Import),
    Rule(Rule),
    At(AtRule),
    Declaration(Declaration),
    /// A malformed statement that WeChat hands to browsers all the same, which pass over it; or one that means nothing to them.
    Ignored(Span),
}

/// `prelude { items }`.
#[derive(Clone, Debug)]
pub struct Rule {
    pub span: Span,
    pub prelude: Prelude,
    pub items: Vec<Item>,
}

#[derive(Clone, Debug)]
pub enum Prelude {
    Selectors(Vec<Selector>),
    /// Inside `@keyframes`: `from`, `50%`.
    Frame(Span),
    /// Browsers pass over the rule.
    Ignored(Span),
}

/// `@name prelude { items }` or `@name prelude;`.
#[derive(Clone, Debug)]
pub struct AtRule {
    pub span: Span,
    /// Lower case, without `@`.
    pub name: String,
    pub prelude: Span,
    /// `@media`: the query list, when it can be read.
    pub media: Option<Vec<MediaQuery>>,
    /// `@keyframes`: the name.
    pub keyframes: Option<String>,
    pub kind: AtKind,
    pub items: Option<Vec<Item>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtKind {
    /// The block holds rules: `@media`, `@supports`, `@layer` …
    Grouping,
    Keyframes,
    /// The block holds descriptors: `@font-face`, `@page`, `@property` …
    Descriptors,
    /// Browsers pass over the rule; its block holds rules.
    Ignored,
}

#[derive(Clone, Debug)]
pub struct Declaration {
    /// From the name to the end of the value, without `;`.
    pub span: Span,
    pub name: Span,
}

/// `@import "b.wxss" layer(a) supports(…) screen;`
#[derive(Clone, Debug)]
pub struct Import {
    pub span: Span,
    pub request: String,
    pub request_span: Span,
    /// `Some(empty)`: an anonymous layer.
    pub layer: Option<Span>,
    /// What stands in the parentheses of `supports(…)`.
    pub supports: Option<Span>,
    pub media: Option<Span>,
    pub queries: Option<Vec<MediaQuery>>,
}

/// A complex selector: compounds and what stands between them.
#[derive(Clone, Debug)]
pub struct Selector {
    pub span: Span,
    pub compounds: Vec<Compound>,
}

#[derive(Clone, Debug)]
pub struct Compound {
    /// What leads to this compound; `None` for a first one (unless it is relative: `> .a`).
    pub combinator: Option<Combinator>,
    pub span: Span,
    pub tag: Option<Tag>,
    pub universal: bool,
    /// Contains `&`.
    pub nesting: bool,
    pub class: bool,
    /// Has an id or attribute selector.
    pub id_or_attribute: bool,
    pub pseudos: Vec<Pseudo>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combinator {
    Descendant,
    Child,
    Next,
    Later,
    Column,
    /// `>>>`, `/deep/`: as descendant, and what follows belongs to other owners.
    Deep,
}

#[derive(Clone, Debug)]
pub struct Tag {
    pub span: Span,
    pub name: String,
}

#[derive(Clone, Debug)]
pub struct Pseudo {
    /// From the first colon to the closing parenthesis.
    pub span: Span,
    /// Lower case.
    pub name: String,
    /// `::before`, and the old `:before`.
    pub element: bool,
    /// Selector arguments (`:is(…)`, the part after `of` in `:nth-child(…)`) with the place they take.
    pub arguments: Option<(Span, Vec<Selector>)>,
}

/// One query of a media list.
#[derive(Clone, Debug, PartialEq)]
pub struct MediaQuery {
    /// `only screen`, `not print`: the words before the first `and`.
    pub medium: Option<Medium>,
    pub condition: Option<Condition>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Medium {
    pub negated: bool,
    /// With `only`, if it stood there.
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// `(min-width: 400px)`, parentheses included; `size` if it asks for the viewport's width or height.
    Feature {
        span: Span,
        size: bool,
    },
    Not(Box<Condition>),
    And(Vec<Condition>),
    Or(Vec<Condition>),
}
