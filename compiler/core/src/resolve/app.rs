//! `app.json`: pages, subpackages, tab bar, theme; checked against each other.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::{nearest, nearest_path};
use crate::resolve::config::{ProjectConfig, Reader};
use crate::resolve::json::{Json, JsonKind};
use crate::resolve::near::suggest;
use crate::resolve::path::{inside, normalise};
use crate::resolve::plugin::{Plugin, read_plugins};
use crate::resolve::schema::{self, truthy};
use crate::resolve::script::{Aliases, module_id, resolve_style, script_file};
use crate::source::{FileId, Files, Span};
use rustc_hash::FxHashMap;

/// What `app.json` says.
#[derive(Clone, Debug, PartialEq)]
pub struct App {
    pub file: FileId,
    pub json: Json,
    /// Every page once, main package first, in the order of the file.
    pub pages: Vec<PageEntry>,
    pub subpackages: Vec<Subpackage>,
    /// `entryPagePath`, or the first page.
    pub entry: Option<String>,
    pub theme: Option<(FileId, Json)>,
    /// `themeLocation` names a file, whether it is there or not.
    pub theme_named: bool,
    /// Where `"custom": true` of the tab bar stands.
    pub custom_tab_bar: Option<Span>,
    /// Pages of the tab bar, in its order.
    pub tabs: Vec<String>,
    /// `resolveAlias`, and where packages lie.
    pub aliases: Aliases,
    /// `ext.json`: what a service provider sets for this app.
    pub ext: Option<Json>,
    /// Plugins whose code is part of the project.
    pub plugins: Vec<Plugin>,
    /// The folder of `workers`, from the mini-program root.
    pub workers: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageEntry {
    /// From the mini-program root, without extension.
    pub path: String,
    pub span: Span,
    /// 0: main package; `n`: `subpackages[n - 1]`.
    pub package: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subpackage {
    /// Without slashes at its ends.
    pub root: String,
    pub name: Option<String>,
    pub independent: bool,
    /// The script that runs first when the package is loaded, below the project.
    pub entry: Option<String>,
    pub span: Span,
}

impl App {
    pub fn subpackages_key(&self) -> Option<&Json> {
        self.json.get("subPackages").or_else(|| self.json.get("subpackages"))
    }
    pub fn page(&self, path: &str) -> Option<&PageEntry> {
        self.pages.iter().find(|page| page.path == path)
    }
    /// The plugin that a page, component or module belongs to.
    pub fn plugin_of(&self, path: &str) -> Option<&Plugin> {
        self.plugins.iter().find(|plugin| path.starts_with(&plugin.folder))
    }
    /// Whether a package does without the main package.
    pub fn is_independent(&self, package: usize) -> bool {
        package.checked_sub(1).and_then(|index| self.subpackages.get(index)).is_some_and(|package| package.independent)
    }
    /// Whether some package does.
    pub fn has_independent(&self) -> bool {
        self.subpackages.iter().any(|package| package.independent)
    }
    /// The package a file belongs to: that of the subpackage root it lies in, else the main package.
    pub fn package_of(&self, path: &str) -> usize {
        self.subpackages.iter().position(|package| inside(path, &package.root)).map_or(0, |index| index + 1)
    }
}

/// Reads what the rest of the compiler needs from the JSON of `app.json` and reports what contradicts itself.
pub fn read_app(reader: &mut Reader<'_>, config: &ProjectConfig, file: FileId, json: Json) -> App {
    let root = config.root.as_str();
    schema::check(file, &json, &[schema::APP], &mut reader.diagnostics);
    let mut app = App {
        file,
        pages: Vec::new(),
        subpackages: Vec::new(),
        entry: None,
        theme: None,
        theme_named: json.get("themeLocation").is_some(),
        custom_tab_bar: None,
        tabs: Vec::new(),
        aliases: aliases(&json).with_packages(&config.packages),
        ext: None,
        plugins: read_plugins(reader, config, file, &json),
        workers: None,
        json: Json::empty(),
    };
    let mut listed = FxHashMap::default();
    if let Some(pages) = json.get("pages") {
        read_pages(reader, &mut app, &mut listed, pages, "", 0);
    }
    if let Some(packages) = json.get("subPackages").or_else(|| json.get("subpackages")) {
        read_subpackages(reader, &mut app, &mut listed, root, packages);
    }
    report_pages_of_packages(reader, &app);
    let of_plugins = |plugin: &Plugin| plugin.pages.values().map(|path| (path.clone(), plugin.span)).collect::<Vec<_>>();
    for (path, span) in app.plugins.iter().flat_map(of_plugins).collect::<Vec<_>>() {
        if app.page(&path).is_none() {
            app.pages.push(PageEntry { path, span, package: 0 });
        }
    }
    let named = json.get("pages").is_none_or(|pages| pages.items().is_empty());
    if app.pages.is_empty() && named && !json.members().is_empty() {
        let place = json.member("pages").map_or(Span::new(json.span.start as usize, json.span.start as usize + 1), |m| m.name_span);
        let error = Diagnostic::error("config/no-pages", file, place, "this app has no pages");
        reader.diagnostics.push(error.hint("write `\"pages\": [\"pages/index/index\"]`"));
    }
    read_entry(reader, &mut app, &json);
    if let Some(bar) = json.get("tabBar") {
        read_tab_bar(reader, &mut app, root, &json, bar);
    }
    check_preload_rule(reader, &app, &json);
    read_workers(reader, &mut app, root, &json);
    app.ext =
        reader.json(&format!("{root}ext.json")).map(|(_, ext)| ext).filter(|ext| ext.get("extEnable").is_none_or(|on| truthy(Some(on))));
    read_theme(reader, &mut app, root, &json);
    read_sitemap(reader, &app, root, &json);
    check_aliases(reader, &app, root, &json);
    check_extended_libs(reader, &app, root, &json);
    app.json = json;
    app
}

/// A page of the main package's list that lies in the folder of a subpackage.
fn report_pages_of_packages(reader: &mut Reader<'_>, app: &App) {
    for page in app.pages.iter().filter(|page| page.package == 0) {
        let Some(package) = app.package_of(&page.path).checked_sub(1).and_then(|index| app.subpackages.get(index)) else { continue };
        let message = format!("page `{}` lies in the folder of the subpackage `{}`", page.path, package.root);
        let inner = page.path.strip_prefix(&package.root).unwrap_or_default().trim_start_matches('/');
        let warning = Diagnostic::warning("config/page-of-subpackage", app.file, page.span, message);
        let hint = format!("list it as `\"{inner}\"` in the `pages` of the subpackage, or move it to another folder");
        reader.diagnostics.push(warning.label(app.file, package.span, "the subpackage").hint(hint));
    }
}

/// A page path as it stands in `app.json`, without the extension and slash that WeChat does not want there.
fn page_path(reader: &mut Reader<'_>, file: FileId, value: &Json) -> Option<String> {
    let Some(text) = value.str() else {
        let message = format!("a page is named by a string, not {}", value.type_name());
        reader.diagnostics.push(Diagnostic::error("config/wrong-value", file, value.span, message).hint("write `\"pages/index/index\"`"));
        return None;
    };
    let mut path = text.trim();
    for extension in [".wxml", ".js", ".ts", ".html"] {
        path = path.strip_suffix(extension).unwrap_or(path);
    }
    Some(normalise(path)).filter(|path| !path.is_empty())
}

/// `listed`: the pages so far, with their places.
fn read_pages(reader: &mut Reader<'_>, app: &mut App, listed: &mut FxHashMap<String, Span>, list: &Json, root: &str, package: usize) {
    for value in list.items() {
        let Some(written) = page_path(reader, app.file, value) else { continue };
        let path = if root.is_empty() { written.clone() } else { format!("{root}/{written}") };
        if let Some(first) = listed.get(&path) {
            let message = format!("page `{path}` is listed twice");
            let warning = Diagnostic::warning("config/duplicate-page", app.file, value.span, message).label(app.file, *first, "first here");
            reader.diagnostics.push(warning.hint("remove one of them").fix("remove this one", list.without_item(value.span), ""));
            continue;
        }
        if value.str() != Some(written.as_str()) {
            let message = "pages are named by their path, without slash in front and without extension";
            let warning = Diagnostic::warning("config/page-path", app.file, value.span, message);
            reader.diagnostics.push(warning.write(format!("\"{written}\"")));
        }
        listed.insert(path.clone(), value.span);
        app.pages.push(PageEntry { path, span: value.span, package });
    }
}

fn read_subpackages(reader: &mut Reader<'_>, app: &mut App, listed: &mut FxHashMap<String, Span>, mini_root: &str, packages: &Json) {
    for value in packages.items() {
        let Some(root) = value.get("root") else {
            let message = "this subpackage has no `root`";
            reader
                .diagnostics
                .push(Diagnostic::error("config/no-root", app.file, value.span, message).hint("write `\"root\": \"folder\"`"));
            continue;
        };
        let path = root.str().map(normalise).unwrap_or_default();
        if path.is_empty() {
            let message = "the `root` of a subpackage is a folder below the mini program";
            reader.diagnostics.push(Diagnostic::error("config/no-root", app.file, root.span, message).hint("write `\"root\": \"folder\"`"));
            continue;
        }
        if let Some(outer) =
            app.subpackages.iter().find(|other| inside(&path, &other.root) || inside(&other.root, &path) || other.root == path)
        {
            let message = format!("the subpackages `{}` and `{path}` overlap; WeChat rejects this", outer.root);
            let warning = Diagnostic::warning("config/nested-subpackage", app.file, root.span, message);
            reader.diagnostics.push(warning.label(app.file, outer.span, "the other root").hint("give each subpackage a folder of its own"));
        }
        let entry = value.get("entry").and_then(|entry| read_package_entry(reader, app.file, &format!("{mini_root}{path}"), entry));
        app.subpackages.push(Subpackage {
            root: path.clone(),
            entry,
            name: value.get("name").and_then(Json::str).map(str::to_owned),
            independent: truthy(value.get("independent")),
            span: root.span,
        });
        let package = app.subpackages.len();
        if let Some(pages) = value.get("pages") {
            read_pages(reader, app, listed, pages, &path, package);
        }
    }
}

/// The script that `entry` of a subpackage names, from the package's folder.
fn read_package_entry(reader: &mut Reader<'_>, file: FileId, folder: &str, entry: &Json) -> Option<String> {
    let text = entry.str()?;
    let path = normalise(&format!("{folder}/{text}"));
    let stem = path.strip_suffix(".js").or_else(|| path.strip_suffix(".ts")).unwrap_or(&path);
    let found = script_file(reader.files, &path);
    if found.is_none() {
        let error = Diagnostic::error("project/missing-file", file, entry.span, format!("there is no `{stem}.js` or `.ts`"));
        reader.diagnostics.push(error.hint("create it, or correct the path: it begins at the `root` of the subpackage"));
    }
    found
}

fn read_entry(reader: &mut Reader<'_>, app: &mut App, json: &Json) {
    app.entry = app.pages.first().map(|page| page.path.clone());
    let Some(value) = json.get("entryPagePath") else { return };
    let path = value.str().map(|text| normalise(text.split('?').next().unwrap_or_default())).unwrap_or_default();
    if app.page(&path).is_some() {
        app.entry = Some(path);
    } else {
        reader.diagnostics.push(unknown_page(app, value, &path));
    }
}

fn unknown_page(app: &App, value: &Json, path: &str) -> Diagnostic {
    let error = Diagnostic::error("config/unknown-page", app.file, value.span, format!("`pages` does not list `{path}`"));
    match nearest_path(path, app.pages.iter().map(|page| page.path.as_str())) {
        Some(near) => error.meant_text(near),
        None => error.hint(format!("add `\"{path}\"` to `pages`")),
    }
}

fn read_tab_bar(reader: &mut Reader<'_>, app: &mut App, root: &str, json: &Json, bar: &Json) {
    if !bar.is_object() {
        return;
    }
    if let Some(custom) = bar.get("custom")
        && truthy(Some(custom))
    {
        app.custom_tab_bar = Some(custom.span);
    }
    let Some(list) = bar.get("list") else {
        let place = json.member("tabBar").map_or(bar.span, |member| member.name_span);
        let error = Diagnostic::error("config/tab-bar", app.file, place, "this tab bar has no `list`");
        reader.diagnostics.push(error.hint("list two to five tabs: `{\"pagePath\": …, \"text\": …}`"));
        return;
    };
    let count = list.items().len();
    if !(2..=5).contains(&count) {
        let message = format!("a tab bar has two to five tabs, not {count}; WeChat rejects this app.json");
        let place = bar.member("list").map_or(list.span, |member| member.name_span);
        let hint = if count < 2 {
            "add a tab, or remove the tab bar"
        } else {
            "leave the most important five, and lead to the others from a page"
        };
        reader.diagnostics.push(Diagnostic::warning("config/tab-bar", app.file, place, message).hint(hint));
    }
    for tab in list.items() {
        let Some(value) = tab.get("pagePath") else {
            let error = Diagnostic::error("config/tab-bar", app.file, tab.span, "this tab has no `pagePath`");
            reader.diagnostics.push(error.hint("name the page it opens"));
            continue;
        };
        check_icons(reader, app.file, root, tab);
        let Some(text) = value.str() else { continue };
        let path = normalise(text.strip_suffix(".html").unwrap_or(text));
        match app.page(&path) {
            None => {
                let error = unknown_page(app, value, &path);
                reader.diagnostics.push(error);
                continue;
            }
            Some(page) if page.package != 0 => {
                let message = format!("tab page `{path}` lies in a subpackage; WeChat wants tab pages in the main package");
                let warning = Diagnostic::warning("config/tab-bar", app.file, value.span, message);
                reader.diagnostics.push(warning.label(app.file, page.span, "listed here").hint("move the page to the main package"));
            }
            Some(_) => {}
        }
        app.tabs.push(path);
    }
}

fn check_icons(reader: &mut Reader<'_>, file: FileId, root: &str, tab: &Json) {
    for key in ["iconPath", "selectedIconPath"] {
        let Some((icon, text)) = tab.get(key).and_then(|icon| Some((icon, icon.str()?))) else { continue };
        let elsewhere = text.is_empty() || text.contains("://") || text.starts_with('@') || text.starts_with("data:");
        if !elsewhere {
            check_icon(reader, file, icon.span, root, text, &format!("{root}{}", normalise(text)));
        }
    }
}

/// Largest icon of a tab that WeChat takes, bytes.
const ICON_LIMIT: u64 = 40 * 1024;

fn check_icon(reader: &mut Reader<'_>, file: FileId, span: Span, root: &str, text: &str, path: &str) {
    if !reader.files.is_file(path) {
        let warning = Diagnostic::warning("project/missing-asset", file, span, format!("there is no `{path}`"));
        let near = suggest(reader.files, root, &format!("{root}app.json"), text, &[]);
        reader.diagnostics.push(match near {
            Some(near) => warning.meant_text(&near),
            None => warning.hint("add the image, or correct the path (from the mini-program root)"),
        });
        return;
    }
    let size = reader.files.size(path);
    if size > ICON_LIMIT {
        let message = format!("this icon has {} KB; WeChat takes icons of up to 40 KB", size.div_ceil(1024));
        reader.diagnostics.push(Diagnostic::warning("config/tab-bar", file, span, message).hint("make it smaller: 81 × 81 px are enough"));
    }
}

fn check_preload_rule(reader: &mut Reader<'_>, app: &App, json: &Json) {
    let Some(rule) = json.get("preloadRule") else { return };
    for member in rule.members() {
        let path = normalise(&member.name);
        if app.page(&path).is_none() {
            let message = format!("`pages` does not list `{}`; this rule never applies", member.name);
            let warning = Diagnostic::warning("config/preload-rule", app.file, member.name_span, message);
            let near = nearest_path(&path, app.pages.iter().map(|page| page.path.as_str()));
            reader.diagnostics.push(match near {
                Some(near) => warning.meant_text(near),
                None => warning.hint("name a page"),
            });
        }
        for package in member.value.get("packages").map_or(&[][..], Json::items) {
            let Some(name) = package.str() else { continue };
            let known = |other: &Subpackage| other.name.as_deref() == Some(name) || other.root == normalise(name);
            if name != "__APP__" && !app.subpackages.iter().any(known) {
                let message = format!("there is no subpackage `{name}`");
                let warning = Diagnostic::warning("config/preload-rule", app.file, package.span, message);
                let names = app.subpackages.iter().flat_map(|package| [Some(package.root.as_str()), package.name.as_deref()]).flatten();
                reader.diagnostics.push(match nearest(name, names) {
                    Some(near) => warning.meant_text(near),
                    None => warning.hint("name the root or the name of a subpackage, or `__APP__` for the main package"),
                });
            }
        }
    }
}

fn read_workers(reader: &mut Reader<'_>, app: &mut App, root: &str, json: &Json) {
    let Some(value) = json.get("workers") else { return };
    let Some(named) = value.get("path").or(Some(value)).filter(|path| path.str().is_some()) else { return };
    let folder = normalise(named.str().unwrap_or_default());
    if folder.is_empty() || reader.files.list(&format!("{root}{folder}")).is_empty() {
        let error = Diagnostic::error("project/worker", app.file, named.span, format!("there is no folder `{folder}` for workers"));
        reader.diagnostics.push(error.hint("name a folder below the mini-program root that holds the scripts of workers"));
        return;
    }
    app.workers = Some(folder);
}

fn read_theme(reader: &mut Reader<'_>, app: &mut App, root: &str, json: &Json) {
    if let Some(value) = json.get("themeLocation") {
        let path = format!("{root}{}", normalise(value.str().unwrap_or_default()));
        app.theme = reader.json(&path);
        match &app.theme {
            Some((file, theme)) => check_theme(*file, theme, &mut reader.diagnostics),
            None => {
                let error = Diagnostic::error("project/missing-file", app.file, value.span, format!("there is no `{path}`"));
                let near = suggest(reader.files, root, &format!("{root}app.json"), value.str().unwrap_or_default(), &[]);
                reader.diagnostics.push(match near {
                    Some(near) => error.meant_text(&near),
                    None => error.hint("create it: `{\"light\": {}, \"dark\": {}}`"),
                });
            }
        }
    }
    let empty = Json::empty();
    for key in ["window", "tabBar"] {
        check_theme_names(reader, app, json.get(key).unwrap_or(&empty), app.file);
    }
}

/// Names that only one of the two modes has.
fn check_theme(file: FileId, theme: &Json, diagnostics: &mut Vec<Diagnostic>) {
    schema::check(file, theme, &[schema::THEME], diagnostics);
    for (own, other) in [("light", "dark"), ("dark", "light")] {
        let Some(table) = theme.get(other) else { continue };
        for member in theme.get(own).map_or(&[][..], Json::members).iter().filter(|member| table.get(&member.name).is_none()) {
            let message = format!("`{}` has no value in {other} mode", member.name);
            let place = theme.member(other).map_or(table.span, |member| member.name_span);
            let warning = Diagnostic::warning("config/theme-mode", file, member.name_span, message);
            diagnostics.push(warning.label(file, place, "not in here").hint(format!("add `\"{}\"` to `{other}`", member.name)));
        }
    }
}

/// Rules for WeChat's search: only checked.
fn read_sitemap(reader: &mut Reader<'_>, app: &App, root: &str, json: &Json) {
    let named = json.get("sitemapLocation").and_then(|value| Some((value.span, value.str()?)));
    let path = format!("{root}{}", normalise(named.map_or("sitemap.json", |(_, text)| text)));
    let Some((file, sitemap)) = reader.json(&path) else {
        if let Some((span, text)) = named {
            let warning = Diagnostic::warning("project/missing-asset", app.file, span, format!("there is no `{path}`"));
            let near = suggest(reader.files, root, &format!("{root}app.json"), text, &[]);
            reader.diagnostics.push(match near {
                Some(near) => warning.meant_text(&near),
                None => warning.hint("create it, or remove the key: only WeChat's search reads it"),
            });
        }
        return;
    };
    schema::check(file, &sitemap, &[schema::SITEMAP], &mut reader.diagnostics);
    for page in sitemap.get("rules").map_or(&[][..], Json::items).iter().filter_map(|rule| rule.get("page")) {
        let Some(path) = page.str().map(|text| normalise(text.split('?').next().unwrap_or_default())) else { continue };
        if path != "*" && !path.is_empty() && app.page(&path).is_none() {
            let warning = Diagnostic::warning("config/sitemap-page", file, page.span, format!("app.json does not list the page `{path}`"));
            let near = nearest_path(&path, app.pages.iter().map(|page| page.path.as_str()));
            reader.diagnostics.push(match near {
                Some(near) => warning.meant_text(near),
                None => warning.hint("name a page, or `*` for all of them"),
            });
        }
    }
}

/// `resolveAlias` of app.json.
fn aliases(app: &Json) -> Aliases {
    let members = app.get("resolveAlias").map_or(&[][..], Json::members);
    Aliases::new(members.iter().filter_map(|member| Some((member.name.as_str(), member.value.str()?))))
}

/// `"@utils/*": "utils/*"`: both sides end in `/*`, and the folder is there.
fn check_aliases(reader: &mut Reader<'_>, app: &App, root: &str, json: &Json) {
    for member in json.get("resolveAlias").map_or(&[][..], Json::members) {
        let Some(target) = member.value.str() else { continue };
        let starred = |text: &str| text.ends_with("/*") || text == "*";
        if !starred(&member.name) || !starred(target) {
            let place = if starred(&member.name) { member.value.span } else { member.name_span };
            let warning =
                Diagnostic::warning("config/alias", app.file, place, format!("both sides of the alias `{}` end in `/*`", member.name));
            let fixed = |text: &str| format!("{}/*", text.trim_end_matches(['*', '/']));
            let text = format!("\"{}\": \"{}\"", fixed(&member.name), fixed(target));
            let place = member.name_span.to(member.value.span);
            reader.diagnostics.push(warning.hint(format!("write `{text}`")).fix(format!("write `{text}`"), place, text));
        } else if reader.files.list(normalise(&format!("{root}{}", target.trim_end_matches('*'))).as_str()).is_empty() {
            let message = format!("the alias `{}` leads to `{target}`, but there is no such folder", member.name);
            let warning = Diagnostic::warning("config/alias", app.file, member.value.span, message);
            reader.diagnostics.push(warning.hint("name a folder, from the mini-program root"));
        }
    }
}

/// Packages behind the names of `useExtendedLib`: WeChat supplies them; here they come from npm.
const EXTENDED_LIBS: &[(&str, &[&str])] = &[("weui", &["weui-miniprogram"]), ("kbone", &["miniprogram-element", "miniprogram-render"])];

/// The library of `useExtendedLib` that a component's or module's path belongs to.
pub fn extended_lib(app: &Json, request: &str) -> Option<&'static str> {
    let used = |name: &str| truthy(app.get("useExtendedLib").and_then(|libs| libs.get(name)));
    let package = request.split('/').next().unwrap_or_default();
    EXTENDED_LIBS.iter().find(|(name, packages)| used(name) && packages.contains(&package)).map(|(name, _)| *name)
}

/// The style sheet that comes with `useExtendedLib`, as a path from the root: WeChat applies it to all pages without an `@import`.
pub fn extended_style(files: &dyn Files, root: &str, app: &Json) -> Option<String> {
    let sheet = "weui-miniprogram/weui-wxss/dist/style/weui.wxss";
    extended_lib(app, sheet)?;
    resolve_style(files, root, &format!("{root}app.wxss"), sheet).ok().map(|path| module_id(root, &path))
}

fn check_extended_libs(reader: &mut Reader<'_>, app: &App, root: &str, json: &Json) {
    for (name, packages) in EXTENDED_LIBS {
        let Some(member) = json.get("useExtendedLib").and_then(|libs| libs.member(name)).filter(|member| truthy(Some(&member.value)))
        else {
            continue;
        };
        let there = |package: &&&str| {
            let places =
                [format!("{root}miniprogram_npm/{package}"), format!("node_modules/{package}"), format!("{root}node_modules/{package}")];
            places.iter().any(|folder| !reader.files.list(folder).is_empty())
        };
        let missing: Vec<&str> = packages.iter().filter(|package| !there(package)).copied().collect();
        if let Some(first) = missing.first() {
            let message = format!("`{name}` is the npm package `{first}`, which WeChat supplies and this project does not hold");
            let error = Diagnostic::error("config/extended-lib", app.file, member.name_span, message);
            reader.diagnostics.push(error.hint(format!("run `npm install {}`", missing.join(" "))));
        }
    }
}

/// Reports `@name`s that `theme.json` does not define.
pub fn check_theme_names(reader: &mut Reader<'_>, app: &App, value: &Json, file: FileId) {
    match &value.kind {
        JsonKind::String(text) => {
            let Some(name) = text.strip_prefix('@') else { return };
            let sides = || app.theme.iter().flat_map(|(_, theme)| ["light", "dark"].into_iter().filter_map(|side| theme.get(side)));
            if sides().any(|table| table.get(name).is_some()) || app.theme.as_ref().is_some_and(|(file, _)| reader.broken.contains(file)) {
                return;
            }
            let near = nearest(name, sides().flat_map(Json::members).map(|member| member.name.as_str())).map(str::to_owned);
            let hint = match (&app.theme, &near) {
                (_, Some(_)) => String::new(),
                (Some((theme, _)), None) => format!("add `\"{name}\"` to `light` and `dark` of {}", reader.sources.path(*theme)),
                (None, None) if app.theme_named => return,
                (None, None) => "name a theme file: `\"themeLocation\": \"theme.json\"` in app.json".to_owned(),
            };
            let message = format!("the theme does not define `{name}`");
            let warning = Diagnostic::warning("config/unknown-theme-name", file, value.span, message);
            reader.diagnostics.push(match &near {
                Some(near) => warning.meant_text(&format!("@{near}")),
                None => warning.hint(hint),
            });
        }
        JsonKind::Array(items) => items.iter().for_each(|item| check_theme_names(reader, app, item, file)),
        JsonKind::Object(members) => {
            // Titles and texts may begin with `@`.
            let texts = ["navigationBarTitleText", "text", "pagePath"];
            members.iter().filter(|m| !texts.contains(&m.name.as_str())).for_each(|m| check_theme_names(reader, app, &m.value, file));
        }
        _ => {}
    }
}
