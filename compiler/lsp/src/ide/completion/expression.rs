//! Names inside `{{ }}`: loop variables, WXS modules, data, and members of what they hold.

use super::{Item, Kind, Place, value};
use crate::ide::hover::definition_line;
use crate::ide::index::{LocalKind, What};
use crate::ide::scope::{local_shape, shape, typed_path};
use rustc_hash::FxHashSet;
use wxc_core::analyse::outline::{Role, Shape};
use wxc_core::source::Span;

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

pub(super) fn names(place: &Place<'_>, attribute: Option<&str>, body: Span) -> Vec<Item> {
    let typed = place.slice(body);
    if let Some(start) = string_start(typed) {
        return match attribute {
            Some(name) => value::in_string(place, name, Span::new(body.start as usize + start, place.offset)),
            None => Vec::new(),
        };
    }
    if let Some((root, last)) = typed_path(typed) {
        let replace = place.whole(Span::new(body.start as usize + last, place.offset), is_word);
        return members(&shape(place.world, place.path, &place.scope(), &root), replace);
    }
    let length = typed.chars().rev().take_while(|c| is_word(*c)).map(char::len_utf8).sum::<usize>();
    let word = &typed[typed.len() - length..];
    // A number, or a member of something that is no path: `f().|`.
    if word.starts_with(|c: char| c.is_ascii_digit())
        || typed.trim_end_matches(is_word).ends_with('.') && !typed.trim_end_matches(is_word).ends_with("...")
    {
        return Vec::new();
    }
    let replace = place.whole(Span::new(place.offset - length, place.offset), is_word);
    let mut items = all(place, replace);
    if attribute == Some("data") && place.cursor.tag.as_ref().is_some_and(|tag| tag.name == "template") {
        items.extend(arguments(place, replace));
    }
    if !typed.trim().is_empty() && length < typed.trim_start().len() || length > 0 {
        items.extend(["true", "false", "null", "undefined"].map(|word| Item::new(word, Kind::Keyword, replace).rank(8)));
    }
    items
}

/// Every name at the cursor.
pub(super) fn all(place: &Place<'_>, replace: Span) -> Vec<Item> {
    let mut items = Vec::new();
    let scope = place.scope();
    for (index, local) in scope.locals.iter().enumerate().rev() {
        let shape = local_shape(place.world, place.path, &scope, index);
        let detail = match local.kind {
            LocalKind::Item => format!("{} · item of {}", shape.describe(), local.from),
            LocalKind::Index => format!("index of {}", local.from),
            LocalKind::Slot => format!("value of {}", local.from),
        };
        items.push(Item::new(&local.name, Kind::Local, replace).detail(detail).rank(0));
    }
    if let Some(template) = place.world.template(place.path) {
        for module in &template.modules {
            let from = module.src.as_ref().map_or("in this file", |(src, _)| src.as_str());
            items.push(Item::new(&module.name, Kind::Module, replace).detail(format!("WXS module, {from}")).rank(2));
        }
        if let Some(around) = &scope.template {
            let names: FxHashSet<&str> = argument_names(&template.occurrences, around);
            items.extend(names.into_iter().map(|name| Item::new(name, Kind::Data, replace).detail("handed over by `data`").rank(1)));
            return items;
        }
    }
    let definitions = place.world.definitions_for(place.path);
    let mut seen = FxHashSet::default();
    // What is defined says more than what is only set.
    for definition in definitions.iter().filter(|definition| !definition.set).chain(definitions.iter().filter(|definition| definition.set))
    {
        if !matches!(definition.role, Role::Data | Role::Property) || !seen.insert(definition.name.as_str()) {
            continue;
        }
        let shape = crate::ide::scope::data(&definitions, &definition.name).unwrap_or_default();
        let kind = if definition.role == Role::Property { Kind::Property } else { Kind::Data };
        let item = Item::new(&definition.name, kind, replace).detail(definition_line(definition, &shape)).doc(definition.doc.clone());
        items.push(item.rank(1));
    }
    items
}

/// The names that the template used by the tag reads.
fn arguments(place: &Place<'_>, replace: Span) -> Vec<Item> {
    let Some(name) = place.cursor.tag.as_ref().and_then(|tag| tag.value("is")) else { return Vec::new() };
    let mut items = Vec::new();
    for path in crate::ide::templates::visible(place.world, place.path) {
        let Some(template) = place.world.template(&path).filter(|template| template.definitions.iter().any(|(known, ..)| known == name))
        else {
            continue;
        };
        for argument in argument_names(&template.occurrences, name) {
            let item = Item::new(format!("{argument}:"), Kind::Property, replace).detail(format!("read by the template `{name}`"));
            items.push(item.insert(format!("{argument}: ")).rank(0));
        }
        break;
    }
    items
}

fn argument_names<'t>(occurrences: &'t [crate::ide::index::Occurrence], template: &str) -> FxHashSet<&'t str> {
    let names = occurrences.iter().filter_map(|occurrence| match &occurrence.what {
        What::Argument { template: of, name } if of == template => Some(name.as_str()),
        _ => None,
    });
    names.collect()
}

fn members(shape: &Shape, replace: Span) -> Vec<Item> {
    match shape {
        Shape::Object(fields) => {
            let item = |field: &wxc_core::analyse::outline::Field| {
                let kind = if matches!(field.shape, Shape::Function(_)) { Kind::Function } else { Kind::Property };
                Item::new(&field.name, kind, replace).detail(field.shape.describe()).doc(field.doc.clone()).rank(0)
            };
            fields.iter().map(item).collect()
        }
        Shape::Array(_) | Shape::String => vec![Item::new("length", Kind::Property, replace).detail("number")],
        _ => Vec::new(),
    }
}

/// Where the string that is open at the end of an expression begins, behind its quote.
fn string_start(text: &str) -> Option<usize> {
    let mut open: Option<(char, usize)> = None;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match open {
            Some(_) if c == '\\' => _ = chars.next(),
            Some((quote, _)) if c == quote => open = None,
            Some(_) => {}
            None if matches!(c, '\'' | '"' | '`') => open = Some((c, at + 1)),
            None => {}
        }
    }
    open.map(|(_, at)| at)
}
