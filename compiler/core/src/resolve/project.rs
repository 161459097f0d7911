//! The graph of a project: every page, every component they can reach, and the package each belongs to.

use crate::diagnostics::Diagnostic;
use crate::resolve::app::{App, extended_style, read_app};
use crate::resolve::config::{ProjectConfig, Reader, project_config};
use crate::resolve::json::Json;
use crate::resolve::script::{Aliases, is_installed};
use crate::resolve::unit::{Place, Unit, Use, read_unit, report_foreign_style, style_of, using_components, using_table};
use crate::source::{FileId, Files, Sources, Span};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Path of the custom tab bar's component.
pub const CUSTOM_TAB_BAR: &str = "custom-tab-bar/index";

/// A whole project, as its JSON files describe it.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    pub config: ProjectConfig,
    pub app: Arc<App>,
    pub aliases: Aliases,
    /// `app.js`/`app.ts` and `app.wxss` (or `.less` and so on) below the project.
    pub script: Option<String>,
    pub style: Option<String>,
    /// A style sheet that all pages have before `app.wxss`, from the mini-program root: that of a library of `useExtendedLib`.
    pub library_style: Option<String>,
    /// Pages in the order of `app.pages`, then components in the order in which they are reached.
    pub units: Vec<Arc<Unit>>,
    by_path: FxHashMap<String, usize>,
}

impl Project {
    /// Folder of `app.json` below the project: `""` or `"miniprogram/"`.
    pub fn root(&self) -> &str {
        &self.config.root
    }
    pub fn unit(&self, path: &str) -> Option<&Unit> {
        self.by_path.get(path).and_then(|index| self.units.get(*index)).map(Arc::as_ref)
    }
    pub fn index(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }
    pub fn pages(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().map(Arc::as_ref).filter(|unit| unit.is_page)
    }
    /// Root of a package: `""` for number 0.
    pub fn package_root(&self, package: usize) -> &str {
        package.checked_sub(1).and_then(|index| self.app.subpackages.get(index)).map_or("", |package| package.root.as_str())
    }
}

/// A project as it was read.
#[derive(Debug, Default)]
pub struct Read {
    /// `None`: there is no `app.json`.
    pub project: Option<Project>,
    pub diagnostics: Vec<Diagnostic>,
    /// Configuration files that were asked for.
    pub inputs: Vec<String>,
}

/// Reads the project. Broken and missing files are reported and left out; everything else is there.
pub fn read_project(files: &dyn Files, sources: &Sources) -> Read {
    read_project_with(files, sources, None, &mut |asked| Arc::new(asked.read(files, sources)))
}

/// A page or component to read. But for its files nothing else decides what comes of it.
pub struct UnitRequest<'a> {
    pub app: &'a Arc<App>,
    pub config: &'a ProjectConfig,
    /// What the `usingComponents` of app.json came to, as far as this unit sees it.
    pub globals: &'a BTreeMap<String, Use>,
    /// The same as far as the app sees it.
    pub app_globals: &'a BTreeMap<String, Use>,
    /// JSON files of the app that could not be read.
    pub broken: &'a BTreeSet<FileId>,
    pub path: &'a str,
    pub is_page: bool,
    /// Where it is named.
    pub place: Place,
}

/// A page or component as it was read.
#[derive(Debug)]
pub struct UnitRead {
    pub unit: Arc<Unit>,
    pub diagnostics: Vec<Diagnostic>,
    pub inputs: Vec<String>,
}

impl UnitRequest<'_> {
    pub fn read(&self, files: &dyn Files, sources: &Sources) -> UnitRead {
        let mut reader = Reader::new(files, sources);
        reader.broken.clone_from(self.broken);
        let mut unit = read_unit(&mut reader, self.app, self.config, self.globals, self.path, self.is_page, self.place);
        unit.generics.extend(given_generics(&mut reader, self.app, &self.config.root, self.app.file, self.path));
        UnitRead { unit: Arc::new(unit), diagnostics: reader.diagnostics, inputs: reader.inputs }
    }
}

/// Reads the project, with pages and components from elsewhere. An app equal to that of `before` stays the same in memory.
pub fn read_project_with(
    files: &dyn Files,
    sources: &Sources,
    before: Option<&Project>,
    read: &mut dyn FnMut(&UnitRequest<'_>) -> Arc<UnitRead>,
) -> Read {
    let mut reader = Reader::new(files, sources);
    let (config, found) = project_config(&mut reader);
    let Some((file, json)) = found else { return Read { project: None, diagnostics: reader.diagnostics, inputs: reader.inputs } };
    let root = config.root.clone();
    let app = read_app(&mut reader, &config, file, json);
    let app = before.map(|project| &project.app).filter(|old| ***old == app).cloned().unwrap_or_else(|| Arc::new(app));
    let globals = using_components(&mut reader, &app, &root, &format!("{root}app"), file, &app.json);
    let existing = |name: &str| Some(format!("{root}{name}")).filter(|path| files.is_file(path));
    let script = existing("app.ts").or_else(|| existing("app.js"));
    let style = style_of(files, &config, &format!("{root}app"));
    if style.is_none() {
        report_foreign_style(&mut reader, &format!("{root}app"), file, Span::at(0));
    }

    let mut units: Vec<Arc<Unit>> = Vec::new();
    let mut by_path: FxHashMap<String, usize> = FxHashMap::default();
    let mut queue: VecDeque<(String, bool, Place)> = VecDeque::new();
    for page in &app.pages {
        queue.push_back((page.path.clone(), true, Place { file, span: page.span }));
    }
    if let Some(span) = app.custom_tab_bar {
        queue.push_back((CUSTOM_TAB_BAR.to_owned(), false, Place { file, span }));
    }
    let app_globals = components_of(&globals).map(|(path, tag)| (path, global_place(&app, &tag)));
    queue.extend(app_globals.map(|(path, place)| (path, false, place)).collect::<Vec<_>>());
    while let Some((path, is_page, place)) = queue.pop_front() {
        if by_path.contains_key(&path) {
            continue;
        }
        // An independent subpackage has nothing of the app but what lies in it.
        let package = app.package_of(&path);
        let inside = |target: &Use| matches!(target, Use::Component(path) if app.package_of(path) == package || is_installed(path));
        let none = BTreeMap::new();
        let app_globals = &globals;
        let globals = match app.is_independent(package) {
            // A plugin knows nothing of the mini program that uses it.
            _ if app.plugin_of(&path).is_some() => &none,
            true => &globals.iter().filter(|(_, target)| inside(target)).map(|(tag, target)| (tag.clone(), target.clone())).collect(),
            false => &globals,
        };
        let found =
            read(&UnitRequest { app: &app, config: &config, globals, app_globals, broken: &reader.broken, path: &path, is_page, place });
        reader.diagnostics.extend(found.diagnostics.iter().cloned());
        reader.inputs.extend(found.inputs.iter().cloned());
        let unit = &found.unit;
        for component in unit.components() {
            if !by_path.contains_key(component) {
                queue.push_back((component.to_owned(), false, place_of(unit, component).unwrap_or(place)));
            }
        }
        by_path.insert(path, units.len());
        units.push(unit.clone());
    }
    let aliases = app.aliases.clone();
    let library_style = extended_style(files, &root, &app.json);
    let project = Project { config, app, aliases, script, style, library_style, units, by_path };
    Read { project: Some(project), diagnostics: reader.diagnostics, inputs: reader.inputs }
}

/// What the mini program gives for the generics of a plugin's component.
fn given_generics(reader: &mut Reader<'_>, app: &App, root: &str, file: FileId, path: &str) -> BTreeMap<String, Option<String>> {
    let Some(plugin) = app.plugin_of(path) else { return BTreeMap::new() };
    let names = plugin.components.iter().filter(|(_, component)| *component == path).map(|(name, _)| name);
    let given: Vec<Json> = names.filter_map(|name| plugin.generics.get(name)).cloned().collect();
    let found = given.iter().map(|given| using_table(reader, app, root, &format!("{root}app"), file, given));
    let found: BTreeMap<String, Use> = found.flatten().collect();
    let path = |target: Use| match target {
        Use::Component(path) => Some(path),
        Use::Missing => None,
    };
    found.into_iter().map(|(name, target)| (name, path(target))).collect()
}

fn components_of(using: &BTreeMap<String, Use>) -> impl Iterator<Item = (String, String)> {
    using.iter().filter_map(|(tag, target)| match target {
        Use::Component(path) => Some((path.clone(), tag.clone())),
        Use::Missing => None,
    })
}

fn global_place(app: &App, tag: &str) -> Place {
    let span = app.json.get("usingComponents").and_then(|table| table.get(tag)).map_or(app.json.span, |value| value.span);
    Place { file: app.file, span }
}

/// Where a unit's JSON names a component.
fn place_of(unit: &Unit, component: &str) -> Option<Place> {
    let file = unit.config?;
    let tag = unit.using.iter().find(|(_, target)| matches!(target, Use::Component(path) if path == component)).map(|(tag, _)| tag);
    let named = tag.and_then(|tag| unit.json.get("usingComponents")?.get(tag));
    let default = || {
        let name = unit.generics.iter().find(|(_, default)| default.as_deref() == Some(component)).map(|(name, _)| name)?;
        unit.json.get("componentGenerics")?.get(name)?.get("default")
    };
    named.or_else(default).map(|value| Place { file, span: value.span })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A project in memory: `(path, text)`.
    fn files(entries: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        entries.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    fn line_column(text: &str, offset: u32) -> (usize, usize) {
        let before = &text[..offset as usize];
        (before.matches('\n').count() + 1, before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1)
    }

    /// Reads a project and gives its units' paths and its diagnostics as `path:line:column code message`.
    fn read(entries: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let files = files(entries);
        let sources = Sources::default();
        let Read { project, diagnostics, .. } = read_project(&files, &sources);
        let shown = diagnostics.iter().map(|d| {
            let (line, column) = line_column(&sources.text(d.file), d.span.start);
            format!("{}:{line}:{column} {} {}", sources.path(d.file), d.code, d.message)
        });
        (project.map_or(Vec::new(), |p| p.units.iter().map(|u| u.path.clone()).collect()), shown.collect())
    }

    const PAGE: &[(&str, &str)] = &[("pages/a/a.wxml", ""), ("pages/a/a.js", "Page({})")];

    fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        PAGE.iter().chain(more).copied().collect()
    }

    #[test]
    fn pages_and_components_are_found_once() {
        let (units, diagnostics) = read(&with(&[
            ("app.json", r#"{"pages": ["pages/a/a"], "usingComponents": {"x": "/c/x"}}"#),
            ("pages/a/a.json", r#"{"usingComponents": {"y": "../../c/y"}}"#),
            ("c/x.json", r#"{"component": true}"#),
            ("c/x.wxml", ""),
            ("c/x.js", ""),
            ("c/y.json", r#"{"component": true, "usingComponents": {"x": "./x", "me": "./y"}}"#),
            ("c/y.wxml", ""),
            ("c/y.js", ""),
        ]));
        assert_eq!(diagnostics, Vec::<String>::new());
        assert_eq!(units, ["pages/a/a", "c/x", "c/y"]);
    }

    #[test]
    fn a_missing_page_is_reported_where_it_is_named() {
        let (units, diagnostics) = read(&with(&[("app.json", "{\n  \"pages\": [\"pages/a/a\", \"pages/b/b\"]\n}")]));
        assert_eq!(
            diagnostics,
            [
                "app.json:2:26 project/missing-page page `pages/b/b` does not exist: there is neither `pages/b/b.wxml` nor `pages/b/b.js` or `.ts`"
            ]
        );
        assert_eq!(units, ["pages/a/a", "pages/b/b"]);
    }

    #[test]
    fn a_missing_component_is_reported_where_it_is_named() {
        let (_, diagnostics) =
            read(&with(&[("app.json", r#"{"pages": ["pages/a/a"]}"#), ("pages/a/a.json", "{\"usingComponents\": {\n  \"x\": \"/c/x\"}}")]));
        assert_eq!(diagnostics.len(), 1);
        assert!(
            diagnostics[0]
                .starts_with("pages/a/a.json:2:8 project/missing-component component `x` does not exist: there is nothing at `/c/x`")
        );
    }

    #[test]
    fn a_broken_page_json_hides_nothing_else() {
        let (units, diagnostics) = read(&with(&[
            ("app.json", r#"{"pages": ["pages/a/a", "pages/b/b"]}"#),
            ("pages/a/a.json", "{\"a\" 1}"),
            ("pages/b/b.wxml", ""),
        ]));
        assert_eq!(units.len(), 2);
        assert_eq!(
            diagnostics,
            [
                "pages/a/a.json:1:6 config/syntax a colon is missing before this",
                "app.json:1:25 project/missing-file page `pages/b/b` has no script: there is no `pages/b/b.js` or `pages/b/b.ts`",
            ]
        );
    }

    #[test]
    fn the_root_is_named_or_the_only_candidate() {
        let app = r#"{"pages": []}"#;
        let (_, diagnostics) = read(&[("miniprogram/app.json", app)]);
        assert_eq!(diagnostics, ["miniprogram/app.json:1:2 config/no-pages this app has no pages"]);
        let (_, diagnostics) = read(&[("project.config.json", r#"{"miniprogramRoot": "./x/"}"#), ("src/app.json", app)]);
        assert_eq!(diagnostics, ["project.config.json:1:21 project/missing-app `miniprogramRoot` is `./x/`, but there is no `x/app.json`"]);
        let (_, diagnostics) = read(&[("src/app.json", app), ("dist/app.json", app)]);
        assert_eq!(diagnostics, ["app.json:1:1 project/missing-app several folders hold an `app.json`: `src/app.json`, `dist/app.json`"]);
        let (_, diagnostics) = read(&[]);
        assert!(
            diagnostics[0]
                .starts_with("app.json:1:1 project/missing-app there is no `app.json`; looked for `app.json`, `miniprogram/app.json`")
        );
    }

    #[test]
    fn tab_bar_theme_and_entry_are_checked() {
        let (_, diagnostics) = read(&with(&[(
            "app.json",
            r##"{"pages": ["pages/a/a"], "entryPagePath": "pages/a/b",
"tabBar": {"custom": true, "color": "@c", "list": [{"pagePath": "pages/a/a", "iconPath": "i.png"}, {"pagePath": "x"}]},
"themeLocation": "theme.json", "window": {"navigationBarTextStyle": "red", "navigationBarTitelText": "x"}}"##,
        )]));
        assert_eq!(
            diagnostics,
            [
                "app.json:3:69 config/wrong-value `navigationBarTextStyle` takes `\"black\"` or `\"white\"`, not `\"red\"`",
                "app.json:3:76 config/unknown-key there is no key `navigationBarTitelText` here",
                "app.json:1:43 config/unknown-page `pages` does not list `pages/a/b`",
                "app.json:2:90 project/missing-asset there is no `i.png`",
                "app.json:2:113 config/unknown-page `pages` does not list `x`",
                "app.json:3:18 project/missing-file there is no `theme.json`",
                "app.json:2:22 project/missing-component component `custom-tab-bar/index` does not exist: there is neither `custom-tab-bar/index.wxml` nor `custom-tab-bar/index.js` or `.ts`",
            ]
        );
    }

    #[test]
    fn subpackages_own_their_files() {
        let files = files(&with(&[
            (
                "app.json",
                r#"{"pages": ["pages/a/a"], "subpackages": [{"root": "/sub/", "name": "s", "pages": ["p/p"], "independent": true}]}"#,
            ),
            ("sub/p/p.wxml", ""),
            ("sub/p/p.js", ""),
        ]));
        let Read { project, diagnostics, .. } = read_project(&files, &Sources::default());
        let project = project.unwrap();
        assert_eq!(diagnostics, []);
        assert_eq!(project.unit("sub/p/p").unwrap().package, 1);
        assert_eq!(project.package_root(1), "sub");
        assert!(project.app.subpackages[0].independent);
    }

    #[test]
    fn plugin_components_are_warnings() {
        let (_, diagnostics) = read(&with(&[
            ("app.json", r#"{"pages": ["pages/a/a"], "plugins": {"chat": {"version": "1.0.0", "provider": "wx1"}}}"#),
            ("pages/a/a.json", r#"{"usingComponents": {"x": "plugin://chat/x"}}"#),
        ]));
        assert!(diagnostics[0].starts_with("pages/a/a.json:1:27 project/plugin-component component `x` belongs to the plugin `chat`"));
    }
}
