//! Which configuration keys exist and what they hold; wrong types and near misses of a key are warnings.

use crate::diagnostics::{Diagnostic, nearest};
use crate::resolve::json::{Json, JsonKind};
use crate::source::FileId;

/// What a key may hold.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    Bool,
    Text,
    Number,
    /// A colour as WeChat writes it (`#rgb`, `#rrggbb`, a name), or `@name` of the theme.
    Color,
    OneOf(&'static [&'static str]),
    Object,
    Array,
    /// Not looked at.
    Any,
}

pub type Keys = &'static [(&'static str, Type)];

use Type::{Any, Array, Bool, Color, Number, Object, OneOf, Text};

/// Keys of `window`, and of a page's JSON.
pub const WINDOW: Keys = &[
    ("navigationBarBackgroundColor", Color),
    ("navigationBarTextStyle", OneOf(&["black", "white"])),
    ("navigationBarTitleText", Text),
    ("navigationStyle", OneOf(&["default", "custom"])),
    ("homeButton", Bool),
    ("backgroundColor", Color),
    ("backgroundColorContent", Color),
    ("backgroundTextStyle", OneOf(&["dark", "light"])),
    ("backgroundColorTop", Color),
    ("backgroundColorBottom", Color),
    ("enablePullDownRefresh", Bool),
    ("onReachBottomDistance", Number),
    ("pageOrientation", OneOf(&["portrait", "auto", "landscape"])),
    ("disableScroll", Bool),
    ("disableSwipeBack", Bool),
    ("enableShareAppMessage", Bool),
    ("enableShareTimeline", Bool),
    ("restartStrategy", Text),
    ("initialRenderingCache", Text),
    ("visualEffectInBackground", Text),
    ("handleWebviewPreload", Text),
];

/// Keys a page or component has besides those of `window`.
pub const UNIT: Keys = &[
    ("component", Bool),
    ("usingComponents", Object),
    ("componentGenerics", Object),
    ("componentPlaceholder", Object),
    ("styleIsolation", Text),
    ("pureDataPattern", Text),
    ("componentFramework", Text),
    ("renderer", Text),
    ("rendererOptions", Object),
    ("style", Text),
    ("singlePage", Object),
    ("enablePassiveEvent", Any),
    ("usingSystemFont", Any),
    ("options", Object),
];

/// Keys of `app.json`.
pub const APP: Keys = &[
    ("pages", Array),
    ("entryPagePath", Text),
    ("window", Object),
    ("tabBar", Object),
    ("subPackages", Array),
    ("subpackages", Array),
    ("preloadRule", Object),
    ("usingComponents", Object),
    ("componentGenerics", Object),
    ("componentPlaceholder", Object),
    ("networkTimeout", Object),
    ("debug", Bool),
    ("functionalPages", Any),
    ("sitemapLocation", Text),
    ("style", Text),
    ("permission", Object),
    ("requiredBackgroundModes", Array),
    ("requiredPrivateInfos", Array),
    ("workers", Any),
    ("plugins", Object),
    ("resizable", Bool),
    ("useExtendedLib", Object),
    ("darkmode", Bool),
    ("themeLocation", Text),
    ("lazyCodeLoading", Text),
    ("singlePage", Object),
    ("supportedMaterials", Any),
    ("entranceDeclare", Any),
    ("embeddedAppIdList", Any),
    ("halfPage", Any),
    ("debugOptions", Any),
    ("static", Any),
    ("enablePassiveEvent", Any),
    ("resolveAlias", Object),
    ("convertRpxToVw", Any),
    ("renderer", Text),
    ("rendererOptions", Object),
    ("componentFramework", Text),
    ("navigateToMiniProgramAppIdList", Any),
    ("cloud", Any),
];

/// Keys of `tabBar`.
pub const TAB_BAR: Keys = &[
    ("color", Color),
    ("selectedColor", Color),
    ("backgroundColor", Color),
    ("borderStyle", OneOf(&["black", "white"])),
    ("position", OneOf(&["bottom", "top"])),
    ("list", Array),
    ("custom", Bool),
];

/// Checks the members of an object against tables of keys.
pub fn check(file: FileId, object: &Json, tables: &[Keys], diagnostics: &mut Vec<Diagnostic>) {
    for member in object.members() {
        match tables.iter().flat_map(|keys| keys.iter()).find(|(name, _)| *name == member.name) {
            Some((name, kind)) => check_value(file, name, *kind, &member.value, diagnostics),
            None => {
                if let Some(near) = nearest(&member.name, tables.iter().flat_map(|keys| keys.iter()).map(|(name, _)| *name)) {
                    let message = format!("there is no key `{}` here", member.name);
                    diagnostics.push(
                        Diagnostic::warning("config/unknown-key", file, member.name_span, message).hint(format!("did you mean `{near}`?")),
                    );
                }
            }
        }
    }
}

fn check_value(file: FileId, name: &str, kind: Type, value: &Json, diagnostics: &mut Vec<Diagnostic>) {
    let text = value.str();
    let (fits, wanted) = match kind {
        // Old projects write booleans and numbers as strings, and WeChat takes them.
        Bool => (value.bool().is_some() || matches!(text, Some("true" | "false")), "true or false".to_owned()),
        Number => (matches!(value.kind, JsonKind::Number(_)) || text.is_some_and(|t| t.parse::<f64>().is_ok()), "a number".to_owned()),
        Text => (text.is_some(), "a string".to_owned()),
        Color => (text.is_some(), "a colour in a string".to_owned()),
        Object => (value.is_object(), "an object".to_owned()),
        Array => (matches!(value.kind, JsonKind::Array(_)), "an array".to_owned()),
        OneOf(words) => (
            text.is_some_and(|t| words.contains(&t) || t.starts_with('@')),
            words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or "),
        ),
        Any => return,
    };
    if !fits {
        let got = text.map_or_else(|| value.type_name().to_owned(), |text| format!("`{text}`"));
        let message = format!("`{name}` takes {wanted}, not {got}");
        diagnostics.push(Diagnostic::warning("config/wrong-value", file, value.span, message).hint(format!("write {wanted}")));
    }
}

/// A boolean, also written as a string.
pub fn truthy(value: Option<&Json>) -> bool {
    value.is_some_and(|value| value.bool() == Some(true) || value.str() == Some("true"))
}
