//! What editors say about built-in components, their attributes and events, and directives (`docs.json`): short texts of our own, and the values that attributes take.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::camel;
use serde::Deserialize;

/// What there is to say about a tag. Markdown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Doc {
    pub text: String,
    attributes: BTreeMap<String, String>,
    events: BTreeMap<String, String>,
    /// Attribute → the words it takes.
    values: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Data {
    common: Doc,
    directives: BTreeMap<String, String>,
    components: BTreeMap<String, Doc>,
}

/// Invariant: the file is part of the program and a test reads it, so parsing cannot fail.
static DATA: LazyLock<Data> = LazyLock::new(|| serde_json::from_str(include_str!("docs.json")).unwrap_or_default());

/// What is said about a tag, also of those that make no element (`block`, `wxs` …).
pub fn tag(tag: &str) -> Option<&'static str> {
    DATA.components.get(tag).map(|doc| doc.text.as_str())
}

/// What is said about an attribute of a tag.
pub fn attribute(tag: &str, name: &str) -> Option<&'static str> {
    let own = DATA.components.get(tag).map(|doc| &doc.attributes);
    own.and_then(|own| lookup(own, name)).or_else(|| lookup(&DATA.common.attributes, name)).map(String::as_str)
}

/// What is said about an event of a tag.
pub fn event(tag: &str, name: &str) -> Option<&'static str> {
    let own = DATA.components.get(tag).and_then(|doc| doc.events.get(name));
    own.or_else(|| DATA.common.events.get(name)).map(String::as_str)
}

/// The words that an attribute takes; none where it takes anything.
pub fn values(tag: &str, name: &str) -> &'static [String] {
    let own = DATA.components.get(tag).map(|doc| &doc.values);
    own.and_then(|own| lookup(own, name)).or_else(|| lookup(&DATA.common.values, name)).map_or(&[], Vec::as_slice)
}

/// What is said about `wx:if` and its like.
pub fn directive(name: &str) -> Option<&'static str> {
    DATA.directives.get(name).map(String::as_str)
}

/// Every directive, by name.
pub fn directives() -> impl Iterator<Item = (&'static str, &'static str)> {
    DATA.directives.iter().map(|(name, text)| (name.as_str(), text.as_str()))
}

/// Attributes of a tag that makes no element.
pub fn framework_attributes(tag: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let doc = super::components::FRAMEWORK.contains(&tag).then(|| DATA.components.get(tag)).flatten();
    doc.into_iter().flat_map(|doc| &doc.attributes).map(|(name, text)| (name.as_str(), text.as_str()))
}

fn lookup<'d, T>(table: &'d BTreeMap<String, T>, name: &str) -> Option<&'d T> {
    table.get(name).or_else(|| {
        let wanted = camel(name);
        table.iter().find(|(known, _)| camel(known) == wanted).map(|(_, found)| found)
    })
}

#[cfg(test)]
mod tests {
    use super::super::Class;
    use super::super::components::{FRAMEWORK, all, common};
    use super::*;

    fn is_written(text: Option<&str>, of: &str) {
        let text = text.unwrap_or_else(|| panic!("{of} has no text"));
        assert!(text.len() >= 5 && !text.ends_with('.'), "{of}: {text}");
    }

    #[test]
    fn everything_that_exists_in_a_browser_is_described() {
        for (name, component) in all().filter(|(_, component)| component.class != Class::C) {
            is_written(tag(name), name);
            component.attributes.iter().filter(|(_, attribute)| !attribute.skyline).for_each(|(key, _)| {
                is_written(attribute(name, key), &format!("{name} {key}"));
            });
            component.events.keys().for_each(|key| is_written(event(name, key), &format!("{name} bind:{key}")));
        }
        common().attributes.keys().for_each(|key| is_written(attribute("view", key), key));
        common().events.keys().for_each(|key| is_written(event("view", key), key));
        FRAMEWORK.iter().for_each(|name| is_written(tag(name), name));
    }

    #[test]
    fn nothing_is_described_that_does_not_exist() {
        for (name, doc) in &DATA.components {
            let Some(component) = super::super::components::find(name) else {
                assert!(FRAMEWORK.contains(&name.as_str()), "{name}");
                continue;
            };
            let known = |key: &String| component.attribute(key).is_some() || common().attributes.contains_key(key);
            assert_eq!(doc.attributes.keys().chain(doc.values.keys()).find(|key| !known(key)), None, "{name}");
            assert_eq!(doc.events.keys().find(|key| component.event(key).is_none()), None, "{name}");
        }
    }

    /// A default is one of the values.
    #[test]
    fn values_hold_the_default() {
        for (name, component) in all() {
            for (key, attribute) in &component.attributes {
                let values = values(name, key);
                if let Some(default) = attribute.default.as_deref().filter(|default| !default.is_empty() && !values.is_empty()) {
                    assert!(values.iter().any(|value| value == default), "{name} {key}: {default} of {values:?}");
                }
            }
        }
    }
}
