//! `project.config.json`: where the mini program lies, and what the build must leave out.

use crate::diagnostics::Diagnostic;
use crate::resolve::json::{Json, parse_json};
use crate::resolve::path::{folder, normalise};
use crate::resolve::schema;
use crate::source::{FileId, Files, ReadError, Sources, Span};
use regex::{Regex, RegexBuilder};
use std::collections::BTreeSet;

/// What `project.config.json` and `project.private.config.json` say, as far as a build cares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectConfig {
    /// Folder of `app.json` below the project: `""` or `"miniprogram/"`.
    pub root: String,
    pub appid: Option<String>,
    pub name: Option<String>,
    /// Files to leave out of the package, and files to keep nevertheless.
    pub ignore: Vec<PackRule>,
    pub include: Vec<PackRule>,
    /// `packNpmRelationList`: folders of the project, and the folders whose `node_modules` are theirs.
    pub packages: Vec<(String, String)>,
    /// `pluginRoot`: the folder of a plugin's code, below the project.
    pub plugin_root: Option<String>,
    /// Languages of style sheets that `setting.useCompilerPlugins` switches on: `less`, `sass`.
    pub style_languages: BTreeSet<String>,
    /// Folders of other programs beside this one (cloud functions, plugin), relative to the project.
    pub foreign: Vec<String>,
}

/// An entry of `packOptions.ignore`; matched without regard to case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackRule {
    File(String),
    Folder(String),
    Suffix(String),
    Prefix(String),
    /// `*` within a folder, `**` across folders, `?` one character.
    Glob(String),
    Regexp(Pattern),
}

/// A regular expression that ignores case; equal to one of the same text.
#[derive(Clone, Debug)]
pub struct Pattern(Regex);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Pattern {}

/// Reads files of a project and collects what is wrong with them.
pub struct Reader<'a> {
    pub files: &'a dyn Files,
    pub sources: &'a Sources,
    pub diagnostics: Vec<Diagnostic>,
    /// Paths of the files that were asked for.
    pub inputs: Vec<String>,
    /// JSON files that could not be read at all: what they would have said is not known.
    pub broken: BTreeSet<FileId>,
}

impl<'a> Reader<'a> {
    pub fn new(files: &'a dyn Files, sources: &'a Sources) -> Self {
        Self { files, sources, diagnostics: Vec::new(), inputs: Vec::new(), broken: BTreeSet::new() }
    }

    /// The JSON file at `path` (below the project); `None` when there is none. A broken one is reported and counts as `{}`.
    pub fn json(&mut self, path: &str) -> Option<(FileId, Json)> {
        self.inputs.push(path.to_owned());
        let file = match self.sources.load(self.files, path) {
            Ok(file) => file,
            Err(ReadError::NotFound) => return None,
            Err(error) => {
                let file = self.sources.missing(path);
                self.diagnostics.push(unreadable(file, Span::default(), path, &error));
                self.broken.insert(file);
                return Some((file, Json::empty()));
            }
        };
        if self.sources.get(file).is_some_and(|file| file.bom) {
            let message = "this file begins with a byte order mark; WeChat's tools reject it";
            let warning = Diagnostic::warning("config/byte-order-mark", file, Span::at(0), message);
            self.diagnostics.push(warning.hint("save the file as UTF-8 without BOM"));
        }
        let (value, diagnostics) = parse_json(file, &self.sources.text(file));
        self.diagnostics.extend(diagnostics);
        let Some(value) = value else {
            self.broken.insert(file);
            return Some((file, Json::empty()));
        };
        if !value.is_object() {
            let message = format!("this file must hold an object, not {}", value.type_name());
            self.diagnostics.push(Diagnostic::error("config/wrong-value", file, value.span, message).hint("write `{ … }`"));
            self.broken.insert(file);
            return Some((file, Json::empty()));
        }
        Some((file, value))
    }
}

/// Why a file that is there cannot be used.
pub fn unreadable(file: FileId, span: Span, path: &str, error: &ReadError) -> Diagnostic {
    match error {
        ReadError::NotFound => {
            Diagnostic::error("project/missing-file", file, span, format!("there is no `{path}`")).hint("create it, or correct the path")
        }
        ReadError::NotUtf8 { valid_up_to } => {
            Diagnostic::error("project/not-utf8", file, span, format!("`{path}` is not UTF-8 (at byte {valid_up_to})"))
                .hint("save the file as UTF-8")
        }
        ReadError::Io(reason) => {
            Diagnostic::error("project/unreadable", file, span, format!("`{path}` cannot be read: {reason}")).hint("check its permissions")
        }
    }
}

/// Folders that hold `app.json` in projects without a `miniprogramRoot`, tried when it does not lie at the top.
const USUAL_ROOTS: &[&str] = &["miniprogram/", "src/", "dist/", "app/", "client/", "example/", "build/"];

/// Reads the project's configuration and finds `app.json`; `None`: there is none (reported).
pub fn project_config(reader: &mut Reader<'_>) -> (ProjectConfig, Option<(FileId, Json)>) {
    let mut config = ProjectConfig::default();
    let mut named_root = None;
    let mut shown = None;
    for name in ["project.config.json", "project.private.config.json"] {
        let Some((file, json)) = reader.json(name) else { continue };
        shown.get_or_insert(file);
        schema::check(file, &json, &[schema::PROJECT], &mut reader.diagnostics);
        if let Some(root) = json.get("miniprogramRoot")
            && let Some(text) = root.str()
        {
            let root_path = normalise(text);
            config.root = if root_path.is_empty() { root_path } else { root_path + "/" };
            if !config.root.is_empty() {
                named_root = Some((file, root.span, text.to_owned()));
            }
        }
        let text = |key: &str| json.get(key).and_then(Json::str).filter(|text| !text.is_empty()).map(str::to_owned);
        config.appid = text("appid").or(config.appid);
        config.name = text("projectname").or(config.name);
        for key in ["cloudfunctionRoot", "pluginRoot"] {
            config.foreign.extend(text(key).map(|folder| normalise(&folder)).filter(|folder| !folder.is_empty()));
        }
        config.plugin_root = text("pluginRoot").map(|folder| normalise(&folder)).filter(|folder| !folder.is_empty()).or(config.plugin_root);
        for entry in json.get("setting").and_then(|setting| setting.get("packNpmRelationList")).map_or(&[][..], Json::items) {
            let path = |key: &str| entry.get(key).and_then(Json::str).map(normalise);
            if let (Some(manifest), Some(target)) = (path("packageJsonPath"), path("miniprogramNpmDistDir")) {
                config.packages.push((target, folder(&manifest).to_owned()));
            }
        }
        // Private settings do not decide what is built.
        if name == "project.config.json"
            && let Some(plugins) = json.get("setting").and_then(|setting| setting.get("useCompilerPlugins"))
        {
            config.style_languages = plugins.items().iter().filter_map(Json::str).map(str::to_owned).collect();
        }
        if let Some(options) = json.get("packOptions") {
            config.ignore.extend(pack_rules(reader, file, options.get("ignore")));
            config.include.extend(pack_rules(reader, file, options.get("include")));
        }
    }
    let app = find_app(reader, &mut config, named_root, shown);
    (config, app)
}

fn find_app(
    reader: &mut Reader<'_>,
    config: &mut ProjectConfig,
    named: Option<(FileId, Span, String)>,
    shown: Option<FileId>,
) -> Option<(FileId, Json)> {
    let path = format!("{}app.json", config.root);
    if let Some(found) = reader.json(&path) {
        return Some(found);
    }
    let others: Vec<&str> = USUAL_ROOTS.iter().copied().filter(|root| reader.files.is_file(&format!("{root}app.json"))).collect();
    let Some((file, span, text)) = named else {
        if let [root] = others.as_slice() {
            config.root = (*root).to_owned();
            return reader.json(&format!("{root}app.json"));
        }
        let file = shown.unwrap_or_else(|| reader.sources.missing("app.json"));
        let looked = std::iter::once("app.json".to_owned()).chain(USUAL_ROOTS.iter().map(|root| format!("{root}app.json")));
        let looked = looked.map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
        let error = if others.is_empty() {
            let hint = "run `wxc` in the folder of a mini program, or name the folder of its app.json in project.config.json: `\"miniprogramRoot\": \"…\"`";
            Diagnostic::error("project/missing-app", file, Span::at(0), format!("there is no `app.json`; looked for {looked}")).hint(hint)
        } else {
            let found = others.iter().map(|root| format!("`{root}app.json`")).collect::<Vec<_>>().join(", ");
            let message = format!("several folders hold an `app.json`: {found}");
            let root = others.first().map_or("", |root| root.trim_end_matches('/'));
            Diagnostic::error("project/missing-app", file, Span::at(0), message)
                .hint(format!("write `\"miniprogramRoot\": \"{root}/\"` in project.config.json"))
        };
        reader.diagnostics.push(error);
        return None;
    };
    let message = format!("`miniprogramRoot` is `{text}`, but there is no `{path}`");
    let hint = match others.first() {
        Some(root) => format!("an app.json lies in `{root}`"),
        None if reader.files.is_file("app.json") => "an app.json lies beside project.config.json: remove `miniprogramRoot`".to_owned(),
        None => "name the folder that holds app.json; if it is made by another tool, run that first".to_owned(),
    };
    reader.diagnostics.push(Diagnostic::error("project/missing-app", file, span, message).hint(hint));
    None
}

fn pack_rules(reader: &mut Reader<'_>, file: FileId, list: Option<&Json>) -> Vec<PackRule> {
    let mut rule = |entry: &Json| {
        let written = entry.get("value")?;
        let value = written.str()?.to_lowercase();
        Some(match entry.get("type")?.str()? {
            "file" => PackRule::File(normalise(&value)),
            "folder" => PackRule::Folder(normalise(&value)),
            "suffix" => PackRule::Suffix(value),
            "prefix" => PackRule::Prefix(value),
            "glob" => PackRule::Glob(value),
            "regexp" => match RegexBuilder::new(written.str()?).case_insensitive(true).build() {
                Ok(pattern) => PackRule::Regexp(Pattern(pattern)),
                Err(_) => {
                    let message = "this regular expression is broken, or looks around or back, which is not supported here";
                    let warning = Diagnostic::warning("config/pattern", file, written.span, message);
                    reader.diagnostics.push(warning.hint("write a plain expression, or use the type `glob`"));
                    return None;
                }
            },
            _ => return None,
        })
    };
    list.map_or(Vec::new(), |list| list.items().iter().filter_map(&mut rule).collect())
}

impl PackRule {
    /// Whether the rule names the file at `path` (below the mini-program root).
    pub fn matches(&self, path: &str) -> bool {
        if let Self::Regexp(pattern) = self {
            return pattern.0.is_match(path);
        }
        let path = path.to_lowercase();
        match self {
            Self::File(file) => path == *file,
            Self::Folder(folder) => crate::resolve::path::inside(&path, folder),
            Self::Suffix(suffix) => path.ends_with(suffix.as_str()),
            Self::Prefix(prefix) => crate::resolve::path::file_name(&path).starts_with(prefix.as_str()),
            Self::Regexp(_) => false,
            Self::Glob(glob) => glob_matches(glob.trim_start_matches("./").as_bytes(), path.as_bytes()),
        }
    }
}

fn glob_matches(glob: &[u8], text: &[u8]) -> bool {
    match glob {
        [] => text.is_empty(),
        [b'*', b'*', rest @ ..] => {
            let rest = rest.strip_prefix(b"/").unwrap_or(rest);
            (0..=text.len()).any(|at| text.get(at..).is_some_and(|tail| glob_matches(rest, tail)))
        }
        [b'*', rest @ ..] => {
            let end = text.iter().position(|c| *c == b'/').unwrap_or(text.len());
            (0..=end).any(|at| text.get(at..).is_some_and(|tail| glob_matches(rest, tail)))
        }
        [b'?', rest @ ..] => matches!(text, [c, tail @ ..] if *c != b'/' && glob_matches(rest, tail)),
        [c, rest @ ..] => matches!(text, [t, tail @ ..] if t == c && glob_matches(rest, tail)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_stop_at_folders() {
        assert!(PackRule::Glob("test/**/*.png".into()).matches("test/a/b/C.PNG"));
        assert!(!PackRule::Glob("test/*.png".into()).matches("test/a/b.png"));
        assert!(PackRule::Folder("docs".into()).matches("docs/a.png"));
        assert!(!PackRule::Folder("docs".into()).matches("docs2/a.png"));
        assert!(PackRule::Prefix("draft".into()).matches("a/draft-1.png"));
    }
}
