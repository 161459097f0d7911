//! User scripts: JavaScript, TypeScript, WXS, modules and packages.

use super::{Entry, entry};
use crate::diagnostics::Severity::{Error, Warning};

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        Error,
        "script/syntax",
        "a script does not parse",
        "No engine could load this file. The rest of the program is still built; whoever requires this module gets the message as an exception.

```js
Page({
  data: { list: [1, 2 },     // mistake: `]` is missing
  onLoad() {}
})
```

The place is where the parser could not go on; the mistake is there or shortly before.",
    ),
    entry(
        Error,
        "script/too-deep",
        "a script with too many open brackets",
        "More than 20,000 brackets are open at once. No program is written like that; the file is broken, or generated from something that is. JSON of that
depth does not belong into a script either.

```js
value = [[[[[[[[ … ]]]]]]]]                  // mistake, if it goes on like this
```",
    ),
    entry(
        Error,
        "script/json",
        "a JSON file that a script requires does not parse",
        "JSON wants double quotes around names and strings, and a comma between entries. Comments and a comma after the last entry are accepted.

```json
{ 'name': \"a\" }        // mistake
{ \"name\": \"a\" }
```",
    ),
    entry(
        Error,
        "script/top-level-await",
        "`await` outside a function",
        "Modules are CommonJS at run time: `require` returns when the module has run, so a module cannot wait.

```js
const user = await load()                    // mistake
async function start() { const user = await load() }
start()
```",
    ),
    entry(
        Warning,
        "script/assign-to-import",
        "an assignment to an import",
        "Imported names are read-only; the assignment throws when it runs.

```js
import { count } from './store'
count = 2                                    // mistake
```

Let the module that owns the variable change it, by a function it exports, or keep a variable of your own.",
    ),
    entry(
        Warning,
        "script/dynamic-require",
        "`require` with a path that is only known at run time",
        "Only files that a script names with a string are part of the program, so such a call throws.

```js
const texts = require('./lang/' + language)  // mistake
const all = { en: require('./lang/en'), zh: require('./lang/zh') }
const texts = all[language]
```",
    ),
    entry(
        Error,
        "script/missing-module",
        "a required module does not exist",
        "The message lists the files that were looked for. A path that begins with `.` starts at the requiring file, `/` at the folder of `app.json`; other texts are
packages of `miniprogram_npm` or `node_modules`, or aliases of `resolveAlias`. `.js`, `.ts`, `.json` and `/index` may be left out.

```js
const util = require('utils/util')           // a package called `utils`?
const util = require('../../utils/util')
```",
    ),
    entry(
        Error,
        "script/unreadable",
        "a script cannot be read",
        "The file is there, but not as UTF-8 text, or the system does not let the compiler read it. Save it as UTF-8.

```sh
iconv -f GBK -t UTF-8 app.js > converted && mv converted app.js
```",
    ),
    entry(
        Error,
        "script/wxs-syntax",
        "a WXS module does not parse",
        "WXS is read as JavaScript. Templates that use the module find it empty; everything else is still built.

```js
function add(a, b) { return a + b            // mistake: `}` is missing
module.exports = { add: add }
```",
    ),
    entry(
        Error,
        "script/wxs-require",
        "`require` in WXS without a path to a `.wxs` file",
        "WXS modules can only load other WXS modules, by a string with the extension.

```js
var util = require('./util')                 // mistake
var util = require('./util.wxs')
```",
    ),
    entry(
        Error,
        "script/wxs-constructor",
        "`new` with a constructor that WXS does not have",
        "WXS has no built-in constructors. Dates and regular expressions are made by functions, arrays and objects by literals.

```js
var now = new Date()        // mistake
var now = getDate()
var digits = getRegExp('[0-9]+', 'g')
```",
    ),
    entry(
        Warning,
        "script/wxs-unknown-name",
        "a name that WXS does not have",
        "WXS has no access to the app or the page, and of JavaScript's globals it has only `Math`, `JSON`, `Number`, `Date` (`now`, `parse`, `UTC`), `parseInt`,
`parseFloat`, `isNaN`, `isFinite`, the URI functions, `getDate`, `getRegExp` and `console`. Anything else throws a ReferenceError when it is reached, and the call
gives `undefined`.

```js
function f(x) { return Array.isArray(x) }    // mistake
function f(x) { return x.constructor === 'Array' }
```",
    ),
    entry(
        Warning,
        "script/misplaced-method",
        "a handler stands where the framework does not look for it",
        "Methods of a component stand in `methods`; those of a page directly in its options, without `methods`. In the other place they are never found.

```js
Component({ onTap() {} })                            // mistake
Component({ methods: { onTap() {} } })

Page({ methods: { onTap() {} } })                    // mistake
Page({ onTap() {} })
```",
    ),
    entry(
        Warning,
        "script/assigned-data",
        "data is assigned without `setData`",
        "Only `setData` changes what is on the screen. An assignment to `this.data` changes the value for later code, and shows nothing.

```js
add() {
  this.data.count = this.data.count + 1              // mistake
  this.setData({ count: this.data.count + 1 })
}
```

Only data that the template shows and that is never set otherwise is reported.",
    ),
    entry(
        Warning,
        "script/unknown-lifecycle",
        "a function is nearly called like a lifecycle",
        "The framework calls lifecycles by their exact names, and ignores everything else. Other frameworks have other names.

```js
Page({ onload() {} })                                // mistake
Page({ onLoad() {} })
```

Pages have `onLoad`, `onShow`, `onReady`, `onHide`, `onUnload` …; components have `created`, `attached`, `ready`, `detached` in `lifetimes`; an app has `onLaunch`, `onShow`, `onHide` ….",
    ),
    entry(
        Warning,
        "script/unknown-method",
        "a method of pages and components is misspelt",
        "The page or component has no method of that name, and one that is nearly called so.

```js
this.setdata({ count: 1 })                           // mistake: throws
this.data.setData({ count: 1 })                      // mistake: throws
this.setData({ count: 1 })
```",
    ),
    entry(
        Warning,
        "script/lost-this",
        "`this` is not the page in a callback",
        "A function that is written with `function` has a `this` of its own. In a callback that is not the page or component, so `this.setData` fails. An arrow function has the `this` of the code around it.

```js
wx.request({ url, success: function (res) { this.setData({ list: res.data }) } })      // mistake: throws
wx.request({ url, success: (res) => { this.setData({ list: res.data }) } })
```",
    ),
    entry(
        Warning,
        "script/unknown-api",
        "a member of `wx` is misspelt",
        "`wx` has no member of that name, and one that is nearly called so. Calling what is not there throws.

```js
wx.navigateto({ url: '/pages/a/a' })                 // mistake
wx.navigateTo({ url: '/pages/a/a' })
```",
    ),
    entry(
        Warning,
        "script/wrong-registration",
        "a component is registered as a page",
        "The script of a component calls `Component`. `Page` registers a page, so the component stays without behaviour.

```js
Page({ data: {} })                                   // mistake, in a component
Component({ data: {} })
```",
    ),
];
