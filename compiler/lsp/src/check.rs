//! The thread that checks: keeps one compiler per project, so that a check after a key stroke does again only what the change touches.

use crate::ide::index::Index;
use crate::overlay::Overlay;
use crate::snapshot::{Checked, Snapshot};
use crossbeam_channel::{Receiver, Sender};
use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use wxc_core::bundle::script::{ScriptKind, script};
use wxc_core::bundle::style::style;
use wxc_core::bundle::template::template;
use wxc_core::bundle::{BuildOptions, Compiler, Mode};
use wxc_core::diagnostics::Diagnostic;
use wxc_core::emit::style::StyleRequest;
use wxc_core::resolve::owner::Owner;
use wxc_core::resolve::script::module_id;
use wxc_core::source::{Files, Sources};

/// What is to be checked.
pub enum Task {
    Check {
        /// Names the compiler that is kept; see [`Outcome`].
        project: PathBuf,
        /// Whether there is an app to check, or only files without one.
        app: bool,
        files: Overlay,
        /// Files and folders below the project that are not what they were at the last check.
        changed: BTreeSet<String>,
        /// Filled once the check is through, so that no question waits for it.
        index: Arc<Index>,
    },
    /// The project is closed.
    Forget(PathBuf),
}

/// The end of a check. `Err`: the compiler failed, in words; what was known before stays.
pub struct Outcome {
    pub project: PathBuf,
    pub files: Overlay,
    pub result: Result<Arc<Checked>, String>,
}

/// A compiler between two checks, with its texts.
struct Kept {
    compiler: Compiler,
    sources: Arc<Sources>,
}

/// Works until nobody can give it a task.
pub fn run(tasks: &Receiver<Task>, done: &Sender<Outcome>) {
    let mut compilers: BTreeMap<PathBuf, Kept> = BTreeMap::new();
    for task in tasks {
        match task {
            Task::Forget(project) => _ = compilers.remove(&project),
            Task::Check { project, app, files, changed, index } => {
                // A compiler that failed may have been left half way; it is not used again.
                let kept = compilers.remove(&project);
                let checked = catch_unwind(AssertUnwindSafe(|| match app {
                    true => check_app(kept, &files, &changed),
                    false => (None, check_loose(&files)),
                }));
                let result = match checked {
                    Ok((kept, checked)) => {
                        compilers.extend(kept.map(|kept| (project.clone(), kept)));
                        Ok(Arc::new(checked))
                    }
                    Err(panic) => Err(words(&*panic)),
                };
                let warm = result.as_ref().ok().map(|checked| Snapshot::new(files.clone(), checked.clone(), index.clone()));
                if done.send(Outcome { project, files, result }).is_err() {
                    return;
                }
                // A mistake of ours here is one that a question will show.
                let _ = catch_unwind(AssertUnwindSafe(|| warm.iter().for_each(|snapshot| index.warm(&snapshot.texts()))));
            }
        }
    }
}

/// What a panic said.
pub fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("unknown").to_owned()
}

/// The options of `wxc check`, but for the small output that nobody sees here.
fn options() -> BuildOptions {
    BuildOptions { mode: Mode::Dev, exclude: vec!["dist".to_owned()], ..BuildOptions::default() }
}

fn check_app(kept: Option<Kept>, files: &Overlay, changed: &BTreeSet<String>) -> (Option<Kept>, Checked) {
    let mut compiler = match kept {
        Some(Kept { mut compiler, sources }) => {
            compiler.invalidate(files, &files_of(files, &sources, changed));
            compiler
        }
        None => Compiler::new(options()),
    };
    let (build, compiled) = compiler.check_and_keep(files);
    let sources = Sources::clone(&build.sources);
    let mut diagnostics = build.diagnostics;
    // The check follows what app.json names. A template that nothing names yet is looked at by itself while it is open.
    let root = compiled.as_ref().and_then(|compiled| Some(compiled.read.project.as_ref()?.root())).unwrap_or_default();
    for path in files.open().keys().filter(|path| sources.find(path).is_none()) {
        diagnostics.extend(check_file(files, root, &sources, path));
    }
    (Some(Kept { compiler, sources: build.sources }), Checked { compiled, sources, diagnostics })
}

/// The files behind changed paths: a folder that came or went stands for all that lies or lay in it.
fn files_of(files: &Overlay, sources: &Sources, changed: &BTreeSet<String>) -> BTreeSet<String> {
    let known = sources.all();
    let mut all = changed.clone();
    for path in changed {
        let inside = |file: &str| file.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'));
        all.extend(known.iter().map(|(_, file)| file.path.to_string()).filter(|file| inside(file)));
        let mut folders = vec![path.clone()];
        while let Some(folder) = folders.pop() {
            for (name, is_folder) in files.list(&folder) {
                let path = format!("{folder}/{name}");
                if is_folder {
                    folders.push(path);
                } else {
                    all.insert(path);
                }
            }
        }
    }
    all
}

/// Open files that belong to no project. What they import may lie anywhere, so nothing is said about that.
fn check_loose(files: &Overlay) -> Checked {
    let sources = Sources::default();
    let found = files.open().keys().flat_map(|path| check_file(files, "", &sources, path));
    let elsewhere = |code: &str| {
        code.starts_with("resolve/missing-") || matches!(code, "resolve/above-root" | "style/import-not-found" | "style/import-outside")
    };
    let diagnostics = found.filter(|diagnostic| !elsewhere(diagnostic.code)).collect();
    Checked { compiled: None, sources, diagnostics }
}

/// What is wrong with one template, style sheet or WXS file, whatever is around it. Scripts and JSON may be anything here. `root` is the folder of `app.json`.
fn check_file(files: &Overlay, root: &str, sources: &Sources, path: &str) -> Vec<Diagnostic> {
    let Some((stem, extension)) = path.rsplit_once('.') else { return Vec::new() };
    let own = |path: &str| module_id(root, path);
    let found = match extension {
        "wxml" => template(files, root, sources, &unknown_owner(&own(stem))).diagnostics,
        "wxss" => style(files, root, sources, &StyleRequest::plain(&own(path))).diagnostics,
        "wxs" => match sources.load(files, path) {
            Ok(file) => script(path, file, &sources.text(file), ScriptKind::Wxs).diagnostics,
            Err(_) => Vec::new(),
        },
        _ => return Vec::new(),
    };
    found.into_iter().filter(|diagnostic| *sources.path(diagnostic.file) == *path).collect()
}

/// A template of which nothing is known but its text.
fn unknown_owner(stem: &str) -> Owner {
    Owner {
        path: stem.to_owned(),
        is_component: true,
        home: String::new(),
        scopes: Vec::new(),
        using: BTreeMap::new(),
        unsure: true,
        generics: Vec::new(),
        external_classes: Vec::new(),
        key: String::new(),
        dev: true,
        tree: false,
        simulated: None,
    }
}
