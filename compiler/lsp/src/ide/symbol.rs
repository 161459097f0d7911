//! What the name at a place means in the whole project: the one question behind definitions, references, renaming and hovering.

use crate::ide::index::{PathOf, What, word_at};
use crate::ide::json_cursor::Step;
use crate::ide::templates;
use crate::ide::world::{Meaning, World};
use wxc_core::analyse::outline::Role;
use wxc_core::resolve::json::Json;
use wxc_core::resolve::path::{join, normalise};
use wxc_core::resolve::script::{resolve_component, resolve_style};
use wxc_core::resolve::unit::Use;
use wxc_core::source::Span;
use wxc_core::vocabulary::camel;

/// A name with its meaning. Units are named by their path from the mini-program root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol {
    Builtin {
        tag: String,
    },
    BuiltinAttribute {
        tag: String,
        name: String,
    },
    BuiltinEvent {
        tag: String,
        event: String,
    },
    Directive {
        name: String,
    },
    Component {
        unit: String,
    },
    /// Of a component, seen from outside.
    Property {
        unit: String,
        name: String,
    },
    Event {
        unit: String,
        event: String,
    },
    Method {
        units: Vec<String>,
        name: String,
    },
    /// Data or a property, seen from its own template or script.
    Data {
        units: Vec<String>,
        name: String,
    },
    /// A loop variable of a template file, by its index in [`Template::locals`](crate::ide::index::Template::locals).
    Local {
        path: String,
        index: usize,
    },
    Module {
        path: String,
        name: String,
    },
    /// What a script exports.
    Export {
        path: String,
        name: String,
    },
    /// `b` of `a.b`, where `a` is data or a local.
    Member {
        path: String,
        root: Span,
        names: Vec<String>,
    },
    Template {
        path: String,
        name: String,
    },
    /// A name that a template gets from its user.
    Argument {
        path: String,
        template: String,
        name: String,
    },
    /// `path`: a file that has it.
    Class {
        path: String,
        name: String,
    },
    Id {
        path: String,
        name: String,
    },
    Slot {
        unit: String,
        name: String,
    },
    File {
        path: String,
    },
    /// A page that is opened by a URL or named by configuration.
    Page {
        unit: String,
    },
    Keyframes {
        path: String,
        name: String,
    },
}

/// The name at a place and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub span: Span,
    pub symbol: Symbol,
}

/// Looks at `offset` of the file at `path`.
pub fn at(world: &World<'_>, path: &str, offset: usize) -> Option<Found> {
    match path.rsplit_once('.')?.1 {
        "wxml" => in_template(world, path, offset),
        "wxss" | "less" | "scss" | "sass" => in_sheet(world, path, offset),
        "js" | "ts" | "wxs" => in_script(world, path, offset),
        "json" => in_config(world, path, offset),
        _ => None,
    }
}

fn in_template(world: &World<'_>, path: &str, offset: usize) -> Option<Found> {
    let template = world.template(path)?;
    // Inside the code of a WXS module only its exports are known.
    if let Some(module) = template.modules.iter().find(|module| module.raw.is_some_and(|raw| raw.range().contains(&offset)))
        && module.src.is_none()
    {
        let (_, outline) = world.wxs_of(path, module)?;
        let export = outline.exports.iter().find(|export| touches(export.span, offset))?;
        return Some(Found {
            span: export.span,
            symbol: Symbol::Export { path: path.to_owned(), name: format!("{}.{}", module.name, export.name) },
        });
    }
    let occurrence = template.at(offset)?;
    let symbol = of_occurrence(world, path, &occurrence.what)?;
    Some(Found { span: occurrence.span, symbol })
}

fn touches(span: Span, offset: usize) -> bool {
    (span.start as usize) <= offset && offset <= span.end as usize
}

/// What an occurrence of the template `path` means.
pub fn of_occurrence(world: &World<'_>, path: &str, what: &What) -> Option<Symbol> {
    let owned = path.to_owned();
    let units = || world.owners(path).iter().map(|unit| unit.path.clone()).collect::<Vec<_>>();
    Some(match what {
        What::Tag(tag) | What::Generic(tag) => match world.meaning(path, tag) {
            Meaning::Component(unit) => Symbol::Component { unit: unit.path.clone() },
            Meaning::Builtin(_) => Symbol::Builtin { tag: tag.clone() },
            _ if wxc_core::vocabulary::components::FRAMEWORK.contains(&tag.as_str()) => Symbol::Builtin { tag: tag.clone() },
            _ => return None,
        },
        What::Attribute { tag, name } => match world.meaning(path, tag) {
            Meaning::Component(unit) if !wxc_core::vocabulary::components::common().attributes.contains_key(name) => {
                let bare = name.strip_prefix("model:").unwrap_or(name);
                if bare.contains(':') {
                    return Some(Symbol::BuiltinAttribute { tag: tag.clone(), name: name.clone() });
                }
                Symbol::Property { unit: unit.path.clone(), name: camel(bare) }
            }
            _ => Symbol::BuiltinAttribute { tag: tag.clone(), name: name.strip_prefix("model:").unwrap_or(name).to_owned() },
        },
        What::Directive(name) => Symbol::Directive { name: name.clone() },
        What::Event { tag, event } => match world.meaning(path, tag) {
            Meaning::Component(unit) if world.triggers(unit).iter().any(|(_, trigger)| trigger.event == *event) => {
                Symbol::Event { unit: unit.path.clone(), event: event.clone() }
            }
            _ => Symbol::BuiltinEvent { tag: tag.clone(), event: event.clone() },
        },
        What::Handler(name) => Symbol::Method { units: units(), name: name.clone() },
        What::Data(name) => Symbol::Data { units: units(), name: name.clone() },
        What::Argument { template, name } => Symbol::Argument { path: owned, template: template.clone(), name: name.clone() },
        What::Given { template, name } => {
            let (defined, _) = templates::definition(world, path, template)?;
            Symbol::Argument { path: defined, template: template.clone(), name: name.clone() }
        }
        What::Local(index) => Symbol::Local { path: owned, index: *index },
        What::Module(name) => Symbol::Module { path: owned, name: name.clone() },
        What::Member { root, path: names } => {
            let template = world.template(path)?;
            if let Some(What::Module(module)) = template.at_span(*root).map(|occurrence| &occurrence.what)
                && let [name] = names.as_slice()
            {
                let (file, _) = world.wxs(path, module)?;
                let name = if file == path { format!("{module}.{name}") } else { name.clone() };
                return Some(Symbol::Export { path: file, name });
            }
            Symbol::Member { path: owned, root: *root, names: names.clone() }
        }
        What::Template { name, definition: true } => Symbol::Template { path: owned, name: name.clone() },
        What::Template { name, definition: false } => {
            let (defined, _) = templates::definition(world, path, name)?;
            Symbol::Template { path: defined, name: name.clone() }
        }
        What::Class(name) => Symbol::Class { path: owned, name: name.clone() },
        What::Id(name) => Symbol::Id { path: owned, name: name.clone() },
        What::SlotDefinition(name) => Symbol::Slot { unit: world.unit_of(path)?.path.clone(), name: name.clone() },
        What::Slot { tag, name } => match world.meaning(path, tag) {
            Meaning::Component(unit) => Symbol::Slot { unit: unit.path.clone(), name: name.clone() },
            _ => return None,
        },
        What::Path { of, text } => match of {
            PathOf::Template => Symbol::File { path: world.target(path, text, ".wxml") },
            PathOf::Wxs => Symbol::File { path: world.target(path, text, ".wxs") },
            PathOf::Asset => Symbol::File { path: world.target(path, text, "") },
            PathOf::Page => Symbol::Page { unit: page(world, path, text)? },
        },
    })
}

/// The page that a URL means in a file.
pub fn page(world: &World<'_>, from: &str, url: &str) -> Option<String> {
    let own = world.unit_of(from).map_or("", |unit| unit.path.as_str());
    let path = if url.starts_with('/') { join("", url) } else { join(own, url) };
    let path = path.strip_suffix(".html").unwrap_or(&path).to_owned();
    world.unit(&path).filter(|unit| unit.is_page).map(|_| path)
}

fn in_sheet(world: &World<'_>, path: &str, offset: usize) -> Option<Found> {
    let sheet = world.sheet(path)?;
    let owned = path.to_owned();
    if let Some(word) = sheet.class_at(offset) {
        return Some(Found { span: word.span, symbol: Symbol::Class { path: owned, name: word.name.clone() } });
    }
    if let Some(word) = sheet.id_at(offset) {
        return Some(Found { span: word.span, symbol: Symbol::Id { path: owned, name: word.name.clone() } });
    }
    if let Some(word) = word_at(&sheet.imports, offset) {
        let target = resolve_style(world.files, world.root(), path, &word.name).ok()?;
        return Some(Found { span: word.span, symbol: Symbol::File { path: target } });
    }
    if let Some(word) = word_at(&sheet.urls, offset).filter(|word| !word.name.contains(':')) {
        return Some(Found { span: word.span, symbol: Symbol::File { path: world.target(path, &word.name, "") } });
    }
    if let Some(word) = word_at(&sheet.keyframes, offset) {
        return Some(Found { span: word.span, symbol: Symbol::Keyframes { path: owned, name: word.name.clone() } });
    }
    let word = word_at(&sheet.tags, offset)?;
    let symbol = wxc_core::vocabulary::components::find(&word.name).map(|_| Symbol::Builtin { tag: word.name.clone() })?;
    Some(Found { span: word.span, symbol })
}

/// Units whose script a file is, or that have it among their behaviours.
pub fn units_of_script(world: &World<'_>, path: &str) -> Vec<String> {
    if let Some(unit) = world.unit_of(path) {
        return vec![unit.path.clone()];
    }
    let has = |unit: &&std::sync::Arc<wxc_core::resolve::unit::Unit>| world.scripts_of(unit).iter().any(|script| script == path);
    world.units().iter().filter(has).map(|unit| unit.path.clone()).collect()
}

fn in_script(world: &World<'_>, path: &str, offset: usize) -> Option<Found> {
    let outline = world.script(path)?;
    if path.ends_with(".wxs") {
        let export = outline.exports.iter().find(|export| touches(export.span, offset))?;
        return Some(Found { span: export.span, symbol: Symbol::Export { path: path.to_owned(), name: export.name.clone() } });
    }
    let units = || units_of_script(world, path);
    let of = |role: Role, name: &str| match role {
        Role::Method => Some(Symbol::Method { units: units(), name: name.to_owned() }),
        Role::Data | Role::Property => Some(Symbol::Data { units: units(), name: name.to_owned() }),
        Role::Option => None,
    };
    if let Some(member) = outline.members.iter().find(|member| touches(member.span, offset)) {
        return Some(Found { span: member.span, symbol: of(member.role, &member.name)? });
    }
    if let Some(used) = outline.uses.iter().find(|used| touches(used.span, offset)) {
        return Some(Found { span: used.span, symbol: of(used.role, &used.name)? });
    }
    if let Some(set) = outline.sets.iter().find(|set| touches(set.span, offset)) {
        return Some(Found { span: set.span, symbol: of(Role::Data, &set.name)? });
    }
    if let Some(trigger) = outline.triggers.iter().find(|trigger| touches(trigger.span, offset)) {
        let unit = units().into_iter().next()?;
        return Some(Found { span: trigger.span, symbol: Symbol::Event { unit, event: trigger.event.clone() } });
    }
    if let Some((text, span)) = outline.links.iter().find(|(_, span)| touches(*span, offset)) {
        return Some(Found { span: *span, symbol: Symbol::Page { unit: page(world, path, text)? } });
    }
    let (request, span) = outline.requests.iter().find(|(_, span)| touches(*span, offset))?;
    Some(Found { span: *span, symbol: Symbol::File { path: world.required(path, request)? } })
}

fn in_config(world: &World<'_>, path: &str, offset: usize) -> Option<Found> {
    let json = world.config(path)?;
    let (value, steps) = string_at(&json, offset)?;
    let inside = between_quotes(value.span);
    let symbol = of_value(world, path, value, &steps)?;
    Some(Found { span: inside, symbol })
}

/// A text of JSON without its quotes.
pub fn between_quotes(span: Span) -> Span {
    let start = span.start as usize + 1;
    Span::new(start, (span.end as usize).saturating_sub(1).max(start))
}

/// What a string of a configuration file names.
pub fn of_value(world: &World<'_>, path: &str, value: &Json, steps: &[Step]) -> Option<Symbol> {
    let names: Vec<&str> = steps
        .iter()
        .map(|step| match step {
            Step::Key(key) => key.as_str(),
            Step::Item => "[]",
        })
        .collect();
    let text = value.str().filter(|text| !text.is_empty())?;
    let root = world.root();
    let file = |at: String| world.files.is_file(&at).then_some(Symbol::File { path: at });
    let page = |path: &str| {
        let path = normalise(path.split('?').next().unwrap_or_default());
        world.unit(&path).filter(|unit| unit.is_page).map(|_| Symbol::Page { unit: path })
    };
    match names.as_slice() {
        ["usingComponents", tag] => {
            let own = match path.strip_prefix(root) {
                Some("app.json") => world.units().iter().find_map(|unit| unit.using.get(*tag)),
                _ => world.unit_of(path)?.using.get(*tag),
            };
            match own {
                Some(Use::Component(unit)) => Some(Symbol::Component { unit: unit.clone() }),
                _ => component(world, path, text),
            }
        }
        ["componentGenerics", _, "default"] | ["publicComponents", _] => component(world, path, text),
        ["pages", "[]"] | ["entryPagePath"] | ["tabBar", "list", "[]", "pagePath"] => page(text),
        ["subPackages" | "subpackages", "[]", "pages", "[]"] => {
            let of = |root: &str| world.unit(&normalise(&format!("{root}/{text}"))).map(|unit| Symbol::Page { unit: unit.path.clone() });
            world
                .project?
                .app
                .subpackages
                .iter()
                .find_map(|package| {
                    // Of packages with equal page names, the one that the place stands in.
                    let listed = world
                        .project?
                        .app
                        .pages
                        .iter()
                        .any(|page| page.span == value.span && page.path == normalise(&format!("{}/{text}", package.root)));
                    listed.then(|| of(&package.root)).flatten()
                })
                .or_else(|| world.project?.app.subpackages.iter().find_map(|package| of(&package.root)))
        }
        ["tabBar", "list", "[]", "iconPath" | "selectedIconPath"] | ["themeLocation" | "sitemapLocation"] => {
            file(format!("{root}{}", normalise(text)))
        }
        _ => None,
    }
}

fn component(world: &World<'_>, path: &str, request: &str) -> Option<Symbol> {
    let base = path.trim_end_matches(".json");
    let found = resolve_component(world.files, world.root(), base, request, &world.project?.aliases).ok()?;
    match world.unit(&found) {
        Some(unit) => Some(Symbol::Component { unit: unit.path.clone() }),
        None => {
            let stem = world.project_path(&found);
            [".wxml", ".json", ".js", ".ts"]
                .iter()
                .map(|extension| format!("{stem}{extension}"))
                .find(|path| world.files.is_file(path))
                .map(|path| Symbol::File { path })
        }
    }
}

/// The string at a place, with the way to it.
pub fn string_at(json: &Json, offset: usize) -> Option<(&Json, Vec<Step>)> {
    let mut at = json;
    let mut steps = Vec::new();
    loop {
        if at.str().is_some() {
            return Some((at, steps));
        }
        let member = at.members().iter().find(|member| touches(member.value.span, offset));
        if let Some(member) = member {
            steps.push(Step::Key(member.name.clone()));
            at = &member.value;
            continue;
        }
        at = at.items().iter().find(|item| touches(item.span, offset))?;
        steps.push(Step::Item);
    }
}

/// Every string of a configuration file, with the way to it.
pub fn strings(json: &Json) -> Vec<(&Json, Vec<Step>)> {
    let mut found = Vec::new();
    let mut open = vec![(json, Vec::new())];
    while let Some((at, steps)) = open.pop() {
        if at.str().is_some() {
            found.push((at, steps));
            continue;
        }
        for member in at.members() {
            let mut inner: Vec<Step> = steps.clone();
            inner.push(Step::Key(member.name.clone()));
            open.push((&member.value, inner));
        }
        for item in at.items() {
            let mut inner = steps.clone();
            inner.push(Step::Item);
            open.push((item, inner));
        }
    }
    found
}

/// The key of a configuration file at a place: its span without quotes and the way to it.
pub fn key_at(world: &World<'_>, path: &str, offset: usize) -> Option<(Span, Vec<Step>)> {
    let json = world.config(path)?;
    let mut at: &Json = &json;
    let mut steps = Vec::new();
    loop {
        if let Some(member) = at.members().iter().find(|member| touches(member.name_span, offset)) {
            steps.push(Step::Key(member.name.clone()));
            return Some((member.name_span, steps));
        }
        if let Some(member) = at.members().iter().find(|member| touches(member.value.span, offset)) {
            steps.push(Step::Key(member.name.clone()));
            at = &member.value;
        } else if let Some(item) = at.items().iter().find(|item| touches(item.span, offset)) {
            steps.push(Step::Item);
            at = item;
        } else {
            return None;
        }
    }
}
