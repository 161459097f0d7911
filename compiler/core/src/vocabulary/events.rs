//! How attributes name events: `bindtap`, `catch:tap`, `capture-bind:tap`.

/// An attribute that binds a handler to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding<'a> {
    pub prefix: &'static str,
    pub event: &'a str,
}

const PREFIXES: [&str; 7] = ["bind:", "catch:", "capture-bind:", "capture-catch:", "mut-bind:", "bind", "catch"];

/// The binding an attribute is, if it is one. Only `bind` and `catch` may be joined with the event.
pub fn binding(attribute: &str) -> Option<Binding<'_>> {
    // The prefixes' first letters: most attributes are no events.
    if !attribute.starts_with(['b', 'c', 'm']) {
        return None;
    }
    let prefix = PREFIXES.into_iter().find(|prefix| attribute.starts_with(prefix))?;
    let event = attribute.strip_prefix(prefix)?;
    (!event.is_empty() && !event.starts_with(['-', ':'])).then_some(Binding { prefix, event })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bindings() {
        let parts = |attribute: &'static str| binding(attribute).map(|binding| (binding.prefix, binding.event));
        assert_eq!(parts("bindtap"), Some(("bind", "tap")));
        assert_eq!(parts("capture-catch:my-event"), Some(("capture-catch:", "my-event")));
        assert_eq!(parts("bind"), None);
        assert_eq!(parts("bind-tap"), None);
        assert_eq!(parts("capture-bindtap"), None);
    }
}
