//! Which files one style sheet is made of, and where each stands in it.
//!
//! A file that is reached several times is included once, at its last place, which in CSS gives the same cascade as all of them. The last place is found by
//! walking the imports backwards, so that diamonds of imports cost nothing.

use crate::ast::wxss::{Import, Item, Sheet};
use crate::diagnostics::Diagnostic;
use crate::parse;
use crate::resolve::near::suggest;
use crate::resolve::path::{self, normalise};
use crate::resolve::script::{home, module_path, resolve_style};
use crate::source::{FileId, Files, Mistranslation, ReadError, Sources, Span, Translation};
use rustc_hash::{FxHashMap, FxHashSet};

/// The files of a sheet, the entry first, and how they are put together. No `whole`: there is no entry.
#[derive(Debug, Default)]
pub struct StyleGraph {
    pub files: Vec<StyleFile>,
    pub whole: Option<Inclusion>,
    /// Imports of other origins, in order: they stay imports.
    pub external: Vec<External>,
    /// Sheets written in other languages, by the id of the CSS made of them.
    pub translated: Vec<(FileId, Translation)>,
    /// `(importing file, place, imported file)` of every import that leads somewhere; paths from the project's root.
    pub imports: Vec<(String, FileId, Span, String)>,
    /// Files read besides `files`: what those sheets are made of.
    pub inputs: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Debug)]
pub struct StyleFile {
    pub id: FileId,
    /// From the project's root.
    pub path: String,
    pub sheet: Sheet,
}

/// A file at one place, with the files that take the place of its imports.
#[derive(Debug)]
pub struct Inclusion {
    /// Index into [`StyleGraph::files`].
    pub file: usize,
    /// By the offset of the import. Imports that are not here disappear: included later, or reported.
    pub imports: FxHashMap<u32, Inclusion>,
}

#[derive(Debug)]
pub struct External {
    pub file: usize,
    pub import: Import,
}

const MAX_DEPTH: usize = 200;
const READABLE: &str = "save the file as UTF-8, readable for the compiler";
const MAX_INCLUSIONS: usize = 20_000;

/// Reads `path` (relative to the mini-program root `root`) and everything it imports.
pub fn style_graph(files: &dyn Files, root: &str, sources: &Sources, path: &str) -> StyleGraph {
    let mut walk = Walk {
        files,
        root,
        sources,
        graph: StyleGraph::default(),
        by_path: FxHashMap::default(),
        included: FxHashSet::default(),
        stack: Vec::new(),
    };
    let path = module_path(root, path);
    let entry = match walk.load(&path) {
        Ok(entry) => entry,
        Err(ReadError::NotFound) => return walk.graph,
        Err(error) => {
            let id = sources.missing(&path);
            walk.graph
                .diagnostics
                .push(Diagnostic::error("style/unreadable", id, Span::default(), unreadable(&path, &error)).hint(READABLE));
            return walk.graph;
        }
    };
    walk.included.insert((entry, String::new()));
    walk.graph.whole = Some(walk.include(entry, ""));
    walk.graph.external.reverse();
    walk.graph
}

struct Walk<'a> {
    files: &'a dyn Files,
    root: &'a str,
    sources: &'a Sources,
    graph: StyleGraph,
    by_path: FxHashMap<String, usize>,
    /// Files with the conditions they were included under.
    included: FxHashSet<(usize, String)>,
    /// The files being included, each with the import that leads on.
    stack: Vec<(usize, Span)>,
}

impl Walk<'_> {
    fn load(&mut self, path: &str) -> Result<usize, ReadError> {
        if let Some(index) = self.by_path.get(path) {
            return Ok(*index);
        }
        let id = self.sources.load(self.files, path)?;
        let id = if is_foreign(path) { self.translate(path, id) } else { id };
        let parsed = parse::wxss::parse(id, &self.sources.text(id));
        let index = self.graph.files.len();
        self.graph.diagnostics.extend(parsed.diagnostics);
        self.graph.files.push(StyleFile { id, path: path.to_owned(), sheet: parsed.sheet });
        self.by_path.insert(path.to_owned(), index);
        Ok(index)
    }

    /// The CSS of a sheet in another language; empty where that cannot be made, which is reported.
    fn translate(&mut self, path: &str, file: FileId) -> FileId {
        let translation = match self.files.translate(self.root, path, &self.sources.text(file)) {
            Some(Ok(translation)) => translation,
            Some(Err(mistake)) => {
                self.mistranslated(path, file, mistake);
                Translation::default()
            }
            None => {
                let message = format!("`{path}` needs a compiler that is not part of this program");
                let error = Diagnostic::error("style/not-compiled", file, Span::default(), message);
                self.graph.diagnostics.push(error.hint("run the command line program `wxc`, or compile the sheet to WXSS first"));
                Translation::default()
            }
        };
        let css = self.sources.derived(path, &translation.css);
        self.graph.inputs.extend(translation.files.iter().filter(|file| *file != path).cloned());
        self.graph.translated.push((css, translation));
        css
    }

    fn mistranslated(&mut self, path: &str, file: FileId, mistake: Mistranslation) {
        let (at_fault, offset) =
            mistake.file.map_or((file, 0), |(other, offset)| (self.sources.load(self.files, &other).unwrap_or(file), offset));
        self.graph.inputs.extend(mistake.files.into_iter().filter(|other| other != path));
        let text = self.sources.text(at_fault);
        let start = text.floor_char_boundary(offset as usize);
        let word = |c: &char| c.is_alphanumeric() || matches!(c, '@' | '$' | '.' | '-' | '_' | '#');
        let rest = text.get(start..).unwrap_or_default();
        let length: usize = rest.chars().take_while(word).map(char::len_utf8).sum();
        let length = if length == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { length };
        let error = Diagnostic::error("style/not-compiled", at_fault, Span::new(start, start + length), mistake.message);
        self.graph.diagnostics.push(error.hint(mistake.hint.unwrap_or_else(|| "simplify the sheet".to_owned())));
    }

    fn include(&mut self, file: usize, conditions: &str) -> Inclusion {
        let found = self.graph.files.get(file).map(|f| imports_of(&f.sheet, conditions)).unwrap_or_default();
        let mut imports = FxHashMap::default();
        for (import, conditions) in found.into_iter().rev() {
            let at = import.span.start;
            self.stack.push((file, import.request_span));
            if let Some(inclusion) = self.import(file, import, conditions) {
                imports.insert(at, inclusion);
            }
            self.stack.pop();
        }
        Inclusion { file, imports }
    }

    /// The quotes around a place; `None`: a `url(…)` without any.
    fn quote(&self, id: FileId, place: Span) -> Option<char> {
        let text = self.sources.text(id);
        let written = text.get(place.range())?;
        written.chars().next().filter(|quote| matches!(quote, '"' | '\'') && written.len() > 1 && written.ends_with(*quote))
    }

    fn import(&mut self, from: usize, import: Import, conditions: String) -> Option<Inclusion> {
        let (id, base) = self.graph.files.get(from).map(|f| (f.id, f.path.clone()))?;
        let request = import.request.clone();
        let place = import.request_span;
        if is_remote(request.trim()) {
            self.graph.diagnostics.push(
                Diagnostic::warning(
                    "style/remote-import",
                    id,
                    place,
                    "a sheet of another origin is loaded when the page runs; its selectors and rpx stay as they are",
                )
                .hint("copy the file into the project"),
            );
            self.graph.external.push(External { file: from, import });
            return None;
        }
        let Some(wanted) = join(self.files, self.root, &base, &request) else {
            self.graph.diagnostics.push(
                Diagnostic::error("style/import-outside", id, place, format!("`{request}` leads out of the mini program"))
                    .hint("import a file of the mini program, from its root with a leading `/`"),
            );
            return None;
        };
        let target = match resolve_style(self.files, self.root, &base, &request) {
            Ok(target) => target,
            Err(mut tried) => {
                let preprocessed = (is_foreign(&wanted) || wanted.ends_with(".styl")) && self.files.is_file(&wanted);
                if tried.is_empty() {
                    tried.push(wanted);
                }
                let message =
                    if preprocessed { format!("`{request}` is not WXSS") } else { format!("there is no style sheet `{request}`") };
                let list = tried.iter().map(|p| format!("`{p}`")).collect::<Vec<_>>().join(", ");
                let error = Diagnostic::error("style/import-not-found", id, place, message);
                let near = suggest(self.files, self.root, &base, &request, &[".wxss"]).filter(|_| !preprocessed);
                self.graph.diagnostics.push(match near {
                    Some(near) => {
                        let quote = self.quote(id, place);
                        let error = error.hint(format!("did you mean `{near}`?"));
                        match quote {
                            Some(quote) => error.fix(format!("write `{near}`"), place, format!("{quote}{near}{quote}")),
                            None => error,
                        }
                    }
                    None => error.hint(format!("create it, or correct the path; tried {list}")),
                });
                return None;
            }
        };
        self.graph.imports.push((base, id, place, target.clone()));
        let index = match self.load(&target) {
            Ok(index) => index,
            Err(error) => {
                self.graph.diagnostics.push(Diagnostic::error("style/unreadable", id, place, unreadable(&target, &error)).hint(READABLE));
                return None;
            }
        };
        if let Some(position) = self.stack.iter().position(|(file, _)| *file == index) {
            self.cycle(id, place, position);
            return None;
        }
        if self.stack.len() >= MAX_DEPTH || self.included.len() >= MAX_INCLUSIONS {
            self.graph.diagnostics.push(Diagnostic::error("style/too-many-imports", id, place, "too many imports inside imports"));
            return None;
        }
        if !self.included.insert((index, conditions.clone())) {
            return None;
        }
        Some(self.include(index, &conditions))
    }

    fn cycle(&mut self, file: FileId, place: Span, position: usize) {
        let round = self.stack.get(position..).unwrap_or_default();
        let message = if round.len() == 1 {
            "a style sheet cannot import itself".to_owned()
        } else {
            format!("these {} style sheets import each other in a circle", round.len())
        };
        let mut diagnostic = Diagnostic::error("style/import-cycle", file, place, message).hint("remove one of the imports");
        for (index, span) in round.iter().take(round.len().saturating_sub(1).min(8)) {
            if let Some(f) = self.graph.files.get(*index) {
                diagnostic = diagnostic.label(f.id, *span, "and this leads there");
            }
        }
        self.graph.diagnostics.push(diagnostic);
    }
}

/// Extensions of the languages that `setting.useCompilerPlugins` of project.config.json switches on, with their names there.
pub const LANGUAGES: [(&str, &str); 3] = [(".less", "less"), (".scss", "sass"), (".sass", "sass")];

/// Whether a sheet is written in a language that has to be translated.
pub fn is_foreign(path: &str) -> bool {
    LANGUAGES.iter().any(|(extension, _)| path.ends_with(extension))
}

/// The imports of a file in order, each with everything that decides whether it applies.
fn imports_of(sheet: &Sheet, conditions: &str) -> Vec<(Import, String)> {
    let imports = sheet.items.iter().filter_map(|item| if let Item::Import(import) = item { Some(import) } else { None });
    let with_conditions = imports.map(|import| {
        let own = [import.layer, import.supports, import.media];
        if own.iter().all(Option::is_none) {
            return (import.clone(), conditions.to_owned());
        }
        let own = own.map(|s| s.map_or("", |s| sheet.slice(s)));
        (import.clone(), format!("{conditions}|{}", own.join(";")))
    });
    with_conditions.collect()
}

/// Whether a URL leads to another origin, or is no file at all.
pub fn is_remote(url: &str) -> bool {
    url.starts_with("//")
        || url
            .split_once(':')
            .is_some_and(|(scheme, _)| scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)))
}

/// Where `request`, as written in the file `base`, leads: project paths. `None`: out of the mini program, and into no package.
pub fn join(files: &dyn Files, root: &str, base: &str, request: &str) -> Option<String> {
    let path = match request.strip_prefix('/') {
        Some(absolute) => normalise(&format!("{}{absolute}", home(files, root, base))),
        None => path::join(base, request),
    };
    let in_project = path != ".." && !path.starts_with("../");
    (in_project && (path.starts_with(root) || path.contains("node_modules/") || !base.starts_with(root))).then_some(path)
}

fn unreadable(path: &str, error: &ReadError) -> String {
    match error {
        ReadError::NotFound => format!("there is no file `{path}`"),
        ReadError::NotUtf8 { valid_up_to } => format!("`{path}` is not UTF-8: byte {valid_up_to} is the first wrong one"),
        ReadError::Io(words) => format!("`{path}` cannot be read: {words}"),
    }
}
