//! What is said about the project as a whole, whether it is built or only checked: missing package files, members of `wx` that only WeChat has, workers that cannot
//! start, plugins that are not here.

use crate::bundle::compiler::{Compiled, Template};
use crate::bundle::embed::APP_ELEMENT;
use crate::bundle::memo::{Memo, Same};
use crate::diagnostics::Diagnostic;
use crate::resolve::near::suggest;
use crate::resolve::path::inside;
use crate::resolve::plugin::Plugin;
use crate::resolve::project::Project;
use crate::resolve::script::module_path;
use crate::source::{FileId, Files, Sources, Span};
use crate::vocabulary::{Class, api};
use std::collections::{BTreeMap, BTreeSet};

/// Files of the output that no package file can replace.
pub const RESERVED: [&str; 3] = ["index.html", "manifest.json", APP_ELEMENT];

/// What was said of each template.
#[derive(Default)]
pub struct Notices {
    assets: Memo<(String, Same<Template>), Vec<Diagnostic>>,
}

impl Notices {
    pub fn invalidate(&mut self, files: &dyn Files, changed: &BTreeSet<String>) {
        self.assets.invalidate(files, changed);
    }

    pub fn of(&mut self, files: &dyn Files, sources: &Sources, compiled: &Compiled) -> Vec<Diagnostic> {
        let Some(project) = &compiled.read.project else { return Vec::new() };
        let mut out = self.missing_assets(files, sources, project, compiled);
        out.extend(reserved_names(files, project));
        out.extend(host_only(compiled));
        out.extend(workers(files, sources, project, compiled));
        out.extend(absent_plugins(project, compiled));
        out
    }

    /// Package files that templates name and that are not there.
    fn missing_assets(&mut self, files: &dyn Files, sources: &Sources, project: &Project, compiled: &Compiled) -> Vec<Diagnostic> {
        let root = project.root();
        let named = project.units.iter().zip(compiled.templates.iter()).filter(|(_, template)| !template.output.assets.is_empty());
        let jobs: Vec<(&str, (String, Same<Template>))> =
            named.map(|(unit, template)| (unit.path.as_str(), (root.to_owned(), Same(template.clone())))).collect();
        let found = self.assets.run(files, &jobs, |files, _, (root, Same(template))| {
            let missing = template.output.assets.iter().filter(|(path, ..)| !files.is_file(&module_path(root, path)));
            (missing.map(|asset| missing_asset(files, sources, root, asset)).collect(), Vec::new())
        });
        found.iter().flat_map(|found| found.iter().cloned()).collect()
    }
}

fn missing_asset(files: &dyn Files, sources: &Sources, root: &str, (path, file, span): &(String, FileId, Span)) -> Diagnostic {
    let path = module_path(root, path);
    let written = sources.text(*file).get(span.range()).unwrap_or_default().to_owned();
    let near = suggest(files, root, &sources.path(*file), &written, &[]);
    let warning = Diagnostic::warning("project/missing-asset", *file, *span, format!("there is no `{path}`"));
    match near {
        Some(near) => warning.meant(&near),
        None => warning.hint("add the file, or correct the path; one that starts with `/` begins at the mini-program root"),
    }
}

/// Notes on plugins that scripts ask for and whose code is not here.
fn absent_plugins(project: &Project, compiled: &Compiled) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for module in compiled.modules.values() {
        for (name, span) in &module.output.plugins {
            let here = |plugin: &Plugin| plugin.alias == *name || plugin.provider.as_ref() == Some(name);
            if !project.app.plugins.iter().any(here) {
                let message = format!("the code of the plugin `{name}` is not here: what it gives does nothing but warn");
                let note = Diagnostic::note("project/plugin-script", module.file, *span, message);
                out.push(note.hint("guard what depends on it, or offer something else on the web"));
            }
        }
    }
    out
}

/// The plugins that a script asks for by a written name.
pub fn plugin_requests(text: &str) -> Vec<(String, Span)> {
    let calls = ["requirePlugin", "requirePlugin.async"].into_iter();
    calls.flat_map(|call| text.match_indices(call).filter_map(move |(at, _)| created(text, at + call.len()))).collect()
}

/// Workers that cannot start: `wx.createWorker` of a file that is not there, and scripts of workers that ask for more than their folder holds.
fn workers(files: &dyn Files, sources: &Sources, project: &Project, compiled: &Compiled) -> Vec<Diagnostic> {
    let folder = project.app.workers.as_deref();
    let mut out = Vec::new();
    for module in compiled.modules.values() {
        for (_, span) in module.output.output.facts.wx_members.iter().filter(|(name, _)| name == "createWorker") {
            let text = sources.text(module.file);
            let literal = created(&text, span.end as usize);
            let place = literal.as_ref().map_or(*span, |(_, span)| *span);
            let error = |message: String, hint: String| Diagnostic::error("project/worker", module.file, place, message).hint(hint);
            let path = literal.map(|(path, _)| path.trim_start_matches("./").trim_start_matches('/').to_owned());
            match (folder, path) {
                (None, path) => {
                    let named =
                        path.and_then(|path| path.split_once('/').map(|(folder, _)| folder.to_owned())).unwrap_or("workers".to_owned());
                    let hint = format!("write `\"workers\": \"{named}\"` in app.json, and keep the scripts of workers there");
                    out.push(error("app.json names no folder for workers, so none can start".to_owned(), hint));
                }
                (Some(folder), Some(path)) if !inside(&path, folder) => {
                    let hint = format!("move it there, and write `'{folder}/{}'`", path.rsplit('/').next().unwrap_or_default());
                    out.push(error(format!("`{path}` does not lie in the folder of workers, `{folder}`"), hint));
                }
                (Some(_), Some(path)) if !compiled.workers.keys().any(|id| stem(id) == stem(&path)) => {
                    let near = suggest(files, project.root(), "", &format!("/{}", stem(&path)), &[".js", ".ts"]);
                    let hint = near.map_or("create it, or correct the path".to_owned(), |near| {
                        format!("did you mean `{}`?", near.trim_start_matches('/'))
                    });
                    out.push(error(format!("there is no `{}.js`", stem(&path)), hint));
                }
                _ => {}
            }
        }
    }
    let Some(folder) = folder else { return out };
    for module in compiled.workers.values() {
        for request in &module.output.output.requests {
            let Some(Some(id)) = module.requests.get(&request.text) else { continue };
            if !inside(id, folder) {
                let message = format!("`{id}` lies outside of `{folder}`; a worker has nothing but its folder");
                let hint = format!("copy what is needed into `{folder}`, or let the mini program send it");
                out.push(Diagnostic::error("project/worker", module.file, request.span, message).hint(hint));
            }
        }
    }
    out
}

/// The string in `('…'` at an offset, and where it stands.
fn created(text: &str, from: usize) -> Option<(String, Span)> {
    let rest = text.get(from..)?;
    let open = rest.trim_start().strip_prefix('(')?.trim_start();
    let quote = open.chars().next().filter(|c| matches!(c, '\'' | '"' | '`'))?;
    let inner = open.get(1..)?.split(quote).next()?;
    let start = text.len() - open.len();
    (!inner.contains(['\n', '$'])).then(|| (inner.to_owned(), Span::new(start, start + inner.len() + 2)))
}

/// A path without the extension of a script.
fn stem(path: &str) -> &str {
    path.strip_suffix(".js").or_else(|| path.strip_suffix(".ts")).unwrap_or(path)
}

/// Package files that cannot be copied, because the output has files of their names.
fn reserved_names(files: &dyn Files, project: &Project) -> Vec<Diagnostic> {
    let there = RESERVED.iter().map(|name| format!("{}{name}", project.root())).filter(|path| files.is_file(path));
    let report = |path: String| {
        let message = format!("`{path}` is left out of the output, which has a file of that name");
        Diagnostic::warning("project/reserved-name", project.app.file, Span::at(0), message).hint("rename it, or move it into a folder")
    };
    there.map(report).collect()
}

/// Notes on members of `wx` that only the WeChat app has: one for each, with the places that use it.
fn host_only(compiled: &Compiled) -> Vec<Diagnostic> {
    let mut places: BTreeMap<&str, Vec<(FileId, Span)>> = BTreeMap::new();
    for module in compiled.modules.values() {
        for (name, span) in &module.output.host_only {
            places.entry(name).or_default().push((module.file, *span));
        }
    }
    let notes = places.into_iter().filter_map(|(name, places)| {
        let ((file, span), more) = places.split_first()?;
        let others = if more.is_empty() { String::new() } else { format!(" (and in {} more places)", more.len()) };
        let message = format!("`wx.{name}` needs the WeChat app and fails in a browser{others}");
        let note =
            Diagnostic::note("project/host-only-api", *file, *span, message).hint("handle its failure, or offer something else on the web");
        Some(more.iter().take(3).fold(note, |note, (file, span)| note.label(*file, *span, "also here")))
    });
    notes.collect()
}

/// The members of `wx` in a script that only the WeChat app has.
pub fn host_only_members(members: &[(String, Span)]) -> Vec<(String, Span)> {
    members.iter().filter(|(name, _)| api::find(name).is_some_and(|member| member.class == Class::C)).cloned().collect()
}
