//! Files behind a template: imports, includes, WXS modules.

use super::{Entry, entry};
use crate::diagnostics::Severity::{Error, Warning};

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        Error,
        "resolve/missing-template-file",
        "an imported or included file does not exist",
        "`src` of `<import>` and `<include>` is a path relative to the file it stands in, or from the mini-program root if it begins with `/`. `.wxml` may be left out. The hint names the
file that was looked for.

```xml
<import src=\"../templates/raw.wxml\" />      <!-- mistake, if the file is row.wxml -->
<import src=\"../templates/row.wxml\" />
```",
    ),
    entry(
        Error,
        "resolve/missing-wxs",
        "the file of a WXS module does not exist",
        "`src` of `<wxs>` is a path relative to the file it stands in, or from the mini-program root if it begins with `/`; the extension `.wxs` is part of it.

```xml
<wxs module=\"format\" src=\"./format\" />          <!-- mistake -->
<wxs module=\"format\" src=\"./format.wxs\" />
```",
    ),
    entry(
        Error,
        "resolve/static-src",
        "the `src` of an `<import>` or `<include>` is missing or not fixed",
        "Which files belong to a page is decided when it is built, so the path must stand there as it is.

```xml
<include src=\"{{file}}\" />                    <!-- mistake -->
<include wx:if=\"{{a}}\" src=\"./a.wxml\" />
<include wx:else src=\"./b.wxml\" />
```",
    ),
    entry(
        Error,
        "resolve/above-root",
        "a path leads out of the mini program",
        "A mini program only contains what lies below its root, the folder of app.json. `..` too many leads above it. Paths that begin with `/` start at the root.

```xml
<import src=\"../../../shared/row.wxml\" />       <!-- mistake -->
<import src=\"/shared/row.wxml\" />
```",
    ),
    entry(
        Error,
        "resolve/include-cycle",
        "a file includes itself",
        "`<include>` copies the content of a file to its place, so a file that includes itself, directly or through others, would never end. Use a `<template>` for structures that
repeat inside themselves, with a condition that ends it.

```xml
<template name=\"node\">
  <view>{{text}}</view>
  <template wx:for=\"{{children}}\" wx:key=\"id\" is=\"node\" data=\"{{...item}}\" />
</template>
```",
    ),
    entry(
        Warning,
        "resolve/unknown-template",
        "no template of this name is visible",
        "`is` names a template of the same file, or of a file that it imports itself: imports of imports are not visible, nor is what an included file defines. Nothing is shown in its
place.

```xml
<import src=\"./rows.wxml\" />
<template is=\"row\" data=\"{{...item}}\" />       <!-- rows.wxml has `<template name=\"row\">` -->
```",
    ),
];
