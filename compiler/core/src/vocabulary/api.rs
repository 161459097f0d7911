//! The members of `wx`: how each is called and how far it exists in a browser (`api.json`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Class;

/// A function or object of `wx`.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Member {
    pub class: Class,
    pub kind: Kind,
}

/// How a member is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Kind {
    /// One option object with callbacks; a promise without them.
    #[serde(rename = "P")]
    Promise,
    /// The same; promises are not documented, and harmless.
    #[serde(rename = "P*")]
    Options,
    /// Gives a task object.
    #[serde(rename = "T")]
    Task,
    /// Gives its result at once.
    #[serde(rename = "S")]
    Sync,
    /// Gives a context or manager, or is an object.
    #[serde(rename = "O")]
    Object,
    /// `onX` adds a listener, `offX` removes it.
    #[serde(rename = "E")]
    Event,
}

/// Invariant: the file is part of the program and a test reads it, so parsing cannot fail.
static DATA: LazyLock<BTreeMap<String, Member>> = LazyLock::new(|| serde_json::from_str(JSON).unwrap_or_default());

/// The table as JSON: `{"navigateTo": {"class": "A", "kind": "P"}, …}`.
pub const JSON: &str = include_str!("api.json");

/// The member `wx.<name>`.
pub fn find(name: &str) -> Option<Member> {
    DATA.get(name).copied()
}

/// Every documented member, by name.
pub fn all() -> impl Iterator<Item = (&'static str, Member)> {
    DATA.iter().map(|(name, member)| (name.as_str(), *member))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts() {
        assert_eq!(all().count(), 510);
        assert_eq!(find("navigateTo").map(|m| (m.class, m.kind)), Some((Class::A, Kind::Promise)));
        assert_eq!(find("offAppShow").map(|m| m.kind), Some(Kind::Event));
        assert_eq!(find("request").map(|m| m.kind), Some(Kind::Task));
        assert_eq!(find("saveFile").map(|m| m.class), Some(Class::A));
        assert!(find("nope").is_none());
        // Some listeners cannot be removed, but what can be removed can be added.
        for (name, _) in all().filter(|(name, m)| m.kind == Kind::Event && name.starts_with("off")) {
            assert!(find(&name.replacen("off", "on", 1)).is_some(), "{name}");
        }
    }
}
