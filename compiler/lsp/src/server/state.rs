//! The thread that owns all state: takes events one by one, starts checks when they are due, and hands requests to the threads that answer.

use super::Event;
use super::answers::{self, Answered, Question};
use super::client::Client;
use super::documents::Document;
use super::parent;
use super::projects::Project;
use super::requests::{self, failure};
use super::transport::{self, Incoming};
use super::world::{World, overlay};
use crate::check::{self, Task, words};
use crate::snapshot::Snapshot;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use lsp_types::notification;
use lsp_types::request::{self as lsp, Request as _};
use lsp_types::{LogMessageParams, MessageType, ServerInfo};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// `initialize` has not come.
    New,
    Running,
    ShutDown,
}

/// What we asked the client.
pub enum Asked {
    /// To show the progress of a project's first check.
    Progress { project: PathBuf, token: String },
    /// Something whose answer changes nothing.
    Nothing,
}

pub struct Server {
    pub phase: Phase,
    pub client: Arc<Client>,
    /// By the address that the client uses.
    pub documents: BTreeMap<String, Arc<Document>>,
    pub projects: BTreeMap<PathBuf, Project>,
    /// Projects that our own watcher watches.
    pub watched: BTreeSet<PathBuf>,
    /// What requests see, until something changes.
    world: Option<Arc<World>>,
    pending: BTreeMap<RequestId, Arc<AtomicBool>>,
    asked: BTreeMap<RequestId, Asked>,
    last_asked: i32,
    pub out: Sender<Value>,
    pub events: Sender<Event>,
    pub checks: Sender<Task>,
    questions: Sender<Question>,
}

/// See [`super::serve`].
pub fn run() -> u8 {
    let (events, comes) = unbounded();
    let (out, written) = transport::start(events.clone(), Event::Incoming, Event::InputEnded);
    let (checks, tasks) = unbounded();
    let (done, outcomes) = unbounded();
    let checker = std::thread::Builder::new().stack_size(16 << 20).spawn(move || check::run(&tasks, &done));
    let forward = events.clone();
    std::thread::spawn(move || outcomes.into_iter().all(|outcome| forward.send(Event::Checked(outcome)).is_ok()));
    let (Ok(_), Ok(questions)) = (checker, answers::start(&events)) else {
        eprintln!("wxc lsp: the system starts no threads");
        return 1;
    };
    let mut server = Server {
        phase: Phase::New,
        client: Arc::default(),
        documents: BTreeMap::new(),
        projects: BTreeMap::new(),
        watched: BTreeSet::new(),
        world: None,
        pending: BTreeMap::new(),
        asked: BTreeMap::new(),
        last_asked: 0,
        out,
        events,
        checks,
        questions,
    };
    let code = server.wait(&comes);
    drop(server);
    // A client that reads nothing any more is not waited for.
    let _ = written.recv_timeout(Duration::from_secs(1));
    code
}

impl Server {
    fn wait(&mut self, events: &Receiver<Event>) -> u8 {
        loop {
            let due = self.projects.values().filter_map(Project::due).min();
            let event = match due {
                Some(due) => events.recv_deadline(due),
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            // A mistake of ours in one event must not end the server.
            let next = catch_unwind(AssertUnwindSafe(|| match event {
                Ok(event) => self.take(event),
                Err(RecvTimeoutError::Timeout) => {
                    self.start_checks();
                    ControlFlow::Continue(())
                }
                Err(RecvTimeoutError::Disconnected) => ControlFlow::Break(1),
            }));
            match next {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(code)) => return code,
                Err(panic) => self.report_bug(&words(&*panic)),
            }
        }
    }

    fn take(&mut self, event: Event) -> ControlFlow<u8> {
        match event {
            Event::Incoming(Incoming::Message(Message::Request(request))) => self.request(request),
            Event::Incoming(Incoming::Message(Message::Response(response))) => self.answered_to_us(response),
            Event::Incoming(Incoming::Message(Message::Notification(notification))) => return self.notification(notification),
            Event::Incoming(Incoming::Malformed(answer)) => _ = self.out.send(answer),
            Event::InputEnded | Event::ParentEnded => return ControlFlow::Break(u8::from(self.phase != Phase::ShutDown)),
            Event::Checked(outcome) => self.checked(outcome),
            Event::Changed(project, paths) => self.changed_on_disk(&project, paths),
            Event::Answered(answered) => self.answered(answered),
        }
        // Events that are there already may bring what the next check should see.
        if self.projects.values().filter_map(Project::due).min().is_some_and(|due| due <= Instant::now()) {
            self.start_checks();
        }
        ControlFlow::Continue(())
    }

    // ---- requests of the client

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        match (self.phase, method.as_str()) {
            (Phase::New, lsp::Initialize::METHOD) => {
                if !params.is_object() {
                    return self.answer(id, Err(failure(ErrorCode::InvalidParams, "`initialize` takes an object")));
                }
                self.initialize(id, &params);
            }
            (Phase::New, _) => self.answer(id, Err(failure(ErrorCode::ServerNotInitialized, "`initialize` comes first"))),
            (Phase::ShutDown, _) => self.answer(id, Err(failure(ErrorCode::InvalidRequest, "the server is shutting down"))),
            (Phase::Running, lsp::Initialize::METHOD) => {
                self.answer(id, Err(failure(ErrorCode::InvalidRequest, "`initialize` came already")));
            }
            (Phase::Running, lsp::Shutdown::METHOD) => {
                self.phase = Phase::ShutDown;
                let waiting: Vec<RequestId> = self.pending.keys().cloned().collect();
                waiting.into_iter().for_each(|id| self.cancel(&id));
                self.answer(id, Ok(Value::Null));
            }
            (Phase::Running, lsp::DocumentDiagnosticRequest::METHOD) => self.pulled(id, params),
            (Phase::Running, lsp::ExecuteCommand::METHOD) => self.command(id, &params),
            (Phase::Running, method) => match requests::find(method) {
                Some(answer) => {
                    let cancelled = Arc::<AtomicBool>::default();
                    self.pending.insert(id.clone(), cancelled.clone());
                    let (method, world) = (method.to_owned(), self.world());
                    let _ = self.questions.send(Question { id, method, params, answer, world, cancelled });
                }
                None => self.answer(id, Err(failure(ErrorCode::MethodNotFound, &format!("there is no method `{method}`")))),
            },
        }
    }

    /// The one command there is: an edit that came with a completion or quick fix and goes back to the client.
    fn command(&mut self, id: RequestId, params: &Value) {
        let edit = params.pointer("/arguments/0").filter(|edit| edit.is_object());
        match (params.get("command").and_then(Value::as_str), edit) {
            (Some(requests::EDIT_COMMAND), Some(edit)) => {
                self.ask(lsp::ApplyWorkspaceEdit::METHOD, json!({ "edit": edit }), Asked::Nothing);
                self.answer(id, Ok(Value::Null));
            }
            _ => self.answer(id, Err(failure(ErrorCode::InvalidParams, &format!("`{}` takes one edit", requests::EDIT_COMMAND)))),
        }
    }

    fn initialize(&mut self, id: RequestId, params: &Value) {
        self.client = Arc::new(Client::new(params));
        self.world = None;
        self.phase = Phase::Running;
        let capabilities = requests::capabilities(&self.client);
        let server_info = Some(ServerInfo { name: "wxc".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) });
        self.answer(id, Ok(json!({ "capabilities": capabilities, "serverInfo": server_info })));
        if let Some(process) = self.client.process {
            parent::watch(process, self.events.clone(), Event::ParentEnded);
        }
    }

    /// What requests see now.
    pub fn world(&mut self) -> Arc<World> {
        if let Some(world) = &self.world {
            return world.clone();
        }
        let projects = self.projects.iter().map(|(root, project)| {
            let files = overlay(project.disk.clone(), root, &self.documents);
            (root.clone(), Snapshot::new(files, project.checked.clone(), project.index.clone()))
        });
        let world = Arc::new(World { client: self.client.clone(), documents: self.documents.clone(), projects: projects.collect() });
        self.world = Some(world.clone());
        world
    }

    /// Something that requests see has changed.
    pub fn touch(&mut self) {
        self.world = None;
    }

    fn answered(&mut self, answered: Answered) {
        if let Some(bug) = &answered.bug {
            self.report_bug(bug);
        }
        // A request that was taken back has its answer.
        if self.pending.remove(&answered.id).is_some() {
            self.answer(answered.id, answered.result);
        }
    }

    pub fn cancel(&mut self, id: &RequestId) {
        let parked = self.projects.values_mut().any(|project| {
            let before = project.parked.len();
            project.parked.retain(|(other, _)| other != id);
            project.parked.len() < before
        });
        let pending = self.pending.remove(id).inspect(|cancelled| cancelled.store(true, Ordering::Relaxed));
        if parked || pending.is_some() {
            self.answer(id.clone(), Err(failure(ErrorCode::RequestCanceled, "the request was taken back")));
        }
    }

    // ---- messages to the client

    pub fn answer(&self, id: RequestId, result: Result<Value, ResponseError>) {
        send(&self.out, Response { id, response_result: result }.into());
    }

    pub fn notify<N: notification::Notification>(&self, params: &N::Params) {
        Self::notification_on::<N>(&self.out, params);
    }

    /// The same while other parts of the server are borrowed.
    pub fn notification_on<N: notification::Notification>(out: &Sender<Value>, params: &N::Params) {
        send(out, Notification::new(N::METHOD.to_owned(), params).into());
    }

    /// Asks the client for something; [`answered_to_us`](Self::answered_to_us) gets the answer.
    pub fn ask(&mut self, method: &str, params: impl Serialize, asked: Asked) {
        self.last_asked += 1;
        let id = RequestId::from(self.last_asked);
        self.asked.insert(id.clone(), asked);
        send(&self.out, Request::new(id, method.to_owned(), params).into());
    }

    fn answered_to_us(&mut self, response: Response) {
        match self.asked.remove(&response.id) {
            Some(Asked::Progress { project, token }) if response.response_result.is_ok() => self.begin_progress(&project, token),
            _ => {}
        }
    }

    /// Tells user and log of a mistake of ours, after which the server goes on.
    pub fn report_bug(&self, words: &str) {
        let version = env!("CARGO_PKG_VERSION");
        let message =
            format!("wxc {version} has a bug: {words}\nPlease report it with these lines and, if you can, the project that causes it.");
        self.log(MessageType::ERROR, message);
    }

    pub fn log(&self, typ: MessageType, message: String) {
        eprintln!("{message}");
        self.notify::<notification::LogMessage>(&LogMessageParams { typ, message });
    }
}

fn send(out: &Sender<Value>, message: Message) {
    let Ok(Value::Object(fields)) = serde_json::to_value(message) else { return };
    let mut whole = serde_json::Map::from_iter([("jsonrpc".to_owned(), Value::from("2.0"))]);
    whole.extend(fields);
    // A writer that has ended has nobody to write to.
    let _ = out.send(Value::Object(whole));
}
