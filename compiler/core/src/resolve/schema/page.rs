//! The JSON file of a page or component, besides the keys of `window`.

use super::Type::{Any, Bool, Either, Map, Object, OneOf, Text};
use super::app::{PASSIVE, RENDERER_OPTIONS, SINGLE_PAGE};
use super::{Keys, host, key};

pub const UNIT: Keys = &[
    key("component", Bool, "the four files are a component"),
    key("usingComponents", Map(&Any), "tags of components"),
    key("componentGenerics", Map(&Any), "tags whose component the user of this one names"),
    key("componentPlaceholder", Map(&Text), "tag → tag shown until the component is there"),
    key(
        "styleIsolation",
        OneOf(&["isolated", "apply-shared", "shared", "page-isolated", "page-apply-shared", "page-shared"]),
        "which style sheets reach this component, and how far its own reaches",
    ),
    key("pureDataPattern", Text, "regular expression of the names of data that is not rendered"),
    key("style", Text, "`v2`: newer looks of built-in components on this page"),
    key("options", Map(&Any), "the component's options, as in its script"),
    key("componentFramework", OneOf(&["exparser", "glass-easel"]), "component framework"),
    key("renderer", OneOf(&["webview", "skyline", "xr-frame"]), "renderer; always that of a web view here"),
    host("rendererOptions", Object(RENDERER_OPTIONS), "options of the renderer"),
    host("singlePage", Object(SINGLE_PAGE), "how the page looks when it is opened from Moments"),
    host("enablePassiveEvent", Either(&Bool, &Object(PASSIVE)), "touch listeners cannot stop scrolling"),
    host("usingSystemFont", Any, "fonts of the system"),
    host("usingAutoImportComponents", Map(&Any), "written by tools: components found in the template"),
    host("name", Text, "name of the component, for people"),
];
