//! Outlines: what a template, a style sheet or the whole project consists of.

use crate::ide::Place;
use crate::ide::index::{Rule, What};
use crate::ide::references::sheets;
use crate::ide::templates;
use crate::ide::world::World;
use wxc_core::analyse::outline::Role;
use wxc_core::ast::wxml::{Element, Node};
use wxc_core::resolve::script::is_installed;
use wxc_core::source::Span;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    pub name: String,
    pub detail: Option<String>,
    pub kind: Kind,
    pub whole: Span,
    /// What is selected when the symbol is chosen; part of `whole`.
    pub name_span: Span,
    pub children: Vec<Symbol>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Element,
    Component,
    Template,
    Module,
    Rule,
    Class,
    Page,
    Method,
}

/// Nesting that is shown; what is deeper belongs to nobody's outline.
const MAX_DEPTH: usize = 64;

/// The outline of a file.
pub fn document(world: &World<'_>, path: &str) -> Vec<Symbol> {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("wxml") => world.template(path).map_or_else(Vec::new, |template| nodes(&template.document.nodes, 0)),
        Some("wxss" | "less" | "scss" | "sass") => world.sheet(path).map_or_else(Vec::new, |sheet| rules(&sheet.rules, 0)),
        Some("wxs") => {
            let exports = world.script(path).map(|outline| outline.exports.clone()).unwrap_or_default();
            let symbol = |field: wxc_core::analyse::outline::Field| Symbol {
                detail: Some(field.shape.describe()),
                name: field.name,
                kind: Kind::Method,
                whole: field.span,
                name_span: field.span,
                children: Vec::new(),
            };
            exports.into_iter().map(symbol).collect()
        }
        _ => Vec::new(),
    }
}

fn nodes(nodes: &[Node], depth: usize) -> Vec<Symbol> {
    if depth > MAX_DEPTH {
        return Vec::new();
    }
    let elements = nodes.iter().filter_map(|node| match node {
        Node::Element(element) => Some(&**element),
        _ => None,
    });
    elements.map(|element| self::element(element, depth)).collect()
}

fn element(element: &Element, depth: usize) -> Symbol {
    let text =
        |name: &str| element.attribute(name).and_then(|attribute| attribute.value.as_ref()?.literal()).filter(|text| !text.is_empty());
    let (kind, name) = match element.name.as_str() {
        "template" if text("name").is_some() => (Kind::Template, format!("template {}", text("name").unwrap_or_default())),
        "template" => (Kind::Element, format!("template → {}", text("is").unwrap_or("…"))),
        "import" | "include" => (Kind::Module, format!("{} {}", element.name, text("src").unwrap_or_default())),
        "wxs" => (Kind::Module, format!("wxs {}", text("module").unwrap_or_default())),
        name => {
            let id = text("id").map(|id| format!("#{id}")).unwrap_or_default();
            let classes =
                text("class").into_iter().flat_map(str::split_ascii_whitespace).map(|class| format!(".{class}")).collect::<String>();
            let kind = if wxc_core::vocabulary::components::find(name).is_some() { Kind::Element } else { Kind::Component };
            (kind, format!("{name}{id}{classes}"))
        }
    };
    let detail = ["wx:for", "wx:if", "wx:elif", "wx:else"].into_iter().find(|name| element.attribute(name).is_some()).map(str::to_owned);
    Symbol { name, detail, kind, whole: element.span, name_span: element.name_span, children: nodes(&element.children, depth + 1) }
}

fn rules(all: &[Rule], depth: usize) -> Vec<Symbol> {
    if depth > MAX_DEPTH {
        return Vec::new();
    }
    let symbol = |rule: &Rule| {
        // An empty prelude has no place of its own.
        let inside = rule.span.start <= rule.prelude.start && rule.prelude.end <= rule.span.end && !rule.prelude.is_empty();
        let name_span = if inside { rule.prelude } else { Span::new(rule.span.start as usize, rule.span.start as usize) };
        Symbol {
            name: rule.title.clone(),
            detail: None,
            kind: Kind::Rule,
            whole: rule.span,
            name_span,
            children: rules(&rule.children, depth + 1),
        }
    };
    all.iter().filter(|rule| !rule.title.is_empty()).map(symbol).collect()
}

/// Something of the project that can be searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub name: String,
    pub kind: Kind,
    pub place: Place,
    /// Where it belongs, in words.
    pub container: String,
}

/// So many are enough for any list.
const MAX_FOUND: usize = 500;

/// Pages, components, templates, methods and classes whose name has the letters of `query` in their order.
pub fn workspace(world: &World<'_>, query: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut push = |name: &str, kind: Kind, path: &str, span: Span, container: &str| {
        if found.len() < MAX_FOUND && matches(name, query) {
            let place = Place { path: path.to_owned(), span };
            found.push(Found { name: name.to_owned(), kind, place, container: container.to_owned() });
        }
    };
    for unit in world.units().iter().filter(|unit| !is_installed(&unit.path)) {
        let kind = if unit.is_page { Kind::Page } else { Kind::Component };
        if let Some(path) = unit.template.as_ref().or(unit.script.as_ref()) {
            push(&unit.path, kind, path, Span::default(), if unit.is_page { "page" } else { "component" });
        }
        let Some(script) = &unit.script else { continue };
        let Some(outline) = world.script(script) else { continue };
        for member in outline.members.iter().filter(|member| member.role == Role::Method) {
            push(&member.name, Kind::Method, script, member.span, &unit.path);
        }
    }
    for path in templates::all(world, "") {
        let Some(template) = world.template(&path) else { continue };
        for occurrence in &template.occurrences {
            if let What::Template { name, definition: true } = &occurrence.what {
                push(name, Kind::Template, &path, occurrence.span, &path);
            }
        }
    }
    for path in sheets(world).iter().filter(|path| !is_installed(path)) {
        let Some(sheet) = world.sheet(path) else { continue };
        for word in &sheet.classes {
            push(&format!(".{}", word.name), Kind::Class, path, word.span, path);
        }
    }
    found
}

/// Whether a name has the letters of a query in their order, without regard to case.
fn matches(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).all(|wanted| letters.any(|letter| letter == wanted))
}
