//! Where the mini program is when the folder that was named holds none: people are often one folder too high or too low.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use wxc_core::bundle::Build;

/// How far up and down is looked, in folders.
const REACH: usize = 4;
/// How many folders are looked into at most.
const MANY: usize = 2_000;

/// Names the folder that was meant in the hint of `project/missing-app`. `root`: the folder looked in; `dir`: as it was named; `command`: what was called.
pub fn guide(build: &mut Build, root: &Path, dir: &Path, command: &str) {
    let Some(mistake) = build.diagnostics.iter_mut().find(|d| d.code == "project/missing-app") else { return };
    if dir != Path::new(".") {
        let place = format!("there is no `app.json` in `{}`; looked for", dir.display());
        mistake.message = mistake.message.replace("there is no `app.json`; looked for", &place);
    }
    let named = |folder: &Path| shown(dir, root, folder);
    if let Some(folder) = above(root) {
        mistake.hint = Some(format!("the mini program is in a folder above: run `wxc {command} {}`", named(&folder)));
    } else if let Some((first, more)) = below(root).split_first() {
        let others = match more {
            [] => String::new(),
            more => format!(" (or {})", more.iter().take(3).map(|folder| format!("`{}`", named(folder))).collect::<Vec<_>>().join(", ")),
        };
        mistake.hint = Some(format!("the mini program is in a folder below: run `wxc {command} {}`{others}", named(first)));
    } else if fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_none()) {
        mistake.hint = Some(format!("the folder is empty; `wxc init {}` makes a mini program in it", dir.display()));
    }
}

fn above(root: &Path) -> Option<PathBuf> {
    root.ancestors().skip(1).take(REACH).find(|folder| folder.join("app.json").is_file()).map(project_of)
}

/// The nearest ones, sorted.
fn below(root: &Path) -> Vec<PathBuf> {
    let mut open = VecDeque::from([(root.to_owned(), 0)]);
    let mut found: Vec<(usize, PathBuf)> = Vec::new();
    let mut looked = 0;
    while let Some((folder, depth)) = open.pop_front() {
        if found.first().is_some_and(|(nearest, _)| depth > *nearest) || looked > MANY {
            break;
        }
        looked += 1;
        if depth > 0 && folder.join("app.json").is_file() {
            found.push((depth, project_of(&folder)));
            continue;
        }
        if depth == REACH {
            continue;
        }
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let foreign = name.to_string_lossy().starts_with('.') || name == "node_modules" || name == "miniprogram_npm";
            if !foreign && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push_back((entry.path(), depth + 1));
            }
        }
    }
    let mut folders: Vec<PathBuf> = found.into_iter().map(|(_, folder)| folder).collect();
    folders.sort();
    folders.dedup();
    folders
}

/// The folder of a project whose app.json lies in `folder`.
fn project_of(folder: &Path) -> PathBuf {
    let outer = folder.parent().filter(|outer| outer.join("project.config.json").is_file());
    outer.unwrap_or(folder).to_owned()
}

/// A folder above or below `root` as seen from where the program runs, written as the user would.
fn shown(dir: &Path, root: &Path, folder: &Path) -> String {
    let here = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    let path = match (folder.strip_prefix(&here), here.strip_prefix(folder)) {
        (Ok(inner), _) => inner.to_owned(),
        (_, Ok(rest)) => rest.components().map(|_| "..").collect(),
        _ => match folder.strip_prefix(root) {
            Ok(inner) => dir.join(inner),
            Err(_) => folder.to_owned(),
        },
    };
    let text = if path.as_os_str().is_empty() { ".".to_owned() } else { path.display().to_string() };
    if text.contains([' ', '\'', '"', '$', '&', '(', ')', ';']) { format!("'{text}'") } else { text }
}
