//! Event bindings: misspelt events of built-in components, handlers that are no method names.

use super::{Lint, value_place};
use crate::ast::wxml::{Attribute, Element, Part};
use crate::diagnostics::nearest;
use crate::vocabulary::components::{Component, common};
use crate::vocabulary::events::{Binding, binding};

pub(super) fn check(cx: &mut Lint<'_>, element: &Element, component: Option<&Component>, attribute: &Attribute) {
    let name = attribute.name.as_str();
    if let Some((prefix, event)) = without_colon(name) {
        let message = format!("`{name}` binds nothing: without a colon it is an ordinary attribute");
        cx.warning("wxml/capture-without-colon", attribute.name_span, message, format!("write `{prefix}:{event}`"));
        cx.fix_by(attribute.name_span, &format!("{prefix}:{event}"));
        return;
    }
    let Some(binding) = binding(name) else { return };
    handler(cx, attribute, &binding);
    let Some(component) = component else { return };
    if component.event(binding.event).is_some() {
        return;
    }
    if matches!(binding.event, "click" | "Click" | "press") && !cx.holds_custom(element) {
        let message = format!("`<{}>` has no event `{}`", element.name, binding.event);
        cx.warning("wxml/unknown-event", attribute.name_span, message, format!("write `{}tap`", binding.prefix));
        cx.fix_by(attribute.name_span, &format!("{}tap", binding.prefix));
        return;
    }
    // Events of custom components inside may bubble up to here under any name, so only a near miss is a mistake.
    let candidates = component.events.keys().chain(common().events.keys()).map(String::as_str);
    let meant = nearest(binding.event, candidates);
    if let Some(meant) = meant.filter(|meant| meant.eq_ignore_ascii_case(binding.event) || !cx.holds_custom(element)) {
        let message = format!("`<{}>` has no event `{}`", element.name, binding.event);
        cx.warning("wxml/unknown-event", attribute.name_span, message, format!("write `{}{meant}`", binding.prefix));
        cx.fix_by(attribute.name_span, &format!("{}{meant}", binding.prefix));
    }
}

fn without_colon(name: &str) -> Option<(&str, &str)> {
    ["capture-bind", "capture-catch", "mut-bind"]
        .into_iter()
        .find_map(|prefix| Some((prefix, name.strip_prefix(prefix)?)))
        .filter(|(_, event)| event.starts_with(|c: char| c.is_ascii_lowercase()))
}

fn handler(cx: &mut Lint<'_>, attribute: &Attribute, binding: &Binding<'_>) {
    let written = match &attribute.value {
        None => Some(""),
        // `open({{item.id}})`
        Some(value) => value.literal().or(match value.parts.first() {
            Some(Part::Literal { text, .. }) => Some(text.as_str()).filter(|text| text.contains('(')),
            _ => None,
        }),
    };
    match written.map(str::trim) {
        Some("") if !binding.prefix.contains("catch") => {
            cx.note(
                "wxml/empty-handler",
                attribute.name_span,
                format!("`{}` names no handler", attribute.name),
                "write the name of a method, or remove it",
            );
            cx.fix_without(attribute);
        }
        Some(name) if name.contains('(') => {
            let whole = cx.text.get(attribute.value_span.range()).unwrap_or(name).trim().to_owned();
            let message = format!("`{whole}` is not the name of a method, so nothing is called");
            let method = name.split('(').next().unwrap_or_default().trim();
            let hint = format!("write `{}=\"{method}\"` and pass values in `data-…` attributes", attribute.name);
            cx.warning("wxml/handler-call", value_place(attribute), message, hint);
            // What is handed over would be lost.
            if whole.ends_with("()") && !method.is_empty() {
                cx.fix_by(attribute.value_span, method);
            }
        }
        _ => {}
    }
}
