//! `wxc schema`: the JSON Schemas of what tools read.

use crate::args::SchemaOf;
use crate::report::Said;

const DIAGNOSTICS: &str = include_str!("../schemas/diagnostics.schema.json");
const MANIFEST: &str = include_str!("../schemas/manifest.schema.json");

pub fn schema(of: SchemaOf) -> Said {
    let text = match of {
        SchemaOf::Diagnostics => DIAGNOSTICS,
        SchemaOf::Manifest => MANIFEST,
    };
    Said { out: text.to_owned(), ..Said::default() }
}
