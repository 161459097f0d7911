//! What single files say, kept by their contents: a question about a project parses again only what was edited since the last one.

mod sheet;
mod template;

pub use sheet::{Rule, Sheet, word_at};
pub use template::{LocalKind, Module, Occurrence, PathOf, Root, Source, Template, What, path_of, source_of};

use crate::snapshot::carried;
use oxc::allocator::Allocator;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use wxc_core::analyse::outline::{Outline, outline};
use wxc_core::ast::script::ScriptKind;
use wxc_core::parse::script::{Place, parse, with_stack};
use wxc_core::resolve::json::{Json, JsonKind, Member, parse_json};
use wxc_core::source::{FileId, Span};

/// Parsed files by path, each with the text it was made of.
#[derive(Default)]
pub struct Index {
    templates: Kept<Template>,
    sheets: Kept<Sheet>,
    scripts: Kept<Outline>,
    configs: Kept<Json>,
}

/// A file without an id: what is parsed here is never reported.
const NO_FILE: FileId = FileId(0);

impl Index {
    /// Reads files before anybody asks about them, and forgets all others.
    pub fn warm(&self, files: &BTreeMap<String, Arc<str>>) {
        files.par_iter().for_each(|(path, text)| match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("wxml") => _ = self.template(path, text),
            Some("wxss" | "less" | "scss" | "sass") => _ = self.sheet(path, text),
            Some("js" | "ts" | "wxs") => _ = self.script(path, text),
            Some("json") => _ = self.config(path, text),
            _ => {}
        });
        self.templates.keep(files);
        self.sheets.keep(files);
        self.scripts.keep(files);
        self.configs.keep(files);
    }

    pub fn template(&self, path: &str, text: &Arc<str>) -> Arc<Template> {
        self.templates.get(path, text, |_| Template::read(text))
    }

    pub fn sheet(&self, path: &str, text: &Arc<str>) -> Arc<Sheet> {
        self.sheets.get(path, text, |_| Sheet::read(text))
    }

    /// JavaScript, TypeScript or WXS. A script that is broken while it is edited says what it said before.
    pub fn script(&self, path: &str, text: &Arc<str>) -> Arc<Outline> {
        self.scripts.get(path, text, |before| outline_of(text, ScriptKind::of(path), 0, before))
    }

    /// The WXS of a template that stands between its tags.
    pub fn inline_script(&self, path: &str, module: &str, text: &str, base: u32) -> Arc<Outline> {
        let key = format!("{path}#{module}@{base}");
        self.scripts.get(&key, &Arc::from(text), |before| outline_of(text, ScriptKind::Wxs, base, before))
    }

    /// An empty object for a file that could never be read.
    pub fn config(&self, path: &str, text: &Arc<str>) -> Arc<Json> {
        self.configs.get(path, text, |before| match (parse_json(NO_FILE, text).0, before) {
            (Some(json), _) => json,
            (None, Some((then, json))) => moved(json.clone(), &|span| carried(span, then, text)),
            (None, None) => Json::empty(),
        })
    }
}

fn outline_of(text: &str, kind: ScriptKind, base: u32, before: Option<(&str, &Outline)>) -> Outline {
    match (script(text, kind, base), before) {
        (Some(outline), _) => outline,
        (None, Some((then, outline))) => outline.clone().moved(&|span| {
            let inside = Span { start: span.start.saturating_sub(base), end: span.end.saturating_sub(base) };
            let now = carried(inside, then, text);
            Span { start: now.start + base, end: now.end + base }
        }),
        (None, None) => Outline::default(),
    }
}

fn moved(json: Json, to: &dyn Fn(Span) -> Span) -> Json {
    let kind = match json.kind {
        JsonKind::Array(items) => JsonKind::Array(items.into_iter().map(|item| moved(item, to)).collect()),
        JsonKind::Object(members) => JsonKind::Object(
            members
                .into_iter()
                .map(|member| Member { name_span: to(member.name_span), value: moved(member.value, to), ..member })
                .collect(),
        ),
        other => other,
    };
    Json { span: to(json.span), kind }
}

fn script(text: &str, kind: ScriptKind, base: u32) -> Option<Outline> {
    let place = Place { file: NO_FILE, base };
    with_stack(text, || {
        let allocator = Allocator::default();
        let parsed = parse(&allocator, text, kind, place).ok()?;
        Some(outline(&parsed, text, place))
    })
}

/// By path: the text, and what was made of it.
type ByPath<T> = FxHashMap<String, (Arc<str>, Arc<T>)>;

struct Kept<T>(RwLock<ByPath<T>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T> Kept<T> {
    /// The key of code inside of a template begins with the template's path.
    fn keep(&self, files: &BTreeMap<String, Arc<str>>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|key, _| files.contains_key(key.split('#').next().unwrap_or_default()));
    }

    /// `make` gets what the file said before, and the text that said it.
    fn get(&self, path: &str, text: &Arc<str>, make: impl FnOnce(Option<(&str, &T)>) -> T) -> Arc<T> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        if let Some((of, kept)) = &known
            && (Arc::ptr_eq(of, text) || of == text)
        {
            return kept.clone();
        }
        let made = Arc::new(make(known.as_ref().map(|(then, kept)| (&**then, &**kept))));
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), (text.clone(), made.clone()));
        made
    }
}
