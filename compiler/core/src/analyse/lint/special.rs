//! Elements of the framework: `<wxs>`, `<template>`, `<block>`.

use super::{Lint, value_place};
use crate::ast::wxml::Element;

pub(super) fn check(cx: &mut Lint<'_>, element: &Element) {
    match element.name.as_str() {
        "template" if element.attribute("name").is_none() && element.attribute("is").is_none() => cx.warning(
            "wxml/template-without-name",
            element.name_span,
            "this `<template>` neither defines nor uses anything",
            "write `name=\"…\"` to define a template, `is=\"…\"` to use one",
        ),
        "block" => {
            let lost =
                |name: &str| matches!(name, "class" | "style" | "id" | "hidden") || name.starts_with("bind") || name.starts_with("catch");
            for attribute in element.attributes.iter().filter(|a| lost(&a.name)) {
                let message = format!("`<block>` makes no element, so `{}` has no effect", attribute.name);
                cx.warning(
                    "wxml/block-attribute",
                    attribute.name_span,
                    message,
                    "use `<view>`, or write the attribute on the elements inside",
                );
                let names: Vec<_> = cx.names_of(element).into_iter().map(|span| (span, "view".to_owned())).collect();
                cx.fix("write `<view>`", names);
                cx.fix_without(attribute);
            }
        }
        _ => {}
    }
}

/// Name and content of a WXS module (wxml-semantics §8).
pub(super) fn wxs(cx: &mut Lint<'_>, element: &Element) {
    match element.attribute("module") {
        None => cx.error("wxml/wxs-without-module", element.name_span, "this module has no name", "write `<wxs module=\"name\">`"),
        Some(attribute) => {
            let name = attribute.value.as_ref().and_then(|v| v.literal()).unwrap_or_default();
            let valid = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit());
            if name.is_empty() || !valid {
                let hint = "use ASCII letters, digits and `_`, and no digit first";
                cx.error("wxml/wxs-without-module", value_place(attribute), format!("`{name}` cannot be the name of a module"), hint);
            }
        }
    }
    if element.attribute("src").is_some()
        && let Some(raw) = element.raw.filter(|raw| cx.text.get(raw.range()).is_some_and(|text| !text.trim().is_empty()))
    {
        cx.warning("wxml/wxs-content", raw, "this code is ignored, because the module has a `src`", "remove the code or the `src`");
        cx.fix("remove the code", [(raw, String::new())]);
    }
}
