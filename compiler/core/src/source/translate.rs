//! Style sheets of other languages as CSS: what a translator gives, and how places in its CSS lead back to the files that people wrote.

use super::{FileId, Span};

/// CSS made from files of another language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translation {
    pub css: String,
    /// The files read, from the project's root, the sheet itself first.
    pub files: Vec<String>,
    /// `(offset in the CSS, index in files, offset in that file)`, ascending: where something written begins.
    pub places: Vec<(u32, usize, u32)>,
}

/// Why a sheet could not be translated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistranslation {
    /// One sentence, lower case.
    pub message: String,
    /// What to write instead, where the translator knows it.
    pub hint: Option<String>,
    /// The file at fault, from the project's root, and an offset in it; the sheet itself where it is not known.
    pub file: Option<(String, u32)>,
    /// Files read until then: when they change, it is worth another try.
    pub files: Vec<String>,
}

impl Translation {
    /// Where the part of the CSS at `span` was written. `texts` are those of the files, under their ids.
    pub fn origin(&self, texts: &[(FileId, &str)], span: Span) -> Option<(FileId, Span)> {
        let at = self.places.partition_point(|(offset, ..)| *offset <= span.start).checked_sub(1)?;
        let &(_, file, from) = self.places.get(at)?;
        let &(id, text) = texts.get(file)?;
        let from = text.floor_char_boundary(from as usize);
        let rest = text.get(from..).unwrap_or_default();
        // A value that a variable or a mixin gave stands elsewhere: then the declaration is shown.
        let end = rest.find([';', '{', '}', '\n']).unwrap_or(rest.len());
        let written = rest.get(..end).unwrap_or_default();
        let found = self.css.get(span.range()).filter(|part| !part.is_empty()).and_then(|part| Some((written.find(part)?, part.len())));
        let (start, length) = found.unwrap_or((0, written.trim_end().len()));
        Some((id, Span::new(from + start, from + start + length)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back() {
        let text = ".a {\n  .b { width: 1px + 1; color: @c }\n}";
        let css = ".a .b {\n  width: 2px;\n  color: red;\n}";
        let at = |text: &str, part: &str| u32::try_from(text.find(part).unwrap_or_default()).unwrap_or_default();
        let places = [".a .b", "width", "color"].map(|part| (at(css, part), 0, at(text, part.split(' ').next_back().unwrap_or_default())));
        let translation = Translation { css: css.to_owned(), files: vec!["a.less".to_owned()], places: places.to_vec() };
        let origin = |part: &str| {
            let start = css.find(part).unwrap_or_default();
            let origin = translation.origin(&[(FileId(3), text)], Span::new(start, start + part.len()));
            origin.map(|(_, span)| text.get(span.range()).unwrap_or_default().to_owned()).unwrap_or_default()
        };
        assert_eq!([origin("width"), origin("2px"), origin("red")], ["width", "width: 1px + 1", "color: @c"]);
    }
}
