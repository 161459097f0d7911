//! Package files that are not source: images, fonts, media. They keep their paths, so that paths made at run time work.

use crate::resolve::path::{file_name, inside};
use crate::resolve::project::Project;
use crate::resolve::script::{module_id, module_path, packed_folder};
use crate::source::Files;
use std::collections::BTreeSet;

/// Extensions that WeChat packs and that are not compiled.
const EXTENSIONS: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "ico", "apng", "avif", "mp3", "aac", "m4a", "wav", "ogg", "silk", "amr", "flac",
    "mp4", "webm", "mov", "m4v", "ttf", "otf", "woff", "woff2", "eot", "json", "txt", "xml", "csv", "cer", "pem", "wasm", "br", "bin",
    "glb", "gltf", "hdr", "obj", "fbx", "atlas", "skel", "plist", "fnt", "pdf", "lottie", "zip",
];

/// JSON files that configure tools.
const TOOL_FILES: &[&str] = &[
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "jsconfig.json",
    "project.config.json",
    "project.private.config.json",
    "sitemap.json",
    "ext.json",
];

/// The files to copy: paths below the mini-program root, sorted. `sources`: files that were compiled or configure them; `exclude`: folders below the project to leave out.
pub fn package_files(files: &dyn Files, project: &Project, exclude: &[String], sources: &BTreeSet<String>) -> Vec<String> {
    let root = project.root();
    let mut found = Vec::new();
    let mut folders = vec![root.trim_end_matches('/').to_owned()];
    while let Some(folder) = folders.pop() {
        for (name, is_folder) in files.list(&folder) {
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            if name.starts_with('.') {
                continue;
            }
            if is_folder {
                let foreign = project.config.foreign.iter().chain(exclude).any(|other| path == *other || inside(&path, other));
                if name != "node_modules" && !foreign {
                    folders.push(path);
                }
            } else if wanted(project, path.strip_prefix(root).unwrap_or(&path)) && !sources.contains(&path) && !configures(files, &path) {
                found.push(path.strip_prefix(root).unwrap_or(&path).to_owned());
            }
        }
    }
    found.sort_unstable();
    found
}

/// What the packages in `node_modules` bring besides the sources of the components in use, with its place below the project: paths made at run time work there too.
pub fn npm_files(files: &dyn Files, project: &Project) -> BTreeSet<String> {
    let plugins = project.app.plugins.iter().map(|plugin| module_path(project.root(), &plugin.folder));
    let parts: BTreeSet<String> =
        project.units.iter().filter_map(|unit| packed_folder(files, &module_path(project.root(), &unit.path))).chain(plugins).collect();
    let mut found = BTreeSet::new();
    let mut folders: Vec<String> = parts.into_iter().collect();
    while let Some(folder) = folders.pop() {
        for (name, is_folder) in files.list(&folder) {
            let path = format!("{folder}/{name}");
            if is_folder && name != "node_modules" && !name.starts_with('.') {
                folders.push(path);
            } else if !is_folder && !name.ends_with(".json") && wanted(project, &module_id(project.root(), &path)) {
                found.insert(path);
            }
        }
    }
    found
}

/// Whether a JSON file belongs to a page or component, perhaps one that nothing uses.
fn configures(files: &dyn Files, path: &str) -> bool {
    path.strip_suffix(".json").is_some_and(|stem| files.is_file(&format!("{stem}.wxml")))
}

fn wanted(project: &Project, path: &str) -> bool {
    let name = file_name(path);
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    let extension = extension.to_ascii_lowercase();
    if !EXTENSIONS.contains(&extension.as_str()) || TOOL_FILES.contains(&name) {
        return false;
    }
    if extension == "json" && (path == "app.json" || path == "theme.json" || stem.starts_with("tsconfig")) {
        return false;
    }
    let rules = &project.config;
    rules.include.iter().any(|rule| rule.matches(path)) || !rules.ignore.iter().any(|rule| rule.matches(path))
}
