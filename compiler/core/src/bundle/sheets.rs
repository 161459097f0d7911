//! Style sheets of the output: several compiled sheets joined into one file, with package files placed and a source map.

use crate::bundle::package::{Parts, index_map};
use crate::bundle::source_map::source_map;
use crate::diagnostics::Diagnostic;
use crate::emit::Mark;
use crate::emit::style::{StyleOutput, place_assets};
use crate::resolve::path::public;
use crate::source::{FileId, Sources, Span};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{ParserOptions, StyleSheet};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A compiled sheet as it stands in files, shared by all pages that show it. Sheets lie in `assets/`, package files keep their paths.
#[derive(Debug, Default)]
pub struct SheetPiece {
    /// Ends with a line break; empty: there is no rule.
    pub css: Arc<str>,
    marks: Vec<Mark>,
    /// The source map of this piece alone, once it was asked for.
    map: OnceLock<Arc<str>>,
    pub diagnostics: Vec<Diagnostic>,
    /// As in [`StyleOutput`].
    pub imports: Vec<(String, FileId, Span, String)>,
    pub assets: Vec<String>,
}

impl SheetPiece {
    pub fn new(output: StyleOutput) -> Self {
        let StyleOutput { css, mut marks, diagnostics, imports, assets, .. } = output;
        let mut placed = place_assets(&css, &mut marks, &|path| Some(format!("../{}", percent(&public(path)))));
        if placed.trim().is_empty() {
            placed.clear();
        } else if !placed.ends_with('\n') {
            placed.push('\n');
        }
        marks.shrink_to_fit();
        Self { css: placed.into(), marks, map: OnceLock::new(), diagnostics, imports, assets }
    }
}

/// A finished sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetFile {
    pub css: Parts,
    /// JSON of the source map, when one was asked for.
    pub map: Option<Parts>,
}

/// Joins sheets in order; `None` when they hold no rule. With `sections`, the map is made of those of the sheets, which a rebuild keeps.
pub fn join<'a>(sheets: impl Iterator<Item = &'a SheetPiece>, sources: Option<&Sources>, sections: bool) -> Option<SheetFile> {
    let sheets: Vec<&SheetPiece> = sheets.filter(|sheet| !sheet.css.is_empty()).collect();
    let css: Parts = sheets.iter().map(|sheet| sheet.css.clone()).collect();
    let map = sources.map(|sources| match sections {
        true => {
            let mut line = 0;
            let parts = sheets.iter().map(|sheet| {
                let begins = line;
                line += memchr::memchr_iter(b'\n', sheet.css.as_bytes()).count();
                (begins, 0, sheet.map.get_or_init(|| map_of(&sheet.css, &sheet.marks, sources).into()).clone())
            });
            index_map(&parts.collect::<Vec<_>>())
        }
        false => {
            let mut shift = 0_u32;
            let mut marks = Vec::new();
            for sheet in &sheets {
                marks.extend(sheet.marks.iter().map(|mark| Mark { offset: mark.offset.saturating_add(shift), ..*mark }));
                shift = shift.saturating_add(u32::try_from(sheet.css.len()).unwrap_or(u32::MAX));
            }
            vec![map_of(&css.concat(), &marks, sources).into()]
        }
    });
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
        let (sheet, empty) = (SheetPiece::new(sheet), SheetPiece::new(StyleOutput { css: "\n".to_owned(), ..StyleOutput::default() }));
        let joined = join([&sheet, &empty, &sheet].into_iter(), None, false).unwrap_or_default();
        let line = ".a{background:url(\"../images/a%20b.png\")}\n";
        assert_eq!(joined.css.concat(), line.repeat(2));
        assert_eq!(join([&empty].into_iter(), None, false), None);
    }

    /// A map of sections leads to the same places as a flat one.
    #[test]
    fn maps_in_sections() {
        let sources = Sources::default();
        let file = sources.add("a.wxss", ".a{}\n.b{}\n");
        let sheet = |css: &str, offset, source| {
            SheetPiece::new(StyleOutput { css: css.to_owned(), marks: vec![Mark { offset, file, source }], ..StyleOutput::default() })
        };
        let sheets = [sheet(".x{}\n.a{}", 5, 0), sheet(".b{}", 0, 5)];
        let map = |sections| -> serde_json::Value {
            let joined = join(sheets.iter(), Some(&sources), sections).unwrap();
            assert_eq!(joined.css.concat(), ".x{}\n.a{}\n.b{}\n");
            serde_json::from_str(&joined.map.unwrap().concat()).unwrap()
        };
        assert_eq!(map(false)["mappings"], ";AAAA;AACA");
        let parts = map(true);
        let place =
            |index: usize| (parts["sections"][index]["offset"].to_string(), parts["sections"][index]["map"]["mappings"].to_string());
        assert_eq!(place(0), (r#"{"line":0,"column":0}"#.to_owned(), "\";AAAA\"".to_owned()));
        assert_eq!(place(1), (r#"{"line":2,"column":0}"#.to_owned(), "\"AACA\"".to_owned()));
    }

    #[test]
    fn fallback_declarations_survive() {
        assert_eq!(compact("/* c */ a { overflow: hidden; overflow: clip }"), "a{overflow:hidden;overflow:clip}");
    }
}
