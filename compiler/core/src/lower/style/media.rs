//! `@media` that asks for width or height: a page is not as wide as the window, so the question goes to the viewport element.
//!
//! ```text
//! @media screen and (min-width: 400px) { … }      →  @media screen { @container wxc (min-width: 400px) { … } }
//! @media (max-width: 300px), (orientation: landscape) { … }
//!                                                  →  @container wxc (max-width: 300px) { … } @media (orientation: landscape) { … }
//! ```
//!
//! A container query can stand inside `@media`, but the two cannot be joined by *or*: the condition becomes a list of alternatives (disjunctive normal
//! form), each alternative repeats the block. Applying a block twice is applying it once.

use super::{Lengths, Lower};
use crate::ast::wxss::{Condition, MediaQuery};
use crate::resolve::wxss::StyleFile;
use crate::source::Span;

const MAX_ALTERNATIVES: usize = 16;

impl<'a> Lower<'a> {
    /// Writes `body` under a media query list. `None` for `queries`: the list was not understood and is left to the browser.
    pub(super) fn media(&mut self, file: &'a StyleFile, at: u32, list: Span, queries: Option<&[MediaQuery]>, body: &dyn Fn(&mut Self)) {
        if queries.is_some_and(<[_]>::is_empty) && self.request.reference.is_none() {
            return body(self); // `@media { … }` always applies
        }
        let groups = queries.filter(|q| self.measures_viewport() && q.iter().any(asks_for_size)).and_then(groups);
        let Some(groups) = groups else {
            self.begin(file, at);
            self.write("@media ");
            self.copy(file, list, Lengths::Media);
            self.write("{");
            body(self);
            return self.close(1);
        };
        for group in groups {
            self.begin(file, at);
            let mut open = 0;
            if group.media.is_some() {
                self.write("@media ");
                self.conjunction(file, group.media);
                self.write("{");
                open += 1;
            }
            if !group.sizes.is_empty() {
                self.viewport_queries = true;
                self.write("@container wxc ");
                let single = group.sizes.len() == 1;
                for (i, atoms) in group.sizes.iter().enumerate() {
                    self.write(if i > 0 { " or " } else { "" });
                    let wrap = !single && atoms.len() > 1;
                    self.write(if wrap { "(" } else { "" });
                    self.atoms(file, atoms);
                    self.write(if wrap { ")" } else { "" });
                }
                self.write("{");
                open += 1;
            }
            body(self);
            self.close(open);
        }
    }

    fn conjunction(&mut self, file: &'a StyleFile, media: Media) {
        if let Some(medium) = media.medium {
            self.copy(file, medium, Lengths::Media);
            self.write(if media.atoms.is_empty() { "" } else { " and " });
        }
        self.atoms(file, &media.atoms);
    }

    fn atoms(&mut self, file: &'a StyleFile, atoms: &[Atom]) {
        for (i, atom) in atoms.iter().enumerate() {
            self.write(if i > 0 { " and " } else { "" });
            self.write(if atom.negated { "(not " } else { "" });
            self.copy(file, atom.span, Lengths::Media);
            self.write(if atom.negated { ")" } else { "" });
        }
    }
}

/// One feature, perhaps negated.
#[derive(Clone, Copy, PartialEq)]
struct Atom {
    span: Span,
    size: bool,
    negated: bool,
}

/// What `@media` still has to ask.
#[derive(Clone, PartialEq, Default)]
struct Media {
    medium: Option<Span>,
    atoms: Vec<Atom>,
}

impl Media {
    fn is_some(&self) -> bool {
        self.medium.is_some() || !self.atoms.is_empty()
    }
}

struct Group {
    media: Media,
    /// Alternatives; none: the size does not matter.
    sizes: Vec<Vec<Atom>>,
}

fn asks_for_size(query: &MediaQuery) -> bool {
    fn size(condition: &Condition) -> bool {
        match condition {
            Condition::Feature { size, .. } => *size,
            Condition::Not(inner) => size(inner),
            Condition::And(all) | Condition::Or(all) => all.iter().any(size),
        }
    }
    query.condition.as_ref().is_some_and(size)
}

/// The alternatives of a list, those with the same question to `@media` together. `None`: too many.
fn groups(queries: &[MediaQuery]) -> Option<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for query in queries {
        for (medium, atoms) in alternatives(query)? {
            let (sizes, atoms): (Vec<Atom>, Vec<Atom>) = atoms.into_iter().partition(|a| a.size);
            let media = Media { medium, atoms };
            match groups.iter_mut().find(|g| g.media == media) {
                Some(group) if sizes.is_empty() || group.sizes.is_empty() => group.sizes.clear(),
                Some(group) => group.sizes.push(sizes),
                None => groups.push(Group { media, sizes: if sizes.is_empty() { Vec::new() } else { vec![sizes] } }),
            }
        }
    }
    (groups.len() <= MAX_ALTERNATIVES).then_some(groups)
}

type Alternative = (Option<Span>, Vec<Atom>);

fn alternatives(query: &MediaQuery) -> Option<Vec<Alternative>> {
    let condition = query.condition.as_ref();
    match &query.medium {
        // `not screen and (…)` negates all of it.
        Some(medium) if medium.negated => {
            let mut all: Vec<Alternative> = vec![(Some(medium.span), Vec::new())];
            if let Some(condition) = condition {
                all.extend(normal_form(condition, true)?.into_iter().map(|atoms| (None, atoms)));
            }
            Some(all)
        }
        medium => {
            let medium = medium.as_ref().map(|m| m.span);
            match condition {
                Some(condition) => Some(normal_form(condition, false)?.into_iter().map(|atoms| (medium, atoms)).collect()),
                None => Some(vec![(medium, Vec::new())]),
            }
        }
    }
}

fn normal_form(condition: &Condition, negated: bool) -> Option<Vec<Vec<Atom>>> {
    let all = match (condition, negated) {
        (Condition::Feature { span, size }, _) => vec![vec![Atom { span: *span, size: *size, negated }]],
        (Condition::Not(inner), _) => normal_form(inner, !negated)?,
        (Condition::Or(parts), false) | (Condition::And(parts), true) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(normal_form(part, negated)?);
            }
            all
        }
        (Condition::And(parts), false) | (Condition::Or(parts), true) => {
            let mut all = vec![Vec::new()];
            for part in parts {
                let part = normal_form(part, negated)?;
                if all.len() * part.len() > MAX_ALTERNATIVES {
                    return None;
                }
                all = all.iter().flat_map(|a: &Vec<Atom>| part.iter().map(move |b| [a.as_slice(), b.as_slice()].concat())).collect();
            }
            all
        }
    };
    (all.len() <= MAX_ALTERNATIVES).then_some(all)
}
