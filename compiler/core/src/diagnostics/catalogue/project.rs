//! References between files: pages, components, imports, includes, modules, images.

use super::{Entry, entry};
use crate::diagnostics::Severity::{Error, Note, Warning};

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        Note,
        "project/plugin-script",
        "a script asks for a plugin whose code is not here",
        "The code of WeChat plugins lies on WeChat's servers. `requirePlugin` gives an object whose functions can be called, return nothing and print a warning, so that the rest of the program
runs. A plugin that is developed in this project (`pluginRoot` in project.config.json; `\"version\": \"dev\"` or the project's own app id as `provider`) is the real one.

```js
const chat = requirePlugin('chat')
chat.init()   // a warning in the console
```",
    ),
    entry(
        Error,
        "project/worker",
        "a worker cannot start",
        "`wx.createWorker` runs a script of the folder that `workers` of app.json names; the path begins at the mini-program root. A worker has no other files: what it requires lies in that
folder too, named by a relative path.

```json
{ \"workers\": \"workers\" }
```

```js
const worker = wx.createWorker('workers/sum.js')
worker.onMessage((sum) => this.setData({ sum }))
worker.postMessage([1, 2, 3])
```",
    ),
    entry(
        Error,
        "project/other-package",
        "a file of another subpackage is used as if it were there",
        "A subpackage is loaded when one of its pages is opened. Until then, its modules and components do not exist for other packages, and its templates and style sheets never do. Load a
module with `require.async`, give a component a placeholder, or move what is shared to the main package. An independent subpackage runs without the main package, so all it needs lies in it
(packages from npm are brought along).

```js
const chart = require('../../charts/draw')                      // error: `charts` is a subpackage
require.async('../../charts/draw').then((chart) => chart.draw())
```

```json
{ \"usingComponents\": { \"chart\": \"/charts/chart\" }, \"componentPlaceholder\": { \"chart\": \"view\" } }
```",
    ),
    entry(
        Error,
        "project/missing-app",
        "there is no app.json",
        "app.json is where a mini program begins. It lies beside project.config.json, or in the folder that `miniprogramRoot` of project.config.json names. Without
`miniprogramRoot`, usual folders such as `miniprogram/` and `src/` are searched too, and taken when exactly one of them holds an app.json.

```json
{ \"miniprogramRoot\": \"miniprogram/\" }
```

Run `wxc` in the folder of project.config.json, or give that folder as argument. If another tool writes app.json, run that tool first.",
    ),
    entry(
        Error,
        "project/missing-page",
        "a page does not exist",
        "A page that app.json lists has neither a template nor a script. The message lists the files that were looked for. The other pages are built.

```json
{ \"pages\": [\"pages/index/index\", \"pages/detail/detial\"] }
{ \"pages\": [\"pages/index/index\", \"pages/detail/detail\"] }
```",
    ),
    entry(
        Error,
        "project/missing-component",
        "a component does not exist",
        "A path of `usingComponents` leads nowhere. It is looked up relative to the JSON file, from the mini-program root if it begins with `/`, and among the packages in
`miniprogram_npm` and `node_modules`; a folder stands for its `index`. The message lists the files that were looked for. A placeholder with the tag's name is shown.

```json
{ \"usingComponents\": { \"my-card\": \"/components/crad/card\" } }
{ \"usingComponents\": { \"my-card\": \"/components/card/card\" } }
```",
    ),
    entry(
        Error,
        "project/missing-file",
        "a file of a page or component is missing",
        "A page or component has a template (`.wxml`) and a script (`.js` or `.ts`). One of the two is there, the other is not. An empty template and `Page({})` or `Component({})` are
enough. Files that app.json names, such as `themeLocation`, must be there too.

```js
// pages/detail/detail.js
Page({})
```",
    ),
    entry(
        Warning,
        "project/missing-asset",
        "an image or another package file is missing",
        "A template, a style sheet or the tab bar names a file that the project does not hold. Paths that begin with `/` start at the mini-program root, others at the file that names them.

```xml
<image src=\"/images/lgoo.png\" />
<image src=\"/images/logo.png\" />
```",
    ),
    entry(
        Error,
        "project/not-utf8",
        "a source file is not UTF-8 text",
        "Source files are UTF-8. Older editors on Windows save Chinese text as GBK or GB2312, others as UTF-16; the message says at which byte the text stops being UTF-8.

Open the file with its old encoding and save it as UTF-8.

```sh
iconv -f GBK -t UTF-8 pages/a/a.wxml > converted && mv converted pages/a/a.wxml
```",
    ),
    entry(
        Error,
        "project/unreadable",
        "a file cannot be read",
        "The file is there, but the system does not let the compiler read it: its permissions forbid it, it is a folder, or the device fails. The message holds the system's words.

```sh
chmod u+r pages/a/a.wxml
```",
    ),
    entry(
        Warning,
        "project/unsupported-style",
        "a style sheet is written in a language that is not switched on",
        "A page, a component or the app has a Less or Sass sheet and no WXSS beside it, and the project does not use the compiler plugin for that language: WeChat's tools leave the sheet
out. Switch the plugin on in project.config.json, or compile the sheet with another tool and keep the WXSS.

```json
{ \"setting\": { \"useCompilerPlugins\": [\"typescript\", \"less\", \"sass\"] } }
```",
    ),
    entry(
        Warning,
        "project/plugin-component",
        "a component belongs to a plugin",
        "The code of WeChat plugins lies on WeChat's servers and cannot be loaded elsewhere. The tag is shown as a placeholder with its name, so the rest of the page works. For the web,
replace it by a component of your own.

```json
{ \"usingComponents\": { \"chat\": \"plugin://chatbot/chat\" } }
```",
    ),
    entry(
        Warning,
        "project/reserved-name",
        "a package file has the name of an output file",
        "Files of the mini program that are not source are copied to the output under their own path. `index.html` and `manifest.json` at the top are written by `wxc` itself, so files of
that name cannot be copied. Rename the file, or move it into a folder.

```sh
mv manifest.json data/manifest.json
```",
    ),
    entry(
        Note,
        "project/host-only-api",
        "a member of `wx` works only inside the WeChat app",
        "The function needs WeChat itself: its accounts, payments, cards, devices or services. In a browser it exists, so that testing for it does not throw, and every call fails with
`errMsg: \"<name>:fail not supported in browser\"` and `errno: 100`. `wx.canIUse` says false.

```js
wx.addCard({ cardList, fail: () => this.setData({ showOtherWay: true }) })
```

The note lists the first places that use it. It counts neither as error nor as warning.",
    ),
    entry(
        Note,
        "project/no-first-frame",
        "a page has no first frame in its HTML",
        "`wxc build` runs the scripts of each page once and writes what the page shows first into its HTML, so that it is there before any script has loaded. It does so
without a network, a clock, storage or timers, and within limits of time and memory. A page that throws there, does not come to an end or needs what is not there
starts with an empty screen instead, as it would without this step; nothing else is different.

```js
Page({ onLoad() { this.setData({ name: wx.getStorageSync('user').name.trim() }) } })       // storage is empty: `undefined.trim` throws
Page({ onLoad() { this.setData({ name: (wx.getStorageSync('user').name || '').trim() }) } })
```

People who open the app for the first time have empty storage too, so such a page may fail for them as well. `--no-prerender` leaves the step out for all pages.",
    ),
    entry(
        Warning,
        "project/unknown-page",
        "a link leads to a page that app.json does not list",
        "The `url` of `<navigator>`, `wx.navigateTo` and their like is the path of a page from the mini-program root, with a slash in front; without one it starts at the folder of the page that is open. Opening
any other page fails with `page \"…\" is not found`.

```xml
<navigator url=\"/pages/detial/detail?id=1\">open</navigator>      <!-- mistake -->
<navigator url=\"/pages/detail/detail?id=1\">open</navigator>
```

Only URLs that are written out are checked.",
    ),
    entry(
        Warning,
        "project/wrong-navigation",
        "a page cannot be opened in this way",
        "Pages of the tab bar are opened by `switchTab` (without a query) or `reLaunch`, all others by `navigateTo`, `redirectTo` or `reLaunch`. Anything else fails at run time.

```js
wx.navigateTo({ url: '/pages/home/home' })      // mistake, if it is a tab
wx.switchTab({ url: '/pages/home/home' })
```",
    ),
    entry(
        Note,
        "project/unlisted-page",
        "the files of a page are there, and app.json does not list it",
        "A page that `pages` of app.json does not list is not part of the app: nothing can open it.

```json
{ \"pages\": [\"pages/index/index\", \"pages/detail/detail\"] }
```

Add it to `pages` (or to the `pages` of its subpackage), or remove its files.",
    ),
    entry(
        Warning,
        "project/package-size",
        "a package is larger than WeChat takes",
        "WeChat takes packages of up to 2 MB each, and apps of up to 30 MB (20 MB if a service provider makes them). On the web there is no such limit, only patience.

```json
{ \"pages\": [\"pages/index/index\"], \"subpackages\": [{ \"root\": \"shop\", \"pages\": [\"list/list\"] }] }
```

Put images and media on a server, and pages that are not needed at the start into subpackages. The numbers are those of the source files; WeChat's tools make them somewhat smaller.",
    ),
];
