//! The methods, data and properties an instance has, with those of its behaviours; nothing where that is not all there is.

use super::{Case, Facts, Module};
use crate::analyse::script::{Behaviour, Registers};
use crate::source::{FileId, Span};

/// Names with the places that define them.
#[derive(Debug, Default)]
pub(super) struct Members {
    pub methods: Vec<Member>,
    pub data: Vec<Member>,
    pub properties: Vec<Member>,
    /// Events that are triggered; not all of them if `triggers_unknown`.
    pub triggers: Vec<String>,
    pub triggers_unknown: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Member {
    pub name: String,
    pub file: FileId,
    pub span: Span,
}

pub(super) fn find<'m>(members: &'m [Member], name: &str) -> Option<&'m Member> {
    members.iter().find(|member| member.name == name)
}

/// The members of a page or component.
pub(super) fn of(case: &Case<'_>) -> Option<Members> {
    members(case.facts, case.module?, case.world.wraps)
}

/// The members of what a module registers.
pub(super) fn members(facts: &Facts<'_>, module: Module<'_>, wraps: bool) -> Option<Members> {
    let own = module.facts;
    let registers = matches!(own.registers, Some(Registers::Page | Registers::Component));
    if wraps || !registers || !own.direct || own.registrations != 1 || own.instance.escapes {
        return None;
    }
    let mut out = Members::default();
    collect(facts, module, &mut out, 0).then_some(out)
}

/// Behaviours of behaviours beyond this depth are a cycle.
const MAX_DEPTH: usize = 16;

fn collect(facts: &Facts<'_>, module: Module<'_>, out: &mut Members, depth: usize) -> bool {
    let own = module.facts;
    if !own.closed || !own.direct || own.registrations != 1 || depth > MAX_DEPTH {
        return false;
    }
    let place = |(name, span): &(String, Span)| Member { name: name.clone(), file: module.file, span: *span };
    out.methods.extend(own.methods.iter().map(place));
    out.methods.extend(own.instance.assigned.iter().map(|name| Member { name: name.clone(), file: module.file, span: Span::default() }));
    out.data.extend(own.data.iter().map(place));
    out.properties.extend(own.properties.iter().map(place));
    out.triggers.extend(own.instance.triggers.iter().cloned());
    out.triggers_unknown |= own.instance.triggers_unknown || own.instance.escapes;
    own.behaviours.iter().all(|behaviour| match behaviour {
        Behaviour::Builtin(name) => {
            if name == "wx://form-field" {
                let added = ["name", "value"].map(|name| Member { name: name.to_owned(), file: module.file, span: Span::default() });
                out.properties.extend(added.iter().cloned());
                out.data.extend(added);
            }
            name.starts_with("wx://")
        }
        Behaviour::Module(request) => {
            let found = module.requests.get(request).and_then(Option::as_deref).and_then(|id| facts.modules.get(id));
            found.is_some_and(|found| found.facts.registers == Some(Registers::Behavior) && collect(facts, *found, out, depth + 1))
        }
        Behaviour::Unknown => false,
    })
}
