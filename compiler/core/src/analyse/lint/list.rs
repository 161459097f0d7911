//! `wx:for`: values that are no lists, names, keys (wxml-semantics §5).

use super::{Lint, foreign, space, value_place};
use crate::ast::expr::ExprKind;
use crate::ast::wxml::{Attribute, Element, Value};
use crate::source::Span;

pub(super) fn check(cx: &mut Lint<'_>, element: &Element) {
    match element.attribute("wx:for-items").or_else(|| element.attribute("wx:for")) {
        Some(attribute) => {
            items(cx, attribute);
            names(cx, element);
            match element.attribute("wx:key") {
                Some(attribute) => key(cx, element, attribute),
                // `key` was meant as one, and is reported as such.
                None if element.attribute("key").is_some() => {}
                None => missing_key(cx, attribute),
            }
        }
        None => {
            for attribute in element.attributes.iter().filter(|a| matches!(a.name.as_str(), "wx:for-item" | "wx:for-index" | "wx:key")) {
                let message = format!("`{}` has no effect on an element without `wx:for`", attribute.name);
                cx.warning("wxml/for-missing", attribute.name_span, message, "write it on the element that has `wx:for`");
                cx.fix_without(attribute);
            }
        }
    }
}

fn items(cx: &mut Lint<'_>, attribute: &Attribute) {
    let name = &attribute.name;
    let Some(value) = &attribute.value else {
        return cx.error(
            "wxml/for-without-value",
            attribute.name_span,
            format!("`{name}` needs a value"),
            format!("write `{name}=\"{{{{list}}}}\"`"),
        );
    };
    if space(cx, attribute, value, "so it repeats for each character") {
        return;
    }
    if let Some(text) = value.literal() {
        let inner = text.trim().trim_start_matches('{').trim_end_matches('}').trim();
        let loop_of = foreign::repeated(if inner.is_empty() { "list" } else { inner });
        let hint = match loop_of.split_once('=') {
            Some((_, value)) => format!("write `{name}={value}`"),
            None => String::new(),
        };
        let effect = if text.is_empty() { "nothing" } else { "each character of this text" };
        cx.warning("wxml/for-over-text", value_place(attribute), format!("this repeats for {effect}"), hint);
        if let Some((_, value)) = loop_of.split_once('=').filter(|_| !inner.is_empty()) {
            cx.fix_by(attribute.span, &format!("{name}={value}"));
        }
    } else if value.single().is_none() {
        let hint = "write one `{{ }}` and nothing else between the quotes";
        cx.warning("wxml/for-over-text", attribute.value_span, "this repeats for each character of a text", hint);
    }
}

fn names(cx: &mut Lint<'_>, element: &Element) {
    let name = |attribute: &str| element.attribute(attribute).and_then(|a| Some((a, a.value.as_ref()?)));
    for (attribute, value) in ["wx:for-item", "wx:for-index"].into_iter().filter_map(name) {
        if !value.literal().is_some_and(|text| text.trim().is_empty() || is_name(text.trim())) {
            let message = format!("`{}` must be a plain name", attribute.name);
            cx.warning("wxml/for-name", attribute.value_span, message, "write a name without braces and dots, for example `row`");
        }
    }
    let literal = |attribute: &str, default: &'static str| match name(attribute) {
        Some((_, value)) => value.literal().map(|text| if text.trim().is_empty() { default.to_owned() } else { text.trim().to_owned() }),
        None => Some(default.to_owned()),
    };
    let (item, index) = (literal("wx:for-item", "item"), literal("wx:for-index", "index"));
    if item.is_some() && item == index {
        let place =
            element.attribute("wx:for-index").or_else(|| element.attribute("wx:for-item")).map_or(element.name_span, |a| a.value_span);
        let message = format!("item and index have the same name `{}`, which means the index", item.unwrap_or_default());
        cx.warning("wxml/for-name", place, message, "give one of them another name");
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$'))
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '$'))
}

/// A key is the name of a property of the item, or `*this`.
fn key(cx: &mut Lint<'_>, element: &Element, attribute: &Attribute) {
    let text = attribute.value.as_ref().map_or(Some(""), Value::literal);
    if text.is_some_and(|t| t == "*this" || (!t.is_empty() && t.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '-')))) {
        return;
    }
    let item = element.attribute("wx:for-item").and_then(|a| a.value.as_ref()?.literal()).filter(|t| !t.is_empty()).unwrap_or("item");
    let path = match (text, attribute.value.as_ref().and_then(Value::single).flatten()) {
        (Some(text), _) => text.trim().to_owned(),
        (None, Some(expr)) => match &expr.kind {
            ExprKind::Name(name) => name.clone(),
            ExprKind::Member { object, name, .. } => match &object.kind {
                ExprKind::Name(object) => format!("{object}.{name}"),
                _ => String::new(),
            },
            _ => String::new(),
        },
        (None, None) => String::new(),
    };
    let meant = match path.strip_prefix(item) {
        Some("") => Some("*this"),
        Some(rest) => rest.strip_prefix('.').filter(|name| is_name(name)),
        None => None,
    };
    let hint = match meant {
        Some(meant) => format!("write `wx:key=\"{meant}\"`"),
        None => "write the name of a property of the item, such as `wx:key=\"id\"`, or `*this`".to_owned(),
    };
    cx.warning("wxml/odd-key", value_place(attribute), "this is no key: rows are told apart by their position only", hint);
    if let Some(meant) = meant {
        let place = attribute.value.as_ref().map_or(attribute.span, |_| attribute.value_span);
        let text = if place == attribute.span { format!("wx:key=\"{meant}\"") } else { meant.to_owned() };
        cx.fix_by(place, &text);
    }
}

fn missing_key(cx: &mut Lint<'_>, attribute: &Attribute) {
    let fixed = |value: &Value| {
        value.single().flatten().is_some_and(|e| matches!(e.kind, ExprKind::Number(_) | ExprKind::Array(_) | ExprKind::String(_)))
    };
    if attribute.value.as_ref().is_some_and(|v| v.has_mustache() && !fixed(v)) {
        let message = "this list has no `wx:key`, so rows are told apart by their position only";
        cx.note(
            "wxml/missing-key",
            attribute.name_span,
            message,
            "write `wx:key=\"id\"`, the name of a property that tells the items apart",
        );
        for key in ["id", "*this"] {
            cx.fix(format!("add `wx:key=\"{key}\"`"), [(Span::at(attribute.span.end as usize), format!(" wx:key=\"{key}\""))]);
        }
    }
}
