//! The module graph: every script that the entries can reach, compiled once and in parallel, with the answers to its requests.

use crate::ast::script::{Request, ScriptKind};
use crate::diagnostics::Diagnostic;
use crate::resolve::near::{relative_to, suggest};
use crate::resolve::script::{Aliases, module_id, resolve_request, resolve_wxs};
use crate::source::{FileId, Files, ReadError, Sources, Span};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A module of the program; `T` is what compiling made of it.
#[derive(Clone, Debug)]
pub struct Module<T> {
    /// What emitted code calls it: its path from the mini-program root; `pages/i/i.wxml#m` for WXS inside WXML.
    pub id: String,
    /// The file, from the project's root.
    pub path: String,
    pub file: FileId,
    pub kind: ScriptKind,
    pub output: T,
    /// Request text → id of the module, `None` where the file is missing (reported).
    pub requests: BTreeMap<String, Option<String>>,
    /// Ids that it loads at run time (`require.async`, `import()`): they may lie in another package.
    pub dynamic: BTreeSet<String>,
}

/// All modules, sorted by id.
#[derive(Clone, Debug)]
pub struct Modules<T> {
    pub modules: Vec<Arc<Module<T>>>,
    /// About requests; those about a module's text are in its output.
    pub diagnostics: Vec<Diagnostic>,
}

/// A text to compile.
#[derive(Clone, Debug)]
pub struct ModuleText<'a> {
    pub id: &'a str,
    pub file: FileId,
    pub text: Arc<str>,
    /// The module's part of the text; all of it, but for WXS inside WXML.
    pub span: Span,
    pub kind: ScriptKind,
}

/// Where a graph begins: a file of the project, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: String,
    /// From the project's root.
    pub path: String,
    pub span: Option<Span>,
}

impl Entry {
    pub fn file(root: &str, path: &str) -> Self {
        Self { id: module_id(root, path), path: path.to_owned(), span: None }
    }
}

/// A module with what it leads to: everything that its text and the answers to its requests decide.
#[derive(Debug)]
pub struct Node<T> {
    pub module: Arc<Module<T>>,
    /// What it requires, with the places that say so.
    reached: Vec<(Entry, Span)>,
    diagnostics: Vec<Diagnostic>,
}

impl<T> Node<T> {
    /// Some request leads nowhere.
    pub fn has_mistakes(&self) -> bool {
        !self.diagnostics.is_empty()
    }
}

/// A node that is known, or a file to make one of.
type Step<T> = Result<Arc<Node<T>>, (Entry, FileId)>;

/// How the texts of a graph become modules.
#[derive(Clone, Copy)]
pub struct Graph<'a> {
    pub files: &'a dyn Files,
    pub sources: &'a Sources,
    pub root: &'a str,
    /// `None`: WXS, whose requests are paths of files.
    pub aliases: Option<&'a Aliases>,
}

/// What keeps the nodes of earlier builds.
pub trait Nodes<T>: Sync {
    /// The node of this entry, if nothing it depends on has changed.
    fn find(&self, entry: &Entry) -> Option<Arc<Node<T>>>;
    /// Compiles a text; `graph.node` turns the answer into a node.
    fn make(&self, graph: &Graph<'_>, entry: &Entry, file: FileId) -> Arc<Node<T>>;
}

impl Graph<'_> {
    /// All nodes reachable from `entries`, sorted by id. Breadth first: the files of a round are read in order (so that file ids do not depend on threads), then
    /// compiled in parallel.
    pub fn walk<T: Send + Sync>(&self, entries: Vec<Entry>, nodes: &impl Nodes<T>) -> Modules<T> {
        let mut found: Vec<Arc<Node<T>>> = Vec::new();
        let mut diagnostics = Vec::new();
        let mut known: FxHashSet<String> = FxHashSet::default();
        // the request that first named a file, for the report if it cannot be read
        let mut round: Vec<(Entry, Option<(FileId, Span)>)> = entries.into_iter().map(|entry| (entry, None)).collect();
        while !round.is_empty() {
            let mut read: Vec<Step<T>> = Vec::new();
            for (entry, named) in round.drain(..) {
                if !known.insert(entry.id.clone()) {
                    continue;
                }
                if let Some(node) = nodes.find(&entry) {
                    read.push(Ok(node));
                    continue;
                }
                match self.sources.load(self.files, &entry.path) {
                    Ok(file) => read.push(Err((entry, file))),
                    Err(error) => {
                        // A missing script of a page is reported where the page is named.
                        let named =
                            named.or_else(|| (error != ReadError::NotFound).then(|| (self.sources.missing(&entry.path), Span::default())));
                        diagnostics.extend(named.map(|(file, span)| unreadable(&entry.path, &error, file, span)));
                    }
                }
            }
            let make = |node| match node {
                Ok(node) => node,
                Err((entry, file)) => nodes.make(self, &entry, file),
            };
            let made: Vec<Arc<Node<T>>> = read.into_par_iter().map(make).collect();
            for node in &made {
                let reached = node.reached.iter().filter(|(entry, _)| !known.contains(&entry.id));
                round.extend(reached.map(|(entry, span)| (entry.clone(), Some((node.module.file, *span)))));
                diagnostics.extend(node.diagnostics.iter().cloned());
            }
            found.extend(made);
        }
        let mut modules: Vec<Arc<Module<T>>> = found.into_iter().map(|node| node.module.clone()).collect();
        modules.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        Modules { modules, diagnostics }
    }

    /// The node of a compiled text with its requests.
    pub fn node<T>(&self, entry: &Entry, file: FileId, compile: impl FnOnce(&ModuleText<'_>) -> (T, Vec<Request>)) -> Node<T> {
        let text = self.sources.text(file);
        let span = entry.span.unwrap_or(Span::new(0, text.len()));
        let kind = if entry.span.is_some() { ScriptKind::Wxs } else { ScriptKind::of(&entry.path) };
        let (output, requests) = compile(&ModuleText { id: &entry.id, file, text, span, kind });
        let mut module = Module {
            id: entry.id.clone(),
            path: entry.path.clone(),
            file,
            kind,
            output,
            requests: BTreeMap::new(),
            dynamic: BTreeSet::new(),
        };
        let mut reached = Vec::new();
        let mut diagnostics = Vec::new();
        for request in &requests {
            let answer = match self.resolve(&module.path, request) {
                Ok(path) => {
                    let next = Entry::file(self.root, &path);
                    let id = next.id.clone();
                    if request.dynamic {
                        module.dynamic.insert(id.clone());
                    }
                    reached.push((next, request.span));
                    Some(id)
                }
                Err(tried) => {
                    if !module.requests.contains_key(&request.text) {
                        diagnostics.extend(missing(self.files, self.root, &module.path, request, &tried, file, kind));
                    }
                    None
                }
            };
            module.requests.insert(request.text.clone(), answer);
        }
        Node { module: Arc::new(module), reached, diagnostics }
    }

    fn resolve(&self, from: &str, request: &Request) -> Result<String, Vec<String>> {
        match self.aliases {
            Some(aliases) => resolve_request(self.files, self.root, from, &request.text, aliases),
            None => resolve_wxs(self.files, self.root, from, &request.text),
        }
    }
}

/// Keeps nothing: every text is compiled.
pub struct Anew<F>(pub F);

impl<T: Send + Sync, F: Fn(&ModuleText<'_>) -> (T, Vec<Request>) + Sync> Nodes<T> for Anew<F> {
    fn find(&self, _: &Entry) -> Option<Arc<Node<T>>> {
        None
    }
    fn make(&self, graph: &Graph<'_>, entry: &Entry, file: FileId) -> Arc<Node<T>> {
        Arc::new(graph.node(entry, file, |text| (self.0)(text)))
    }
}

fn missing(
    files: &dyn Files,
    root: &str,
    from: &str,
    request: &Request,
    tried: &[String],
    file: FileId,
    kind: ScriptKind,
) -> Option<Diagnostic> {
    let text = &request.text;
    let looked = tried.first().map(|path| format!("; looked for `{path}`")).unwrap_or_default();
    let message = format!("there is no module `{text}`");
    if request.optional {
        // the program tests for it
        return None;
    }
    let relative = text.starts_with(['.', '/']) || kind == ScriptKind::Wxs;
    let name = text.split('/').take(if text.starts_with('@') { 2 } else { 1 }).collect::<Vec<_>>().join("/");
    let extensions: &[&str] = if kind == ScriptKind::Wxs { &[] } else { &[".ts", ".js", ".json"] };
    // `utils/util` is often meant from the root.
    let from_root = || {
        let near = suggest(files, root, from, &format!("/{text}"), extensions).filter(|_| !relative && text.contains('/'))?;
        Some(relative_to(from, &format!("{root}{}", near.trim_start_matches('/'))))
    };
    let hint = if let Some(near) = suggest(files, root, from, text, extensions).or_else(from_root) {
        format!("did you mean `{near}`?")
    } else if relative {
        format!("create the file, or correct the path{looked}")
    } else if NODE_MODULES.contains(&text.strip_prefix("node:").unwrap_or(text)) {
        format!("`{text}` is part of Node, which mini programs do not have; use a package for browsers")
    } else {
        format!("run `npm install {name}`, or write `./{text}` for a file beside this one")
    };
    Some(Diagnostic::error("script/missing-module", file, request.span, message).hint(hint))
}

/// Built-in modules of Node that packages ask for.
const NODE_MODULES: [&str; 16] = [
    "assert",
    "buffer",
    "child_process",
    "crypto",
    "events",
    "fs",
    "http",
    "https",
    "net",
    "os",
    "path",
    "process",
    "stream",
    "url",
    "util",
    "zlib",
];

fn unreadable(path: &str, error: &ReadError, file: FileId, span: Span) -> Diagnostic {
    let why = match error {
        ReadError::NotFound => "it does not exist".to_owned(),
        ReadError::NotUtf8 { valid_up_to } => format!("it is not UTF-8 (byte {valid_up_to})"),
        ReadError::Io(message) => message.clone(),
    };
    let message = format!("cannot read `{path}`: {why}");
    Diagnostic::error("script/unreadable", file, span, message).hint("save the file as UTF-8 text, readable for the compiler")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A compiler that finds `>request` words.
    fn words(module: &ModuleText<'_>) -> (String, Vec<Request>) {
        let text = &module.text[module.span.range()];
        let requests = text.split(' ').filter_map(|word| word.strip_prefix('>')).map(|word| Request {
            text: word.to_owned(),
            span: Span::default(),
            dynamic: word.ends_with("lazy"),
            optional: word.ends_with("maybe"),
        });
        (text.to_owned(), requests.collect())
    }

    fn files(entries: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        entries.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn reaches_everything_once_and_survives_cycles() {
        let files = files(&[
            ("m/a.js", ">./b >./c >./b"),
            ("m/b.js", ">./a >./d.json"),
            ("m/c.js", ">./lazy >./no >./maybe"),
            ("m/d.json", ""),
            ("m/lazy.js", ""),
        ]);
        let sources = Sources::default();
        let entries = vec![Entry::file("m/", "m/a.js"), Entry::file("m/", "m/a.js")];
        let aliases = Aliases::default();
        let all = Graph { files: &files, sources: &sources, root: "m/", aliases: Some(&aliases) }.walk(entries, &Anew(words));
        let shown: Vec<String> = all.modules.iter().map(|m| format!("{} {:?} {:?}", m.id, m.requests, m.dynamic)).collect();
        assert_eq!(
            shown,
            [
                r#"a.js {"./b": Some("b.js"), "./c": Some("c.js")} {}"#,
                r#"b.js {"./a": Some("a.js"), "./d.json": Some("d.json")} {}"#,
                r#"c.js {"./lazy": Some("lazy.js"), "./maybe": None, "./no": None} {"lazy.js"}"#,
                "d.json {} {}",
                "lazy.js {} {}",
            ]
        );
        let messages: Vec<&str> = all.diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(messages, ["there is no module `./no`"]);
    }

    #[test]
    fn wxs_inside_wxml_is_a_module_of_its_own() {
        let files = files(&[("p/i.wxml", "<wxs module='m'>>./u.wxs >/v.wxs</wxs>"), ("p/u.wxs", ""), ("v.wxs", "")]);
        let entry = Entry { id: "p/i.wxml#m".to_owned(), path: "p/i.wxml".to_owned(), span: Some(Span::new(16, 32)) };
        let all = Graph { files: &files, sources: &Sources::default(), root: "", aliases: None }.walk(vec![entry], &Anew(words));
        let shown: Vec<String> = all.modules.iter().map(|m| format!("{} {:?} {:?}", m.id, m.kind, m.requests)).collect();
        assert_eq!(shown, [r#"p/i.wxml#m Wxs {"./u.wxs": Some("p/u.wxs"), "/v.wxs": Some("v.wxs")}"#, "p/u.wxs Wxs {}", "v.wxs Wxs {}"]);
        assert!(all.diagnostics.is_empty());
    }
}
