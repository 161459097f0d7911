//! `wx:if`, `wx:elif`, `wx:else`: broken chains, conditions that never change (wxml-semantics §6).

use super::{Lint, space, value_place};
use crate::ast::wxml::{Attribute, Element, Node};
use crate::diagnostics::Diagnostic;
use crate::source::Span;

const CONDITIONS: [&str; 3] = ["wx:if", "wx:elif", "wx:else"];

pub(super) fn check(cx: &mut Lint<'_>, element: &Element) {
    let mut conditions = element.attributes.iter().filter(|a| CONDITIONS.contains(&a.name.as_str()));
    let first = conditions.next();
    if let (Some(first), Some(second)) = (first, conditions.next()) {
        let diagnostic = Diagnostic::error(
            "wxml/two-conditions",
            cx.file,
            second.name_span,
            format!("`{}` and `{}` on one element", first.name, second.name),
        )
        .label(cx.file, first.name_span, "this one counts")
        .hint("put one of them on a `<block>` around the element");
        cx.out.push(diagnostic);
    }
    let Some(attribute) = first else { return };
    if attribute.name == "wx:else" {
        if attribute.value.as_ref().is_some_and(|v| v.has_mustache()) {
            let message = "`wx:else` has no condition; this value is ignored";
            cx.warning("wxml/else-with-value", attribute.value_span, message, "write `wx:elif`, or remove the value");
            cx.fix_by(attribute.name_span, "wx:elif");
            cx.fix("remove the value", [(Span { start: attribute.name_span.end, end: attribute.span.end }, String::new())]);
        }
        return;
    }
    let name = &attribute.name;
    let Some(value) = &attribute.value else {
        return cx.error(
            "wxml/condition-without-value",
            attribute.name_span,
            format!("`{name}` needs a value"),
            format!("write `{name}=\"{{{{…}}}}\"`"),
        );
    };
    if space(cx, attribute, value, "which is always true") {
        return;
    }
    if let Some(text) = value.literal() {
        let always = if text.is_empty() { "always false" } else { "a text, which is always true" };
        let inner = text.trim().trim_start_matches('{').trim_end_matches('}').trim();
        let hint = format!("write `{name}=\"{{{{{}}}}}\"`", if inner.is_empty() { "…" } else { inner });
        cx.warning("wxml/constant-condition", value_place(attribute), format!("this condition is {always}"), hint);
        if !inner.is_empty() && !matches!(inner, "true" | "false") {
            cx.fix_by(attribute.value_span, &format!("{{{{{inner}}}}}"));
        }
    } else if value.single().is_none() {
        let source = cx.text.get(attribute.value_span.range()).unwrap_or_default();
        let hint = if source.contains("&&") || source.contains("||") {
            format!("write `{name}=\"{{{{{}}}}}\"`", source.replace("{{", "").replace("}}", ""))
        } else {
            "write one `{{ }}` and nothing else between the quotes".to_owned()
        };
        let message = "this condition is a text, which is true unless it is empty";
        cx.warning("wxml/constant-condition", attribute.value_span, message, hint);
        if source.contains("&&") || source.contains("||") {
            cx.fix_by(attribute.value_span, &format!("{{{{{}}}}}", source.replace("{{", "").replace("}}", "")));
        }
    }
}

/// Every `wx:elif` and `wx:else` must follow a `wx:if` or `wx:elif`, with nothing but white space and comments between.
pub(super) fn chains(cx: &mut Lint<'_>, siblings: &[Node]) {
    let mut chain = Chain::None;
    for node in siblings {
        let Node::Element(element) = node else {
            if matches!(node, Node::Text(_)) {
                chain.interrupt(node.span());
            }
            continue;
        };
        let find = |name: &str| element.attribute(name);
        if find("wx:if").is_some() {
            let repeated = find("wx:for").or_else(|| find("wx:for-items"));
            chain = repeated.map_or(Chain::Open, |a| Chain::Repeated(a.name_span));
        } else if element.attributes.iter().any(|attribute| is_misspelt_branch(&attribute.name)) {
            // Reported as an unknown directive; what follows belongs to it.
        } else if let Some(attribute) = find("wx:elif").or_else(|| find("wx:else")) {
            if !matches!(chain, Chain::Open) {
                report(cx, attribute, &chain);
            }
            // After a mistake the chain goes on, so that it is reported once.
            chain = if attribute.name == "wx:else" { Chain::Closed(attribute.name_span) } else { Chain::Open };
        } else {
            chain.interrupt(element.name_span);
        }
    }
}

/// `wx:else-if`, `wx:elseif`, `wx:elsif`.
fn is_misspelt_branch(name: &str) -> bool {
    (name.starts_with("wx:els") || name.starts_with("wx:eli")) && !CONDITIONS.contains(&name)
}

/// What an `wx:else` at this point would belong to.
enum Chain {
    None,
    Open,
    /// Behind its `wx:else`.
    Closed(Span),
    /// Something stands between.
    Interrupted(Span),
    /// The element with `wx:if` is a loop, so its condition is one for each item.
    Repeated(Span),
}

impl Chain {
    fn interrupt(&mut self, by: Span) {
        *self = match self {
            Chain::Open => Chain::Interrupted(by),
            _ => Chain::None,
        };
    }
}

fn report(cx: &mut Lint<'_>, attribute: &Attribute, chain: &Chain) {
    let diagnostic =
        Diagnostic::error("wxml/else-without-if", cx.file, attribute.name_span, format!("`{}` follows no `wx:if`", attribute.name));
    let hint = "write it on the element right behind the one with `wx:if`";
    let diagnostic = match *chain {
        Chain::None | Chain::Open => diagnostic.hint(hint),
        Chain::Closed(span) => {
            diagnostic.label(cx.file, span, "this `wx:else` ends the chain").hint("put `wx:else` last and use `wx:elif` before it")
        }
        Chain::Interrupted(span) => diagnostic.label(cx.file, span, "this stands between them").hint(hint),
        Chain::Repeated(span) => diagnostic
            .label(cx.file, span, "the `wx:if` before is evaluated for each item of this loop")
            .hint("put `wx:for` on a `<block>` around the whole chain, or inside its first branch"),
    };
    cx.out.push(diagnostic);
}
