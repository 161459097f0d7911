//! Who may style whom: the scope classes of every page and component, and how far each style sheet reaches.
//!
//! Every element carries the scope class of the unit whose template it stands in (`s…`), and `g` where the app's sheet applies. A component's host element
//! carries `h…`, a page's container `p…`; an element that was passed the class `a` from the scope `s1` carries `s1--a`. Which sheet matches which classes follows `styleIsolation` and `addGlobalClass`.

use crate::bundle::script::ScriptFacts;
use crate::resolve::project::Project;
use crate::resolve::unit::Unit;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The class of elements to which the app's sheet applies.
pub const GLOBAL: &str = "g";

/// Names of one unit in class lists and template keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// Unique in the project: a short hash of the path, readable in dev.
    pub id: String,
}

impl Names {
    pub fn scope(&self) -> String {
        format!("s{}", self.id)
    }
    pub fn host(&self) -> String {
        format!("h{}", self.id)
    }
    pub fn page(&self) -> String {
        format!("p{}", self.id)
    }
}

/// How styles cross the border of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Isolation {
    /// The app's sheet applies inside.
    pub app: bool,
    /// Sheets of the page and of `shared` components apply inside.
    pub inward: bool,
    /// Its own sheet applies outside, where `inward` lets it in.
    pub outward: bool,
}

/// What `styleIsolation` and `addGlobalClass` of a unit come to; JSON wins over the script.
pub fn isolation(unit: &Unit, facts: &ScriptFacts) -> Isolation {
    let named = unit.style_isolation().or(facts.style_isolation.as_deref());
    let all = Isolation { app: true, inward: true, outward: true };
    let none = Isolation { app: false, inward: false, outward: false };
    match (unit.is_page, named) {
        (true, Some("isolated")) => Isolation { app: true, ..none },
        (true, Some("apply-shared")) => Isolation { outward: false, ..all },
        (true, Some("page-isolated")) => none,
        (true, Some("page-apply-shared")) => Isolation { inward: true, ..none },
        (true, Some("page-shared")) => Isolation { app: false, ..all },
        (true, _) => all,
        (false, Some("apply-shared")) => Isolation { outward: false, ..all },
        (false, Some("shared")) => all,
        (false, None) if facts.add_global_class => Isolation { outward: false, ..all },
        (false, _) => none,
    }
}

/// Gives every unit its names.
pub fn names(project: &Project, dev: bool) -> Vec<Names> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut by_path: BTreeMap<&str, String> = BTreeMap::new();
    let mut paths: Vec<&str> = project.units.iter().map(|unit| unit.path.as_str()).collect();
    paths.sort_unstable();
    for path in paths {
        let id = if dev { readable(path, &taken) } else { short(path, &taken) };
        taken.insert(id.clone());
        by_path.insert(path, id);
    }
    project.units.iter().map(|unit| Names { id: by_path.get(unit.path.as_str()).cloned().unwrap_or_default() }).collect()
}

fn readable(path: &str, taken: &BTreeSet<String>) -> String {
    let plain: String = path.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let id = format!("-{plain}");
    if taken.contains(&id) { format!("{id}-{}", short(path, taken)) } else { id }
}

fn short(path: &str, taken: &BTreeSet<String>) -> String {
    let digits = base36(&Sha256::digest(path.as_bytes()));
    (4..digits.len()).filter_map(|length| digits.get(..length)).find(|id| !taken.contains(*id)).unwrap_or(&digits).to_owned()
}

/// A digest as small letters and digits.
pub fn base36(digest: &[u8]) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let digit = |n: u128| DIGITS.get(usize::try_from(n % 36).unwrap_or(0)).map_or('0', |c| char::from(*c));
    let mut out = String::new();
    for chunk in digest.chunks(8) {
        let mut number = chunk.iter().fold(0u128, |n, byte| (n << 8) | u128::from(*byte));
        for _ in 0..12 {
            out.push(digit(number));
            number /= 36;
        }
    }
    out
}

/// The components a unit reaches through tags in use, itself included, each after the components it uses.
pub fn reach(start: usize, used: &[impl AsRef<[usize]>]) -> Vec<usize> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::from([start]);
    // `(unit, how many of its components are done)`; a stack of our own, since chains of components can be long.
    let mut stack = vec![(start, 0)];
    while let Some((unit, done)) = stack.pop() {
        match used.get(unit).and_then(|list| list.as_ref().get(done)) {
            Some(next) => {
                stack.push((unit, done + 1));
                if seen.insert(*next) {
                    stack.push((*next, 0));
                }
            }
            None => order.push(unit),
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_come_before_what_uses_them() {
        let used = vec![vec![1, 2], vec![2, 0], vec![]];
        assert_eq!(reach(0, &used), [2, 1, 0]);
        assert_eq!(reach(1, &used), [2, 0, 1]);
    }

    #[test]
    fn ids_are_short_and_distinct() {
        let mut taken = BTreeSet::new();
        for n in 0..5000 {
            let id = short(&format!("pages/{n}"), &taken);
            assert!(id.len() <= 6 && taken.insert(id));
        }
    }
}
