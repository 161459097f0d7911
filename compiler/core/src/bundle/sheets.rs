//! Style sheets of the output: several compiled sheets joined into one file, with package files placed and a source map.

use crate::bundle::source_map::source_map;
use crate::emit::Mark;
use crate::emit::style::{StyleOutput, place_assets};
use crate::resolve::path::public;
use crate::source::{FileId, Sources};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{ParserOptions, StyleSheet};
use std::collections::BTreeMap;

/// A finished sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetFile {
    pub css: String,
    /// JSON of the source map, when one was asked for.
    pub map: Option<String>,
}

/// Joins sheets in order; `None` when they hold no rule. All sheets lie in `assets/`, package files keep their paths.
pub fn join<'a>(sheets: impl Iterator<Item = &'a StyleOutput>, sources: Option<&Sources>) -> Option<SheetFile> {
    let mut css = String::new();
    let mut marks: Vec<Mark> = Vec::new();
    for sheet in sheets.filter(|sheet| !sheet.css.trim().is_empty()) {
        let mut own = sheet.marks.clone();
        let text = place_assets(&sheet.css, &mut own, &|path| Some(format!("../{}", percent(&public(path)))));
        let shift = u32::try_from(css.len()).unwrap_or(u32::MAX);
        marks.extend(own.into_iter().map(|mark| Mark { offset: mark.offset.saturating_add(shift), ..mark }));
        css.push_str(&text);
        if !css.ends_with('\n') {
            css.push('\n');
        }
    }
    let map = sources.map(|sources| map_of(&css, &marks, sources));
    (!css.is_empty()).then_some(SheetFile { css, map })
}

/// The source map of a text with marks: they lead into files of `store`.
pub fn map_of(css: &str, marks: &[Mark], store: &Sources) -> String {
    let mut index: BTreeMap<FileId, usize> = BTreeMap::new();
    let mut sources: Vec<(String, String)> = Vec::new();
    let places = marks.iter().map(|mark| {
        let number = *index.entry(mark.file).or_insert_with(|| {
            sources.push((store.path(mark.file).to_string(), store.text(mark.file).to_string()));
            sources.len() - 1
        });
        (mark.offset, number, mark.source)
    });
    let places: Vec<_> = places.collect();
    source_map(css, &sources, &places)
}

/// The runtime's own styles without comments and spaces; declarations stay as they are.
pub fn compact(css: &str) -> String {
    let printed = StyleSheet::parse(css, ParserOptions::default()).ok().and_then(|sheet| {
        let options = PrinterOptions { minify: true, ..PrinterOptions::default() };
        sheet.to_css(options).ok()
    });
    printed.map_or_else(|| css.to_owned(), |printed| printed.code)
}

/// A path as part of a URL.
fn percent(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~@!$+,=:".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_files_keep_their_place() {
        let sheet = StyleOutput { css: ".a{background:url(\"wxc-asset:images/a b.png\")}".to_owned(), ..StyleOutput::default() };
        let joined = join([&sheet, &StyleOutput::default(), &sheet].into_iter(), None).unwrap_or_default();
        let line = ".a{background:url(\"../images/a%20b.png\")}\n";
        assert_eq!(joined.css, line.repeat(2));
        assert_eq!(join([&StyleOutput::default()].into_iter(), None), None);
    }

    #[test]
    fn fallback_declarations_survive() {
        assert_eq!(compact("/* c */ a { overflow: hidden; overflow: clip }"), "a{overflow:hidden;overflow:clip}");
    }
}
