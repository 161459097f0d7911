//! Names the languages know: built-in components with their attributes and events, members of `wx`.
//!
//! The facts are JSON beside the code, so that the runtime can be built from the same files.

pub mod api;
pub mod components;
pub mod docs;
pub mod events;

/// How much of something of WeChat exists in a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
pub enum Class {
    /// In full.
    A,
    /// By a substitute, or simulated in development.
    B,
    /// Not: it needs the WeChat app. Components show a labelled placeholder, calls fail with the documented text.
    C,
}

/// Functions of a page that the framework calls.
pub const PAGE_LIFECYCLE: &[&str] = &[
    "onLoad",
    "onShow",
    "onReady",
    "onHide",
    "onUnload",
    "onRouteDone",
    "onPullDownRefresh",
    "onReachBottom",
    "onPageScroll",
    "onShareAppMessage",
    "onShareTimeline",
    "onAddToFavorites",
    "onResize",
    "onTabItemTap",
    "onSaveExitState",
];

/// `a-b-c` → `aBC`, as attribute names become property names (wxml-semantics §3); `data-*` and names with `:` are not converted.
pub fn camel(name: &str) -> String {
    if name.starts_with("data-") || name.contains(':') {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        match c {
            '-' => upper = true,
            _ if upper => {
                out.push(c.to_ascii_uppercase());
                upper = false;
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camel_case() {
        for (name, expected) in [
            ("prop-a", "propA"),
            ("aB", "aB"),
            ("-a", "A"),
            ("a--b", "aB"),
            ("data-a-b", "data-a-b"),
            ("mark:a-b", "mark:a-b"),
            ("a-", "a"),
        ] {
            assert_eq!(camel(name), expected);
        }
    }
}
