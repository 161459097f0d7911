//! `app.json`: the app, its windows, its tab bar, its packages.

use super::Type::{Any, Array, Bool, Color, Either, Map, Number, Object, OneOf, Text};
use super::{Keys, host, key};

/// Keys of `window`, and of a page's JSON.
pub const WINDOW: Keys = &[
    key("navigationBarBackgroundColor", Color, "colour of the navigation bar"),
    key("navigationBarTextStyle", OneOf(&["black", "white"]), "colour of title and icons in the navigation bar"),
    key("navigationBarTitleText", Text, "title in the navigation bar"),
    key("navigationStyle", OneOf(&["default", "custom"]), "`custom`: the page draws its own navigation bar"),
    key("homeButton", Bool, "a button in the navigation bar that leads to the first page"),
    key("backgroundColor", Color, "colour behind the page, seen when it is pulled down"),
    key("backgroundColorContent", Color, "colour of the page's own area"),
    key("backgroundTextStyle", OneOf(&["dark", "light"]), "colour of the dots shown while refreshing"),
    key("backgroundColorTop", Color, "colour above the page on iOS"),
    key("backgroundColorBottom", Color, "colour below the page on iOS"),
    key("enablePullDownRefresh", Bool, "pulling down calls `onPullDownRefresh`"),
    key("onReachBottomDistance", Number, "distance from the end, px, at which `onReachBottom` is called"),
    key("pageOrientation", OneOf(&["portrait", "auto", "landscape"]), "how the device may be turned"),
    key("disableScroll", Bool, "the page as a whole does not scroll"),
    host("disableSwipeBack", Bool, "swiping back is off"),
    host("enableShareAppMessage", Bool, "the page can be sent to a chat"),
    host("enableShareTimeline", Bool, "the page can be shared to Moments"),
    host("restartStrategy", OneOf(&["homePage", "homePageAndLatestPage"]), "which page a restarted app shows"),
    host("initialRenderingCache", OneOf(&["static", "dynamic", "capture"]), "what is shown from the cache before the first frame"),
    host("visualEffectInBackground", OneOf(&["none", "hidden"]), "whether the page is hidden in the list of running apps"),
    host("handleWebviewPreload", OneOf(&["static", "manual", "auto"]), "when the next page's view is made ready"),
];

pub const TAB: Keys = &[
    key("pagePath", Text, "page of the tab, as in `pages`"),
    key("text", Text, "label of the tab"),
    key("iconPath", Text, "icon, from the mini-program root"),
    key("selectedIconPath", Text, "icon of the chosen tab"),
    host("iconData", Any, "icon as data, written by tools"),
    host("selectedIconData", Any, "icon of the chosen tab as data, written by tools"),
];

pub const TAB_BAR: Keys = &[
    key("color", Color, "colour of the labels"),
    key("selectedColor", Color, "colour of the chosen label"),
    key("backgroundColor", Color, "colour of the bar"),
    key("borderStyle", OneOf(&["black", "white"]), "colour of the line above the bar"),
    key("position", OneOf(&["bottom", "top"]), "where the bar stands"),
    key("list", Array(&Object(TAB)), "two to five tabs"),
    key("custom", Bool, "the component `custom-tab-bar/index` draws the bar"),
];

pub const SUBPACKAGE: Keys = &[
    key("root", Any, "folder of the package, from the mini-program root"),
    key("name", Text, "name for `preloadRule`"),
    key("pages", Array(&Any), "page paths below `root`"),
    key("independent", Bool, "works without the main package"),
    key("entry", Text, "script that runs first when the package is loaded"),
    key("plugins", Map(&Object(PLUGIN)), "plugins that only this package uses"),
    host("renderer", OneOf(&["webview", "skyline"]), "renderer of the package's pages"),
    host("componentFramework", OneOf(&["exparser", "glass-easel"]), "component framework of the package's pages"),
];

/// Keys of a plugin's plugin.json.
pub const PLUGIN_JSON: Keys = &[
    key("publicComponents", Map(&Text), "components that mini programs may use, by name"),
    key("pages", Map(&Text), "pages that mini programs may open, by name"),
    key("main", Text, "script behind `requirePlugin`"),
    host("workers", Text, "folder of the workers' scripts"),
    host("themeLocation", Text, "path of a theme file"),
];

const PLUGIN: Keys = &[
    key("version", Text, "version of the plugin; `dev`: the code in `pluginRoot`"),
    key("provider", Text, "app id of the plugin"),
    key("export", Text, "script whose exports the plugin can use"),
    key("genericsImplementation", Map(&Map(&Text)), "components handed to the plugin"),
];

const PRELOAD: Keys = &[
    key("packages", Array(&Text), "roots or names of the packages to load, `__APP__` for the main package"),
    key("network", OneOf(&["all", "wifi"]), "on which networks"),
];

const NETWORK_TIMEOUT: Keys = &[
    key("request", Number, "timeout of `wx.request`, ms"),
    key("connectSocket", Number, "timeout of `wx.connectSocket`, ms"),
    key("uploadFile", Number, "timeout of `wx.uploadFile`, ms"),
    key("downloadFile", Number, "timeout of `wx.downloadFile`, ms"),
];

const PERMISSION: Keys = &[host("desc", Text, "what the permission is asked for")];

const EXTENDED_LIB: Keys = &[
    key("weui", Bool, "components and styles of the package `weui-miniprogram`"),
    key("kbone", Bool, "the packages `miniprogram-element` and `miniprogram-render`"),
];

const SKYLINE: Keys = &[
    host("defaultDisplayBlock", Bool, "elements are blocks, as in a web view"),
    host("defaultContentBox", Bool, "sizes are those of the content, as in a web view"),
    host("tagNameStyleIsolation", Text, "reach of tag selectors"),
    host("enableScrollViewAutoSize", Bool, "a scroll view takes the size of its content"),
    host("disableABTest", Bool, "always the renderer that is named"),
    host("sdkVersionBegin", Text, "first base library that uses Skyline"),
    host("sdkVersionEnd", Text, "last base library that uses Skyline"),
    host("iosVersionBegin", Text, "first version of iOS that uses Skyline"),
    host("iosVersionEnd", Text, "last version of iOS that uses Skyline"),
    host("androidVersionBegin", Text, "first version of Android that uses Skyline"),
    host("androidVersionEnd", Text, "last version of Android that uses Skyline"),
];

pub const RENDERER_OPTIONS: Keys = &[host("skyline", Object(SKYLINE), "options of the renderer Skyline")];

pub const SINGLE_PAGE: Keys =
    &[host("navigationBarFit", OneOf(&["squeezed", "float"]), "whether the navigation bar covers the page opened from Moments")];

pub const PASSIVE: Keys = &[
    host("touchstart", Bool, "touchstart listeners are passive"),
    host("touchmove", Bool, "touchmove listeners are passive"),
    host("wheel", Bool, "wheel listeners are passive"),
];

const WORKERS: Keys =
    &[key("path", Text, "folder of the workers' scripts"), host("isSubpackage", Bool, "the folder is a package of its own")];

const DEBUG_OPTIONS: Keys = &[host("enableFPSPanel", Bool, "show the frame rate")];

/// Keys of `app.json`.
pub const APP: Keys = &[
    key("pages", Array(&Any), "paths of the pages of the main package"),
    key("entryPagePath", Text, "page that opens first; by default the first of `pages`"),
    key("window", Object(WINDOW), "how pages look by default"),
    key("tabBar", Object(TAB_BAR), "the tab bar"),
    key("subPackages", Array(&Object(SUBPACKAGE)), "packages that are loaded when a page of theirs opens"),
    key("subpackages", Array(&Object(SUBPACKAGE)), "the same in another spelling"),
    key("preloadRule", Map(&Object(PRELOAD)), "page → packages to load while it is shown"),
    key("usingComponents", Map(&Any), "tags of components for all pages and components"),
    key("componentPlaceholder", Map(&Text), "tag → tag shown until the component is there"),
    key("networkTimeout", Object(NETWORK_TIMEOUT), "timeouts of network calls"),
    key("debug", Bool, "say more in the console"),
    key("style", Text, "`v2`: newer looks of button, icon, radio, checkbox, switch and slider"),
    key("resizable", Bool, "the window may be resized"),
    key("useExtendedLib", Object(EXTENDED_LIB), "libraries that WeChat supplies"),
    key("darkmode", Bool, "follow the dark mode of the system"),
    key("themeLocation", Text, "file with the colours of light and dark mode"),
    key("resolveAlias", Map(&Text), "prefix → folder for `require` and `usingComponents`"),
    key("permission", Map(&Object(PERMISSION)), "why permissions are asked for"),
    key("requiredPrivateInfos", Array(&Text), "location functions that are used"),
    key("sitemapLocation", Text, "file with rules for WeChat's search; checked"),
    key(
        "lazyCodeLoading",
        OneOf(&["requiredComponents"]),
        "code that few pages need comes with the first of them (release builds), instead of at the start",
    ),
    key("plugins", Map(&Object(PLUGIN)), "plugins, by the name they are used with"),
    host("functionalPages", Either(&Bool, &Map(&Any)), "pages that plugins of this app may open"),
    host("requiredBackgroundModes", Array(&OneOf(&["audio", "location"])), "what goes on in the background"),
    key("workers", Either(&Text, &Object(WORKERS)), "folder of the workers' scripts"),
    host("singlePage", Object(SINGLE_PAGE), "how a page opened from Moments looks"),
    host("supportedMaterials", Any, "files of a chat that this app can open"),
    host("entranceDeclare", Map(&Any), "messages of a chat that this app can open"),
    host("embeddedAppIdList", Array(&Text), "apps that may open half a screen high"),
    host("halfPage", Map(&Any), "whether the app may open half a screen high"),
    host("debugOptions", Object(DEBUG_OPTIONS), "what the debug panel shows"),
    host("static", Array(&Map(&Any)), "files for certain platforms only"),
    host(
        "enablePassiveEvent",
        Either(&Bool, &Object(PASSIVE)),
        "touch listeners cannot stop scrolling; they never do here unless they catch",
    ),
    host("convertRpxToVw", Bool, "how WeChat writes rpx"),
    host("renderer", OneOf(&["webview", "skyline"]), "renderer of all pages; always that of a web view here"),
    host("rendererOptions", Object(RENDERER_OPTIONS), "options of the renderer"),
    host("componentFramework", OneOf(&["exparser", "glass-easel"]), "component framework of all pages"),
    host("navigateToMiniProgramAppIdList", Array(&Text), "apps that may be opened; no longer needed"),
    host("cloud", Bool, "cloud development is used"),
    host("chatTools", Array(&Map(&Any)), "pages that open as tools of a chat"),
    host("serviceProviderTicket", Text, "ticket of a service provider"),
    host("miniApp", Map(&Any), "settings of an app built from this mini program"),
    host("appBar", Map(&Any), "settings of the bar on large screens"),
    host("frameset", Bool, "several pages side by side on large screens"),
    host("__usePrivacyCheck__", Bool, "asks for consent to the privacy guide"),
];
