//! `wxc build` and `wxc check`.

use crate::args;
use crate::cache::Cached;
use crate::compile::{Job, Work};
use crate::inputs::{Inputs, manifest_of, tell};
use crate::lost::guide;
use crate::report::{Said, plural};
use std::fs;
use std::io::ErrorKind;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Instant;
use wxc_core::bundle::{Build, BuildOptions};
use wxc_core::diagnostics::nearest;
use wxc_disk::{Still, check_output, excluded, reason, write_unless_abandoned};

pub fn build(args: &args::Build, job: &Job<'_>) -> Said {
    let start = Instant::now();
    let root = match project(job.base, &args.dir) {
        Ok(root) => root,
        Err(said) => return said,
    };
    let named = args.out.clone().unwrap_or_else(|| args.dir.join("dist"));
    let out = job.base.join(&named);
    if let Err((message, hint)) = check_output(&root, &out) {
        return Said::usage(&message, hint);
    }
    if let Some(said) = contradiction(&args.graph, &args.report) {
        return said;
    }
    jobs(args.report.jobs);
    let depfile = args.graph.depfile.as_ref().map(|path| job.base.join(path));
    let still = depfile.as_ref().map(|depfile| Still::new(&root, &[&out, depfile]));
    let mut options = args.target.options(args.mode, args.source_maps);
    options.exclude = excluded(&root, &out);
    let work = if args.no_prerender { Work::Build(options) } else { Work::BuildWithFrames(options) };
    let cached = match args.cache.as_ref().map(|place| Cached::new(job.compiling, place, job.base, args.cache_read_only)).transpose() {
        Ok(cached) => cached,
        Err(message) => return Said::usage(&message, "name a folder, or a server: `--cache http://host/path`"),
    };
    let compiling = cached.as_ref().map_or(job.compiling, |cached| cached);
    let disk = compiling.disk(&root, &args.dir);
    let mut build = compiling.compile(&disk, &args.dir, &work);
    disk.report(&mut build);
    guide(&mut build, &root, &args.dir, "build");
    let mut said = Said::diagnostics(&build, &args.report, &job.base.join(&args.dir));
    if let Some(trouble) = cached.as_ref().and_then(Cached::trouble) {
        said.err += &format!("warning: {trouble}\n");
    }
    let inputs = Inputs::new(&disk, &build, &args.dir);
    if args.graph.print_inputs {
        inputs.print(args.report.message_format, &mut said);
    }
    if build.outputs.is_empty() {
        said.conclude(&build, &args.report, "nothing was built");
        return said;
    }
    if job.compiling.is_cancelled() {
        said.fail("cancelled; nothing was written");
        return said;
    }
    match write_unless_abandoned(&disk, &build, &out, job.unfinished) {
        Ok(size) => {
            let (pages, components) = (plural(build.pages, "page"), plural(build.components, "component"));
            let (files, time) = (plural(build.outputs.len(), "file"), start.elapsed().as_millis());
            let words = format!("built {pages}, {components} → {} ({files}, {}, {time} ms)", named.display(), bytes(size));
            conclude(&mut said, &build, &args.report, &words, job);
        }
        Err(error) => {
            said.fail(&unwritable(&named, &error));
            return said;
        }
    }
    tell(job.base, &args.graph, &inputs, &manifest_of(&named), &mut said);
    still.iter().for_each(|still| still.restore(&disk));
    said
}

pub fn check(args: &args::Check, job: &Job<'_>) -> Said {
    let start = Instant::now();
    let root = match project(job.base, &args.dir) {
        Ok(root) => root,
        Err(said) => return said,
    };
    if let Some(said) = contradiction(&args.graph, &args.report) {
        return said;
    }
    if args.graph.depfile.is_some() && args.graph.depfile_target.is_none() {
        return Said::usage("`wxc check` writes nothing that a rule could make", "say what your rule makes: `--depfile-target NAME`");
    }
    jobs(args.report.jobs);
    let still = args.graph.depfile.as_ref().map(|path| Still::new(&root, &[&job.base.join(path)]));
    let disk = job.compiling.disk(&root, &args.dir);
    let work = Work::Check(BuildOptions { exclude: vec!["dist".to_owned()], ..BuildOptions::default() });
    let mut build = job.compiling.compile(&disk, &args.dir, &work);
    disk.report(&mut build);
    guide(&mut build, &root, &args.dir, "check");
    let mut said = Said::diagnostics(&build, &args.report, &job.base.join(&args.dir));
    let inputs = Inputs::new(&disk, &build, &args.dir);
    if args.graph.print_inputs {
        inputs.print(args.report.message_format, &mut said);
    }
    let (pages, components) = (plural(build.pages, "page"), plural(build.components, "component"));
    let words = format!("checked {pages}, {components} ({} ms)", start.elapsed().as_millis());
    conclude(&mut said, &build, &args.report, &words, job);
    tell(job.base, &args.graph, &inputs, "", &mut said);
    still.iter().for_each(|still| still.restore(&disk));
    said
}

fn conclude(said: &mut Said, build: &Build, report: &args::Report, words: &str, job: &Job<'_>) {
    if !job.quiet || !build.diagnostics.is_empty() || build.bug.is_some() {
        said.conclude(build, report, words);
    }
}

/// The folder of the project. `Err`: there is none.
pub fn project(base: &Path, dir: &Path) -> Result<PathBuf, Said> {
    let path = base.join(dir);
    let shown = dir.display();
    let root = match fs::canonicalize(if path.as_os_str().is_empty() { Path::new(".") } else { &path }) {
        Ok(root) => root,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(no_folder(&path, dir)),
        Err(error) => {
            let message = format!("the folder `{shown}` cannot be read: {}", reason(&error));
            return Err(Said::usage(&message, "name the folder of a mini program"));
        }
    };
    if root.is_file() {
        return Err(Said::usage(
            &format!("`{shown}` is a file"),
            "name the folder of its mini program, where project.config.json or app.json is",
        ));
    }
    Ok(root)
}

fn no_folder(path: &Path, dir: &Path) -> Said {
    let above = path.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = fs::read_dir(above).into_iter().flatten().flatten().filter(|entry| entry.path().is_dir());
    let beside: Vec<String> = beside.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let written = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let hint = match nearest(&written, beside.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{}`?", dir.with_file_name(near).display()),
        None => "name the folder of a mini program".to_owned(),
    };
    Said::usage(&format!("there is no folder `{}`", dir.display()), &hint)
}

fn contradiction(graph: &args::Graph, report: &args::Report) -> Option<Said> {
    let both = graph.print_inputs && report.message_format == args::FormatArg::Sarif;
    both.then(|| Said::usage("a SARIF log and a list of inputs cannot both go to standard output", "choose another `--message-format`"))
}

/// Sets the number of compiling threads.
pub fn jobs(count: Option<NonZeroUsize>) {
    // Enough for nearly every script, or each is compiled on a stack of its own, which the system makes and takes away. Only pages in use take memory.
    const STACK: usize = 64 << 20;
    // Fails only when it was set before: the first request of a worker counts.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(count.map_or(0, NonZeroUsize::get)).stack_size(STACK).build_global();
}

/// Why there is no new output.
fn unwritable(out: &Path, error: &std::io::Error) -> String {
    let shown = out.display();
    let advice = match error.kind() {
        ErrorKind::CrossesDevices | ErrorKind::ResourceBusy => "; a mounted folder cannot be replaced, choose one inside it",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "; it is replaced as a whole, so the folder that holds it must be writable"
        }
        _ => "",
    };
    format!("cannot write `{shown}`: {}{advice}; what was there before is unchanged", reason(error))
}

/// `1.2 MB`.
fn bytes(size: u64) -> String {
    match size {
        0..1_000 => format!("{size} B"),
        1_000..1_000_000 => format!("{:.1} kB", size as f64 / 1e3),
        _ => format!("{:.1} MB", size as f64 / 1e6),
    }
}
