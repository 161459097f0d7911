//! One owner's template from source text to output: resolve, lower, emit.

use crate::analyse::lint;
use crate::analyse::template::{TemplateFacts, facts};
use crate::diagnostics::Diagnostic;
use crate::emit::html::{Numbers, html_template};
use crate::emit::template::{HtmlTemplate, TemplateOutput, WxsModule};
use crate::emit::unit::{UnitText, unit};
use crate::ir::{Hole, Template};
use crate::lower::lower;
use crate::resolve::owner::Owner;
use crate::resolve::templates::{Closure, closure};
use crate::source::{Files, Sources};

/// Compiles the template of `owner` (`<root><path>.wxml`) with everything it imports and includes.
pub fn template(files: &dyn Files, root: &str, sources: &Sources, owner: &Owner) -> TemplateOutput {
    template_with_facts(files, root, sources, owner).0
}

/// The same with what the template says to the rest of the project.
pub fn template_with_facts(files: &dyn Files, root: &str, sources: &Sources, owner: &Owner) -> (TemplateOutput, TemplateFacts) {
    let mut closure = closure(files, root, sources, &owner.path);
    let lowered = lower(&closure, owner);
    let keys: Vec<String> = (0..lowered.unit.templates.len()).map(|i| format!("{}:{i}", owner.key)).collect();
    let numbers: Vec<Numbers> = lowered.unit.templates.iter().map(Numbers::new).collect();
    let UnitText { text, marks, calls } = unit(&lowered.unit, &numbers, &keys, owner.dev);
    let html = lowered
        .unit
        .templates
        .iter()
        .zip(&numbers)
        .zip(keys)
        .map(|((t, n), key)| {
            let html = html_template(key, t, n);
            if owner.dev { with_places(html, t, sources) } else { html }
        })
        .collect();
    let mut diagnostics = std::mem::take(&mut closure.diagnostics);
    diagnostics.extend(lint(sources, &closure, owner));
    diagnostics.extend(lowered.diagnostics);
    let facts = facts(&closure, owner);
    let output = TemplateOutput {
        unit: text,
        marks,
        calls,
        html,
        view_wxs: lowered.view_wxs.into_iter().collect(),
        wxs: closure.modules.iter().map(|m| WxsModule { id: m.id.clone(), file: m.file, span: m.span }).collect(),
        builtins: lowered.builtins.into_iter().collect(),
        assets: lowered.assets,
        used_components: lowered.used_components.into_iter().collect(),
        inputs: closure
            .files
            .iter()
            .map(|f| f.file)
            .chain(closure.modules.iter().map(|m| m.file))
            .map(|f| sources.path(f).to_string())
            .collect(),
        diagnostics,
    };
    (output, facts)
}

/// Tells the protocol log of `wxc dev` where a template and its holes come from (`TemplateMeta.dev`).
fn with_places(html: HtmlTemplate, template: &Template, sources: &Sources) -> HtmlTemplate {
    let place = |hole: &Hole| {
        let text = sources.text(hole.value.file);
        let before = text.get(..hole.value.expr.span.start as usize).unwrap_or_default();
        format!("{}:{}", sources.path(hole.value.file), before.matches('\n').count() + 1)
    };
    let holes: Vec<String> = template.holes.iter().map(place).collect();
    let dev = serde_json::json!({ "label": template.label, "holes": holes });
    let known = html.meta.strip_suffix('}').unwrap_or_default();
    let comma = if known.len() > 1 { "," } else { "" };
    HtmlTemplate { meta: format!("{known}{comma}\"dev\":{dev}}}"), ..html }
}

/// Checks every file of the template against the tags that its owner knows.
fn lint(sources: &Sources, closure: &Closure, owner: &Owner) -> Vec<Diagnostic> {
    let custom: Vec<&str> = owner.using.keys().chain(&owner.generics).map(String::as_str).collect();
    let custom = (!owner.tree && !owner.unsure).then_some(custom.as_slice());
    closure.files.iter().flat_map(|f| lint::document(f.file, &sources.text(f.file), &f.document, custom)).collect()
}
