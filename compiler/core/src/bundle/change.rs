//! What one build has that the one before had not, and what that means for pages that are open.

use crate::bundle::live::{Replacement, replacement};
use crate::bundle::{Build, Output};
use std::collections::BTreeSet;

/// How a page that shows the old build gets to the new one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Update {
    /// There is nothing new.
    #[default]
    None,
    /// Only these style sheets changed: exchange them.
    Styles(Vec<String>),
    /// Only templates and WXS were edited: exchange these style sheets, and what is rendered. Without a replacement more came of the edit, and the page has to
    /// load again; its data can be kept.
    Templates {
        replacement: Option<Box<Replacement>>,
        styles: Vec<String>,
    },
    Reload,
}

/// The difference between two builds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Output files that are new or different.
    pub written: Vec<String>,
    /// Output files that are gone.
    pub removed: Vec<String>,
    pub update: Update,
}

/// Compares two builds. `edited`: the files below the project whose change led from one to the other.
pub fn change(old: &Build, new: &Build, edited: &BTreeSet<String>) -> Change {
    let differs = |old: &Output, new: &Output| match (old, new) {
        (Output::Copy(a), Output::Copy(b)) => a != b || edited.contains(a),
        // What a rebuild took over is the same in memory, and its content is not compared.
        (old, new) => old != new,
    };
    let (mut written, mut removed) = (Vec::new(), Vec::new());
    // Side by side: looking up each of ten thousand paths in the other build takes as long as half a rebuild.
    let mut before = old.outputs.iter().peekable();
    for (path, output) in &new.outputs {
        removed.extend(std::iter::from_fn(|| before.next_if(|(other, _)| *other < path)).map(|(path, _)| path.clone()));
        let same = before.next_if(|(other, _)| *other == path).is_some_and(|(_, old)| !differs(old, output));
        if !same {
            written.push(path.clone());
        }
    }
    removed.extend(before.map(|(path, _)| path.clone()));
    let update = match update(&written, &removed, edited) {
        Update::Templates { styles, .. } => Update::Templates { replacement: exchange(old, new).map(Box::new), styles },
        other => other,
    };
    Change { written, removed, update }
}

fn exchange(old: &Build, new: &Build) -> Option<Replacement> {
    replacement(old.live.as_ref()?, new.live.as_ref()?, &new.sources)
}

fn update(written: &[String], removed: &[String], edited: &BTreeSet<String>) -> Update {
    let styles = || written.iter().filter(|path| path.ends_with(".css")).cloned().collect();
    // The manifest says no page anything; it changes with every file.
    let mut all = written.iter().chain(removed).filter(|path| *path != "manifest.json").peekable();
    if all.peek().is_none() {
        Update::None
    } else if all.all(|path| path.ends_with(".css") || path.ends_with(".css.map")) {
        Update::Styles(styles())
    } else if !edited.is_empty() && edited.iter().all(|path| path.ends_with(".wxml") || path.ends_with(".wxs")) {
        Update::Templates { replacement: None, styles: styles() }
    } else {
        Update::Reload
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(files: &[(&str, &str)]) -> Build {
        let outputs = files.iter().map(|(path, text)| ((*path).to_owned(), Output::text(*text))).collect();
        Build { outputs, ..Build::default() }
    }

    fn check(new: &[(&str, &str)], edited: &str, update: Update) {
        let old = build(&[("a.css", "1"), ("a.html", "1"), ("a.js", "1")]);
        assert_eq!(change(&old, &build(new), &BTreeSet::from([edited.to_owned()])).update, update);
    }

    #[test]
    fn pages_do_no_more_than_they_must() {
        check(&[("a.css", "1"), ("a.html", "1"), ("a.js", "1")], "a.js", Update::None);
        check(
            &[("a.css", "2"), ("a.html", "1"), ("a.js", "1"), ("manifest.json", "2")],
            "a.wxss",
            Update::Styles(vec!["a.css".to_owned()]),
        );
        let templates = || Update::Templates { replacement: None, styles: vec!["a.css".to_owned()] };
        check(&[("a.css", "2"), ("a.html", "2"), ("a.js", "1")], "a.wxml", templates());
        check(&[("a.css", "2"), ("a.html", "1"), ("a.js", "2")], "a.wxs", templates());
        check(&[("a.css", "2"), ("a.html", "2"), ("a.js", "1")], "a.wxss", Update::Reload);
        check(&[("a.css", "1"), ("a.html", "1")], "a.js", Update::Reload);
    }

    #[test]
    fn a_copied_file_changes_with_its_source() {
        let mut old = Build::default();
        old.outputs.insert("a.png".to_owned(), Output::Copy("a.png".to_owned()));
        let edited = BTreeSet::from(["a.png".to_owned()]);
        assert_eq!(change(&old, &old, &edited).written, ["a.png"]);
        assert_eq!(change(&old, &old, &BTreeSet::new()), Change::default());
    }
}
