//! Everything a request can ask about, at one moment: a value that is shared with the threads that answer, and never changes.

use super::client::Client;
use super::documents::Document;
use super::position::Lines;
use super::uri::{below, from_path, locate, to_path};
use crate::overlay::Overlay;
use crate::snapshot::{Place, Snapshot};
use lsp_types::{Location, Position, Range, Uri};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wxc_core::source::Span;

pub struct World {
    pub client: Arc<Client>,
    /// By the address that the client uses.
    pub documents: BTreeMap<String, Arc<Document>>,
    pub projects: BTreeMap<PathBuf, Snapshot>,
}

/// A file that a request is about.
pub struct File<'w> {
    world: &'w World,
    pub project: &'w Path,
    /// Below the project.
    pub path: String,
    pub snapshot: &'w Snapshot,
    pub text: Arc<str>,
    mark: bool,
}

impl World {
    /// The file at an address, open or not. `None`: it belongs to nothing that is open here.
    pub fn file(&self, uri: &Uri) -> Option<File<'_>> {
        if let Some(document) = self.documents.get(uri.as_str()) {
            let (project, snapshot) = self.projects.get_key_value(&document.project)?;
            let (path, text, mark) = (document.path.clone(), document.text.clone(), document.mark);
            return Some(File { world: self, project, path, snapshot, text, mark });
        }
        let file = to_path(uri.as_str())?;
        let (project, snapshot) = self.projects.iter().rev().find(|(project, _)| file.starts_with(project))?;
        let path = below(project, &file)?;
        let text = snapshot.text(&path)?;
        Some(File { world: self, project, path, snapshot, text, mark: false })
    }

    /// The open document at a path of a project.
    pub fn document(&self, project: &Path, path: &str) -> Option<&Document> {
        self.documents.values().find(|document| document.project == project && document.path == path).map(Arc::as_ref)
    }

    /// The address of a file: what the client calls it, if it has it open.
    pub fn uri(&self, project: &Path, path: &str) -> Option<Uri> {
        match self.document(project, path) {
            Some(document) => Some(document.uri.clone()),
            None => from_path(&locate(project, path)),
        }
    }

    pub fn location(&self, project: &Path, place: &Place) -> Option<Location> {
        Some(Location { uri: self.uri(project, &place.path)?, range: self.range(project, place) })
    }

    pub fn range(&self, project: &Path, place: &Place) -> Range {
        let mark = self.document(project, &place.path).is_some_and(|document| document.mark);
        let text = self.projects.get(project).and_then(|snapshot| snapshot.text(&place.path)).unwrap_or_default();
        Lines::new(&text, mark, self.client.encoding).range(place.span)
    }
}

impl File<'_> {
    pub fn lines(&self) -> Lines<'_> {
        Lines::new(&self.text, self.mark, self.world.client.encoding)
    }

    /// The offset of a position in [`text`](Self::text).
    pub fn offset(&self, position: Position) -> u32 {
        Span::at(self.lines().offset(position)).start
    }

    pub fn location(&self, place: &Place) -> Option<Location> {
        self.world.location(self.project, place)
    }
}

/// The files of one project as they are now.
pub fn overlay(disk: Option<Arc<wxc_disk::Disk>>, project: &Path, documents: &BTreeMap<String, Arc<Document>>) -> Overlay {
    let own = documents.values().filter(|document| document.project == project);
    Overlay::new(disk, own.map(|document| (document.path.clone(), document.text.clone())).collect())
}
