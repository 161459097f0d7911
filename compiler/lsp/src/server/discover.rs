//! Which mini program a file belongs to, and which there are in a folder.

use super::uri::below;
use std::fs;
use std::path::{Path, PathBuf};
use wxc_core::resolve::config::Reader;
use wxc_core::resolve::config::project_config;
use wxc_core::source::Sources;
use wxc_disk::Disk;

const CONFIG: &str = "project.config.json";
const APP: &str = "app.json";
/// How deep below a workspace folder a mini program may lie.
const DEPTH: usize = 6;
/// Folders looked into per workspace folder, and mini programs opened unasked.
const FOLDERS: usize = 20_000;
const PROJECTS: usize = 30;

/// Whether the file decides what is a project.
pub fn decides(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == CONFIG || name == APP)
}

/// The folder of the project that `file` belongs to: the nearest one above it with a `project.config.json` whose mini program it is part of, else the nearest with
/// an `app.json`.
pub fn project_of(file: &Path) -> Option<PathBuf> {
    let mut app: Option<&Path> = None;
    for folder in file.ancestors().skip(1) {
        if app.is_none() && is_app(folder) {
            app = Some(folder);
        }
        if folder.join(CONFIG).is_file() {
            // A mini program of its own inside of another project stays one.
            return match app {
                Some(app) if !is_root_of(folder, app) => Some(app.to_owned()),
                _ => Some(folder.to_owned()),
            };
        }
    }
    app.map(Path::to_owned)
}

/// All projects in a folder. What tools wrote or installed is left out.
pub fn projects_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut round = vec![folder.to_owned()];
    let mut looked = 0;
    for _ in 0..=DEPTH {
        let mut next = Vec::new();
        for folder in round {
            looked += 1;
            if looked > FOLDERS || found.len() >= PROJECTS {
                return found;
            }
            if folder.join(CONFIG).is_file() || is_app(&folder) {
                found.push(folder);
                continue;
            }
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let name = entry.file_name();
                let foreign = matches!(name.to_str(), Some("node_modules" | "miniprogram_npm" | "dist" | "target"));
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) && !foreign && !name.to_string_lossy().starts_with('.') {
                    next.push(entry.path());
                }
            }
        }
        next.sort();
        round = next;
    }
    found
}

/// `app.json` is a name that other tools use too. That of a mini program names pages, or will when it is finished: there is an `app.js` beside it.
fn is_app(folder: &Path) -> bool {
    let Ok(bytes) = fs::read(folder.join(APP)) else { return false };
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    text.contains("pages") || text.contains("subpackages") || ["app.js", "app.ts"].iter().any(|script| folder.join(script).is_file())
}

/// Whether the `app.json` of the project in `folder` is the one in `app`.
fn is_root_of(folder: &Path, app: &Path) -> bool {
    let (disk, sources) = (Disk::new(folder), Sources::default());
    let (config, found) = project_config(&mut Reader::new(&disk, &sources));
    found.is_some() && below(folder, app).is_some_and(|path| path == config.root.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_are_found_from_both_sides() {
        let top = std::env::temp_dir().join(format!("wxc-discover-{}", std::process::id()));
        let file = |path: &str, text: &str| {
            let path = top.join(path);
            fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            fs::write(path, text).expect("file");
        };
        file("one/project.config.json", r#"{"miniprogramRoot": "miniprogram/"}"#);
        file("one/miniprogram/app.json", r#"{"pages": ["a/a"]}"#);
        file("one/miniprogram/a/a.wxml", "");
        file("one/example/app.json", r#"{"pages": ["a/a"]}"#);
        file("one/cloud/f.js", "");
        file("two/app.json", r#"{"pages": []}"#);
        file("two/node_modules/x/app.json", r#"{"pages": []}"#);
        file("expo/app.json", r#"{"expo": {}}"#);
        file("expo/a.wxml", "");
        file("new/app.json", "");
        file("new/app.ts", "");
        let of = |path: &str| project_of(&top.join(path)).and_then(|found| below(&top, &found));
        assert_eq!(of("one/miniprogram/a/a.wxml").as_deref(), Some("one"));
        assert_eq!(of("one/cloud/f.js").as_deref(), Some("one"));
        assert_eq!(of("one/example/a/a.wxml").as_deref(), Some("one/example"));
        assert_eq!(of("two/a.wxml").as_deref(), Some("two"));
        assert_eq!(of("expo/a.wxml"), None);
        assert_eq!(of("new/a.wxml").as_deref(), Some("new"));
        let found: Vec<_> = projects_below(&top).iter().filter_map(|found| below(&top, found)).collect();
        assert_eq!(found, ["new", "one", "two"]);
        fs::remove_dir_all(&top).expect("clean up");
    }
}
