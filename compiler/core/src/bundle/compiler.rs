//! The driver: project → scripts → scopes → templates → style sheets → output. Keeps every compiled piece, so that a second build does again only what
//! changed files touch.

use crate::bundle::memo::{Memo, Tracer};
use crate::bundle::output::{Emitter, emit};
use crate::bundle::package::{Piece, module_piece, unit_piece, wxs_piece};
use crate::bundle::scopes::{GLOBAL, Isolation, Names, isolation, names, reach};
use crate::bundle::{Build, BuildOptions, Mode};
use crate::diagnostics::Diagnostic;
use crate::emit::script::{ScriptFacts, ScriptKind, ScriptOutput, script};
use crate::emit::style::{Rpx, StyleOutput, StyleRequest, StyleRole, style};
use crate::emit::template::{Owner, TemplateOutput, Using, template};
use crate::resolve::config::unreadable;
use crate::resolve::project::{CUSTOM_TAB_BAR, Project, read_project};
use crate::resolve::unit::{Unit, Use};
use crate::source::{FileId, Files, ReadError, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A user script or WXS module, compiled, its requests resolved.
#[derive(Debug, Default)]
pub struct Module {
    pub output: ScriptOutput,
    pub factory: Piece,
    /// Request text → module path; `None`: reported as missing.
    pub requests: BTreeMap<String, Option<String>>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The template of a page or component, compiled.
#[derive(Debug, Default)]
pub struct Template {
    pub output: TemplateOutput,
    pub make: Piece,
}

/// Everything a style sheet's text depends on besides files.
#[derive(Clone, Debug, PartialEq)]
struct StyleKey {
    path: String,
    role: StyleRole,
    scopes: Vec<String>,
    within: Option<String>,
    host: Option<String>,
}

/// Where a WXS module's text lies.
#[derive(Clone, Debug, PartialEq, Eq)]
struct WxsKey {
    file: FileId,
    path: String,
    span: Option<Span>,
}

/// A project with all its pieces compiled: what [`emit`] makes files of.
pub struct Compiled {
    pub project: Arc<(Option<Project>, Vec<Diagnostic>)>,
    pub names: Vec<Names>,
    /// User modules by path, only those that something in use requires.
    pub modules: BTreeMap<String, Arc<Module>>,
    pub wxs: BTreeMap<String, Arc<Module>>,
    /// By unit.
    pub templates: Vec<Arc<Template>>,
    /// By page (in the order of `app.pages`): the units it reaches, itself last.
    pub reach: Vec<Vec<usize>>,
    /// Units that some page reaches, each after the components it uses.
    pub units: Vec<usize>,
    pub app_style: Option<Arc<StyleOutput>>,
    /// By page, then by unit of its reach.
    pub styles: Vec<Vec<Option<Arc<StyleOutput>>>>,
}

/// Compiles a project, again and again.
pub struct Compiler {
    pub(crate) options: BuildOptions,
    pub(crate) sources: Arc<Sources>,
    project: Memo<(), (Option<Project>, Vec<Diagnostic>)>,
    scripts: Memo<ScriptKind, Module>,
    wxs: Memo<WxsKey, Module>,
    templates: Memo<Owner, Template>,
    styles: Memo<StyleKey, StyleOutput>,
    emitter: Emitter,
}

impl Compiler {
    pub fn new(options: BuildOptions) -> Self {
        Self {
            options,
            sources: Arc::default(),
            project: Memo::default(),
            scripts: Memo::default(),
            wxs: Memo::default(),
            templates: Memo::default(),
            styles: Memo::default(),
            emitter: Emitter::default(),
        }
    }

    /// Says that these files (below the project) were changed, created or deleted since the last build.
    pub fn invalidate(&mut self, files: &dyn Files, changed: &BTreeSet<String>) {
        for path in changed {
            let text = files.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            self.sources.update(path, text.as_deref());
        }
        self.project.invalidate(files, changed);
        self.scripts.invalidate(files, changed);
        self.wxs.invalidate(files, changed);
        self.templates.invalidate(files, changed);
        self.styles.invalidate(files, changed);
    }

    /// Runs all phases.
    pub fn build(&mut self, files: &dyn Files) -> Build {
        let (compiled, diagnostics) = self.compile(files);
        let mut build = match &compiled {
            Some(compiled) => emit(&mut self.emitter, &self.options, &self.sources, files, compiled),
            None => Build::default(),
        };
        build.diagnostics.extend(diagnostics);
        self.finish(build)
    }

    /// Runs all phases but the last.
    pub fn check(&mut self, files: &dyn Files) -> Build {
        let (compiled, diagnostics) = self.compile(files);
        let mut build = Build { diagnostics, ..Build::default() };
        if let Some(compiled) = &compiled {
            build.diagnostics.extend(crate::bundle::output::check_assets(files, compiled));
            count(&mut build, compiled);
        }
        self.finish(build)
    }

    fn finish(&self, mut build: Build) -> Build {
        build.sources = self.sources.clone();
        let place = |d: &Diagnostic| (self.sources.path(d.file), d.span.start, d.span.end, d.code, d.message.clone());
        build.diagnostics.sort_by_cached_key(place);
        build.diagnostics.dedup();
        build
    }

    fn compile(&mut self, files: &dyn Files) -> (Option<Compiled>, Vec<Diagnostic>) {
        let sources = self.sources.clone();
        let read = |files: &Tracer<'_>, _: &str, (): &()| (read_project(files, &sources), Vec::new());
        let Some(read) = self.project.run(files, vec![("project".to_owned(), ())], read).pop() else { return (None, Vec::new()) };
        let mut diagnostics = read.1.clone();
        let Some(project) = &read.0 else { return (None, diagnostics) };

        let names = names(project, self.options.mode == Mode::Dev);
        let scripts = self.compile_scripts(files, project);
        let nothing = ScriptFacts::default();
        let facts = |unit: &Unit| {
            unit.script.as_ref().and_then(|path| scripts.get(module_path(project, path))).map_or(&nothing, |m| &m.output.facts)
        };
        let isolations: Vec<Isolation> = project.units.iter().map(|unit| isolation(unit, facts(unit))).collect();
        let owners = project.units.iter().zip(&names).zip(&isolations);
        let owners =
            owners.map(|((unit, own), isolation)| owner(project, &names, unit, own, *isolation, facts(unit), self.options.mode)).collect();
        let templates = self.compile_templates(files, project, owners);

        let used: Vec<Vec<usize>> =
            project.units.iter().zip(&templates).map(|(unit, template)| used_units(project, unit, template)).collect();
        let reach = reach_of_pages(project, &used);
        let units = in_order(&reach);
        let modules = modules_in_use(project, &scripts, &units);
        let wxs = self.compile_wxs(files, project, &templates, &units);
        let (app_style, styles) = self.compile_styles(files, project, &names, &isolations, &reach);

        diagnostics.extend(
            scripts.values().chain(wxs.values()).flat_map(|module| module.output.diagnostics.iter().chain(&module.diagnostics)).cloned(),
        );
        diagnostics.extend(templates.iter().flat_map(|template| template.output.diagnostics.iter()).cloned());
        diagnostics.extend(app_style.iter().chain(styles.iter().flatten().flatten()).flat_map(|style| style.diagnostics.iter()).cloned());
        let compiled = Compiled { project: read.clone(), names, modules, wxs, templates, reach, units, app_style, styles };
        (Some(compiled), diagnostics)
    }

    /// Compiles the scripts of the app and of all units with everything they require, in waves.
    fn compile_scripts(&mut self, files: &dyn Files, project: &Project) -> BTreeMap<String, Arc<Module>> {
        let sources = self.sources.clone();
        let minify = self.options.mode == Mode::Release;
        let root = project.root().to_owned();
        let own = project.units.iter().filter_map(|unit| unit.script.as_ref()).chain(&project.script);
        let mut wave: BTreeSet<String> = own.map(|path| module_path(project, path).to_owned()).collect();
        let mut done: BTreeMap<String, Arc<Module>> = BTreeMap::new();
        while !wave.is_empty() {
            let jobs = wave.iter().map(|path| (path.clone(), script_kind(path))).collect();
            let results = self.scripts.run(files, jobs, |files, path, kind| compile_script(files, &sources, &root, path, *kind, minify));
            done.extend(std::mem::take(&mut wave).into_iter().zip(results.iter().cloned()));
            let requested = results.iter().flat_map(|module| module.requests.values().flatten());
            wave = requested.filter(|path| !done.contains_key(*path)).cloned().collect();
        }
        self.scripts.retain(|path| done.contains_key(path));
        done
    }

    fn compile_templates(&mut self, files: &dyn Files, project: &Project, owners: Vec<Owner>) -> Vec<Arc<Template>> {
        let sources = self.sources.clone();
        let minify = self.options.mode == Mode::Release;
        let root = project.root();
        let jobs = owners.into_iter().map(|owner| (owner.path.clone(), owner)).collect();
        let templates = self.templates.run(files, jobs, |files, _, owner| {
            // A missing template is reported where the unit is named.
            if !files.is_file(&format!("{root}{}.wxml", owner.path)) {
                return (Template::default(), Vec::new());
            }
            let output = template(files, root, &sources, owner);
            let make = unit_piece(&output.unit, &output.marks, minify);
            let inputs = output.inputs.clone();
            (Template { output, make }, inputs)
        });
        self.templates.retain(|path| project.index(path).is_some());
        templates
    }

    /// Compiles the WXS modules of the units in use, with everything they require.
    fn compile_wxs(
        &mut self,
        files: &dyn Files,
        project: &Project,
        templates: &[Arc<Template>],
        units: &[usize],
    ) -> BTreeMap<String, Arc<Module>> {
        let sources = self.sources.clone();
        let minify = self.options.mode == Mode::Release;
        let root = project.root();
        let mut wave: BTreeMap<String, WxsKey> = BTreeMap::new();
        for module in units.iter().filter_map(|unit| templates.get(*unit)).flat_map(|template| template.output.wxs.iter()) {
            let span = module.id.contains('#').then_some(module.span);
            wave.insert(module.id.clone(), WxsKey { file: module.file, path: sources.path(module.file).to_string(), span });
        }
        let mut done: BTreeMap<String, Arc<Module>> = BTreeMap::new();
        while !wave.is_empty() {
            let jobs: Vec<(String, WxsKey)> = std::mem::take(&mut wave).into_iter().collect();
            let ids: Vec<String> = jobs.iter().map(|(id, _)| id.clone()).collect();
            let results = self.wxs.run(files, jobs, |files, id, key| compile_wxs(files, &sources, root, id, key, minify));
            done.extend(ids.into_iter().zip(results.iter().cloned()));
            for path in results.iter().flat_map(|module| module.requests.values().flatten()).filter(|path| !done.contains_key(*path)) {
                let file = format!("{root}{path}");
                if let Ok(id) = sources.load(files, &file) {
                    wave.insert(path.clone(), WxsKey { file: id, path: file, span: None });
                }
            }
        }
        self.wxs.retain(|path| done.contains_key(path));
        done
    }

    fn compile_styles(
        &mut self,
        files: &dyn Files,
        project: &Project,
        names: &[Names],
        isolations: &[Isolation],
        reach: &[Vec<usize>],
    ) -> (Option<Arc<StyleOutput>>, Vec<Vec<Option<Arc<StyleOutput>>>>) {
        let mut jobs: BTreeMap<String, StyleKey> = BTreeMap::new();
        let app = project.style.as_ref().map(|_| {
            let key =
                StyleKey { path: "app.wxss".to_owned(), role: StyleRole::App, scopes: vec![GLOBAL.to_owned()], within: None, host: None };
            jobs.insert("app".to_owned(), key);
            "app".to_owned()
        });
        let mut wanted: Vec<Vec<Option<String>>> = Vec::new();
        for units in reach {
            let page = units.last().copied().unwrap_or_default();
            wanted.push(units.iter().map(|unit| style_job(project, names, isolations, units, page, *unit, &mut jobs)).collect());
        }
        let ids: Vec<String> = jobs.keys().cloned().collect();
        let sources = self.sources.clone();
        let (rpx, minify) = (self.options.rpx, self.options.mode == Mode::Release);
        let root = project.root();
        let results =
            self.styles.run(files, jobs.into_iter().collect(), |files, _, key| compile_style(files, &sources, root, key, rpx, minify));
        let done: BTreeMap<String, Arc<StyleOutput>> = ids.into_iter().zip(results).collect();
        self.styles.retain(|id| done.contains_key(id));
        let get = |id: Option<String>| id.and_then(|id| done.get(&id).cloned());
        (get(app), wanted.into_iter().map(|page| page.into_iter().map(get).collect()).collect())
    }
}

/// Numbers for the summary.
pub fn count(build: &mut Build, compiled: &Compiled) {
    if let Some(project) = &compiled.project.0 {
        build.pages = project.app.pages.len();
        build.components = compiled.units.iter().filter(|unit| project.units.get(**unit).is_some_and(Unit::is_component)).count();
    }
}

/// The name of a script as a module: its path below the mini-program root.
pub fn module_path<'a>(project: &Project, file: &'a str) -> &'a str {
    file.strip_prefix(project.root()).unwrap_or(file)
}

fn script_kind(path: &str) -> ScriptKind {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("ts") => ScriptKind::Ts,
        Some("json") => ScriptKind::Json,
        Some("wxs") => ScriptKind::Wxs,
        _ => ScriptKind::Js,
    }
}

fn compile_script(files: &Tracer<'_>, sources: &Sources, root: &str, path: &str, kind: ScriptKind, minify: bool) -> (Module, Vec<String>) {
    let file_path = format!("{root}{path}");
    let inputs = vec![file_path.clone()];
    let file = match sources.load(files, &file_path) {
        Ok(file) => file,
        Err(error) => return (unreadable_module(sources, &file_path, &error), inputs),
    };
    let text = sources.text(file);
    let output = script(path, file, &text, kind);
    let mut module = Module { factory: module_piece(&output, minify), output, ..Module::default() };
    for request in &module.output.requests {
        if module.requests.contains_key(&request.text) {
            continue;
        }
        let target = resolve_request(files, root, path, &request.text);
        if let Err(tried) = &target {
            let tried = tried.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
            let message = format!("module `{}` does not exist; looked for {tried}", request.text);
            let error = Diagnostic::error("project/missing-module", file, request.span, message);
            module.diagnostics.push(error.hint("correct the path, or install the package"));
        }
        module.requests.insert(request.text.clone(), target.ok());
    }
    (module, inputs)
}

fn unreadable_module(sources: &Sources, path: &str, error: &ReadError) -> Module {
    let file = sources.find(path).unwrap_or_else(|| sources.add(path, ""));
    Module { diagnostics: vec![unreadable(file, Span::default(), path, error)], ..Module::default() }
}

/// Stands in until `resolve::script` is there: relative and absolute paths only.
fn resolve_request(files: &dyn Files, root: &str, from: &str, request: &str) -> Result<String, Vec<String>> {
    let target = crate::resolve::path::join(from, request);
    let mut tried = Vec::new();
    for extension in ["", ".ts", ".js", "/index.ts", "/index.js"] {
        let candidate = format!("{target}{extension}");
        if files.is_file(&format!("{root}{candidate}")) {
            return Ok(candidate);
        }
        tried.push(format!("{root}{candidate}"));
    }
    Err(tried)
}

fn compile_wxs(files: &Tracer<'_>, sources: &Sources, root: &str, id: &str, key: &WxsKey, minify: bool) -> (Module, Vec<String>) {
    let inputs = vec![key.path.clone()];
    let text = sources.text(key.file);
    let (part, start) = match key.span {
        Some(span) => (text.get(span.range()).unwrap_or_default(), span.start),
        None => (&*text, 0),
    };
    let mut output = script(id, key.file, part, ScriptKind::Wxs);
    shift(&mut output, start);
    let mut module = Module { factory: wxs_piece(&output, minify), output, ..Module::default() };
    let from = id.split('#').next().unwrap_or_default();
    for request in &module.output.requests {
        let target = crate::resolve::path::join(from, &request.text);
        let found = files.is_file(&format!("{root}{target}"));
        if !found {
            let message = format!("WXS module `{}` does not exist; looked for `{root}{target}`", request.text);
            let error = Diagnostic::error("project/missing-module", key.file, request.span, message);
            module.diagnostics.push(error.hint("name a `.wxs` file by its path"));
        }
        module.requests.insert(request.text.clone(), found.then_some(target));
    }
    (module, inputs)
}

/// Moves everything a script says about places by the offset of its text in the file.
fn shift(output: &mut ScriptOutput, by: u32) {
    let moved = |span: &mut Span| *span = Span { start: span.start.saturating_add(by), end: span.end.saturating_add(by) };
    output.marks.iter_mut().for_each(|mark| mark.source = mark.source.saturating_add(by));
    output.requests.iter_mut().for_each(|request| moved(&mut request.span));
    for diagnostic in &mut output.diagnostics {
        moved(&mut diagnostic.span);
        diagnostic.labels.iter_mut().for_each(|label| moved(&mut label.span));
    }
}

/// What the template compiler needs to know of a unit.
fn owner(project: &Project, names: &[Names], unit: &Unit, own: &Names, isolation: Isolation, facts: &ScriptFacts, mode: Mode) -> Owner {
    let mut scopes = vec![own.scope()];
    if isolation.app {
        scopes.push(GLOBAL.to_owned());
    }
    let using = unit.using.iter().map(|(tag, target)| {
        let using = match target {
            Use::Component(path) => match project.index(path).and_then(|index| names.get(index)) {
                Some(names) => Using::Component { path: path.clone(), host: names.host() },
                None => Using::Missing,
            },
            Use::Missing => Using::Missing,
        };
        (tag.clone(), using)
    });
    Owner {
        path: unit.path.clone(),
        is_component: unit.is_component(),
        scopes,
        using: using.collect(),
        generics: unit.generics.keys().cloned().collect(),
        external_classes: facts.external_classes.clone(),
        key: own.id.trim_start_matches('-').to_owned(),
        dev: mode == Mode::Dev,
    }
}

/// The units that a unit's template can show: tags in use, generics' defaults and placeholders.
fn used_units(project: &Project, unit: &Unit, template: &Template) -> Vec<usize> {
    let tags = template.output.used_components.iter();
    let placeholders = tags.clone().filter_map(|tag| unit.placeholders.get(tag));
    let named = tags.clone().chain(placeholders).filter_map(|tag| match unit.using.get(tag) {
        Some(Use::Component(path)) => Some(path.as_str()),
        _ => None,
    });
    let all: BTreeSet<usize> =
        named.chain(unit.generics.values().flatten().map(String::as_str)).filter_map(|path| project.index(path)).collect();
    all.into_iter().collect()
}

fn reach_of_pages(project: &Project, used: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let bar = project.app.custom_tab_bar.and_then(|_| project.index(CUSTOM_TAB_BAR));
    let pages = project.app.pages.iter().filter_map(|page| Some((page, project.index(&page.path)?)));
    let reached = pages.map(|(page, unit)| {
        let mut order = bar.filter(|_| project.app.tabs.contains(&page.path)).map_or(Vec::new(), |bar| reach(bar, used));
        let own = reach(unit, used);
        let own: Vec<usize> = own.into_iter().filter(|unit| !order.contains(unit)).collect();
        order.extend(own);
        order
    });
    reached.collect()
}

/// All units in the order in which they are first reached.
fn in_order(reach: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    reach.iter().flatten().copied().filter(|unit| seen.insert(*unit)).collect()
}

/// The modules that the app and the units in use require.
fn modules_in_use(project: &Project, scripts: &BTreeMap<String, Arc<Module>>, units: &[usize]) -> BTreeMap<String, Arc<Module>> {
    let own = units.iter().filter_map(|unit| project.units.get(*unit)?.script.as_ref()).chain(&project.script);
    let mut queue: Vec<&str> = own.map(|path| module_path(project, path)).collect();
    let mut used = BTreeMap::new();
    while let Some(path) = queue.pop() {
        if let Some(module) = scripts.get(path)
            && used.insert(path.to_owned(), module.clone()).is_none()
        {
            queue.extend(module.requests.values().flatten().map(String::as_str));
        }
    }
    used
}

/// Adds the style sheet of `unit` as `page` needs it to the jobs; gives its name.
fn style_job(
    project: &Project,
    names: &[Names],
    isolations: &[Isolation],
    reach: &[usize],
    page: usize,
    unit: usize,
    jobs: &mut BTreeMap<String, StyleKey>,
) -> Option<String> {
    let (this, own, isolation) = (project.units.get(unit)?, names.get(unit)?, isolations.get(unit)?);
    this.style.as_ref()?;
    let mut scopes = vec![own.scope()];
    let shared = isolation.outward;
    if shared {
        let open = |other: &&usize| **other != unit && isolations.get(**other).is_some_and(|isolation| isolation.inward);
        scopes.extend(reach.iter().filter(open).filter_map(|other| names.get(*other)).map(Names::scope));
    }
    // Sheets that cross borders do so within one page only, so they come once for every page.
    let within = (this.is_page || shared && scopes.len() > 1).then(|| names.get(page).map(Names::page)).flatten();
    let id = if within.is_some() { format!("{} in {page}", this.path) } else { this.path.clone() };
    let (role, host) = if this.is_page { (StyleRole::Page, None) } else { (StyleRole::Component, Some(own.host())) };
    jobs.insert(id.clone(), StyleKey { path: format!("{}.wxss", this.path), role, scopes, within, host });
    Some(id)
}

fn compile_style(files: &Tracer<'_>, sources: &Sources, root: &str, key: &StyleKey, rpx: Rpx, minify: bool) -> (StyleOutput, Vec<String>) {
    let request = StyleRequest {
        path: &key.path,
        role: key.role,
        scopes: &key.scopes,
        within: key.within.as_deref(),
        host: key.host.as_deref(),
        rpx,
        minify,
    };
    let output = style(files, root, sources, &request);
    let inputs = output.inputs.clone();
    (output, inputs)
}
