//! Configuration files: keys with what they are for, words they take, paths of pages, components and images.

use super::{Item, Kind, paths};
use crate::ide::hover::key_text;
use crate::ide::json_cursor::{self, JsonContext, JsonCursor, Step};
use crate::ide::schema::{At, tables, walk};
use crate::ide::world::World;
use std::sync::Arc;
use wxc_core::resolve::near::relative_to;
use wxc_core::resolve::schema::{By, Key, Type};
use wxc_core::source::Span;
use wxc_core::vocabulary::components;

pub(super) fn items(world: &World<'_>, path: &str, text: &Arc<str>, offset: usize) -> Vec<Item> {
    let cursor = json_cursor::at(text, offset);
    let is_unit = world.unit_of(path).is_some() || world.text(&format!("{}.wxml", path.trim_end_matches(".json"))).is_some();
    let tables = tables(path, world.root(), is_unit);
    if tables.is_empty() {
        return Vec::new();
    }
    let replace = whole(text, &cursor, offset);
    match cursor.context {
        JsonContext::Key => keys(world, path, text, &cursor, replace, walk(tables, &cursor.path)),
        JsonContext::Value => values(world, path, text, &cursor, replace, walk(tables, &cursor.path)),
        JsonContext::Nothing => Vec::new(),
    }
}

/// The word or string at the cursor, with its quotes.
fn whole(text: &str, cursor: &JsonCursor, offset: usize) -> Span {
    let rest = text.get(offset..).unwrap_or_default();
    let start = cursor.typed.start as usize - usize::from(cursor.quoted);
    let length = match cursor.quoted {
        // Only a quote on this line, before anything structural, closes it.
        true => rest
            .find(['"', '\n'])
            .filter(|at| rest.as_bytes().get(*at) == Some(&b'"') && !rest.get(..*at).unwrap_or_default().contains([',', ':', '{', '}']))
            .map_or(0, |at| at + 1),
        false => rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()),
    };
    Span::new(start, offset + length)
}

fn keys(world: &World<'_>, path: &str, text: &str, cursor: &JsonCursor, replace: Span, at: Option<At>) -> Vec<Item> {
    let valued = text.get(replace.end as usize..).is_some_and(|rest| rest.trim_start().starts_with(':'));
    let add = |item: Item, value: &str| {
        let key = item.label.clone();
        if valued { item.insert(format!("\"{key}\"")) } else { item.snippet(format!("\"{key}\": {value}")) }
    };
    let mut items = Vec::new();
    if let Some(At::Keys(tables)) = at {
        for key in tables.iter().flat_map(|keys| keys.iter()).filter(|key| !cursor.keys.iter().any(|known| known == key.name)) {
            let rank = if key.reader == By::Wxc { 1 } else { 3 };
            let item = Item::new(key.name, Kind::Key, replace).detail(key.meaning).doc(Some(key_text(key))).rank(rank);
            items.push(add(item, &start(key)));
        }
        return items;
    }
    // Names of the user's own.
    if let [Step::Key(name), ..] = cursor.path.as_slice()
        && cursor.path.len() == 1
    {
        match name.as_str() {
            "usingComponents" => {
                for unit in world.units().iter().filter(|unit| unit.is_component()) {
                    let Some(tag) = super::tag::tag_name(&unit.path).filter(|tag| !cursor.keys.contains(tag)) else { continue };
                    let item = Item::new(tag, Kind::Component, replace).detail(format!("/{}", unit.path)).rank(1);
                    items.push(add(item, &format!("\"/{}\"", unit.path)));
                }
            }
            "componentPlaceholder" => {
                let tags = world.unit_of(path).into_iter().flat_map(|unit| unit.using.keys());
                items.extend(tags.map(|tag| add(Item::new(tag, Kind::Component, replace).rank(1), "\"view\"")));
            }
            "preloadRule" => {
                let pages = world.project.into_iter().flat_map(|project| &project.app.pages);
                items.extend(pages.map(|page| add(Item::new(&page.path, Kind::Page, replace).rank(1), "{ \"packages\": [$1] }")));
            }
            _ => {}
        }
    }
    items
}

/// How the value of a key begins.
fn start(key: &Key) -> String {
    fn of(kind: Type) -> &'static str {
        match kind {
            Type::Bool => "${1:true}",
            Type::Text | Type::Color | Type::OneOf(_) => "\"$1\"",
            Type::Object(_) | Type::Map(_) => "{$1}",
            Type::Array(_) => "[$1]",
            Type::Either(first, _) => of(*first),
            Type::Number | Type::Any => "$1",
        }
    }
    match key.name {
        "root" => "\"$1\"".to_owned(),
        "usingComponents" | "componentGenerics" => "{$1}".to_owned(),
        _ => of(key.holds).replace("${1:true}", "$1"),
    }
}

fn values(world: &World<'_>, path: &str, text: &str, cursor: &JsonCursor, replace: Span, at: Option<At>) -> Vec<Item> {
    let mut items = named(world, path, text, cursor, replace);
    if let Some(At::Value(kind)) = at {
        words(kind, replace, &mut items);
    }
    items
}

fn words(kind: Type, replace: Span, items: &mut Vec<Item>) {
    match kind {
        Type::Bool => items.extend(["true", "false"].map(|word| Item::new(word, Kind::Value, replace).rank(0))),
        Type::OneOf(words) => items.extend(words.iter().map(|word| quoted(Item::new(*word, Kind::Value, replace).rank(0)))),
        Type::Either(first, second) => {
            words(*first, replace, items);
            words(*second, replace, items);
        }
        _ => {}
    }
}

fn quoted(item: Item) -> Item {
    let text = format!("\"{}\"", item.label);
    item.insert(text)
}

/// Values that name pages, components, files and folders.
fn named(world: &World<'_>, path: &str, text: &str, cursor: &JsonCursor, replace: Span) -> Vec<Item> {
    let steps = cursor.names();
    let typed = text.get(cursor.typed.range()).unwrap_or_default();
    let is_app = path.ends_with("app.json");
    let page = |path: &str| quoted(Item::new(path, Kind::Page, replace).detail("page").rank(0));
    let pages = || world.project.into_iter().flat_map(|project| &project.app.pages);
    match steps.as_slice() {
        ["pages", "[]"] if is_app => {
            let listed = |unit: &String| pages().any(|page| page.path == *unit);
            let units = paths::units_on_disk(world);
            units.iter().filter(|unit| !listed(unit) && !paths::is_component(world, unit)).map(|unit| page(unit)).collect()
        }
        ["subPackages" | "subpackages", "[]", "pages", "[]"] if is_app => {
            let listed = |unit: &String| pages().any(|page| page.path == *unit);
            let roots: Vec<&str> =
                world.project.into_iter().flat_map(|project| &project.app.subpackages).map(|package| package.root.as_str()).collect();
            let units = paths::units_on_disk(world);
            let inner = units.iter().filter(|unit| !listed(unit) && !paths::is_component(world, unit));
            inner.filter_map(|unit| roots.iter().find_map(|root| unit.strip_prefix(root)?.strip_prefix('/'))).map(page).collect()
        }
        ["subPackages" | "subpackages", "[]", "root"] if is_app => folders(world, replace),
        ["entryPagePath"] if is_app => pages().map(|entry| page(&entry.path)).collect(),
        ["tabBar", "list", "[]", "pagePath"] if is_app => {
            pages().filter(|entry| entry.package == 0).map(|entry| page(&entry.path)).collect()
        }
        ["tabBar", "list", "[]", "iconPath" | "selectedIconPath"] if is_app => {
            in_string(world, path, typed, cursor, replace, paths::IMAGES, false)
        }
        ["themeLocation" | "sitemapLocation"] => in_string(world, path, typed, cursor, replace, &[".json"], false),
        ["preloadRule", _, "packages", "[]"] if is_app => {
            let packages = world.project.into_iter().flat_map(|project| &project.app.subpackages);
            packages
                .map(|package| quoted(Item::new(package.name.as_ref().unwrap_or(&package.root), Kind::Value, replace).rank(0)))
                .collect()
        }
        ["componentPlaceholder", _] => {
            let tags = world.unit_of(path).into_iter().flat_map(|unit| unit.using.keys().map(String::as_str));
            let builtin = ["view", "text", "block"].into_iter();
            builtin
                .chain(tags)
                .chain(components::all().map(|(tag, _)| tag))
                .map(|tag| quoted(Item::new(tag, Kind::Tag, replace).rank(2)))
                .collect()
        }
        ["usingComponents", _] | ["componentGenerics", _, "default"] | ["publicComponents", _] => {
            using(world, path, typed, cursor, replace)
        }
        _ => Vec::new(),
    }
}

/// Components, as a whole path or step by step.
fn using(world: &World<'_>, path: &str, typed: &str, cursor: &JsonCursor, replace: Span) -> Vec<Item> {
    let relative = typed.starts_with('.');
    let own = path.strip_prefix(world.root()).unwrap_or(path).trim_end_matches(".json");
    let mut items = Vec::new();
    for unit in paths::units_on_disk(world).iter().filter(|unit| *unit != own && paths::is_component(world, unit)) {
        let text = if relative { relative_to(path, &world.project_path(unit)) } else { format!("/{unit}") };
        items.push(quoted(Item::new(text, Kind::Component, replace).detail("component").rank(0)));
    }
    items.extend(in_string(world, path, typed, cursor, replace, &[".wxml"], true));
    items
}

/// Files and folders; the part behind the last slash is replaced, inside of the quotes.
fn in_string(world: &World<'_>, path: &str, typed: &str, cursor: &JsonCursor, whole: Span, extensions: &[&str], stems: bool) -> Vec<Item> {
    if !cursor.quoted {
        return Vec::new();
    }
    let start = cursor.typed.start as usize + typed.rfind('/').map_or(0, |at| at + 1);
    let end = if whole.end > cursor.typed.end { whole.end as usize - 1 } else { whole.end as usize };
    paths::listed(world, path, typed, Span::new(start, end.max(start)), extensions, stems)
}

fn folders(world: &World<'_>, replace: Span) -> Vec<Item> {
    let names = world.files.list(world.root().trim_end_matches('/'));
    let names = names.into_iter().filter(|(name, is_folder)| *is_folder && !name.starts_with('.') && name != "node_modules");
    names.map(|(name, _)| quoted(Item::new(name, Kind::Folder, replace).rank(0))).collect()
}
