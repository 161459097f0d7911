//! JSON that scripts require: strict, except for comments and trailing commas.

use crate::diagnostics::Diagnostic;
use crate::parse::script::Place;
use crate::source::Span;
use jsonc_parser::ParseOptions;

/// JSON as the standard says, with comments; `trailing_commas` allows those too.
pub fn strict(trailing_commas: bool) -> ParseOptions {
    ParseOptions {
        allow_comments: true,
        allow_trailing_commas: trailing_commas,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

/// The value of a JSON module as JSON text.
pub fn parse_module(text: &str, place: Place) -> Result<String, Vec<Diagnostic>> {
    let options = strict(true);
    let error = |start: usize, end: usize, message: String| {
        let span = place.span(oxc::span::Span::new(Span::at(start).start, Span::at(end).start));
        vec![Diagnostic::error("script/json", place.file, span, message).hint("JSON wants double quotes, and a comma between entries")]
    };
    match jsonc_parser::parse_to_serde_value::<Option<serde_json::Value>>(text, &options) {
        Ok(Some(value)) => Ok(value.to_string()),
        Ok(None) => Err(error(0, text.len(), "the file is empty, and no JSON".to_owned())),
        Err(failure) => {
            let range = failure.range();
            let kind = failure.kind().to_string();
            Err(error(range.start, range.end, kind.trim_end_matches('.').to_lowercase()))
        }
    }
}
