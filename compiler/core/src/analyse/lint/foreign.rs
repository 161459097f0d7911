//! Habits of other frameworks: directives and attributes of Vue, React and other mini programs, single braces, objects as styles.

use super::{Lint, value_place};
use crate::ast::expr::ExprKind;
use crate::ast::wxml::{Attribute, Element, Part, Text, Value};
use crate::source::Span;
use crate::vocabulary::components::Component;

/// Reports an attribute of another framework; false if it is none.
pub(super) fn attribute(cx: &mut Lint<'_>, element: &Element, component: Option<&Component>, attribute: &Attribute) -> bool {
    let name = attribute.name.as_str();
    let value = attribute.value.as_ref().and_then(Value::literal).unwrap_or_default().trim();
    let Some(instead) = directive(name, value).or_else(|| react(component, name, value)).or_else(|| key(element, component, name, value))
    else {
        return false;
    };
    let message = format!("`{name}` is an ordinary attribute here and does nothing");
    cx.warning("wxml/foreign-syntax", attribute.name_span, message, format!("write `{instead}`"));
    // What is a name alone keeps its value.
    let place = if instead.contains('=') || attribute.value.is_none() { attribute.span } else { attribute.name_span };
    if !instead.contains('…') && !instead.starts_with(['<', '{']) && (instead != "wx:else" || attribute.value.is_none()) {
        cx.fix_by(place, &instead);
    }
    true
}

fn mustache(value: &str) -> String {
    if value.is_empty() { "{{…}}".to_owned() } else { format!("{{{{{value}}}}}") }
}

/// Vue's `v-if` and `:x`, Alipay's `a:if`, Baidu's `s-if`, ByteDance's `tt:if`, QQ's `qq:if`.
fn directive(name: &str, value: &str) -> Option<String> {
    if let Some(vue) = name.strip_prefix("v-") {
        return Some(match vue.split(':').next().unwrap_or_default() {
            "if" => format!("wx:if=\"{}\"", mustache(value)),
            "else-if" => format!("wx:elif=\"{}\"", mustache(value)),
            "else" => "wx:else".to_owned(),
            "show" => format!("hidden=\"{}\"", mustache(&format!("!({})", if value.is_empty() { "…" } else { value }))),
            "for" => repeated(value),
            "model" => format!("model:value=\"{}\"", mustache(value)),
            "bind" => format!("{}=\"{}\"", vue.split(':').nth(1).unwrap_or("name"), mustache(value)),
            "on" => bound(vue.split(':').nth(1).unwrap_or("tap"), value),
            "html" => format!("<rich-text nodes=\"{}\" />", mustache(value)),
            "text" => mustache(value),
            "slot" => format!("slot=\"{}\"", vue.split(':').nth(1).unwrap_or("name")),
            _ => return None,
        });
    }
    if let Some(bound) = name.strip_prefix(':').filter(|rest| !rest.is_empty()) {
        return Some(if bound == "key" { "wx:key=\"…\"".to_owned() } else { format!("{bound}=\"{}\"", mustache(value)) });
    }
    let rest = ["a:", "s-", "tt:", "qq:", "ks:"].into_iter().find_map(|prefix| name.strip_prefix(prefix))?;
    let known = matches!(rest, "if" | "elif" | "else" | "for" | "key" | "for-item" | "for-index");
    known.then(|| format!("wx:{rest}"))
}

fn bound(event: &str, value: &str) -> String {
    let event = event.split('.').next().unwrap_or_default();
    let method = value.split('(').next().unwrap_or_default();
    format!("bind:{}=\"{}\"", if event == "click" { "tap" } else { event }, if method.is_empty() { "method" } else { method })
}

/// `(row, i) in rows` as `wx:for`.
pub(super) fn repeated(value: &str) -> String {
    let Some((names, list)) = value.split_once(" in ").or_else(|| value.split_once(" of ")) else {
        return format!("wx:for=\"{}\"", mustache(value));
    };
    let mut names = names.split(',').map(|name| name.trim_matches(|c: char| !c.is_alphanumeric() && c != '_' && c != '$'));
    let mut out = format!("wx:for=\"{}\"", mustache(list.trim()));
    for (attribute, default) in [("wx:for-item", "item"), ("wx:for-index", "index")] {
        if let Some(name) = names.next().filter(|name| !name.is_empty() && *name != default) {
            out.push_str(&format!(" {attribute}=\"{name}\""));
        }
    }
    out
}

/// `className` is a property like any other on a custom component.
fn react(component: Option<&Component>, name: &str, value: &str) -> Option<String> {
    let written = if value.is_empty() { "…" } else { value };
    component?;
    match name {
        "className" => Some(format!("class=\"{written}\"")),
        "htmlFor" => Some(format!("for=\"{written}\"")),
        _ => None,
    }
}

/// `key` beside `wx:for`.
fn key(element: &Element, component: Option<&Component>, name: &str, value: &str) -> Option<String> {
    let list = || element.attribute("wx:for").is_some() && element.attribute("wx:key").is_none();
    let plain = component.is_some() || element.name == "block";
    (name == "key" && plain && list()).then(|| format!("wx:key=\"{}\"", if value.is_empty() { "id" } else { value }))
}

/// `{name}` where `{{name}}` was meant.
pub(super) fn text(cx: &mut Lint<'_>, text: &Text) {
    braces(cx, &text.value);
}

/// The same in an attribute, and objects where only a text makes sense.
pub(super) fn value(cx: &mut Lint<'_>, component: Option<&Component>, attribute: &Attribute) {
    let Some(value) = &attribute.value else { return };
    // `onClick={go}`: that the quotes are missing has been said, with what to write.
    let before = (attribute.value_span.start as usize).checked_sub(1).and_then(|at| cx.text.as_bytes().get(at));
    if !matches!(before, Some(b'"' | b'\'')) {
        return;
    }
    // A property of a custom component may be a format: `tip="{d} %"`.
    if !attribute.name.starts_with("wx:") && component.is_some() {
        braces(cx, value);
    }
    let name = attribute.name.as_str();
    let kind = value.single().flatten().map(|expr| &expr.kind);
    // Arrays of classes are passed on as they are, and some programs rely on it.
    let object = matches!(kind, Some(ExprKind::Object(_))) || name == "style" && matches!(kind, Some(ExprKind::Array(_)));
    if object && matches!(name, "style" | "class") {
        let message = format!("`{name}` takes a text, and an object is none");
        let hint = if name == "style" {
            "write `style=\"color: {{color}}; width: {{width}}px\"`"
        } else {
            "write `class=\"row {{on ? 'on' : ''}}\"`"
        };
        cx.warning("wxml/object-in-text", value_place(attribute), message, hint);
    }
}

/// Reports the first pair of single braces around a name, and comments of JSX.
fn braces(cx: &mut Lint<'_>, value: &Value) {
    for part in &value.parts {
        let Part::Literal { span, .. } = part else { continue };
        let source = cx.text.get(span.range()).unwrap_or_default();
        if !source.contains('{') {
            continue;
        }
        if let Some(at) = source.find("{/*") {
            let end = source.get(at..).and_then(|rest| rest.find("*/}")).map_or(at + 3, |length| at + length + 3);
            let place = Span::new(span.start as usize + at, span.start as usize + end);
            cx.warning("wxml/single-braces", place, "this comment is shown as text", "write `<!-- … -->`");
            let inside = source.get(at + 3..end.saturating_sub(3)).unwrap_or_default().trim().to_owned();
            if !inside.contains("--") {
                cx.fix_by(place, &format!("<!-- {inside} -->"));
            }
            return;
        }
        if let Some((start, end, name)) = single_braces(source) {
            let place = Span::new(span.start as usize + start, span.start as usize + end);
            let message = "single braces are text and show no data".to_owned();
            let text = format!("{{{{{name}}}}}");
            cx.warning("wxml/single-braces", place, message, format!("write `{text}`"));
            cx.fix_by(place, &text);
            return;
        }
    }
}

/// The first `{a.b}` or `${a.b}` of a text: where it starts and ends, and the path inside.
fn single_braces(text: &str) -> Option<(usize, usize, &str)> {
    for (at, _) in text.match_indices('{') {
        let rest = text.get(at + 1..)?;
        let Some(length) = rest.find('}') else { continue };
        let inner = rest.get(..length)?.trim();
        let path = inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '$'))
            && !inner.ends_with('.');
        let before = text.get(..at)?;
        if path && !before.ends_with('{') && !rest.get(length + 1..)?.starts_with('}') {
            let start = if before.ends_with('$') { at - 1 } else { at };
            return Some((start, at + length + 2, inner));
        }
    }
    None
}
