//! `wxc worker`: commands one after the other or at once, as Bazel's persistent workers with the JSON protocol.
//!
//! Requests come as JSON objects on standard input, answers go as lines to standard output:
//!
//! ```text
//! {"arguments": ["build", "app", "-o", "out"], "inputs": [{"path": "app/app.json", "digest": "…"}], "requestId": 1}
//! {"exitCode": 0, "output": "wxc: built 1 page …", "requestId": 1}
//! ```
//!
//! Requests with a number are answered in any order. A request that names its inputs sees these files only, and what their digests say is unchanged is not read again.

mod warm;

use crate::args::{Cli, Command};
use crate::arguments;
use crate::build;
use crate::compile::Job;
use crate::report::{BUG, FINE, Said, USAGE, bug_report};
use clap::Parser;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Read, Write, stdout};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use warm::{Kitchen, Request};
use wxc_disk::Unfinished;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WorkRequest {
    #[serde(default)]
    arguments: Vec<String>,
    #[serde(default)]
    inputs: Vec<Input>,
    #[serde(default)]
    request_id: i64,
    #[serde(default)]
    cancel: bool,
    /// Where relative paths begin, below the folder the worker runs in.
    #[serde(default)]
    sandbox_dir: PathBuf,
}

#[derive(Debug, Deserialize)]
struct Input {
    path: String,
    /// Of the content; which hash function it is of does not matter here.
    #[serde(default)]
    digest: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WorkResponse {
    exit_code: u8,
    output: String,
    request_id: i64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    was_cancelled: bool,
}

/// Answers requests until there are no more. Gives the exit code.
pub fn serve(input: impl Read) -> u8 {
    let kitchen = Arc::new(Kitchen::default());
    let running: Arc<Mutex<BTreeMap<i64, Arc<AtomicBool>>>> = Arc::default();
    let mut threads = Vec::new();
    for request in serde_json::Deserializer::from_reader(input).into_iter::<WorkRequest>() {
        let request = match request {
            Ok(request) => request,
            Err(error) => {
                let mut said = Said::default();
                said.fail(&format!("standard input is no request of the JSON worker protocol: {error}"));
                said.code = USAGE;
                return said.print();
            }
        };
        let id = request.request_id;
        if request.cancel {
            if let Some(cancelled) = running.lock().unwrap_or_else(PoisonError::into_inner).get(&id) {
                cancelled.store(true, Ordering::Relaxed);
            }
            continue;
        }
        let cancelled = Arc::new(AtomicBool::new(false));
        if id == 0 {
            respond(&answer(request, &kitchen, &cancelled));
            continue;
        }
        running.lock().unwrap_or_else(PoisonError::into_inner).insert(id, cancelled.clone());
        let (kitchen, running) = (kitchen.clone(), running.clone());
        threads.push(std::thread::spawn(move || {
            let response = answer(request, &kitchen, &cancelled);
            running.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
            respond(&response);
        }));
        threads.retain(|thread| !thread.is_finished());
    }
    threads.into_iter().for_each(|thread| _ = thread.join());
    FINE
}

/// A command given to `wxc worker` itself: for callers that sometimes start no worker.
pub fn once(arguments: &[String]) -> Said {
    let request =
        WorkRequest { arguments: arguments.to_owned(), inputs: Vec::new(), request_id: 0, cancel: false, sandbox_dir: PathBuf::new() };
    run(&request, &Kitchen::default(), &AtomicBool::new(false), &AtomicBool::new(false))
}

fn answer(request: WorkRequest, kitchen: &Kitchen, cancelled: &AtomicBool) -> WorkResponse {
    let stopped = AtomicBool::new(false);
    let said = catch_unwind(AssertUnwindSafe(|| run(&request, kitchen, cancelled, &stopped)));
    let said = said.unwrap_or_else(|_| Said { err: bug_report("a request failed") + "\n", code: BUG, ..Said::default() });
    WorkResponse {
        exit_code: said.code,
        output: said.err + &said.out,
        request_id: request.request_id,
        was_cancelled: stopped.load(Ordering::Relaxed),
    }
}

fn respond(response: &WorkResponse) {
    let line = serde_json::to_string(response).unwrap_or_default() + "\n";
    let mut out = stdout().lock();
    // Nobody reads any more: the next request will not come either.
    let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
}

fn run(request: &WorkRequest, kitchen: &Kitchen, cancelled: &AtomicBool, stopped: &AtomicBool) -> Said {
    let base = &request.sandbox_dir;
    let words = std::iter::once("wxc".into()).chain(request.arguments.iter().map(Into::into));
    let arguments = match arguments::expand(words, base, arguments::Form::Lines) {
        Ok(arguments) => arguments,
        Err(said) => return said,
    };
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let error = crate::mistyped::explain(error, &arguments);
            return Said { err: error.render().to_string(), code: u8::try_from(error.exit_code()).unwrap_or(USAGE), ..Said::default() };
        }
    };
    let inputs =
        (!request.inputs.is_empty()).then(|| request.inputs.iter().map(|input| (input.path.as_str(), input.digest.as_str())).collect());
    let compiling = Request { kitchen, inputs, base, cancelled, stopped };
    let job = Job { base, unfinished: &Unfinished::default(), compiling: &compiling, quiet: true };
    match &cli.command {
        Command::Build(args) => build::build(args, &job),
        Command::Check(args) => build::check(args, &job),
        _ => Said::usage("a worker builds and checks, nothing else", "let `arguments` begin with `build` or `check`"),
    }
}
