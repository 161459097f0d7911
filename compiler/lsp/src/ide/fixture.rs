//! Projects for tests, written in one text: `//- path` begins a file, `‸` marks the place a question is about.

use crate::ide::index::Index;
use crate::ide::world::World;
use std::collections::BTreeMap;
use std::sync::Arc;
use wxc_core::resolve::project::{Read, read_project};
use wxc_core::source::Sources;

pub struct Fixture {
    pub files: BTreeMap<String, Vec<u8>>,
    read: Read,
    index: Index,
    /// Marked place: path and offset.
    pub mark: (String, usize),
}

/// A page `pages/a/a` with its script, and an `app.json` that lists it, unless the text has its own.
const USUAL: &[(&str, &str)] = &[
    ("app.json", r#"{ "pages": ["pages/a/a"] }"#),
    ("app.js", "App({})"),
    ("pages/a/a.json", "{}"),
    ("pages/a/a.js", "Page({})"),
    ("pages/a/a.wxml", ""),
];

impl Fixture {
    pub fn new(text: &str) -> Self {
        let mut files: BTreeMap<String, String> = USUAL.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        for part in format!("\n{text}").split("\n//- ").skip(1) {
            let (path, text) = part.split_once('\n').unwrap_or((part, ""));
            files.insert(path.trim().to_owned(), text.to_owned());
        }
        let mut mark = (String::new(), 0);
        for (path, text) in &mut files {
            if let Some(at) = text.find('‸') {
                mark = (path.clone(), at);
                *text = text.replacen('‸', "", 1);
            }
        }
        let files: BTreeMap<String, Vec<u8>> = files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        let read = read_project(&files, &Sources::default());
        Self { files, read, index: Index::default(), mark }
    }

    /// A page's template, with everything else as text.
    pub fn page(template: &str, others: &str) -> Self {
        Self::new(&format!("//- pages/a/a.wxml\n{template}\n{others}"))
    }

    pub fn ask<R>(&self, question: impl FnOnce(&World<'_>, &str, usize) -> R) -> R {
        let texts = |path: &str| Some(Arc::from(self.text(path)?));
        let world = World::new(&self.files, self.read.project.as_ref(), &self.index, &texts);
        question(&world, &self.mark.0, self.mark.1)
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?).ok()
    }
}

impl Fixture {
    /// Places as `path:line text`, for comparing.
    pub fn shown(&self, place: &crate::ide::Place) -> String {
        let text = self.text(&place.path).unwrap_or_default();
        let line = text.get(..place.span.start as usize).unwrap_or_default().matches('\n').count() + 1;
        let written = text.get(place.span.range()).unwrap_or("?");
        format!("{}:{line} {written}", place.path).trim_end().to_owned()
    }
}
