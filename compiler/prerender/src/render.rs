//! `wxc render`: one template with some data, as a tree of evaluated values (`tests/conformance/README.md` describes the normal form).

use crate::apply::Applier;
use crate::dom::{Dom, Kind, NodeId};
use crate::engine::{Failure, Limits, evaluate, run};
use crate::markup::{FrameNode, markup};
use crate::surrogates;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use wxc_core::bundle::runtime::{Options, bundle_runtime};
use wxc_core::bundle::script::wxs_of;
use wxc_core::bundle::template::template;
use wxc_core::diagnostics::Diagnostic;
use wxc_core::emit::expr::string;
use wxc_core::emit::template::TemplateOutput;
use wxc_core::resolve::owner::Owner;
use wxc_core::source::{FileId, Files, Sources, Span};

/// What rendering gave; `tree` is empty when the template threw.
#[derive(Debug, Default)]
pub struct Rendered {
    pub tree: Vec<Value>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Renders the template `entry` (with `.wxml`) as a tree of evaluated values.
pub fn render_tree(files: &dyn Files, root: &str, sources: &Sources, entry: &str, data: &Value) -> Rendered {
    let (tree, diagnostics) = render(files, root, sources, entry, data, forest);
    Rendered { tree, diagnostics }
}

/// Renders the template `entry` (with `.wxml`) as markup: elements with the prefix they have in a page, attributes that hold texts, numbers and booleans.
/// What only runs (events, `change:`) and what no attribute can hold is left out.
pub fn render_html(files: &dyn Files, root: &str, sources: &Sources, entry: &str, data: &Value) -> (String, Vec<Diagnostic>) {
    render(files, root, sources, entry, data, |dom, page| markup(&nodes(dom, page)).unwrap_or_default())
}

fn render<T: Default + Send>(
    files: &dyn Files,
    root: &str,
    sources: &Sources,
    entry: &str,
    data: &Value,
    shape: impl Fn(&Dom, NodeId) -> T + Sync,
) -> (T, Vec<Diagnostic>) {
    let path = entry.strip_suffix(".wxml").unwrap_or(entry).to_owned();
    let owner = Owner {
        path,
        is_component: false,
        home: String::new(),
        scopes: Vec::new(),
        using: BTreeMap::new(),
        unsure: false,
        generics: Vec::new(),
        external_classes: Vec::new(),
        key: "t".to_owned(),
        dev: false,
        tree: true,
        simulated: None,
    };
    let output = template(files, root, sources, &owner);
    let mut diagnostics = output.diagnostics.clone();
    let script = script(files, root, sources, &output, data, &mut diagnostics);
    // The compiler's thread pool stays outside: the caller may be one of its threads, which waits for this one.
    let shown = run(|| execute(&output, &script).map(|applier| applier.page.map(|page| shape(&applier.dom, page)))).and_then(|shown| shown);
    let shown = shown.unwrap_or_else(|failure| {
        diagnostics.push(exception(sources, &output, &failure));
        None
    });
    (shown.unwrap_or_default(), diagnostics)
}

fn exception(sources: &Sources, output: &TemplateOutput, failure: &Failure) -> Diagnostic {
    let file = output.inputs.first().and_then(|path| sources.find(path)).unwrap_or(FileId(0));
    Diagnostic::error("render/exception", file, Span::default(), format!("rendering stopped: {}", failure.message))
        .hint("a template that uses itself must end somewhere: give the use a `wx:if`")
}

/// The WXS modules, and a call that renders the template with the data.
fn script(
    files: &dyn Files,
    root: &str,
    sources: &Sources,
    output: &TemplateOutput,
    data: &Value,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let mut script = String::new();
    let (modules, mistakes) = wxs_of(files, root, sources, output);
    diagnostics.extend(mistakes);
    for module in modules {
        diagnostics.extend(module.output.diagnostics.iter().cloned());
        let requests = serde_json::to_string(&module.requests).unwrap_or_default();
        script.push_str(&format!(
            "$wxc.wxsModule({}, (require, module, $w) => {{{}\n}}, {requests});\n",
            string(&module.id),
            module.output.code
        ));
    }
    script.push_str(&format!("wxcRender(({})($wxc).main, JSON.parse({}))", output.unit, string(&surrogates::escape(&data.to_string()))));
    script
}

/// Runs the script and applies its patch to the templates.
fn execute(output: &TemplateOutput, script: &str) -> Result<Applier, Failure> {
    let json = evaluate(&[("wxc:runtime", runtime()), ("wxc:template", script)], Limits::default())?;
    let malformed = |message: String| Failure { message, stack: String::new() };
    let ops: Vec<Value> = serde_json::from_str(&json).map_err(|e| malformed(e.to_string()))?;
    let mut applier = Applier::default();
    for html in &output.html {
        applier.template(&html.key, &html.meta, &html.html).map_err(|e| malformed(e.0))?;
    }
    applier.apply(&ops).map_err(|e| malformed(e.0))?;
    Ok(applier)
}

/// The rendering part of the logic runtime, and `wxcRender`, which gives the patch as JSON with `{"$": …}` for what JSON lacks.
fn runtime() -> &'static str {
    static RUNTIME: OnceLock<String> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let entry = "import { makeEmitted } from './emitted.ts'\nimport { renderOnce } from './once.ts'\n\
            const ignore = () => undefined\nglobalThis.$wxc = makeEmitted(ignore, ignore)\nglobalThis.wxcRender = renderOnce\n";
        let bundle = bundle_runtime("logic/render-entry.ts", entry, &Options::default());
        let console = "var console = { log() {}, info() {}, warn() {}, error() {}, debug() {} };\n";
        format!("{console}{}", bundle.map(|b| b.code).unwrap_or_else(|e| format!("throw new Error({})", string(&e))))
    })
}

fn forest(dom: &Dom, parent: NodeId) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    for child in dom.children(parent) {
        match dom.nodes.get(*child).map(|n| &n.kind) {
            Some(Kind::Text(text)) if !text.is_empty() => match out.last_mut() {
                Some(Value::String(before)) => {
                    before.push_str(text);
                    if let Cow::Owned(joined) = surrogates::join(before) {
                        *before = joined;
                    }
                }
                _ => out.push(Value::String(text.clone())),
            },
            Some(Kind::Element { name, attributes }) => out.push(element(dom, *child, name, attributes)),
            _ => {}
        }
    }
    out
}

fn element(dom: &Dom, id: NodeId, name: &str, attributes: &[(String, Value)]) -> Value {
    let mut node = Map::new();
    let find = |name: &str| attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    node.insert("tag".to_owned(), find("#tag").unwrap_or_else(|| Value::String(name.to_owned())));
    let mut attrs: BTreeMap<String, Value> = BTreeMap::new();
    let mut generics: BTreeMap<String, Value> = BTreeMap::new();
    for (name, value) in attributes.iter().filter(|(n, _)| !n.starts_with('#')) {
        match name.strip_prefix("generic:") {
            Some(generic) => generics.insert(generic.to_owned(), value.clone()),
            None => attrs.insert(normal_name(name), value.clone()),
        };
    }
    if !attrs.is_empty() {
        node.insert("attrs".to_owned(), json!(attrs));
    }
    if !generics.is_empty() {
        node.insert("generics".to_owned(), json!(generics));
    }
    if let Some(key) = find("#key").filter(|k| *k != json!({"$": "undefined"})) {
        node.insert("key".to_owned(), key);
    }
    let children = forest(dom, id);
    if !children.is_empty() {
        node.insert("children".to_owned(), Value::Array(children));
    }
    Value::Object(node)
}

/// The same nodes for HTML.
fn nodes(dom: &Dom, parent: NodeId) -> Vec<FrameNode> {
    let node = |id: &NodeId| match dom.nodes.get(*id).map(|n| &n.kind)? {
        Kind::Text(text) => Some(FrameNode::Text(text.clone())),
        Kind::Element { name, attributes } => {
            let tag = attributes.iter().find(|(name, _)| name == "#tag").and_then(|(_, tag)| tag.as_str()).unwrap_or(name);
            let shown = attributes.iter().filter_map(|(name, value)| Some((name.clone(), attribute(name, value)?)));
            Some(FrameNode::Element(format!("wx-{}", tag.to_ascii_lowercase()), shown.collect(), nodes(dom, *id)))
        }
        Kind::Fragment | Kind::Comment => None,
    };
    dom.children(parent).iter().filter_map(node).collect()
}

/// The text of an attribute in HTML, if it has one.
fn attribute(name: &str, value: &Value) -> Option<String> {
    let runs = ["#", "change:", "generic:", "mark:", "worklet:"].iter().any(|prefix| name.starts_with(prefix));
    if runs || wxc_core::lower::events::event_name(name).is_some() {
        return None;
    }
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(true) => Some(String::new()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Camel case, except for names with a colon and `data-*`.
fn normal_name(name: &str) -> String {
    if name.contains(':') || name.starts_with("data-") { name.to_owned() } else { wxc_core::lower::attributes::camel(name) }
}
