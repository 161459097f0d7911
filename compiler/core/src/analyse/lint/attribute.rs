//! Attributes: misspelt ones of built-in components, unknown directives, `"false"` where a boolean is wanted.

use super::{Lint, value_place};
use crate::ast::wxml::{Attribute, Element};
use crate::diagnostics::nearest;
use crate::vocabulary::camel;
use crate::vocabulary::components::{Component, Kind, common};

/// All directives.
const DIRECTIVES: &[&str] = &["wx:if", "wx:elif", "wx:else", "wx:for", "wx:for-items", "wx:for-item", "wx:for-index", "wx:key"];

pub(super) fn check(cx: &mut Lint<'_>, element: &Element, component: Option<&Component>, attribute: &Attribute) {
    let name = attribute.name.as_str();
    if name.starts_with("wx:") {
        return directive(cx, attribute);
    }
    if let Some(rest) = name.strip_prefix("wx-")
        && let Some(meant) = DIRECTIVES.iter().find(|d| d.strip_prefix("wx:") == Some(rest))
    {
        cx.warning("wxml/dash-directive", attribute.name_span, format!("`{name}` is an ordinary attribute"), format!("write `{meant}`"));
        cx.fix_by(attribute.name_span, meant);
        return;
    }
    if name.starts_with("generic:") && attribute.value.as_ref().is_some_and(|v| v.has_mustache()) {
        let message = format!("the component of `{name}` cannot be chosen at run time");
        cx.error("wxml/dynamic-generic", value_place(attribute), message, "write the name of a component from `usingComponents`");
        return;
    }
    if let Some(value) = name.strip_prefix("model:").and(attribute.value.as_ref()).and_then(|value| value.literal())
        && !value.trim().is_empty()
    {
        let hint = format!("write `{name}=\"{{{{{}}}}}\"`", value.trim());
        cx.warning("wxml/model-not-writable", attribute.value_span, "this is a text, which cannot be written back", hint);
        cx.fix_by(attribute.value_span, &format!("{{{{{}}}}}", value.trim()));
        return;
    }
    let Some(component) = component else { return };
    let known = component.attribute(name).or_else(|| common().attributes.get(name));
    match known {
        Some(known) => boolean(cx, attribute, known.kind),
        None => misspelt(cx, element, component, attribute),
    }
}

fn directive(cx: &mut Lint<'_>, attribute: &Attribute) {
    let name = attribute.name.as_str();
    if DIRECTIVES.contains(&name) {
        return;
    }
    let branch = (name.starts_with("wx:else") || name.starts_with("wx:eli")).then_some("wx:elif");
    let meant = branch.or_else(|| nearest(name, DIRECTIVES.iter().copied()));
    let hint = match meant {
        Some(meant) => format!("write `{meant}`"),
        None => "the directives are `wx:if`, `wx:elif`, `wx:else`, `wx:for`, `wx:for-item`, `wx:for-index` and `wx:key`".to_owned(),
    };
    cx.warning("wxml/unknown-directive", attribute.name_span, format!("there is no directive `{name}`"), hint);
    if let Some(meant) = meant {
        cx.fix_by(attribute.name_span, meant);
    }
}

fn boolean(cx: &mut Lint<'_>, attribute: &Attribute, kind: Kind) {
    if kind == Kind::Bool && attribute.value.as_ref().and_then(|v| v.literal()) == Some("false") {
        let message = format!("`{}=\"false\"` counts as true: it is a text that is not empty", attribute.name);
        cx.warning("wxml/false-is-true", attribute.value_span, message, format!("write `{}=\"{{{{false}}}}\"`", attribute.name));
        cx.fix_by(attribute.value_span, "{{false}}");
    }
}

fn misspelt(cx: &mut Lint<'_>, element: &Element, component: &Component, attribute: &Attribute) {
    let name = attribute.name.as_str();
    let other = ["data-", "aria-", "bind", "catch", "capture-", "mut-bind", "on"];
    if name.contains(':') || other.iter().any(|prefix| name.starts_with(prefix)) {
        return;
    }
    let candidates = component.attributes.iter().filter(|(_, a)| !a.skyline).map(|(name, _)| name.as_str());
    let candidates = candidates.chain(common().attributes.keys().map(String::as_str));
    if let Some(meant) = nearest(name, candidates).filter(|meant| camel(meant) != camel(name)) {
        let message = format!("`<{}>` has no attribute `{name}`", element.name);
        cx.warning("wxml/unknown-attribute", attribute.name_span, message, format!("write `{meant}`"));
        cx.fix_by(attribute.name_span, meant);
    }
}
