//! Selectors, confined to their owner. Specificity never changes: what is added stands in `:where(…)`.
//!
//! - A compound with a class is confined, for in WeChat class names are an owner's own; so is one with neither class nor tag (`#id`, `[attr]`, `*`, `:hover`).
//! - A tag without a class is confined in the sheets of components only: tag selectors of pages and of the app reach into components.
//! - `page`, `:root` are the root element of the page and belong to no scope. `:host` is the class of the component's host elements.

use super::{Lengths, Lower, Part};
use crate::ast::wxss::{Combinator, Compound, Pseudo, Selector};
use crate::diagnostics::Diagnostic;
use crate::ir::style::StyleRole;
use crate::resolve::wxss::StyleFile;
use crate::source::Span;
use cssparser::{Parser, ParserInput, Token};

/// Where a selector stands.
#[derive(Clone, Copy, Default)]
struct At {
    /// Inside another rule, or an argument: nothing leads to it from the page's root.
    inner: bool,
    /// Inside another rule: `&` is an element that rule has confined already. Elsewhere it is the root of the document.
    nested: bool,
    /// The subject is the element that the compound around has confined already.
    same_element: bool,
    /// Inside the parentheses of a pseudo-class, where `:host` has no meaning.
    argument: bool,
    /// After `>>>`.
    deep: bool,
    /// In the selector before a comma, whose last `:not(…)` WeChat's compiler forgets to translate.
    before_comma: bool,
}

impl<'a> Lower<'a> {
    pub(super) fn selectors(&mut self, file: &'a StyleFile, list: &'a [Selector], nested: bool) {
        self.list(file, list, At { inner: nested, nested, ..At::default() });
    }

    /// What WeChat's compiler makes of a selector list that means nothing: the names of tags become those of elements, classes get their prefix.
    pub(super) fn ignored_prelude(&mut self, file: &'a StyleFile, span: Span) {
        let mut input = ParserInput::new(file.sheet.slice(span));
        self.ignored(file, span.start, &mut Parser::new(&mut input));
    }

    fn ignored(&mut self, file: &'a StyleFile, base: u32, p: &mut Parser<'_, '_>) {
        let prefix = self.request.reference.unwrap_or_default();
        let mut before = None;
        loop {
            let start = base + Span::at(p.position().byte_index()).start;
            let Ok(token) = p.next_including_whitespace_and_comments().cloned() else { return };
            let end = |p: &Parser<'_, '_>| base + Span::at(p.position().byte_index()).start;
            let open = Span { start, end: end(p) };
            let selectors = matches!(&token, Token::Function(name) if ["not", "is", "where", "has"].contains(&&**name));
            match &token {
                Token::Ident(name) if !matches!(before, Some(Token::Delim('.') | Token::Colon)) => {
                    let page = name.eq_ignore_ascii_case("page");
                    self.write(&if page { "body".to_owned() } else { format!("wx-{name}") });
                }
                Token::Ident(_) if before == Some(Token::Delim('.')) => {
                    self.write(prefix);
                    self.verbatim(file, open);
                }
                Token::Function(_) | Token::SquareBracketBlock | Token::ParenthesisBlock => {
                    self.verbatim(file, open);
                    let _: Result<(), cssparser::ParseError<'_, ()>> = p.parse_nested_block(|p| {
                        if selectors {
                            self.ignored(file, base, p);
                        }
                        while p.next().is_ok() {}
                        Ok(())
                    });
                    let rest = if selectors { end(p).saturating_sub(1) } else { open.end };
                    self.verbatim(file, Span { start: rest, end: end(p) });
                }
                _ => self.verbatim(file, open),
            }
            before = Some(token);
        }
    }

    fn list(&mut self, file: &'a StyleFile, list: &'a [Selector], at: At) {
        for (i, selector) in list.iter().enumerate() {
            self.write(if i > 0 { "," } else { "" });
            self.selector(file, selector, At { before_comma: !at.argument && i + 1 < list.len(), ..at });
        }
    }

    fn selector(&mut self, file: &'a StyleFile, selector: &'a Selector, mut at: At) {
        let last = selector.compounds.len().saturating_sub(1);
        for (i, compound) in selector.compounds.iter().enumerate() {
            self.write(match compound.combinator {
                None => "",
                Some(Combinator::Descendant) => " ",
                Some(Combinator::Child) => ">",
                Some(Combinator::Next) => "+",
                Some(Combinator::Later) => "~",
                Some(Combinator::Column) => "||",
                Some(Combinator::Deep) => " ",
            });
            at.deep |= matches!(compound.combinator, Some(Combinator::Deep));
            let within = self.request.within.filter(|_| i == 0 && !at.inner);
            let here = At { same_element: at.same_element && i == last, before_comma: at.before_comma && i == last, ..at };
            self.complain_of_component_selectors(file, compound);
            self.compound(file, compound, here, within, i == last && !at.inner);
        }
    }

    /// WeChat's message at run time, at the first place.
    fn complain_of_component_selectors(&mut self, file: &'a StyleFile, compound: &Compound) {
        let package = || ["node_modules/", "miniprogram_npm/"].iter().any(|folder| file.path.contains(folder));
        let meant = compound.tag.is_some() || compound.id_or_attribute;
        if self.request.role != StyleRole::Component || !meant || self.component_selector || package() {
            return;
        }
        self.component_selector = true;
        self.report(file, compound.span, |id, span| {
            let message = "a component's sheet should select by class only: WeChat complains of tags, ids and attributes";
            Diagnostic::warning("style/component-selector", id, span, message)
                .hint("give the element a class; here the rule stays inside the component")
        });
    }

    /// `subject`: the compound is what the rule is about, and no `&` or argument.
    fn compound(&mut self, file: &'a StyleFile, compound: &'a Compound, at: At, within: Option<&str>, subject: bool) {
        let page = is_page(compound);
        let perhaps_page = page || mentions_page(compound);
        let host = !at.argument && compound.pseudos.iter().any(|p| is_host(p) && self.host().is_some());
        if let Some(within) = within
            && !perhaps_page
            && !(host && self.request.host.is_none())
        {
            self.write(":where(.");
            self.identifier(within);
            self.write(") ");
        }
        self.place(file, compound.span.start);
        let mut from = compound.span.start;
        if page {
            self.write(if self.request.reference.is_some() { "body" } else { "wx-page" });
        } else if let Some(tag) = &compound.tag {
            let name = if self.request.reference.is_some() { tag.name.clone() } else { tag.name.to_ascii_lowercase() };
            self.identifier(&format!("wx-{name}"));
        }
        if let Some(tag) = &compound.tag {
            from = tag.span.end;
        }
        let head = compound.pseudos.first().map_or(compound.span.end, |p| p.span.start);
        self.names(file, Span { start: from, end: head });
        let confined = self.is_confined(compound, perhaps_page || host, at);
        if let Some(within) = within.filter(|_| perhaps_page) {
            self.write(":where(.");
            self.identifier(within);
            if !page {
                self.write(",.");
                self.identifier(within);
                self.write(" *");
            }
            self.write(")");
        }
        if confined && !at.same_element {
            let passed = self.request.passed.is_none_or(|passed| !passed.is_empty());
            let classes = if passed { class_names(file.sheet.slice(Span { start: from, end: compound.span.end })) } else { Vec::new() };
            self.confine(&classes);
        }
        if subject && !self.request.except.is_empty() {
            self.except();
        }
        let mut from = head;
        for (i, pseudo) in compound.pseudos.iter().enumerate() {
            let last = at.before_comma && i + 1 == compound.pseudos.len() && pseudo.span.end == compound.span.end;
            if last && pseudo.name == "not" && self.request.reference.is_some() {
                self.copy(file, Span { start: from, end: pseudo.span.end }, Lengths::Fixed);
                from = pseudo.span.end;
                continue;
            }
            self.names(file, Span { start: from, end: pseudo.span.start });
            from = pseudo.span.end;
            self.pseudo(file, pseudo, At { inner: true, same_element: confined || at.same_element, ..at });
        }
        self.names(file, Span { start: from, end: compound.span.end });
    }

    /// Classes, ids and attributes of a compound; classes with the prefix asked for.
    fn names(&mut self, file: &'a StyleFile, span: Span) {
        let prefix = self.request.reference.unwrap_or_default();
        if prefix.is_empty() {
            return self.copy(file, span, Lengths::Fixed);
        }
        let mut from = span.start;
        for dot in class_dots(file.sheet.slice(span)) {
            let name = span.start + dot + 1;
            self.copy(file, Span { start: from, end: name }, Lengths::Fixed);
            self.write(prefix);
            from = name;
        }
        self.copy(file, Span { start: from, end: span.end }, Lengths::Fixed);
    }

    fn is_confined(&self, compound: &Compound, rooted: bool, at: At) -> bool {
        if self.request.scopes.is_empty() || at.deep || rooted || (compound.nesting && at.nested) {
            return false;
        }
        compound.class || compound.tag.is_none() || self.request.role == StyleRole::Component
    }

    /// `classes`: those of the compound.
    fn confine(&mut self, classes: &[String]) {
        self.write(":where(");
        for (i, scope) in self.request.scopes.iter().enumerate() {
            self.write(if i > 0 { ",." } else { "." });
            self.identifier(scope);
        }
        if !classes.is_empty() && classes.iter().all(|class| self.request.passed.is_none_or(|passed| passed.contains(class))) {
            for scope in self.request.scopes {
                self.write(",");
                for class in classes {
                    self.write(".");
                    self.identifier(&format!("{scope}--{class}"));
                }
            }
        }
        self.write(")");
    }

    fn except(&mut self) {
        self.write(":where(:not(");
        for (i, page) in self.request.except.iter().enumerate() {
            self.write(if i > 0 { ",." } else { "." });
            self.identifier(page);
            self.write(",.");
            self.identifier(page);
            self.write(" *");
        }
        self.write("))");
    }

    fn pseudo(&mut self, file: &'a StyleFile, pseudo: &'a Pseudo, at: At) {
        if !pseudo.element && pseudo.name == "root" {
            return;
        }
        if self.part == Part::Hosts {
            self.write("[is=");
            self.string(file.path.trim_end_matches(".wxss"));
            return self.write("]");
        }
        if let (true, Some(host)) = (is_host(pseudo) && !at.argument, self.host()) {
            return self.host_selector(file, pseudo, host, at);
        }
        let Some((span, list)) = &pseudo.arguments else {
            return self.copy(file, pseudo.span, Lengths::Fixed);
        };
        self.copy(file, Span { end: span.start, ..pseudo.span }, Lengths::Fixed);
        // `:has(.a)` and `::slotted(.a)` speak of other elements.
        let same_element = at.same_element && pseudo.name != "has" && !pseudo.element;
        let ends = list.first().and_then(|s| s.compounds.first()).zip(list.last().and_then(|s| s.compounds.last()));
        match ends.filter(|_| self.request.reference.is_some()) {
            Some((first, last)) => {
                self.verbatim(file, Span { end: first.span.start, ..*span });
                self.list(file, list, At { argument: true, ..at });
                self.verbatim(file, Span { start: last.span.end, ..*span });
            }
            None => {
                self.write(if pseudo.name.starts_with("nth-") { " " } else { "" });
                self.list(file, list, At { same_element, argument: true, ..at });
            }
        }
        self.copy(file, Span { start: span.end, end: pseudo.span.end }, Lengths::Fixed);
    }

    /// `:host(.x)` → `.h1.x`; `:host-context(.x)` → `.h1:is(.x,.x *)`. Classes of a host are given by its user, so they belong to no scope here.
    fn host_selector(&mut self, file: &'a StyleFile, pseudo: &'a Pseudo, host: &str, at: At) {
        self.write(".");
        self.identifier(host);
        let Some((_, list)) = &pseudo.arguments else { return };
        let at = At { same_element: true, argument: true, ..at };
        match list.as_slice() {
            [only] if pseudo.name == "host" && only.compounds.len() == 1 && only.compounds.iter().all(|c| c.tag.is_none()) => {
                self.selector(file, only, at);
            }
            list => {
                self.write(":is(");
                self.list(file, list, At { deep: true, ..at });
                if pseudo.name == "host-context" {
                    for selector in list {
                        self.write(",");
                        self.selector(file, selector, At { deep: true, ..at });
                        self.write(" *");
                    }
                }
                self.write(")");
            }
        }
    }

    /// What `:host` stands for: the host elements of a component, the root element of a page.
    fn host(&self) -> Option<&'a str> {
        self.request.host.or(self.request.within)
    }
}

/// `:host`, and nothing else in the list.
pub(super) fn is_host_alone(list: &[Selector]) -> bool {
    let [Selector { compounds, .. }] = list else { return false };
    let [Compound { tag: None, universal: false, nesting: false, class: false, id_or_attribute: false, pseudos, .. }] =
        compounds.as_slice()
    else {
        return false;
    };
    matches!(pseudos.as_slice(), [only] if only.name == "host" && !only.element && only.arguments.is_none())
}

/// Where classes begin in the text of a compound: dots outside attribute selectors. Dots in the token of an id belong to the id, as WeChat's compiler has it.
fn class_dots(text: &str) -> Vec<u32> {
    let (mut depth, mut quote, mut escaped, mut id) = (0_u32, None, false, false);
    let mut dots = Vec::new();
    for (i, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if quote.is_some() => quote = quote.filter(|q| *q != byte),
            b'"' | b'\'' => quote = Some(byte),
            b'#' if depth == 0 => id = true,
            b'[' => (depth, id) = (depth + 1, false),
            b']' => depth = depth.saturating_sub(1),
            b'.' if depth == 0 && !id => dots.push(Span::at(i).start),
            _ => {}
        }
    }
    dots
}

/// The classes of a compound, without those that its functions (`:not(.a)`) hold.
fn class_names(text: &str) -> Vec<String> {
    let mut input = ParserInput::new(text);
    let mut parser = Parser::new(&mut input);
    let mut names = Vec::new();
    let mut dot = false;
    while let Ok(token) = parser.next_including_whitespace() {
        if let (Token::Ident(name), true) = (token, dot) {
            names.push(name.to_string());
        }
        dot = matches!(token, Token::Delim('.'));
    }
    names
}

fn is_page(compound: &Compound) -> bool {
    compound.tag.as_ref().is_some_and(|t| t.name.eq_ignore_ascii_case("page"))
        || compound.pseudos.iter().any(|p| !p.element && p.name == "root")
}

fn is_host(pseudo: &Pseudo) -> bool {
    !pseudo.element && matches!(pseudo.name.as_str(), "host" | "host-context")
}

/// Whether an argument (`:is(page, .a)`) may mean the root element.
fn mentions_page(compound: &Compound) -> bool {
    let lists = compound.pseudos.iter().filter(|p| !p.element && p.name != "not" && p.name != "has").filter_map(|p| p.arguments.as_ref());
    lists.flat_map(|(_, list)| list).any(|s| s.compounds.last().is_some_and(|c| is_page(c) || mentions_page(c)))
}
