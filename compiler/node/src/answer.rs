//! How work gets from a thread to JavaScript: an answer, what was done wrong, or a bug.

use napi::Status;
use napi::bindgen_prelude::Buffer;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode, UnknownReturnValue};
use napi_derive::napi;
use serde_json::{Value, json};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The function of JavaScript that takes answers.
pub type Receive = ThreadsafeFunction<Answer, UnknownReturnValue, Answer, Status, false>;

/// What JavaScript gets.
#[napi(object, object_from_js = false)]
pub struct Answer {
    pub json: String,
    /// Contents of output files, in the order in which the JSON names them.
    pub contents: Vec<Buffer>,
}

impl From<Value> for Answer {
    fn from(value: Value) -> Self {
        Self { json: value.to_string(), contents: Vec::new() }
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// The function was used wrongly.
    Usage {
        message: String,
        hint: String,
    },
    /// The system refused something.
    Io(String),
    /// A mistake of ours, in words.
    Bug(String),
    Cancelled,
}

impl Failure {
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: hint.into() }
    }

    fn value(&self) -> Value {
        match self {
            Self::Usage { message, hint } => json!({"failed": "usage", "message": message, "hint": hint}),
            Self::Io(message) => json!({"failed": "io", "message": message}),
            Self::Bug(message) => json!({"failed": "bug", "message": message}),
            Self::Cancelled => json!({"failed": "cancelled"}),
        }
    }
}

pub type Outcome = Result<Answer, Failure>;

/// Does the work on a thread of its own and sends what comes of it. The work's thread must not be one of libuv's: they are few, and file access waits for them.
pub fn in_thread(receive: Receive, work: impl FnOnce() -> Outcome + Send + 'static) {
    std::thread::spawn(move || {
        let outcome = guarded(work);
        send(&receive, outcome);
    });
}

/// A panic is a bug of ours; it must not end the process.
pub fn guarded(work: impl FnOnce() -> Outcome) -> Outcome {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(Failure::Bug(words(&*panic))))
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned()).or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "unknown".to_owned())
}

/// Gives an answer to JavaScript. `false`: its thread is ending.
pub fn send(receive: &Receive, outcome: Outcome) -> bool {
    let answer = outcome.unwrap_or_else(|failure| failure.value().into());
    receive.call(answer, ThreadsafeFunctionCallMode::NonBlocking) == Status::Ok
}
