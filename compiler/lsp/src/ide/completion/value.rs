//! Values of attributes: words they take, booleans, methods, names of templates, slots, classes and ids, paths.

use super::{Item, Kind, Place, attribute::is_event, expression, paths};
use crate::ide::hover::definition_line;
use crate::ide::index::What;
use crate::ide::scope;
use crate::ide::world::Meaning;
use rustc_hash::FxHashSet;
use wxc_core::analyse::outline::{Role, Shape};
use wxc_core::source::Span;
use wxc_core::vocabulary::components::{Kind as Type, common};
use wxc_core::vocabulary::{PAGE_LIFECYCLE, camel, docs};

pub(super) fn values(place: &Place<'_>, attribute: &str, value: Span, quoted: bool) -> Vec<Item> {
    let Some(tag) = place.cursor.tag.clone() else { return Vec::new() };
    // To the end of the value, if there is one.
    let whole = match tag.attribute(attribute).and_then(|attribute| attribute.value.as_ref()) {
        Some((_, span)) if span.start == value.start && span.end >= value.end => *span,
        _ => value,
    };
    let mut items = items(place, &tag.name, attribute, value, whole);
    if !quoted {
        for item in &mut items {
            item.insert = format!("\"{}\"", item.insert);
            item.again = false;
        }
    }
    items
}

fn items(place: &Place<'_>, tag: &str, attribute: &str, value: Span, whole: Span) -> Vec<Item> {
    let world = place.world;
    if is_event(attribute) {
        return methods(place, whole);
    }
    match (tag, attribute) {
        ("template", "is") => return templates(place, whole),
        ("import" | "include", "src") => return paths::files(place, value, &[".wxml"]),
        ("wxs", "src") => return paths::files(place, value, &[".wxs"]),
        ("wxs", "module") | (_, "wx:for-item" | "wx:for-index" | "style") => return Vec::new(),
        ("navigator", "url") => return paths::pages(place, value),
        ("image" | "cover-image", "src") | ("video", "poster") => return paths::files(place, value, paths::IMAGES),
        ("video" | "audio", "src") => return paths::files(place, value, paths::MEDIA),
        ("label", "for") | (_, "scroll-into-view") => return ids(place, whole),
        (_, "id") => return sheet_ids(place, whole),
        (_, "slot") => return slots(place, whole),
        (_, "wx:key") => return keys(place, whole),
        ("slot", "name") => return Vec::new(),
        _ => {}
    }
    if attribute.starts_with("generic:") {
        return generics(place, whole);
    }
    if is_class(place, tag, attribute) {
        return classes(place, value);
    }
    if attribute == "wx:else" {
        return Vec::new();
    }
    let mut items = words(place, tag, attribute, whole);
    let kind = match world.meaning(place.path, tag) {
        Meaning::Builtin(component) => {
            component.attribute(attribute).or_else(|| common().attributes.get(attribute)).map(|attribute| attribute.kind)
        }
        Meaning::Component(unit) => {
            let own = world.definitions(unit);
            let property = own.iter().find(|definition| definition.role == Role::Property && definition.name == camel(attribute));
            property.map(|property| match property.shape {
                Shape::Bool => Type::Bool,
                Shape::String => Type::String,
                _ => Type::Any,
            })
        }
        _ => common().attributes.get(attribute).map(|attribute| attribute.kind),
    };
    if kind == Some(Type::Bool) {
        items.extend(["{{true}}", "{{false}}"].map(|text| Item::new(text, Kind::Value, whole).rank(1)));
    }
    if place.slice(value).is_empty() {
        items.extend(expression::all(place, whole).into_iter().map(|item| {
            let label = format!("{{{{{}}}}}", item.label);
            Item { insert: label.clone(), label, rank: item.rank + 3, ..item }
        }));
    }
    items
}

/// Names in a text inside of an expression: classes of conditions, methods that are chosen.
pub(super) fn in_string(place: &Place<'_>, attribute: &str, typed: Span) -> Vec<Item> {
    let tag = place.cursor.tag.as_ref().map_or("", |tag| tag.name.as_str());
    if is_class(place, tag, attribute) {
        return classes(place, typed);
    }
    let whole = place.whole(typed, |c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$'));
    match (tag, attribute) {
        ("template", "is") => templates(place, whole),
        (_, name) if is_event(name) => methods(place, whole),
        (tag, name) => words(place, tag, name, whole),
    }
}

fn is_class(place: &Place<'_>, tag: &str, attribute: &str) -> bool {
    if attribute == "class" || attribute.ends_with("-class") || attribute.ends_with("Class") {
        return true;
    }
    match place.world.meaning(place.path, tag) {
        Meaning::Component(unit) => {
            let scripts = place.world.scripts_of(unit);
            scripts
                .iter()
                .filter_map(|path| place.world.script(path))
                .any(|script| script.external_classes.iter().any(|(name, _)| name == attribute))
        }
        _ => false,
    }
}

fn words(place: &Place<'_>, tag: &str, attribute: &str, whole: Span) -> Vec<Item> {
    if !matches!(place.world.meaning(place.path, tag), Meaning::Builtin(_)) {
        return Vec::new();
    }
    docs::values(tag, attribute).iter().map(|word| Item::new(word, Kind::Value, whole).rank(0)).collect()
}

fn methods(place: &Place<'_>, whole: Span) -> Vec<Item> {
    let mut items = Vec::new();
    for definition in place.world.definitions_for(place.path) {
        if definition.role != Role::Method {
            continue;
        }
        // What the framework calls is rarely meant.
        let rank = if is_lifecycle(&definition.name) { 7 } else { 0 };
        let item = Item::new(&definition.name, Kind::Method, whole).detail(definition_line(&definition, &definition.shape));
        items.push(item.doc(definition.doc.clone()).rank(rank));
    }
    items
}

/// Methods of a page that the framework calls.
pub(crate) fn is_lifecycle(name: &str) -> bool {
    PAGE_LIFECYCLE.contains(&name)
}

fn templates(place: &Place<'_>, whole: Span) -> Vec<Item> {
    let mut items = Vec::new();
    for path in crate::ide::templates::visible(place.world, place.path) {
        let Some(template) = place.world.template(&path) else { continue };
        let from = if path == place.path { "of this file".to_owned() } else { path.clone() };
        items.extend(
            template
                .definitions
                .iter()
                .map(|(name, ..)| Item::new(name, Kind::Template, whole).detail(format!("template, {from}")).rank(0)),
        );
    }
    items
}

/// Slots of the component around.
fn slots(place: &Place<'_>, whole: Span) -> Vec<Item> {
    let Some(parent) = place.cursor.open.last() else { return Vec::new() };
    let Meaning::Component(unit) = place.world.meaning(place.path, &parent.name) else { return Vec::new() };
    let Some(template) = unit.template.as_ref().and_then(|path| place.world.template(path)) else { return Vec::new() };
    let slots = template.occurrences.iter().filter_map(|occurrence| match &occurrence.what {
        What::SlotDefinition(name) if !name.is_empty() => Some(name),
        _ => None,
    });
    slots.map(|name| Item::new(name, Kind::Slot, whole).detail(format!("slot of {}", parent.name)).rank(0)).collect()
}

/// Properties of the items of the loop.
fn keys(place: &Place<'_>, whole: Span) -> Vec<Item> {
    let mut items = vec![Item::new("*this", Kind::Keyword, whole).detail("the item itself").rank(1)];
    let scope = place.scope();
    let Some(tag) = &place.cursor.tag else { return items };
    let name = tag.value("wx:for-item").filter(|name| !name.is_empty()).unwrap_or("item");
    if let Some((index, _)) = scope.local(name)
        && let Shape::Object(fields) = scope::local_shape(place.world, place.path, &scope, index)
    {
        items.extend(fields.iter().map(|field| Item::new(&field.name, Kind::Property, whole).detail(field.shape.describe()).rank(0)));
    }
    items
}

fn generics(place: &Place<'_>, whole: Span) -> Vec<Item> {
    let owners = place.world.owners(place.path);
    let tags = owners.iter().flat_map(|unit| unit.using.keys().chain(unit.generics.keys()));
    tags.map(|tag| Item::new(tag, Kind::Component, whole).detail("component").rank(0)).collect()
}

/// Classes of the style sheets that reach the template. `typed`: from the beginning of the value.
fn classes(place: &Place<'_>, typed: Span) -> Vec<Item> {
    let is_class = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let text = place.slice(typed);
    let length: usize = text.chars().rev().take_while(|c| is_class(*c)).map(char::len_utf8).sum();
    let replace = place.whole(Span::new(place.offset - length, place.offset), is_class);
    let mut seen = FxHashSet::default();
    let mut items = Vec::new();
    for path in place.world.sheets_over(place.path) {
        let Some(sheet) = place.world.sheet(path) else { continue };
        for word in &sheet.classes {
            if seen.insert(word.name.clone()) {
                items.push(Item::new(&word.name, Kind::Class, replace).detail(path.clone()).rank(0));
            }
        }
    }
    // Classes that the template has already and no sheet knows.
    if let Some(template) = place.world.template(place.path) {
        for occurrence in &template.occurrences {
            if let What::Class(name) = &occurrence.what
                && occurrence.span.start != replace.start
                && seen.insert(name.clone())
            {
                items.push(Item::new(name, Kind::Class, replace).rank(3));
            }
        }
    }
    items
}

/// Ids of the template.
fn ids(place: &Place<'_>, whole: Span) -> Vec<Item> {
    let Some(template) = place.world.template(place.path) else { return Vec::new() };
    let ids = template.occurrences.iter().filter_map(|occurrence| match &occurrence.what {
        What::Id(name) if occurrence.span != whole => Some(name),
        _ => None,
    });
    ids.map(|name| Item::new(name, Kind::Id, whole).rank(0)).collect()
}

/// Ids that style sheets speak of.
fn sheet_ids(place: &Place<'_>, whole: Span) -> Vec<Item> {
    let mut items = Vec::new();
    for path in place.world.sheets_over(place.path) {
        let Some(sheet) = place.world.sheet(path) else { continue };
        items.extend(sheet.ids.iter().map(|word| Item::new(&word.name, Kind::Id, whole).detail(path.clone()).rank(0)));
    }
    items
}
