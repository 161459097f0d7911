//! Names of attributes: those of the component, of every component, events, directives.

use super::{Item, Kind, Place, escaped};
use crate::ide::hover::{attribute_line, property_line};
use crate::ide::world::Meaning;
use rustc_hash::FxHashSet;
use wxc_core::analyse::outline::{Role, Shape};
use wxc_core::source::Span;
use wxc_core::vocabulary::components::{self, Kind as Type};
use wxc_core::vocabulary::docs;
use wxc_core::vocabulary::events::binding;

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | ':')
}

/// How a value is begun.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    None,
    Text,
    Expression,
    /// The words of the attribute follow.
    Choice,
}

pub(super) fn names(place: &Place<'_>, typed: Span) -> Vec<Item> {
    let replace = place.whole(typed, is_name);
    let Some(tag) = &place.cursor.tag else { return Vec::new() };
    let valued = place.behind(replace.end).trim_start().starts_with('=');
    let with = |item: Item, value: Value| if valued { item } else { begin(item, value) };
    let mut items = Vec::new();
    let meaning = place.world.meaning(place.path, &tag.name);
    let framework = components::FRAMEWORK.contains(&tag.name.as_str());
    for (name, text) in docs::framework_attributes(&tag.name) {
        items.push(with(
            Item::new(name, Kind::Attribute, replace).doc(Some(text)).rank(1),
            if name == "data" { Value::Expression } else { Value::Choice },
        ));
    }
    if let Meaning::Builtin(component) = &meaning {
        for (name, attribute) in &component.attributes {
            let item = Item::new(name, Kind::Attribute, replace).detail(attribute_line(attribute)).doc(docs::attribute(&tag.name, name));
            let rank = if attribute.skyline { 8 } else { 1 };
            items.push(with(item.rank(rank), value_of(&tag.name, name, attribute.kind)));
        }
    }
    if let Meaning::Component(unit) = &meaning {
        for definition in place.world.definitions(unit).iter().filter(|definition| definition.role == Role::Property) {
            let item = Item::new(kebab(&definition.name), Kind::Property, replace).detail(property_line(place.world, definition));
            let value = match definition.shape {
                Shape::Bool => Value::None,
                Shape::String => Value::Text,
                _ => Value::Expression,
            };
            items.push(with(item.doc(definition.doc.clone()).rank(0), value));
        }
        for class in place
            .world
            .scripts_of(unit)
            .iter()
            .filter_map(|path| place.world.script(path))
            .flat_map(|script| script.external_classes.clone())
        {
            items.push(with(Item::new(class.0, Kind::Property, replace).detail("external class").rank(1), Value::Choice));
        }
        for name in unit.generics.keys() {
            items.push(with(
                Item::new(format!("generic:{name}"), Kind::Attribute, replace).detail("component to use").rank(1),
                Value::Choice,
            ));
        }
    }
    if !framework || tag.name == "slot" {
        for (name, attribute) in &components::common().attributes {
            let item =
                Item::new(name, Kind::Attribute, replace).detail(attribute_line(attribute)).doc(docs::attribute(&tag.name, name)).rank(3);
            items.push(with(item, value_of(&tag.name, name, attribute.kind)));
        }
        for (name, text) in
            [("data-", "value for `event.currentTarget.dataset`"), ("mark:", "value for `event.mark`, also from elements around")]
        {
            items.push(Item::new(name, Kind::Attribute, replace).doc(Some(text)).rank(4));
        }
        items.extend(models(place, &meaning, replace).into_iter().map(|item| with(item, Value::Expression)));
        items.extend(events(place, &meaning, &tag.name, typed, replace, valued));
    }
    for (name, text) in docs::directives().filter(|(name, _)| *name != "wx:for-items") {
        let value = match name {
            "wx:else" => Value::None,
            "wx:for-item" | "wx:for-index" => Value::Text,
            "wx:key" => Value::Choice,
            _ => Value::Expression,
        };
        // In their rank, what fits the element comes first.
        let rank = match name {
            "wx:for-item" | "wx:for-index" | "wx:key" if tag.attribute("wx:for").is_some() => 0,
            "wx:for-item" | "wx:for-index" => 6,
            _ => 2,
        };
        items.push(with(Item::new(name, Kind::Directive, replace).doc(Some(text)).rank(rank), value));
    }
    let given: FxHashSet<&str> = tag
        .attributes
        .iter()
        .filter(|attribute| attribute.name_span.start != replace.start)
        .map(|attribute| attribute.name.as_str())
        .collect();
    items.retain(|item| !given.contains(item.label.as_str()));
    items
}

fn value_of(tag: &str, name: &str, kind: Type) -> Value {
    if !docs::values(tag, name).is_empty() || name == "class" || name == "src" || name == "url" {
        return Value::Choice;
    }
    match kind {
        Type::Bool => Value::None,
        Type::String | Type::Length | Type::Worklet => Value::Text,
        Type::Number | Type::Array | Type::Object | Type::Any => Value::Expression,
    }
}

fn begin(item: Item, value: Value) -> Item {
    let name = escaped(&item.label);
    match value {
        Value::None => item,
        Value::Text => item.snippet(format!("{name}=\"$1\"$0")),
        Value::Choice => item.snippet(format!("{name}=\"$1\"$0")).again(),
        Value::Expression => item.snippet(format!("{name}=\"{{{{$1\\}}\\}}\"$0")).again(),
    }
}

/// `model:value` of controls and of components' properties.
fn models(place: &Place<'_>, meaning: &Meaning<'_>, replace: Span) -> Vec<Item> {
    let names: Vec<String> = match meaning {
        Meaning::Builtin(component) => component
            .attributes
            .iter()
            .filter(|(name, attribute)| attribute.live && matches!(name.as_str(), "value" | "checked" | "current"))
            .map(|(name, _)| name.clone())
            .collect(),
        Meaning::Component(unit) => place
            .world
            .definitions(unit)
            .into_iter()
            .filter(|definition| definition.role == Role::Property)
            .map(|definition| kebab(&definition.name))
            .collect(),
        _ => Vec::new(),
    };
    let text = "bound in both directions: what the user changes is written to the data";
    names.into_iter().map(|name| Item::new(format!("model:{name}"), Kind::Attribute, replace).doc(Some(text)).rank(4)).collect()
}

fn events(place: &Place<'_>, meaning: &Meaning<'_>, tag: &str, typed: Span, replace: Span, valued: bool) -> Vec<Item> {
    let word = place.slice(typed);
    let prefix = ["capture-bind:", "capture-catch:", "mut-bind:", "catch:", "bind:"].into_iter().find(|prefix| word.starts_with(prefix));
    let prefix = prefix.unwrap_or_else(|| {
        let joined = |prefix: &str| word.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() || uses_joined(place.text));
        match word {
            _ if "capture-".starts_with(word) && word.len() > 2 || word.starts_with("capture") => "capture-bind:",
            _ if word.starts_with("mut") => "mut-bind:",
            _ if joined("catch") => "catch",
            _ if word.starts_with("ca") => "catch:",
            _ if joined("bind") => "bind",
            _ if uses_joined(place.text) => "bind",
            _ => "bind:",
        }
    });
    let mut items = Vec::new();
    let mut push = |event: &str, detail: Option<String>, doc: Option<String>, rank: u8| {
        // What `bindmy-event` cannot say needs the colon.
        let prefix = if event.starts_with(['-', ':']) { "bind:" } else { prefix };
        let item = Item::new(format!("{prefix}{event}"), Kind::Event, replace).doc(doc).rank(rank);
        let item = Item { detail, ..item };
        items.push(if valued { item } else { begin(item, Value::Choice) });
    };
    match meaning {
        Meaning::Builtin(component) => {
            for name in component.events.keys() {
                push(name, Some(format!("event of {tag}")), docs::event(tag, name).map(str::to_owned), 1);
            }
        }
        Meaning::Component(unit) => {
            for (_, trigger) in place.world.triggers(unit) {
                let detail = match &trigger.detail {
                    Shape::Unknown => format!("event of {tag}"),
                    shape => format!("event of {tag}, detail: {}", shape.describe()),
                };
                push(&trigger.event, Some(detail), trigger.doc.clone(), 0);
            }
        }
        Meaning::Generic | Meaning::Unknown => {}
    }
    for name in components::common().events.keys() {
        push(name, None, docs::event(tag, name).map(str::to_owned), 3);
    }
    items
}

/// Whether a template writes `bindtap` and not `bind:tap`.
fn uses_joined(text: &str) -> bool {
    !text.contains(" bind:") && ["bindtap=", "bindchange=", "bindinput=", "catchtap="].iter().any(|joined| text.contains(joined))
}

/// `maxCount` as `max-count`.
pub(crate) fn kebab(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Whether an attribute's value names methods.
pub(super) fn is_event(name: &str) -> bool {
    binding(name).is_some()
}
