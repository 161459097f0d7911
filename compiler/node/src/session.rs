//! A project and its compiler: the first build, and what each change makes of it.

use crate::answer::{Answer, Failure, Outcome};
use crate::options::Given;
use crate::reader::Reader;
use crate::record::diagnostics;
use napi::bindgen_prelude::Buffer;
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use wxc_core::bundle::{Build, BuildOptions, Change, Compiler, Mode, Output, Update, change};
use wxc_disk::{Contents, Disk, Seen, check_output, default_output, excluded, reason, write};
use wxc_prerender::Prerenderer;

pub struct Session {
    pub root: PathBuf,
    pub exclude: Vec<String>,
    files: Reader,
    compiler: Compiler,
    prerender: bool,
    out: Option<PathBuf>,
    pool: Option<ThreadPool>,
    contents: Contents,
    last: Build,
}

impl Session {
    /// `cancel` says when nobody waits for the result any more.
    pub fn new(mut given: Given, cancel: Option<Arc<AtomicBool>>) -> Result<Self, Failure> {
        let once = cancel.is_some();
        let root = given.folder("dir")?;
        let out = given.text("out")?.map(PathBuf::from);
        let mut options = given.target(if once { Mode::Release } else { Mode::Dev })?;
        // Frames cost more than everything else; whoever builds at every change wants to see it now.
        let prerender = given.flag("prerender", once)?;
        let pool = pool(&mut given)?;
        let files = given.pairs("files")?;
        given.finish()?;
        match &out {
            Some(out) => {
                check_output(&root, out).map_err(|(message, _)| Failure::usage(message, "choose a folder of its own: `out: 'dist'`"))?;
                options.exclude.extend(excluded(&root, out));
            }
            None => options.exclude.extend(default_output(&root)),
        }
        Ok(Self {
            files: Reader::new(Disk::new(&root), files, cancel),
            root,
            exclude: options.exclude.clone(),
            compiler: Compiler::new(options),
            prerender,
            out,
            pool,
            contents: Contents::default(),
            last: Build::default(),
        })
    }

    pub fn build(&mut self) -> Outcome {
        self.compile(&BTreeSet::new())
    }

    /// Those of the files (below the project) that hold something else than when they were last looked at.
    pub fn edited(&mut self, files: &BTreeSet<String>) -> BTreeSet<String> {
        self.contents.changed(&self.files.disk, files)
    }

    /// Compiles what these files touch.
    pub fn update(&mut self, edited: &BTreeSet<String>) -> Outcome {
        self.compiler.invalidate(&self.files, edited);
        self.compile(edited)
    }

    /// A path as the compiler knows it; `None`: it lies outside of the project.
    pub fn inside(&self, path: &str) -> Option<String> {
        let path = Path::new(path);
        let below = path.strip_prefix(&self.root).ok().or_else(|| path.is_relative().then_some(path))?;
        below.to_str().map(|path| path.replace('\\', "/")).filter(|path| !path.is_empty())
    }

    fn compile(&mut self, changed: &BTreeSet<String>) -> Outcome {
        let Self { files, compiler, prerender, pool, .. } = self;
        let mut build = inside(pool.as_ref(), || {
            if *prerender { compiler.build_with_frames(files, &Prerenderer::default()) } else { compiler.build(files) }
        });
        if self.files.cancelled() {
            return Err(Failure::Cancelled);
        }
        if let Some(bug) = &build.bug {
            return Err(Failure::Bug(bug.clone()));
        }
        self.files.disk.report(&mut build);
        let change = change(&self.last, &build, changed);
        let written = match &self.out {
            Some(out) if !build.outputs.is_empty() && change.update != Update::None => {
                let failed = |error: std::io::Error| {
                    Failure::Io(format!("cannot write `{}`: {}; what was there before is unchanged", out.display(), reason(&error)))
                };
                let bytes = write(&self.files.disk, &build, out).map_err(failed)?;
                json!({ "dir": out, "bytes": bytes })
            }
            _ => Value::Null,
        };
        let answer = self.answer(&build, &change, changed, written);
        self.last = build;
        Ok(answer)
    }

    fn answer(&self, build: &Build, change: &Change, changed: &BTreeSet<String>, written: Value) -> Answer {
        let mut contents = Vec::new();
        let files: Vec<Value> = change
            .written
            .iter()
            .filter_map(|path| Some((path, build.outputs.get(path)?)))
            .map(|(path, output)| match output {
                Output::Bytes(_) | Output::Joined(_) => {
                    contents.push(Buffer::from(output.bytes().unwrap_or_default().into_owned()));
                    json!({ "path": path })
                }
                Output::Copy(from) => json!({ "path": path, "from": self.files.disk.locate(from) }),
            })
            .collect();
        let (update, styles) = match &change.update {
            Update::None => ("none", None),
            Update::Styles(files) => ("styles", Some(files)),
            Update::Templates { styles, .. } => ("templates", Some(styles)),
            Update::Reload => ("reload", None),
        };
        let replacement = match &change.update {
            Update::Templates { replacement, .. } => replacement.as_ref(),
            _ => None,
        };
        let copied = build.outputs.values().filter_map(|output| match output {
            Output::Copy(from) => Some(from.clone()),
            Output::Bytes(_) | Output::Joined(_) => None,
        });
        let seen = self.files.disk.seen();
        let inputs: BTreeSet<String> = seen.files.into_iter().chain(copied).collect();
        let json = json!({
            "dir": self.root,
            "diagnostics": diagnostics(&build.sources, &build.diagnostics),
            "pages": build.pages,
            "components": build.components,
            "files": files,
            "removed": change.removed,
            "edited": changed,
            "update": update,
            "styles": styles,
            "replacement": replacement,
            "written": written,
            "inputs": inputs,
            "folders": seen.folders,
            "missing": seen.missing,
        });
        Answer { json: json.to_string(), contents }
    }
}

/// Diagnostics only.
pub fn check(mut given: Given, cancel: Arc<AtomicBool>) -> Outcome {
    let root = given.folder("dir")?;
    let pool = pool(&mut given)?;
    given.finish()?;
    let options = BuildOptions { exclude: vec!["dist".to_owned()], ..BuildOptions::default() };
    let files = Reader::new(Disk::new(&root), BTreeMap::new(), Some(cancel));
    let mut build = inside(pool.as_ref(), || wxc_core::bundle::check(&files, &options));
    if files.cancelled() {
        return Err(Failure::Cancelled);
    }
    files.disk.report(&mut build);
    let Seen { files: inputs, folders, missing, .. } = files.disk.seen();
    let diagnostics = diagnostics(&build.sources, &build.diagnostics);
    Ok(json!({ "diagnostics": diagnostics, "pages": build.pages, "components": build.components, "inputs": inputs, "folders": folders, "missing": missing })
        .into())
}

/// Threads of one's own when their number was given.
fn pool(given: &mut Given) -> Result<Option<ThreadPool>, Failure> {
    let Some(jobs) = given.number("jobs")? else { return Ok(None) };
    let pool = ThreadPoolBuilder::new().num_threads(jobs as usize).build();
    pool.map(Some).map_err(|error| Failure::Io(format!("cannot start {jobs} threads: {error}")))
}

fn inside<T: Send>(pool: Option<&ThreadPool>, work: impl FnOnce() -> T + Send) -> T {
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}
