//! The app as an element of any page: the module an element loads, the element itself, and what the manifest says of them.
//!
//! The view is written for a document of its own. For an element, its script becomes the body of a function whose parameters are the globals it uses:
//!
//! ```text
//! const startView = ({document, window, …}) => { (() => { …the view… })() }
//! ```
//!
//! `runtime-shim/src/embed` gives each app its own of them.

use crate::bundle::entry::{Place, Uses, view_entry};
use crate::bundle::packages::RuntimePart;
use crate::bundle::runtime::RuntimeScript;
use crate::bundle::{BuildOptions, Mode};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The element's module: a fixed name, because host pages write it.
pub const APP_ELEMENT: &str = "wx-app.js";

/// Version of what the element and the app's module say to each other; `protocol/embed.ts` has the same.
const EMBED_VERSION: u32 = 1;

/// Globals that an embedded view gets from `embed/surroundings.ts`, besides the `line` of `protocol/embed.ts`. Every other global it uses is the page's.
const SURROUNDINGS: [&str; 24] = [
    "document",
    "window",
    "globalThis",
    "self",
    "history",
    "location",
    "customElements",
    "HTMLElement",
    "addEventListener",
    "removeEventListener",
    "setTimeout",
    "clearTimeout",
    "setInterval",
    "clearInterval",
    "requestAnimationFrame",
    "cancelAnimationFrame",
    "matchMedia",
    "visualViewport",
    "navigator",
    "localStorage",
    "sessionStorage",
    "Worker",
    "URL",
    "Audio",
];

/// Parts of the runtime that an embedded view has whatever the project says: all pages come as files. One thread is a matter of the surroundings.
const ALWAYS: &str = "HAS_PAGE_FILES";
const NEVER: &str = "HAS_ONE_THREAD";

/// What the app's module and the element are bundled of: the view in an element, what stands around it, and the element, which is readable.
pub fn parts(options: &BuildOptions, uses: &Uses, mut left_out: BTreeSet<&'static str>) -> [RuntimePart; 3] {
    left_out.remove(ALWAYS);
    left_out.insert(NEVER);
    let part = |path, entry: &str| RuntimePart { path, entry: entry.to_owned(), without: BTreeSet::new(), minify: false };
    let minify = options.mode == Mode::Release;
    [
        RuntimePart { without: left_out, minify, ..part("view/embedded.ts", &view_entry(uses, Place::Element)) },
        RuntimePart { minify, ..part("embed/app.ts", "import { mountView } from './mount.ts'\nexpose(mountView)\n") },
        part("embed/element-entry.ts", "import { WxApp, defineWxApp, mount } from './element.ts'\ndefineWxApp()\nexpose(WxApp, mount)\n"),
    ]
}

/// The module of an app: `mountApp`.
pub fn app_script(view: &RuntimeScript, around: &RuntimeScript) -> String {
    let (view, around, names) = (&view.code, &around.code, SURROUNDINGS.join(", "));
    format!(
        "const startView = ({{ {names}, line }}) => {{\n{view}}};\nlet mountView;\nconst expose = (mount) => {{ mountView = mount; }};\n{around}export const mountApp = (options) => mountView(startView, options);\n"
    )
}

/// The element's module: the same for every project.
pub fn app_element(element: &RuntimeScript) -> String {
    let code = &element.code;
    format!("let WxApp, mount;\nconst expose = (type, start) => {{ WxApp = type; mount = start; }};\n{code}export {{ WxApp, mount }};\n")
}

/// `embed` of the manifest. `config`: JSON of the view's configuration in which every page names its files.
pub fn embed_manifest<'a>(script: &str, styles: impl Iterator<Item = &'a String>, config: &str) -> Value {
    let config: Value = serde_json::from_str(config).unwrap_or_default();
    json!({"version": EMBED_VERSION, "script": script, "styles": styles.collect::<Vec<_>>(), "config": config})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::runtime::{Options, bundle_runtime, runtime_file};
    use oxc::allocator::Allocator;
    use oxc::parser::Parser;
    use oxc::semantic::SemanticBuilder;
    use oxc::span::SourceType;

    /// Globals that the view reads and calls without leaving anything behind: every instance may share the page's.
    const SHARED: &str = "Array Atomics Blob Boolean CSS CSSStyleSheet CustomEvent DOMMatrix DOMParser DOMRectReadOnly Date Error Event \
        File FontFace HTMLInputElement HTMLTextAreaElement IntersectionObserver ImageData Image Infinity Int32Array \
        JSON Map Math MediaMetadata MediaRecorder MutationObserver Number Object Promise ReferenceError RegExp \
        ResizeObserver Set SharedArrayBuffer String TextDecoder TypeError Uint16Array WeakMap \
        console createImageBitmap devicePixelRatio encodeURIComponent fetch getComputedStyle innerHeight innerWidth \
        open parseFloat performance queueMicrotask structuredClone undefined";

    /// Surroundings that nothing in the view uses today.
    const SPARE: [&str; 4] = ["clearInterval", "self", "sessionStorage", "setInterval"];

    /// Whatever else a view comes to use of the browser must be decided on: its own, or the page's.
    #[test]
    fn every_global_of_the_view_is_known() {
        let uses = Uses::all();
        let script = bundle_runtime("view/embedded.ts", &view_entry(&uses, Place::Element), &Options::default()).unwrap();
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, &script.code, SourceType::script()).parse();
        let scoping = SemanticBuilder::new().build(&parsed.program).semantic.into_scoping();
        let known: BTreeSet<&str> = SHARED.split_whitespace().chain(SURROUNDINGS).chain(["line"]).collect();
        let free: BTreeSet<String> = scoping.root_unresolved_references().keys().map(ToString::to_string).collect();
        let unknown: Vec<&String> = free.iter().filter(|name| !known.contains(name.as_str())).collect();
        let gone: Vec<&&str> = known.iter().filter(|name| !free.contains(**name) && !SPARE.contains(name)).collect();
        assert_eq!((unknown, gone), (Vec::new(), Vec::new()), "used but not known; known but not used");
    }

    #[test]
    fn both_sides_have_the_same_names_and_version() {
        let made = runtime_file("embed/surroundings.ts").unwrap();
        for name in SURROUNDINGS {
            let there = [
                format!("    {name},"),
                format!("    {name}: "),
                format!(", {name}: "),
                format!("const kept = {{ {name}: "),
                format!("{{ {name}: "),
            ];
            assert!(there.iter().any(|text| made.contains(text.as_str())), "{name}");
        }
        let protocol = runtime_file("protocol/embed.ts").unwrap();
        assert!(protocol.contains(&format!("export const EMBED_VERSION = {EMBED_VERSION}\n")));
    }
}
