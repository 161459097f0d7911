//! The projects that are open: when each is to be checked, and what its last check came to.

use crate::check::Task;
use crate::ide::index::Index;
use crate::overlay::Overlay;
use crate::snapshot::Checked;
use lsp_server::RequestId;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use wxc_disk::Disk;

/// How long nothing must be typed before a check, and how long typing can put it off.
const QUIET: Duration = Duration::from_millis(40);
const PATIENCE: Duration = Duration::from_millis(250);

/// A mini program, or files without one.
pub struct Project {
    /// `false`: a folder in which open files lie that belong to no mini program.
    pub app: bool,
    /// `None`: the files were never saved.
    pub disk: Option<Arc<Disk>>,
    /// What the last check came to; nothing before it.
    pub checked: Arc<Checked>,
    /// What is kept of single files for questions.
    pub index: Arc<Index>,
    pub was_checked: bool,
    running: bool,
    changed: BTreeSet<String>,
    /// When the first and the last of the changes came that wait to be checked.
    waiting: Option<(Instant, Instant)>,
    /// By path: the version and the diagnostics that the client has.
    pub published: BTreeMap<String, (Option<i32>, Vec<lsp_types::Diagnostic>)>,
    /// Requests that wait for the check: id and the address of the file.
    pub parked: Vec<(RequestId, lsp_types::Uri)>,
    /// By path: what the client was given when it asked.
    pub pulled: BTreeMap<String, Vec<lsp_types::Diagnostic>>,
    /// The token of the progress that is shown.
    pub progress: Option<String>,
}

impl Project {
    /// A project that waits for its first check.
    pub fn new(root: &Path, app: bool, on_disk: bool) -> Self {
        let long_ago = Instant::now().checked_sub(PATIENCE).unwrap_or_else(Instant::now);
        Self {
            app,
            disk: on_disk.then(|| Arc::new(Disk::new(root))),
            checked: Arc::default(),
            index: Arc::default(),
            was_checked: false,
            running: false,
            changed: BTreeSet::new(),
            waiting: Some((long_ago, long_ago)),
            published: BTreeMap::new(),
            parked: Vec::new(),
            pulled: BTreeMap::new(),
            progress: None,
        }
    }

    /// Something changed: an open file, or on the disk.
    pub fn change(&mut self, path: String) {
        if let Some(disk) = &self.disk {
            disk.forget(&path);
        }
        self.changed.insert(path);
        let now = Instant::now();
        self.waiting = Some((self.waiting.map_or(now, |(first, _)| first), now));
    }

    /// The user waits: the next check starts at once.
    pub fn hurry(&mut self) {
        if let Some((first, _)) = self.waiting {
            self.waiting = Some((first.checked_sub(PATIENCE).unwrap_or(first), first));
        }
    }

    /// When to start the next check.
    pub fn due(&self) -> Option<Instant> {
        let (first, last) = self.waiting.filter(|_| !self.running)?;
        Some((first + PATIENCE).min(last + QUIET))
    }

    /// Whether the last check saw everything.
    pub fn is_settled(&self) -> bool {
        self.was_checked && !self.running && self.waiting.is_none()
    }

    /// The check that is due.
    pub fn start(&mut self, root: &Path, files: Overlay) -> Task {
        self.running = true;
        self.waiting = None;
        let changed = std::mem::take(&mut self.changed);
        Task::Check { project: root.to_owned(), app: self.app, files, changed, index: self.index.clone() }
    }

    /// The check has ended.
    pub fn finish(&mut self, checked: Option<Arc<Checked>>) {
        self.running = false;
        self.was_checked = true;
        if let Some(checked) = checked {
            self.checked = checked;
        }
    }
}
