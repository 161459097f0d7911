//! The threads that answer requests, so that one that takes long holds up neither typing nor the others; and requests that are taken back.

use super::requests::{Answer, failure};
use super::world::World;
use crate::check::words;
use crossbeam_channel::{Sender, unbounded};
use lsp_server::{ErrorCode, RequestId, ResponseError};
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The compiler's own tasks go deep in trees that nest deeply.
const STACK: usize = 16 << 20;
const THREADS: usize = 2;

/// A request on its way to be answered.
pub struct Question {
    pub id: RequestId,
    pub method: String,
    pub params: Value,
    pub answer: Answer,
    pub world: Arc<World>,
    /// Set when nobody waits any more.
    pub cancelled: Arc<AtomicBool>,
}

/// What came of one. `bug`: it failed, in words.
pub struct Answered {
    pub id: RequestId,
    pub result: Result<Value, ResponseError>,
    pub bug: Option<String>,
}

/// Starts the threads; they end when the sender is dropped.
pub fn start<T: From<Answered> + Send + 'static>(events: &Sender<T>) -> std::io::Result<Sender<Question>> {
    let (ask, asked) = unbounded::<Question>();
    for _ in 0..THREADS {
        let (asked, events) = (asked.clone(), events.clone());
        let work = move || {
            for question in asked {
                if !question.cancelled.load(Ordering::Relaxed) && events.send(answered(question).into()).is_err() {
                    return;
                }
            }
        };
        std::thread::Builder::new().stack_size(STACK).spawn(work)?;
    }
    Ok(ask)
}

fn answered(question: Question) -> Answered {
    let Question { id, method, params, answer, world, .. } = question;
    match catch_unwind(AssertUnwindSafe(|| answer(&world, params))) {
        Ok(result) => Answered { id, result, bug: None },
        Err(panic) => {
            let bug = format!("`{method}` failed: {}", words(&*panic));
            Answered { id, result: Err(failure(ErrorCode::InternalError, &bug)), bug: Some(bug) }
        }
    }
}
