//! The protocol: messages in, messages out. One thread owns all state and waits for events; checks and answers are made on others, from values that never change.
//!
//! ```text
//!  stdin ─► transport ─►┐                          ┌─► answers (4 threads): World → result ─►┐
//!  watched files ──────►├─ events ─► Server (state)├─► check (1 thread, rayon below): project ├─► events
//!  the editor's process ┘               │          └───────────────────────────────────────► ┘
//!                                       └─► stdout
//! ```

mod answers;
mod checks;
mod client;
mod convert;
mod diagnostics;
mod discover;
mod documents;
mod notifications;
mod parent;
mod position;
mod projects;
mod requests;
mod state;
mod transport;
mod uri;
mod world;

use crate::check::Outcome;
use answers::Answered;
use std::collections::BTreeSet;
use std::path::PathBuf;
use transport::Incoming;

/// What the server waits for.
enum Event {
    Incoming(Incoming),
    /// The client is gone, or closed the pipe.
    InputEnded,
    /// The process that started the server has ended.
    ParentEnded,
    Checked(Outcome),
    /// Files and folders below a project, of which our own watcher tells.
    Changed(PathBuf, BTreeSet<String>),
    Answered(Answered),
}

impl From<Answered> for Event {
    fn from(answered: Answered) -> Self {
        Self::Answered(answered)
    }
}

/// Serves a client on standard input and output until it says `exit` or goes away; gives the exit code. Standard error is for logs.
pub fn serve() -> u8 {
    state::run()
}
