//! Lays a tree out: what stands on one line, what is broken, how far it is indented.

use super::expr::{Place, mustache};
use super::script;
use super::tree::{Attribute, Element, Gap, Kind, Node, NodeId, Piece, Tree, Written};

/// Columns of a line.
const WIDTH: usize = 100;
const INDENT: usize = 2;
/// Deeper levels are not indented further, so that the size of the output stays linear.
const DEEPEST: usize = 60;

pub fn print(tree: &Tree<'_>) -> String {
    let prepared = prepare(tree);
    let mut printer = Printer { tree, prepared: &prepared, out: String::new(), column: 0, blank: true };
    printer.file();
    printer.out
}

/// A node's own text in the style, and the width of the node with all inside if it can stand on one line.
#[derive(Debug, Default)]
struct Prepared {
    /// An element's attributes; a text's or comment's text.
    texts: Vec<String>,
    flat: Option<usize>,
}

/// Prepares all nodes. Children have higher numbers than their parents.
fn prepare(tree: &Tree<'_>) -> Vec<Prepared> {
    let mut prepared: Vec<Prepared> = tree.nodes.iter().map(|_| Prepared::default()).collect();
    for (id, node) in tree.nodes.iter().enumerate().rev() {
        let (texts, flat) = match &node.kind {
            Kind::Comment { text, .. } => (vec![(*text).to_owned()], line(text)),
            Kind::Text(pieces) => {
                let text: String = pieces.iter().map(|piece| piece_text(*piece, Place::Text)).collect();
                let flat = line(&text);
                (vec![text], flat)
            }
            Kind::Element(element) => {
                let texts: Vec<String> = element.attributes.iter().map(attribute).collect();
                let flat = flat(tree, element, &texts, &prepared);
                (texts, flat)
            }
        };
        if let Some(slot) = prepared.get_mut(id) {
            *slot = Prepared { texts, flat };
        }
    }
    prepared
}

/// The width of a text without line breaks.
fn line(text: &str) -> Option<usize> {
    (!text.contains('\n')).then(|| width(text))
}

/// Columns: East Asian wide characters and emoji take two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| match u32::from(c) {
            0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 => {
                2
            }
            0x1f300..=0x1faff | 0x20000..=0x3fffd => 2,
            _ => 1,
        })
        .sum()
}

fn flat(tree: &Tree<'_>, element: &Element<'_>, texts: &[String], prepared: &[Prepared]) -> Option<usize> {
    let mut sum = start_width(element, texts)?;
    if let Some(raw) = element.raw {
        if raw.contains('\n') {
            return None;
        }
        sum += width(raw.trim());
    }
    for id in &element.children {
        let node = tree.nodes.get(*id)?;
        if node.before >= Gap::Line {
            return None;
        }
        sum += prepared.get(*id)?.flat? + usize::from(spaced(tree, element, *id));
    }
    if element.last >= Gap::Line && !element.children.is_empty() {
        return None;
    }
    let space = element.has_text && element.last == Gap::Space;
    Some(sum + usize::from(space) + if element.self_closing { 0 } else { element.name.len() + 3 })
}

/// Whether a space stands before a child that follows on the same line.
fn spaced(tree: &Tree<'_>, parent: &Element<'_>, child: NodeId) -> bool {
    let Some(node) = tree.nodes.get(child) else { return false };
    if parent.has_text {
        return node.before == Gap::Space;
    }
    matches!(node.kind, Kind::Comment { .. }) && parent.children.first() != Some(&child)
}

/// `<name a="1" b>` or `<name a="1" />`.
fn start_width(element: &Element<'_>, texts: &[String]) -> Option<usize> {
    let attributes: Option<usize> = texts.iter().map(|text| line(text).map(|width| width + 1)).sum();
    Some(1 + element.name.len() + attributes? + if element.self_closing { 3 } else { 1 })
}

fn piece_text(piece: Piece<'_>, place: Place) -> String {
    match piece {
        Piece::Literal(text) => text.to_owned(),
        Piece::Mustache(body) => mustache(body, place).unwrap_or_else(|| format!("{{{{{body}}}}}")),
    }
}

fn attribute(attribute: &Attribute<'_>) -> String {
    let Some(value) = &attribute.value else { return attribute.name.to_owned() };
    let written = ['"', '\''].into_iter().find_map(|quote| quoted(value, quote));
    format!("{}={}", attribute.name, written.as_deref().unwrap_or(value.text))
}

/// A value in these quotes, if nothing in it is in the way.
fn quoted(value: &Written<'_>, quote: char) -> Option<String> {
    let mut out = String::from(quote);
    for piece in &value.pieces {
        match piece {
            Piece::Literal(text) if text.contains(quote) => return None,
            Piece::Literal(text) => out.push_str(text),
            Piece::Mustache(body) => out.push_str(&mustache(body, Place::Quoted(quote))?),
        }
    }
    out.push(quote);
    Some(out)
}

struct Printer<'t, 's> {
    tree: &'t Tree<'s>,
    prepared: &'t [Prepared],
    out: String,
    /// At which the next character comes to stand.
    column: usize,
    /// Only spaces stand before it.
    blank: bool,
}

/// What is still to be printed.
enum Step {
    Node {
        id: NodeId,
        depth: usize,
        flat: bool,
    },
    Gap {
        gap: Gap,
        depth: usize,
    },
    /// A line break if the node behind it does not fit on the line, else the gap that was written.
    Soft {
        before: NodeId,
        gap: Gap,
        depth: usize,
    },
    Text(&'static str),
    End {
        id: NodeId,
    },
}

impl<'s> Printer<'_, 's> {
    fn file(&mut self) {
        let mut steps = vec![];
        if let Some(root) = self.tree.element(Tree::ROOT) {
            self.children(root, 0, false, &mut steps);
        }
        steps.reverse();
        while let Some(step) = steps.pop() {
            match step {
                Step::Node { id, depth, flat } => {
                    let from = steps.len();
                    self.node(id, depth, flat, &mut steps);
                    if let Some(added) = steps.get_mut(from..) {
                        added.reverse();
                    }
                }
                Step::Gap { gap, depth } => self.gap(gap, depth),
                Step::Soft { before, gap, depth } => {
                    let flat = self.prepared.get(before).and_then(|p| p.flat);
                    let fits = flat.is_some_and(|width| self.column + usize::from(gap == Gap::Space) + width <= WIDTH);
                    self.gap(if fits { gap } else { Gap::Line }, depth);
                }
                Step::Text(text) => self.push(text),
                Step::End { id } => {
                    if let Some(element) = self.tree.element(id) {
                        self.push("</");
                        self.push(element.name);
                        self.push(">");
                    }
                }
            }
        }
    }

    fn gap(&mut self, gap: Gap, depth: usize) {
        match gap {
            Gap::None => {}
            Gap::Space => self.spaces(1),
            Gap::Line | Gap::Blank => {
                self.push(if gap == Gap::Blank { "\n\n" } else { "\n" });
                self.spaces(depth.min(DEEPEST) * INDENT);
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
        let line = match text.rsplit_once('\n') {
            Some((_, line)) => {
                (self.column, self.blank) = (0, true);
                line
            }
            None => text,
        };
        self.column += width(line);
        self.blank &= line.bytes().all(|b| b == b' ');
    }

    fn spaces(&mut self, count: usize) {
        self.out.extend(std::iter::repeat_n(' ', count));
        self.column += count;
    }

    /// Prints the beginning of a node; what follows are steps.
    fn node(&mut self, id: NodeId, depth: usize, flat: bool, steps: &mut Vec<Step>) {
        let (Some(node), Some(prepared)) = (self.tree.nodes.get(id), self.prepared.get(id)) else { return };
        match &node.kind {
            Kind::Text(_) => prepared.texts.iter().for_each(|text| self.push(text)),
            Kind::Comment { text, column } => self.comment(text, *column),
            Kind::Element(element) => {
                let flat = flat || prepared.flat.is_some_and(|width| self.column + width <= WIDTH);
                self.start(element, &prepared.texts, depth, flat);
                if element.self_closing {
                    return;
                }
                match element.raw {
                    Some(raw) => self.script(raw, depth, flat),
                    None => self.children(element, depth, flat, steps),
                }
                steps.push(Step::End { id });
            }
        }
    }

    /// A start tag, broken if it does not fit. A single attribute is never worth a line of its own.
    fn start(&mut self, element: &Element<'s>, texts: &[String], depth: usize, flat: bool) {
        let end = if element.children.is_empty() && element.raw.is_none() && !element.self_closing { element.name.len() + 3 } else { 0 };
        let fits = flat || start_width(element, texts).is_some_and(|width| self.column + width + end <= WIDTH);
        self.push("<");
        self.push(element.name);
        let broken = !fits && texts.len() > 1;
        for text in texts {
            self.gap(if broken { Gap::Line } else { Gap::Space }, depth + 1);
            self.push(text);
        }
        if broken {
            self.gap(Gap::Line, depth);
        } else if element.self_closing {
            self.spaces(1);
        }
        self.push(if element.self_closing { "/>" } else { ">" });
    }

    /// Plans the children of an element (`depth` is its own) or of the file, and the gap before its end.
    fn children(&mut self, parent: &Element<'s>, depth: usize, flat: bool, steps: &mut Vec<Step>) {
        let is_file = parent.name.is_empty();
        let inside = if is_file { 0 } else { depth + 1 };
        let is_text = |node: Option<&Node<'_>>| node.is_some_and(|n| matches!(n.kind, Kind::Text(_)));
        let mut previous = None;
        for (index, id) in parent.children.iter().enumerate() {
            let Some(node) = self.tree.nodes.get(*id) else { continue };
            let first = index == 0;
            let is_comment = matches!(node.kind, Kind::Comment { .. });
            let gap = if flat {
                if spaced(self.tree, parent, *id) { Gap::Space } else { Gap::None }
            } else if is_file && first {
                Gap::None
            } else if parent.has_text {
                // Blank lines at the edges go, as everywhere.
                if first { node.before.min(Gap::Line) } else { node.before }
            } else if first {
                Gap::Line
            } else if is_comment && node.before < Gap::Line {
                Gap::Space
            } else {
                node.before.max(Gap::Line)
            };
            let is_free = parent.has_text && !is_text(previous) && !is_text(Some(node));
            steps.push(match gap {
                Gap::None | Gap::Space if is_free && !flat && !(is_file && first) => Step::Soft { before: *id, gap, depth: inside },
                _ => Step::Gap { gap, depth: inside },
            });
            previous = Some(node);
            steps.push(Step::Node { id: *id, depth: inside, flat });
        }
        if previous.is_none() || is_text(previous) {
            return;
        }
        if is_file {
            steps.push(Step::Text("\n"));
            return;
        }
        let gap = match (flat, parent.has_text) {
            (true, false) => Gap::None,
            (_, true) => parent.last.min(Gap::Line),
            (false, false) => Gap::Line,
        };
        steps.push(Step::Gap { gap, depth });
    }

    /// A comment; its further lines move as far as its first does.
    fn comment(&mut self, text: &str, column: Option<usize>) {
        let (Some(column), true) = (column, self.blank) else { return self.push(text) };
        let now = self.column;
        for (index, line) in text.split('\n').enumerate() {
            if index == 0 {
                self.push(line);
                continue;
            }
            self.push("\n");
            let content = line.trim_start_matches(' ');
            if !content.is_empty() {
                self.spaces((line.len() - content.len() + now).saturating_sub(column));
            }
            self.push(content);
        }
    }

    /// The body of a `<wxs>`.
    fn script(&mut self, raw: &str, depth: usize, flat: bool) {
        if raw.trim().is_empty() {
            return;
        }
        if flat {
            return self.push(raw.trim());
        }
        let indent = " ".repeat((depth + 1).min(DEEPEST) * INDENT);
        self.push("\n");
        self.push(&script::indent(raw, &indent));
        self.gap(Gap::Line, depth);
    }
}
