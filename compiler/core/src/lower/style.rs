//! Style sheets: the files of a sheet as one CSS text, in which every selector is confined to its owner.
//!
//! Knows tokens only through the tree of `ast::wxss`; printing and minifying come later. One rule from start to end, in a page whose elements carry `s1` and
//! whose root carries `p1`:
//!
//! ```text
//! page .row > view.on::after { width: 1rpx }
//! wx-page:where(.p1) .row:where(.s1)>wx-view.on:where(.s1)::after{width:1ric;}
//! ```

mod length;
mod media;
mod selector;

use crate::ast::wxss::{AtKind, AtRule, Import, Item, PointKind, Prelude, Rule};
use crate::diagnostics::Diagnostic;
use crate::ir::style::{Flat, Markers, Piece, Rpx, StyleRequest, StyleRole};
use crate::resolve::near::suggest;
use crate::resolve::script::module_id;
use crate::resolve::wxss::{Inclusion, StyleFile, StyleGraph, is_remote, join};
use crate::source::{Files, Span};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Bodies of `@media` can be needed twice, inside each other: a sheet that grows to more than this, and to several times its files, is an attack.
const MAX_FLAT: usize = 2 << 20;

/// Selectors that a nested rule may have when it is written out alone. Nobody writes a thousand.
const MAX_SELECTORS: usize = 4096;

/// Puts the files of a sheet together. The diagnostics are those that only meaning can show (files that `url(…)` names and that do not exist …).
pub fn style(files: &dyn Files, root: &str, graph: &StyleGraph, request: &StyleRequest<'_>) -> (Flat, Vec<Diagnostic>) {
    let mut lower = Lower {
        files,
        root,
        graph,
        request,
        flat: Flat { markers: markers(graph), ..Flat::default() },
        diagnostics: Vec::new(),
        reported: FxHashSet::default(),
        assets: BTreeSet::new(),
        keyframes: FxHashSet::default(),
        suffix: None,
        part: Part::All,
        component_selector: false,
        viewport_queries: false,
        limit: MAX_FLAT.max(4 * graph.files.iter().map(|f| f.sheet.text.len()).sum::<usize>()),
    };
    lower.find_keyframes();
    lower.licences();
    lower.external();
    if let Some(whole) = &graph.whole {
        if request.reference.is_some() {
            lower.part = Part::Hosts;
            lower.inclusion(whole, Place::default());
            lower.part = Part::Others;
        }
        lower.inclusion(whole, Place::default());
    }
    if lower.viewport_queries && request.role != StyleRole::Plain {
        // The viewport element (`view/shell/base.css`) is a size container where somebody asks, and only there.
        lower.write("#wxc{container-type:size}\n");
    }
    lower.flat.assets = std::mem::take(&mut lower.assets).into_iter().collect();
    (lower.flat, lower.diagnostics)
}

/// A unit for rpx that none of the files uses as what it is.
fn markers(graph: &StyleGraph) -> Markers {
    let used = |unit: &&str| graph.files.iter().any(|f| f.sheet.rare_units.contains(unit));
    let rpx = ["ric", "rcap", "rch", "rex", "rlh"].into_iter().find(|unit| !used(unit));
    Markers { rpx: rpx.unwrap_or_default() }
}

struct Lower<'a> {
    files: &'a dyn Files,
    root: &'a str,
    graph: &'a StyleGraph,
    request: &'a StyleRequest<'a>,
    flat: Flat,
    diagnostics: Vec<Diagnostic>,
    /// Places that were reported: a body that is emitted twice has its mistakes once.
    reported: FxHashSet<(usize, u32)>,
    assets: BTreeSet<String>,
    /// Names of `@keyframes` that get the suffix.
    keyframes: FxHashSet<&'a str>,
    /// What makes the names of `@keyframes` this owner's own.
    suffix: Option<&'a str>,
    part: Part,
    /// A selector that WeChat does not want in a component's sheet was reported.
    component_selector: bool,
    /// The sheet asks for the size of the viewport element.
    viewport_queries: bool,
    limit: usize,
}

/// Which rules of the sheet are being written: WeChat's compiler moves the rules for `:host` alone into a sheet of their own, before the others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Hosts,
    Others,
}

impl Part {
    fn has(self, item: &Item) -> bool {
        let host = || matches!(item, Item::Rule(Rule { prelude: Prelude::Selectors(list), .. }) if selector::is_host_alone(list));
        match self {
            Part::All => true,
            Part::Hosts => matches!(item, Item::Import(_)) || host(),
            Part::Others => !host(),
        }
    }
}

/// Where an item stands.
#[derive(Clone, Copy, Default)]
struct Place {
    /// Inside a style rule.
    style: bool,
    lengths: Lengths,
    /// How many selectors the lists of the rules around multiply to; 0 outside of rules.
    selectors: usize,
}

/// Whether custom properties may stand for lengths here.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Lengths {
    #[default]
    Relative,
    /// Conditions of at-rules, and descriptors: `var()` is not allowed.
    Fixed,
    /// `@media`, where WeChat leaves rpx alone, so that the query never applies.
    Media,
}

impl<'a> Lower<'a> {
    /// Names that belong to this owner alone: those that its sheet both defines and uses. A name that only inline styles, custom properties or other sheets
    /// can mean stays what it is, and as in WeChat everybody's.
    fn find_keyframes(&mut self) {
        let own = matches!(self.request.role, StyleRole::Page | StyleRole::Component);
        self.suffix = self.request.scopes.first().map(String::as_str).or(self.request.within).or(self.request.host).filter(|_| own);
        if self.suffix.is_none() {
            return;
        }
        let graph = self.graph;
        let mut used = FxHashSet::default();
        for point in graph.files.iter().flat_map(|f| &f.sheet.points) {
            if let PointKind::Animation(name) = &point.kind {
                used.insert(name.as_str());
            }
        }
        let mut lists: Vec<&'a [Item]> = graph.files.iter().map(|f| f.sheet.items.as_slice()).collect();
        while let Some(items) = lists.pop() {
            for item in items {
                if let Item::At(at) = item {
                    self.keyframes.extend(at.keyframes.as_deref().filter(|name| used.contains(name)));
                    lists.extend(at.items.as_deref().filter(|_| at.kind == AtKind::Grouping));
                }
            }
        }
    }

    /// `/*! … */` at the head of files: licences stay.
    fn licences(&mut self) {
        let mut seen = FxHashSet::default();
        for file in &self.graph.files {
            let comments = file.sheet.points.iter().take_while(|p| p.kind == PointKind::Comment);
            for comment in comments.map(|p| file.sheet.slice(p.span)).filter(|c| c.starts_with("/*!") && c.ends_with("*/")) {
                if seen.insert(comment) {
                    self.write(comment);
                    self.write("\n");
                }
            }
        }
    }

    /// `@import`s of other origins, which must come first.
    fn external(&mut self) {
        for external in &self.graph.external {
            let Some(file) = self.graph.files.get(external.file) else { continue };
            let import = &external.import;
            self.place(file, import.span.start);
            self.write("@import ");
            self.string(import.request.trim());
            if let Some(layer) = import.layer {
                self.write(" layer");
                if !layer.is_empty() {
                    self.parenthesized(file, layer);
                }
            }
            if let Some(supports) = import.supports {
                self.write(" supports");
                self.parenthesized(file, supports);
            }
            if let Some(media) = import.media {
                self.write(" ");
                self.copy(file, media, Lengths::Media);
            }
            self.write(";\n");
        }
    }

    fn inclusion(&mut self, inclusion: &Inclusion, place: Place) {
        if let Some(file) = self.graph.files.get(inclusion.file) {
            self.items(file, inclusion, &file.sheet.items, place);
        }
    }

    fn items(&mut self, file: &'a StyleFile, inclusion: &Inclusion, items: &'a [Item], place: Place) {
        for item in items {
            if !place.style && !self.part.has(item) {
                continue;
            }
            if self.flat.css.len() > self.limit {
                self.report(file, Span::default(), |id, span| {
                    Diagnostic::error("style/too-large", id, span, "this sheet becomes too large: media queries repeat its rules too often")
                });
                return;
            }
            let start = self.flat.css.len();
            match item {
                Item::Import(import) => {
                    if let Some(child) = inclusion.imports.get(&import.span.start) {
                        self.import(file, import, child, place);
                    }
                    continue;
                }
                Item::Rule(rule) => self.rule(file, inclusion, rule, place),
                Item::At(at) => self.at_rule(file, inclusion, at, place),
                Item::Ignored(_) if self.request.reference.is_none() => continue,
                Item::Ignored(span) => {
                    self.copy(file, *span, place.lengths);
                    self.write(if file.sheet.slice(*span).ends_with(';') { "" } else { ";" });
                }
                Item::Declaration(declaration) => {
                    self.copy(file, declaration.span, place.lengths);
                    self.write(";");
                }
            }
            if place.style && self.flat.css.len() > start {
                let statement = Span::new(start, self.flat.css.len());
                self.flat.statements.push((statement.start, statement.end));
            }
        }
    }

    fn import(&mut self, file: &'a StyleFile, import: &'a Import, child: &Inclusion, place: Place) {
        let body = |lower: &mut Self| {
            let mut open = 0;
            if let Some(supports) = import.supports {
                lower.write("@supports ");
                lower.parenthesized(file, supports);
                lower.write("{");
                open += 1;
            }
            if let Some(layer) = import.layer {
                lower.write("@layer ");
                lower.copy(file, layer, Lengths::Fixed);
                lower.write("{");
                open += 1;
            }
            lower.inclusion(child, place);
            lower.close(open);
        };
        self.place(file, import.span.start);
        match import.media {
            Some(list) => self.media(file, import.span.start, list, import.queries.as_deref(), &body),
            None => body(self),
        }
    }

    fn rule(&mut self, file: &'a StyleFile, inclusion: &Inclusion, rule: &'a Rule, place: Place) {
        if matches!(rule.prelude, Prelude::Ignored(_)) && self.request.reference.is_none() {
            return;
        }
        let own = if let Prelude::Selectors(list) = &rule.prelude { list.len() } else { 1 };
        let place = Place { selectors: place.selectors.max(1).saturating_mul(own), ..place };
        if place.style && place.selectors > MAX_SELECTORS {
            return self.report(file, rule.span, |id, span| {
                let message = "these nested rules become too many: each list of selectors multiplies those around it";
                Diagnostic::error("style/too-large", id, span, message).hint("take the rule out of those around it")
            });
        }
        let start = self.flat.css.len();
        self.begin(file, rule.span.start);
        let nested = self.flat.nested;
        self.flat.nested |= place.style;
        let inner = match &rule.prelude {
            Prelude::Ignored(span) => {
                self.ignored_prelude(file, *span);
                Place { style: true, ..place }
            }
            Prelude::Selectors(selectors) => {
                self.selectors(file, selectors, place.style);
                Place { style: true, ..place }
            }
            Prelude::Frame(span) => {
                self.copy(file, *span, Lengths::Fixed);
                Place { style: true, lengths: Lengths::Relative, ..place }
            }
        };
        self.write("{");
        self.items(file, inclusion, &rule.items, inner);
        if self.flat.css.ends_with('{') && self.request.reference.is_none() && !matches!(rule.prelude, Prelude::Frame(_)) {
            self.flat.nested = nested;
            return self.undo(start);
        }
        self.write("}\n");
    }

    /// Takes back what was written since `start`: a rule without declarations says nothing.
    fn undo(&mut self, start: usize) {
        let at = Span::at(start).start;
        self.flat.css.truncate(start);
        self.flat.pieces.truncate(self.flat.pieces.partition_point(|p| p.at < at));
        self.flat.rules.truncate(self.flat.rules.partition_point(|p| p.at < at));
    }

    fn at_rule(&mut self, file: &'a StyleFile, inclusion: &Inclusion, at: &'a AtRule, place: Place) {
        if at.kind == AtKind::Ignored && self.request.reference.is_none() {
            return;
        }
        if at.name == "media"
            && at.kind == AtKind::Grouping
            && let Some(items) = &at.items
        {
            self.flat.nested |= place.style;
            return self.media(file, at.span.start, at.prelude, at.media.as_deref(), &|lower: &mut Self| {
                lower.items(file, inclusion, items, place);
            });
        }
        self.begin(file, at.span.start);
        self.flat.nested |= place.style && at.kind == AtKind::Grouping;
        self.write("@");
        self.write(&at.name);
        self.write(" ");
        match (&at.keyframes, self.suffix) {
            (Some(name), Some(suffix)) if self.keyframes.contains(name.as_str()) => self.identifier(&format!("{name}-{suffix}")),
            _ => self.copy(file, at.prelude, self.conditions()),
        }
        let Some(items) = &at.items else { return self.write(";\n") };
        let inner = match at.kind {
            AtKind::Grouping | AtKind::Ignored => place,
            AtKind::Keyframes => Place::default(),
            AtKind::Descriptors => {
                Place { style: true, lengths: if at.name == "position-try" { Lengths::Relative } else { Lengths::Fixed }, selectors: 0 }
            }
        };
        self.write("{");
        self.items(file, inclusion, items, inner);
        self.write("}\n");
    }

    /// Copies a range of a file, with what its points stand for.
    fn copy(&mut self, file: &'a StyleFile, span: Span, lengths: Lengths) {
        let mut at = span.start;
        for point in file.sheet.points_in(span) {
            if point.span.start < at {
                continue;
            }
            self.verbatim(file, Span { start: at, end: point.span.start });
            at = point.span.end;
            self.place(file, point.span.start);
            match &point.kind {
                PointKind::Comment => self.write("/**/"),
                PointKind::Length { number_end, unit } => self.length(file, point.span, *number_end, *unit, lengths),
                PointKind::Url(url) => match self.asset(file, point.span, url) {
                    Some(asset) => {
                        self.write("url(");
                        self.string(&asset);
                        self.write(")");
                    }
                    None => self.verbatim(file, point.span),
                },
                PointKind::UrlString(url) => match self.asset(file, point.span, url) {
                    Some(asset) => self.string(&asset),
                    None => self.verbatim(file, point.span),
                },
                PointKind::Animation(name) => match self.suffix.filter(|_| self.keyframes.contains(name.as_str())) {
                    Some(suffix) => self.identifier(&format!("{name}-{suffix}")),
                    None => self.verbatim(file, point.span),
                },
            }
        }
        self.verbatim(file, Span { start: at, end: span.end });
    }

    /// The text of a `url(…)` that names a file of the package. `None`: it names none, and stays.
    fn asset(&mut self, file: &StyleFile, span: Span, url: &str) -> Option<String> {
        let url = url.trim();
        if self.request.role == StyleRole::Plain || url.is_empty() || url.starts_with('#') || is_remote(url) {
            return None;
        }
        let (path, rest) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        let find = |path: &str| join(self.files, self.root, &file.path, path).filter(|p| self.files.is_file(p));
        let found = find(path).or_else(|| find(&percent_decoded(path)?)).map(|path| module_id(self.root, &path));
        match found {
            Some(path) => {
                let text = format!("wxc-asset:{path}{rest}");
                self.assets.insert(path);
                Some(text)
            }
            None => {
                let tried = join(self.files, self.root, &file.path, path);
                let near = suggest(self.files, self.root, &file.path, path, &[]);
                self.report(file, span, |id, span| {
                    let missing = Diagnostic::warning("style/asset-not-found", id, span, format!("there is no file `{path}`"));
                    match tried {
                        _ if let Some(near) = &near => missing.hint(format!("did you mean `{near}`?")),
                        Some(tried) => missing.hint(format!("tried `{tried}`")),
                        None => missing.hint("the path leads out of the mini program"),
                    }
                });
                None
            }
        }
    }

    /// Reports something once per place, however often its rule is emitted.
    fn report(&mut self, file: &StyleFile, span: Span, make: impl FnOnce(crate::source::FileId, Span) -> Diagnostic) {
        if self.reported.insert((file.id.0 as usize, span.start)) {
            self.diagnostics.push(make(file.id, span));
        }
    }

    fn parenthesized(&mut self, file: &'a StyleFile, span: Span) {
        self.write("(");
        self.copy(file, span, self.conditions());
        self.write(")");
    }

    fn close(&mut self, blocks: usize) {
        for _ in 0..blocks {
            self.write("}\n");
        }
    }

    fn verbatim(&mut self, file: &StyleFile, span: Span) {
        let text = file.sheet.slice(span);
        if text.is_empty() {
            return;
        }
        let piece = Piece { at: Span::at(self.flat.css.len()).start, len: Span::at(text.len()).start, file: file.id, source: span.start };
        self.flat.pieces.push(piece);
        self.flat.css.push_str(text);
    }

    /// A rule begins here.
    fn begin(&mut self, file: &StyleFile, source: u32) {
        let piece = Piece { at: Span::at(self.flat.css.len()).start, len: 0, file: file.id, source };
        self.flat.rules.push(piece);
        self.flat.pieces.push(piece);
    }

    /// What is written next comes from this place.
    fn place(&mut self, file: &StyleFile, source: u32) {
        self.flat.pieces.push(Piece { at: Span::at(self.flat.css.len()).start, len: 0, file: file.id, source });
    }

    fn write(&mut self, text: &str) {
        self.flat.css.push_str(text);
    }

    fn string(&mut self, text: &str) {
        // Writing to a string cannot fail.
        let _ = cssparser::serialize_string(text, &mut self.flat.css);
    }

    fn identifier(&mut self, name: &str) {
        let _ = cssparser::serialize_identifier(name, &mut self.flat.css);
    }

    fn number(&mut self, value: f64) {
        let rounded = (value * 1e5).round() / 1e5;
        let _ = write!(self.flat.css, "{}", if rounded == 0.0 { 0.0 } else { rounded });
    }

    /// In `@supports` and the like rpx is converted, or a browser would be asked about a unit that none knows.
    fn conditions(&self) -> Lengths {
        if self.request.reference.is_some() { Lengths::Media } else { Lengths::Fixed }
    }

    /// Whether width and height are asked of the viewport element instead of the window.
    fn measures_viewport(&self) -> bool {
        self.request.rpx == Rpx::Var || self.request.role != StyleRole::Plain
    }
}

fn percent_decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}
