//! The WXML files behind one page or component: its own file, what it imports and includes, the WXS modules of each, and the templates each can see.

use crate::ast::wxml::{Document, Element, Node};
use crate::diagnostics::Diagnostic;
use crate::parse::wxml::parse;
use crate::resolve::config::unreadable;
use crate::resolve::near::suggest;
use crate::resolve::path;
use crate::resolve::script::{home, module_id, module_path};
use crate::source::{FileId, Files, ReadError, Sources, Span};
use std::sync::Arc;

/// All files one owner's template consists of; file 0 is its own.
#[derive(Debug, Default)]
pub struct Closure {
    pub files: Vec<TemplateFile>,
    pub modules: Vec<Module>,
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Debug)]
pub struct TemplateFile {
    /// Relative to the mini-program root.
    pub path: String,
    pub file: FileId,
    pub document: Arc<Document>,
    /// Files whose templates this one sees, in order.
    pub imports: Vec<usize>,
    /// `<include>` element (by the start of its span) → file.
    pub includes: Vec<(u32, usize)>,
    /// A file that it imports is not there (reported): what that would define is not known.
    pub incomplete: bool,
    /// WXS modules by name, as indexes into [`Closure::modules`]; a later one of the same name wins.
    pub wxs: Vec<(String, usize)>,
}

/// A WXS module one of the files names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// `utils/a.wxs`, or `pages/i/i.wxml#m` for an inline one.
    pub id: String,
    pub file: FileId,
    pub span: Span,
}

impl TemplateFile {
    /// The `<template name>` definitions of the file, wherever they stand; a later one of the same name wins.
    pub fn definitions(&self) -> Vec<(&str, &Element)> {
        elements(&self.document).into_iter().filter(|e| e.name == "template").filter_map(|e| Some((literal(e, "name")?.0, e))).collect()
    }
}

/// Reads the template of the owner at `owner` (no extension) and everything behind it.
pub fn closure(files: &dyn Files, root: &str, sources: &Sources, owner: &str) -> Closure {
    let mut loader = Loader { files, root, sources, out: Closure::default() };
    let path = format!("{owner}.wxml");
    match loader.load(&path) {
        Ok(main) => {
            loader.follow(main);
            loader.report_include_cycles();
        }
        // That it is missing is reported where the page or component is named.
        Err(ReadError::NotFound) => {}
        Err(error) => {
            let path = format!("{root}{path}");
            loader.out.diagnostics.push(unreadable(sources.missing(&path), Span::default(), &path, &error));
        }
    }
    loader.out
}

struct Loader<'a> {
    files: &'a dyn Files,
    root: &'a str,
    sources: &'a Sources,
    out: Closure,
}

impl Loader<'_> {
    fn load(&mut self, path: &str) -> Result<usize, ReadError> {
        if let Some(known) = self.out.files.iter().position(|f| f.path == path) {
            return Ok(known);
        }
        let file = self.sources.load(self.files, &module_path(self.root, path))?;
        let parsed = parse(file, &self.sources.text(file));
        self.out.diagnostics.extend(parsed.diagnostics);
        self.out.files.push(TemplateFile {
            path: path.to_owned(),
            file,
            document: Arc::new(parsed.document),
            imports: Vec::new(),
            includes: Vec::new(),
            incomplete: false,
            wxs: Vec::new(),
        });
        Ok(self.out.files.len() - 1)
    }

    /// Follows the references of file `start` and of every file found on the way.
    fn follow(&mut self, start: usize) {
        let mut next = start;
        while let Some((document, path, file)) = self.out.files.get(next).map(|f| (f.document.clone(), f.path.clone(), f.file)) {
            for element in elements(&document) {
                match element.name.as_str() {
                    "import" => {
                        let target = self.reference(element, &path, file);
                        self.edit(next, |f| match target {
                            Some(target) => f.imports.push(target),
                            None => f.incomplete = true,
                        });
                    }
                    "include" => {
                        if let Some(target) = self.reference(element, &path, file) {
                            self.edit(next, |f| f.includes.push((element.span.start, target)));
                        }
                    }
                    "wxs" => {
                        if let Some((name, module)) = self.module(element, &path, file) {
                            self.edit(next, |f| f.wxs.push((name, module)));
                        }
                    }
                    _ => {}
                }
            }
            next += 1;
        }
    }

    fn edit(&mut self, index: usize, change: impl FnOnce(&mut TemplateFile)) {
        if let Some(file) = self.out.files.get_mut(index) {
            change(file);
        }
    }

    /// The file behind `src` of an `<import>` or `<include>`.
    fn reference(&mut self, element: &Element, from: &str, file: FileId) -> Option<usize> {
        let Some((src, span)) = literal(element, "src") else {
            let span = attribute_span(element, "src").unwrap_or(element.name_span);
            self.out.diagnostics.push(
                Diagnostic::error("resolve/static-src", file, span, format!("`<{}>` needs a `src` without `{{{{ }}}}`", element.name))
                    .hint("write the path of the file, for example `src=\"./item.wxml\"`"),
            );
            return None;
        };
        let target = self.target(from, &path::with_extension(src.trim(), ".wxml"));
        if module_path(self.root, &target).starts_with("../") {
            self.out.diagnostics.push(
                Diagnostic::error("resolve/above-root", file, span, format!("`{src}` leads above the root of the mini program"))
                    .hint("paths that start with `/` begin at the root"),
            );
            return None;
        }
        match self.load(&target) {
            Ok(index) => Some(index),
            Err(error) => {
                let diagnostic = self.missing("resolve/missing-template-file", (file, span, from, src), &target, &error);
                self.out.diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// What a path in the file `from` means, from the mini-program root.
    fn target(&self, from: &str, src: &str) -> String {
        let own = module_path(self.root, from);
        match src.strip_prefix('/') {
            Some(rest) => module_id(self.root, &path::normalise(&format!("{}{rest}", home(self.files, self.root, &own)))),
            None => path::join(from, src),
        }
    }

    /// `named`: file and place of the path, the file's own path, and the path as written.
    fn missing(&self, code: &'static str, named: (FileId, Span, &str, &str), tried: &str, error: &ReadError) -> Diagnostic {
        let (file, span, from, src) = named;
        match error {
            ReadError::NotFound => {
                let extensions: &[&str] = if code == "resolve/missing-wxs" { &[".wxs"] } else { &[".wxml"] };
                let from = module_path(self.root, from);
                let near = suggest(self.files, self.root, &from, src.trim(), extensions).map(|near| match code {
                    // The extension of a WXS module cannot be left out.
                    "resolve/missing-wxs" => path::with_extension(&near, ".wxs"),
                    _ => near,
                });
                let without = || {
                    Some(format!("{}.wxs", src.trim()))
                        .filter(|_| code == "resolve/missing-wxs" && self.files.is_file(&format!("{}.wxs", module_path(self.root, tried))))
                };
                let error = Diagnostic::error(code, file, span, format!("there is no `{}`", module_path(self.root, tried)));
                match near.or_else(without) {
                    Some(near) => error.meant(&near),
                    None => error.hint("create the file, or correct the path; one that starts with `/` begins at the mini-program root"),
                }
            }
            ReadError::NotUtf8 { valid_up_to } => {
                Diagnostic::error("project/not-utf8", file, span, format!("`{tried}` is not UTF-8 (at byte {valid_up_to})"))
                    .hint("save the file with UTF-8 encoding")
            }
            ReadError::Io(reason) => Diagnostic::error("project/unreadable", file, span, format!("`{tried}` cannot be read: {reason}"))
                .hint("check the file's permissions"),
        }
    }

    fn module(&mut self, element: &Element, from: &str, file: FileId) -> Option<(String, usize)> {
        let (name, _) = literal(element, "module")?;
        let module = match literal(element, "src") {
            Some((src, span)) => {
                let target = self.target(from, src.trim());
                match self.sources.load(self.files, &module_path(self.root, &target)) {
                    Ok(id) => Module { id: target, file: id, span: Span::new(0, self.sources.text(id).len()) },
                    Err(error) => {
                        let diagnostic = self.missing("resolve/missing-wxs", (file, span, from, src), &target, &error);
                        self.out.diagnostics.push(diagnostic);
                        return None;
                    }
                }
            }
            None => Module { id: format!("{from}#{name}"), file, span: element.raw? },
        };
        let index = self.out.modules.iter().position(|m| *m == module).unwrap_or_else(|| {
            self.out.modules.push(module);
            self.out.modules.len() - 1
        });
        Some((name.to_owned(), index))
    }

    /// An `<include>` that leads back to its own file would never end.
    fn report_include_cycles(&mut self) {
        for start in 0..self.out.files.len() {
            let Some(file) = self.out.files.get(start) else { continue };
            let cyclic: Vec<u32> = file.includes.iter().filter(|(_, to)| self.reaches(*to, start)).map(|(at, _)| *at).collect();
            if cyclic.is_empty() {
                continue;
            }
            let (id, path, document) = (file.file, file.path.clone(), file.document.clone());
            for element in elements(&document) {
                if element.name == "include" && cyclic.contains(&element.span.start) {
                    let span = literal(element, "src").map_or(element.name_span, |(_, span)| span);
                    self.out.diagnostics.push(
                        Diagnostic::error("resolve/include-cycle", id, span, format!("`{path}` includes itself"))
                            .hint("use a `<template>` for recursive structures"),
                    );
                }
            }
            self.edit(start, |f| f.includes.retain(|(at, _)| !cyclic.contains(at)));
        }
    }

    fn reaches(&self, from: usize, to: usize) -> bool {
        let mut seen = vec![false; self.out.files.len()];
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            if let Some(flag) = seen.get_mut(at)
                && !std::mem::replace(flag, true)
                && let Some(file) = self.out.files.get(at)
            {
                open.extend(file.includes.iter().map(|(_, next)| *next));
            }
        }
        false
    }
}

/// All elements of a document, in document order, without recursion.
pub fn elements(document: &Document) -> Vec<&Element> {
    let mut out = Vec::new();
    let mut open: Vec<&Node> = document.nodes.iter().rev().collect();
    while let Some(node) = open.pop() {
        if let Node::Element(element) = node {
            out.push(&**element);
            open.extend(element.children.iter().rev());
        }
    }
    out
}

/// The text of an attribute without mustaches, and where it stands.
pub fn literal<'e>(element: &'e Element, name: &str) -> Option<(&'e str, Span)> {
    let attribute = element.attributes.iter().rev().find(|a| a.name == name)?;
    Some((attribute.value.as_ref()?.literal()?, attribute.value_span))
}

fn attribute_span(element: &Element, name: &str) -> Option<Span> {
    element.attributes.iter().rev().find(|a| a.name == name).map(|a| a.span)
}
