//! `app.json`: pages, subpackages, tab bar, theme; checked against each other.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::nearest;
use crate::resolve::config::Reader;
use crate::resolve::json::{Json, JsonKind};
use crate::resolve::path::{inside, normalise};
use crate::resolve::schema::{self, truthy};
use crate::source::{FileId, Span};

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
    /// Where `"custom": true` of the tab bar stands.
    pub custom_tab_bar: Option<Span>,
    /// Pages of the tab bar, in its order.
    pub tabs: Vec<String>,
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
    pub span: Span,
}

impl App {
    pub fn subpackages_key(&self) -> Option<&Json> {
        self.json.get("subPackages").or_else(|| self.json.get("subpackages"))
    }
    pub fn page(&self, path: &str) -> Option<&PageEntry> {
        self.pages.iter().find(|page| page.path == path)
    }
    /// The package a file belongs to: that of the subpackage root it lies in, else the main package.
    pub fn package_of(&self, path: &str) -> usize {
        self.subpackages.iter().position(|package| inside(path, &package.root)).map_or(0, |index| index + 1)
    }
}

/// Reads what the rest of the compiler needs from the JSON of `app.json` and reports what contradicts itself. `root` as in `ProjectConfig`.
pub fn read_app(reader: &mut Reader<'_>, root: &str, file: FileId, json: Json) -> App {
    schema::check(file, &json, &[schema::APP], &mut reader.diagnostics);
    if let Some(window) = json.get("window") {
        schema::check(file, window, &[schema::WINDOW], &mut reader.diagnostics);
    }
    let mut app = App {
        file,
        pages: Vec::new(),
        subpackages: Vec::new(),
        entry: None,
        theme: None,
        custom_tab_bar: None,
        tabs: Vec::new(),
        json: Json::empty(),
    };
    if let Some(pages) = json.get("pages") {
        read_pages(reader, &mut app, pages, "", 0);
    }
    if let Some(packages) = json.get("subPackages").or_else(|| json.get("subpackages")) {
        read_subpackages(reader, &mut app, packages);
    }
    if app.pages.is_empty() && !json.members().is_empty() {
        let place = json.member("pages").map_or(Span::new(json.span.start as usize, json.span.start as usize + 1), |m| m.name_span);
        let error = Diagnostic::error("config/no-pages", file, place, "this app has no pages");
        reader.diagnostics.push(error.hint("write `\"pages\": [\"pages/index/index\"]`"));
    }
    read_entry(reader, &mut app, &json);
    if let Some(bar) = json.get("tabBar") {
        read_tab_bar(reader, &mut app, root, bar);
    }
    check_preload_rule(reader, &app, &json);
    read_theme(reader, &mut app, root, &json);
    app.json = json;
    app
}

/// A page path as it stands in `app.json`: without the extension and slash that WeChat does not want there.
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
    let path = normalise(path);
    if path != text {
        let message = format!("pages are named by path, without leading slash and extension: `{text}`");
        reader.diagnostics.push(Diagnostic::warning("config/page-path", file, value.span, message).hint(format!("write `\"{path}\"`")));
    }
    if path.is_empty() {
        return None;
    }
    Some(path)
}

fn read_pages(reader: &mut Reader<'_>, app: &mut App, list: &Json, root: &str, package: usize) {
    for value in list.items() {
        let Some(path) = page_path(reader, app.file, value) else { continue };
        let path = if root.is_empty() { path } else { format!("{root}/{path}") };
        if let Some(first) = app.pages.iter().find(|page| page.path == path) {
            let message = format!("page `{path}` is listed twice");
            let warning =
                Diagnostic::warning("config/duplicate-page", app.file, value.span, message).label(app.file, first.span, "first here");
            reader.diagnostics.push(warning.hint("remove one of them"));
            continue;
        }
        app.pages.push(PageEntry { path, span: value.span, package });
    }
}

fn read_subpackages(reader: &mut Reader<'_>, app: &mut App, packages: &Json) {
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
        app.subpackages.push(Subpackage {
            root: path.clone(),
            name: value.get("name").and_then(Json::str).map(str::to_owned),
            independent: truthy(value.get("independent")),
            span: root.span,
        });
        let package = app.subpackages.len();
        if let Some(pages) = value.get("pages") {
            read_pages(reader, app, pages, &path, package);
        }
    }
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
    match nearest(path, app.pages.iter().map(|page| page.path.as_str())) {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => error.hint(format!("add `\"{path}\"` to `pages`")),
    }
}

fn read_tab_bar(reader: &mut Reader<'_>, app: &mut App, root: &str, bar: &Json) {
    schema::check(app.file, bar, &[schema::TAB_BAR], &mut reader.diagnostics);
    if let Some(custom) = bar.get("custom")
        && truthy(Some(custom))
    {
        app.custom_tab_bar = Some(custom.span);
    }
    let Some(list) = bar.get("list") else {
        let error = Diagnostic::error("config/tab-bar", app.file, bar.span, "this tab bar has no `list`");
        reader.diagnostics.push(error.hint("list two to five tabs: `{\"pagePath\": …, \"text\": …}`"));
        return;
    };
    let count = list.items().len();
    if !(2..=5).contains(&count) {
        let message = format!("a tab bar has two to five tabs, not {count}");
        reader.diagnostics.push(Diagnostic::warning("config/tab-bar", app.file, list.span, message).hint("WeChat rejects this app.json"));
    }
    for tab in list.items() {
        let Some(value) = tab.get("pagePath") else {
            let error = Diagnostic::error("config/tab-bar", app.file, tab.span, "this tab has no `pagePath`");
            reader.diagnostics.push(error.hint("name the page it opens"));
            continue;
        };
        let text = value.str().unwrap_or_default();
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
        for key in ["iconPath", "selectedIconPath"] {
            if let Some(icon) = tab.get(key)
                && let Some(text) = icon.str()
                && !text.is_empty()
                && !text.contains("://")
                && !text.starts_with('@')
                && !text.starts_with("data:")
            {
                let file = format!("{root}{}", normalise(text));
                if !reader.files.is_file(&file) {
                    let message = format!("there is no `{file}`");
                    let warning = Diagnostic::warning("project/missing-asset", app.file, icon.span, message);
                    reader.diagnostics.push(warning.hint("add the image, or correct the path (from the mini-program root)"));
                }
            }
        }
    }
}

fn check_preload_rule(reader: &mut Reader<'_>, app: &App, json: &Json) {
    let Some(rule) = json.get("preloadRule") else { return };
    for member in rule.members() {
        if app.page(&normalise(&member.name)).is_none() {
            let message = format!("`pages` does not list `{}`; this rule never applies", member.name);
            reader.diagnostics.push(Diagnostic::warning("config/preload-rule", app.file, member.name_span, message).hint("name a page"));
        }
        for package in member.value.get("packages").map_or(&[][..], Json::items) {
            let name = package.str().unwrap_or_default();
            let known = |other: &Subpackage| other.name.as_deref() == Some(name) || other.root == normalise(name);
            if name != "__APP__" && !app.subpackages.iter().any(known) {
                let message = format!("there is no subpackage `{name}`");
                let warning = Diagnostic::warning("config/preload-rule", app.file, package.span, message);
                reader.diagnostics.push(warning.hint("name the root or the name of a subpackage"));
            }
        }
    }
}

fn read_theme(reader: &mut Reader<'_>, app: &mut App, root: &str, json: &Json) {
    if let Some(value) = json.get("themeLocation") {
        let path = format!("{root}{}", normalise(value.str().unwrap_or_default()));
        app.theme = reader.json(&path);
        if app.theme.is_none() {
            let error = Diagnostic::error("project/missing-file", app.file, value.span, format!("there is no `{path}`"));
            reader.diagnostics.push(error.hint("create it: `{\"light\": {}, \"dark\": {}}`"));
        }
    }
    let empty = Json::empty();
    for key in ["window", "tabBar"] {
        check_theme_names(reader, app, json.get(key).unwrap_or(&empty), app.file);
    }
}

/// Reports `@name`s that `theme.json` does not define.
pub fn check_theme_names(reader: &mut Reader<'_>, app: &App, value: &Json, file: FileId) {
    match &value.kind {
        JsonKind::String(text) => {
            let Some(name) = text.strip_prefix('@') else { return };
            let defined =
                |theme: &Json| ["light", "dark"].iter().any(|side| theme.get(side).is_some_and(|table| table.get(name).is_some()));
            if !app.theme.as_ref().is_some_and(|(_, theme)| defined(theme)) {
                let message = format!("the theme does not define `{name}`");
                let hint = if app.theme.is_some() {
                    format!("add `\"{name}\"` to `light` and `dark` of theme.json")
                } else {
                    "name a theme file: `\"themeLocation\": \"theme.json\"` in app.json".to_owned()
                };
                reader.diagnostics.push(Diagnostic::warning("config/unknown-theme-name", file, value.span, message).hint(hint));
            }
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
