//! What leads from one package into another: a package may count on its own files and on the main package, on others only where they are loaded at run time;
//! an independent one only on its own (framework reference §12).

use super::Facts;
use crate::diagnostics::Diagnostic;
use crate::resolve::app::App;
use crate::resolve::json::Json;
use crate::resolve::script::{is_installed, module_id};
use crate::resolve::unit::Use;
use crate::source::{FileId, Span};
use std::collections::BTreeMap;

pub(super) fn check(facts: &Facts<'_>, out: &mut Vec<Diagnostic>) {
    let app = &facts.project.app;
    if app.subpackages.is_empty() {
        return;
    }
    components(facts, out);
    modules(facts, out);
    let root = facts.project.root();
    for (from, file, span, to) in facts.imports.iter().copied() {
        let border = Border::between(app, app.package_of(&module_id(root, from)), &module_id(root, to));
        out.extend(border.map(|border| border.report(*file, *span, "style sheet", to).hint(border.move_hint("the sheet"))));
    }
    for template in &facts.templates {
        for reference in &template.files {
            let border = Border::between(app, app.package_of(&reference.from), &reference.to);
            out.extend(
                border.map(|border| border.report(reference.file, reference.span, "file", &reference.to).hint(border.move_hint("it"))),
            );
        }
    }
}

/// A border that a static reference crosses.
struct Border<'a> {
    app: &'a App,
    from: usize,
    to: usize,
}

impl<'a> Border<'a> {
    fn between(app: &'a App, from: usize, path: &str) -> Option<Self> {
        let to = app.package_of(path);
        let allowed = from == to || is_installed(path) || to == 0 && !app.is_independent(from);
        (!allowed).then_some(Self { app, from, to })
    }

    fn root(&self, package: usize) -> &'a str {
        package.checked_sub(1).and_then(|index| self.app.subpackages.get(index)).map_or("", |package| package.root.as_str())
    }

    fn report(&self, file: FileId, span: Span, what: &str, path: &str) -> Diagnostic {
        let message = if self.to == 0 {
            format!("{what} `{path}` lies outside the independent subpackage `{}`, which runs without the rest", self.root(self.from))
        } else {
            format!("{what} `{path}` lies in the subpackage `{}`, which may not be loaded yet", self.root(self.to))
        };
        Diagnostic::error("project/other-package", file, span, message)
    }

    fn move_hint(&self, what: &str) -> String {
        if self.app.is_independent(self.from) {
            format!("move {what} into `{}`", self.root(self.from))
        } else {
            format!("move {what} into the main package")
        }
    }
}

/// Components of other packages need a placeholder that is shown until they are loaded.
fn components(facts: &Facts<'_>, out: &mut Vec<Diagnostic>) {
    let app = &facts.project.app;
    let none = BTreeMap::new();
    let placeholder = |json: &Json, tag: &str| json.get("componentPlaceholder").and_then(|table| table.get(tag)).is_some();
    let owners = facts.project.units.iter().filter_map(|unit| Some((unit.config?, &unit.json, unit.package, &unit.using)));
    for (file, json, package, using) in owners.chain([(app.file, &app.json, 0, &none)]) {
        for member in json.get("usingComponents").map_or(&[][..], Json::members) {
            if placeholder(json, &member.name) || placeholder(&app.json, &member.name) {
                continue;
            }
            // The app's own are known to every unit.
            let own = using.get(&member.name).or_else(|| facts.project.units.iter().find_map(|unit| unit.using.get(&member.name)));
            let Some(Use::Component(path)) = own else { continue };
            let Some(border) = Border::between(app, package, path) else { continue };
            let hint = format!(
                "write `\"componentPlaceholder\": {{ \"{}\": \"view\" }}` in this file: the view stands in while the component is loaded",
                member.name
            );
            out.push(border.report(file, member.value.span, "component", path).hint(hint));
        }
    }
}

fn modules(facts: &Facts<'_>, out: &mut Vec<Diagnostic>) {
    let app = &facts.project.app;
    for (id, module) in facts.modules.iter().filter(|(id, _)| !is_installed(id)) {
        for request in module.asked.iter().filter(|request| !request.dynamic) {
            let Some(Some(path)) = module.requests.get(&request.text) else { continue };
            let Some(border) = Border::between(app, app.package_of(id), path) else { continue };
            let hint = format!("write `require.async('{}')`, which loads the package, or {}", request.text, border.move_hint("the module"));
            out.push(border.report(module.file, request.span, "module", path).hint(hint));
        }
    }
}
