//! Checks: started when they are due, and what they came to sent to the client.

use super::diagnostics::by_file;
use super::projects::Project;
use super::requests::failure;
use super::state::{Asked, Server};
use super::world::overlay;
use crate::check::Outcome;
use lsp_server::{ErrorCode, RequestId};
use lsp_types::notification::{Progress, PublishDiagnostics};
use lsp_types::request::{self as lsp, Request};
use lsp_types::{
    Diagnostic, DocumentDiagnosticParams, NumberOrString, ProgressParams, ProgressParamsValue, PublishDiagnosticsParams, WorkDoneProgress,
    WorkDoneProgressBegin, WorkDoneProgressEnd,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

impl Server {
    pub fn start_checks(&mut self) {
        let now = Instant::now();
        let is_due = |project: &Project| project.due().is_some_and(|due| due <= now);
        let due: Vec<PathBuf> = self.projects.iter().filter(|(_, project)| is_due(project)).map(|(root, _)| root.clone()).collect();
        for root in due {
            let Some(project) = self.projects.get_mut(&root) else { continue };
            let files = overlay(project.disk.clone(), &root, &self.documents);
            let first = !project.was_checked && project.app;
            // The checker ends when the server does.
            let _ = self.checks.send(project.start(&root, files));
            if first && self.client.progress {
                let token = format!("wxc/check{}", root.display());
                self.ask(lsp::WorkDoneProgressCreate::METHOD, json!({ "token": token }), Asked::Progress { project: root, token });
            }
        }
    }

    pub fn checked(&mut self, outcome: Outcome) {
        let Outcome { project: root, files, result } = outcome;
        if let Err(bug) = &result {
            self.report_bug(&format!("checking `{}` failed: {bug}", root.display()));
        }
        let Some(project) = self.projects.get_mut(&root) else { return };
        project.finish(result.ok());
        if let Some(token) = project.progress.take() {
            self.progress(token, WorkDoneProgress::End(WorkDoneProgressEnd::default()));
        }
        self.touch();
        self.publish(&root, |path, text| files.open().get(path).is_some_and(|checked| **checked == *text));
        if self.projects.get(&root).is_some_and(Project::is_settled) {
            self.answer_parked(&root);
        }
    }

    /// Sends what has changed of a project's diagnostics. Of an open file whose text (`seen`) was not the one that was checked nothing is said: its check comes.
    fn publish(&mut self, root: &Path, seen: impl Fn(&str, &str) -> bool) {
        let world = self.world();
        let Some(snapshot) = world.projects.get(root) else { return };
        let mut files = by_file(&world, root, snapshot);
        let Some(project) = self.projects.get_mut(root) else { return };
        let open: BTreeMap<&str, i32> = world
            .documents
            .values()
            .filter(|document| document.project == root)
            .map(|document| (document.path.as_str(), document.version))
            .collect();
        // What is not said again is said to be gone.
        for path in project.published.keys().map(String::as_str).chain(open.keys().copied()) {
            files.entry(path.to_owned()).or_default();
        }
        let mut stale = false;
        for (path, mut diagnostics) in files {
            let version = open.get(path.as_str()).copied();
            if version.is_some() {
                if !world.projects.get(root).and_then(|snapshot| snapshot.text(&path)).is_some_and(|text| seen(&path, &text)) {
                    continue;
                }
                if self.client.pulls {
                    stale |= project.pulled.get(&path).is_some_and(|given| *given != diagnostics);
                    diagnostics.clear();
                }
            }
            let known = project.published.get(&path);
            let nothing = diagnostics.is_empty() && (version.is_none() || self.client.pulls);
            if known.is_none() && nothing || known.is_some_and(|known| known.0 == version && known.1 == diagnostics) {
                continue;
            }
            if nothing {
                project.published.remove(&path);
            } else {
                project.published.insert(path.clone(), (version, diagnostics.clone()));
            }
            if let Some(uri) = world.uri(root, &path) {
                let params = PublishDiagnosticsParams { uri, diagnostics, version };
                Self::notification_on::<PublishDiagnostics>(&self.out, &params);
            }
        }
        if stale && self.client.pull_refresh {
            self.ask(lsp::WorkspaceDiagnosticRefresh::METHOD, Value::Null, Asked::Nothing);
        }
    }

    /// Takes back everything that was said about a project.
    pub fn withdraw(&mut self, root: &Path) {
        let world = self.world();
        let Some(project) = self.projects.get_mut(root) else { return };
        for path in std::mem::take(&mut project.published).into_keys() {
            if let Some(uri) = world.uri(root, &path) {
                let params = PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version: None };
                Self::notification_on::<PublishDiagnostics>(&self.out, &params);
            }
        }
        for (id, _) in std::mem::take(&mut project.parked) {
            self.answer(id, Ok(report(&[])));
        }
    }

    /// Diagnostics that the client asks for are those of the text it has now: the answer waits for the check that sees it.
    pub fn pulled(&mut self, id: RequestId, params: Value) {
        let params: DocumentDiagnosticParams = match serde_json::from_value(params) {
            Ok(params) => params,
            Err(error) => return self.answer(id, Err(failure(ErrorCode::InvalidParams, &error.to_string()))),
        };
        let uri = params.text_document.uri;
        let world = self.world();
        let root = world.file(&uri).map(|file| file.project.to_owned());
        let Some((root, project)) = root.and_then(|root| Some((root.clone(), self.projects.get_mut(&root)?))) else {
            return self.answer(id, Ok(report(&[])));
        };
        project.parked.push((id, uri));
        project.hurry();
        if project.is_settled() {
            self.answer_parked(&root);
        }
    }

    fn answer_parked(&mut self, root: &Path) {
        let world = self.world();
        let (Some(project), Some(snapshot)) = (self.projects.get_mut(root), world.projects.get(root)) else { return };
        if project.parked.is_empty() {
            return;
        }
        let mut files = by_file(&world, root, snapshot);
        let mut answers = Vec::new();
        for (id, uri) in std::mem::take(&mut project.parked) {
            let Some(path) = world.file(&uri).map(|file| file.path) else {
                answers.push((id, report(&[])));
                continue;
            };
            let diagnostics = files.entry(path.clone()).or_default();
            answers.push((id, report(diagnostics)));
            project.pulled.insert(path, diagnostics.clone());
        }
        answers.into_iter().for_each(|(id, report)| self.answer(id, Ok(report)));
    }

    /// The client shows progress from now on, unless there is nothing left to wait for.
    pub fn begin_progress(&mut self, root: &Path, token: String) {
        let Some(project) = self.projects.get_mut(root).filter(|project| !project.was_checked) else { return };
        project.progress = Some(token.clone());
        let name = root.file_name().map(|name| name.to_string_lossy().into_owned());
        let begin = WorkDoneProgressBegin { title: "wxc: checking".to_owned(), message: name, ..WorkDoneProgressBegin::default() };
        self.progress(token, WorkDoneProgress::Begin(begin));
    }

    fn progress(&self, token: String, value: WorkDoneProgress) {
        let token = NumberOrString::String(token);
        self.notify::<Progress>(&ProgressParams { token, value: ProgressParamsValue::WorkDone(value) });
    }
}

fn report(diagnostics: &[Diagnostic]) -> Value {
    json!({ "kind": "full", "items": diagnostics })
}
