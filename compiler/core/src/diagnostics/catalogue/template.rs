//! What templates refer to: other template files, named templates, WXS modules, data that can be written back.

use super::{Entry, entry};
use crate::diagnostics::Severity::{Error, Warning};

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        Error,
        "resolve/static-src",
        "`src` of an import or include must be a plain path",
        "Templates are put together when the project is compiled, so the path of a file cannot depend on data.

```xml
<include src=\"{{page}}.wxml\"/>                        <!-- wrong -->
<include wx:if=\"{{wide}}\" src=\"./wide.wxml\"/>         <!-- right: choose between constant paths -->
```",
    ),
    entry(
        Error,
        "resolve/missing-template-file",
        "an imported or included file does not exist",
        "The file that `<import>` or `<include>` names was not found; nothing is shown in its place. Paths are relative to the file that names them, or begin with `/` at the root
of the mini program; `.wxml` may be left out.

```xml
<import src=\"../templates/item.wxml\"/>
<import src=\"/templates/item\"/>
```",
    ),
    entry(
        Error,
        "resolve/above-root",
        "a path leads above the root of the mini program",
        "`..` was written more often than there are folders. A path that begins with `/` starts at the root.

```xml
<include src=\"../../../footer.wxml\"/>   <!-- in pages/home/home.wxml: wrong -->
<include src=\"/footer.wxml\"/>
```",
    ),
    entry(
        Error,
        "resolve/missing-wxs",
        "a WXS file does not exist",
        "The file that `<wxs src>` names was not found; its functions give nothing. The extension has to be written, and the path is relative to the WXML file or begins with `/`.

```xml
<wxs module=\"money\" src=\"../../utils/money.wxs\"/>
```",
    ),
    entry(
        Error,
        "resolve/include-cycle",
        "a file includes itself",
        "`<include>` copies a file to its place, so a file that includes itself, perhaps by way of others, would have no end. A template may use itself.

```xml
<template name=\"node\">
  <text>{{title}}</text>
  <template is=\"node\" wx:for=\"{{children}}\" wx:key=\"id\" data=\"{{...item}}\"/>
</template>
```",
    ),
    entry(
        Error,
        "project/not-utf8",
        "a file is not UTF-8",
        "Sources are read as UTF-8. The message says at which byte the text stops being valid; files saved as GBK or UTF-16 look like this. Save the file with UTF-8 encoding.",
    ),
    entry(
        Warning,
        "resolve/unknown-template",
        "no template of this name is visible",
        "`<template is>` shows a template of the same file, or of a file that it imports itself: imports are not passed on. Nothing is shown.

```xml
<import src=\"./item.wxml\"/>
<template is=\"item\" data=\"{{...row}}\"/>
```",
    ),
    entry(
        Warning,
        "wxml/forbidden-attribute",
        "an attribute that cannot be written into HTML",
        "Attributes whose names begin with `on` would be scripts in a web page, and some characters cannot stand in an attribute's name. The attribute is left out.

```xml
<view onclick=\"go\"/>      <!-- wrong -->
<view bind:tap=\"go\"/>
```",
    ),
    entry(
        Warning,
        "wxml/model-not-writable",
        "a `model:` value that cannot be written back",
        "`model:` writes what the user entered back into data, so its value has to be a field of the data.

```xml
<input model:value=\"{{a + b}}\"/>    <!-- wrong -->
<input model:value=\"{{name}}\"/>
```",
    ),
    entry(
        Error,
        "wxml/template-data",
        "`data` of a template is not the inside of an object",
        "`data` of `<template is>` takes the fields of an object, without its braces.

```xml
<template is=\"t\" data=\"{{ok ? a : b}}\"/>        <!-- wrong -->
<template is=\"t\" data=\"{{...(ok ? a : b)}}\"/>
<template is=\"t\" data=\"{{title, count: 2, ...item}}\"/>
```",
    ),
];
