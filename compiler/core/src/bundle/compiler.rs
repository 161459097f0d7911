//! The driver: project → scripts → scopes → templates → style sheets → output. Keeps every compiled piece, so that a second build does again only what
//! changed files touch.

use crate::analyse;
use crate::analyse::passed::Passed;
use crate::analyse::template::TemplateFacts;
use crate::bundle::frame::FrameMaker;
use crate::bundle::memo::{Memo, Same, Tracer, keep};
use crate::bundle::notices::{Notices, host_only_members, plugin_requests};
use crate::bundle::output::emit;
use crate::bundle::package::{Piece, module_piece, unit_piece, wxs_piece};
use crate::bundle::packages::Emitter;
use crate::bundle::parts::Words;
use crate::bundle::reading::{ModuleMemo, ProjectMemo};
use crate::bundle::scopes::{GLOBAL, Isolation, Names, isolation, reach};
use crate::bundle::script::{Registers, Request, ScriptFacts, ScriptKind, ScriptOutput, script, wxs};
use crate::bundle::sheets::SheetPiece;
use crate::bundle::shell::fragment;
use crate::bundle::steps::{Plan, PlanKey, Steps, StyleStep};
use crate::bundle::style::style;
use crate::bundle::template::template_with_facts;
use crate::bundle::{Build, BuildOptions, Mode};
use crate::diagnostics::{Diagnostic, Severity};
use crate::emit::style::{Rpx, StyleRequest, StyleRole};
use crate::emit::template::{TemplateOutput, WxsModule};
use crate::resolve::app::PageEntry;
use crate::resolve::modules::{self, Entry, Graph, ModuleText};
use crate::resolve::owner::{Owner, Using};
use crate::resolve::path::inside;
use crate::resolve::project::{CUSTOM_TAB_BAR, Project, Read};
use crate::resolve::script::{module_id, module_path};
use crate::resolve::unit::{Unit, Use};
use crate::resolve::wxss::is_foreign;
use crate::source::{Files, Sources, Span};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A script, compiled.
#[derive(Debug, Default)]
pub struct Script {
    /// Without its code, which is in `factory`.
    pub output: ScriptOutput,
    pub factory: Piece,
    /// Members of `wx` that only the WeChat app has, and plugins it asks for, with their places.
    pub host_only: Vec<(String, Span)>,
    pub plugins: Vec<(String, Span)>,
}

/// A user script or WXS module with its requests resolved.
pub type Module = Arc<modules::Module<Arc<Script>>>;

/// The template of a page or component, compiled.
#[derive(Debug, Default)]
pub struct Template {
    /// Without its script, which is in `make`.
    pub output: TemplateOutput,
    /// Its `<template>`s as they stand in the fragments of pages.
    pub markup: Arc<str>,
    pub facts: Arc<TemplateFacts>,
    pub make: Piece,
    pub words: Words,
}

/// Everything a style sheet's text depends on besides files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StyleKey {
    path: String,
    role: StyleRole,
    scopes: Vec<String>,
    within: Option<String>,
    except: Vec<String>,
    passed: Passed,
    host: Option<String>,
}

/// How far the style sheets of a project reach; by unit.
struct Reaches<'a> {
    project: &'a Project,
    names: &'a [Names],
    isolations: &'a [Isolation],
    passed: &'a [Arc<Passed>],
}

/// A style sheet, where there is one.
pub type Sheet = Option<Arc<SheetPiece>>;

/// A project with all its pieces compiled: what [`emit`] makes files of. What a rebuild does not change stays the same in memory.
pub struct Compiled {
    pub read: Arc<Read>,
    pub names: Arc<Vec<Names>>,
    /// By unit.
    pub isolations: Arc<Vec<Isolation>>,
    /// Every user module by path, also of pages and components that nothing reaches.
    pub scripts: Arc<BTreeMap<String, Module>>,
    /// User modules by path, only those that something in use requires.
    pub modules: Arc<BTreeMap<String, Module>>,
    pub wxs: Arc<BTreeMap<String, Module>>,
    /// Scripts in the folder of workers.
    pub workers: BTreeMap<String, Module>,
    /// By unit.
    pub templates: Arc<Vec<Arc<Template>>>,
    /// By page (in the order of `app.pages`): the units it reaches, itself last.
    pub reach: Arc<Vec<Vec<usize>>>,
    /// Units that some page reaches, each after the components it uses.
    pub units: Arc<Vec<usize>>,
    /// What all pages have: the sheet of a library of `useExtendedLib`, `app.wxss`.
    pub app_style: Vec<Arc<SheetPiece>>,
    /// By page, then by unit of its reach.
    pub styles: Arc<Vec<Vec<Sheet>>>,
}

/// Compiles a project, again and again. Every step looks whether what it is made of is still the same in memory; only then nothing is done, so a rebuild costs
/// what a change touches and a short look at the rest.
pub struct Compiler {
    pub(crate) options: BuildOptions,
    pub(crate) sources: Arc<Sources>,
    project: ProjectMemo,
    scripts: ModuleMemo,
    wxs: ModuleMemo,
    templates: Memo<Same<Owner>, Template>,
    styles: Memo<Arc<StyleKey>, SheetPiece>,
    across: analyse::project::Known,
    notices: Notices,
    steps: Steps,
    emitter: Emitter,
}

impl Compiler {
    pub fn new(options: BuildOptions) -> Self {
        Self {
            options,
            sources: Arc::default(),
            project: ProjectMemo::default(),
            scripts: ModuleMemo::default(),
            wxs: ModuleMemo::default(),
            templates: Memo::default(),
            styles: Memo::default(),
            across: analyse::project::Known::default(),
            notices: Notices::default(),
            steps: Steps::default(),
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
        self.notices.invalidate(files, changed);
        self.emitter.invalidate(files, changed);
        // A translator looks for imported sheets in several places and tells only where it found them: a new sheet may be what any other one means.
        if changed.iter().any(|path| is_foreign(path) && !self.styles.reads(path)) {
            self.styles.forget(is_foreign);
        }
        self.styles.invalidate(files, changed);
    }

    /// Runs all phases.
    pub fn build(&mut self, files: &dyn Files) -> Build {
        self.run(files, None)
    }

    /// Runs all phases, and puts first frames into the documents.
    pub fn build_with_frames(&mut self, files: &dyn Files, frames: &dyn FrameMaker) -> Build {
        self.run(files, Some(frames))
    }

    fn run(&mut self, files: &dyn Files, frames: Option<&dyn FrameMaker>) -> Build {
        let (compiled, diagnostics) = self.compile(files);
        let mut build = match &compiled {
            Some(compiled) => emit(&mut self.emitter, &self.options, &self.sources, files, compiled, frames),
            None => Build::default(),
        };
        if let Some(compiled) = &compiled {
            build.diagnostics.extend(self.notices.of(files, &self.sources, compiled));
        }
        build.diagnostics.extend(diagnostics);
        self.finish(build)
    }

    /// Runs all phases but the last.
    pub fn check(&mut self, files: &dyn Files) -> Build {
        self.check_and_keep(files).0
    }

    /// The same, with everything that was compiled: what editors ask about. `None`: there is no `app.json`.
    pub fn check_and_keep(&mut self, files: &dyn Files) -> (Build, Option<Compiled>) {
        let (compiled, diagnostics) = self.compile(files);
        let mut build = Build { diagnostics, ..Build::default() };
        if let Some(compiled) = &compiled {
            build.diagnostics.extend(self.notices.of(files, &self.sources, compiled));
            count(&mut build, compiled);
        }
        (self.finish(build), compiled)
    }

    fn finish(&self, mut build: Build) -> Build {
        build.sources = self.sources.clone();
        // Hints are for code that its reader can change; mistakes of packages stay.
        build.diagnostics.retain(|d| d.severity != Severity::Note || !is_package(&self.sources.path(d.file)));
        let place = |d: &Diagnostic| (self.sources.path(d.file), d.span.start, d.span.end, d.code, d.message.clone());
        build.diagnostics.sort_by_cached_key(place);
        build.diagnostics.dedup();
        build
    }

    fn compile(&mut self, files: &dyn Files) -> (Option<Compiled>, Vec<Diagnostic>) {
        let sources = self.sources.clone();
        let read = self.project.read(files, &sources);
        let mut diagnostics = read.diagnostics.clone();
        let Some(project) = &read.project else { return (None, diagnostics) };

        let dev = self.options.mode == Mode::Dev;
        let names = self.steps.names(&read, project, dev);
        let unit_scripts = keep(self.steps.scripts.as_ref(), ids_of(project, |unit| unit.script.as_ref()));
        let sheets = keep(self.steps.sheets.as_ref(), ids_of(project, |unit| unit.style.as_ref()));
        let (scripts, missing) = self.compile_scripts(files, project);
        diagnostics.extend(missing);
        let of_units = (Same(unit_scripts.clone()), Same(scripts.clone()));
        let facts = self.steps.facts.get(of_units, |_| unit_scripts.iter().map(|id| unit_facts(&scripts, id.as_ref())).collect());
        let isolations = project.units.iter().zip(facts.iter()).map(|(unit, facts)| isolation(unit, facts)).collect();
        let isolations: Arc<Vec<Isolation>> = keep(self.steps.isolations.as_ref(), isolations);
        let externals = keep(self.steps.externals.as_ref(), facts.iter().map(|facts| facts.external_classes.clone()).collect());
        let templates = self.compile_templates(files, project, &names, &isolations, &externals);

        let used = self.steps.used(project, &names, &templates);
        let (reach, units) = self.steps.reach(project, &used);
        let (wxs, missing) = self.compile_wxs(files, project, &templates);
        diagnostics.extend(missing);
        let passed = self.steps.passed(&templates, &externals);
        let reaches = Reaches { project, names: &names, isolations: &isolations, passed: &passed };
        let key = PlanKey {
            app: Same(project.app.clone()),
            names: Same(names.clone()),
            isolations: Same(isolations.clone()),
            passed: Same(passed.clone()),
            reach: Same(reach.clone()),
            sheets: Same(sheets.clone()),
            shared: [project.library_style.clone(), project.style.as_ref().map(|path| module_id(project.root(), path))],
        };
        let plan = self.steps.plan.get(key, |key| plan(&reaches, key));
        let (app_style, styles, all) = self.compile_styles(files, project, &plan);
        diagnostics.extend(across(&mut self.across, files, project, &unit_scripts, &scripts, &templates, &all, &self.options));

        diagnostics.extend(scripts.values().chain(wxs.values()).flat_map(|module| module.output.output.diagnostics.iter()).cloned());
        diagnostics.extend(templates.iter().flat_map(|template| template.output.diagnostics.iter()).cloned());
        diagnostics.extend(all.iter().flat_map(|style| style.diagnostics.iter()).cloned());
        let workers = worker_modules(project, &scripts);
        let key =
            (Same(scripts.clone()), Same(units.clone()), Same(project.app.clone()), Same(unit_scripts.clone()), project.script.clone());
        let modules = self.steps.modules.get(key, |_| modules_in_use(project, &scripts, &units));
        self.steps.scripts = Some(unit_scripts);
        self.steps.sheets = Some(sheets);
        self.steps.isolations = Some(isolations.clone());
        self.steps.externals = Some(externals);
        let compiled =
            Compiled { read: read.clone(), names, isolations, scripts, modules, wxs, workers, templates, reach, units, app_style, styles };
        (Some(compiled), diagnostics)
    }

    /// Compiles the scripts of the app and of all units with everything they require.
    fn compile_scripts(&mut self, files: &dyn Files, project: &Project) -> (Arc<BTreeMap<String, Module>>, Vec<Diagnostic>) {
        let first = started(project);
        let own = project.units.iter().filter_map(|unit| unit.script.as_ref()).chain(&project.script).chain(first);
        let workers = worker_scripts(files, project);
        let entries: Vec<Entry> = own.chain(&workers).map(|path| Entry::file(project.root(), path)).collect();
        let graph = Graph { files, sources: &self.sources, root: project.root(), aliases: Some(&project.aliases) };
        self.scripts.walk(&graph, entries, self.options.mode)
    }

    fn compile_templates(
        &mut self,
        files: &dyn Files,
        project: &Project,
        names: &Arc<Vec<Names>>,
        isolations: &Arc<Vec<Isolation>>,
        externals: &Arc<Vec<Vec<String>>>,
    ) -> Arc<Vec<Arc<Template>>> {
        let owners = self.steps.owners(project, names, isolations, externals, self.options.mode);
        let sources = self.sources.clone();
        let minify = self.options.mode == Mode::Release;
        let root = project.root();
        let jobs: Vec<(&str, Same<Owner>)> = owners.iter().map(|owner| (owner.path.as_str(), Same(owner.clone()))).collect();
        let templates = self.templates.run(files, &jobs, |files, _, Same(owner)| {
            // A missing template is reported where the unit is named.
            if !files.is_file(&module_path(root, &format!("{}.wxml", owner.path))) {
                return (Template::default(), Vec::new());
            }
            let (mut output, facts) = template_with_facts(files, root, &sources, owner);
            let words = Words::of_template(&output);
            let make = unit_piece(std::mem::take(&mut output.unit), std::mem::take(&mut output.marks), minify);
            let inputs = std::mem::take(&mut output.inputs);
            let markup = fragment(output.html.iter()).into();
            (Template { output, markup, facts: Arc::new(facts), make, words }, inputs)
        });
        if self.templates.count() > jobs.len() {
            self.templates.retain(|path| project.index(path).is_some());
        }
        let before = self.steps.templates.take().filter(|old| old.iter().map(Arc::as_ptr).eq(templates.iter().map(Arc::as_ptr)));
        let templates = before.unwrap_or_else(|| Arc::new(templates));
        self.steps.templates = Some(templates.clone());
        templates
    }

    /// Compiles the WXS modules of all units, with everything they require.
    fn compile_wxs(
        &mut self,
        files: &dyn Files,
        project: &Project,
        templates: &[Arc<Template>],
    ) -> (Arc<BTreeMap<String, Module>>, Vec<Diagnostic>) {
        let used = templates.iter().flat_map(|template| template.output.wxs.iter());
        let used: FxHashMap<&str, &WxsModule> = used.map(|module| (module.id.as_str(), module)).collect();
        let used: BTreeMap<&str, &WxsModule> = used.into_iter().collect();
        let entries = used.into_values().map(|module| self.wxs_entry(module)).collect();
        let graph = Graph { files, sources: &self.sources, root: project.root(), aliases: None };
        self.wxs.walk(&graph, entries, self.options.mode)
    }

    fn wxs_entry(&self, module: &WxsModule) -> Entry {
        let span = module.id.contains('#').then_some(module.span);
        Entry { id: module.id.clone(), path: self.sources.path(module.file).to_string(), span }
    }

    /// The sheets that all pages have, those of every page and unit of its reach, and every sheet once.
    #[expect(clippy::type_complexity, reason = "three views of one list")]
    fn compile_styles(
        &mut self,
        files: &dyn Files,
        project: &Project,
        plan: &Arc<Plan>,
    ) -> (Vec<Arc<SheetPiece>>, Arc<Vec<Vec<Sheet>>>, Vec<Arc<SheetPiece>>) {
        let sources = self.sources.clone();
        let (rpx, minify) = (self.options.rpx, self.options.mode == Mode::Release);
        let root = project.root();
        let all = self.styles.run(files, &plan.jobs, |files, _, key| compile_style(files, &sources, root, key, rpx, minify));
        if self.styles.count() > plan.jobs.len() {
            let known: BTreeSet<&str> = plan.jobs.iter().map(|(id, _)| id.as_str()).collect();
            self.styles.retain(|id| known.contains(id));
        }
        let same = |old: &StyleStep| Arc::ptr_eq(&old.0.0, plan) && old.1.iter().map(Arc::as_ptr).eq(all.iter().map(Arc::as_ptr));
        let get = |index: &Option<usize>| index.and_then(|index| all.get(index).cloned());
        let styles = match self.steps.styles.take().filter(same) {
            Some((.., styles)) => styles,
            None => Arc::new(plan.wanted.iter().map(|page| page.iter().map(get).collect()).collect()),
        };
        self.steps.styles = Some((Same(plan.clone()), all.clone(), styles.clone()));
        (plan.shared.iter().filter_map(|index| all.get(*index).cloned()).collect(), styles, all)
    }
}

/// By unit: one of its files, from the mini-program root.
fn ids_of(project: &Project, file: impl Fn(&Unit) -> Option<&String>) -> Vec<Option<String>> {
    project.units.iter().map(|unit| file(unit).map(|path| module_id(project.root(), path))).collect()
}

/// Which sheets there are to make.
fn plan(reaches: &Reaches<'_>, key: &PlanKey) -> Plan {
    let Reaches { project, names, isolations, passed } = *reaches;
    let mut jobs: BTreeMap<String, StyleKey> = BTreeMap::new();
    let shared = ["library", "app"].into_iter().zip(&key.shared).filter_map(|(id, path)| Some((id, path.as_ref()?)));
    let shared: Vec<(&str, &String)> = shared.collect();
    let mut of_app = Passed::default();
    passed.iter().zip(isolations).filter(|(_, isolation)| isolation.app).for_each(|(passed, _)| of_app.merge(passed));
    for (id, path) in &shared {
        let key = StyleKey {
            path: (*path).clone(),
            role: StyleRole::App,
            scopes: vec![GLOBAL.to_owned()],
            within: None,
            except: pages_without_app(project, names, isolations),
            passed: of_app.clone(),
            host: None,
        };
        jobs.insert((*id).to_owned(), key);
    }
    let mut wanted: Vec<Vec<Option<String>>> = Vec::new();
    for units in key.reach.0.iter() {
        let page = units.last().copied().unwrap_or_default();
        let sheet = |unit: &usize| key.sheets.0.get(*unit).and_then(Option::as_deref);
        wanted.push(units.iter().map(|unit| style_job(reaches, units, page, *unit, sheet(unit)?, &mut jobs)).collect());
    }
    let index: FxHashMap<&str, usize> = jobs.keys().enumerate().map(|(index, id)| (id.as_str(), index)).collect();
    let find = |id: &Option<String>| id.as_ref().and_then(|id| index.get(id.as_str()).copied());
    let wanted = wanted.iter().map(|page| page.iter().map(find).collect()).collect();
    let shared = shared.iter().filter_map(|(id, _)| index.get(id).copied()).collect();
    Plan { shared, wanted, jobs: jobs.into_iter().map(|(id, key)| (id, Arc::new(key))).collect() }
}

/// Numbers for the summary.
pub fn count(build: &mut Build, compiled: &Compiled) {
    if let Some(project) = &compiled.read.project {
        build.pages = project.app.pages.len();
        build.components = compiled.units.iter().filter(|unit| project.units.get(**unit).is_some_and(|unit| unit.is_component())).count();
    }
}

/// What a unit's script says about its options. Component libraries register through a function of their own, which adds options; what that function's
/// file says counts for the unit.
fn unit_facts(scripts: &BTreeMap<String, Module>, id: Option<&String>) -> Arc<ScriptFacts> {
    let module = |id: &String| scripts.get(id);
    let Some(own) = id.and_then(module) else { return Arc::default() };
    let own_facts = &own.output.output.facts;
    if own_facts.direct {
        return own_facts.clone();
    }
    let mut facts = ScriptFacts::clone(own_facts);
    // The function is imported directly or through index files that re-export it.
    let mut seen = BTreeSet::from([own.id.as_str()]);
    let mut round = vec![own];
    for _ in 0..3 {
        let next = round.iter().flat_map(|module| module.requests.values().flatten()).filter_map(module);
        round = next.filter(|module| seen.insert(module.id.as_str())).collect();
        for wrapper in round
            .iter()
            .map(|module| &module.output.output.facts)
            .filter(|facts| facts.direct && facts.registers == Some(Registers::Component))
        {
            facts.add_global_class |= wrapper.add_global_class;
            facts.style_isolation = facts.style_isolation.or_else(|| wrapper.style_isolation.clone());
            facts.external_classes.extend(wrapper.external_classes.iter().cloned());
        }
    }
    Arc::new(facts)
}

/// Whether a file belongs to an installed package.
fn is_package(path: &str) -> bool {
    path.split('/').any(|folder| matches!(folder, "node_modules" | "miniprogram_npm"))
}

/// What two files say that do not fit.
#[expect(clippy::too_many_arguments, reason = "everything there is to compare")]
fn across(
    known: &mut analyse::project::Known,
    files: &dyn Files,
    project: &Project,
    unit_scripts: &[Option<String>],
    scripts: &BTreeMap<String, Module>,
    templates: &[Arc<Template>],
    sheets: &[Arc<SheetPiece>],
    options: &BuildOptions,
) -> Vec<Diagnostic> {
    let modules = scripts.iter().filter(|(_, module)| matches!(module.kind, ScriptKind::Js | ScriptKind::Ts)).map(|(id, module)| {
        let output = &module.output.output;
        let facts =
            analyse::project::Module { file: module.file, facts: &output.facts, requests: &module.requests, asked: &output.requests };
        (id.as_str(), facts)
    });
    let facts = analyse::project::Facts {
        files,
        project,
        templates: templates.iter().map(|template| &template.facts).collect(),
        scripts: unit_scripts,
        modules: modules.collect(),
        imports: sheets.iter().flat_map(|sheet| &sheet.imports).collect(),
        exclude: &options.exclude,
    };
    let mut found = known.check(&facts);
    // Looks at every file of the project, which a rebuild after each change must not do.
    if !options.serve {
        found.extend(analyse::project::layout(&facts, &found));
    }
    found
}

pub(super) fn compile_script(mode: Mode, text: &ModuleText<'_>) -> (Arc<Script>, Vec<Request>) {
    let minify = mode == Mode::Release;
    let mut output = match text.kind {
        ScriptKind::Wxs => wxs(text.id, text.file, text.span, &text.text),
        kind => script(text.id, text.file, &text.text, kind),
    };
    let (code, marks) = (std::mem::take(&mut output.code), std::mem::take(&mut output.marks));
    let factory = if text.kind == ScriptKind::Wxs { wxs_piece(&code, marks, minify) } else { module_piece(&code, marks, minify) };
    let requests = output.requests.clone();
    let (host_only, plugins) = (host_only_members(&output.facts.wx_members), plugin_requests(&text.text));
    (Arc::new(Script { output, factory, host_only, plugins }), requests)
}

/// What the template compiler needs to know of a unit.
pub(super) fn owner(
    project: &Project,
    names: &[Names],
    unit: &Unit,
    own: &Names,
    isolation: Isolation,
    external: &[String],
    mode: Mode,
) -> Owner {
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
        home: project.app.plugin_of(&unit.path).map_or(String::new(), |plugin| plugin.folder.clone()),
        scopes,
        using: using.collect(),
        unsure: unit.unsure,
        generics: unit.generics.keys().cloned().collect(),
        external_classes: external.to_vec(),
        key: own.id.trim_start_matches('-').to_owned(),
        dev: mode == Mode::Dev,
        tree: false,
        simulated: None,
    }
}

/// The units that a unit's template can show: tags in use, generics' defaults and placeholders.
pub(super) fn used_units(project: &Project, unit: &Unit, template: &Template) -> Vec<usize> {
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

pub(super) fn reach_of_pages(project: &Project, used: &[Arc<[usize]>]) -> Vec<Vec<usize>> {
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
pub(super) fn in_order(reach: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    reach.iter().flatten().copied().filter(|unit| seen.insert(*unit)).collect()
}

/// The modules that the app and the units in use require.
fn modules_in_use(project: &Project, scripts: &BTreeMap<String, Module>, units: &[usize]) -> BTreeMap<String, Module> {
    let first = started(project);
    let own = units.iter().filter_map(|unit| project.units.get(*unit)?.script.as_ref()).chain(&project.script).chain(first);
    let mut queue: Vec<String> = own.map(|path| module_id(project.root(), path)).collect();
    let mut used: FxHashMap<&str, &Module> = FxHashMap::default();
    while let Some(id) = queue.pop() {
        if !used.contains_key(id.as_str())
            && let Some((id, module)) = scripts.get_key_value(&id)
        {
            queue.extend(module.requests.values().flatten().cloned());
            used.insert(id, module);
        }
    }
    scripts.iter().filter(|(id, _)| used.contains_key(id.as_str())).map(|(id, module)| (id.clone(), module.clone())).collect()
}

/// Scripts that something besides pages, components and the app runs: entries of subpackages, and both sides of plugins.
fn started(project: &Project) -> impl Iterator<Item = &String> {
    let entries = project.app.subpackages.iter().filter_map(|package| package.entry.as_ref());
    entries.chain(project.app.plugins.iter().flat_map(|plugin| plugin.main.iter().chain(&plugin.export)))
}

/// All scripts in the folder of workers: which of them a worker starts with is known at run time only.
fn worker_scripts(files: &dyn Files, project: &Project) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<String> = project.app.workers.iter().map(|folder| format!("{}{folder}", project.root())).collect();
    while let Some(folder) = open.pop() {
        for (name, is_folder) in files.list(&folder) {
            let path = format!("{folder}/{name}");
            if is_folder {
                open.push(path);
            } else if name.ends_with(".js") || name.ends_with(".ts") && !name.ends_with(".d.ts") {
                found.push(path);
            }
        }
    }
    // Of two files that differ in the extension alone, the TypeScript one is the source of the other.
    let sources: BTreeSet<String> = found.iter().filter_map(|path| path.strip_suffix(".ts")).map(str::to_owned).collect();
    found.retain(|path| path.strip_suffix(".js").is_none_or(|stem| !sources.contains(stem)));
    found
}

fn worker_modules(project: &Project, scripts: &BTreeMap<String, Module>) -> BTreeMap<String, Module> {
    let Some(folder) = &project.app.workers else { return BTreeMap::new() };
    scripts.iter().filter(|(id, _)| inside(id, folder)).map(|(id, module)| (id.clone(), module.clone())).collect()
}

/// Classes of the pages in which nothing of the app's sheet applies: those with a `page-` isolation, those of independent subpackages and of plugins.
fn pages_without_app(project: &Project, names: &[Names], isolations: &[Isolation]) -> Vec<String> {
    let alone = |page: &PageEntry| project.app.is_independent(page.package) || project.app.plugin_of(&page.path).is_some();
    let pages = project.app.pages.iter().filter_map(|page| {
        let unit = project.index(&page.path)?;
        let closed = isolations.get(unit).is_some_and(|isolation| !isolation.app) || alone(page);
        names.get(unit).filter(|_| closed).map(Names::page)
    });
    pages.collect()
}

/// Adds the style sheet of `unit` as `page` needs it to the jobs; gives its name.
fn style_job(
    reaches: &Reaches<'_>,
    reach: &[usize],
    page: usize,
    unit: usize,
    sheet: &str,
    jobs: &mut BTreeMap<String, StyleKey>,
) -> Option<String> {
    let Reaches { project, names, isolations, passed } = *reaches;
    let (this, own, isolation) = (project.units.get(unit)?, names.get(unit)?, isolations.get(unit)?);
    let path = sheet.to_owned();
    let mut scopes = vec![own.scope()];
    let mut classes = Passed::clone(passed.get(unit)?);
    let shared = isolation.outward;
    if shared {
        let open = |other: &&usize| **other != unit && isolations.get(**other).is_some_and(|isolation| isolation.inward);
        for other in reach.iter().filter(open) {
            scopes.extend(names.get(*other).map(Names::scope));
            passed.get(*other).into_iter().for_each(|passed| classes.merge(passed));
        }
    }
    // Sheets that cross borders do so within one page only, so they come once for every page.
    let within = (this.is_page || shared && scopes.len() > 1).then(|| names.get(page).map(Names::page)).flatten();
    let id = if within.is_some() { format!("{} in {page}", this.path) } else { this.path.clone() };
    let (role, host) = if this.is_page { (StyleRole::Page, None) } else { (StyleRole::Component, Some(own.host())) };
    jobs.insert(id.clone(), StyleKey { path, role, scopes, within, except: Vec::new(), passed: classes, host });
    Some(id)
}

fn compile_style(files: &Tracer<'_>, sources: &Sources, root: &str, key: &StyleKey, rpx: Rpx, minify: bool) -> (SheetPiece, Vec<String>) {
    let request = StyleRequest {
        path: &key.path,
        role: key.role,
        scopes: &key.scopes,
        within: key.within.as_deref(),
        except: &key.except,
        passed: key.passed.names(),
        host: key.host.as_deref(),
        reference: None,
        rpx,
        minify,
    };
    let mut output = style(files, root, sources, &request);
    let inputs = std::mem::take(&mut output.inputs);
    (SheetPiece::new(output), inputs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Output, build};

    type Project = BTreeMap<String, Vec<u8>>;

    fn project() -> Project {
        let files = [
            ("app.json", r#"{"pages": ["pages/a/a", "pages/b/b"], "usingComponents": {"c-card": "/c/card"}}"#),
            ("app.js", "require('./u'); App({})"),
            ("app.wxss", "@import './common.wxss'; .app { color: red }"),
            ("common.wxss", ".common { width: 1rpx }"),
            ("u.js", "module.exports = wx.getStorageSync('x')"),
            ("pages/a/a.wxml", "<import src='../../t.wxml'/><c-card>{{x}}</c-card><template is='t'/><image src='/i.png'/>"),
            ("pages/a/a.js", "Page({ data: { x: 1 } })"),
            ("pages/a/a.wxss", ".a { color: blue }"),
            ("pages/b/b.wxml", "<wxs module='m' src='../../m.wxs'/><view>{{m.f()}}</view>"),
            ("pages/b/b.js", "import u from '../../u'; Page({})"),
            ("t.wxml", "<template name='t'><view/></template>"),
            ("m.wxs", "module.exports = { f: function () { return 1 } }"),
            ("c/card.json", r#"{"component": true}"#),
            ("c/card.wxml", "<view class='in'><slot/></view>"),
            ("c/card.js", "Component({})"),
            ("c/card.wxss", ".in { color: green }"),
            ("i.png", "png"),
        ];
        files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect()
    }

    fn shown(build: &Build) -> (Vec<(String, String)>, Vec<String>) {
        let outputs = build.outputs.iter().map(|(path, output)| match output {
            Output::Copy(from) => (path.clone(), format!("copy of {from}")),
            _ => (path.clone(), String::from_utf8_lossy(&output.bytes().unwrap_or_default()).into_owned()),
        });
        let place = |d: &Diagnostic| format!("{} {:?} {} {}", build.sources.path(d.file), d.span, d.code, d.message);
        (outputs.collect(), build.diagnostics.iter().map(place).collect())
    }

    /// After every change, a compiler that has seen the project before must give what a new one gives.
    #[test]
    fn rebuilds_are_equal_to_builds() {
        let options = BuildOptions { mode: Mode::Dev, source_maps: true, ..BuildOptions::default() };
        let mut files = project();
        let mut compiler = Compiler::new(options.clone());
        assert_eq!(shown(&compiler.build(&files)).1, Vec::<String>::new());
        let edits: &[(&str, Option<&str>)] = &[
            ("pages/a/a.wxml", Some("<view>{{x</view>")),
            ("pages/a/a.wxml", Some("<import src='../../t.wxml'/><c-card>{{y}}</c-card><template is='t'/>")),
            ("t.wxml", Some("<template name='t'><text>t</text></template>")),
            ("t.wxml", None),
            ("t.wxml", Some("<template name='t'/>")),
            ("common.wxss", Some(".common { width: 2rpx }")),
            ("common.wxss", None),
            ("u.js", Some("module.exports = wx.request")),
            ("u.js", None),
            ("u.js", Some("export default 1")),
            ("m.wxs", Some("module.exports = { f: function () { return 2 } }")),
            ("m.wxs", None),
            ("c/card.js", Some("Component({ options: { styleIsolation: 'shared' } })")),
            ("c/card.json", Some(r#"{"component": true, "styleIsolation": "apply-shared"}"#)),
            ("c/card.wxss", None),
            ("c/card.json", Some("{")),
            ("pages/b/b.json", Some(r#"{"usingComponents": {"d": "/d/d"}}"#)),
            ("d/d.json", Some(r#"{"component": true}"#)),
            ("d/d.wxml", Some("<view/>")),
            ("d/d.js", Some("Component({})")),
            ("app.json", Some(r#"{"pages": ["pages/b/b"]}"#)),
            ("app.json", None),
            ("app.json", Some(r#"{"pages": ["pages/a/a"], "window": {"navigationBarTitleText": "t"}}"#)),
            ("i.png", None),
        ];
        for (path, text) in edits {
            match text {
                Some(text) => files.insert((*path).to_owned(), text.as_bytes().to_vec()),
                None => files.remove(*path),
            };
            compiler.invalidate(&files, &[(*path).to_owned()].into());
            let (again, anew) = (shown(&compiler.build(&files)), shown(&build(&files, &options)));
            assert_eq!(again.1, anew.1, "diagnostics after {path} became {text:?}");
            let differing: Vec<&String> = again.0.iter().zip(&anew.0).filter(|(a, b)| a != b).map(|(a, _)| &a.0).collect();
            assert!(differing.is_empty() && again.0.len() == anew.0.len(), "{differing:?} after {path} became {text:?}");
        }
    }
}
