//! Custom components: a host element, property values, generics, and the children as slot contents.

use super::attributes::{camel, is_html_name};
use super::element::set_static;
use super::events::event_name;
use super::{Builder, Lower, scope::Scope};
use crate::ast::wxml::Element;
use crate::ir::{HtmlId, HtmlKind, Place, PlaceTarget, PropValue, Step};

impl Lower<'_> {
    pub(super) fn component(
        &mut self,
        builder: &mut Builder,
        scope: &Scope,
        parent: HtmlId,
        element: &Element,
        target: PlaceTarget,
        host: &str,
    ) {
        let node = builder.append(parent, HtmlKind::Element { tag: element.name.clone(), attributes: Vec::new() });
        self.common(builder, scope, node, element, host);
        let mut place = Place {
            node,
            tag: element.name.clone(),
            target,
            statics: Vec::new(),
            props: Vec::new(),
            generics: Vec::new(),
            slots: Vec::new(),
            model: Vec::new(),
        };
        let attributes = match self.owner.simulated {
            Some(dialect) => super::simulate::order(&element.attributes, dialect),
            None => element.attributes.iter().collect(),
        };
        for attribute in attributes {
            let name = attribute.name.as_str();
            if let Some(generic) = name.strip_prefix("generic:") {
                if let Some(tag) = attribute.value.as_ref().and_then(|v| v.literal()) {
                    self.out.used_components.insert(tag.to_owned());
                    place.generics.push((generic.to_owned(), tag.to_owned()));
                }
                continue;
            }
            let model = name.strip_prefix("model:");
            let Some(property) = model.or_else(|| property_name(name)) else { continue };
            let key = camel(property);
            match &attribute.value {
                None => place.statics.push((key.clone(), PropValue::True)),
                Some(value) => match value.literal() {
                    Some(text) if model.is_none() => place.statics.push((key.clone(), PropValue::Text(text.to_owned()))),
                    _ => {
                        place.statics.push((key.clone(), PropValue::Computed));
                        place.props.push((key.clone(), self.value(scope, value)));
                    }
                },
            }
            if property.starts_with("aria-") && is_html_name(property) && self.owner.simulated.is_none() {
                self.aria(builder, node, property, attribute.value.as_ref().and_then(|v| v.literal()));
            }
            if model.is_some()
                && let Some(value) = &attribute.value
            {
                match self.model_path(scope, value) {
                    Some(path) => place.model.push((key, path)),
                    None => self.not_writable(scope, attribute),
                }
            }
        }
        let literals = place.statics.iter().rposition(|(_, value)| *value != PropValue::Computed).map_or(0, |last| last + 1);
        place.statics.truncate(literals);
        place.slots = self.slot_contents(scope, &element.children);
        let index = builder.template.places.len();
        let info = builder.info(node);
        info.place = Some(index);
        info.addressed = true;
        info.tag = Some(element.name.clone());
        builder.template.places.push(place);
        builder.template.steps.push(Step::Place(index));
    }

    fn aria(&self, builder: &mut Builder, node: HtmlId, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            let name = if name == "aria-role" { "role" } else { name };
            set_static(builder, node, name.to_owned(), value.to_owned());
        }
    }
}

/// Everything that is no directive and no event is offered as a property, also `class`, `style` and `hidden` (components with a virtual host read them).
fn property_name(name: &str) -> Option<&str> {
    let special = matches!(name, "id" | "slot") || name.contains(':') || name.starts_with("data-") || event_name(name).is_some();
    (!special).then_some(name)
}
