//! Configuration files: app.json, page and component JSON, project.config.json.

use super::{Entry, entry};
use crate::diagnostics::Severity::{Error, Warning};

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        Error,
        "config/syntax",
        "a JSON file is broken",
        "Configuration files are strict JSON: keys and strings in double quotes, commas between members, nothing after the last one. The file counts as `{}`; the rest of the project is
built.

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
        "a configuration key looks misspelled",
        "The key does not exist and is nearly the name of one that does. Keys that resemble nothing are not reported: other tools may read them.

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
];
