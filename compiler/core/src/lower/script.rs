//! Scripts to what every engine of 2021 runs inside a CommonJS factory: types erased, ES modules as live `exports`, `this` and names made safe.
//!
//! ```js
//! import api, { get } from './api'                       const api_1 = require("./api"), api_2 = $wxc.esm(api_1);
//! export const load = () => get(api.url)           →     var load = () => (0, api_1.get)(api_2.default.url);
//! ```
//! with `$wxc.export(exports, { load: () => load })` before it. `runtime-shim/EMITTED.md` documents the calls.

use crate::diagnostics::Diagnostic;
use crate::parse::script::{Parsed, Place};
use oxc::allocator::{Allocator, ArenaBox, ArenaVec, GetAllocator};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{VisitMut, walk_mut};
use oxc::semantic::{ScopeFlags, Scoping, SemanticBuilder, SymbolId};
use oxc::span::{GetSpan, SPAN, Span};
use oxc::syntax::identifier::is_identifier_name;
use oxc::transformer::{
    DecoratorOptions, EnvOptions, HelperLoaderMode, HelperLoaderOptions, TransformOptions, Transformer, TypeScriptOptions,
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write as _;
use std::path::Path;

/// The program as statements of a factory body.
#[derive(Debug, Default)]
pub struct Lowered {
    /// Text that stands before the program: directives, exports, imports.
    pub prelude: String,
    /// `(offset in prelude, offset in the text)`.
    pub marks: Vec<(u32, u32)>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Erases types and rewrites syntax younger than 2021. The scoping of `parsed` is new afterwards.
pub fn erase_types<'a>(allocator: &'a Allocator, parsed: &mut Parsed<'a>) {
    let mut env = EnvOptions { module: oxc::transformer::Module::CommonJS, ..EnvOptions::default() };
    env.es2026.explicit_resource_management = true;
    env.es2022.class_static_block = true;
    // as calls of `RegExp`, so that an older browser fails where the expression is used and not for the whole package
    env.regexp.look_behind_assertions = true;
    env.regexp.match_indices = true;
    env.regexp.set_notation = true;
    let options = TransformOptions {
        typescript: TypeScriptOptions { remove_class_fields_without_initializer: true, ..TypeScriptOptions::default() },
        decorator: DecoratorOptions { legacy: true, ..DecoratorOptions::default() },
        env,
        helper_loader: HelperLoaderOptions { mode: HelperLoaderMode::External, ..HelperLoaderOptions::default() },
        ..TransformOptions::default()
    };
    let scoping = std::mem::take(&mut parsed.scoping);
    Transformer::new(allocator, Path::new(""), &options).build_with_scoping(scoping, &mut parsed.program);
    parsed.scoping = SemanticBuilder::new().build(&parsed.program).semantic.into_scoping();
}

/// Makes the program the body of `(require, module, exports) => { … }`. `url` is what `import.meta.url` shall be.
pub fn to_factory_body<'a>(allocator: &'a Allocator, parsed: &mut Parsed<'a>, place: Place, url: &str) -> Lowered {
    let mut lowering = Lowering {
        ast: AstBuilder::new(allocator),
        scoping: &parsed.scoping,
        esm: parsed.esm,
        url,
        place,
        names: names_in_use(&parsed.scoping),
        imports: FxHashMap::default(),
        renamed: FxHashMap::default(),
        function_depth: 0,
        this_depth: 0,
        out: Lowered::default(),
    };
    parsed.program.hashbang = None;
    lowering.rename_parameters();
    if parsed.esm {
        lowering.module(&mut parsed.program);
    } else {
        lowering.keep_directives(&mut parsed.program);
    }
    let helpers = babel_helpers(&parsed.scoping);
    lowering.out.prelude.push_str(&helpers);
    lowering.visit_program(&mut parsed.program);
    lowering.out
}

struct Lowering<'a, 's> {
    ast: AstBuilder<'a>,
    scoping: &'s Scoping,
    esm: bool,
    url: &'s str,
    place: Place,
    names: FxHashSet<String>,
    /// What stands for an imported name: `object.property`, or `object` alone.
    imports: FxHashMap<SymbolId, (String, Option<String>)>,
    /// Top-level names that would collide with the factory's parameters.
    renamed: FxHashMap<SymbolId, String>,
    /// Functions of any kind around the visited node.
    function_depth: u32,
    /// Functions that have a `this` of their own.
    this_depth: u32,
    out: Lowered,
}

fn names_in_use(scoping: &Scoping) -> FxHashSet<String> {
    let free = scoping.root_unresolved_references().keys().map(|name| name.as_str().to_owned());
    scoping.symbol_names().map(str::to_owned).chain(free).collect()
}

impl<'a> Lowering<'a, '_> {
    /// A name nothing in the file has, made from the last part of a request: `./utils/api.js` → `api_1`.
    fn fresh(&mut self, request: &str) -> String {
        let last = request.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let stem = last.split_once('.').map_or(last, |(stem, _)| stem);
        let mut base: String = stem.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' }).collect();
        if base.is_empty() || base.starts_with(|c: char| c.is_ascii_digit()) {
            base.insert(0, '_');
        }
        let mut n = 1_u32;
        loop {
            let name = format!("{base}_{n}");
            if self.names.insert(name.clone()) {
                return name;
            }
            n = n.saturating_add(1);
        }
    }

    /// `let module = …` at the top of a file is legal where the file is a module of its own, but not in the body of our factory.
    fn rename_parameters(&mut self) {
        let root = self.scoping.root_scope_id();
        let taken: Vec<SymbolId> = self
            .scoping
            .iter_bindings_in(root)
            .filter(|&id| matches!(self.scoping.symbol_name(id), "require" | "module" | "exports" | "$wxc"))
            .filter(|&id| {
                let flags = self.scoping.symbol_flags(id);
                self.esm || flags.is_block_scoped() || flags.is_class()
            })
            .collect();
        for id in taken {
            let name = self.scoping.symbol_name(id).to_owned();
            let fresh = self.fresh(&name);
            self.renamed.insert(id, fresh);
        }
    }

    fn keep_directives(&mut self, program: &mut Program<'a>) {
        // they must come before the helpers, and oxc prints them where the program begins
        for directive in program.directives.drain(..) {
            if directive.directive == "use strict" {
                self.out.prelude.push_str("\"use strict\";\n");
            }
        }
    }

    /// Takes `import` and `export` apart: declarations stay in the program, everything else becomes prelude.
    fn module(&mut self, program: &mut Program<'a>) {
        program.directives.clear();
        let mut imports = String::new();
        let mut import_marks = Vec::new();
        let mut exports = Exports::default();
        for statement in &program.body {
            let at = imports.len();
            self.import(statement, &mut imports, &mut exports);
            if imports.len() > at {
                import_marks.push((at, statement.span().start));
            }
        }
        // a second pass: an export may name an import that stands below it
        for statement in &program.body {
            self.export(statement, &mut exports);
        }
        let mut body = ArenaVec::with_capacity_in(program.body.len(), &self.ast);
        for statement in program.body.drain(..) {
            match statement {
                Statement::ImportDeclaration(_)
                | Statement::ExportAllDeclaration(_)
                | Statement::ExportFromDeclaration(_)
                | Statement::ExportNamedDeclaration(_) => {}
                Statement::ExportDeclaration(export) => {
                    body.push(self.declaration(Statement::from(export.unbox().declaration), &exports));
                }
                Statement::ExportDefaultDeclaration(export) => body.extend(self.default_export(export.unbox(), &exports)),
                other => body.push(self.declaration(other, &exports)),
            }
        }
        program.body = body;

        self.out.prelude.push_str("\"use strict\";\n");
        if exports.any {
            let names: Vec<String> = exports.names.iter().map(|(name, value)| format!("{}: () => {value}", property_name(name))).collect();
            let _ = writeln!(self.out.prelude, "$wxc.export(exports, {{ {} }});", names.join(", "));
        }
        let base = self.out.prelude.len();
        self.out.marks.extend(import_marks.into_iter().map(|(at, source)| (offset(base + at), source)));
        self.out.prelude.push_str(&imports);
    }

    /// Writes the `require` of an import or re-export, and remembers what its names are called from now on.
    fn import(&mut self, statement: &Statement<'a>, out: &mut String, exports: &mut Exports) {
        match statement {
            Statement::ImportDeclaration(import) => {
                let bindings: Vec<Binding<'_, 'a>> = import.specifiers.iter().flatten().map(Binding::of).collect();
                self.import_bindings(&import.source.value, &bindings, out);
            }
            Statement::ExportAllDeclaration(export) => {
                exports.any = true;
                let require = require(&export.source.value);
                match &export.exported {
                    Some(exported) => {
                        let object = self.fresh(&export.source.value);
                        let _ = writeln!(out, "const {object} = $wxc.esm({require});");
                        exports.names.push((exported.name().to_string(), object));
                    }
                    None => {
                        let _ = writeln!(out, "$wxc.reexport(exports, {require});");
                    }
                }
            }
            Statement::ExportFromDeclaration(export) => {
                exports.any = true;
                let whole = export.specifiers.iter().any(|s| s.local.name() == "default");
                let named = export.specifiers.iter().any(|s| s.local.name() != "default");
                let (object, default) = self.import_objects(&export.source.value, named, whole, out);
                for specifier in &export.specifiers {
                    let from = if specifier.local.name() == "default" { &default } else { &object };
                    exports.names.push((specifier.exported.name().to_string(), member(from, Some(&specifier.local.name()))));
                }
            }
            _ => {}
        }
    }

    fn import_bindings(&mut self, request: &str, bindings: &[Binding<'_, 'a>], out: &mut String) {
        let named = bindings.iter().any(|b| b.property.as_deref().is_some_and(|p| p != "default"));
        let whole = bindings.iter().any(|b| b.property.as_deref().is_none_or(|p| p == "default"));
        // a lone namespace keeps the user's name
        if let [Binding { local, property: None }] = bindings
            && let Some(id) = local.symbol_id.get()
            && !self.renamed.contains_key(&id)
        {
            let _ = writeln!(out, "const {} = $wxc.esm({});", local.name, require(request));
            return;
        }
        let (object, default) = self.import_objects(request, named, whole, out);
        for binding in bindings {
            let from = if binding.property.as_deref().is_some_and(|p| p != "default") { &object } else { &default };
            if let Some(id) = binding.local.symbol_id.get() {
                self.imports.insert(id, (from.clone(), binding.property.clone()));
            }
        }
    }

    /// Declares the exports object of a module for named imports, and its namespace for default and `*` imports; gives the names of both.
    fn import_objects(&mut self, request: &str, named: bool, whole: bool, out: &mut String) -> (String, String) {
        let require = require(request);
        if !named && !whole {
            let _ = writeln!(out, "{require};");
            return (String::new(), String::new());
        }
        let first = self.fresh(request);
        if !whole {
            let _ = writeln!(out, "const {first} = {require};");
            (first, String::new())
        } else if !named {
            let _ = writeln!(out, "const {first} = $wxc.esm({require});");
            (String::new(), first)
        } else {
            let second = self.fresh(request);
            let _ = writeln!(out, "const {first} = {require}, {second} = $wxc.esm({first});");
            (first, second)
        }
    }

    /// Collects what a statement exports of this module's own.
    fn export(&mut self, statement: &Statement<'a>, exports: &mut Exports) {
        match statement {
            Statement::ExportNamedDeclaration(export) => {
                exports.any = true;
                for specifier in &export.specifiers {
                    let ModuleExportName::IdentifierReference(local) = &specifier.local else { continue };
                    let value = self.reference(local);
                    if let Some(id) = self.symbol(local) {
                        exports.symbols.insert(id);
                    }
                    exports.names.push((specifier.exported.name().to_string(), value));
                }
            }
            Statement::ExportDeclaration(export) => {
                exports.any = true;
                match &export.declaration {
                    Declaration::VariableDeclaration(declaration) => {
                        for declarator in &declaration.declarations {
                            for id in declarator.id.get_binding_identifiers() {
                                self.export_binding(id, None, exports);
                            }
                        }
                    }
                    Declaration::FunctionDeclaration(function) => {
                        function.id.iter().for_each(|id| self.export_binding(id, None, exports));
                    }
                    Declaration::ClassDeclaration(class) => class.id.iter().for_each(|id| self.export_binding(id, None, exports)),
                    _ => {}
                }
            }
            Statement::ExportDefaultDeclaration(export) => {
                exports.any = true;
                let id = match &export.declaration {
                    ExportDefaultDeclarationKind::FunctionDeclaration(function) => function.id.as_ref(),
                    ExportDefaultDeclarationKind::ClassDeclaration(class) => class.id.as_ref(),
                    _ => None,
                };
                match id {
                    Some(id) => self.export_binding(id, Some("default"), exports),
                    None => {
                        exports.default = self.fresh("default");
                        exports.names.push(("default".to_owned(), exports.default.clone()));
                    }
                }
            }
            _ => {}
        }
    }

    fn export_binding(&self, id: &BindingIdentifier<'a>, name: Option<&str>, exports: &mut Exports) {
        let symbol = id.symbol_id.get();
        let value = symbol.and_then(|symbol| self.renamed.get(&symbol)).map_or(id.name.as_str(), String::as_str);
        exports.names.push((name.unwrap_or(id.name.as_str()).to_owned(), value.to_owned()));
        exports.symbols.extend(symbol);
    }

    fn symbol(&self, reference: &IdentifierReference<'a>) -> Option<SymbolId> {
        reference.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id())
    }

    /// The text that reads what an identifier names.
    fn reference(&self, reference: &IdentifierReference<'a>) -> String {
        let symbol = self.symbol(reference);
        if let Some((object, property)) = symbol.and_then(|id| self.imports.get(&id)) {
            return member(object, property.as_deref());
        }
        symbol.and_then(|id| self.renamed.get(&id)).map_or_else(|| reference.name.to_string(), Clone::clone)
    }

    /// An exported `let`, `const` or class becomes a `var`: whoever reads it too early, in a cycle of imports, finds `undefined` as in WeChat.
    fn declaration(&self, statement: Statement<'a>, exports: &Exports) -> Statement<'a> {
        let is_exported = |id: &BindingIdentifier<'a>| id.symbol_id.get().is_some_and(|id| exports.symbols.contains(&id));
        match statement {
            Statement::VariableDeclaration(mut declaration) => {
                let lexical = matches!(declaration.kind, VariableDeclarationKind::Let | VariableDeclarationKind::Const);
                if lexical && declaration.declarations.iter().any(|d| d.id.get_binding_identifiers().into_iter().any(is_exported)) {
                    declaration.kind = VariableDeclarationKind::Var;
                }
                Statement::VariableDeclaration(declaration)
            }
            Statement::ClassDeclaration(class) if class.id.as_ref().is_some_and(is_exported) => self.class_variable(class),
            other => other,
        }
    }

    fn class_variable(&self, mut class: ArenaBox<'a, Class<'a>>) -> Statement<'a> {
        class.r#type = ClassType::ClassExpression;
        let span = class.span;
        let Some(id) = class.id.clone() else {
            return Statement::new_expression_statement(span, Expression::ClassExpression(class), &self.ast);
        };
        let id = BindingPattern::BindingIdentifier(ArenaBox::new_in(id, &self.ast));
        self.variable(span, id, Expression::ClassExpression(class))
    }

    fn variable(&self, span: Span, id: BindingPattern<'a>, value: Expression<'a>) -> Statement<'a> {
        let declarator = VariableDeclarator::new(SPAN, id, None, Some(value), false, &self.ast);
        Statement::from(Declaration::new_variable_declaration(span, VariableDeclarationKind::Var, [declarator], false, &self.ast))
    }

    fn default_export(&self, export: ExportDefaultDeclaration<'a>, exports: &Exports) -> Option<Statement<'a>> {
        let span = export.span;
        let name = || BindingIdentifier::new(SPAN, self.ast.allocator().alloc_str(&exports.default), &self.ast);
        let value = match export.declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(mut function) => {
                if function.id.is_none() {
                    function.id = Some(name());
                }
                return Some(Statement::FunctionDeclaration(function));
            }
            ExportDefaultDeclarationKind::ClassDeclaration(mut class) => {
                if class.id.is_some() {
                    return Some(self.class_variable(class));
                }
                class.r#type = ClassType::ClassExpression;
                Expression::ClassExpression(class)
            }
            ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => return None,
            expression => expression.into_expression(),
        };
        let id = BindingPattern::BindingIdentifier(ArenaBox::new_in(name(), &self.ast));
        Some(self.variable(span, id, value))
    }

    /// What an expression that reads an import becomes; `None` for other expressions.
    fn import_access(&self, expression: &Expression<'a>) -> Option<Expression<'a>> {
        let Expression::Identifier(identifier) = expression else { return None };
        let (object, property) = self.imports.get(&self.symbol(identifier)?)?;
        let span = identifier.span;
        let allocator = self.ast.allocator();
        let object = Expression::new_identifier(span, allocator.alloc_str(object), &self.ast);
        Some(match property {
            None => object,
            Some(name) if is_identifier_name(name) => {
                let name = IdentifierName::new(span, allocator.alloc_str(name), &self.ast);
                Expression::new_static_member_expression(span, object, name, false, &self.ast)
            }
            Some(name) => {
                let name = Expression::new_string_literal(span, allocator.alloc_str(name), None, &self.ast);
                Expression::new_computed_member_expression(span, object, name, false, &self.ast)
            }
        })
    }

    /// A called import: `(0, object.property)`, so that the function does not get the module as its `this`.
    fn import_callee(&self, expression: &Expression<'a>) -> Option<Expression<'a>> {
        let access = self.import_access(expression)?;
        if !access.is_member_expression() {
            return Some(access);
        }
        let zero = Expression::new_numeric_literal(SPAN, 0.0, None, NumberBase::Decimal, &self.ast);
        Some(Expression::new_sequence_expression(expression.span(), [zero, access], &self.ast))
    }

    /// `process.env.NODE_ENV`, where `process` is not the program's own.
    fn is_node_env(&self, expression: &Expression<'a>) -> bool {
        let Expression::StaticMemberExpression(member) = expression else { return false };
        let Expression::StaticMemberExpression(env) = &member.object else { return false };
        let Expression::Identifier(process) = &env.object else { return false };
        member.property.name == "NODE_ENV" && env.property.name == "env" && process.name == "process" && self.symbol(process).is_none()
    }

    fn global_call(&self, span: Span, name: &'static str, arguments: ArenaVec<'a, Argument<'a>>) -> Expression<'a> {
        let object = Expression::new_identifier(span, "$wxc", &self.ast);
        let name = IdentifierName::new(span, name, &self.ast);
        let callee = Expression::new_static_member_expression(span, object, name, false, &self.ast);
        Expression::new_call_expression(span, callee, None, arguments, false, &self.ast)
    }
}

impl<'a> VisitMut<'a> for Lowering<'a, '_> {
    fn visit_expression(&mut self, expression: &mut Expression<'a>) {
        if let Some(access) = self.import_access(expression) {
            *expression = access;
            return;
        }
        if self.is_node_env(expression) {
            // packages made for bundlers ask for it; mini programs have no `process`
            *expression = Expression::new_string_literal(expression.span(), "production", None, &self.ast);
            return;
        }
        walk_mut::walk_expression(self, expression);
        let span = expression.span();
        match expression {
            Expression::ThisExpression(_) if self.this_depth == 0 => {
                // as in Babel and Node: nothing in an ES module, the exports in CommonJS
                *expression =
                    if self.esm { Expression::new_void_0(span, &self.ast) } else { Expression::new_identifier(span, "exports", &self.ast) };
            }
            Expression::ImportExpression(import) => {
                let source = std::mem::replace(&mut import.source, Expression::new_null_literal(span, &self.ast));
                let require = Expression::new_identifier(span, "require", &self.ast);
                let arguments = ArenaVec::from_array_in([Argument::from(require), Argument::from(source)], &self.ast);
                *expression = self.global_call(span, "dynamic", arguments);
            }
            Expression::ImportMeta(_) => {
                let key = PropertyKey::new_static_identifier(span, "url", &self.ast);
                let url = Expression::new_string_literal(span, self.ast.allocator().alloc_str(self.url), None, &self.ast);
                let property = ObjectPropertyKind::new_object_property(span, PropertyKind::Init, key, url, false, false, false, &self.ast);
                *expression = Expression::new_object_expression(span, [property], &self.ast);
            }
            Expression::AwaitExpression(_) if self.function_depth == 0 => self.top_level_await(span),
            _ => {}
        }
    }

    fn visit_call_expression(&mut self, call: &mut CallExpression<'a>) {
        if let Some(callee) = self.import_callee(&call.callee) {
            call.callee = callee;
            self.visit_arguments(&mut call.arguments);
        } else {
            walk_mut::walk_call_expression(self, call);
        }
    }

    fn visit_tagged_template_expression(&mut self, template: &mut TaggedTemplateExpression<'a>) {
        if let Some(tag) = self.import_callee(&template.tag) {
            template.tag = tag;
            self.visit_template_literal(&mut template.quasi);
        } else {
            walk_mut::walk_tagged_template_expression(self, template);
        }
    }

    fn visit_for_of_statement(&mut self, statement: &mut ForOfStatement<'a>) {
        if statement.r#await && self.function_depth == 0 {
            self.top_level_await(statement.span);
        }
        walk_mut::walk_for_of_statement(self, statement);
    }

    /// Only where names are written or renamed: reads of imports are replaced as expressions.
    fn visit_identifier_reference(&mut self, reference: &mut IdentifierReference<'a>) {
        let Some(symbol) = self.symbol(reference) else { return };
        if let Some(name) = self.renamed.get(&symbol) {
            reference.name = self.ast.allocator().alloc_str(name).into();
        } else if self.imports.contains_key(&symbol) {
            let message = format!("cannot assign to the import `{}`", reference.name);
            let diagnostic = Diagnostic::warning("script/assign-to-import", self.place.file, self.place.span(reference.span), message)
                .hint("assign to a variable of this module, or change the value where it is exported");
            self.out.diagnostics.push(diagnostic);
        }
    }

    fn visit_binding_identifier(&mut self, id: &mut BindingIdentifier<'a>) {
        if let Some(name) = id.symbol_id.get().and_then(|symbol| self.renamed.get(&symbol)) {
            id.name = self.ast.allocator().alloc_str(name).into();
        }
    }

    fn visit_function(&mut self, function: &mut Function<'a>, flags: ScopeFlags) {
        self.function_depth += 1;
        self.this_depth += 1;
        walk_mut::walk_function(self, function, flags);
        self.function_depth -= 1;
        self.this_depth -= 1;
    }

    fn visit_arrow_function_expression(&mut self, function: &mut ArrowFunctionExpression<'a>) {
        self.function_depth += 1;
        walk_mut::walk_arrow_function_expression(self, function);
        self.function_depth -= 1;
    }

    fn visit_class_body(&mut self, body: &mut ClassBody<'a>) {
        self.this_depth += 1;
        walk_mut::walk_class_body(self, body);
        self.this_depth -= 1;
    }
}

impl Lowering<'_, '_> {
    fn top_level_await(&mut self, span: Span) {
        let message = "`await` outside a function is not supported";
        let diagnostic = Diagnostic::error("script/top-level-await", self.place.file, self.place.span(span), message)
            .hint("move it into an async function and call that");
        self.out.diagnostics.push(diagnostic);
    }
}

/// What a module exports.
#[derive(Default)]
struct Exports {
    /// Exported name → expression that reads it.
    names: Vec<(String, String)>,
    /// Local symbols that are exported.
    symbols: FxHashSet<SymbolId>,
    /// Name of the variable that holds an anonymous default export.
    default: String,
    /// The module has an `export` at all.
    any: bool,
}

/// One imported name; `property` is `None` for a namespace.
struct Binding<'b, 'a> {
    local: &'b BindingIdentifier<'a>,
    property: Option<String>,
}

impl<'b, 'a> Binding<'b, 'a> {
    fn of(specifier: &'b ImportDeclarationSpecifier<'a>) -> Self {
        match specifier {
            ImportDeclarationSpecifier::ImportSpecifier(s) => Self { local: &s.local, property: Some(s.imported.name().to_string()) },
            ImportDeclarationSpecifier::ImportDefaultSpecifier(s) => Self { local: &s.local, property: Some("default".to_owned()) },
            ImportDeclarationSpecifier::ImportNamespaceSpecifier(s) => Self { local: &s.local, property: None },
        }
    }
}

fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn require(request: &str) -> String {
    format!("require({})", quote(request))
}

fn member(object: &str, property: Option<&str>) -> String {
    match property {
        None => object.to_owned(),
        Some(name) if is_identifier_name(name) => format!("{object}.{name}"),
        Some(name) => format!("{object}[{}]", quote(name)),
    }
}

/// A key of an object literal; `__proto__` must not set the prototype.
fn property_name(name: &str) -> String {
    if name == "__proto__" {
        "[\"__proto__\"]".to_owned()
    } else if is_identifier_name(name) {
        name.to_owned()
    } else {
        quote(name)
    }
}

/// A string literal that JSON and JavaScript read alike.
pub fn quote(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

/// The few helpers that lowered syntax calls, as text for the module's top: decorators, and `using`.
fn babel_helpers(scoping: &Scoping) -> String {
    let used = scoping.root_unresolved_references().keys().any(|name| name.as_str() == "babelHelpers");
    if used { BABEL_HELPERS.to_owned() } else { String::new() }
}

/// `decorate` applies decorators from the last to the first to a class (two arguments) or a member (four).
const BABEL_HELPERS: &str = r#"const babelHelpers = {
	decorate(decorators, target, key, descriptor) {
		let result = arguments.length < 3 ? target : descriptor === null ? Object.getOwnPropertyDescriptor(target, key) : descriptor;
		for (let i = decorators.length - 1; i >= 0; i--) {
			const apply = decorators[i];
			if (apply) result = (arguments.length < 3 ? apply(result) : descriptor === undefined ? apply(target, key) : apply(target, key, result)) || result;
		}
		if (arguments.length > 3 && result && descriptor !== undefined) Object.defineProperty(target, key, result);
		return result;
	},
	decorateParam: (index, decorator) => (target, key) => decorator(target, key, index),
	usingCtx() {
		const stack = [], failure = {};
		const add = (asynchronous, value) => {
			if (value == null) return value;
			const dispose = (asynchronous && value[Symbol.asyncDispose || Symbol.for("Symbol.asyncDispose")]) || value[Symbol.dispose || Symbol.for("Symbol.dispose")];
			if (typeof dispose !== "function") throw new TypeError("Object is not disposable");
			stack.push([asynchronous, value, dispose]);
			return value;
		};
		return {
			e: failure,
			u: value => add(false, value),
			a: value => add(true, value),
			d() {
				let error = this.e;
				const next = () => {
					let entry;
					while ((entry = stack.pop())) {
						try {
							const done = entry[2].call(entry[1]);
							if (entry[0]) return Promise.resolve(done).then(next, reason => { error = reason; return next(); });
						} catch (reason) {
							error = reason;
						}
					}
					if (error !== failure) throw error;
				};
				return next();
			}
		};
	}
};
"#;
