//! Custom components: declared but unused, and used with attributes and events they do not have.

use super::members::{Member, find, members};
use super::{Case, Facts};
use crate::analyse::script::Registers;
use crate::diagnostics::{Diagnostic, nearest};
use crate::resolve::json::Json;
use crate::resolve::unit::Use;
use crate::vocabulary::{camel, components};
use std::collections::BTreeSet;

pub(super) fn check(case: &Case<'_>, out: &mut Vec<Diagnostic>) {
    unused(case, out);
    named_slots(case, out);
    for using in &case.template.uses {
        let Some(Use::Component(path)) = case.unit.using.get(&using.tag) else { continue };
        let Some(index) = case.facts.project.index(path) else { continue };
        let Some(unit) = case.facts.project.units.get(index) else { continue };
        let Some(module) = case.facts.scripts.get(index).and_then(Option::as_deref).and_then(|id| case.facts.modules.get(id)) else {
            continue;
        };
        let Some(own) = members(case.facts, *module, case.world.wraps) else { continue };
        let known = |name: &str| {
            find(&own.properties, &camel(name)).is_some()
                || components::common().attributes.contains_key(name)
                || unit.generics.contains_key(name)
        };
        let external = |name: &str| module.facts.external_classes.iter().any(|class| class == name || camel(class) == camel(name));
        let given: BTreeSet<String> = using.attributes.iter().map(|(name, _)| camel(name)).collect();
        for (name, span) in &using.attributes {
            if name.contains(':')
                || name.starts_with("data-")
                || name.starts_with("aria-")
                || known(name)
                || external(name)
                || matches!(name.as_str(), "slot" | "is" | "style")
            {
                continue;
            }
            // What is given beside it is not what was meant.
            let free = own.properties.iter().map(|member| member.name.as_str()).filter(|property| !given.contains(*property));
            if let Some(near) = nearest(&camel(name), free) {
                let message = format!("`<{}>` has no property `{name}`", using.tag);
                let warning = Diagnostic::warning("wxml/unknown-attribute", using.file, *span, message);
                out.push(defined(warning, find(&own.properties, near)).write(kebab(near, name)));
            }
        }
        if own.triggers_unknown {
            continue;
        }
        for (prefix, event, span) in &using.events {
            let common = components::common().events.contains_key(event);
            if common || own.triggers.iter().any(|known| known == event) {
                continue;
            }
            if let Some(near) = nearest(event, own.triggers.iter().map(String::as_str)) {
                let message = format!("`<{}>` triggers no event `{event}`", using.tag);
                let warning = Diagnostic::warning("wxml/unknown-event", using.file, *span, message);
                out.push(warning.write(format!("{prefix}{near}")));
            }
        }
    }
}

/// Slots with names in a component whose options are all known and do not tell slots apart.
fn named_slots(case: &Case<'_>, out: &mut Vec<Diagnostic>) {
    let Some(facts) = case.module.map(|module| module.facts) else { return };
    let written = facts.direct && facts.closed && facts.behaviours.is_empty() && facts.registers == Some(Registers::Component);
    if case.unit.is_page || !written || facts.named_slots || case.world.wraps {
        return;
    }
    out.extend(case.template.slots.iter().map(|slot| {
        let message = format!("nothing is shown in the slot `{}`: this component has one slot, that without a name", slot.name);
        Diagnostic::warning("wxml/named-slot", slot.file, slot.span, message)
            .hint("write `options: { multipleSlots: true }` in its script, or leave out the name")
    }));
}

fn defined(diagnostic: Diagnostic, member: Option<&Member>) -> Diagnostic {
    match member {
        Some(Member { name, file, span }) if !span.is_empty() => diagnostic.label(*file, *span, format!("`{name}` is defined here")),
        _ => diagnostic,
    }
}

/// `maxCount` as `max-count`, unless the user writes camel case.
fn kebab(property: &str, written: &str) -> String {
    if !written.contains('-') && written.contains(|c: char| c.is_ascii_uppercase()) {
        return property.to_owned();
    }
    let mut out = String::with_capacity(property.len() + 2);
    for c in property.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Components that a unit's own JSON declares and its template does not use.
fn unused(case: &Case<'_>, out: &mut Vec<Diagnostic>) {
    let unit = case.unit;
    let Some(file) = unit.config.filter(|_| unit.template.is_some() && !unit.unsure) else { return };
    let shown = |tag: &str| case.template.tags.contains(tag) || unit.placeholders.values().any(|placeholder| placeholder == tag);
    for member in unit.json.get("usingComponents").map_or(&[][..], Json::members) {
        if !shown(&member.name) && matches!(unit.using.get(&member.name), Some(Use::Component(_))) {
            let message = format!("`{}` is declared here and not used by the template", member.name);
            let table = unit.json.get("usingComponents").map_or(member.name_span, |table| table.without_member(member.name_span));
            out.push(
                Diagnostic::note("config/unused-component", file, member.name_span, message)
                    .hint("remove it: WeChat loads every declared component")
                    .fix(format!("remove the declaration of `{}`", member.name), table, ""),
            );
        }
    }
}

/// The same for the declarations of app.json, which all templates may use.
pub(super) fn check_app(facts: &Facts<'_>, out: &mut Vec<Diagnostic>) {
    let app = &facts.project.app;
    for member in app.json.get("usingComponents").map_or(&[][..], Json::members) {
        let used = facts.templates.iter().any(|template| template.tags.contains(&member.name))
            || facts.project.units.iter().any(|unit| unit.placeholders.values().any(|placeholder| *placeholder == member.name));
        let resolved = facts.project.units.iter().any(|unit| matches!(unit.using.get(&member.name), Some(Use::Component(_))));
        if !used && resolved {
            let message = format!("`{}` is declared here and not used by any template", member.name);
            let table = app.json.get("usingComponents").map_or(member.name_span, |table| table.without_member(member.name_span));
            out.push(
                Diagnostic::note("config/unused-component", app.file, member.name_span, message)
                    .hint("remove it: WeChat loads every declared component")
                    .fix(format!("remove the declaration of `{}`", member.name), table, ""),
            );
        }
    }
}
