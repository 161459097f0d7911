//! `wxc build` and `wxc check`.

use crate::args;
use crate::report::{ERRORS, conclude, exit_code, plural, print, usage};
use std::fs;
use std::path::Path;
use std::time::Instant;
use wxc_core::bundle::BuildOptions;
use wxc_disk::{Disk, check_output, excluded, write};
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

/// `1.2 MB`.
fn bytes(size: u64) -> String {
    match size {
        0..1_000 => format!("{size} B"),
        1_000..1_000_000 => format!("{:.1} kB", size as f64 / 1e3),
        _ => format!("{:.1} MB", size as f64 / 1e6),
    }
}
