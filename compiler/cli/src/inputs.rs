//! What a build depends on, for other tools: `--depfile` and `--print-inputs`. Paths begin where the program runs, as callers write them.

use crate::args::{FormatArg, Graph};
use crate::report::Said;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use wxc_core::bundle::{Build, Output};
use wxc_disk::{Disk, Seen, reason};

/// Everything that was looked at, as paths from the folder the program runs in.
pub struct Inputs {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
    missing: BTreeSet<String>,
}

impl Inputs {
    /// `dir`: the project's folder as the caller named it.
    pub fn new(disk: &Disk, build: &Build, dir: &Path) -> Self {
        let Seen { mut files, folders, missing, .. } = disk.seen();
        files.extend(build.outputs.values().filter_map(|output| match output {
            Output::Copy(from) => Some(from.clone()),
            Output::Bytes(_) | Output::Joined(_) => None,
        }));
        let dir = from_here(dir);
        let name = |path: &String| named(&dir, path);
        Self {
            files: files.iter().map(name).collect(),
            folders: folders.iter().map(name).collect(),
            missing: missing.iter().map(name).collect(),
        }
    }

    /// The rule `target: files folders` for make and ninja. Every input has an empty rule too, so that make does not stop where one was deleted.
    pub fn rule(&self, target: &str) -> String {
        let all = || self.files.iter().chain(&self.folders).filter(|path| can_be_told(path));
        let list: String = all().map(|path| format!(" \\\n  {}", escape(path))).collect();
        let empty: String = all().filter(|path| can_be_target(path)).map(|path| format!("{}:\n", escape(path))).collect();
        format!("{}:{list}\n\n{empty}", escape(target))
    }

    /// Files whose names no rule can hold.
    fn untold(&self) -> usize {
        self.files.iter().filter(|path| !can_be_told(path)).count()
    }

    /// For `--print-inputs`: a path on each line; for tools that read JSON, one object with what was looked for as well.
    pub fn print(&self, format: FormatArg, said: &mut Said) {
        if format == FormatArg::Json {
            said.out +=
                &format!("{}\n", json!({ "type": "inputs", "files": self.files, "folders": self.folders, "missing": self.missing }));
        } else {
            self.files.iter().for_each(|path| said.out += &format!("{path}\n"));
        }
    }
}

/// Writes what `--depfile` asks for; `default` is the target where none is named.
pub fn tell(base: &Path, graph: &Graph, inputs: &Inputs, default: &str, said: &mut Said) {
    let Some(named) = &graph.depfile else { return };
    if let Err(error) = write_rule(&base.join(named), graph, inputs, default) {
        said.fail(&format!("cannot write `{}`: {}", named.display(), reason(&error)));
    }
    match inputs.untold() {
        0 => {}
        count => {
            said.err += &format!(
                "warning: {} in `{}`: names with line breaks or tabs\n",
                if count == 1 { "1 file is missing".to_owned() } else { format!("{count} files are missing") },
                named.display()
            )
        }
    }
}

/// In one step: no tool reads half of it.
fn write_rule(depfile: &Path, graph: &Graph, inputs: &Inputs, default: &str) -> io::Result<()> {
    let rule = inputs.rule(graph.depfile_target.as_deref().unwrap_or(default));
    if fs::read_to_string(depfile).is_ok_and(|old| old == rule) {
        return Ok(());
    }
    if let Some(parent) = depfile.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut new = depfile.as_os_str().to_owned();
    new.push(format!(".new-{}", std::process::id()));
    let written = fs::write(&new, rule).and_then(|()| fs::rename(&new, depfile));
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written
}

/// A folder as seen from the one the program runs in: relative wherever it can be.
fn from_here(dir: &Path) -> PathBuf {
    if dir.is_relative() {
        return dir.to_owned();
    }
    let here = std::env::current_dir().unwrap_or_default();
    dir.strip_prefix(here).unwrap_or(dir).to_owned()
}

/// A path below `dir`, with `/`; the folder itself is `.` where it has no other name.
fn named(dir: &Path, path: &str) -> String {
    let whole = dir.join(path);
    let text = whole
        .components()
        .filter(|part| part.as_os_str() != ".")
        .collect::<PathBuf>()
        .to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/");
    if text.is_empty() { ".".to_owned() } else { text }
}

/// The output's manifest, as the caller would name it.
pub fn manifest_of(out: &Path) -> String {
    named(&from_here(out), "manifest.json")
}

/// A path in a rule, as make and ninja read it. Where the two differ, ninja sees a name that is not there, and builds again rather than too seldom.
fn escape(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for letter in path.chars() {
        match letter {
            ' ' | '#' | ':' | ';' => out.push('\\'),
            '$' => out.push('$'),
            _ => {}
        }
        out.push(letter);
    }
    out
}

/// Whether a path can be the target of a rule: these signs would make it a pattern, a variable or a list.
fn can_be_target(path: &str) -> bool {
    !path.contains(['%', '=', ';', '|', '*', '?', '[', ']', '&', '\'', '"', '<', '>', '^', '~', '\\', '`', '!'])
}

/// Whether a path can stand in a rule at all.
fn can_be_told(path: &str) -> bool {
    !path.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_and_short() {
        assert_eq!(escape("a b/$x#1:2.png"), "a\\ b/$$x\\#1\\:2.png");
        assert_eq!(named(Path::new("."), "a/b"), "a/b");
        assert_eq!(named(Path::new("./app/"), ""), "app");
        assert_eq!(named(Path::new(""), ""), ".");
        assert_eq!(named(Path::new("../app"), "a"), "../app/a");
    }
}
