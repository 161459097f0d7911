//! The cases of `conformance/wxml` and `conformance/ours/wxml` (made with WeChat's own compilers) through the compiler, QuickJS and the second applier.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;
use wxc_core::diagnostics::Severity;
use wxc_core::source::Sources;
use wxc_prerender::{Rendered, render_tree};

/// Cases that differ, with the reason.
const DIFFERENT: &[(&str, &str)] = &[
    ("errors-009", "`?.` is accepted: no valid page changes meaning (semantics §4)"),
    ("errors-011", "`instanceof` is accepted as in the newer engine (§4)"),
    ("errors-025", "template literals are accepted (§4)"),
    ("errors-049", "quoted keys are accepted (§4)"),
    ("errors-050", "quoted keys are accepted (§4)"),
    ("errors-062", "quoted keys are accepted (§4)"),
    ("errors-107", "`wx:for` on a branch is accepted: the loop is the branch (§5)"),
    ("errors-125", "quoted keys are accepted, also in `data` (§4, §7)"),
    ("errors-130", "modern JavaScript is accepted in WXS (§8)"),
    ("template-027", "white space around the mustache of `data` is trimmed (§7)"),
    ("wxs-021", "`null` shows nothing (§1)"),
];

/// Attributes the second engine's record leaves out.
const UNRECORDED: &[&str] = &["class", "style", "id", "slot", "hidden", "name"];

fn cases() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance");
    let mut out = Vec::new();
    let files = ["wxml", "ours/wxml"].map(|part| std::fs::read_dir(folder.join(part)).expect("cases are in the repository"));
    for entry in files.into_iter().flatten().flatten() {
        let text = std::fs::read_to_string(entry.path()).expect("cases are UTF-8");
        let file: Value = serde_json::from_str(&text).expect("cases are JSON");
        for case in file["cases"].as_array().into_iter().flatten() {
            out.push((case["name"].as_str().unwrap_or_default().to_owned(), case.clone()));
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

fn render(case: &Value) -> (Rendered, Sources) {
    let files: BTreeMap<String, Vec<u8>> = case["files"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(path, text)| (path.clone(), text.as_str().unwrap_or_default().as_bytes().to_vec()))
        .collect();
    let sources = Sources::default();
    let rendered = render_tree(&files, "", &sources, case["entry"].as_str().unwrap_or_default(), &case["data"]);
    (rendered, sources)
}

/// Names in camel case on both sides; without keys unless the case records them.
fn normal(tree: &Value, keys: bool, recorded_only: bool) -> Value {
    match tree {
        Value::Array(list) => Value::Array(list.iter().map(|n| normal(n, keys, recorded_only)).collect()),
        Value::Object(node) if node.contains_key("tag") => {
            let mut out = Map::new();
            out.insert("tag".to_owned(), node["tag"].clone());
            let attrs: BTreeMap<String, Value> = node
                .get("attrs")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .filter(|(name, _)| !recorded_only || is_recorded(name))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            if !attrs.is_empty() {
                out.insert("attrs".to_owned(), serde_json::to_value(attrs).expect("attributes are JSON"));
            }
            for field in ["generics", "children"] {
                if let Some(value) = node.get(field) {
                    out.insert(field.to_owned(), if field == "children" { normal(value, keys, recorded_only) } else { value.clone() });
                }
            }
            if keys
                && !recorded_only
                && let Some(key) = node.get("key")
            {
                out.insert("key".to_owned(), key.clone());
            }
            Value::Object(out)
        }
        Value::Number(n) => n.as_f64().map_or(Value::Null, |n| serde_json::json!(n)),
        other => other.clone(),
    }
}

fn is_recorded(name: &str) -> bool {
    let event = ["bind", "catch", "capture-", "mut-bind", "mark:", "change:", "data-"].iter().any(|p| name.starts_with(p));
    !event && !UNRECORDED.contains(&name)
}

/// Numbers compare by value (`1` and `1.0`).
fn numbers(value: &Value) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.iter().map(numbers).collect()),
        Value::Object(map) => Value::Object(map.iter().map(|(k, v)| (k.clone(), numbers(v))).collect()),
        Value::Number(n) => n.as_f64().map_or(Value::Null, |n| serde_json::json!(n + 0.0)),
        other => other.clone(),
    }
}

fn verdict(case: &Value) -> Result<(), String> {
    let (rendered, sources) = render(case);
    let tree = Value::Array(rendered.tree.clone());
    let says = |d: &wxc_core::diagnostics::Diagnostic| format!("{}:{} {}: {}", sources.path(d.file), d.span.start, d.code, d.message);
    let messages: Vec<String> = rendered.diagnostics.iter().map(says).collect();
    let keys = case["files"].to_string().contains("wx:key");
    let same = |expected: &Value, recorded_only: bool| {
        numbers(&normal(&tree, keys, recorded_only)) == numbers(&normal(expected, keys, recorded_only))
    };
    if let Some(expected) = case.get("expect")
        && same(expected, false)
    {
        return Ok(());
    }
    if let Some(expected) = case.get("glassEasel").and_then(|g| g.get("expect"))
        && same(expected, true)
    {
        return Ok(());
    }
    if let Some(error) = case.get("error") {
        let path = error["path"].as_str();
        let found = rendered.diagnostics.iter().any(|d| d.severity == Severity::Error && path.is_none_or(|p| &*sources.path(d.file) == p));
        return if found { Ok(()) } else { Err(format!("accepted, expected: {}\n    tree {tree}\n    {messages:?}", error["message"])) };
    }
    if case.get("throws").is_some() {
        return Ok(());
    }
    Err(format!("\n    expected {}\n    found    {tree}\n    {messages:?}", case["expect"]))
}

#[test]
fn required_wxml_cases_pass() {
    let mut failed = Vec::new();
    let mut count = 0;
    for (name, case) in cases() {
        if case["level"] == "artefact" {
            render(&case);
            continue;
        }
        count += 1;
        let known = DIFFERENT.iter().find(|(n, _)| *n == name);
        match (verdict(&case), known) {
            (Ok(()), None) | (Err(_), Some(_)) => {}
            (Ok(()), Some(_)) => failed.push(format!("{name}: passes now, take it out of the table")),
            (Err(why), None) => failed.push(format!("{name}: {} {why}", case["files"])),
        }
    }
    assert!(failed.is_empty(), "{} of {count} cases differ:\n{}", failed.len(), failed.join("\n"));
}
