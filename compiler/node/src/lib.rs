//! The compiler for Node. `../lib` makes the interface of the npm package of these functions: every one takes its options as JSON and answers from a
//! thread of its own by calling `receive` (the last argument) with JSON, once; a watcher calls it again and again.
//!
//! Memory is the system's business here: mimalloc, which the program uses, does not survive the end of the thread that loaded it (tests/node, worker threads).

mod answer;
mod options;
mod outline;
mod reader;
mod record;
mod session;
mod single;
mod watcher;

use answer::{Receive, in_thread};
use napi_derive::napi;
use options::Given;
use session::Session;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Stops the work it was given to.
#[napi]
#[derive(Default)]
pub struct Cancel(Arc<AtomicBool>);

#[napi]
impl Cancel {
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    #[napi]
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[napi]
pub fn build(options: String, cancel: &Cancel, receive: Receive) {
    let cancel = cancel.0.clone();
    in_thread(receive, move || Session::new(Given::parse(&options, "build")?, Some(cancel))?.build());
}

#[napi]
pub fn check(options: String, cancel: &Cancel, receive: Receive) {
    let cancel = cancel.0.clone();
    in_thread(receive, move || session::check(Given::parse(&options, "check")?, cancel));
}

#[napi]
pub fn compile_template(source: String, options: String, receive: Receive) {
    in_thread(receive, move || single::template(&source, Given::parse(&options, "compileTemplate")?));
}

#[napi]
pub fn compile_style(source: String, options: String, receive: Receive) {
    in_thread(receive, move || single::style(&source, Given::parse(&options, "compileStyle")?));
}

#[napi]
pub fn format(source: String, options: String, receive: Receive) {
    in_thread(receive, move || single::format(&source, Given::parse(&options, "format")?));
}

#[napi]
pub fn outline(source: String, options: String, receive: Receive) {
    in_thread(receive, move || outline::names(&source, Given::parse(&options, "outline")?));
}

/// A project that is compiled again and again; somebody else says what changed.
#[napi]
#[derive(Default)]
pub struct Project {
    session: Arc<Mutex<Option<Session>>>,
    /// Holds from the call of `close` on, also while the session is still in use.
    closed: Arc<AtomicBool>,
}

#[napi]
impl Project {
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Compiles the project for the first time.
    #[napi]
    pub fn open(&self, options: String, receive: Receive) {
        let (place, closed) = (self.session.clone(), self.closed.clone());
        in_thread(receive, move || {
            let mut session = Session::new(Given::parse(&options, "createCompiler")?, None)?;
            let answer = session.build()?;
            let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
            if !closed.load(Ordering::Acquire) {
                *place = Some(session);
            }
            Ok(answer)
        });
    }

    /// Compiles what these files (paths anywhere) touch.
    #[napi]
    pub fn update(&self, changed: Vec<String>, receive: Receive) {
        let (place, closed) = (self.session.clone(), self.closed.clone());
        in_thread(receive, move || {
            let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
            let session = place
                .as_mut()
                .filter(|_| !closed.load(Ordering::Acquire))
                .ok_or_else(|| answer::Failure::usage("the compiler is closed", "make a new one"))?;
            let changed: BTreeSet<String> = changed.iter().filter_map(|path| session.inside(path)).collect();
            let edited = session.edited(&changed);
            session.update(&edited)
        });
    }

    /// Frees what the compiler keeps.
    #[napi]
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        let place = self.session.clone();
        // A build that runs holds the lock; the caller does not wait for it.
        std::thread::spawn(move || place.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// A project that is compiled whenever one of its files changes.
#[napi]
pub struct Watcher(watcher::Control);

#[napi]
impl Watcher {
    #[napi(constructor)]
    pub fn new(options: String, receive: Receive) -> Self {
        Self(watcher::start(options, receive))
    }

    /// The last answer is `{"closed": true}`.
    #[napi]
    pub fn close(&self) {
        self.0.stop();
    }
}
