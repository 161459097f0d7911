//! `theme.json` and `sitemap.json`.

use super::Type::{Array, Map, Number, Object, OneOf, Text};
use super::{Keys, host, key};

/// Keys of `theme.json`: name → value, for each mode.
pub const THEME: Keys = &[key("light", Map(&Text), "values in light mode"), key("dark", Map(&Text), "values in dark mode")];

const RULE: Keys = &[
    host("action", OneOf(&["allow", "disallow"]), "whether WeChat's search may show the page"),
    host("page", Text, "path of a page, or `*`"),
    host("params", Array(&Text), "names of parameters"),
    host("matching", OneOf(&["exact", "inclusive", "exclusive", "partial"]), "how `params` are compared"),
    host("priority", Number, "rules with a larger number come first"),
];

/// Keys of `sitemap.json`.
pub const SITEMAP: Keys = &[host("rules", Array(&Object(RULE)), "which pages WeChat's search may show")];
