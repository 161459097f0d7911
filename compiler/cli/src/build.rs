//! `wxc build` and `wxc check`.

use crate::args;
use crate::disk::Disk;
use crate::report::{ERRORS, conclude, exit_code, plural, print, usage};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;
use wxc_core::bundle::{Build, BuildOptions, Output};
use wxc_prerender::Prerenderer;

pub fn build(args: &args::Build) -> u8 {
    let start = Instant::now();
    let Ok(root) = fs::canonicalize(&args.dir) else { return no_folder(&args.dir) };
    let out = args.out.clone().unwrap_or_else(|| args.dir.join("dist"));
    if let Err((message, hint)) = check_output(&root, &out) {
        return usage(&message, hint);
    }
    jobs(args.report.jobs);
    let mut options = args.target.options(args.mode, args.source_maps);
    options.exclude = excluded(&root, &out);
    let disk = Disk::new(&root);
    let build = if args.no_prerender {
        wxc_core::bundle::build(&disk, &options)
    } else {
        wxc_core::bundle::build_with_frames(&disk, &options, &Prerenderer::default())
    };
    print(&build, &args.report, &args.dir);
    if build.outputs.is_empty() {
        conclude(&build, &args.report, "nothing was built");
        return exit_code(&build, &args.report);
    }
    match write(&disk, &build, &out) {
        Ok(size) => {
            let (pages, components) = (plural(build.pages, "page"), plural(build.components, "component"));
            let (files, time) = (plural(build.outputs.len(), "file"), start.elapsed().as_millis());
            let words = format!("built {pages}, {components} → {} ({files}, {}, {time} ms)", out.display(), bytes(size));
            conclude(&build, &args.report, &words);
            exit_code(&build, &args.report)
        }
        Err(error) => {
            eprintln!("error: cannot write `{}`: {error}", out.display());
            ERRORS
        }
    }
}

pub fn check(args: &args::Check) -> u8 {
    let start = Instant::now();
    let Ok(root) = fs::canonicalize(&args.dir) else { return no_folder(&args.dir) };
    jobs(args.report.jobs);
    let options = BuildOptions { exclude: vec!["dist".to_owned()], ..BuildOptions::default() };
    let build = wxc_core::bundle::check(&Disk::new(&root), &options);
    print(&build, &args.report, &args.dir);
    let (pages, components) = (plural(build.pages, "page"), plural(build.components, "component"));
    conclude(&build, &args.report, &format!("checked {pages}, {components} ({} ms)", start.elapsed().as_millis()));
    exit_code(&build, &args.report)
}

pub fn no_folder(dir: &Path) -> u8 {
    usage(&format!("there is no folder `{}`", dir.display()), "name the folder of a mini program")
}

/// Sets the number of compiling threads.
pub fn jobs(count: Option<usize>) {
    if let Some(count) = count {
        // Fails only when it was set before, which this program does not do.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(count).build_global();
    }
}

/// The output folder below the project, when it is there.
pub fn excluded(root: &Path, out: &Path) -> Vec<String> {
    let out = absolute(out);
    let inside = out.strip_prefix(root).ok().and_then(Path::to_str).map(|path| path.replace('\\', "/"));
    inside.filter(|path| !path.is_empty()).into_iter().collect()
}

/// The path without links, also when its last parts do not exist yet.
fn absolute(path: &Path) -> PathBuf {
    if let Ok(path) = fs::canonicalize(path) {
        return path;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => absolute(if parent.as_os_str().is_empty() { Path::new(".") } else { parent }).join(name),
        _ => path.to_owned(),
    }
}

/// The output folder is replaced as a whole, so it must not hold anything else.
fn check_output(root: &Path, out: &Path) -> Result<(), (String, &'static str)> {
    let shown = out.display();
    if root.starts_with(absolute(out)) {
        return Err((format!("the output folder `{shown}` holds the mini program itself"), "choose a folder of its own: `-o dist`"));
    }
    if out.is_file() {
        return Err((format!("`{shown}` is a file"), "choose another folder: `-o DIR`"));
    }
    let used = fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    let ours = fs::read_to_string(out.join("manifest.json")).is_ok_and(|text| text.contains(r#""generator": "wxc""#));
    if used && !ours {
        let message = format!("the folder `{shown}` holds files that `wxc` did not write, and would be replaced");
        return Err((message, "choose another folder with `-o DIR`, or empty this one"));
    }
    Ok(())
}

/// Writes everything to a folder beside `out`, then puts it in its place: nobody sees half an app. Gives the number of bytes.
fn write(disk: &Disk, build: &Build, out: &Path) -> io::Result<u64> {
    let out = absolute(out);
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let parent = out.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let beside = |what: &str| parent.join(format!(".{name}.{what}-{}", std::process::id()));
    let (new, old) = (beside("new"), beside("old"));
    let written = write_all(disk, build, &new).and_then(|size| {
        if out.exists() {
            fs::rename(&out, &old)?;
        }
        // Put the old folder back if the new one cannot take its place.
        if let Err(error) = fs::rename(&new, &out) {
            let _ = fs::rename(&old, &out);
            return Err(error);
        }
        Ok(size)
    });
    let _ = fs::remove_dir_all(&new);
    let _ = fs::remove_dir_all(&old);
    written
}

fn write_all(disk: &Disk, build: &Build, folder: &Path) -> io::Result<u64> {
    let mut size = 0;
    for (path, output) in &build.outputs {
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        size += match output {
            Output::Bytes(bytes) => fs::write(&target, bytes).map(|()| bytes.len() as u64)?,
            Output::Copy(from) => fs::copy(disk.locate(from), &target)?,
        };
    }
    Ok(size)
}

/// `1.2 MB`.
fn bytes(size: u64) -> String {
    match size {
        0..1_000 => format!("{size} B"),
        1_000..1_000_000 => format!("{:.1} kB", size as f64 / 1e3),
        _ => format!("{:.1} MB", size as f64 / 1e6),
    }
}
