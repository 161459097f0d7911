//! The built-in components: attributes, types, events, and how far each exists in a browser (`components.json`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Class, camel};

/// A built-in tag.
#[derive(Debug, Deserialize)]
pub struct Component {
    pub class: Class,
    /// By name as documented (kebab case); use [`Component::attribute`] to look one up.
    pub attributes: BTreeMap<String, Attribute>,
    /// Its own events; those of every component are in [`common`].
    pub events: BTreeMap<String, Event>,
    #[serde(skip)]
    by_property: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub struct Attribute {
    #[serde(rename = "type")]
    pub kind: Kind,
    /// As documented; numbers and booleans as text.
    pub default: Option<String>,
    /// The component changes it by itself (what the user typed, the slide that is shown), so setting it to an equal value may still have an effect.
    #[serde(default)]
    pub live: bool,
    /// Has an effect in WeChat's Skyline renderer only.
    #[serde(default)]
    pub skyline: bool,
}

/// What an attribute holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An attribute without a value is true, `""` and `{{false}}` are false, `"false"` is true.
    Bool,
    Number,
    String,
    /// A number of px, or a string with px or rpx.
    Length,
    Array,
    Object,
    /// Of several types, or of one that depends on another attribute.
    Any,
    /// A function of the UI thread of Skyline.
    Worklet,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Event {
    #[serde(default)]
    pub bubbles: bool,
}

/// What every component has.
#[derive(Debug, Deserialize)]
pub struct Common {
    pub attributes: BTreeMap<String, Attribute>,
    pub events: BTreeMap<String, Event>,
}

impl Component {
    /// The attribute that a name in WXML sets; `scroll-top` and `scrollTop` are the same.
    pub fn attribute(&self, written: &str) -> Option<&Attribute> {
        // Without a dash or a capital it has no other spelling.
        let spelled = || written.bytes().any(|b| b == b'-' || b.is_ascii_uppercase()).then(|| self.by_property.get(&camel(written)));
        self.attributes.get(written).or_else(|| self.attributes.get(spelled()??))
    }

    /// Its own event or one of every component.
    pub fn event(&self, name: &str) -> Option<Event> {
        self.events.get(name).or_else(|| common().events.get(name)).copied()
    }
}

impl Attribute {
    /// Whether the value must be handed over as a JavaScript value, since text could not hold it or not show that it was set again.
    pub fn is_property(&self) -> bool {
        self.live || matches!(self.kind, Kind::Array | Kind::Object | Kind::Any)
    }
}

#[derive(Deserialize)]
struct Data {
    common: Common,
    components: BTreeMap<String, Component>,
}

/// Invariant: the file is part of the program and a test reads it, so parsing cannot fail.
static DATA: LazyLock<Data> = LazyLock::new(|| {
    let mut data: Data = serde_json::from_str(include_str!("components.json"))
        .unwrap_or_else(|_| Data { common: Common { attributes: BTreeMap::new(), events: BTreeMap::new() }, components: BTreeMap::new() });
    for component in data.components.values_mut() {
        component.by_property = component.attributes.keys().map(|name| (camel(name), name.clone())).collect();
    }
    data
});

/// The built-in component with this tag.
pub fn find(tag: &str) -> Option<&'static Component> {
    DATA.components.get(tag)
}

/// Tag and facts of every built-in component, by tag.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Component)> {
    DATA.components.iter().map(|(tag, component)| (tag.as_str(), component))
}

pub fn common() -> &'static Common {
    &DATA.common
}

/// Tags with a meaning of their own that make no element, and `slot`.
pub const FRAMEWORK: &[&str] = &["block", "template", "import", "include", "wxs", "slot"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts() {
        let count = |class| all().filter(|(_, c)| c.class == class).count();
        assert_eq!((count(Class::A), count(Class::B), count(Class::C)), (42, 24, 15));
        let scroll = find("scroll-view").expect("scroll-view");
        assert_eq!(scroll.attribute("scroll-y").map(|a| a.kind), Some(Kind::Bool));
        assert_eq!(scroll.attribute("scrollY").map(|a| a.kind), Some(Kind::Bool));
        assert!(scroll.attribute("scroll-top").is_some_and(Attribute::is_property));
        assert!(scroll.attribute("nope").is_none());
        assert_eq!(find("slider").and_then(|c| c.attribute("active-color")).and_then(|a| a.default.as_deref()), Some("#1aad19"));
        assert!(find("picker").and_then(|c| c.attribute("range")).is_some_and(Attribute::is_property));
        assert!(scroll.event("tap").is_some_and(|e| e.bubbles));
        assert!(scroll.event("scrolltolower").is_some_and(|e| !e.bubbles));
        assert!(find("my-card").is_none());
        assert_eq!(common().attributes.get("hidden").map(|a| a.kind), Some(Kind::Bool));
    }

    #[test]
    fn defaults_fit_their_types() {
        for (tag, component) in all() {
            for (name, attribute) in &component.attributes {
                let Some(default) = &attribute.default else { continue };
                let fits = match attribute.kind {
                    Kind::Bool => matches!(default.as_str(), "true" | "false"),
                    Kind::Number => default.parse::<f64>().is_ok(),
                    _ => true,
                };
                assert!(fits, "{tag} {name}: {default}");
            }
        }
    }
}
