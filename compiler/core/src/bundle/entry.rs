//! Entry texts for the runtime bundler: which parts of the runtime a project needs.

use crate::bundle::runtime::runtime_file;
use crate::bundle::script::ScriptFacts;
use crate::vocabulary::api;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::OnceLock;

/// What a project uses of the platform.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Built-in tags.
    pub tags: BTreeSet<String>,
    /// Members of `wx`.
    pub members: BTreeSet<String>,
    /// `wx` is passed around: any member may be used.
    pub everything: bool,
    /// The app has a tab bar of the platform.
    pub tab_bar: bool,
    /// Pages can be pulled down.
    pub pull_down: bool,
    /// The app may start again on the page it was left on (`restartStrategy`).
    pub restarts: bool,
    /// Source maps come with the scripts, for stacks in `App.onError`.
    pub traces: bool,
    /// WXS runs on the view.
    pub view_wxs: bool,
}

impl Uses {
    /// Everything there is.
    #[cfg(test)]
    pub fn all() -> Self {
        Self {
            tags: crate::vocabulary::components::all().map(|(tag, _)| tag.to_owned()).collect(),
            everything: true,
            tab_bar: true,
            pull_down: true,
            restarts: true,
            traces: true,
            view_wxs: true,
            ..Self::default()
        }
    }

    pub fn add(&mut self, facts: &ScriptFacts) {
        for (name, _) in &facts.wx_members {
            if !self.members.contains(name) {
                self.members.insert(name.clone());
            }
        }
        self.everything |= facts.wx_escapes;
    }

    /// Documented members that the project may use and no family implements.
    pub fn unimplemented(&self) -> Vec<&str> {
        let table = families();
        if self.everything {
            return api::all().map(|(name, _)| name).filter(|name| !table.contains_key(*name)).collect();
        }
        self.members.iter().map(String::as_str).filter(|name| api::find(name).is_some() && !table.contains_key(*name)).collect()
    }

    /// Families of `wx` in use, sorted.
    pub fn families(&self) -> BTreeSet<&'static str> {
        let table = families();
        // A navigator calls the router itself; a canvas is drawn on the logic thread; back closes a container.
        let implied = [("navigator", "route"), ("canvas", "canvas"), ("page-container", "container")];
        let implied = implied.into_iter().map(|(tag, family)| (self.tags.contains(tag), family));
        let implied = implied.chain([(self.restarts, "exit"), (self.traces, "trace")]).filter(|(used, _)| *used).map(|(_, family)| family);
        let named = table.iter().filter(|(member, _)| self.everything || self.members.contains(*member)).map(|(_, family)| family.as_str());
        named.chain(implied).collect()
    }

    /// Something may ask the host bridge: `wx.login`, a host-only member, a button's `open-type`.
    fn asks_bridge(&self) -> bool {
        self.tags.contains("button") || self.families().contains("bridge") || !self.unimplemented().is_empty()
    }
}

/// Member of `wx` → family.
fn families() -> &'static BTreeMap<String, String> {
    static TABLE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    TABLE.get_or_init(|| runtime_file("wx-families.json").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default())
}

/// `scroll-view` → `ScrollView`.
fn pascal(name: &str) -> String {
    name.split(['-', '/', '.'])
        .flat_map(|part| {
            let mut chars = part.chars();
            chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str())
        })
        .collect()
}

fn exports(path: &str, name: &str) -> bool {
    runtime_file(path)
        .is_some_and(|text| text.contains(&format!("export function {name}(")) || text.contains(&format!("export const {name}")))
}

/// Where a view runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a document of its own. `frames`: documents may come with first frames, for the view to adopt.
    Document { serve: bool, frames: bool },
    /// In an element of somebody else's page, behind the `line` that its script is called with (`bundle/embed.rs`).
    Element,
}

/// The view's entry (as a file of the folder `view`).
pub fn view_entry(uses: &Uses, place: Place) -> String {
    let mut imports = "import { bootView } from './main.ts'\n".to_owned();
    let mut calls = String::new();
    let mut hosts = Vec::new();
    if matches!(place, Place::Document { frames: true, .. }) {
        imports.push_str("import { adoptFrame } from './apply/adopt.ts'\n");
        calls.push_str("adoptFrame()\n");
    }
    if place == Place::Element {
        imports.push_str("import { hostEmbed } from '../host/embed.ts'\n");
        hosts.push("hostEmbed(line)".to_owned());
    }
    for tag in &uses.tags {
        let name = format!("define{}", pascal(tag));
        if exports(&format!("view/elements/{tag}.ts"), &name) {
            let _ = writeln!(imports, "import {{ {name} }} from './elements/{tag}.ts'");
            let _ = writeln!(calls, "{name}()");
        }
    }
    let bridge = uses.asks_bridge().then_some("bridge");
    for family in uses.families().into_iter().chain(bridge).collect::<BTreeSet<_>>() {
        let name = format!("host{}", pascal(family));
        if exports(&format!("host/{family}.ts"), &name) {
            let _ = writeln!(imports, "import {{ {name} }} from '../host/{family}.ts'");
            hosts.push(name);
        }
    }
    let shell = [
        (uses.tab_bar, "shellTabs", "view/shell/tabs.ts"),
        (uses.pull_down || uses.families().contains("page"), "shellPull", "view/shell/pull.ts"),
        (uses.view_wxs, "viewWxs", "view/wxs/wxs.ts"),
    ];
    for (_, name, path) in shell.into_iter().filter(|(used, name, path)| *used && exports(path, name)) {
        let _ = writeln!(imports, "import {{ {name} }} from '../{path}'");
        hosts.push(name.to_owned());
    }
    if matches!(place, Place::Document { serve: true, .. }) && exports("dev/overlay.ts", "startOverlay") {
        imports.push_str("import { startOverlay } from '../dev/overlay.ts'\n");
        calls.push_str("startOverlay()\n");
    }
    format!("{imports}{calls}bootView({{ hosts: [{}] }})\n", hosts.join(", "))
}

/// Without members of `wx`: what the logic thread has for `wxc dev`.
const DEV_FAMILIES: &[&str] = &["keep", "replace"];

/// The logic thread's entry (as `logic/entry.ts`).
pub fn logic_entry(uses: &Uses, serve: bool) -> String {
    let mut imports = "import { bootLogic } from './main.ts'\n".to_owned();
    let mut names = Vec::new();
    for family in uses.families().into_iter().chain(if serve { DEV_FAMILIES } else { &[] }.iter().copied()) {
        let name = format!("wx{}", pascal(family));
        if exports(&format!("logic/wx/{family}.ts"), &name) {
            let _ = writeln!(imports, "import {{ {name} }} from './wx/{family}.ts'");
            names.push(name);
        }
    }
    let class = |name: &str| api::find(name).map(|member| format!("{:?}", member.class)).unwrap_or_default();
    let stubs: BTreeMap<&str, String> = uses.unimplemented().into_iter().map(|name| (name, class(name))).collect();
    let stubs = serde_json::to_string(&stubs).unwrap_or_default();
    format!("{imports}bootLogic({{ wx: [{}], stubs: {stubs} }})\n", names.join(", "))
}

/// The entry of workers (as `worker/entry.ts`).
pub fn worker_entry() -> String {
    "import { bootWorker } from './main.ts'\nbootWorker()\n".to_owned()
}

/// Default styles of the built-ins in use, after those of the shell.
pub fn base_css(uses: &Uses) -> String {
    let shell = ["view/shell/base.css"].into_iter().filter_map(runtime_file);
    let elements = uses.tags.iter().filter_map(|tag| runtime_file(&format!("view/elements/{tag}.css")));
    shell.chain(elements).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything there is ends in one bundle, so names at the top of all files must differ.
    #[test]
    fn the_whole_runtime_bundles() {
        use crate::bundle::runtime::{Options, bundle_runtime};
        let uses = Uses::all();
        for (path, entry) in [
            ("view/entry.ts", view_entry(&uses, Place::Document { serve: true, frames: true })),
            ("view/embedded.ts", view_entry(&uses, Place::Element)),
            ("logic/entry.ts", logic_entry(&uses, true)),
            ("worker/entry.ts", worker_entry()),
        ] {
            let bundled = bundle_runtime(path, &entry, &Options::default());
            assert_eq!(bundled.map(|script| script.code.is_empty()), Ok(false), "{entry}");
        }
    }

    #[test]
    fn members_that_nothing_implements_get_stubs() {
        let members = ["addCard", "noSuchThing", "nextTick"].into_iter().map(str::to_owned).collect();
        let entry = logic_entry(&Uses { members, ..Uses::default() }, false);
        assert!(entry.ends_with("bootLogic({ wx: [wxBase], stubs: {\"addCard\":\"C\"} })\n"), "{entry}");
    }

    #[test]
    fn what_the_project_does_not_say_with_wx_brings_families() {
        let tags = ["page-container".to_owned()].into();
        let uses = Uses { tags, restarts: true, traces: true, ..Uses::default() };
        assert_eq!(uses.families(), BTreeSet::from(["container", "exit", "trace"]));
        assert!(view_entry(&uses, Place::Document { serve: false, frames: false }).ends_with("bootView({ hosts: [hostExit] })\n"));
        let named = |member: &str| Uses { members: [member.to_owned()].into(), ..Uses::default() }.families();
        assert_eq!(named("navigateTo"), BTreeSet::from(["route"]));
        assert_eq!(named("enableAlertBeforeUnload"), BTreeSet::from(["unload"]));
    }

    #[test]
    fn tags_become_names() {
        assert_eq!(pascal("scroll-view"), "ScrollView");
        assert_eq!(pascal("file-system"), "FileSystem");
    }
}
