//! Minifies JavaScript that this compiler wrote, and says where every piece of it came from.

use crate::emit::lines::Lines;
use crate::parse::script::with_stack;
use oxc::allocator::Allocator;
use oxc::codegen::{Codegen, CodegenOptions, CommentOptions, LegalComment};
use oxc::minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc::parser::Parser;
use oxc::span::SourceType;
use std::path::PathBuf;

/// A minified text; `origins` are pairs of offsets, in it and in the text it was made from, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Minified {
    pub code: String,
    pub origins: Vec<(u32, u32)>,
}

/// Minifies a script; names of its top level stay. `None` if it does not parse. There are origins if they are asked for.
pub fn minify_script(code: &str, origins: bool) -> Option<Minified> {
    with_stack(code, || minify(code, origins))
}

fn minify(code: &str, origins: bool) -> Option<Minified> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, code, SourceType::script()).parse();
    if parsed.panicked || !parsed.diagnostics.is_empty() {
        return None;
    }
    let mut program = parsed.program;
    let options = MinifierOptions {
        mangle: Some(MangleOptions { top_level: Some(false), ..MangleOptions::default() }),
        mangle_properties: None,
        compress: Some(CompressOptions::smallest()),
    };
    let minified = Minifier::new(options).minify(&allocator, &mut program);
    let options = CodegenOptions {
        minify: true,
        // licences stay with the code they are about
        comments: CommentOptions { normal: false, jsdoc: false, annotation: false, legal: LegalComment::Inline },
        source_map_path: origins.then(|| PathBuf::from("s")),
        ..CodegenOptions::default()
    };
    let printed = Codegen::new()
        .with_options(options)
        .with_scoping(minified.scoping)
        .with_private_member_mappings(minified.class_private_mappings)
        .build(&program);
    let origins = printed.map.map(|map| {
        let (generated, source) = (Lines::new(&printed.code), Lines::new(code));
        let tokens = map.get_tokens();
        tokens.map(|t| (generated.offset(t.get_dst_line(), t.get_dst_col()), source.offset(t.get_src_line(), t.get_src_col()))).collect()
    });
    Some(Minified { origins: origins.unwrap_or_default(), code: printed.code })
}

/// Minifies a function expression that stands alone: the argument of a call, or the minifier would drop it.
pub fn minify_function(code: &str) -> Option<Minified> {
    const CALL: &str = "$(";
    let whole = minify_script(&format!("{CALL}{code})"), true)?;
    let shift = u32::try_from(CALL.len()).unwrap_or(0);
    let inner = whole.code.trim_end().trim_end_matches(';');
    let inner = inner.strip_prefix(CALL)?.strip_suffix(')')?.to_owned();
    let end = u32::try_from(inner.len()).unwrap_or(u32::MAX);
    let origins = whole.origins.into_iter().filter_map(|(at, from)| Some((at.checked_sub(shift)?, from.checked_sub(shift)?)));
    Some(Minified { origins: origins.filter(|(at, _)| *at < end).collect(), code: inner })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_keep_what_is_free() {
        let minified = minify_function(
            "(require, module, exports) => {\n\"use strict\";\nconst value = require('./a');\nmodule.exports = () => value.name + wx.x;\n}",
        )
        .unwrap();
        assert_eq!(minified.code, "(e,t,n)=>{\"use strict\";let r=e(\"./a\");t.exports=()=>r.name+wx.x}");
        assert!(minified.origins.iter().any(|&(at, _)| minified.code[at as usize..].starts_with("wx.x")));
    }
}
