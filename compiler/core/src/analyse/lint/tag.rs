//! Tags that are neither built in nor declared.

use super::Lint;
use crate::ast::wxml::Element;
use crate::diagnostics::nearest;
use crate::vocabulary::components;

pub(super) fn check(cx: &mut Lint<'_>, element: &Element) {
    let name = element.name.as_str();
    let Some(custom) = cx.custom else { return };
    // `xr-` belongs to the 3D framework, whose elements no table lists.
    if custom.contains(&name) || components::find(name).is_some() || components::FRAMEWORK.contains(&name) || name.starts_with("xr-") {
        return;
    }
    let candidates = components::all().map(|(tag, _)| tag).chain(components::FRAMEWORK.iter().copied()).chain(custom.iter().copied());
    let hint = match html(name).or_else(|| nearest(name, candidates)) {
        Some(meant) => format!("write `<{meant}>`, or declare `{name}` in `usingComponents`"),
        None => format!("declare `{name}` in `usingComponents` of the page, the component or app.json"),
    };
    cx.warning("wxml/unknown-tag", element.name_span, format!("there is no component `{name}`"), hint);
}

/// What HTML's elements are called here.
fn html(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "div" | "section" | "ul" | "li" | "p" | "header" | "footer" | "main" | "article" | "nav" => "view",
        "a" => "navigator",
        "img" => "image",
        "b" | "i" | "em" | "strong" => "text",
        "select" => "picker",
        "iframe" => "web-view",
        _ => return None,
    })
}
