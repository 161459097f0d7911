//! What can be written at a place: one list for templates, style sheets and configuration files, also in text that is broken while it is typed.

mod attribute;
mod config;
mod expression;
mod paths;
mod style;
mod tag;
mod value;

pub(crate) use attribute::kebab;
pub(crate) use tag::tag_name;
pub(crate) use value::is_lifecycle;

use crate::ide::cursor::{self, Context, Cursor};
use crate::ide::edit::Edit;
use crate::ide::scope::Scope;
use crate::ide::world::World;
use std::sync::Arc;
use wxc_core::source::Span;

/// Something to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub label: String,
    pub kind: Kind,
    /// One line beside the label.
    pub detail: Option<String>,
    /// Markdown.
    pub documentation: Option<String>,
    /// What it takes the place of.
    pub replace: Span,
    /// With `$1`, `$0` and `\$` where `snippet` is set.
    pub insert: String,
    pub snippet: bool,
    /// Smaller ones come first.
    pub rank: u8,
    /// Changes in other files, such as declaring the component.
    pub more: Vec<Edit>,
    /// There is more to choose at the place behind it.
    pub again: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Tag,
    Component,
    Attribute,
    Property,
    Event,
    Directive,
    Value,
    Method,
    Data,
    Local,
    Module,
    Function,
    Template,
    Slot,
    Class,
    Id,
    File,
    Folder,
    Page,
    Key,
    Keyword,
    Unit,
}

/// What the editor can do with an answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    pub snippets: bool,
}

/// What can be written at `offset` of the file at `path`.
pub fn completions(world: &World<'_>, path: &str, offset: usize, options: Options) -> Vec<Item> {
    let Some(text) = world.text(path) else { return Vec::new() };
    let offset = text.floor_char_boundary(offset);
    let mut items = match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("wxml") => template(world, path, &text, offset, options),
        Some("wxss" | "less" | "scss" | "sass") => style::items(world, path, &text, offset),
        Some("json") => config::items(world, path, &text, offset),
        _ => Vec::new(),
    };
    let mut seen = rustc_hash::FxHashSet::default();
    items.retain(|item| seen.insert((item.label.clone(), item.kind as u8)));
    if !options.snippets {
        items.iter_mut().for_each(Item::without_snippet);
    }
    items
}

/// What the parts share: the place in the template.
struct Place<'w> {
    world: &'w World<'w>,
    path: &'w str,
    text: &'w Arc<str>,
    offset: usize,
    cursor: Cursor,
}

fn template(world: &World<'_>, path: &str, text: &Arc<str>, offset: usize, _: Options) -> Vec<Item> {
    let cursor = cursor::at(text, offset);
    let context = cursor.context.clone();
    let place = Place { world, path, text, offset, cursor };
    match context {
        Context::TagName(span) => tag::start(&place, span),
        Context::EndTag(span) => tag::end(&place, span),
        Context::AttributeName(span) => attribute::names(&place, span),
        Context::Value { attribute, value, quoted } => value::values(&place, &attribute, value, quoted),
        Context::Expression { attribute, body } => expression::names(&place, attribute.as_deref(), body),
        Context::Text | Context::Script(_) | Context::Comment => Vec::new(),
    }
}

impl Place<'_> {
    /// The names of elements around the cursor. In the list of a loop the loop's own names are not there yet.
    fn scope(&self) -> Scope {
        let attribute = match &self.cursor.context {
            Context::Expression { attribute, .. } => attribute.as_deref(),
            Context::Value { attribute, .. } => Some(attribute.as_str()),
            _ => None,
        };
        Scope::at(&self.cursor, matches!(attribute, Some("wx:for" | "wx:for-items")))
    }

    /// A place of what is typed up to the cursor, widened by what follows of the word.
    fn whole(&self, typed: Span, belongs: fn(char) -> bool) -> Span {
        let rest = self.text.get(self.offset..).unwrap_or_default();
        let length = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        Span::new(typed.start as usize, self.offset + length)
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// What stands behind a place.
    fn behind(&self, at: u32) -> &str {
        self.text.get(at as usize..).unwrap_or_default()
    }
}

impl Item {
    fn new(label: impl Into<String>, kind: Kind, replace: Span) -> Self {
        let label = label.into();
        Self {
            insert: label.clone(),
            label,
            kind,
            detail: None,
            documentation: None,
            replace,
            snippet: false,
            rank: 5,
            more: Vec::new(),
            again: false,
        }
    }
    fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
    fn doc(self, text: Option<impl Into<String>>) -> Self {
        Self { documentation: text.map(Into::into).or(self.documentation), ..self }
    }
    fn insert(self, insert: impl Into<String>) -> Self {
        Self { insert: insert.into(), ..self }
    }
    fn snippet(self, insert: impl Into<String>) -> Self {
        Self { insert: insert.into(), snippet: true, ..self }
    }
    fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }
    fn again(self) -> Self {
        Self { again: true, ..self }
    }

    /// For editors that know no snippets: the text up to the first place to fill.
    fn without_snippet(&mut self) {
        if !std::mem::take(&mut self.snippet) {
            return;
        }
        let mut plain = String::new();
        let mut chars = self.insert.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' => plain.extend(chars.next()),
                '$' => while chars.next_if(char::is_ascii_digit).is_some() {},
                c => plain.push(c),
            }
        }
        self.insert = plain;
    }
}

/// A text that is part of a snippet.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

#[cfg(test)]
mod tests;
