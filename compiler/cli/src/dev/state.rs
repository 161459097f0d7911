//! What the server serves now, and what it tells pages that are open.

use serde::Serialize;
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::broadcast;
use wxc_core::bundle::{Build, Replacement, Update, change};
use wxc_core::diagnostics::render::{Record, records};
use wxc_disk::Disk;

/// A message to a page, as JSON.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Event {
    /// First message on every connection; a page that was loaded with another build reloads.
    Hello {
        build: u64,
    },
    /// Only these style sheets changed: exchange them.
    Css {
        build: u64,
        files: Vec<String>,
    },
    /// Only templates and WXS changed: exchange these style sheets and run the replacement. Where there is none the page loads again, and keeps its data.
    Template {
        build: u64,
        files: Vec<String>,
        replacement: Option<Box<Replacement>>,
    },
    Reload {
        build: u64,
    },
    /// All diagnostics of the last build.
    Diagnostics {
        items: Vec<Item>,
    },
}

/// A diagnostic with the lines of source around it.
#[derive(Debug, Serialize)]
pub struct Item {
    #[serde(flatten)]
    record: Record,
    lines: Vec<(u32, String)>,
}

pub struct State {
    pub disk: Arc<Disk>,
    /// The address listened on.
    pub host: IpAddr,
    current: RwLock<Arc<Served>>,
    events: broadcast::Sender<String>,
}

/// One build as it is served.
#[derive(Default)]
pub struct Served {
    pub number: u64,
    pub build: Build,
}

impl State {
    pub fn new(disk: Arc<Disk>, host: IpAddr) -> Self {
        Self { disk, host, current: RwLock::default(), events: broadcast::channel(64).0 }
    }

    pub fn current(&self) -> Arc<Served> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn listen(&self) -> broadcast::Receiver<String> {
        self.events.subscribe()
    }

    pub fn send(&self, event: &Event) {
        // No page is open: nobody to tell.
        let _ = self.events.send(event.text());
    }

    /// Exchanges the build; gives what pages must know. `edited`: the files whose change led to it.
    pub fn replace(&self, build: Build, edited: &BTreeSet<String>) -> Vec<Event> {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let mut next = Served { number: current.number, build };
        let update = change(&current.build, &next.build, edited).update;
        next.number += u64::from(update != Update::None);
        let build = next.number;
        let event = match update {
            Update::None => None,
            Update::Styles(files) => Some(Event::Css { build, files }),
            Update::Templates { replacement, styles: files } => Some(Event::Template { build, files, replacement }),
            Update::Reload => Some(Event::Reload { build }),
        };
        let diagnostics = diagnostics(&next.build);
        *current = Arc::new(next);
        std::iter::once(diagnostics).chain(event).collect()
    }
}

/// The diagnostics of a build as pages get them.
pub fn diagnostics(build: &Build) -> Event {
    let items = records(&build.sources, &build.diagnostics).into_iter().map(|record| {
        let text = build.sources.find(&record.place.path).map(|file| build.sources.text(file)).unwrap_or_default();
        let line = u32::try_from(record.place.line).unwrap_or(u32::MAX);
        let first = line.saturating_sub(3);
        let lines = text.lines().enumerate().skip(first as usize).take(5);
        let lines = lines.map(|(index, text)| (u32::try_from(index + 1).unwrap_or(u32::MAX), text.chars().take(400).collect())).collect();
        Item { record, lines }
    });
    Event::Diagnostics { items: items.collect() }
}
