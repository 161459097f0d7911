//! Which optional parts of the runtime a project needs (`protocol/parts.ts`): a part is left out only where nothing could ever use it.
//!
//! Emitted code is known to the letter. User code is not, so a name counts wherever it occurs: in a script, a string, a comment that survives, a `data-`
//! attribute. Names that are put together at run time are not seen; the runtime says so when one is called (`notInBuild`).

use crate::bundle::entry::Uses;
use crate::emit::template::TemplateOutput;
use std::collections::BTreeSet;

/// What is looked for in scripts, render modules and HTML templates.
const WORDS: [&str; 26] = [
    "$wxc.",
    "Behavior",
    "behaviors",
    "wx://",
    "properties",
    "observers",
    "relations",
    "selectComponent",
    "selectAllComponents",
    "getRelationNodes",
    "setUpdatePerformanceListener",
    "ventChannel",
    "outer",
    "open-type",
    "opentype",
    "openType",
    "decode",
    "space",
    "transition",
    "animation",
    "pointer",
    "mouse",
    "wheel",
    "longpress",
    "longtap",
    "register",
];

/// Which of [`WORDS`] a text contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words(u32);

impl Words {
    pub fn of(text: &str) -> Self {
        let found = WORDS.iter().enumerate().filter(|(_, word)| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some());
        Self(found.fold(0, |bits, (index, _)| bits | 1 << index))
    }

    /// Of everything that one template comes to, names of attributes in any case.
    pub fn of_template(output: &TemplateOutput) -> Self {
        let html = output.html.iter().flat_map(|template| [template.meta.as_str(), template.html.as_str()]);
        html.chain([output.unit.as_str()])
            .fold(Self::default(), |all, text| all.and(Self::of(text)).and(Self::of(&text.to_ascii_lowercase())))
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn has(self, word: &str) -> bool {
        WORDS.iter().position(|known| *known == word).is_some_and(|index| self.0 >> index & 1 == 1)
    }

    fn any(self, words: &[&str]) -> bool {
        words.iter().any(|word| self.has(word))
    }
}

/// What the choice of parts depends on.
pub struct Needs<'a> {
    pub uses: &'a Uses,
    pub words: Words,
    /// Members of `$` that render modules call.
    pub calls: &'a BTreeSet<&'static str>,
    pub wxs: bool,
    pub subpackages: bool,
    pub custom_tab_bar: bool,
    /// More than the page that the document holds may be shown.
    pub pages: bool,
    /// `wxc dev`.
    pub serve: bool,
    /// Both sides run on the page.
    pub one_thread: bool,
}

impl Needs<'_> {
    /// With `wxc dev` the first `wx:for` of a project must not mean another runtime, which a running app cannot exchange.
    fn calls(&self, names: &[&str]) -> bool {
        self.serve || names.iter().any(|name| self.calls.contains(name))
    }

    fn opens(&self) -> bool {
        self.words.any(&["open-type", "opentype", "openType"])
    }

    fn tags(&self, tags: &[&str]) -> bool {
        tags.iter().any(|tag| self.uses.tags.contains(*tag))
    }
}

/// A constant of `protocol/parts.ts`, and when it is `true`.
type Part = (&'static str, fn(&Needs<'_>) -> bool);

const PARTS: [Part; 31] = [
    ("HAS_LISTS", |needs| needs.calls(&["list"])),
    ("HAS_TEMPLATES", |needs| needs.calls(&["use", "named"])),
    ("HAS_SLOTS", |needs| needs.calls(&["slot"])),
    ("HAS_STYLES", |needs| needs.calls(&["style"])),
    ("HAS_ASSETS", |needs| needs.calls(&["asset"])),
    ("HAS_WXS", |needs| needs.wxs || needs.calls(&["wxs", "call", "method"])),
    ("HAS_REGIONS", |needs| needs.calls(&["branch", "list", "use", "slot"])),
    ("HAS_COMPONENTS", |needs| needs.calls(&["child", "prop", "commit"])),
    ("HAS_ES_MODULES", |needs| needs.words.has("$wxc.")),
    ("HAS_SUBPACKAGES", |needs| needs.subpackages),
    // A builder may do all that definitions do.
    ("HAS_BEHAVIORS", |needs| needs.words.any(&["Behavior", "behaviors", "register"])),
    ("HAS_BUILDERS", |needs| needs.words.has("register")),
    ("HAS_PROPERTIES", |needs| needs.words.any(&["properties", "wx://", "register"])),
    ("HAS_OBSERVERS", |needs| needs.words.any(&["observers", "register"])),
    ("HAS_RELATIONS", |needs| needs.words.any(&["relations", "getRelationNodes", "register"])),
    ("HAS_FORM_FIELDS", |needs| needs.words.has("wx://")),
    ("HAS_SELECTORS", |needs| needs.words.any(&["selectComponent", "selectAllComponents"])),
    ("HAS_ROUTERS", |needs| needs.words.has("outer")),
    ("HAS_PERFORMANCE", |needs| needs.words.has("setUpdatePerformanceListener")),
    ("HAS_EVENT_CHANNELS", |needs| needs.words.has("ventChannel")),
    ("HAS_CUSTOM_TAB_BAR", |needs| needs.custom_tab_bar),
    ("HAS_VIEW_WXS", |needs| needs.uses.view_wxs),
    ("HAS_PAGE_FILES", |needs| needs.pages),
    ("HAS_ELEMENT_CALLS", |needs| needs.opens() || needs.tags(&["navigator", "form", "web-view", "functional-page-navigator"])),
    ("HAS_OPEN_TYPES", |needs| needs.opens()),
    ("HAS_SHOWN_TEXTS", |needs| needs.words.any(&["decode", "space"])),
    ("HAS_NATIVE_EVENTS", |needs| needs.words.any(&["transition", "animation", "pointer", "mouse", "wheel"])),
    ("HAS_LONG_PRESS", |needs| needs.words.any(&["longpress", "longtap"])),
    ("HAS_LABELS", |needs| needs.tags(&["label"])),
    ("HAS_LOG", |needs| needs.serve),
    ("HAS_ONE_THREAD", |needs| needs.one_thread),
];

/// The parts that a project does without.
pub fn without(needs: &Needs<'_>) -> BTreeSet<&'static str> {
    PARTS.iter().filter(|(_, wanted)| !wanted(needs)).map(|(name, _)| *name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::runtime::runtime_file;

    /// The table and the runtime's list name the same parts.
    #[test]
    fn parts_are_those_of_the_runtime() {
        let text = runtime_file(crate::bundle::runtime::PARTS).unwrap();
        let declared: BTreeSet<&str> =
            text.lines().filter_map(|line| line.strip_prefix("export const ")?.strip_suffix(" = true as boolean")).collect();
        assert_eq!(declared, PARTS.iter().map(|(name, _)| *name).collect::<BTreeSet<&str>>());
        assert_eq!(declared.len(), text.matches("export const").count());
    }

    fn left_out(uses: &Uses, text: &str) -> BTreeSet<&'static str> {
        let calls = BTreeSet::new();
        let needs = Needs {
            uses,
            words: Words::of(text),
            calls: &calls,
            wxs: false,
            subpackages: false,
            custom_tab_bar: false,
            pages: false,
            serve: false,
            one_thread: false,
        };
        without(&needs)
    }

    /// Whoever calls members of `wx` from an element must be known here.
    #[test]
    fn elements_that_call_members_have_the_means() {
        let mut found = 0;
        for path in crate::bundle::runtime::runtime_files() {
            let Some(tag) = path.strip_prefix("view/elements/").and_then(|name| name.strip_suffix(".ts")) else { continue };
            if tag == "button" || !runtime_file(path).unwrap().contains("events/api.ts'") {
                continue;
            }
            found += 1;
            let uses = Uses { tags: BTreeSet::from([tag.to_owned()]), ..Uses::default() };
            assert!(!left_out(&uses, "").contains("HAS_ELEMENT_CALLS"), "{tag}");
        }
        assert!(found > 0);
    }

    #[test]
    fn a_name_counts_wherever_it_stands() {
        let none = left_out(&Uses::default(), "Page({})");
        for (text, part) in [
            ("this['selectAllComponents']", "HAS_SELECTORS"),
            ("export const words = ['relations']", "HAS_RELATIONS"),
            ("wxc.esm(require('./a'));$wxc.export(exports)", "HAS_ES_MODULES"),
            ("/* getOpenerEventChannel */", "HAS_EVENT_CHANNELS"),
            ("dataset: { method: 'setUpdatePerformanceListener' }", "HAS_PERFORMANCE"),
            ("{\"behaviors\": []}", "HAS_BEHAVIORS"),
            ("x.pageRouter", "HAS_ROUTERS"),
            ("Component().register()", "HAS_BUILDERS"),
            ("Component().observer('a', f).register()", "HAS_OBSERVERS"),
        ] {
            assert!(none.contains(part) && !left_out(&Uses::default(), text).contains(part), "{text}");
        }
    }
}
