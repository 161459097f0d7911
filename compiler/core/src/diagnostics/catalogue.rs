//! Every diagnostic there is: code, severity, a one-line title and the explanation that `wxc explain` prints.
//!
//! To add one, append an [`entry`] to the list of its phase, in the folder `catalogue/`; a test checks that each code used in the sources has an entry and each entry a use.

use super::Severity;

mod config;
mod format;
mod parse;
mod project;
mod resolve;
mod script;
mod style;
mod wxml;

/// One kind of diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `phase/what-is-wrong`.
    pub code: &'static str,
    pub severity: Severity,
    /// One line, lower case, without names of the user's project.
    pub title: &'static str,
    /// Why it matters, an example of the mistake, and how to mend it. Markdown.
    pub explanation: &'static str,
}

/// One row of the catalogue.
const fn entry(severity: Severity, code: &'static str, title: &'static str, explanation: &'static str) -> Entry {
    Entry { code, severity, title, explanation }
}

/// All entries, by phase.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    [parse::ENTRIES, wxml::ENTRIES, project::ENTRIES, resolve::ENTRIES, config::ENTRIES, style::ENTRIES, script::ENTRIES, format::ENTRIES]
        .into_iter()
        .flatten()
}

/// The entry of a code.
pub fn find(code: &str) -> Option<&'static Entry> {
    all().find(|entry| entry.code == code)
}

/// The entry that most likely was meant by a mistyped code; the part behind the slash is enough.
pub fn find_similar(code: &str) -> Option<&'static Entry> {
    all()
        .find(|entry| entry.code.split_once('/').is_some_and(|(_, name)| name == code))
        .or_else(|| super::nearest(code, all().map(|entry| entry.code)).and_then(find))
        .or_else(|| all().find(|entry| code.len() > 3 && entry.code.contains(code)))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    /// Codes in the sources of core, with the constructors they are used with: `Diagnostic::error("…"` and the other two.
    fn used() -> BTreeMap<String, BTreeSet<&'static str>> {
        fn visit(folder: &Path, found: &mut BTreeMap<String, BTreeSet<&'static str>>) {
            for entry in std::fs::read_dir(folder).expect("folder").map(|e| e.expect("entry").path()) {
                if entry.is_dir() {
                    visit(&entry, found);
                } else if entry.extension().is_some_and(|e| e == "rs") && !entry.ends_with("catalogue.rs") {
                    let text = std::fs::read_to_string(&entry).expect("text");
                    // Tests may make up codes: what follows the first `#[cfg(test)]` of a file, and files called tests.rs.
                    let text = if entry.ends_with("tests.rs") { "" } else { text.split("#[cfg(test)]").next().unwrap_or_default() };
                    scan(text, found);
                }
            }
        }
        fn scan(text: &str, found: &mut BTreeMap<String, BTreeSet<&'static str>>) {
            for (at, _) in text.match_indices('"') {
                let rest = text.get(at + 1..).unwrap_or_default();
                let Some(end) = rest.find('"') else { continue };
                let code = rest.get(..end).unwrap_or_default();
                let is_code = code.split_once('/').is_some_and(|(phase, name)| {
                    ["parse", "wxml", "resolve", "project", "config", "style", "script", "format"].contains(&phase)
                        && !name.is_empty()
                        && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit())
                });
                let before = text.get(..at).unwrap_or_default().trim_end();
                let made = ["error", "warning", "note"];
                let by = |maker: &str| made.into_iter().find(|name| before.ends_with(&format!("{maker}{name}(")));
                // The lints have shorthands on their context.
                let constructor = by("Diagnostic::").or_else(|| by("cx.").filter(|_| is_code));
                if is_code || constructor.is_some() {
                    found.entry(code.to_owned()).or_default().extend(constructor);
                }
            }
        }
        let mut found = BTreeMap::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for folder in std::fs::read_dir(root).expect("src").map(|e| e.expect("entry").path()).filter(|p| p.is_dir()) {
            if !folder.ends_with("diagnostics") {
                visit(&folder, &mut found);
            }
        }
        found
    }

    #[test]
    fn codes_and_entries_agree() {
        let used = used();
        let entries: BTreeMap<&str, &Entry> = all().map(|entry| (entry.code, entry)).collect();
        assert_eq!(entries.len(), all().count(), "a code has two entries");
        // A phase whose list is still empty has not been catalogued at all.
        let missing: Vec<_> = used.keys().filter(|code| !entries.contains_key(code.as_str())).collect();
        assert!(missing.is_empty(), "codes without an entry in the catalogue: {missing:?}");
        let unused: Vec<_> = entries.keys().filter(|code| !used.contains_key(**code)).collect();
        assert!(unused.is_empty(), "entries that no source uses: {unused:?}");
        for (code, constructors) in used.iter().filter(|(code, _)| entries.contains_key(code.as_str())) {
            let severity = entries.get(code.as_str()).map(|e| format!("{:?}", e.severity).to_lowercase()).unwrap_or_default();
            assert!(
                constructors.is_empty() || constructors.contains(severity.as_str()),
                "`{code}` is {severity} in the catalogue, {constructors:?} in use"
            );
        }
    }

    #[test]
    fn entries_are_written_out() {
        for Entry { code, title, explanation, .. } in all() {
            assert!(!title.is_empty() && title.len() <= 100 && !title.ends_with('.'), "title of {code}");
            assert!(!title.starts_with(char::is_uppercase) || title.starts_with("WX") || title.starts_with("JSON"), "title of {code}");
            assert!(explanation.len() >= 80, "explanation of {code} is too short to explain anything");
        }
    }

    #[test]
    fn similar_codes() {
        assert_eq!(find_similar("unclosed-tag").map(|e| e.code), Some("parse/unclosed-tag"));
        assert_eq!(find_similar("parse/unclosed-tags").map(|e| e.code), Some("parse/unclosed-tag"));
        assert_eq!(find_similar("xyz"), None);
    }
}
