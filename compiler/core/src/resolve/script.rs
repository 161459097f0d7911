//! Where a request of a script leads, and where a component of `usingComponents` lies: relative and absolute paths, aliases, npm packages.
//!
//! Requests and answers are paths of the project (`miniprogram/utils/a.js`); `root` is the folder of `app.json` in it, `""` or ending in `/`. Packages are looked
//! for in `miniprogram_npm`, as WeChat's tools build them, and then in `node_modules`, from the folder of the requesting file upwards.

use crate::resolve::path::{folder, inside, join, normalise};
use crate::source::Files;
use serde_json::Value;

/// `resolveAlias` of app.json, the longest key first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases {
    pairs: Vec<(String, String)>,
    /// Folders of the project, and the folders whose `node_modules` are theirs although they do not lie above.
    packages: Vec<(String, String)>,
}

impl Aliases {
    /// From pairs like `("@utils/*", "utils/*")`.
    pub fn new<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Self {
        let strip = |text: &str| text.strip_suffix('*').unwrap_or(text).to_owned();
        let mut pairs: Vec<(String, String)> = pairs.into_iter().map(|(key, value)| (strip(key), strip(value))).collect();
        pairs.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        Self { pairs, packages: Vec::new() }
    }

    /// The same with places of packages, as in `packNpmRelationList`.
    pub fn with_packages(self, packages: &[(String, String)]) -> Self {
        Self { packages: packages.to_vec(), ..self }
    }

    /// The request as a path from the root, if an alias matches.
    fn apply(&self, request: &str) -> Option<String> {
        self.pairs.iter().find_map(|(key, value)| request.strip_prefix(key.as_str()).map(|rest| format!("/{value}{rest}")))
    }
}

/// The file that a script's request names, or the paths that were tried.
pub fn resolve_request(files: &dyn Files, root: &str, from: &str, request: &str, aliases: &Aliases) -> Result<String, Vec<String>> {
    let mut search = Search { files, root, want: Want::Script, packages: &aliases.packages, tried: Vec::new() };
    search.request(folder(from), request, aliases).ok_or(search.tried)
}

/// The component that a text of `usingComponents` names, as a path from the root, without extension (`../node_modules/…` for a package beside
/// the root), or the paths that were tried. `base` is the project path of the naming JSON file, with or without extension.
pub fn resolve_component(files: &dyn Files, root: &str, base: &str, request: &str, aliases: &Aliases) -> Result<String, Vec<String>> {
    let mut search = Search { files, root, want: Want::Component, packages: &aliases.packages, tried: Vec::new() };
    let found = search.request(folder(base), request.trim_end_matches(".json"), aliases);
    found.map(|path| module_id(root, &path)).ok_or(search.tried)
}

/// The style sheet that an `@import` names. What WeChat's tools would have built into `miniprogram_npm` is found in `node_modules` too.
pub fn resolve_style(files: &dyn Files, root: &str, from: &str, request: &str) -> Result<String, Vec<String>> {
    let mut search = Search { files, root, want: Want::Style, packages: &[], tried: Vec::new() };
    let found = search.request(folder(from), request, &Aliases::default());
    let built = || request.split_once("miniprogram_npm/").map(|(_, package)| package);
    found.or_else(|| search.package(folder(from), built()?)).ok_or(search.tried)
}

/// The `.wxs` file that a WXS module's `require` names.
pub fn resolve_wxs(files: &dyn Files, root: &str, from: &str, request: &str) -> Result<String, Vec<String>> {
    let path = match request.strip_prefix('/') {
        Some(absolute) => normalise(&format!("{}{absolute}", home(files, root, from))),
        None => join(from, request),
    };
    if files.is_file(&path) { Ok(path) } else { Err(vec![path]) }
}

/// What emitted code calls a file: its path from the root, `../…` outside of it.
pub fn module_id(root: &str, path: &str) -> String {
    if let Some(rest) = path.strip_prefix(root) {
        return rest.to_owned();
    }
    let up = root.split('/').filter(|part| !part.is_empty()).map(|_| "../").collect::<String>();
    format!("{up}{path}")
}

/// The inverse of [`module_id`].
pub fn module_path(root: &str, id: &str) -> String {
    normalise(&format!("{root}{id}"))
}

/// The script at a path whose extension may be missing or `.js` for `.ts`.
pub fn script_file(files: &dyn Files, path: &str) -> Option<String> {
    let stem = path.strip_suffix(".js").or_else(|| path.strip_suffix(".ts")).unwrap_or(path);
    [".ts", ".js"].iter().map(|extension| format!("{stem}{extension}")).find(|path| files.is_file(path))
}

/// The folder that a leading `/` means in the file `from` (below the project): that of app.json, in a plugin that of its plugin.json. `""` or ending in `/`.
pub fn home<'p>(files: &dyn Files, root: &'p str, from: &'p str) -> &'p str {
    // Only a folder beside app.json's, or below a project's that has no root of its own, can be a plugin's.
    if !root.is_empty() && from.starts_with(root) || is_installed(from) {
        return root;
    }
    let folders = from.match_indices('/').filter_map(|(at, _)| from.get(..=at));
    folders.into_iter().find(|folder| files.is_file(&format!("{folder}plugin.json"))).unwrap_or(root)
}

/// Whether a module or component comes from npm: such code is part of every package that needs it.
pub fn is_installed(id: &str) -> bool {
    id.split('/').any(|folder| folder == "node_modules")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    Script,
    Component,
    Style,
}

struct Search<'f> {
    files: &'f dyn Files,
    root: &'f str,
    want: Want,
    packages: &'f [(String, String)],
    tried: Vec<String>,
}

impl Search<'_> {
    fn request(&mut self, from: &str, request: &str, aliases: &Aliases) -> Option<String> {
        let aliased = aliases.apply(request);
        let request = aliased.as_deref().unwrap_or(request);
        if let Some(absolute) = request.strip_prefix('/') {
            let home = home(self.files, self.root, &format!("{from}/")).to_owned();
            return self.path(&normalise(&format!("{home}{absolute}")));
        }
        let relative = normalise(&format!("{from}/{request}"));
        if request.starts_with("./") || request.starts_with("../") || matches!(request, "." | "..") {
            return self.relative(from, &relative);
        }
        // a bare text is a neighbour for components, and a package first for scripts
        match self.want {
            Want::Component | Want::Style => self.path(&relative).or_else(|| self.package(from, request)),
            // old programs write `utils/a` for a file beside them, or below the root
            Want::Script => self
                .package(from, request)
                .or_else(|| self.path(&relative))
                .or_else(|| self.path(&normalise(&format!("{}{request}", self.root)))),
        }
    }

    /// A path beside the file that names it; in a package, its `browser` map has a say.
    fn relative(&mut self, from: &str, path: &str) -> Option<String> {
        let found = self.path(path)?;
        if self.want == Want::Script
            && let Some(package) = package_folder(from)
            && let Some(replaced) = self.manifest(&package).and_then(|manifest| browser_file(&manifest, &package, &found))
        {
            return self.path(&replaced).or(Some(found));
        }
        Some(found)
    }

    fn is_file(&self, path: String) -> Option<String> {
        self.files.is_file(&path).then_some(path)
    }

    fn tried(&mut self, path: String) {
        if !self.tried.contains(&path) {
            self.tried.push(path);
        }
    }

    /// The file or component at a path whose extension, or whose `/index`, may be missing.
    fn path(&mut self, path: &str) -> Option<String> {
        match self.want {
            Want::Script => self.script(path),
            Want::Component => self.component(path).or_else(|| self.component(&normalise(&format!("{path}/index")))),
            Want::Style if path.ends_with(".wxss") || path.ends_with(".css") => self.style(path.to_owned()),
            Want::Style => self.style(format!("{path}.wxss")),
        }
    }

    fn style(&mut self, path: String) -> Option<String> {
        let found = self.is_file(path.clone());
        if found.is_none() {
            self.tried(path);
        }
        found
    }

    fn script(&mut self, path: &str) -> Option<String> {
        if path.is_empty() {
            return self.is_file("index.ts".to_owned()).or_else(|| self.is_file("index.js".to_owned()));
        }
        // of two files that differ in the extension alone, the TypeScript one is the source of the other
        let written = path.rsplit_once('.').filter(|(_, extension)| !extension.contains('/'));
        if let Some((stem, "js")) = written
            && let Some(found) = self.is_file(format!("{stem}.ts"))
        {
            return Some(found);
        }
        if matches!(written, Some((_, "js" | "ts" | "json" | "cjs" | "mjs")))
            && let Some(found) = self.is_file(path.to_owned())
        {
            return Some(found);
        }
        let found = [".ts", ".js", ".json", "/index.ts", "/index.js"].iter().find_map(|end| self.is_file(format!("{path}{end}")));
        if found.is_none() {
            self.tried(format!("{path}{{.ts,.js,.json,/index.ts,/index.js}}"));
        }
        found
    }

    fn component(&mut self, path: &str) -> Option<String> {
        let exists = [".json", ".wxml", ".js", ".ts"].iter().any(|extension| self.files.is_file(&format!("{path}{extension}")));
        if exists {
            return Some(path.to_owned());
        }
        self.tried(format!("{path}{{.json,.wxml,.js,.ts}}"));
        None
    }

    fn package(&mut self, from: &str, request: &str) -> Option<String> {
        let folders: Vec<&str> = ancestors(from).collect();
        for folder in &folders {
            // `miniprogram_npm` belongs to the mini program; above its root there is none
            if format!("{folder}/").starts_with(self.root) || package_folder(from).is_some() {
                let base = normalise(&format!("{folder}/miniprogram_npm/{request}"));
                if let Some(found) = self.path(&base) {
                    return Some(found);
                }
            }
        }
        let (name, sub) = split_package(request);
        let packages = self.packages;
        let related = packages.iter().filter(|(target, _)| from == target || inside(from, target)).map(|(_, home)| home.as_str());
        folders.into_iter().chain(related).find_map(|folder| {
            let package = normalise(&format!("{folder}/node_modules/{name}"));
            self.installed(&package, sub)
        })
    }

    /// A file of a package in `node_modules`, `sub` being the part of the request after the package's name.
    fn installed(&mut self, package: &str, sub: &str) -> Option<String> {
        let manifest = match self.manifest(package) {
            Some(manifest) => manifest,
            None => {
                self.tried(format!("{package}/package.json"));
                return None;
            }
        };
        let text = |key: &str| manifest.get(key).and_then(Value::as_str);
        if let Some(built) = built_folder(self.files, package, &manifest) {
            let base = normalise(&format!("{built}/{}", if sub.is_empty() { "index" } else { sub }));
            if let Some(found) = self.path(&base) {
                return Some(found);
            }
        }
        let exported = || manifest.get("exports").and_then(|exports| exported(exports, sub));
        if !sub.is_empty() {
            let direct = self.path(&normalise(&format!("{package}/{sub}")));
            return direct.or_else(|| exported().and_then(|target| self.path(&normalise(&format!("{package}/{target}")))));
        }
        // `main` before `module`: it is what WeChat's tools pack
        let entries = [text("browser"), text("main"), text("module")].into_iter().flatten().map(str::to_owned);
        let entries: Vec<String> = entries.chain(exported()).chain(["index".to_owned()]).collect();
        let found = entries.iter().find_map(|entry| self.path(&normalise(&format!("{package}/{entry}"))))?;
        let replaced = browser_file(&manifest, package, &found).and_then(|path| self.path(&path));
        Some(replaced.unwrap_or(found))
    }

    fn manifest(&self, package: &str) -> Option<Value> {
        manifest(self.files, package)
    }
}

fn manifest(files: &dyn Files, package: &str) -> Option<Value> {
    let bytes = files.read(&format!("{package}/package.json")).ok()?;
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    serde_json::from_slice(text).ok()
}

/// What WeChat's tools would copy to miniprogram_npm.
fn built_folder(files: &dyn Files, package: &str, manifest: &Value) -> Option<String> {
    let named = manifest.get("miniprogram").and_then(Value::as_str);
    let usual = || Some("miniprogram_dist").filter(|folder| !files.list(&format!("{package}/{folder}")).is_empty());
    named.or_else(usual).map(|folder| normalise(&format!("{package}/{folder}")))
}

/// The folder below `node_modules` that comes with a file in it: all that its package is made of in a mini program, or just the file's own.
pub fn packed_folder(files: &dyn Files, path: &str) -> Option<String> {
    let package = package_folder(path)?;
    let built = manifest(files, &package).and_then(|manifest| built_folder(files, &package, &manifest));
    Some(built.filter(|built| inside(path, built)).unwrap_or_else(|| folder(path).to_owned()))
}

/// `a/b/c`, `a/b`, `a`, ``.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| if path.is_empty() { None } else { Some(folder(path)) })
}

/// `@a/b/c/d` → (`@a/b`, `c/d`).
fn split_package(request: &str) -> (&str, &str) {
    let parts = if request.starts_with('@') { 2 } else { 1 };
    match request.match_indices('/').nth(parts - 1) {
        Some((at, _)) => (request.get(..at).unwrap_or(request), request.get(at + 1..).unwrap_or_default()),
        None => (request, ""),
    }
}

/// The folder of the package that a folder below `node_modules` belongs to.
fn package_folder(path: &str) -> Option<String> {
    let (before, inner) = match path.rsplit_once("/node_modules/") {
        Some((before, inner)) => (format!("{before}/"), inner),
        None => (String::new(), path.strip_prefix("node_modules/")?),
    };
    Some(format!("{before}node_modules/{}", split_package(inner).0))
}

/// What `"browser": {"./a.js": "./b.js"}` puts in the place of a file of the package.
fn browser_file(manifest: &Value, package: &str, file: &str) -> Option<String> {
    let map = manifest.get("browser")?.as_object()?;
    let inner = file.strip_prefix(package)?.trim_start_matches('/');
    let stem = inner.strip_suffix(".js").unwrap_or(inner);
    let names = [format!("./{inner}"), format!("./{stem}"), inner.to_owned()];
    let target = names.iter().find_map(|name| map.get(name))?.as_str()?;
    Some(normalise(&format!("{package}/{target}")))
}

/// The target of `exports` for a subpath: exact names, one `*`, and nested conditions.
fn exported(exports: &Value, sub: &str) -> Option<String> {
    let wanted = if sub.is_empty() { ".".to_owned() } else { format!("./{sub}") };
    let by_path = exports.as_object().is_some_and(|map| map.keys().any(|key| key.starts_with('.')));
    if !by_path {
        return (wanted == ".").then(|| condition(exports)).flatten();
    }
    let map = exports.as_object()?;
    if let Some(target) = map.get(&wanted) {
        return condition(target);
    }
    map.iter().find_map(|(key, target)| {
        let (before, after) = key.split_once('*')?;
        let rest = wanted.strip_prefix(before)?.strip_suffix(after)?;
        condition(target).map(|target| target.replace('*', rest))
    })
}

fn condition(target: &Value) -> Option<String> {
    match target {
        Value::String(path) => Some(path.clone()),
        Value::Array(list) => list.iter().find_map(condition),
        Value::Object(map) => map
            .iter()
            .filter(|(name, _)| matches!(name.as_str(), "miniprogram" | "browser" | "require" | "import" | "module" | "default"))
            .find_map(|(_, target)| condition(target)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn files(entries: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        entries.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[track_caller]
    fn check(paths: &[(&str, &str)], root: &str, cases: &[(&str, &str, &str)]) {
        let files = files(paths);
        let aliases = Aliases::new([("@/*", "/*"), ("@lib/*", "lib/deep/*"), ("~/*", "./*")]);
        for (from, request, expected) in cases {
            let got = resolve_request(&files, root, from, request, &aliases).unwrap_or_else(|tried| format!("no: {}", tried.join(" ")));
            assert_eq!(&got, expected, "{from} -> {request}");
        }
    }

    #[test]
    fn files_of_the_project() {
        let paths = [
            ("m/a.js", ""),
            ("m/b.ts", ""),
            ("m/b.js", ""),
            ("m/c/index.js", ""),
            ("m/d.json", ""),
            ("m/lib/deep/e.js", ""),
            ("m/f.min.js", ""),
        ];
        check(
            &paths,
            "m/",
            &[
                ("m/x/y.js", "../a", "m/a.js"),
                ("m/x/y.js", "../a.js", "m/a.js"),
                ("m/x/y.js", "../b.js", "m/b.ts"),
                ("m/x/y.js", "../c", "m/c/index.js"),
                ("m/x/y.js", "../c/", "m/c/index.js"),
                ("m/c/y.js", ".", "m/c/index.js"),
                ("m/x/y.js", "/d.json", "m/d.json"),
                ("m/x/y.js", "../d", "m/d.json"),
                ("m/x/y.js", "@/a", "m/a.js"),
                ("m/x/y.js", "@lib/e", "m/lib/deep/e.js"),
                ("m/x/y.js", "~/f.min", "m/f.min.js"),
                ("m/y.js", "a", "m/a.js"),
                ("m/x/y.js", "c/index.js", "m/c/index.js"),
                ("m/x/y.js", "./z", "no: m/x/z{.ts,.js,.json,/index.ts,/index.js}"),
            ],
        );
    }

    #[test]
    fn packages() {
        let paths = [
            ("m/miniprogram_npm/built/index.js", ""),
            ("m/miniprogram_npm/built/sub/a.js", ""),
            ("m/sub/miniprogram_npm/built/index.js", ""),
            ("m/miniprogram_npm/@s/p/miniprogram_npm/inner/index.js", ""),
            ("node_modules/mini/package.json", r#"{"miniprogram": "./dist", "main": "x.js"}"#),
            ("node_modules/mini/dist/index.js", ""),
            ("node_modules/mini/dist/button/index.js", ""),
            ("node_modules/mini/src/raw.js", ""),
            ("node_modules/plain/package.json", r#"{"main": "lib/main"}"#),
            ("node_modules/plain/lib/main.js", ""),
            ("node_modules/plain/node_modules/dep/package.json", "{}"),
            ("node_modules/plain/node_modules/dep/index.js", ""),
            ("node_modules/dep/package.json", r#"{"main": "other.js", "browser": {"./other.js": "./web.js", "./a": "./b.js"}}"#),
            ("node_modules/dep/other.js", ""),
            ("node_modules/dep/web.js", ""),
            ("node_modules/dep/a.js", ""),
            ("node_modules/dep/b.js", ""),
            (
                "node_modules/@x/y/package.json",
                r#"{"exports": {".": {"types": "./t.d.ts", "import": "./m.mjs"}, "./f/*": "./files/*.js"}}"#,
            ),
            ("node_modules/@x/y/m.mjs", ""),
            ("node_modules/@x/y/files/g.js", ""),
        ];
        check(
            &paths,
            "m/",
            &[
                ("m/p/p.js", "built", "m/miniprogram_npm/built/index.js"),
                ("m/p/p.js", "built/sub/a", "m/miniprogram_npm/built/sub/a.js"),
                ("m/sub/p/p.js", "built", "m/sub/miniprogram_npm/built/index.js"),
                ("m/miniprogram_npm/@s/p/index.js", "inner", "m/miniprogram_npm/@s/p/miniprogram_npm/inner/index.js"),
                ("m/p/p.js", "mini", "node_modules/mini/dist/index.js"),
                ("m/p/p.js", "mini/button/index", "node_modules/mini/dist/button/index.js"),
                ("m/p/p.js", "mini/src/raw", "node_modules/mini/src/raw.js"),
                ("m/p/p.js", "plain", "node_modules/plain/lib/main.js"),
                ("node_modules/plain/lib/main.js", "dep", "node_modules/plain/node_modules/dep/index.js"),
                ("m/p/p.js", "dep", "node_modules/dep/web.js"),
                ("node_modules/dep/x.js", "./a", "node_modules/dep/b.js"),
                ("m/p/p.js", "@x/y", "node_modules/@x/y/m.mjs"),
                ("m/p/p.js", "@x/y/f/g", "node_modules/@x/y/files/g.js"),
            ],
        );
    }

    #[test]
    fn components() {
        let files = files(&[
            ("m/pages/i/a.json", ""),
            ("m/pages/i/b/index.wxml", ""),
            ("m/pages/miniprogram_npm/c/index.json", ""),
            ("node_modules/@vant/weapp/package.json", r#"{"miniprogram": "lib"}"#),
            ("node_modules/@vant/weapp/lib/button/index.json", ""),
            ("m/common/d.wxml", ""),
        ]);
        let aliases = Aliases::new([("@c/*", "/common/*")]);
        let find = |request: &str| resolve_component(&files, "m/", "m/pages/i/i.json", request, &aliases);
        for (request, expected) in [
            ("a", "pages/i/a"),
            ("./a", "pages/i/a"),
            ("b", "pages/i/b/index"),
            ("c", "pages/miniprogram_npm/c/index"),
            ("/common/d", "common/d"),
            ("@c/d", "common/d"),
            ("@vant/weapp/button/index", "../node_modules/@vant/weapp/lib/button/index"),
            ("@vant/weapp/button", "../node_modules/@vant/weapp/lib/button/index"),
        ] {
            assert_eq!(find(request).as_deref(), Ok(expected), "{request}");
        }
        assert!(find("./no").is_err());
        assert_eq!(module_path("m/", "../node_modules/x/index.js"), "node_modules/x/index.js");
    }
}
