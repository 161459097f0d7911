//! Classes that a template hands to the components it uses (external classes): elements elsewhere carry them, and the sheets of this template's owner must reach there.

use crate::ast::expr::{BinaryOp, Expr, ExprKind};
use crate::ast::wxml::{Element, Part, Value};
use crate::resolve::owner::Owner;
use crate::resolve::templates::{Closure, elements};
use crate::vocabulary::camel;
use std::collections::{BTreeMap, BTreeSet};

/// A set of classes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passed {
    Names(BTreeSet<String>),
    /// Not known: any.
    Any,
}

impl Passed {
    pub fn merge(&mut self, other: &Self) {
        match (&mut *self, other) {
            (Self::Names(own), Self::Names(names)) => own.extend(names.iter().cloned()),
            _ => *self = Self::Any,
        }
    }
    /// `None`: any.
    pub fn names(&self) -> Option<&BTreeSet<String>> {
        match self {
            Self::Names(names) => Some(names),
            Self::Any => None,
        }
    }
    /// Adds the classes of a class list.
    fn words(&mut self, text: &str) {
        if let Self::Names(names) = self {
            names.extend(text.split_ascii_whitespace().map(str::to_owned));
        }
    }
}

impl Default for Passed {
    fn default() -> Self {
        Self::Names(BTreeSet::new())
    }
}

/// What a template passes, by attribute (camel case). Which attributes are external classes is known when all scripts have been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassedClasses {
    by_attribute: BTreeMap<String, Passed>,
    /// `~a` and `^a`: classes of the page and of outer owners.
    pub outer: Passed,
}

impl PassedClasses {
    /// Of those attributes that are external classes; names that end in `class` always count.
    pub fn through(&self, is_external: impl Fn(&str) -> bool) -> Passed {
        let mut all = Passed::default();
        for (name, passed) in &self.by_attribute {
            if name.to_ascii_lowercase().ends_with("class") || is_external(name) {
                all.merge(passed);
            }
        }
        all
    }
}

/// Reads all files that the template of `owner` is made of.
pub fn passed_classes(closure: &Closure, owner: &Owner) -> PassedClasses {
    let mut found = PassedClasses::default();
    for element in closure.files.iter().flat_map(|file| elements(&file.document)) {
        let custom = owner.using.contains_key(&element.name) || owner.generics.contains(&element.name);
        read(element, custom, &mut found);
    }
    found
}

fn read(element: &Element, custom: bool, found: &mut PassedClasses) {
    for attribute in &element.attributes {
        let Some(value) = &attribute.value else { continue };
        if attribute.name == "class" {
            outer(value, &mut found.outer);
        }
        if custom && !attribute.name.contains(':') {
            let passed = classes(value);
            if passed != Passed::default() {
                found.by_attribute.entry(camel(&attribute.name)).or_default().merge(&passed);
            }
        }
    }
}

/// `~a`: of the page; `^a`: of the owner around.
fn is_outer(class: &str) -> bool {
    class.starts_with(['~', '^'])
}

fn outer(value: &Value, found: &mut Passed) {
    if value.literal().is_some_and(|text| !text.contains(['~', '^'])) {
        return;
    }
    match classes(value) {
        Passed::Any if literals(value).any(is_outer) => *found = Passed::Any,
        Passed::Any => {}
        Passed::Names(names) => {
            let bare = names.iter().filter(|name| is_outer(name)).map(|name| name.trim_start_matches(['~', '^']).to_owned());
            found.merge(&Passed::Names(bare.collect()));
        }
    }
}

fn literals(value: &Value) -> impl Iterator<Item = &str> {
    let texts = value.parts.iter().filter_map(|part| match part {
        Part::Literal { text, .. } => Some(text.as_str()),
        Part::Mustache { .. } => None,
    });
    texts.flat_map(str::split_ascii_whitespace)
}

/// Whether a class list may hold a class that somebody else defines: one of `external`, by convention one that ends in `class`, one of an outer owner.
pub fn may_be_replaced(value: &Value, external: &[String]) -> bool {
    let by_name = |class: &str| class.get(class.len().saturating_sub(5)..).is_some_and(|end| end.eq_ignore_ascii_case("class"));
    let replaced = |class: &str| is_outer(class) || by_name(class) || external.iter().any(|name| name == class);
    if let Some(text) = value.literal() {
        return text.split_ascii_whitespace().any(replaced);
    }
    match classes(value) {
        Passed::Names(names) => names.iter().any(|name| replaced(name)),
        Passed::Any => !external.is_empty() || literals(value).any(replaced),
    }
}

/// The words a value can consist of.
fn classes(value: &Value) -> Passed {
    let mut all = Passed::default();
    // Whether the text so far ends inside a word.
    let mut inside = false;
    for (i, part) in value.parts.iter().enumerate() {
        match part {
            Part::Literal { text, .. } => {
                all.words(text);
                inside = !text.ends_with(|c: char| c.is_ascii_whitespace());
            }
            Part::Mustache { expr, .. } => {
                let next = value.parts.get(i + 1);
                let apart = match next {
                    None => true,
                    Some(Part::Literal { text, .. }) => text.starts_with(|c: char| c.is_ascii_whitespace()),
                    Some(Part::Mustache { .. }) => false,
                };
                if inside || !apart {
                    return Passed::Any;
                }
                if let Some(expr) = expr {
                    results(expr, &mut all);
                }
            }
        }
    }
    all
}

/// The texts an expression can result in.
fn results(expr: &Expr, all: &mut Passed) {
    match &expr.kind {
        ExprKind::String(text) => all.words(text),
        ExprKind::Conditional { then, otherwise, .. } => {
            results(then, all);
            results(otherwise, all);
        }
        ExprKind::Binary { op: BinaryOp::Or | BinaryOp::Nullish, left, right } => {
            results(left, all);
            results(right, all);
        }
        ExprKind::Binary { op: BinaryOp::And, right, .. } => results(right, all),
        ExprKind::Number(_) | ExprKind::Bool(_) | ExprKind::Null | ExprKind::Undefined => {}
        _ => *all = Passed::Any,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::wxml::parse;
    use crate::source::FileId;

    /// What `<c-x …>` passes through `attribute` (`~`: outer classes); `*` for any.
    fn passes(text: &str, attribute: &str) -> String {
        let mut found = PassedClasses::default();
        for element in elements(&parse(FileId(0), text).document) {
            read(element, element.name == "c-x", &mut found);
        }
        let passed = if attribute == "~" { found.outer } else { found.by_attribute.remove(attribute).unwrap_or_default() };
        passed.names().map_or("*".to_owned(), |names| names.iter().map(String::as_str).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn words_and_what_expressions_can_result_in() {
        let cases = [
            ("<c-x my-class='a b'/><c-x my-class='c'/>", "a b c"),
            ("<c-x my-class=\"a {{on ? 'b' : ok && 'c d'}} e\"/>", "a b c d e"),
            ("<c-x my-class=\"{{none || 'x'}}\"/>", "*"),
            ("<c-x my-class='a-{{n}}'/>", "*"),
            ("<c-x my-class=\"{{'a'}}{{'b'}}\"/>", "*"),
            ("<c-x my-class='{{names}}'/>", "*"),
            ("<view my-class='a'/>", ""),
            ("<c-x wx:if='{{a}}' bind:my='b'/>", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(passes(text, "myClass"), expected, "{text}");
        }
    }

    #[test]
    fn classes_of_outer_owners() {
        assert_eq!(passes("<view class='a ~b ^c'/><view class=\"{{x ? '~d' : ''}}  ^^e\"/>", "~"), "b c d e");
        assert_eq!(passes("<view class=\"{{x ? '~a' : 'b'}}\"/>", "~"), "a");
        assert_eq!(passes("<view class='~{{a}}'/>", "~"), "*");
        assert_eq!(passes("<view class='a {{b}}'/>", "~"), "");
    }

    #[test]
    fn class_lists_that_are_replaced_in_part() {
        let replaced = |text: &str, external: &[&str]| {
            let parsed = parse(FileId(0), text);
            let element = elements(&parsed.document)[0];
            let external: Vec<String> = external.iter().map(|name| (*name).to_owned()).collect();
            may_be_replaced(element.attributes[0].value.as_ref().unwrap(), &external)
        };
        assert!(replaced("<view class='a my-class'/>", &[]) && replaced("<view class='{{p}}-class'/>", &[]));
        assert!(
            replaced("<view class='a'/>", &["a"])
                && replaced("<view class=\"{{x ? 'a' : ''}}\"/>", &["a"])
                && replaced("<view class='{{x}}'/>", &["a"])
        );
        assert!(replaced("<view class=\"{{x ? '~a' : ''}}\"/>", &[]));
        assert!(!replaced("<view class='{{x}}'/>", &[]) && !replaced("<view class='b'/>", &["a"]));
    }

    #[test]
    fn only_external_classes_count() {
        let mut found = PassedClasses::default();
        for element in elements(&parse(FileId(0), "<c-x look='a' title='b' hover-class='c'/>").document) {
            read(element, true, &mut found);
        }
        let passed = found.through(|name| name == "look");
        assert_eq!(passed.names().map(|names| names.iter().cloned().collect::<Vec<_>>()), Some(vec!["a".to_owned(), "c".to_owned()]));
    }
}
