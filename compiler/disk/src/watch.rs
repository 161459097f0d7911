//! Watches a project's files. Installed packages and output are left alone: they are many, and change by other commands.

use notify::{RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How long the file system must be quiet before a change counts: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(10);

/// Behind which most saves are complete: who can do work twice begins then.
const SETTLED: Duration = Duration::from_millis(2);

/// Batches of changed files.
pub struct Changes {
    root: PathBuf,
    exclude: Vec<String>,
    watcher: notify::RecommendedWatcher,
    receiver: Receiver<Message>,
    sender: Sender<Message>,
    /// When something was last heard of a file of the project.
    heard: Instant,
    stopped: bool,
}

enum Message {
    Event(notify::Result<notify::Event>),
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
        let _ = events.send(Message::Event(result));
    };
    let watcher = notify::recommended_watcher(tell)?;
    let mut changes =
        Changes { root: root.to_owned(), exclude: exclude.to_owned(), watcher, receiver, sender, heard: Instant::now(), stopped: false };
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
        std::iter::from_fn(move || self.batch(QUIET))
    }

    /// The next changes, perhaps not all of a save: [`more`](Self::more) has the rest. `None`: somebody [stopped](Stop) it.
    pub fn early(&mut self) -> Option<BTreeSet<String>> {
        self.batch(SETTLED)
    }

    /// What changed since, before the file system was quiet. `None`: nothing.
    pub fn more(&mut self) -> Option<BTreeSet<String>> {
        let mut changed = BTreeSet::new();
        while changed.is_empty() {
            let left = QUIET.saturating_sub(self.heard.elapsed());
            self.note(self.receiver.recv_timeout(left).ok()?, &mut changed)?;
        }
        self.gather(SETTLED, &mut changed)?;
        Some(changed)
    }

    fn batch(&mut self, quiet: Duration) -> Option<BTreeSet<String>> {
        let mut changed = BTreeSet::new();
        while changed.is_empty() && !self.stopped {
            self.note(self.receiver.recv().ok()?, &mut changed)?;
        }
        self.gather(quiet, &mut changed)?;
        Some(changed)
    }

    /// Adds what changes until nothing has for so long.
    fn gather(&mut self, quiet: Duration, changed: &mut BTreeSet<String>) -> Option<()> {
        loop {
            if self.stopped {
                return None;
            }
            match self.receiver.recv_timeout(quiet.saturating_sub(self.heard.elapsed())) {
                Ok(message) => self.note(message, changed)?,
                Err(RecvTimeoutError::Timeout) => return Some(()),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// Adds the files of an event. `None`: it is the end.
    fn note(&mut self, message: Message, changed: &mut BTreeSet<String>) -> Option<()> {
        let event = match message {
            Message::Stop => {
                self.stopped = true;
                return None;
            }
            Message::Event(Ok(event)) => event,
            Message::Event(Err(error)) => {
                eprintln!("wxc: watching failed: {error}");
                return Some(());
            }
        };
        for path in event.paths.iter().filter(|_| !event.kind.is_access()) {
            let Some(name) = self.relative(path).filter(|name| !self.ignored(name)) else { continue };
            self.heard = Instant::now();
            // What happened in a new folder before it was watched comes with it.
            if path.is_dir() {
                if !name.contains('/') {
                    let _ = self.watch_folder(path);
                }
                self.collect(path, changed);
            }
            changed.insert(name);
        }
        Some(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Whatever comes between two looks is in the next one, and what is stopped ends.
    #[test]
    fn nothing_is_missed_between_the_steps_of_a_save() {
        let root = fs::canonicalize(std::env::temp_dir()).expect("a folder").join(format!("wxc-watch-{}", std::process::id()));
        fs::create_dir_all(root.join("pages")).expect("a folder");
        let mut changes = watch(&root, &[]).expect("watched");
        let mut heard = BTreeSet::new();
        for name in ["pages/a.wxml", "pages/b.wxml", "c.json"] {
            fs::write(root.join(name), "1").expect("written");
            while !heard.contains(name) {
                heard.extend(changes.more().or_else(|| changes.early()).expect("heard"));
            }
        }
        changes.stopper().stop();
        while changes.more().is_some() {}
        assert_eq!(changes.early(), None);
        fs::remove_dir_all(root).expect("removed");
    }
}
