//! What the client tells: files opened, edited, saved and closed, files changed on the disk, folders that came and went.

use super::Event;
use super::discover::{decides, project_of, projects_below};
use super::documents::{Document, bare};
use super::projects::Project;
use super::state::{Asked, Phase, Server};
use super::uri::{below, to_path};
use crate::check::Task;
use lsp_server::{Notification, RequestId};
use lsp_types::notification::{self as lsp, Notification as _};
use lsp_types::request::{RegisterCapability, Request as _};
use lsp_types::{
    CancelParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, MessageType, NumberOrString, Uri,
};
use serde::de::DeserializeOwned;
use serde_json::json;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Stands for the folder of files that were never saved.
const UNSAVED: &str = "unsaved";

impl Server {
    pub fn notification(&mut self, notification: Notification) -> ControlFlow<u8> {
        let Notification { method, params } = notification;
        if method == lsp::Exit::METHOD {
            return ControlFlow::Break(u8::from(self.phase != Phase::ShutDown));
        }
        if self.phase != Phase::Running {
            return ControlFlow::Continue(());
        }
        let done = match method.as_str() {
            lsp::Initialized::METHOD => {
                self.initialized();
                Ok(())
            }
            lsp::DidOpenTextDocument::METHOD => read(params).map(|params| self.opened(params)),
            lsp::DidChangeTextDocument::METHOD => read(params).map(|params| self.edited(&params)),
            lsp::DidSaveTextDocument::METHOD => read(params).map(|params| self.saved(&params)),
            lsp::DidCloseTextDocument::METHOD => read(params).map(|params| self.closed(&params)),
            lsp::DidChangeWatchedFiles::METHOD => read(params).map(|params| self.watched_files(&params)),
            lsp::DidChangeWorkspaceFolders::METHOD => read(params).map(|params| self.folders(&params)),
            lsp::Cancel::METHOD => read(params).map(|params: CancelParams| {
                self.cancel(&match params.id {
                    NumberOrString::Number(id) => RequestId::from(id),
                    NumberOrString::String(id) => RequestId::from(id),
                });
            }),
            // Whatever else there is needs no answer.
            _ => Ok(()),
        };
        if let Err(error) = done {
            self.log(MessageType::WARNING, format!("wxc: `{method}` has parameters that cannot be read: {error}"));
        }
        ControlFlow::Continue(())
    }

    fn initialized(&mut self) {
        if self.client.watches {
            let watchers = json!([{ "globPattern": "**/*" }]);
            let options = json!({ "watchers": watchers });
            let registration = json!({ "id": "wxc/files", "method": lsp::DidChangeWatchedFiles::METHOD, "registerOptions": options });
            self.ask(RegisterCapability::METHOD, json!({ "registrations": [registration] }), Asked::Nothing);
        }
        let folders = self.client.folders.clone();
        folders.iter().for_each(|folder| self.open_below(folder));
    }

    fn open_below(&mut self, folder: &Path) {
        let mut found = projects_below(folder);
        if found.is_empty() {
            // The folder may be a part of a project.
            found.extend(project_of(&folder.join("x")));
        }
        found.into_iter().for_each(|root| self.open_project(&root, true, true));
    }

    fn open_project(&mut self, root: &Path, app: bool, on_disk: bool) {
        if self.projects.contains_key(root) {
            return;
        }
        self.projects.insert(root.to_owned(), Project::new(root, app, on_disk));
        self.touch();
        if app && !self.client.watches && self.watched.insert(root.to_owned()) {
            self.watch(root);
        }
    }

    /// Watches a project ourselves.
    fn watch(&self, root: &Path) {
        match wxc_disk::watch(root, &["dist".to_owned()]) {
            Ok(changes) => {
                let (root, events) = (root.to_owned(), self.events.clone());
                std::thread::spawn(move || changes.paths().all(|paths| events.send(Event::Changed(root.clone(), paths)).is_ok()));
            }
            Err(error) => self.log(MessageType::WARNING, format!("wxc: cannot watch `{}`: {error}", root.display())),
        }
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        let home = home(&item.uri, &item.language_id);
        self.open_project(&home.project, home.app, home.on_disk);
        let (text, mark) = bare(&item.text);
        let document = Document {
            uri: item.uri,
            version: item.version,
            language: item.language_id,
            text,
            mark,
            project: home.project.clone(),
            path: home.path.clone(),
        };
        self.documents.insert(document.uri.as_str().to_owned(), Arc::new(document));
        self.change(&home.project, home.path);
    }

    fn edited(&mut self, params: &DidChangeTextDocumentParams) {
        let id = &params.text_document;
        let Some(document) = self.documents.get_mut(id.uri.as_str()) else {
            return self.log(MessageType::WARNING, format!("wxc: `{}` is edited, but not open", id.uri.as_str()));
        };
        let document = Arc::make_mut(document);
        document.edit(&params.content_changes, self.client.encoding);
        document.version = id.version;
        let (project, path) = (document.project.clone(), document.path.clone());
        self.change(&project, path);
    }

    fn saved(&mut self, params: &DidSaveTextDocumentParams) {
        let Some(document) = self.documents.get(params.text_document.uri.as_str()).cloned() else { return };
        self.change(&document.project, document.path.clone());
        if let Some(project) = self.projects.get_mut(&document.project) {
            project.hurry();
        }
        // What is saved may have become a project.
        if to_path(document.uri.as_str()).is_some_and(|path| decides(&path)) {
            self.find_again();
        }
    }

    fn closed(&mut self, params: &DidCloseTextDocumentParams) {
        let Some(document) = self.documents.remove(params.text_document.uri.as_str()) else { return };
        self.touch();
        self.leave(&document);
    }

    /// A document is no longer part of a project.
    fn leave(&mut self, document: &Document) {
        let used = self.documents.values().any(|other| other.project == document.project);
        let Some(project) = self.projects.get_mut(&document.project) else { return };
        project.pulled.remove(&document.path);
        if project.app || used {
            self.change(&document.project, document.path.clone());
        } else {
            self.close_project(&document.project);
        }
    }

    fn close_project(&mut self, root: &Path) {
        self.withdraw(root);
        self.projects.remove(root);
        self.touch();
        // The checker ends when the server does.
        let _ = self.checks.send(Task::Forget(root.to_owned()));
    }

    fn change(&mut self, project: &Path, path: String) {
        if let Some(project) = self.projects.get_mut(project) {
            project.change(path);
        }
        self.touch();
    }

    fn watched_files(&mut self, params: &DidChangeWatchedFilesParams) {
        for path in params.changes.iter().filter_map(|change| to_path(change.uri.as_str())) {
            let roots: Vec<PathBuf> = self.projects.keys().filter(|root| path.starts_with(root)).cloned().collect();
            for root in roots {
                let inside = below(&root, &path).filter(|path| !path.is_empty());
                self.changed_on_disk(&root, inside.into_iter().collect());
            }
            if decides(&path) {
                self.find_again();
            }
        }
    }

    pub fn changed_on_disk(&mut self, root: &Path, paths: BTreeSet<String>) {
        let Some(project) = self.projects.get_mut(root) else { return };
        for path in &paths {
            let tools = path.split('/').any(|part| part.starts_with('.') && part != "." && part != "..") || path.starts_with("dist/");
            // An open file is what the editor says it is.
            let open = self.documents.values().any(|document| document.project == *root && document.path == *path);
            match (&project.disk, open || tools) {
                (Some(disk), true) => disk.forget(path),
                (_, true) => {}
                (_, false) => project.change(path.clone()),
            }
        }
        self.touch();
        if !self.client.watches && paths.iter().any(|path| decides(Path::new(path))) {
            self.find_again();
        }
    }

    fn folders(&mut self, params: &DidChangeWorkspaceFoldersParams) {
        let path = |folder: &lsp_types::WorkspaceFolder| to_path(folder.uri.as_str());
        let removed: Vec<PathBuf> = params.event.removed.iter().filter_map(path).collect();
        let added: Vec<PathBuf> = params.event.added.iter().filter_map(path).collect();
        let mut client = (*self.client).clone();
        client.folders.retain(|folder| !removed.contains(folder));
        client.folders.extend(added.iter().cloned());
        let kept = client.folders.clone();
        self.client = Arc::new(client);
        let gone =
            |root: &Path| removed.iter().any(|folder| root.starts_with(folder)) && !kept.iter().any(|folder| root.starts_with(folder));
        let used = |root: &Path| self.documents.values().any(|document| document.project == *root);
        let closed: Vec<PathBuf> = self.projects.keys().filter(|root| gone(root) && !used(root)).cloned().collect();
        closed.iter().for_each(|root| self.close_project(root));
        added.iter().for_each(|folder| self.open_below(folder));
        self.touch();
    }

    /// A file that decides what is a project came or went.
    fn find_again(&mut self) {
        let documents: Vec<Arc<Document>> = self.documents.values().cloned().collect();
        for document in documents {
            let home = home(&document.uri, &document.language);
            if home.project == document.project && self.projects.get(&home.project).is_some_and(|project| project.app == home.app) {
                continue;
            }
            self.documents.remove(document.uri.as_str());
            self.touch();
            self.leave(&document);
            if self.projects.get(&home.project).is_some_and(|project| project.app != home.app) {
                self.close_project(&home.project);
            }
            self.open_project(&home.project, home.app, home.on_disk);
            let moved = Document { project: home.project.clone(), path: home.path.clone(), ..(*document).clone() };
            self.documents.insert(moved.uri.as_str().to_owned(), Arc::new(moved));
            self.change(&home.project, home.path);
        }
        let used = |root: &Path| self.documents.values().any(|document| document.project == *root);
        let is_project = |root: &Path| project_of(&root.join("x")).as_deref() == Some(root);
        let ended: Vec<PathBuf> = self
            .projects
            .iter()
            .filter(|(root, project)| project.app && !used(root) && !is_project(root))
            .map(|(root, _)| root.clone())
            .collect();
        ended.iter().for_each(|root| self.close_project(root));
        let folders = self.client.folders.clone();
        folders.iter().for_each(|folder| self.open_below(folder));
    }
}

fn read<T: DeserializeOwned>(params: serde_json::Value) -> Result<T, serde_json::Error> {
    serde_json::from_value(params)
}

/// Where a file belongs.
struct Home {
    project: PathBuf,
    path: String,
    app: bool,
    on_disk: bool,
}

fn home(uri: &Uri, language: &str) -> Home {
    let Some(file) = to_path(uri.as_str()) else {
        let name = uri.as_str().replace([':', '/'], "-");
        let extension = format!(".{language}");
        let path = if name.ends_with(&extension) { name } else { name + &extension };
        return Home { project: PathBuf::from(UNSAVED), path, app: false, on_disk: false };
    };
    let inside = |root: &Path| below(root, &file);
    match project_of(&file).and_then(|root| Some((inside(&root)?, root))) {
        Some((path, project)) => Home { project, path, app: true, on_disk: true },
        None => {
            let folder = file.parent().unwrap_or(&file).to_owned();
            let path = inside(&folder).unwrap_or_default();
            Home { project: folder, path, app: false, on_disk: true }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_without_a_project_have_a_home() {
        let of = |uri: &str, language: &str| {
            let home = home(&uri.parse().expect("an address"), language);
            (home.project.to_string_lossy().into_owned(), home.path, home.on_disk)
        };
        assert_eq!(of("untitled:Untitled-1", "wxml"), ("unsaved".to_owned(), "untitled-Untitled-1.wxml".to_owned(), false));
        #[cfg(unix)]
        assert_eq!(of("file:///nowhere/a%20b.wxml", "wxml"), ("/nowhere".to_owned(), "a b.wxml".to_owned(), true));
    }
}
