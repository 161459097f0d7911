//! Methods that a template binds and data that it reads, against what the script has.

use super::members::{self, Member, Members, find};
use super::{Case, Module};
use crate::analyse::script::Registers;
use crate::analyse::template::{Handler, Named};
use crate::diagnostics::{Diagnostic, nearest};
use std::collections::BTreeSet;

pub(super) fn check(case: &Case<'_>, out: &mut Vec<Diagnostic>) {
    calls(case, out);
    let Some(module) = case.module else { return };
    // A component that registers a page has nothing that its template looks for; that is one mistake.
    if !case.unit.is_page && module.facts.registers == Some(Registers::Page) {
        return;
    }
    let Some(own) = members::of(case) else { return };
    handlers(case, module, &own, out);
    bound(&own, case.template.bound.iter(), out);
    let unreadable = module.facts.instance.sets_unknown || case.world.sets_unknown;
    if !unreadable {
        reads(case, &own, out);
        assigned(case, module, out);
    }
}

/// Calls in templates of what is no WXS function.
fn calls(case: &Case<'_>, out: &mut Vec<Diagnostic>) {
    for Named { name, file, span } in &case.template.calls {
        let message = format!("`{name}` cannot be called in a template: the result is `undefined`");
        let hint = "compute the value in the script and set it as data, or call a function of a `<wxs>` module";
        out.push(Diagnostic::warning("wxml/call-outside-wxs", *file, *span, message).hint(hint));
    }
}

fn handlers(case: &Case<'_>, module: Module<'_>, own: &Members, out: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for Handler { method, event, catches } in &case.template.handlers {
        // What only stops an event needs no method: `catchtouchmove="true"`, `catchtap="noop"`.
        let stops = *catches
            && (event == "touchmove" || matches!(method.name.as_str(), "true" | "false" | "return" | "none" | "noop" | "stop" | "_"));
        // A file that several templates include may bind methods that only some of them have.
        let shared = case.template.file != Some(method.file);
        if find(&own.methods, &method.name).is_some() || shared || stops || !seen.insert(method.name.as_str()) {
            continue;
        }
        if let Some((name, span)) = module.facts.misplaced.iter().find(|(name, _)| *name == method.name) {
            out.push(misplaced(case, module, name, *span, method));
            continue;
        }
        let message = format!("this {} has no method `{}`", case.kind(), method.name);
        let warning = Diagnostic::warning("wxml/missing-handler", method.file, method.span, message);
        out.push(match nearest(&method.name, own.methods.iter().map(|member| member.name.as_str())) {
            Some(near) => with_definition(warning, find(&own.methods, near)).meant(near),
            None if module.facts.registers == Some(Registers::Page) => {
                warning.hint(format!("write `{}() {{ … }}` in `Page({{ … }})`", method.name))
            }
            None => warning.hint(format!("write `{}() {{ … }}` in `methods` of `Component({{ … }})`", method.name)),
        });
    }
}

fn misplaced(case: &Case<'_>, module: Module<'_>, name: &str, span: crate::source::Span, method: &Named) -> Diagnostic {
    let (message, hint) = match module.facts.registers {
        Some(Registers::Page) => {
            (format!("`{name}` is no method of this page: a page has no `methods`"), "write it directly in `Page({ … })`")
        }
        _ => (format!("`{name}` is no method of this {}: it stands outside of `methods`", case.kind()), "move it into `methods: { … }`"),
    };
    Diagnostic::warning("script/misplaced-method", module.file, span, message).label(method.file, method.span, "bound here").hint(hint)
}

fn with_definition(diagnostic: Diagnostic, member: Option<&Member>) -> Diagnostic {
    match member {
        Some(Member { name, file, span }) if !span.is_empty() => diagnostic.label(*file, *span, format!("`{name}` is defined here")),
        _ => diagnostic,
    }
}

/// `bindtap="{{go}}"` where `go` is a method and no data.
fn bound<'n>(own: &Members, names: impl Iterator<Item = &'n Named>, out: &mut Vec<Diagnostic>) {
    for Named { name, file, span } in names {
        if find(&own.data, name).is_none()
            && let Some(method) = find(&own.methods, name)
        {
            let message = format!("`{name}` is a method, and the braces look for data of that name");
            let warning = Diagnostic::warning("wxml/handler-in-braces", *file, *span, message);
            out.push(with_definition(warning, Some(method)).hint(format!("write `\"{name}\"` without braces")));
        }
    }
}

/// Names in templates that nothing sets.
fn reads(case: &Case<'_>, own: &Members, out: &mut Vec<Diagnostic>) {
    let known = |name: &str| {
        find(&own.data, name).is_some()
            || find(&own.properties, name).is_some()
            || case.world.set.contains(name)
            || case.template.writes.contains(name)
    };
    let mut seen = BTreeSet::new();
    for Named { name, file, span } in &case.template.reads {
        let called = case.template.calls.iter().any(|call| call.file == *file && call.span.start == span.start);
        let shared = case.template.file != Some(*file);
        if shared || called || known(name) || is_language(name) || !seen.insert(name.as_str()) {
            continue;
        }
        let near = nearest(name, own.data.iter().map(|member| member.name.as_str()).chain(case.world.set.iter().map(String::as_str)));
        let note = Diagnostic::note("wxml/unset-data", *file, *span, format!("nothing sets `{name}`, so it is `undefined` here"));
        let renamed = case.template.renamed.iter().find(|(place, _)| place == span).map(|(_, other)| other);
        out.push(match (near, name.as_str()) {
            (_, "item" | "index") if let Some(other) = renamed => {
                note.hint(format!("the loop around calls it `{other}`")).fix(format!("write `{other}`"), *span, other.as_str())
            }
            (Some(near), _) => with_definition(note, find(&own.data, near)).meant(near),
            (None, "item" | "index") => {
                note.hint(format!("`{name}` is there inside of `wx:for` only, and not if `wx:for-{name}` gives it another name"))
            }
            (None, _) => note.hint(format!("add `{name}` to `data`, or set it with `setData`")),
        });
    }
}

/// Names that are part of the language of expressions, or that people take for a part of it.
fn is_language(name: &str) -> bool {
    matches!(name, "undefined" | "NaN" | "Infinity" | "this" | "arguments" | "Math" | "JSON" | "console" | "Date")
}

/// `this.data.x = …` where the template shows `x` and no `setData` ever sets it.
fn assigned(case: &Case<'_>, module: Module<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for (name, span) in &module.facts.instance.data_assigned {
        let Some(shown) = case.template.reads.iter().find(|read| read.name == *name) else { continue };
        if case.world.set.contains(name) || !seen.insert(name.as_str()) {
            continue;
        }
        let message = format!("this changes `{name}` without `setData`, so the screen does not change");
        let warning = Diagnostic::warning("script/assigned-data", module.file, *span, message);
        out.push(warning.label(shown.file, shown.span, "shown here").hint(format!("write `this.setData({{ {name}: … }})`")));
    }
}
