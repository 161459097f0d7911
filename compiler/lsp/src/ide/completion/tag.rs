//! Names of tags: built-in components, those the unit declares, and those of the project it could declare.

use super::{Item, Kind, Place};
use crate::ide::edit::register;
use crate::ide::hover::component_text;
use wxc_core::resolve::path::file_name;
use wxc_core::resolve::script::is_installed;
use wxc_core::resolve::unit::{Unit, Use};
use wxc_core::source::Span;
use wxc_core::vocabulary::{Class, components, docs};

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | ':')
}

/// Tags that hold nothing, with the attribute one writes first.
const EMPTY: &[(&str, &str)] = &[
    ("import", "src"),
    ("include", "src"),
    ("image", "src"),
    ("cover-image", "src"),
    ("icon", "type"),
    ("input", ""),
    ("progress", ""),
    ("slider", ""),
    ("switch", ""),
    ("checkbox", ""),
    ("radio", ""),
    ("web-view", "src"),
];

pub(super) fn start(place: &Place<'_>, typed: Span) -> Vec<Item> {
    let replace = place.whole(typed, is_name);
    // In a tag that goes on, only the name is meant.
    let rest = place.behind(replace.end);
    let alone = !rest.trim_start_matches([' ', '\t']).starts_with(['>', '/'])
        && (rest.is_empty() || rest.starts_with(['\n', '\r', '<', ' ']))
        && place.cursor.tag.as_ref().is_none_or(|tag| tag.attributes.is_empty());
    let finish = |item: Item| if alone { complete(item) } else { item };
    let mut items = Vec::new();
    for (tag, component) in components::all() {
        let rank = if component.class == Class::C { 7 } else { 4 };
        let detail = if component.class == Class::C { "needs the WeChat app" } else { "built in" };
        items.push(finish(Item::new(tag, Kind::Tag, replace).detail(detail).doc(docs::tag(tag)).rank(rank)));
    }
    for tag in components::FRAMEWORK {
        items.push(finish(Item::new(*tag, Kind::Tag, replace).detail("built in").doc(docs::tag(tag)).rank(4)));
    }
    let owners = place.world.owners(place.path);
    for unit in &owners {
        for (tag, target) in &unit.using {
            let text = match target {
                Use::Component(path) => place.world.unit(path).map(|unit| component_text(place.world, unit)),
                Use::Missing => None,
            };
            items.push(finish(Item::new(tag, Kind::Component, replace).detail("component").doc(text).rank(1)));
        }
        items.extend(unit.generics.keys().map(|tag| finish(Item::new(tag, Kind::Component, replace).detail("generic").rank(1))));
    }
    if let [owner] = owners.as_slice() {
        items.extend(undeclared(place, owner, replace).map(finish));
    }
    items
}

/// Components of the project that the unit does not declare.
fn undeclared<'p>(place: &'p Place<'_>, owner: &'p Unit, replace: Span) -> impl Iterator<Item = Item> + 'p {
    let declared = |path: &str| owner.using.values().any(|target| matches!(target, Use::Component(known) if known == path));
    let world = place.world;
    let others = world.units().iter().filter(move |unit| {
        unit.is_component()
            && unit.path != owner.path
            && !declared(&unit.path)
            && !is_installed(&unit.path)
            && !unit.path.contains("miniprogram_npm/")
    });
    others.filter_map(move |unit| {
        let tag = tag_name(&unit.path).filter(|tag| !owner.using.contains_key(tag) && components::find(tag).is_none())?;
        let item = Item::new(&tag, Kind::Component, replace).detail(format!("declares /{}", unit.path));
        let more = vec![register(world, owner, &tag, &unit.path)];
        Some(Item { more, ..item.doc(Some(component_text(world, unit))).rank(3) })
    })
}

/// How a component is usually called: `components/rate-star/index` is `rate-star`.
pub(crate) fn tag_name(path: &str) -> Option<String> {
    let name = match file_name(path) {
        "index" => file_name(path.rsplit_once('/')?.0),
        name => name,
    };
    let mut tag = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !tag.is_empty() {
            tag.push('-');
        }
        tag.push(c.to_ascii_lowercase());
    }
    tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).then_some(tag)
}

/// The whole element.
fn complete(item: Item) -> Item {
    let tag = item.label.clone();
    let text = match EMPTY.iter().find(|(name, _)| *name == tag) {
        Some((_, "")) => format!("{tag} $1/>$0"),
        Some((_, attribute)) => format!("{tag} {attribute}=\"$1\" />$0"),
        None if tag == "wxs" => "wxs module=\"$1\">\n$0\n</wxs>".to_owned(),
        None if tag == "template" => "template is=\"$1\" data=\"{{$2\\}\\}\" />$0".to_owned(),
        None => format!("{tag}$1>$0</{tag}>"),
    };
    item.snippet(text)
}

pub(super) fn end(place: &Place<'_>, typed: Span) -> Vec<Item> {
    let replace = place.whole(typed, is_name);
    let closed = place.behind(replace.end).starts_with('>');
    let mut items = Vec::new();
    for (index, tag) in place.cursor.open.iter().rev().enumerate() {
        let insert = if closed { tag.name.clone() } else { format!("{}>", tag.name) };
        let rank = u8::try_from(index.min(9)).unwrap_or(9);
        items.push(Item::new(&tag.name, Kind::Tag, replace).detail("ends the element").insert(insert).rank(rank));
    }
    items
}
