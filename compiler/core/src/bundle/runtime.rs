//! The runtime's TypeScript inside the compiler: bundles what an entry needs of it by type erasure and concatenation, without Node.
//!
//! The runtime follows rules that make this enough (a test of the whole tree keeps them): top-level names are unique in all that can meet in one bundle, imports
//! are by name and do not rename, nothing happens at the top level but declarations whose initialisers have no effects, values are not imported in cycles.
//! So a bundle is the declarations that the entry reaches, module by module, in the order of their imports.
//!
//! What only some projects need stands behind a constant of `protocol/parts.ts`; a bundle without the part has `false` there, and nothing that is reached only so:
//!
//! ```text
//! if (HAS_RELATIONS) linkUp(instance)          HAS_RELATIONS ? linkUp : undefined          HAS_RELATIONS && linkUp(instance)
//! ```

use crate::bundle::minify::minify_script;
use crate::emit::lines::Lines;
use crate::resolve::path::join;
use include_dir::{Dir, include_dir};
use oxc::allocator::Allocator;
use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::codegen::{Codegen, CodegenOptions};
use oxc::parser::Parser;
use oxc::semantic::{ScopeFlags, SemanticBuilder};
use oxc::span::{GetSpan, SourceType};
use oxc::transformer::{TransformOptions, Transformer, TypeScriptOptions};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

static RUNTIME: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../runtime-shim/src");

/// A bundled part of the runtime: an IIFE.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuntimeScript {
    pub code: String,
    /// `(offset in code, index into sources, offset in that source)`, in order; if [`Options`] ask for them.
    pub marks: Vec<(u32, u32, u32)>,
    /// `(path, text)` of every file of which something is in `code`.
    pub sources: Vec<(String, String)>,
    /// Its source map, once it was asked for.
    pub map: OnceLock<Arc<str>>,
}

#[derive(Clone, Debug, Default)]
pub struct Options {
    pub minify: bool,
    /// Whether places in the sources are wanted; finding them takes a quarter of the time.
    pub marks: bool,
    /// Constants of `protocol/parts.ts` that are `false`.
    pub without: BTreeSet<&'static str>,
}

impl Options {
    fn lacks(&self, part: &str) -> bool {
        self.without.contains(part)
    }
}

/// The file whose constants say what a bundle has.
pub const PARTS: &str = "protocol/parts.ts";

/// A file of `runtime-shim/src` (`view/elements/button.css`).
pub fn runtime_file(path: &str) -> Option<&'static str> {
    RUNTIME.get_file(path)?.contents_utf8()
}

/// Paths of all files of `runtime-shim/src`, sorted.
pub fn runtime_files() -> Vec<&'static str> {
    fn visit(folder: &'static Dir<'static>, out: &mut Vec<&'static str>) {
        out.extend(folder.files().filter_map(|file| file.path().to_str()));
        folder.dirs().for_each(|inner| visit(inner, out));
    }
    let mut out = Vec::new();
    visit(&RUNTIME, &mut out);
    out.sort_unstable();
    out
}

/// Bundles `entry_text` as if it were the file `entry_path` below `runtime-shim/src` (`logic/entry.ts`), with everything of its imports that it needs. All of
/// the entry's own statements are kept. `Err` names the rule of the runtime that is broken, or the import that leads nowhere.
pub fn bundle_runtime(entry_path: &str, entry_text: &str, options: &Options) -> Result<RuntimeScript, String> {
    let entry = Arc::new(strip(entry_path, entry_text, options.marks)?);
    let modules = in_order(&entry, options.marks)?;
    let included = reach(&entry, &modules, options)?;
    check_order(&modules, |place| included.contains(&place))?;
    let mut out = RuntimeScript { code: "(() => {\n\"use strict\";\n".to_owned(), ..RuntimeScript::default() };
    for (m, module) in modules.iter().enumerate() {
        let mut used = false;
        for (s, statement) in module.statements.iter().enumerate() {
            if included.contains(&(m, s)) {
                used = true;
                let lacking = statement.declares.first().filter(|name| module.path == PARTS && options.lacks(name));
                match lacking {
                    Some(part) => out.code.push_str(&format!("const {part} = false;\n")),
                    None => write(module, statement, out.sources.len(), &mut out),
                }
            }
        }
        if used {
            out.sources.push((module.path.clone(), module.source.clone()));
        }
    }
    out.code.push_str("})();\n");
    if options.minify {
        let minified = minify_script(&out.code, options.marks).ok_or("the bundled runtime does not parse")?;
        let find = |from: u32| out.marks.get(out.marks.partition_point(|(offset, ..)| *offset <= from).checked_sub(1)?);
        out.marks = minified.origins.iter().filter_map(|&(offset, from)| find(from).map(|&(_, source, at)| (offset, source, at))).collect();
        out.code = minified.code;
    }
    Ok(out)
}

/// A module without its types.
#[derive(Debug)]
struct Module {
    path: String,
    source: String,
    /// JavaScript.
    code: String,
    /// `(offset in code, offset in source)`.
    marks: Vec<(u32, u32)>,
    imports: Vec<Import>,
    statements: Vec<Statement_>,
}

#[derive(Debug)]
struct Import {
    path: String,
    names: Vec<String>,
}

/// A top-level statement other than an import; `parts` are its pieces of the module's code, without `export`.
#[derive(Debug)]
struct Statement_ {
    parts: Vec<(usize, usize)>,
    declares: Vec<String>,
    uses: Vec<NameUse>,
    /// Those of `uses` that are read when the statement runs, not in a function later.
    eager: Vec<String>,
    /// A function: it is there before it is declared.
    hoisted: bool,
    exported: bool,
    /// Not a declaration: stands whenever its module does.
    effect: bool,
}

/// A name that a statement refers to, and the parts without which that place is never reached.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct NameUse {
    name: String,
    parts: Vec<String>,
}

/// The runtime module at a path; read and stripped once in the life of the process, and once more if it was without marks and they are wanted.
fn module(path: &str, marks: bool) -> Result<Arc<Module>, String> {
    type Stripped = BTreeMap<(String, bool), Arc<Module>>;
    static CACHE: OnceLock<Mutex<Stripped>> = OnceLock::new();
    let cache = || CACHE.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    let key = (path.to_owned(), marks);
    let known = |marks| cache().get(&(path.to_owned(), marks)).cloned();
    if let Some(known) = known(true).or_else(|| known(marks)) {
        return Ok(known);
    }
    let text = runtime_file(path).ok_or_else(|| format!("the runtime has no file `{path}`"))?;
    let stripped = Arc::new(strip(path, text, marks)?);
    cache().insert(key, stripped.clone());
    Ok(stripped)
}

/// Erases the types of a module and takes its top level apart.
fn strip(path: &str, source: &str, marks: bool) -> Result<Module, String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::ts()).parse();
    if let Some(error) = parsed.diagnostics.first() {
        return Err(format!("{path}: {error}"));
    }
    let mut program = parsed.program;
    let scoping = SemanticBuilder::new().with_excess_capacity(1.0).with_enum_eval(true).build(&program).semantic.into_scoping();
    let typescript = TypeScriptOptions { only_remove_type_imports: true, ..TypeScriptOptions::default() };
    let options = TransformOptions { typescript, ..TransformOptions::default() };
    Transformer::new(&allocator, Path::new(path), &options).build_with_scoping(scoping, &mut program);
    let options = CodegenOptions { source_map_path: marks.then(|| PathBuf::from("s")), ..CodegenOptions::default() };
    let printed = Codegen::new().with_options(options).build(&program);
    let code = printed.code;
    let marks = printed.map.map_or_else(Vec::new, |map| {
        let (generated, original) = (Lines::new(&code), Lines::new(source));
        let tokens = map.get_tokens();
        tokens.map(|t| (generated.offset(t.get_dst_line(), t.get_dst_col()), original.offset(t.get_src_line(), t.get_src_col()))).collect()
    });
    let (imports, statements) = top_level(path, &code)?;
    Ok(Module { path: path.to_owned(), source: source.to_owned(), code, marks, imports, statements })
}

fn top_level(path: &str, code: &str) -> Result<(Vec<Import>, Vec<Statement_>), String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, code, SourceType::mjs()).parse();
    if let Some(error) = parsed.diagnostics.first() {
        return Err(format!("{path}: {error}"));
    }
    let program = parsed.program;
    let scoping = SemanticBuilder::new().build(&program).semantic.into_scoping();
    let mut imports = Vec::new();
    let mut statements = Vec::new();
    let guards: BTreeSet<String> = program.body.iter().flat_map(|statement| part_names(path, statement)).collect();
    let mut before = 0;
    for statement in &program.body {
        let span = statement.span();
        let (start, end) = (span.start as usize, span.end as usize);
        let whole = vec![(before, end)];
        before = end;
        let mut add = |parts: Vec<(usize, usize)>, declares: Vec<String>, exported: bool, effect: bool| {
            let mut names =
                Names { scoping: &scoping, parts: &guards, found: BTreeSet::new(), eager: BTreeSet::new(), depth: 0, behind: Vec::new() };
            names.visit_statement(statement);
            let uses = names.found.into_iter().filter(|used| !declares.contains(&used.name)).collect();
            let eager = names.eager.into_iter().filter(|name| !declares.contains(name)).collect();
            let hoisted = matches!(statement, Statement::FunctionDeclaration(_))
                || matches!(statement, Statement::ExportDeclaration(export) if matches!(export.declaration, Declaration::FunctionDeclaration(_)));
            statements.push(Statement_ { parts, declares, uses, eager, hoisted, exported, effect });
        };
        match statement {
            Statement::ImportDeclaration(import) => imports.push(read_import(path, import)?),
            Statement::ExportDeclaration(export) => {
                let from = export.declaration.span().start as usize;
                let begin = whole.first().map_or(start, |(begin, _)| *begin);
                add(vec![(begin, start), (from, end)], declared(&export.declaration), true, false);
            }
            Statement::VariableDeclaration(_) | Statement::FunctionDeclaration(_) | Statement::ClassDeclaration(_) => {
                add(whole, statement.as_declaration().map(declared).unwrap_or_default(), false, false);
            }
            Statement::ExportFromDeclaration(export) => {
                let names = specifiers(path, &export.specifiers)?;
                imports.push(Import { path: join(path, &export.source.value), names });
            }
            Statement::ExportNamedDeclaration(export) => {
                specifiers(path, &export.specifiers)?;
            }
            Statement::ExportAllDeclaration(_) | Statement::ExportDefaultDeclaration(_) => {
                return Err(format!("{path}: the runtime has no default exports and no `export *`"));
            }
            _ => add(whole, Vec::new(), false, true),
        }
    }
    Ok((imports, statements))
}

/// What an import takes from the list of parts.
fn part_names(path: &str, statement: &Statement<'_>) -> Vec<String> {
    match statement {
        Statement::ImportDeclaration(import) if join(path, &import.source.value) == PARTS => {
            import.specifiers.iter().flatten().map(|specifier| specifier.local().name.to_string()).collect()
        }
        _ => Vec::new(),
    }
}

fn read_import(path: &str, import: &ImportDeclaration<'_>) -> Result<Import, String> {
    let mut names = Vec::new();
    for specifier in import.specifiers.iter().flatten() {
        match specifier {
            ImportDeclarationSpecifier::ImportSpecifier(s) if s.imported.name() == s.local.name.as_str() => {
                names.push(s.local.name.to_string())
            }
            other => return Err(format!("{path}: `{}` is imported under another name, or as a default or namespace", other.local().name)),
        }
    }
    Ok(Import { path: join(path, &import.source.value), names })
}

fn specifiers(path: &str, list: &[ExportSpecifier<'_>]) -> Result<Vec<String>, String> {
    let name = |s: &ExportSpecifier<'_>| {
        let name = s.local.name().to_string();
        if s.exported.name() == name.as_str() { Ok(name) } else { Err(format!("{path}: `{name}` is exported under another name")) }
    };
    list.iter().map(name).collect()
}

fn declared(declaration: &Declaration<'_>) -> Vec<String> {
    match declaration {
        Declaration::VariableDeclaration(variables) => {
            let identifiers = variables.declarations.iter().flat_map(|declarator| declarator.id.get_binding_identifiers());
            identifiers.map(|id| id.name.to_string()).collect()
        }
        Declaration::FunctionDeclaration(function) => function.id.iter().map(|id| id.name.to_string()).collect(),
        Declaration::ClassDeclaration(class) => class.id.iter().map(|id| id.name.to_string()).collect(),
        _ => Vec::new(),
    }
}

/// Names of the module's top level (imports included) that a statement refers to.
struct Names<'s> {
    scoping: &'s oxc::semantic::Scoping,
    /// Imported constants of [`PARTS`].
    parts: &'s BTreeSet<String>,
    found: BTreeSet<NameUse>,
    eager: BTreeSet<String>,
    /// Functions, and initialisers of fields, around the visited node.
    depth: u32,
    /// Parts that conditions around the visited node ask for.
    behind: Vec<String>,
}

impl Names<'_> {
    /// Parts without which a condition is false.
    fn asked(&self, condition: &Expression<'_>) -> Vec<String> {
        match condition {
            Expression::Identifier(identifier) => self.parts.get(identifier.name.as_str()).cloned().into_iter().collect(),
            Expression::LogicalExpression(both) if both.operator == LogicalOperator::And => {
                [&both.left, &both.right].into_iter().flat_map(|side| self.asked(side)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Visits what is only reached with parts.
    fn behind(&mut self, parts: Vec<String>, visit: impl FnOnce(&mut Self)) {
        let before = self.behind.len();
        self.behind.extend(parts);
        visit(self);
        self.behind.truncate(before);
    }
}

impl<'a> Visit<'a> for Names<'_> {
    fn visit_identifier_reference(&mut self, identifier: &IdentifierReference<'a>) {
        let symbol = identifier.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id());
        if symbol.is_some_and(|symbol| self.scoping.symbol_scope_id(symbol) == self.scoping.root_scope_id()) {
            self.found.insert(NameUse { name: identifier.name.to_string(), parts: self.behind.clone() });
            if self.depth == 0 {
                self.eager.insert(identifier.name.to_string());
            }
        }
    }

    fn visit_if_statement(&mut self, statement: &IfStatement<'a>) {
        self.visit_expression(&statement.test);
        self.behind(self.asked(&statement.test), |names| names.visit_statement(&statement.consequent));
        statement.alternate.iter().for_each(|alternate| self.visit_statement(alternate));
    }

    fn visit_conditional_expression(&mut self, choice: &ConditionalExpression<'a>) {
        self.visit_expression(&choice.test);
        self.behind(self.asked(&choice.test), |names| names.visit_expression(&choice.consequent));
        self.visit_expression(&choice.alternate);
    }

    fn visit_logical_expression(&mut self, expression: &LogicalExpression<'a>) {
        self.visit_expression(&expression.left);
        let asked = if expression.operator == LogicalOperator::And { self.asked(&expression.left) } else { Vec::new() };
        self.behind(asked, |names| names.visit_expression(&expression.right));
    }

    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        self.depth += 1;
        walk::walk_function(self, function, flags);
        self.depth -= 1;
    }

    fn visit_arrow_function_expression(&mut self, function: &ArrowFunctionExpression<'a>) {
        self.depth += 1;
        walk::walk_arrow_function_expression(self, function);
        self.depth -= 1;
    }

    fn visit_property_definition(&mut self, field: &PropertyDefinition<'a>) {
        let later = u32::from(!field.r#static);
        self.depth += later;
        walk::walk_property_definition(self, field);
        self.depth -= later;
    }
}

/// Every module the entry imports, what is imported before what imports it; the entry last.
fn in_order(entry: &Arc<Module>, marks: bool) -> Result<Vec<Arc<Module>>, String> {
    fn visit(module_: &Arc<Module>, marks: bool, seen: &mut BTreeSet<String>, out: &mut Vec<Arc<Module>>) -> Result<(), String> {
        for import in &module_.imports {
            if seen.insert(import.path.clone()) {
                visit(&module(&import.path, marks).map_err(|error| format!("{}: {error}", module_.path))?, marks, seen, out)?;
            }
        }
        out.push(module_.clone());
        Ok(())
    }
    let mut out = Vec::new();
    visit(entry, marks, &mut BTreeSet::from([entry.path.clone()]), &mut out)?;
    Ok(out)
}

/// The statements `(module, statement)` that the entry needs.
fn reach(entry: &Module, modules: &[Arc<Module>], options: &Options) -> Result<BTreeSet<(usize, usize)>, String> {
    let mut owners: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for (m, module) in modules.iter().enumerate() {
        index.insert(module.path.as_str(), m);
        for (s, statement) in module.statements.iter().enumerate() {
            for name in &statement.declares {
                if let Some((other, _)) = owners.insert(name, (m, s)) {
                    let other = modules.get(other).map_or("", |other| other.path.as_str());
                    return Err(format!("`{name}` is declared in `{other}` and in `{}`", module.path));
                }
            }
        }
    }
    check_imports(modules, &owners)?;
    let mut included = BTreeSet::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut entered = BTreeSet::new();
    let last = index.get(entry.path.as_str()).copied().unwrap_or_default();
    open.extend((0..entry.statements.len()).map(|s| (last, s)));
    enter(last, modules, &index, &mut entered, &mut open);
    while let Some(place) = open.pop() {
        if !included.insert(place) {
            continue;
        }
        enter(place.0, modules, &index, &mut entered, &mut open);
        let statement = modules.get(place.0).and_then(|module| module.statements.get(place.1));
        let uses = statement.map(|statement| statement.uses.as_slice()).unwrap_or_default();
        let reached = uses.iter().filter(|used| !used.parts.iter().any(|part| options.lacks(part)));
        open.extend(reached.filter_map(|used| owners.get(used.name.as_str()).copied()));
    }
    Ok(included)
}

/// A module of which something is used brings its effects, and those of the modules it imports for nothing else.
fn enter(m: usize, modules: &[Arc<Module>], index: &BTreeMap<&str, usize>, entered: &mut BTreeSet<usize>, open: &mut Vec<(usize, usize)>) {
    if !entered.insert(m) {
        return;
    }
    let Some(module) = modules.get(m) else { return };
    open.extend(module.statements.iter().enumerate().filter(|(_, statement)| statement.effect).map(|(s, _)| (m, s)));
    for import in module.imports.iter().filter(|import| import.names.is_empty()) {
        if let Some(&next) = index.get(import.path.as_str()) {
            enter(next, modules, index, entered, open);
        }
    }
}

fn check_imports(modules: &[Arc<Module>], owners: &BTreeMap<&str, (usize, usize)>) -> Result<(), String> {
    for module in modules {
        for import in &module.imports {
            for name in &import.names {
                let exported = owners.get(name.as_str()).and_then(|&(m, s)| modules.get(m)?.statements.get(s)).is_some_and(|s| s.exported);
                if !exported {
                    return Err(format!("{}: `{}` exports no `{name}`", module.path, import.path));
                }
            }
        }
    }
    Ok(())
}

/// What a statement reads when it runs must stand above it.
fn check_order(modules: &[Arc<Module>], included: impl Fn((usize, usize)) -> bool) -> Result<(), String> {
    let mut later: BTreeMap<&str, &str> = BTreeMap::new();
    for (m, module) in modules.iter().enumerate().rev() {
        for (_, statement) in module.statements.iter().enumerate().rev().filter(|(s, _)| included((m, *s))) {
            if let Some((name, owner)) = statement.eager.iter().find_map(|name| later.get_key_value(name.as_str())) {
                return Err(format!(
                    "{}: `{name}` of `{owner}` is read before it is declared; the modules import each other in a cycle",
                    module.path
                ));
            }
            if !statement.hoisted {
                later.extend(statement.declares.iter().map(|name| (name.as_str(), module.path.as_str())));
            }
        }
    }
    Ok(())
}

fn write(module: &Module, statement: &Statement_, source: usize, out: &mut RuntimeScript) {
    let source = u32::try_from(source).unwrap_or(u32::MAX);
    for &(from, to) in &statement.parts {
        let Some(text) = module.code.get(from..to) else { continue };
        let skipped = if out.code.ends_with('\n') { text.len() - text.trim_start_matches('\n').len() } else { 0 };
        let begin = from + skipped;
        let shift = out.code.len();
        let first = module.marks.partition_point(|(at, _)| (*at as usize) < begin);
        for &(at, origin) in module.marks.get(first..).unwrap_or_default().iter().take_while(|(at, _)| (*at as usize) < to) {
            out.marks.push((u32::try_from(shift + at as usize - begin).unwrap_or(u32::MAX), source, origin));
        }
        out.code.push_str(text.get(skipped..).unwrap_or_default());
    }
    out.code.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_needed_is_there() {
        let entry = "import { rpxToCss } from '../protocol/rpx.ts'\nimport type { Op } from './types.ts'\nconst unused = 1\nconsole.log(rpxToCss('a: 1rpx') as string)\n";
        let script = bundle_runtime("logic/entry.ts", entry, &Options::default()).unwrap();
        assert!(script.code.contains("function rpxToCss(style) {") && !script.code.contains("import") && !script.code.contains("export "));
        assert_eq!(script.sources.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["protocol/rpx.ts", "logic/entry.ts"]);
        let small = bundle_runtime("logic/entry.ts", entry, &Options { minify: true, ..Options::default() }).unwrap();
        assert!(small.code.len() * 10 < script.code.len() * 9, "{}", small.code);
        assert!(!small.code.contains("rpxToCss"));
    }

    #[test]
    fn what_stands_behind_a_missing_part_is_not_there() {
        let entry = "import { HAS_LISTS, HAS_SLOTS } from '../protocol/parts.ts'\nimport { rpxToCss } from '../protocol/rpx.ts'\nimport { directChannel } from '../protocol/channel-direct.ts'\n\
                     console.log(HAS_LISTS ? rpxToCss : 1)\nif (HAS_SLOTS && console) directChannel()\n";
        let bundle = |without: &[&'static str], minify| {
            let options = Options { minify, without: without.iter().copied().collect(), ..Options::default() };
            bundle_runtime("logic/entry.ts", entry, &options).unwrap().code
        };
        let has = |code: &str| [code.contains("function rpxToCss"), code.contains("function directChannel")];
        assert_eq!(has(&bundle(&[], false)), [true, true]);
        assert_eq!(has(&bundle(&["HAS_LISTS"], false)), [false, true]);
        assert_eq!(has(&bundle(&["HAS_SLOTS"], false)), [true, false]);
        assert_eq!(bundle(&["HAS_LISTS", "HAS_SLOTS"], true), "console.log(1);");
    }

    #[test]
    fn broken_rules_are_named() {
        let bundle = |text: &str| bundle_runtime("logic/entry.ts", text, &Options::default()).unwrap_err();
        assert_eq!(bundle("import './no.ts'"), "logic/entry.ts: the runtime has no file `logic/no.ts`");
        assert_eq!(bundle("import { no } from '../protocol/rpx.ts'\nno()"), "logic/entry.ts: `protocol/rpx.ts` exports no `no`");
        assert!(bundle("import { rpxToCss as r } from '../protocol/rpx.ts'").contains("under another name"));
        assert_eq!(
            bundle("import { rpxToCss } from '../protocol/rpx.ts'\nconst RPX = 1"),
            "`RPX` is declared in `protocol/rpx.ts` and in `logic/entry.ts`"
        );
    }

    #[test]
    fn both_sides_bundle() {
        for (path, entry) in [
            ("logic/entry.ts", "import { bootLogic } from './main.ts'\nbootLogic({})\n"),
            ("view/entry.ts", "import { bootView } from './main.ts'\nbootView({})\n"),
        ] {
            let script = bundle_runtime(path, entry, &Options { minify: true, marks: true, ..Options::default() }).unwrap();
            assert!(script.code.len() > 1000 && minify_script(&script.code, false).is_some());
            assert!(
                !script.marks.is_empty()
                    && script.marks.iter().all(|(offset, source, at)| {
                        let text = script.sources.get(*source as usize).map_or("", |(_, text)| text.as_str());
                        (*offset as usize) < script.code.len() && (*at as usize) < text.len()
                    })
            );
        }
    }

    /// The rules of the module's head, for every file of the runtime. `view` and `host` meet in one bundle, `logic` in another, `protocol` in both.
    #[test]
    fn the_runtime_keeps_the_rules() {
        let mut problems = Vec::new();
        let files: Vec<&str> = runtime_files()
            .into_iter()
            .filter(|path| path.ends_with(".ts") && !path.ends_with(".test.ts") && !path.ends_with(".d.ts"))
            .collect();
        for side in [["protocol/", "logic/", ""], ["protocol/", "view/", "host/"]] {
            let mut owners: BTreeMap<String, &str> = BTreeMap::new();
            for path in files.iter().filter(|path| side.iter().any(|folder| !folder.is_empty() && path.starts_with(folder))) {
                let module = match module(path, false) {
                    Ok(module) => module,
                    Err(error) => {
                        problems.push(error);
                        continue;
                    }
                };
                for statement in &module.statements {
                    for name in &statement.declares {
                        if let Some(other) = owners.insert(name.clone(), path) {
                            problems.push(format!("`{name}` is declared in `{other}` and in `{path}`"));
                        }
                    }
                    if statement.effect {
                        problems.push(format!("{path}: a statement at the top level that declares nothing"));
                    }
                }
                match in_order(&module, false) {
                    Ok(modules) => problems.extend(check_order(&modules, |_| true).err()),
                    Err(error) => problems.push(error),
                }
            }
        }
        problems.sort();
        problems.dedup();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }
}
