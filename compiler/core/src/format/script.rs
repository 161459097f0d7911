//! The bodies of `<wxs>`: all lines move together, but for those that begin inside a template literal or a string, whose white space is content.

use crate::ast::script::ScriptKind;
use crate::ast::wxml::{Document, Node};
use crate::diagnostics::Diagnostic;
use crate::parse::script::{Place, parse, with_stack};
use crate::source::{FileId, Span};
use oxc::allocator::Allocator;
use oxc::ast::ast::{StringLiteral, TemplateLiteral};
use oxc::ast_visit::{Visit, walk};
use oxc::codegen::{Codegen, CodegenOptions, CommentOptions};

/// What is wrong with the scripts of a file.
pub fn mistakes(file: FileId, text: &str, document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (place, body) in bodies(text, document) {
        let failed = with_stack(body, || parse(&Allocator::default(), body, ScriptKind::Wxs, Place { file, base: place.start }).err());
        found.extend(failed.into_iter().flatten());
    }
    found
}

/// The bodies of all `<wxs>` elements, in order.
pub fn bodies<'s>(text: &'s str, document: &Document) -> Vec<(Span, &'s str)> {
    let mut found = Vec::new();
    let mut open: Vec<&Node> = document.nodes.iter().collect();
    while let Some(node) = open.pop() {
        if let Node::Element(element) = node {
            found.extend(element.raw.and_then(|span| Some((span, text.get(span.range())?))));
            open.extend(&element.children);
        }
    }
    found.sort_by_key(|(span, _)| span.start);
    found
}

/// The code without white space and comments; what it does depends on nothing else.
pub fn essence(body: &str) -> Option<String> {
    with_stack(body, || {
        let allocator = Allocator::default();
        let parsed = parse(&allocator, body, ScriptKind::Wxs, Place { file: FileId(0), base: 0 }).ok()?;
        let options = CodegenOptions { comments: CommentOptions::disabled(), minify: true, ..CodegenOptions::default() };
        Some(Codegen::new().with_options(options).build(&parsed.program).code)
    })
}

/// The lines of a body at an indentation, without the empty ones at its ends.
pub fn indent(body: &str, indent: &str) -> String {
    let fixed = fixed(body);
    let is_fixed = |at: usize| {
        let after = fixed.partition_point(|span| span.start < at);
        after.checked_sub(1).and_then(|i| fixed.get(i)).is_some_and(|span| at < span.end)
    };
    let mut lines: Vec<(&str, bool, bool)> = Vec::new();
    let mut at = 0;
    for line in body.split('\n') {
        let end = at + line.len();
        lines.push((line, is_fixed(at), is_fixed(end)));
        at = end + 1;
    }
    let is_empty = |(line, starts, _): &(&str, bool, bool)| !starts && line.trim().is_empty();
    let first = lines.iter().position(|line| !is_empty(line)).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !is_empty(line)).map_or(first, |i| i + 1);
    let lines = lines.get(first..last).unwrap_or_default();
    // Code behind the start tag stands at no column of its own.
    let movable = lines.iter().enumerate().filter(|(i, line)| !line.1 && !is_empty(line) && (first + i > 0));
    let common = movable.map(|(_, line)| blank(line.0)).reduce(shared).unwrap_or_default();
    let mut out = String::with_capacity(body.len() + lines.len() * indent.len());
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let (text, starts_fixed, ends_fixed) = *line;
        let text = if ends_fixed { text } else { text.trim_end() };
        if starts_fixed {
            out.push_str(text);
        } else if !text.is_empty() {
            out.push_str(indent);
            out.push_str(text.strip_prefix(common).unwrap_or_else(|| text.trim_start()));
        }
    }
    out
}

/// The white space a line begins with.
fn blank(line: &str) -> &str {
    line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or_default()
}

fn shared<'a>(a: &'a str, b: &'a str) -> &'a str {
    let length = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    a.get(..length).unwrap_or_default()
}

/// Where line breaks and the white space around them are content, ascending and apart.
fn fixed(body: &str) -> Vec<std::ops::Range<usize>> {
    if !body.contains(['`', '\\']) {
        return Vec::new();
    }
    let mut found = with_stack(body, || {
        let allocator = Allocator::default();
        let mut literals = Literals(Vec::new());
        if let Ok(parsed) = parse(&allocator, body, ScriptKind::Wxs, Place { file: FileId(0), base: 0 }) {
            literals.visit_program(&parsed.program);
        }
        literals.0
    });
    found.sort_by_key(|span| span.start);
    found
}

struct Literals(Vec<std::ops::Range<usize>>);

impl<'a> Visit<'a> for Literals {
    fn visit_template_literal(&mut self, literal: &TemplateLiteral<'a>) {
        self.0.extend(literal.quasis.iter().map(|part| part.span.start as usize..part.span.end as usize + 1));
        walk::walk_template_literal(self, literal);
    }
    fn visit_string_literal(&mut self, literal: &StringLiteral<'a>) {
        self.0.push(literal.span.start as usize..literal.span.end as usize);
    }
}
