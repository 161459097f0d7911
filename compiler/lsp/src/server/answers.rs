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
const THREADS: usize = 4;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::client::Client;
    use std::collections::BTreeMap;

    #[test]
    fn a_request_that_fails_is_answered_and_the_next_one_too() {
        let (events, answers) = unbounded::<Answered>();
        let questions = start(&events).expect("threads");
        let client = Arc::new(Client::default());
        let world = Arc::new(World { client, documents: BTreeMap::new(), projects: BTreeMap::new() });
        let ask = |id: i32, cancelled: bool, answer: Answer| {
            let cancelled = Arc::new(AtomicBool::new(cancelled));
            let question = Question { id: id.into(), method: "m".to_owned(), params: Value::Null, answer, world: world.clone(), cancelled };
            questions.send(question).expect("to be asked");
        };
        for id in 0..4 {
            ask(id, false, Box::new(|_, _| panic!("on purpose")));
        }
        ask(4, true, Box::new(|_, _| panic!("nobody waits for this")));
        ask(5, false, Box::new(|_, _| Ok(Value::Null)));
        drop(questions);
        drop(events);
        let mut answers: Vec<Answered> = answers.iter().collect();
        answers.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(answers.iter().map(|answered| answered.id.to_string()).collect::<Vec<_>>(), ["0", "1", "2", "3", "5"]);
        let [first, .., last] = answers.as_slice() else { panic!("five answers") };
        assert_eq!(first.bug.as_deref(), Some("`m` failed: on purpose"));
        assert!(matches!(&first.result, Err(error) if error.code == ErrorCode::InternalError as i32));
        assert!(last.result.is_ok() && last.bug.is_none());
    }
}
