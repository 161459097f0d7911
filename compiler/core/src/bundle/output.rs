//! Compiled pieces to files: names with hashes, packages, fragments, style sheets, documents, the manifest.

use crate::bundle::app_config::{Beside, PageFiles, logic_config, view_config};
use crate::bundle::compiler::{Compiled, Sheet, Template, count};
use crate::bundle::embed::{APP_ELEMENT, app_element, app_script, embed_manifest, parts};
use crate::bundle::entry::{Place, Uses, base_css, logic_entry, view_entry, worker_entry};
use crate::bundle::frame::{Frame, FrameMaker, Obstacle, Stage, StagePage};
use crate::bundle::notices::RESERVED;
use crate::bundle::package::{PackageScript, runtime_map};
use crate::bundle::packages::{Emitter, Kept, PageOutput, PageSheets, RUNTIME, RuntimePart, VIEW, view_wxs_script};
use crate::bundle::parts::{Needs, Words, without};
use crate::bundle::scopes::base36;
use crate::bundle::sheets::{SheetFile, compact, join};
use crate::bundle::shell::{Shell, document};
use crate::bundle::split::{Split, split};
use crate::bundle::{Build, BuildOptions, Mode, Output, Router, Threads};
use crate::diagnostics::Diagnostic;
use crate::emit::lines::Lines;
use crate::emit::template::HtmlTemplate;
use crate::resolve::config::unreadable;
use crate::resolve::json::Json;
use crate::resolve::path::public;
use crate::resolve::project::Project;
use crate::resolve::schema::truthy;
use crate::resolve::script::module_path;
use crate::source::{Files, Sources, Span};
use rustc_hash::FxHashSet;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The output while it grows.
struct Writer<'a> {
    options: &'a BuildOptions,
    outputs: BTreeMap<String, Output>,
}

impl Writer<'_> {
    /// Adds `assets/<name>-<hash>.<extension>` (`assets/<name>.<extension>` in dev) and gives its path.
    fn asset(&mut self, name: &str, extension: &str, text: String) -> String {
        let path = self.asset_path(name, extension, &[&text]);
        self.outputs.insert(path.clone(), Output::text(text));
        path
    }

    fn asset_path(&self, name: &str, extension: &str, texts: &[impl AsRef<[u8]>]) -> String {
        match self.options.mode {
            Mode::Dev => format!("assets/{name}.{extension}"),
            Mode::Release => {
                let mut hash = Sha256::new();
                texts.iter().for_each(|text| hash.update(text.as_ref()));
                let hash = base36(&hash.finalize());
                format!("assets/{name}-{}.{extension}", hash.get(..8).unwrap_or_default())
            }
        }
    }

    /// A style sheet with its source map beside it.
    fn sheet(&mut self, name: &str, sheet: SheetFile) -> String {
        let texts: Vec<&str> = sheet.css.iter().map(Arc::as_ref).collect();
        let path = self.asset_path(name, "css", &texts);
        let mut css = sheet.css;
        if let Some(map) = sheet.map {
            let file = path.rsplit('/').next().unwrap_or_default();
            css.push(format!("/*# sourceMappingURL={file}.map */\n").into());
            self.outputs.insert(format!("{path}.map"), Output::Joined(map.into()));
        }
        self.outputs.insert(path.clone(), Output::Joined(css.into()));
        path
    }

    /// A script with its source map beside it.
    fn script(&mut self, name: &str, script: &PackageScript) -> String {
        let texts: Vec<&str> = script.code.iter().map(Arc::as_ref).collect();
        let path = self.asset_path(name, "js", &texts);
        let mut code = script.code.clone();
        if let Some(map) = &script.map {
            let file = path.rsplit('/').next().unwrap_or_default();
            code.push(format!("\n//# sourceMappingURL={file}.map\n").into());
            self.outputs.insert(format!("{path}.map"), Output::Joined(map.clone().into()));
        }
        self.outputs.insert(path.clone(), Output::Joined(code.into()));
        path
    }
}

/// Makes all files of the output; with `frames`, documents come with their first frames.
pub fn emit(
    emitter: &mut Emitter,
    options: &BuildOptions,
    sources: &Sources,
    files: &dyn Files,
    compiled: &Compiled,
    frames: Option<&dyn FrameMaker>,
) -> Build {
    let mut build = Build::default();
    count(&mut build, compiled);
    let Some(project) = &compiled.read.project else { return build };
    let mut writer = Writer { options, outputs: BTreeMap::new() };
    let uses = uses(options, project, compiled);
    let minify = options.mode == Mode::Release;

    copy_files(emitter, &mut writer, options, files, compiled, project);
    let scripts: Vec<String> = (1..=project.app.subpackages.len())
        .map(|number| {
            let script = emitter.package(options, sources, project, compiled, number, None, None);
            let root = project.package_root(number);
            writer.script(&flat(root), &script)
        })
        .collect();
    let pages = pages(emitter, &mut writer, sources, project, compiled);
    let files_of_pages: Vec<Arc<PageFiles>> = pages.iter().map(|page| page.files.clone()).collect();
    let windows = emitter.windows.of(project);
    // A page of an independent subpackage starts without the main package, so the runtime must not be part of that.
    let main = project.app.has_independent().then(|| {
        let script = emitter.package(options, sources, project, compiled, 0, None, None);
        writer.script("main", &script)
    });
    let workers = project.app.workers.as_ref().filter(|_| !compiled.workers.is_empty()).map(|_| {
        let part = RuntimePart { path: "worker/entry.ts", entry: worker_entry(), without: BTreeSet::new(), minify };
        let runtime = emitter.runtime(part, options);
        let script = emitter.workers(options, sources, compiled, Some(runtime));
        writer.script("workers", &script)
    });
    let split = split(project, compiled, options);
    let page_scripts = page_scripts(emitter, &mut writer, sources, project, compiled, &split);
    let scripts_beside = Beside { main: main.as_deref(), workers: workers.as_deref(), pages: &page_scripts };
    let config = logic_config(project, options, &scripts, &scripts_beside, &files_of_pages, &windows);
    let left_out = left_out(project, options, compiled, &uses, &config, !page_scripts.is_empty());
    let part = |path, entry| RuntimePart { path, entry, without: left_out.clone(), minify };
    let place = Place::Document { serve: options.serve, frames: frames.is_some() };
    let (of_logic, of_view) = (part("logic/entry.ts", logic_entry(&uses, options.serve)), part(VIEW, view_entry(&uses, place)));
    let bundled = emitter.bundle(vec![of_logic.clone(), of_view.clone()], options);
    emitter.keep(bundled);
    let runtime = Some(emitter.runtime(of_logic, options));
    let config: Arc<str> = config.into();
    let logic = match main {
        Some(_) => emitter.bare(options, sources, config, runtime),
        None if page_scripts.is_empty() => emitter.package(options, sources, project, compiled, 0, Some(config), runtime),
        None => emitter.app_script(options, sources, project, compiled, config, runtime, &split.apart),
    };
    let logic = writer.script("logic", &logic);
    let view = emitter.runtime(of_view, options);
    let view = PackageScript { code: vec![view.code.as_str().into()], map: options.source_maps.then(|| vec![runtime_map(&view)]) };
    let view = writer.script("view", &view);
    let base = {
        let css = base_css(&uses);
        writer.asset("base", "css", if options.mode == Mode::Release { compact(&css) } else { css })
    };
    let app = join(compiled.app_style.iter().map(Arc::as_ref), options.source_maps.then_some(sources), options.serve)
        .map(|sheet| writer.sheet("app", sheet));
    let shared = Shared { scripts, main, logic, view, base, app, pages: &pages, files: &files_of_pages, windows: &windows };
    let documents = documents(project, options, &shared);
    let frames = || frames.map(|maker| first_frames(maker, emitter, &writer, project, &shared, &documents, compiled));
    let embedded = (!options.serve).then(|| parts(options, &uses, left_out));
    // A frame is made on one thread, and nothing in it depends on what others may embed.
    let (made, bundled) = rayon::join(frames, || emitter.bundle(embedded.iter().flatten().cloned().collect(), options));
    emitter.keep(bundled);
    let mut made = made.unwrap_or_default();
    made.resize(documents.len(), Ok(None));
    for (document, frame) in documents.iter().zip(made) {
        let frame = frame.unwrap_or_else(|obstacle| {
            build.diagnostics.push(frameless(emitter, options, sources, compiled, project, &shared, document, &obstacle));
            None
        });
        document.print(&mut writer, project, options, &shared, frame.as_ref());
    }
    if let Some(parts) = embedded {
        let [view, around, element] = parts.map(|part| emitter.runtime(part, options));
        let script = writer.asset("embed", "js", app_script(&view, &around));
        writer.outputs.insert(APP_ELEMENT.to_owned(), Output::text(app_element(&element)));
        let styles = std::iter::once(&shared.base).chain(&shared.app);
        let config = view_config(project, options, &shared.scripts, &shared.logic, &files_of_pages, &windows, "");
        let embed = embed_manifest(&script, styles, &config);
        let entries = entries(files, sources, &mut writer, &mut build.diagnostics);
        let manifest = manifest(project, entries, &pages, &page_scripts, embed);
        writer.outputs.insert("manifest.json".to_owned(), Output::text(manifest));
    }
    build.outputs = writer.outputs;
    build.live = options.serve.then(|| emitter.live(&files_of_pages));
    build.bug = emitter.bug.clone();
    build
}

/// The files with the pages' own code, by index in `app.pages`.
fn page_scripts(
    emitter: &mut Emitter,
    writer: &mut Writer<'_>,
    sources: &Sources,
    project: &Project,
    compiled: &Compiled,
    split: &Split,
) -> BTreeMap<usize, String> {
    if split.pages.is_empty() {
        return BTreeMap::new();
    }
    let parts: Vec<(usize, &str, &Kept)> =
        split.pages.iter().filter_map(|(index, kept)| Some((*index, project.app.pages.get(*index)?.path.as_str(), kept))).collect();
    let scripts = emitter.page_scripts(writer.options, sources, project, compiled, parts.iter().map(|(_, path, kept)| (*path, *kept)));
    // Beside the page's WXS for the view, which has its plain name.
    parts.iter().zip(scripts).map(|((index, path, _), script)| (*index, writer.script(&format!("{}.logic", flat(path)), &script))).collect()
}

/// `pages/a/a` → `pages-a-a`.
fn flat(path: &str) -> String {
    path.replace(['/', ' ', '%', '#', '?'], "-")
}

/// What the whole project uses of the platform.
fn uses(options: &BuildOptions, project: &Project, compiled: &Compiled) -> Uses {
    let json = &project.app.json;
    let pulls = |window: Option<&Json>| truthy(window.and_then(|window| window.get("enablePullDownRefresh")));
    let restarts = |window: Option<&Json>| window.and_then(|window| window.get("restartStrategy")?.str()) == Some("homePageAndLatestPage");
    let ext = project.app.ext.as_ref();
    let pages = ext.and_then(|ext| ext.get("extPages")).map_or(&[][..], Json::members).iter().map(|page| &page.value);
    let given = pages.chain(ext.and_then(|ext| ext.get("window"))).map(Some);
    let windows: Vec<Option<&Json>> = project.pages().map(|page| Some(&page.json)).chain([json.get("window")]).chain(given).collect();
    let mut uses = Uses {
        tab_bar: json.get("tabBar").is_some() && project.app.custom_tab_bar.is_none(),
        pull_down: windows.iter().any(|window| pulls(*window)),
        restarts: windows.iter().any(|window| restarts(*window)),
        traces: options.source_maps,
        ..Uses::default()
    };
    compiled.modules.values().for_each(|module| uses.add(&module.output.output.facts));
    let mut tags: FxHashSet<&str> = FxHashSet::default();
    for template in compiled.units.iter().filter_map(|unit| compiled.templates.get(*unit)) {
        tags.extend(template.output.builtins.iter().map(String::as_str));
        uses.view_wxs |= !template.output.view_wxs.is_empty();
    }
    uses.tags.extend(tags.into_iter().map(str::to_owned));
    uses
}

/// The parts of the runtime that nothing in the project can use.
fn left_out(
    project: &Project,
    options: &BuildOptions,
    compiled: &Compiled,
    uses: &Uses,
    config: &str,
    split: bool,
) -> BTreeSet<&'static str> {
    let templates = || compiled.units.iter().filter_map(|unit| compiled.templates.get(*unit));
    let scripts = compiled.modules.values().chain(compiled.wxs.values()).map(|module| module.output.factory.words);
    let words = scripts.chain(templates().map(|template| template.words)).fold(Words::of(config), Words::and);
    let calls: FxHashSet<&'static str> = templates().flat_map(|template| template.output.calls.iter().copied()).collect();
    let calls = calls.into_iter().collect();
    without(&Needs {
        uses,
        words,
        calls: &calls,
        wxs: !compiled.wxs.is_empty(),
        subpackages: split || !project.app.subpackages.is_empty(),
        custom_tab_bar: project.app.custom_tab_bar.is_some(),
        pages: project.app.pages.len() > 1 || uses.view_wxs || options.serve,
        serve: options.serve,
        one_thread: options.threads == Threads::One,
    })
}

/// Fragments, style sheets and WXS scripts of all pages. What is made of the same templates and sheets as before is taken over.
fn pages(emitter: &mut Emitter, writer: &mut Writer<'_>, sources: &Sources, project: &Project, compiled: &Compiled) -> Vec<PageParts> {
    let mut all = Vec::new();
    // Sorted and put together at once: one by one into a tree takes several times as long.
    let mut outputs = Vec::new();
    let mut kept = std::mem::take(&mut emitter.pages);
    for ((page, reach), sheets) in project.app.pages.iter().zip(compiled.reach.iter()).zip(compiled.styles.iter()) {
        let templates = || reach.iter().rev().filter_map(|unit| compiled.templates.get(*unit));
        let own = reach.last().copied().unwrap_or_default();
        let class = compiled.names.get(own).map(crate::bundle::scopes::Names::page).unwrap_or_default();
        let old = kept.remove_entry(&page.path);
        let sheets = match &old {
            Some((_, old)) if old.sheets.are_of(sheets) => old.sheets.clone(),
            _ => Arc::new(page_sheets(writer.options, sources, &page.path, sheets)),
        };
        let known = old.filter(|(_, old)| old.files.class == class && old.is_of(templates()) && Arc::ptr_eq(&old.sheets, &sheets));
        let (path, output) = known.unwrap_or_else(|| {
            let output = page_output(writer.options, &page.path, class, templates().cloned().collect(), sheets);
            (page.path.clone(), Arc::new(output))
        });
        outputs.push((output.files.html.clone(), Output::Joined(output.html.clone())));
        outputs.extend(output.sheets.outputs.iter().map(|(path, file)| (path.clone(), file.clone())));
        let view_wxs: BTreeSet<&str> = templates().flat_map(|template| template.output.view_wxs.iter().map(String::as_str)).collect();
        let js = view_wxs_script(compiled, &view_wxs).map(|code| writer.asset(&flat(&page.path), "js", code));
        let files = match js {
            Some(js) => Arc::new(PageFiles { js: Some(js), ..PageFiles::clone(&output.files) }),
            None => output.files.clone(),
        };
        all.push(PageParts { files, html: output.html.clone() });
        emitter.pages.insert(path, output);
    }
    writer.outputs.append(&mut BTreeMap::from_iter(outputs));
    all
}

/// The fragment of a page, with the names of what depends on its templates and sheets alone.
fn page_output(options: &BuildOptions, page: &str, class: String, templates: Vec<Arc<Template>>, sheets: Arc<PageSheets>) -> PageOutput {
    let writer = Writer { options, outputs: BTreeMap::new() };
    let html: Arc<[Arc<str>]> = templates.iter().map(|template| template.markup.clone()).collect();
    let texts: Vec<&str> = html.iter().map(Arc::as_ref).collect();
    let file = writer.asset_path(&flat(page), "html", &texts);
    let files = PageFiles { class, html: file, components: sheets.components.clone(), css: sheets.css.clone(), js: None };
    PageOutput { templates, sheets, html, files: Arc::new(files) }
}

/// The sheets of a page: its own is the last of them.
fn page_sheets(options: &BuildOptions, sources: &Sources, page: &str, sheets: &[Sheet]) -> PageSheets {
    let mut writer = Writer { options, outputs: BTreeMap::new() };
    let name = flat(page);
    let maps = options.source_maps.then_some(sources);
    let join = |sheets: &[Sheet]| join(sheets.iter().flatten().map(Arc::as_ref), maps, options.serve);
    let (own, of_components) = sheets.split_last().map_or((&[][..], &[][..]), |(own, rest)| (std::slice::from_ref(own), rest));
    let components_name = if options.mode == Mode::Dev { format!("{name}.components") } else { "components".to_owned() };
    let components = join(of_components).map(|sheet| writer.sheet(&components_name, sheet));
    let css = join(own).map(|sheet| writer.sheet(&name, sheet));
    PageSheets { of: sheets.to_vec(), components, css, outputs: writer.outputs }
}

struct PageParts {
    files: Arc<PageFiles>,
    html: Arc<[Arc<str>]>,
}

/// Files that all documents name.
struct Shared<'a> {
    scripts: Vec<String>,
    /// The main package, where it is a script of its own.
    main: Option<String>,
    logic: String,
    view: String,
    base: String,
    app: Option<String>,
    pages: &'a [PageParts],
    files: &'a [Arc<PageFiles>],
    windows: &'a [Arc<str>],
}

/// A page whose HTML files come with its parts inside.
struct Document<'a> {
    /// Index in `app.pages`.
    index: usize,
    page: &'a str,
    /// `(path of the file, relative path back from its folder)`.
    paths: Vec<(String, String)>,
    config: String,
    styles: Vec<(&'static str, String)>,
}

fn documents<'a>(project: &'a Project, options: &BuildOptions, shared: &Shared<'_>) -> Vec<Document<'a>> {
    let mut documents = Vec::new();
    for (index, (page, parts)) in project.app.pages.iter().zip(shared.pages).enumerate() {
        let mut paths = Vec::new();
        if project.app.entry.as_deref() == Some(page.path.as_str()) {
            paths.push(("index.html".to_owned(), String::new()));
        }
        if options.router == Router::History {
            let path = public(&page.path);
            paths.push((format!("{path}.html"), "../".repeat(path.matches('/').count())));
        }
        if paths.is_empty() {
            continue;
        }
        let config = view_config(project, options, &shared.scripts, &shared.logic, shared.files, shared.windows, &page.path);
        let styles = [
            ("base", Some(&shared.base)),
            ("app", shared.app.as_ref()),
            ("components", parts.files.components.as_ref()),
            ("page", parts.files.css.as_ref()),
        ];
        let styles = styles.into_iter().filter_map(|(what, file)| Some((what, file?.clone()))).collect();
        documents.push(Document { index, page: &page.path, paths, config, styles });
    }
    documents
}

impl Document<'_> {
    fn print(&self, writer: &mut Writer<'_>, project: &Project, options: &BuildOptions, shared: &Shared<'_>, frame: Option<&Frame>) {
        let Some(parts) = shared.pages.get(self.index) else { return };
        let templates = parts.html.concat();
        for (path, base) in &self.paths {
            let html = document(&Shell {
                title: &title(project, self.page),
                lang: "zh-CN",
                base,
                styles: &self.styles,
                config: &self.config,
                page_script: parts.files.js.as_deref(),
                view: &shared.view,
                logic: (!options.serve).then_some((shared.logic.as_str(), options.threads)),
                page: self.page,
                router: options.router,
                frame,
                templates: &templates,
                dev_scripts: &[],
            });
            writer.outputs.insert(path.clone(), Output::text(html));
        }
    }
}

/// The first frames of all documents.
fn first_frames(
    maker: &dyn FrameMaker,
    emitter: &Emitter,
    writer: &Writer<'_>,
    project: &Project,
    shared: &Shared<'_>,
    documents: &[Document<'_>],
    compiled: &Compiled,
) -> Vec<Result<Option<Frame>, Obstacle>> {
    let pages = documents.iter().map(|document| {
        let units = compiled.reach.get(document.index).map_or(&[][..], Vec::as_slice);
        let templates = units.iter().filter_map(|unit| compiled.templates.get(*unit));
        let templates: Vec<&HtmlTemplate> = templates.flat_map(|template| template.output.html.iter()).collect();
        // The page's own address, where it has one: with the hash router all pages live in index.html.
        let own = document.paths.last().map(|(path, _)| path.as_str()).filter(|path| *path != "index.html");
        // The page's scripts, under the names of the whole ones.
        let kept = Kept::of(project, compiled, document.index);
        let sub = project.app.package_of(document.page);
        let main = shared.main.as_ref().filter(|_| !project.app.is_independent(sub));
        let subpackage = sub.checked_sub(1).and_then(|index| Some((project.package_root(sub), shared.scripts.get(index)?)));
        let runtime = if shared.main.is_some() { RUNTIME } else { "" };
        let packages = [Some((runtime, &shared.logic)), main.map(|main| ("", main)), subpackage];
        let slice = |(root, name): (&str, &String)| Some((name.clone(), emitter.slice(writer.options, root, &kept)?));
        StagePage {
            path: document.page,
            scripts: packages.into_iter().flatten().filter_map(slice).collect(),
            document: own.unwrap_or_default().to_owned(),
            config: &document.config,
            sheets: document.styles.iter().map(|(_, file)| file.as_str()).collect(),
            script: shared.pages.get(document.index).and_then(|page| page.files.js.as_deref()),
            templates,
        }
    });
    let stage = Stage { outputs: &writer.outputs, logic: &shared.logic, view: &shared.view, pages: pages.collect() };
    maker.frames(&stage).into_iter().map(|frame| frame.map(Some)).collect()
}

/// Says why a page starts empty, at the place in user text where it failed.
#[expect(clippy::too_many_arguments, reason = "what a place in a script leads back through")]
fn frameless(
    emitter: &Emitter,
    options: &BuildOptions,
    sources: &Sources,
    compiled: &Compiled,
    project: &Project,
    shared: &Shared<'_>,
    document: &Document<'_>,
    obstacle: &Obstacle,
) -> Diagnostic {
    let page = document.page;
    let kept = Kept::of(project, compiled, document.index);
    let root_of = |script: &str| match shared.scripts.iter().position(|other| other == script) {
        Some(index) => Some(project.package_root(index + 1)),
        None => (script == shared.main.as_ref().unwrap_or(&shared.logic)).then_some(""),
    };
    let place = obstacle.stack.iter().find_map(|(script, line, column)| {
        let root = root_of(script)?;
        let code = emitter.slice(options, root, &kept)?;
        let line = usize::try_from(line.checked_sub(1)?).ok()?;
        let start = usize::try_from(Lines::new(&code).offset(u32::try_from(line).ok()?, 0)).ok()?;
        let text = code.get(start..)?;
        let into = text.char_indices().nth(usize::try_from(column.checked_sub(1)?).ok()?)?.0;
        emitter.origin(options, sources, root, &kept, u32::try_from(start + into).ok()?)
    });
    let own = || {
        let script = project.unit(page)?.script.as_deref()?;
        sources.find(&module_path(project.root(), script)).map(|file| (file, 0))
    };
    let (file, offset) = place.or_else(own).unwrap_or((project.app.file, 0));
    let message = format!("`{page}` starts empty, its first frame cannot be made: {}", obstacle.message);
    Diagnostic::note("project/no-first-frame", file, Span::at(offset as usize), message)
        .hint("the page works all the same; guard what is missing at build time, or build with `--no-prerender`")
}

fn title(project: &Project, path: &str) -> String {
    let own = project.unit(path).and_then(|unit| title_of(&unit.json));
    own.or_else(|| title_of(project.app.json.get("window")?)).or(project.config.name.as_deref()).unwrap_or("wxc").to_owned()
}

fn title_of(window: &Json) -> Option<&str> {
    window.get("navigationBarTitleText")?.str().filter(|text| !text.is_empty())
}

/// Copies what is not source, and what style sheets and templates name inside packages.
fn copy_files(
    emitter: &mut Emitter,
    writer: &mut Writer<'_>,
    options: &BuildOptions,
    files: &dyn Files,
    compiled: &Compiled,
    project: &Project,
) {
    let templates = compiled.templates.iter().flat_map(|template| template.output.assets.iter()).map(|asset| asset.0.as_str());
    let styles = compiled.app_style.iter().chain(compiled.styles.iter().flatten().flatten());
    let named = templates.chain(styles.flat_map(|style| style.assets.iter()).map(String::as_str));
    for path in emitter.copies.of(files, compiled, project, &options.exclude, named) {
        if RESERVED.contains(&path.as_str()) {
            continue;
        }
        writer.outputs.insert(public(&path), Output::Copy(module_path(project.root(), &path)));
    }
}

/// The files of the output with sizes and hashes. Package files that cannot be read are no part of it.
fn entries(files: &dyn Files, sources: &Sources, writer: &mut Writer<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Value> {
    let mut entries = Vec::new();
    writer.outputs.retain(|path, output| {
        let (mut hash, mut size) = (Sha256::new(), 0);
        let mut add = |bytes: &[u8]| {
            hash.update(bytes);
            size += bytes.len();
        };
        match output {
            Output::Bytes(_) | Output::Joined(_) => output.pieces().for_each(add),
            Output::Copy(from) => match files.read(from) {
                Ok(bytes) => add(&bytes),
                Err(error) => {
                    diagnostics.push(unreadable(sources.missing(from), Span::at(0), from, &error));
                    return false;
                }
            },
        }
        let hash: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        entries.push(json!({"path": path, "size": size, "sha256": hash}));
        true
    });
    entries
}

/// Routes and files, for servers, service workers and checks.
fn manifest(project: &Project, entries: Vec<Value>, pages: &[PageParts], scripts: &BTreeMap<usize, String>, embed: Value) -> String {
    let routes = project.app.pages.iter().zip(pages).enumerate().map(|(index, (page, parts))| {
        let mut route = json!({"path": page.path, "html": parts.files.html});
        if let Some(route) = route.as_object_mut() {
            let optional = [("components", &parts.files.components), ("css", &parts.files.css), ("js", &parts.files.js)];
            route.extend(optional.into_iter().filter_map(|(key, file)| Some((key.to_owned(), Value::from(file.as_deref()?)))));
            route.extend(scripts.get(&index).map(|script| ("script".to_owned(), Value::from(script.as_str()))));
            if page.package != 0 {
                route.insert("package".to_owned(), Value::from(project.package_root(page.package)));
            }
        }
        route
    });
    let window = project.app.json.get("window").map_or_else(|| json!({}), Json::to_value);
    let mut manifest = json!({"generator": "wxc", "version": 1, "entry": project.app.entry, "routes": routes.collect::<Vec<_>>(), "window": window, "embed": embed});
    if let Some(object) = manifest.as_object_mut() {
        if let Some(bar) = project.app.json.get("tabBar") {
            object.insert("tabBar".to_owned(), bar.to_value());
        }
        object.insert("files".to_owned(), entries.into());
    }
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}
