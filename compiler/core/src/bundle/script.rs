//! Script modules: user JS/TS, JSON and WXS as bodies of module factories, with marks that lead back to the user's text.

pub use crate::analyse::script::{Registers, ScriptFacts};
pub use crate::ast::script::{Request, ScriptKind};

use crate::analyse::script::analyse;
use crate::diagnostics::Diagnostic;
use crate::emit::Mark;
use crate::emit::lines::Lines;
use crate::emit::template::{TemplateOutput, WxsModule};
use crate::lower::script::{Lowered, erase_types, quote, to_factory_body};
use crate::lower::wxs::to_wxs_body;
use crate::parse::json::parse_module;
use crate::parse::script::{Place, parse, with_stack};
use crate::resolve::modules::{Anew, Entry, Graph, Module, ModuleText};
use crate::source::{FileId, Files, Sources, Span};
use oxc::allocator::Allocator;
use oxc::ast::ast::Program;
use oxc::codegen::{Codegen, CodegenOptions};
use std::path::PathBuf;
use std::sync::Arc;

/// A module as the body of its factory `(require, module, exports) => { code }` (for WXS `(require, module, $w)`).
#[derive(Clone, Debug, Default)]
pub struct ScriptOutput {
    pub code: String,
    pub marks: Vec<Mark>,
    /// The module used `import`/`export`.
    pub esm: bool,
    pub requests: Vec<Request>,
    pub facts: Arc<ScriptFacts>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles one script file. A text that does not parse becomes a module that throws the first error when it is required.
pub fn script(path: &str, file: FileId, text: &str, kind: ScriptKind) -> ScriptOutput {
    let place = Place { file, base: 0 };
    match kind {
        ScriptKind::Json => json(path, text, place),
        ScriptKind::Wxs => wxs(path, file, Span::new(0, text.len()), text),
        ScriptKind::Js | ScriptKind::Ts => with_stack(text, || module(path, text, kind, place)),
    }
}

/// Compiles the WXS module that lies at `span` of the file `text`: a whole `.wxs` file, or the inside of `<wxs>`.
pub fn wxs(path: &str, file: FileId, span: Span, text: &str) -> ScriptOutput {
    let place = Place { file, base: span.start };
    let source = text.get(span.range()).unwrap_or_default();
    with_stack(source, || wxs_module(path, text, source, place))
}

/// The WXS modules of one template, with everything they require, and what is wrong with their requests.
pub fn wxs_of(files: &dyn Files, root: &str, sources: &Sources, output: &TemplateOutput) -> (Vec<Module<ScriptOutput>>, Vec<Diagnostic>) {
    let entry = |module: &WxsModule| Entry {
        id: module.id.clone(),
        path: sources.path(module.file).to_string(),
        span: module.id.contains('#').then_some(module.span),
    };
    let compile = Anew(|text: &ModuleText<'_>| {
        let compiled = wxs(text.id, text.file, text.span, &text.text);
        let requests = compiled.requests.clone();
        (compiled, requests)
    });
    let all = Graph { files, sources, root, aliases: None }.walk(output.wxs.iter().map(entry).collect(), &compile);
    (all.modules.into_iter().map(Arc::unwrap_or_clone).collect(), all.diagnostics)
}

fn wxs_module(path: &str, text: &str, source: &str, place: Place) -> ScriptOutput {
    let allocator = Allocator::default();
    let mut source = source;
    let mut parsed = match parse(&allocator, source, ScriptKind::Wxs, place) {
        Ok(parsed) => parsed,
        Err(diagnostics) => {
            // In WXS a comment may go on to the end of the file.
            let closed = allocator.alloc_str(&format!("{source}*/"));
            match parse(&allocator, closed, ScriptKind::Wxs, place) {
                Ok(parsed) if source.contains("/*") => {
                    source = closed;
                    parsed
                }
                _ => return throwing(path, text, diagnostics),
            }
        }
    };
    let (lowered, requests) = to_wxs_body(&allocator, &mut parsed, place);
    let (code, marks) = print(&parsed.program, source, &lowered, place);
    ScriptOutput { code, marks, requests, diagnostics: lowered.diagnostics, ..ScriptOutput::default() }
}

fn module(path: &str, text: &str, kind: ScriptKind, place: Place) -> ScriptOutput {
    let allocator = Allocator::default();
    let mut parsed = match parse(&allocator, text, kind, place) {
        Ok(parsed) => parsed,
        Err(diagnostics) => return throwing(path, text, diagnostics),
    };
    erase_types(&allocator, &mut parsed);
    let analysis = analyse(&parsed, place);
    let mut lowered = to_factory_body(&allocator, &mut parsed, place, &format!("/{path}"));
    let mut diagnostics = analysis.diagnostics;
    diagnostics.append(&mut lowered.diagnostics);
    // what cannot stand in a function would break the whole package
    if let Some(fatal) = diagnostics.iter().find(|d| d.code == "script/top-level-await") {
        let code = throw_statement(path, text, fatal);
        return ScriptOutput { code, diagnostics, ..ScriptOutput::default() };
    }
    let (code, marks) = print(&parsed.program, text, &lowered, place);
    ScriptOutput { code, marks, esm: parsed.esm, requests: analysis.requests, facts: Arc::new(analysis.facts), diagnostics }
}

fn json(path: &str, text: &str, place: Place) -> ScriptOutput {
    match parse_module(text, place) {
        Ok(value) => {
            // a literal loads faster than a parsed string while it is small, but `__proto__` would set the prototype
            let value = if text.contains("__proto__") { format!("JSON.parse({})", quote(&value)) } else { value };
            let marks = vec![Mark { offset: 0, file: place.file, source: place.base }];
            ScriptOutput { code: format!("module.exports = {value};\n"), marks, ..ScriptOutput::default() }
        }
        Err(diagnostics) => throwing(path, text, diagnostics),
    }
}

/// A module that reports its syntax error when it is asked for; everything else goes on.
fn throwing(path: &str, text: &str, diagnostics: Vec<Diagnostic>) -> ScriptOutput {
    let code = diagnostics.first().map(|first| throw_statement(path, text, first)).unwrap_or_default();
    let marks = diagnostics.first().map(|first| Mark { offset: 0, file: first.file, source: first.span.start }).into_iter().collect();
    ScriptOutput { code, marks, diagnostics, ..ScriptOutput::default() }
}

fn throw_statement(path: &str, text: &str, error: &Diagnostic) -> String {
    let (line, column) = Lines::new(text).position(error.span.start);
    format!("throw new SyntaxError({});\n", quote(&format!("{path}:{}:{}: {}", line + 1, column + 1, error.message)))
}

/// Prints the prelude and the program; marks come from oxc's source map.
fn print(program: &Program<'_>, text: &str, lowered: &Lowered, place: Place) -> (String, Vec<Mark>) {
    let options = CodegenOptions { source_map_path: Some(PathBuf::from("s")), ..CodegenOptions::default() };
    let printed = Codegen::new().with_options(options).build(program);
    let mark = |offset: u32, source: u32| Mark { offset, file: place.file, source: place.base.saturating_add(source) };
    let mut marks: Vec<Mark> = lowered.marks.iter().map(|&(offset, source)| mark(offset, source)).collect();
    let shift = u32::try_from(lowered.prelude.len()).unwrap_or(u32::MAX);
    if let Some(map) = printed.map {
        let generated = Lines::new(&printed.code);
        let source = Lines::new(text);
        marks.extend(map.get_tokens().map(|token| {
            let offset = generated.offset(token.get_dst_line(), token.get_dst_col());
            mark(shift.saturating_add(offset), source.offset(token.get_src_line(), token.get_src_col()))
        }));
    }
    (format!("{}{}", lowered.prelude, printed.code), marks)
}
