//! Configuration files: app.json, page and component JSON, project.config.json.

use super::{Entry, entry};
use crate::diagnostics::Severity::{Error, Note, Warning};

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        Warning,
        "config/pattern",
        "a regular expression of `packOptions` cannot be used",
        "Rules of the type `regexp` are compared with paths from the mini-program root, without regard to case. Expressions that look ahead, behind or back are not supported; the rule is
passed over. Most of them can be said plainly, or as a `glob`.

```json
{ \"packOptions\": { \"ignore\": [{ \"type\": \"regexp\", \"value\": \"\\\\.psd$\" }] } }
```",
    ),
    entry(
        Error,
        "config/syntax",
        "a JSON file is broken",
        "Configuration files are strict JSON: keys and strings in double quotes, commas between members, nothing after the last one. What was meant is read where that is clear; otherwise the
file counts as `{}` and the rest of the project is built.

```json
{ 'pages': [\"pages/index/index\"] \"window\": {} }
{ \"pages\": [\"pages/index/index\"], \"window\": {} }
```

The first line is wrong twice: single quotes, and a missing comma.",
    ),
    entry(
        Warning,
        "config/comment",
        "JSON has no comments",
        "`wxc` reads comments in JSON files and skips them. WeChat's tools reject the file, so it works here and fails there.

```json
{
  // first page                     mistake
  \"pages\": [\"pages/index/index\"]
}
```

Remove the comments.",
    ),
    entry(
        Warning,
        "config/trailing-comma",
        "JSON has no comma after the last member",
        "`wxc` skips a comma after the last member or item. WeChat's tools reject the file.

```json
{ \"pages\": [\"pages/index/index\",] }
{ \"pages\": [\"pages/index/index\"] }
```",
    ),
    entry(
        Warning,
        "config/duplicate-key",
        "an object has two members of one name",
        "Of two members with the same name the last one counts, and the first one is lost without a trace. Often two lists of `usingComponents` were meant to be one.

```json
{ \"usingComponents\": { \"a\": \"/a\" }, \"usingComponents\": { \"b\": \"/b\" } }
{ \"usingComponents\": { \"a\": \"/a\", \"b\": \"/b\" } }
```",
    ),
    entry(
        Warning,
        "config/wrong-value",
        "a configuration value has the wrong type",
        "The key exists, but it takes another kind of value. A file that must hold an object, a page or a component that is not named by a string are errors; values of
other keys are left as they are and the run time falls back to its default.

```json
{ \"navigationBarTextStyle\": \"red\", \"onReachBottomDistance\": true }
{ \"navigationBarTextStyle\": \"black\", \"onReachBottomDistance\": 50 }
```",
    ),
    entry(
        Warning,
        "config/unknown-key",
        "there is no such configuration key",
        "The key does not exist here: it is misspelt, or belongs into another object or file. Names that begin with `$` or `_` are for other tools and not reported; in
project.config.json, into which WeChat's tools write keys of their own, only misspelt ones are.

```json
{ \"navigationBarTitelText\": \"Shop\" }
{ \"navigationBarTitleText\": \"Shop\" }
```",
    ),
    entry(
        Error,
        "config/no-pages",
        "the app has no pages",
        "`pages` of app.json lists every page, and the first one opens when the app starts. Without it there is nothing to build.

```json
{ \"pages\": [\"pages/index/index\"] }
```",
    ),
    entry(
        Warning,
        "config/page-path",
        "a page path is not written as WeChat wants it",
        "Pages are named by their path from the mini-program root, without a slash in front and without extension. `wxc` understands the other spellings; WeChat's tools reject them.

```json
{ \"pages\": [\"/pages/index/index.wxml\"] }
{ \"pages\": [\"pages/index/index\"] }
```",
    ),
    entry(
        Warning,
        "config/duplicate-page",
        "a page is listed twice",
        "Each page stands once in `pages` or in one subpackage. The second entry has no effect.

```json
{ \"pages\": [\"pages/a/a\", \"pages/b/b\", \"pages/a/a\"] }
{ \"pages\": [\"pages/a/a\", \"pages/b/b\"] }
```",
    ),
    entry(
        Error,
        "config/no-root",
        "a subpackage has no root folder",
        "Every subpackage names the folder that holds its files; its pages are listed relative to that folder.

```json
{ \"subPackages\": [{ \"pages\": [\"detail/detail\"] }] }
{ \"subPackages\": [{ \"root\": \"shop\", \"pages\": [\"detail/detail\"] }] }
```",
    ),
    entry(
        Warning,
        "config/nested-subpackage",
        "two subpackages overlap",
        "A file belongs to the subpackage in whose folder it lies. When one root lies inside another, or two are equal, it is not clear which one that is; WeChat's tools reject such an
app.json. Give each subpackage a folder of its own.

```json
{ \"subPackages\": [{ \"root\": \"a\", \"pages\": [] }, { \"root\": \"a/b\", \"pages\": [] }] }
```",
    ),
    entry(
        Error,
        "config/unknown-page",
        "a page is named that the app does not list",
        "`entryPagePath` and `pagePath` of the tab bar name pages of the list `pages`, with the same spelling.

```json
{ \"pages\": [\"pages/index/index\"], \"entryPagePath\": \"pages/home/home\" }
{ \"pages\": [\"pages/index/index\", \"pages/home/home\"], \"entryPagePath\": \"pages/home/home\" }
```",
    ),
    entry(
        Error,
        "config/tab-bar",
        "the tab bar contradicts WeChat's rules",
        "A tab bar has a `list` of two to five tabs, and each tab names a page of the main package by `pagePath`. A missing list or page is an error; a list of another length, and tab
pages in subpackages, work on the web and are rejected by WeChat, so they are warnings.

```json
{ \"tabBar\": { \"list\": [{ \"text\": \"Home\" }] } }
{ \"tabBar\": { \"list\": [{ \"text\": \"Home\", \"pagePath\": \"pages/a/a\" }, { \"text\": \"Me\", \"pagePath\": \"pages/b/b\" }] } }
```",
    ),
    entry(
        Warning,
        "config/preload-rule",
        "a preload rule names nothing that exists",
        "Keys of `preloadRule` are pages; `packages` lists roots or names of subpackages, or `__APP__` for the main package. A rule with other names never applies.

```json
{ \"preloadRule\": { \"pages/a/a\": { \"packages\": [\"shop\"] } } }
```",
    ),
    entry(
        Warning,
        "config/unknown-theme-name",
        "the theme does not define this name",
        "A value that begins with `@` is looked up in the file that `themeLocation` names, under `light` or `dark`. A name that is not there gives no colour.

```json
{ \"window\": { \"backgroundColor\": \"@bg\" }, \"themeLocation\": \"theme.json\" }
```

theme.json:

```json
{ \"light\": { \"bg\": \"#ffffff\" }, \"dark\": { \"bg\": \"#111111\" } }
```",
    ),
    entry(
        Warning,
        "config/byte-order-mark",
        "a JSON file begins with a byte order mark",
        "Some editors on Windows write three invisible bytes at the start of a file. `wxc` skips them. WeChat's tools reject the file with a syntax error at a place where nothing is to be seen.

Save the file as \"UTF-8\" and not as \"UTF-8 with BOM\":

```sh
sed -i '1s/^\\xEF\\xBB\\xBF//' app.json
```",
    ),
    entry(
        Warning,
        "config/page-of-subpackage",
        "a page of the main package lies in the folder of a subpackage",
        "Everything in the folder of a subpackage belongs to it, so a page in there cannot be one of the main package. WeChat's tools reject such an app.json.

```json
{ \"pages\": [\"pages/a/a\", \"shop/list/list\"], \"subpackages\": [{ \"root\": \"shop\", \"pages\": [] }] }
{ \"pages\": [\"pages/a/a\"], \"subpackages\": [{ \"root\": \"shop\", \"pages\": [\"list/list\"] }] }
```",
    ),
    entry(
        Warning,
        "config/theme-mode",
        "a name of the theme has a value in one mode only",
        "A name of theme.json needs a value for light and for dark mode; in the other one it stands for nothing.

```json
{ \"light\": { \"bg\": \"#ffffff\", \"text\": \"#000000\" }, \"dark\": { \"bg\": \"#111111\" } }
{ \"light\": { \"bg\": \"#ffffff\", \"text\": \"#000000\" }, \"dark\": { \"bg\": \"#111111\", \"text\": \"#ffffff\" } }
```",
    ),
    entry(
        Warning,
        "config/sitemap-page",
        "a rule of sitemap.json names a page that does not exist",
        "sitemap.json tells WeChat's search which pages it may show. Its rules name pages as app.json lists them, or `*` for all. On the web the file has no effect.

```json
{ \"rules\": [{ \"action\": \"disallow\", \"page\": \"pages/prviate/private\" }] }
{ \"rules\": [{ \"action\": \"disallow\", \"page\": \"pages/private/private\" }] }
```",
    ),
    entry(
        Warning,
        "config/alias",
        "an alias does not end in `/*`, or leads nowhere",
        "`resolveAlias` gives folders a short name for `require`, `import` and `usingComponents`. Both sides end in `/*`, and the folder is named from the mini-program root.

```json
{ \"resolveAlias\": { \"@utils\": \"utils\" } }
{ \"resolveAlias\": { \"@utils/*\": \"utils/*\" } }
```",
    ),
    entry(
        Error,
        "config/extended-lib",
        "a library of `useExtendedLib` is not installed",
        "`useExtendedLib` makes WeChat supply a library that the project does not hold. Nobody supplies it on the web, so `wxc` takes the npm package of the same content: `weui-miniprogram` for `weui`,
`miniprogram-element` and `miniprogram-render` for `kbone`.

```json
{ \"useExtendedLib\": { \"weui\": true } }
```

```sh
npm install weui-miniprogram
```",
    ),
    entry(
        Warning,
        "config/not-a-component",
        "a component does not say that it is one",
        "The JSON file of a component says `\"component\": true`. Without it WeChat refuses to load the component; `wxc` loads it.

```json
{ \"usingComponents\": {} }
{ \"component\": true, \"usingComponents\": {} }
```",
    ),
    entry(
        Warning,
        "config/placeholder",
        "`componentPlaceholder` names a component that does not exist",
        "Keys of `componentPlaceholder` are tags of `usingComponents`, values are what is shown until the component is loaded: a built-in component, or another declared one.

```json
{ \"usingComponents\": { \"big-chart\": \"/chart/chart\" }, \"componentPlaceholder\": { \"bigchart\": \"veiw\" } }
{ \"usingComponents\": { \"big-chart\": \"/chart/chart\" }, \"componentPlaceholder\": { \"big-chart\": \"view\" } }
```",
    ),
    entry(
        Warning,
        "config/unknown-plugin",
        "a component of a plugin that app.json does not declare",
        "`plugin://name/component` begins with a name of `plugins` in app.json, or of the subpackage that uses it. The code of plugins lies on WeChat's servers, so on the web a placeholder is shown.

```json
{ \"plugins\": { \"chat\": { \"version\": \"1.0.0\", \"provider\": \"wx0123456789abcdef\" } } }
{ \"usingComponents\": { \"chat-box\": \"plugin://chat/box\" } }
```",
    ),
    entry(
        Note,
        "config/unused-component",
        "a declared component is not used",
        "`usingComponents` declares a tag that the template does not use, nor the templates it imports and includes. WeChat loads every declared component before the page is shown; `wxc` leaves it out.

```json
{ \"usingComponents\": { \"my-card\": \"/components/my-card/my-card\" } }
```

Remove the declaration, or use the tag.",
    ),
];
