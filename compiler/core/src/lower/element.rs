//! Built-in (and unknown) elements: static attributes go into the HTML, dynamic ones become holes, the rest stays on the logic side.

use super::attributes::{camel, dataset_key, is_html_name, kebab, rpx_to_css};
use super::events::{self, event_name, model_event, observed};
use super::{Builder, Lower, scope::Scope};
use crate::analyse::passed::may_be_replaced;
use crate::ast::wxml::{Attribute, Element, Value};
use crate::diagnostics::Diagnostic;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::{Handler, HoleKind, HtmlId, HtmlKind, Listener, Sourced, Value as NodeValue};
use crate::resolve::owner::Using;
use crate::vocabulary::components::{self, Kind};

/// How an attribute of a built-in element reaches the view.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Present or absent by JavaScript truth.
    Flag,
    Attribute,
    Property,
}

impl Lower<'_> {
    pub(super) fn element(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, element: &Element) {
        match self.owner.using.get(&element.name) {
            Some(Using::Component { path, host }) => {
                if !self.out.used_components.contains(&element.name) {
                    self.out.used_components.insert(element.name.clone());
                }
                let (path, host) = (path.clone(), host.clone());
                self.component(builder, scope, parent, element, crate::ir::PlaceTarget::Component(path), &host);
            }
            None if self.owner.generics.contains(&element.name) => {
                self.component(builder, scope, parent, element, crate::ir::PlaceTarget::Generic(element.name.clone()), "");
            }
            Some(Using::Missing) => {
                self.out.used_components.insert(element.name.clone());
                self.out.builtins.insert("placeholder".to_owned());
                let tag = HtmlKind::Element { tag: "placeholder".into(), attributes: vec![("name".into(), element.name.clone())] };
                let node = builder.append(parent, tag);
                self.common(builder, scope, node, element, "");
            }
            None => self.builtin(builder, scope, parent, element),
        }
    }

    fn builtin(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, element: &Element) {
        if !self.out.builtins.contains(&element.name) {
            self.out.builtins.insert(element.name.clone());
        }
        let node = builder.append(parent, HtmlKind::Element { tag: element.name.clone(), attributes: Vec::new() });
        self.common(builder, scope, node, element, "");
        for attribute in element.attributes.iter().filter(|_| self.owner.simulated.is_none()) {
            if let Some(name) = plain_name(&attribute.name) {
                self.attribute(builder, scope, node, element, name, attribute);
            }
        }
        self.children(builder, &scope.nested(), node, &element.children);
    }

    fn attribute(&mut self, builder: &mut Builder, scope: &Scope, node: HtmlId, element: &Element, name: &str, attribute: &Attribute) {
        let form = form(&element.name, name);
        let html = if name == "aria-role" { "role".to_owned() } else { kebab(name) };
        if form != Form::Property && !is_html_name(&html) {
            let file = self.file_id(scope);
            self.report(
                Diagnostic::warning("wxml/forbidden-attribute", file, attribute.name_span, format!("`{name}` cannot be an attribute here"))
                    .hint(bound_instead(name)),
            );
            return;
        }
        match &attribute.value {
            None => set_static(builder, node, html, String::new()),
            Some(value) => match value.literal() {
                // An empty text is false for a flag.
                Some("") if form == Form::Flag => {}
                Some(text) => {
                    let text = self.asset(scope, &element.name, name, text, attribute);
                    set_static(builder, node, html, text);
                }
                None => {
                    let mut value = self.value(scope, value);
                    if is_asset(&element.name, name) {
                        value.expr = self.asset_expr(scope, value.expr);
                    }
                    let kind = match form {
                        Form::Property => HoleKind::Property(camel(name)),
                        Form::Attribute => HoleKind::Attribute(html),
                        Form::Flag => {
                            value.expr = Expr::new(value.expr.span, ExprKind::Unary("!!", Box::new(value.expr)));
                            HoleKind::Attribute(html)
                        }
                    };
                    builder.hole(node, kind, value);
                }
            },
        }
    }

    /// What every element may have: class, style, id, hidden, dataset, marks, events, `model:`, `change:`. `suffix` are classes besides the scopes.
    pub(super) fn common(&mut self, builder: &mut Builder, scope: &Scope, node: HtmlId, element: &Element, suffix: &str) {
        if let Some(dialect) = self.owner.simulated {
            return self.keep_attributes(builder, scope, node, element, dialect);
        }
        let mut classes = suffix.to_owned();
        for scope in &self.owner.scopes {
            if !classes.is_empty() {
                classes.push(' ');
            }
            classes.push_str(scope);
        }
        let mut has_class = false;
        for attribute in &element.attributes {
            let name = attribute.name.as_str();
            match name {
                "class" => {
                    has_class = true;
                    self.class(builder, scope, node, attribute, &classes);
                }
                "style" => self.style(builder, scope, node, attribute),
                "id" => self.id(builder, scope, node, attribute),
                "hidden" => self.attribute(builder, scope, node, element, "hidden", attribute),
                _ => {
                    if let Some((event, bits)) = event_name(name) {
                        self.event(builder, scope, node, event, bits, attribute);
                    } else if let Some(key) = name.strip_prefix("data-") {
                        self.data(builder, scope, node, key, attribute);
                    } else if let Some(key) = name.strip_prefix("mark:") {
                        let value = self.node_value(scope, attribute.value.as_ref());
                        let info = builder.info(node);
                        info.addressed = true;
                        info.marks.push((key.to_owned(), value));
                    } else if let Some(observed_name) = name.strip_prefix("change:") {
                        self.change(builder, scope, node, element, observed_name, attribute);
                    } else if let Some(property) = name.strip_prefix("model:")
                        && let Some(event) = model_event(&element.name, property)
                        && !self.owner.using.contains_key(&element.name)
                    {
                        self.model(builder, scope, node, property, event, attribute);
                    }
                }
            }
        }
        if !has_class && !classes.is_empty() {
            set_static(builder, node, "class".to_owned(), classes);
        }
    }

    fn class(&mut self, builder: &mut Builder, scope: &Scope, node: HtmlId, attribute: &Attribute, classes: &str) {
        let empty = Value::default();
        let value = attribute.value.as_ref().unwrap_or(&empty);
        let external = self.owner.is_component && may_be_replaced(value, &self.owner.external_classes);
        match value.literal() {
            Some(text) if !external => {
                builder.info(node).class = Some(text.to_owned());
                let separator = if text.is_empty() || classes.is_empty() { "" } else { " " };
                set_static(builder, node, "class".to_owned(), [text, separator, classes].concat());
            }
            _ => {
                let value = self.value(scope, value);
                let suffix = if classes.is_empty() { String::new() } else { format!(" {classes}") };
                let hole = builder.hole(node, HoleKind::Class { suffix, external }, value);
                builder.info(node).class_hole = Some(hole);
            }
        }
    }

    fn style(&mut self, builder: &mut Builder, scope: &Scope, node: HtmlId, attribute: &Attribute) {
        let Some(value) = &attribute.value else { return };
        match value.literal() {
            Some(text) => set_static(builder, node, "style".to_owned(), rpx_to_css(text)),
            None => {
                let value = self.value(scope, value);
                builder.hole(node, HoleKind::Style, value);
            }
        }
    }

    fn id(&mut self, builder: &mut Builder, scope: &Scope, node: HtmlId, attribute: &Attribute) {
        let Some(value) = &attribute.value else { return };
        builder.info(node).addressed = true;
        match value.literal() {
            Some(text) => {
                builder.info(node).id = Some(text.to_owned());
                set_static(builder, node, "id".to_owned(), text.to_owned());
            }
            None => {
                let value = self.value(scope, value);
                let hole = builder.hole(node, HoleKind::Attribute("id".to_owned()), value);
                builder.info(node).id_hole = Some(hole);
            }
        }
    }

    fn event(&mut self, builder: &mut Builder, scope: &Scope, node: HtmlId, event: &str, bits: u8, attribute: &Attribute) {
        let Some((listener, guard)) = self.listener(scope, event, bits, attribute) else { return };
        if let Some(guard) = guard {
            // The function is only sometimes the handler: the view asks this flag.
            let is_function = ExprKind::Binary(
                "===",
                Box::new(Expr::new(guard.expr.span, ExprKind::Unary("typeof ", Box::new(guard.expr.clone())))),
                Box::new(Expr::new(guard.expr.span, ExprKind::Text("function".to_owned()))),
            );
            let value = Sourced { file: guard.file, expr: Expr::new(guard.expr.span, is_function) };
            builder.hole(node, HoleKind::Data(format!("!{event}")), value);
        }
        // The view must know before a finger moves whether it may scroll: an empty name catches nothing.
        if let Handler::Dynamic(handler) = &listener.handler
            && event == "touchmove"
            && bits & events::CATCH != 0
        {
            let not = |expr: Expr| Expr::new(expr.span, ExprKind::Unary("!", Box::new(expr)));
            let value = Sourced { file: handler.file, expr: not(not(handler.expr.clone())) };
            builder.hole(node, HoleKind::Attribute("wxc-still".to_owned()), value);
        }
        let info = builder.info(node);
        info.addressed = true;
        info.listeners.push(listener);
    }

    fn data(&mut self, builder: &mut Builder, scope: &Scope, node: HtmlId, suffix: &str, attribute: &Attribute) {
        let key = dataset_key(suffix);
        let value = self.node_value(scope, attribute.value.as_ref());
        match &value {
            NodeValue::Text(text) if is_html_name(&format!("data-{suffix}")) => {
                set_static(builder, node, format!("data-{}", suffix.to_lowercase()), text.clone());
            }
            NodeValue::Dynamic(value) if self.view_wxs => {
                builder.hole(node, HoleKind::Data(key.clone()), value.clone());
            }
            _ => {}
        }
        let info = builder.info(node);
        info.addressed = true;
        info.dataset.push((key, value));
    }

    pub(super) fn node_value(&mut self, scope: &Scope, value: Option<&Value>) -> NodeValue {
        match value {
            None => NodeValue::True,
            Some(value) => match value.literal() {
                Some(text) => NodeValue::Text(text.to_owned()),
                None => NodeValue::Dynamic(self.value(scope, value)),
            },
        }
    }

    fn change(&mut self, builder: &mut Builder, scope: &Scope, node: HtmlId, element: &Element, name: &str, attribute: &Attribute) {
        let Some(value) = &attribute.value else { return };
        let handler = self.value(scope, value);
        let Some(function) = self.view_function(&handler.expr) else { return };
        let observed = match observed(element, name).and_then(|a| a.value.as_ref()) {
            Some(value) => self.value(scope, value),
            None => Sourced { file: handler.file, expr: Expr::new(attribute.span, ExprKind::Undefined) },
        };
        builder.info(node).addressed = true;
        builder.hole(node, HoleKind::Change { name: camel(name), function }, observed);
    }

    fn model(&mut self, builder: &mut Builder, scope: &Scope, node: HtmlId, property: &str, event: &str, attribute: &Attribute) {
        let Some(value) = &attribute.value else { return };
        let sourced = self.value(scope, value);
        builder.hole(node, HoleKind::Property(camel(property)), sourced);
        match self.model_path(scope, value) {
            Some(path) => {
                let info = builder.info(node);
                info.addressed = true;
                info.model.push((camel(property), path));
                info.listeners.push(Listener { event: event.to_owned(), bits: events::MODEL, handler: Handler::Model });
            }
            None => self.not_writable(scope, attribute),
        }
    }

    pub(super) fn not_writable(&mut self, scope: &Scope, attribute: &Attribute) {
        let file = self.file_id(scope);
        self.report(
            Diagnostic::warning("wxml/model-not-writable", file, attribute.value_span, "this value cannot be written back")
                .hint("`model:` needs one data field, for example `model:value=\"{{name}}\"`"),
        );
    }

    /// Relative file names of images start at the file that names them.
    fn asset(&mut self, scope: &Scope, tag: &str, name: &str, text: &str, attribute: &Attribute) -> String {
        if !is_asset(tag, name) || !is_package_path(text) {
            return text.to_owned();
        }
        let Some(file) = self.file(scope) else { return text.to_owned() };
        let path = match text.strip_prefix('/') {
            Some(rest) => format!("{}{}", self.owner.home, crate::resolve::path::normalise(rest)),
            None => crate::resolve::path::join(&self.base(scope), text),
        };
        let address = format!("/{}", crate::resolve::path::public(&path));
        self.out.assets.push((path, file.file, attribute.value_span));
        address
    }

    fn asset_expr(&self, scope: &Scope, expr: Expr) -> Expr {
        let base = self.base(scope);
        let folder = crate::resolve::path::public(crate::resolve::path::folder(&base));
        Expr::new(expr.span, ExprKind::Asset(Box::new(expr), folder))
    }

    /// The file relative paths start from: that of the owner, also for templates and includes from elsewhere.
    fn base(&self, _scope: &Scope) -> String {
        format!("{}.wxml", self.owner.path)
    }
}

/// An attribute that is neither a directive, an event nor one every element has.
fn plain_name(name: &str) -> Option<&str> {
    if let Some(model) = name.strip_prefix("model:") {
        return (!model.is_empty() && model != "value" && model != "checked" && model != "current").then_some(model);
    }
    let special = matches!(name, "class" | "style" | "id" | "hidden")
        || name.contains(':')
        || name.starts_with("data-")
        || event_name(name).is_some();
    (!special).then_some(name)
}

fn form(tag: &str, name: &str) -> Form {
    if name == "hidden" {
        return Form::Flag;
    }
    if name.trim_end_matches('-') == "animation" {
        return Form::Property;
    }
    let Some(attribute) = components::find(tag).and_then(|c| c.attribute(name)) else { return Form::Attribute };
    // A missing attribute cannot say `false` where the default is true.
    let default_true = attribute.default.as_deref() == Some("true");
    match attribute.kind {
        _ if attribute.is_property() => Form::Property,
        Kind::Bool if default_true => Form::Property,
        Kind::Bool => Form::Flag,
        _ => Form::Attribute,
    }
}

fn is_asset(tag: &str, name: &str) -> bool {
    name == "src" && matches!(tag, "image" | "cover-image" | "video" | "audio") || name == "poster" && matches!(tag, "video" | "audio")
}

fn is_package_path(text: &str) -> bool {
    let scheme = text.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    !text.is_empty() && !scheme && !text.starts_with("//")
}

pub(super) fn set_static(builder: &mut Builder, node: HtmlId, name: String, value: String) {
    if let Some(HtmlKind::Element { attributes, .. }) = builder.template.html.get_mut(node).map(|n| &mut n.kind) {
        match attributes.iter_mut().find(|(n, _)| *n == name) {
            Some((_, old)) => *old = value,
            None => attributes.push((name, value)),
        }
    }
}

/// How the event behind `onTap`, `onclick` … is bound.
fn bound_instead(name: &str) -> String {
    let event = name.strip_prefix("on").unwrap_or_default();
    let start = event.chars().take(1).flat_map(char::to_lowercase);
    let event: String = start.chain(event.chars().skip(1)).collect();
    match event.as_str() {
        "" => "events are bound with `bind:tap=\"method\"`".to_owned(),
        "click" | "press" => "write `bind:tap=\"method\"`".to_owned(),
        event => format!("write `bind:{event}=\"method\"`"),
    }
}
