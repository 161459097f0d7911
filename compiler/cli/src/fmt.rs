//! `wxc fmt`: finds templates, formats them, writes those that change.

use crate::args::{self, FormatArg};
use crate::build::jobs;
use crate::report::{BUG, ERRORS, FINE, bug_report, plural, print, print_aside, usage};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write, stderr, stdin, stdout};
use std::path::{Path, PathBuf};
use wxc_core::bundle::Build;
use wxc_core::diagnostics::{Diagnostic, Severity};
use wxc_core::format::{Refusal, format, unformatted};
use wxc_core::resolve::config::unreadable;
use wxc_core::source::{FileId, ReadError, Sources, Span};

pub fn fmt(args: &args::Fmt) -> u8 {
    let standard_input = args.files.iter().any(|file| file.as_os_str() == "-");
    if args.stdin || standard_input {
        if args.files.len() > 1 {
            return usage("standard input and files are named", "write `wxc fmt -` or `wxc fmt FILES`");
        }
        return one(args);
    }
    jobs(args.report.jobs);
    let files = match find(&args.files) {
        Ok(files) => files,
        Err((message, hint)) => return usage(&message, hint),
    };
    let sources = Sources::default();
    let outcomes: Vec<(&PathBuf, Outcome)> = files.par_iter().map(|path| (path, file(&sources, path, args.check))).collect();
    conclude(args, sources, &outcomes)
}

/// What became of a file.
enum Outcome {
    Unchanged,
    /// Written, or with `--check` to be written; the diagnostic says where it differs.
    Changed(Diagnostic),
    Mistakes(Vec<Diagnostic>),
    Bug(String),
}

/// A byte order mark is kept as it is.
const MARK: &str = "\u{feff}";

fn file(sources: &Sources, path: &Path, check: bool) -> Outcome {
    let name = path.display().to_string().replace('\\', "/");
    let failed = |error: &ReadError| Outcome::Mistakes(vec![unreadable(sources.missing(&name), Span::default(), &name, error)]);
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return failed(&ReadError::Io(error.to_string())),
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return failed(&ReadError::NotUtf8 { valid_up_to: error.utf8_error().valid_up_to() }),
    };
    let (outcome, formatted) = outcome(sources, &name, &text);
    match formatted {
        Some(formatted) if !check => match fs::write(path, formatted) {
            Ok(()) => outcome,
            Err(error) => failed(&ReadError::Io(error.to_string())),
        },
        _ => outcome,
    }
}

/// What is to be said about a text, and what it becomes if that is another.
fn outcome(sources: &Sources, name: &str, text: &str) -> (Outcome, Option<String>) {
    let id: FileId = sources.add(name, text);
    let (mark, text) = text.strip_prefix(MARK).map_or(("", text), |rest| (MARK, rest));
    match format(id, text) {
        Ok(formatted) if formatted == text => (Outcome::Unchanged, None),
        Ok(formatted) => (Outcome::Changed(unformatted(id, text, &formatted)), Some(format!("{mark}{formatted}"))),
        Err(Refusal::Mistakes(list)) => (Outcome::Mistakes(list), None),
        Err(Refusal::Bug(words)) => (Outcome::Bug(format!("formatting `{name}` would change it: {words}")), None),
    }
}

/// Standard input to standard output.
fn one(args: &args::Fmt) -> u8 {
    let mut bytes = Vec::new();
    if let Err(error) = stdin().read_to_end(&mut bytes) {
        return usage(&format!("standard input cannot be read: {error}"), "write `wxc fmt - < FILE`");
    }
    let Ok(text) = String::from_utf8(bytes) else { return usage("standard input is not UTF-8", "save the text as UTF-8") };
    let sources = Sources::default();
    let (outcome, formatted) = outcome(&sources, "stdin", &text);
    if args.check {
        return conclude(args, sources, &[(&PathBuf::from("stdin"), outcome)]);
    }
    match outcome {
        Outcome::Unchanged | Outcome::Changed(_) => {
            // A closed pipe is nobody's mistake.
            let _ = stdout().write_all(formatted.as_deref().unwrap_or(&text).as_bytes());
            FINE
        }
        Outcome::Mistakes(diagnostics) => {
            print_aside(&Build { diagnostics, sources: sources.into(), ..Build::default() }, &args.report, Path::new("."));
            ERRORS
        }
        Outcome::Bug(words) => {
            eprintln!("{}", bug_report(&words));
            BUG
        }
    }
}

/// Prints what was found. With `--check`, files that would change are listed on standard output: as paths for people, as diagnostics for tools.
fn conclude(args: &args::Fmt, sources: Sources, outcomes: &[(&PathBuf, Outcome)]) -> u8 {
    let for_tools = matches!(args.report.message_format, FormatArg::Json | FormatArg::Sarif | FormatArg::Github);
    let mut diagnostics = Vec::new();
    let (mut changed, mut bugs) = (0, 0);
    for (path, outcome) in outcomes {
        match outcome {
            Outcome::Unchanged => {}
            Outcome::Changed(diagnostic) => {
                changed += 1;
                if args.check && for_tools {
                    diagnostics.push(diagnostic.clone());
                } else if args.check {
                    let _ = writeln!(stdout(), "{}", path.display());
                }
            }
            Outcome::Mistakes(list) => diagnostics.extend(list.iter().cloned()),
            Outcome::Bug(words) => {
                bugs += 1;
                eprintln!("{}", bug_report(words));
            }
        }
    }
    let refused = outcomes.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Mistakes(_))).count();
    let failed = diagnostics.iter().any(|d| d.severity == Severity::Error) || (args.check && changed > 0);
    let build = Build { diagnostics, sources: sources.into(), ..Build::default() };
    print(&build, &args.report, Path::new("."));
    if !for_tools {
        let files = plural(outcomes.len(), "file");
        let mistakes =
            if refused == 0 { String::new() } else { format!(", {} left as they are because of errors", plural(refused, "file")) };
        let words = if args.check { "to be formatted" } else { "formatted" };
        let _ = writeln!(stderr(), "wxc: {changed} of {files} {words}{mistakes}");
    }
    match (bugs, failed) {
        (1.., _) => BUG,
        (_, true) => ERRORS,
        _ => FINE,
    }
}

/// All templates that were named, and those in folders that were named, sorted. What other programs made is not looked into.
fn find(named: &[PathBuf]) -> Result<BTreeSet<PathBuf>, (String, &'static str)> {
    let mut found = BTreeSet::new();
    for path in named {
        let shown = path.display();
        if path.is_dir() {
            visit(path, &mut found);
        } else if !path.exists() {
            return Err((format!("there is no `{shown}`"), "name templates or folders"));
        } else if is_template(path) {
            found.insert(path.clone());
        } else {
            return Err((
                format!("`{shown}` is no template"),
                "`wxc fmt` formats .wxml files; style sheets and scripts have formatters of their own",
            ));
        }
    }
    Ok(found)
}

fn visit(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        let name = entry.file_name();
        // The folder itself is not part of a name: `a.wxml`, not `./a.wxml`.
        let path = if folder == Path::new(".") { PathBuf::from(&name) } else { entry.path() };
        let foreign = matches!(name.to_str(), Some("node_modules" | "miniprogram_npm")) || name.to_string_lossy().starts_with('.');
        if kind.is_dir() && !foreign {
            visit(&path, found);
        } else if kind.is_file() && is_template(&path) {
            found.insert(path);
        }
    }
}

fn is_template(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "wxml")
}
