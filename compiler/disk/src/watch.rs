//! Watches a project's files. Installed packages and output are left alone: they are many, and change by other commands.

use notify::RecursiveMode;
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// How long the file system must be quiet before a change counts: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(10);

type Watcher = Debouncer<notify::RecommendedWatcher, RecommendedCache>;

/// Batches of changed files.
pub struct Changes {
    root: PathBuf,
    exclude: Vec<String>,
    watcher: Watcher,
    receiver: Receiver<Message>,
    sender: Sender<Message>,
}

enum Message {
    Events(DebounceEventResult),
    Stop,
}

/// Ends the batches of a [`Changes`] from another thread.
#[derive(Clone)]
pub struct Stop(Sender<Message>);

impl Stop {
    pub fn stop(&self) {
        // Nobody listens any more: it has ended.
        let _ = self.0.send(Message::Stop);
    }
}

pub fn watch(root: &Path, exclude: &[String]) -> notify::Result<Changes> {
    let (sender, receiver) = channel();
    let events = sender.clone();
    let tell = move |result| {
        // After the last batch there is nobody to tell.
        let _ = events.send(Message::Events(result));
    };
    let watcher = new_debouncer(QUIET, Some(Duration::from_millis(2)), tell)?;
    let mut changes = Changes { root: root.to_owned(), exclude: exclude.to_owned(), watcher, receiver, sender };
    changes.watcher.watch(root, RecursiveMode::NonRecursive)?;
    for entry in std::fs::read_dir(root)?.flatten() {
        changes.watch_folder(&entry.path())?;
    }
    Ok(changes)
}

impl Changes {
    pub fn stopper(&self) -> Stop {
        Stop(self.sender.clone())
    }

    /// Watches a folder at the top of the project, with everything below it.
    fn watch_folder(&mut self, path: &Path) -> notify::Result<()> {
        let Some(name) = self.relative(path) else { return Ok(()) };
        if path.is_dir() && !self.ignored(&name) { self.watcher.watch(path, RecursiveMode::Recursive) } else { Ok(()) }
    }

    /// The path below the project, with `/`.
    fn relative(&self, path: &Path) -> Option<String> {
        path.strip_prefix(&self.root).ok()?.to_str().map(|path| path.replace('\\', "/")).filter(|path| !path.is_empty())
    }

    fn ignored(&self, path: &str) -> bool {
        let hidden = path.split('/').any(|part| part.starts_with('.') || part == "node_modules");
        hidden
            || self.exclude.iter().any(|other| path == other || path.strip_prefix(other.as_str()).is_some_and(|rest| rest.starts_with('/')))
    }

    /// Batches as they come; ends when somebody [stops](Stop) it.
    pub fn paths(mut self) -> impl Iterator<Item = BTreeSet<String>> {
        std::iter::from_fn(move || {
            loop {
                let events = match self.receiver.recv().ok()? {
                    Message::Stop => return None,
                    Message::Events(Ok(events)) => events,
                    Message::Events(Err(errors)) => {
                        errors.iter().for_each(|error| eprintln!("wxc: watching failed: {error}"));
                        continue;
                    }
                };
                let mut changed = BTreeSet::new();
                for event in events.iter().filter(|event| !event.kind.is_access()) {
                    for path in &event.paths {
                        let Some(name) = self.relative(path).filter(|name| !self.ignored(name)) else { continue };
                        // What happened in a new folder before it was watched comes with it.
                        if path.is_dir() {
                            if !name.contains('/') {
                                let _ = self.watch_folder(path);
                            }
                            self.collect(path, &mut changed);
                        }
                        changed.insert(name);
                    }
                }
                if !changed.is_empty() {
                    return Some(changed);
                }
            }
        })
    }

    fn collect(&self, folder: &Path, changed: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let Some(name) = self.relative(&path).filter(|name| !self.ignored(name)) else { continue };
            if path.is_dir() && !path.is_symlink() {
                self.collect(&path, changed);
            }
            changed.insert(name);
        }
    }
}
