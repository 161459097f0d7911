//! A session that the file system drives, on a thread of its own.

use crate::answer::{Failure, Receive, guarded, send};
use crate::options::Given;
use crate::session::Session;
use serde_json::json;
use std::sync::{Arc, Mutex, PoisonError};
use wxc_disk::{Stop, watch};

/// The other end of a watcher's thread.
#[derive(Clone, Default)]
pub struct Control(Arc<Mutex<State>>);

#[derive(Default)]
enum State {
    #[default]
    Starting,
    Running(Stop),
    Stopped,
}

impl Control {
    pub fn stop(&self) {
        let before = std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), State::Stopped);
        if let State::Running(stop) = before {
            stop.stop();
        }
    }

    /// `false`: it was stopped before it ran.
    fn run(&self, stop: Stop) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*state, State::Stopped) {
            return false;
        }
        *state = State::Running(stop);
        true
    }
}

pub fn start(options: String, receive: Receive) -> Control {
    let control = Control::default();
    let own = control.clone();
    std::thread::spawn(move || {
        if let Err(failure) = run(&options, &receive, &own) {
            send(&receive, Err(failure));
        }
        send(&receive, Ok(json!({"closed": true}).into()));
    });
    control
}

fn run(options: &str, receive: &Receive, control: &Control) -> Result<(), Failure> {
    let mut session = Session::new(Given::parse(options, "createWatcher")?, None)?;
    // Before the first build, so that nothing that changes meanwhile is missed.
    let changes = watch(&session.root, &session.exclude)
        .map_err(|error| Failure::Io(format!("cannot watch `{}`: {error}", session.root.display())))?;
    if !control.run(changes.stopper()) || !send(receive, guarded(|| session.build())) {
        return Ok(());
    }
    for changed in changes.paths() {
        let edited = session.edited(&changed);
        if !edited.is_empty() && !send(receive, guarded(|| session.update(&edited))) {
            return Ok(());
        }
    }
    Ok(())
}
