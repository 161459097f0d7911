//! Tags that are neither built in nor declared.

use super::Lint;
use crate::ast::wxml::Element;
use crate::diagnostics::nearest;
use crate::vocabulary::components;

pub(super) fn check(cx: &mut Lint<'_>, element: &Element) {
    let name = element.name.as_str();
    let Some(custom) = cx.custom else { return };
    // What cannot be the name of a tag has been reported by the parser.
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':')) {
        return;
    }
    // `xr-` belongs to the 3D framework, whose elements no table lists.
    if custom.contains(&name) || components::find(name).is_some() || components::FRAMEWORK.contains(&name) || name.starts_with("xr-") {
        return;
    }
    if let Some((meant, instead)) = html(name) {
        let message = format!("`<{name}>` is HTML, which mini programs do not have");
        let hint = if instead.is_empty() { format!("write `<{meant}>`") } else { instead.to_owned() };
        cx.warning("wxml/unknown-tag", element.name_span, message, hint);
        if instead.is_empty() || meant == "image" {
            rename(cx, element, meant);
        }
        return;
    }
    let candidates = components::all().map(|(tag, _)| tag).chain(components::FRAMEWORK.iter().copied()).chain(custom.iter().copied());
    let meant = nearest(name, candidates);
    let hint = match meant {
        Some(meant) => format!("write `<{meant}>`, or declare `{name}` in `usingComponents`"),
        None => format!("declare it: `\"usingComponents\": {{ \"{name}\": \"/path/of/the/component\" }}` in the JSON file of the page"),
    };
    cx.warning("wxml/unknown-tag", element.name_span, format!("there is no component `{name}`"), hint);
    if let Some(meant) = meant {
        rename(cx, element, meant);
    }
}

/// Offers to call an element otherwise, in both of its tags.
fn rename(cx: &mut Lint<'_>, element: &Element, meant: &str) {
    let edits: Vec<_> = cx.names_of(element).into_iter().map(|span| (span, meant.to_owned())).collect();
    cx.fix(format!("write `<{meant}>`"), edits);
}

/// What HTML's elements are called here, and what more there is to say.
fn html(tag: &str) -> Option<(&'static str, &'static str)> {
    Some(match tag {
        "div" | "section" | "ul" | "ol" | "li" | "p" | "header" | "footer" | "main" | "article" | "nav" | "aside" | "table" | "tr"
        | "td" | "th" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dl" | "dt" | "dd" | "pre" | "blockquote" | "fieldset" | "figure" => {
            ("view", "")
        }
        "a" => ("navigator", "write `<navigator url=\"…\">`"),
        "img" => ("image", "write `<image src=\"…\" />`"),
        "b" | "i" | "em" | "strong" | "u" | "s" | "small" | "code" | "sub" | "sup" => ("text", ""),
        "br" => ("text", "a line break is written `\\n` in a `<text>`"),
        "hr" => ("view", "write a `<view>` with a border"),
        "select" => ("picker", ""),
        "iframe" => ("web-view", ""),
        "svg" => ("image", "write `<image src=\"….svg\" />`"),
        _ => return None,
    })
}
