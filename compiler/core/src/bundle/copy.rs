//! Package files that are not source: images, fonts, media. They keep their paths, so that paths made at run time work.

use crate::bundle::compiler::Compiled;
use crate::bundle::memo::Same;
use crate::resolve::config::ProjectConfig;
use crate::resolve::path::{file_name, inside};
use crate::resolve::project::{Project, Read};
use crate::resolve::script::{module_id, module_path, packed_folder};
use crate::source::Files;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::sync::Arc;

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

/// The files to copy, as far as the last build knew them.
#[derive(Default)]
pub struct Copies {
    walk: Option<(ProjectConfig, Walk)>,
    /// What packages bring, and the reading that said which.
    packages: Option<(Same<Read>, BTreeSet<String>)>,
}

/// What lies in the folders of the mini program.
#[derive(Default)]
struct Walk {
    /// Files to copy unless they are sources: paths below the mini-program root.
    wanted: FxHashSet<String>,
    /// Every file, below the project.
    all: FxHashSet<String>,
}

impl Copies {
    /// Forgets what a file that came or went decides.
    pub fn invalidate(&mut self, files: &dyn Files, changed: &BTreeSet<String>) {
        let known = |path: &String| {
            self.walk.as_ref().is_some_and(|(_, walk)| walk.all.contains(path))
                || self.packages.as_ref().is_some_and(|(_, packages)| packages.contains(path))
        };
        if changed.iter().any(|path| files.is_file(path) != known(path)) {
            *self = Self::default();
        }
    }

    /// The files to copy: paths below the mini-program root, sorted. `named`: those that templates and sheets name; `exclude`: folders below the project to
    /// leave out.
    pub fn of<'n>(
        &mut self,
        files: &dyn Files,
        compiled: &Compiled,
        project: &Project,
        exclude: &[String],
        named: impl Iterator<Item = &'n str>,
    ) -> BTreeSet<String> {
        let root = project.root();
        let walk = match self.walk.take() {
            Some((config, walk)) if config == project.config => walk,
            _ => walk(files, project, exclude),
        };
        let mut others: FxHashSet<&str> = FxHashSet::default();
        let named = named.filter(|path| !walk.wanted.contains(*path) && others.insert(path));
        let mut paths: BTreeSet<String> = named.filter(|path| files.is_file(&module_path(root, path))).map(str::to_owned).collect();
        let inputs: FxHashSet<&str> = compiled.read.inputs.iter().map(String::as_str).collect();
        let is_source = |path: &str| {
            let full = module_path(root, path);
            inputs.contains(full.as_str()) || compiled.modules.get(path).is_some_and(|module| module.path == full)
        };
        paths.extend(walk.wanted.iter().filter(|path| !is_source(path)).cloned());
        self.walk = Some((project.config.clone(), walk));
        let packages = match self.packages.take() {
            Some((of, packages)) if Arc::ptr_eq(&of.0, &compiled.read) => packages,
            _ => npm_files(files, project),
        };
        paths.extend(packages.iter().map(|path| module_id(root, path)));
        self.packages = Some((Same(compiled.read.clone()), packages));
        paths
    }
}

fn walk(files: &dyn Files, project: &Project, exclude: &[String]) -> Walk {
    let root = project.root();
    let mut found = Walk::default();
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
                continue;
            }
            let own = path.strip_prefix(root).unwrap_or(&path);
            if wanted(project, own) && !configures(files, &path) {
                found.wanted.insert(own.to_owned());
            }
            found.all.insert(path);
        }
    }
    found
}

/// What the packages in `node_modules` bring besides the sources of the components in use, with its place below the project: paths made at run time work there too.
fn npm_files(files: &dyn Files, project: &Project) -> BTreeSet<String> {
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
