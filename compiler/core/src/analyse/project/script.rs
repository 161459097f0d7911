//! Names in scripts that nearly mean something: lifecycles, functions of `wx`, methods of instances; and `this` where it is something else.

use super::members::{self, find};
use super::{Case, Facts, Module};
use crate::analyse::script::{InstanceFacts, Registers};
use crate::diagnostics::{Diagnostic, is_misspelling, nearest};
use crate::resolve::script::module_id;
use crate::source::Span;
use crate::vocabulary::{PAGE_LIFECYCLE, api};
use std::collections::BTreeSet;

const APP: &[&str] = &["onLaunch", "onShow", "onHide", "onError", "onPageNotFound", "onUnhandledRejection", "onThemeChange"];
const COMPONENT: &[&str] = &["created", "attached", "ready", "moved", "detached"];

/// What a lifecycle of something else is called here.
fn elsewhere(registers: Registers, name: &str) -> Option<&'static str> {
    Some(match (registers, name) {
        (Registers::Page, "created" | "attached" | "beforeMount") => "onLoad",
        (Registers::Page, "ready" | "mounted" | "componentDidMount") => "onReady",
        (Registers::Page, "detached" | "beforeDestroy" | "destroyed" | "unmounted" | "componentWillUnmount") => "onUnload",
        (Registers::Component, "onLoad" | "mounted" | "componentDidMount") => "attached",
        (Registers::Component, "onReady") => "ready",
        (Registers::Component, "onUnload" | "destroyed" | "unmounted" | "componentWillUnmount") => "detached",
        _ => return None,
    })
}

/// Methods that every page and component has.
const INSTANCE: &[&str] = &[
    "setData",
    "groupSetData",
    "hasBehavior",
    "triggerEvent",
    "createSelectorQuery",
    "createIntersectionObserver",
    "createMediaQueryObserver",
    "selectComponent",
    "selectAllComponents",
    "selectOwnerComponent",
    "getRelationNodes",
    "getTabBar",
    "getPageId",
    "animate",
    "clearAnimation",
    "applyAnimatedStyle",
    "clearAnimatedStyle",
    "setUpdatePerformanceListener",
    "setInitialRenderingCache",
    "getOpenerEventChannel",
    "getPassiveEvent",
    "setPassiveEvent",
];

pub(super) fn check_unit(case: &Case<'_>, out: &mut Vec<Diagnostic>) {
    let Some(module) = case.module else { return };
    let facts = module.facts;
    if facts.direct
        && !case.unit.is_page
        && facts.registers == Some(Registers::Page)
        && let Some(span) = facts.registered_at
    {
        let message = "this script belongs to a component, which `Page` does not register";
        out.push(
            Diagnostic::warning("script/wrong-registration", module.file, span, message)
                .hint("write `Component({ … })`, with the handlers in `methods`"),
        );
        return;
    }
    let Some(registers) = facts.registers.filter(|_| facts.direct) else { return };
    let used = |name: &str| {
        case.template.handlers.iter().any(|handler| handler.method.name == name)
            || facts.instance.calls.iter().any(|(called, _)| called == name)
    };
    let names = if registers == Registers::Page { PAGE_LIFECYCLE } else { COMPONENT };
    lifecycles(module, registers, names, case.unit.is_page, &used, out);
    misspelt_methods(case, module, out);
}

pub(super) fn check_app(facts: &Facts<'_>, out: &mut Vec<Diagnostic>) {
    let Some(path) = &facts.project.script else { return };
    let Some(module) = facts.modules.get(module_id(facts.project.root(), path).as_str()) else { return };
    if module.facts.direct && module.facts.registers == Some(Registers::App) {
        let used = |name: &str| module.facts.instance.calls.iter().any(|(called, _)| called == name);
        lifecycles(*module, Registers::App, APP, false, &used, out);
    }
}

/// Functions among the options whose names are nearly those of lifecycles, or of another framework's.
fn lifecycles(
    module: Module<'_>,
    registers: Registers,
    names: &'static [&'static str],
    page: bool,
    used: &dyn Fn(&str) -> bool,
    out: &mut Vec<Diagnostic>,
) {
    let kind = match registers {
        Registers::App => "an app",
        Registers::Page => "a page",
        _ => "a component",
    };
    let functions = &module.facts.functions;
    for (name, span) in functions.iter().filter(|(name, _)| !names.contains(&name.as_str()) && !used(name)) {
        let warning = |message: String| Diagnostic::warning("script/unknown-lifecycle", module.file, *span, message);
        if registers == Registers::Component && page && PAGE_LIFECYCLE.contains(&name.as_str()) {
            let message = format!("`{name}` is never called here: a page that is made by `Component` has its lifecycles in `methods`");
            out.push(warning(message).hint("move it into `methods: { … }`"));
            continue;
        }
        let near = names.iter().find(|known| {
            let typo = is_misspelling(name, known)
                && name.len().abs_diff(known.len()) <= 1
                && (!known.starts_with("on") || name.to_lowercase().starts_with("on"));
            (name.eq_ignore_ascii_case(known) || typo) && !functions.iter().any(|(other, _)| other == *known)
        });
        let meant = near.copied().or_else(|| elsewhere(registers, name).filter(|meant| !functions.iter().any(|(other, _)| other == meant)));
        if let Some(meant) = meant {
            out.push(warning(format!("`{name}` is never called: {kind} has no lifecycle of that name")).write(meant));
        }
    }
}

/// `this.setdata(…)`.
fn misspelt_methods(case: &Case<'_>, module: Module<'_>, out: &mut Vec<Diagnostic>) {
    let Some(own) = members::of(case) else { return };
    for (name, span) in &module.facts.instance.calls {
        if INSTANCE.contains(&name.as_str()) || find(&own.methods, name).is_some() || find(&own.properties, name).is_some() {
            continue;
        }
        let known = own.methods.iter().map(|member| member.name.as_str()).chain(INSTANCE.iter().copied());
        if let Some(near) = nearest(name, known) {
            let message = format!("this {} has no method `{name}`", case.kind());
            out.push(Diagnostic::warning("script/unknown-method", module.file, *span, message).meant(near));
        }
    }
}

/// What a script shows by itself.
pub(super) fn check_module(module: &Module<'_>, out: &mut Vec<Diagnostic>) {
    let InstanceFacts { set_on_data, lost, .. } = &module.facts.instance;
    for span in set_on_data {
        let warning =
            Diagnostic::warning("script/unknown-method", module.file, *span, "the data has no method `setData`; the page or component has");
        let this = Span { start: span.end.saturating_sub(5), end: span.end };
        out.push(warning.hint("write `this.setData({ … })`").fix("write `this.setData`", this, ""));
    }
    for (span, name) in lost {
        let message = format!("`this` is not the page or component in this function, so `this.{name}` fails");
        out.push(
            Diagnostic::warning("script/lost-this", module.file, *span, message)
                .hint("write the callback as an arrow function: `(res) => { … }`"),
        );
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (name, span) in &module.facts.wx_members {
        unknown_api(module, name, *span, &mut seen, out);
    }
}

fn unknown_api<'n>(module: &Module<'_>, name: &'n str, span: Span, seen: &mut BTreeSet<&'n str>, out: &mut Vec<Diagnostic>) {
    if api::find(name).is_some() || INSTANCE.contains(&name) || module.facts.instance.assigned.contains(name) {
        return;
    }
    let Some(near) = nearest(name, api::all().map(|(name, _)| name)) else { return };
    // `wx.getShareInfo` beside `wx.getShareInfos`: only the case, or a name long enough to be recognised.
    if (name.eq_ignore_ascii_case(near) || name.len() >= 8 && is_close(name, near)) && seen.insert(name) {
        let warning = Diagnostic::warning("script/unknown-api", module.file, span, format!("there is no `wx.{name}`"));
        out.push(warning.hint(format!("did you mean `wx.{near}`?")).fix(format!("write `wx.{near}`"), span, near));
    }
}

/// One typing mistake at most: members that the table does not know are often like those it knows.
fn is_close(name: &str, near: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (name.chars().collect(), near.chars().collect());
    let same_start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let same_end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (longer, shorter) = (a.len().max(b.len()), a.len().min(b.len()));
    let changed = longer.saturating_sub(same_start + same_end);
    longer - shorter <= 1 && changed <= if longer == shorter { 2 } else { 1 }
}
