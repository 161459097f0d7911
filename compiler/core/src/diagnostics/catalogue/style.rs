//! Style sheets: WXSS and its preprocessors.

use super::{Entry, entry};
use crate::diagnostics::Severity::{Error, Warning};

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        Error,
        "style/not-compiled",
        "a Less or Sass sheet cannot be compiled",
        "The compiler for the sheet's language stopped at this place: a name that is not defined, an import that leads nowhere, a brace too few. The sheet is left out; everything else is
built. Inline JavaScript and plugins of Less are not supported: write the value itself.

```less
.a { color: @brand; }   // error: variable @brand is undefined
```",
    ),
    entry(
        Error,
        "style/expected-block",
        "a selector or at-rule has no `{ … }` block",
        "A rule is a selector and a block of declarations.

```css
.a;                    /* mistake */
.a { color: red; }
```

Often a `{` was forgotten, or a `}` too many closed the rule before.",
    ),
    entry(
        Error,
        "style/unclosed-block",
        "a block is never closed",
        "The file ends inside a block. Everything after the `{` was read as a part of it.

```css
.a { color: red        /* mistake: no `}` */
.b { color: blue }
```

Add the missing `}` where the rule should end; the place of the `{` that has no partner is shown.",
    ),
    entry(
        Error,
        "style/missing-selector",
        "a rule or a list has no selector",
        "A block needs a selector, and so does each side of a `,`.

```css
{ color: red }         /* mistake */
.a, { color: red }     /* mistake */
.a, .b { color: red }
```

Browsers skip a rule with an incomplete list, so it is left out. WeChat lets a last `,` pass (a warning here) and rejects the others.",
    ),
    entry(
        Error,
        "style/bad-selector",
        "a selector is malformed",
        "Browsers skip the whole rule if they cannot read one of its selectors, so it is left out. What WeChat lets pass is a warning, what it rejects an error.

```css
.1st { color: red }    /* mistake: a name cannot begin with a digit */
.a > { color: red }    /* mistake: nothing after `>` */
.first { color: red }
```",
    ),
    entry(
        Error,
        "style/expected-property",
        "a declaration does not begin with the name of a property",
        "Inside a block there are declarations, `property: value;`. Something else stands here; it is left out, its neighbours are kept.

```css
.a { = color: red; }   /* mistake */
.a { color: red; }
```",
    ),
    entry(
        Error,
        "style/property-hack",
        "a declaration begins with `*`",
        "`*zoom: 1` and the like are hacks for Internet Explorer 6 and 7. They are not CSS, and WeChat rejects them.

```css
.a { *zoom: 1; }       /* mistake */
```

Remove the declaration.",
    ),
    entry(
        Warning,
        "style/expected-colon",
        "a declaration has no colon",
        "The name of a property is followed by `:` and the value. Without it there is no declaration; it is left out, its neighbours are kept.

```css
.a { width 10px; }     /* mistake */
.a { width: 10px; }
```",
    ),
    entry(
        Error,
        "style/empty-value",
        "a declaration has no value",
        "Only custom properties (`--x:`) may be empty. The declaration is left out, its neighbours are kept.

```css
.a { width: ; }        /* mistake */
.a { width: auto; }
```",
    ),
    entry(
        Warning,
        "style/missing-semicolon",
        "a `;` is missing",
        "Declarations end with `;`; only the last one of a block can do without. A browser reads on into the next line and ignores both declarations, and so does WeChat without a word.

```css
.a {
  color: red           /* mistake */
  width: 10px;
}
```",
    ),
    entry(
        Error,
        "style/unexpected-token",
        "something stands where it has no meaning",
        "A `}` or `)` that closes nothing, a `!` that is not `!important`, or another sign that no value can contain.

```css
.a { color: red; }}            /* mistake */
.a { color: red !ie; }         /* mistake */
.a { color: red !important; }
```",
    ),
    entry(
        Error,
        "style/unexpected-rule",
        "a rule stands inside a block of descriptors",
        "The blocks of `@font-face`, `@page`, `@property` and the steps of `@keyframes` hold declarations only.

```css
@font-face { .a { color: red } }   /* mistake */
```

Move the rule out of the block.",
    ),
    entry(
        Error,
        "style/unclosed-parenthesis",
        "a parenthesis or bracket is never closed",
        "In CSS an open parenthesis swallows everything up to its partner, `}` included: one that is missing hides the rest of the file. Only the declaration or rule with the mistake is left out here.

```css
.a { width: calc(100% - (10px; }   /* mistake */
.a { width: calc(100% - 10px); }
```",
    ),
    entry(
        Error,
        "style/unclosed-string",
        "a string is not closed in its line",
        "A string ends in the line in which it begins. The declaration is left out, its neighbours are kept.

```css
.a::before { content: \"→; }       /* mistake */
.a::before { content: \"→\"; }
```",
    ),
    entry(
        Warning,
        "style/bad-url",
        "a `url(…)` without quotes contains signs that need them",
        "White space, quotes and parentheses can stand in a URL only between quotes.

```css
.a { background: url(my image.png); }      /* mistake */
.a { background: url(\"my image.png\"); }
```",
    ),
    entry(
        Error,
        "style/expected-name",
        "`@keyframes` has no name",
        "An animation is named once, by an identifier or a string.

```css
@keyframes { from { top: 0 } }         /* mistake */
@keyframes drop { from { top: 0 } }
```",
    ),
    entry(
        Error,
        "style/bad-css",
        "a part of the sheet is no CSS",
        "The structure is right, but a browser could not make anything of what stands here. It is left out; the rest of the sheet is kept.

```css
@layer 1st { .a { color: red } }       /* mistake: a name cannot begin with a digit */
@layer first { .a { color: red } }
```",
    ),
    entry(
        Error,
        "style/too-deep",
        "blocks or parentheses are nested too deeply",
        "Nobody writes dozens of blocks or parentheses inside each other by hand; a generator has gone wrong. The inner part is left out.

```css
.a { width: calc((((((((((( … )))))))))))); }
```",
    ),
    entry(
        Error,
        "style/too-large",
        "a sheet becomes too large when nested rules or media queries are written out",
        "A media query with `,` or `or` that asks for the size of the page and for something else has its block written out once per alternative. Inside each other such queries multiply.

```css
@media (min-width: 1px), (hover) { @media (min-width: 2px), (hover) { … } }
```

Likewise the selector lists of nested rules multiply: `.a, .b { .c, .d { … } }` has four selectors.

Put the alternatives into separate rules, or take the nesting apart.",
    ),
    entry(
        Error,
        "style/bad-import",
        "`@import` has no path",
        "`@import` is followed by a path in quotes, or by `url(…)`.

```css
@import common.wxss;           /* mistake */
@import \"common.wxss\";
```",
    ),
    entry(
        Error,
        "style/misplaced-import",
        "`@import` stands inside a block",
        "An import brings whole rules, so it stands outside of blocks, anywhere in the file. WeChat leaves one inside `@media` to browsers, which ignore it.

```css
.a { @import \"b.wxss\"; }     /* mistake */
```

Move it to the top of the file.",
    ),
    entry(
        Error,
        "style/import-not-found",
        "an imported style sheet does not exist",
        "Paths are relative to the importing file, or to the root of the mini program with a leading `/`; `.wxss` may be left out. The hint lists the paths that were tried.

```css
@import \"/styles/common.wxss\";
```

Add the file, or correct the path. The rest of the sheet is compiled.",
    ),
    entry(
        Error,
        "style/import-outside",
        "an import leads out of the mini program",
        "Only files below the mini program's root (`miniprogramRoot`) and files of npm packages can be imported.

```css
@import \"../../../shared.wxss\";   /* mistake */
```

Move the file into the mini program.",
    ),
    entry(
        Error,
        "style/import-cycle",
        "style sheets import each other in a circle",
        "A file that imports itself, directly or through others, has no beginning. The import that closes the circle is left out.

```css
/* a.wxss */ @import \"b.wxss\";
/* b.wxss */ @import \"a.wxss\";   /* mistake */
```

Move what both need into a third file.",
    ),
    entry(
        Error,
        "style/too-many-imports",
        "imports are nested too deeply, or too many",
        "Hundreds of imports inside imports, or tens of thousands in one sheet, are a generator gone wrong.

```css
@import \"level-201.wxss\";
```",
    ),
    entry(
        Error,
        "style/unreadable",
        "a style sheet cannot be read",
        "The file exists, but its bytes are not UTF-8, or the system refuses to hand it out.

Save the file as UTF-8 (the first wrong byte is named), or correct its permissions.

```sh
iconv -f GBK -t UTF-8 app.wxss > converted && mv converted app.wxss
```",
    ),
    entry(
        Warning,
        "style/line-comment",
        "`//` is no comment in CSS",
        "CSS has only `/* … */`. A browser, and WeChat, read the text after `//` as a part of the next selector or declaration, which is lost. Here it is read as the comment it was meant to be.

```css
// the head                    /* mistake */
/* the head */
.head { color: red }
```",
    ),
    entry(
        Warning,
        "style/unclosed-comment",
        "a comment is never closed",
        "The comment reaches to the end of the file and hides everything after it.

```css
/* the head
.head { color: red }           /* hidden up to here, luckily */
```

Write `*/` where the comment should end.",
    ),
    entry(
        Error,
        "style/stray-semicolon",
        "a `;` stands between rules",
        "A browser takes the `;` for the beginning of the next selector and skips that rule; WeChat rejects the file. Here the rule is kept.

```css
.a { color: red };             /* mistake */
.b { color: blue }             /* browsers skip this rule */
```",
    ),
    entry(
        Warning,
        "style/unknown-at-rule",
        "browsers do not know an at-rule",
        "The rule has no effect in a browser. Rules of preprocessors (`@include`, `@extend`) must be compiled before.

```css
@include clearfix;             /* mistake: SCSS in a WXSS file */
```",
    ),
    entry(
        Warning,
        "style/unknown-pseudo",
        "browsers may not know a pseudo-class or pseudo-element",
        "A browser that does not know one selector of a rule skips the whole rule. `::v-deep` and `:deep()` belong to Vue's tools, not to CSS.

```css
.a ::v-deep .b { color: red }  /* mistake */
.a .b { color: red }
```",
    ),
    entry(
        Warning,
        "style/namespace",
        "`@namespace` is left out",
        "`@namespace` changes what tag selectors and `*` mean, in a web page for every sheet that is joined with this one. Mini programs have one namespace.

```css
@namespace url(http://www.w3.org/1999/xhtml);   /* remove it */
```",
    ),
    entry(
        Warning,
        "style/bad-media-query",
        "a media query is malformed",
        "Browsers read a malformed media query as one that never applies.

```css
@media screen and(min-width: 400px) { … }       /* mistake: no space after `and` */
@media screen and (min-width: 400px) { … }
```

`and` and `or` cannot be mixed without parentheses.",
    ),
    entry(
        Warning,
        "style/remote-import",
        "a style sheet of another origin is imported",
        "WeChat does not allow it. In a browser the sheet is loaded when the page runs: its selectors are not confined to the page, and `rpx` means nothing in it.

```css
@import \"https://example.com/a.css\";
```

Copy the file into the project.",
    ),
    entry(
        Warning,
        "style/asset-not-found",
        "a file that `url(…)` names does not exist",
        "Paths in `url(…)` are relative to the style sheet, or to the root of the mini program with a leading `/`. The URL is left as it is.

```css
.a { background: url(/images/head.png); }
```

Add the file, or correct the path.",
    ),
    entry(
        Warning,
        "style/rpx-case",
        "`rpx` is not in lower case",
        "WeChat converts only `rpx`; with another spelling the declaration has no effect there. Here it is converted.

```css
.a { width: 10RPX; }           /* mistake */
.a { width: 10rpx; }
```",
    ),
    entry(
        Warning,
        "style/rpx-exponent",
        "a length in `rpx` is written with an exponent",
        "`1e2rpx` is not converted by WeChat and means nothing to a browser.

```css
.a { width: 1e2rpx; }          /* mistake */
.a { width: 100rpx; }
```",
    ),
    entry(
        Error,
        "style/deep-combinator",
        "`>>>` and `/deep/` are read as a space",
        "These combinators were removed from CSS; WeChat rejects `>>>` and mangles `/deep/`. What stands after them is not confined to its owner, so that it reaches elements of components, as it was meant to.

```css
.a >>> .b { color: red }
```

Prefer `styleIsolation` or `externalClasses` of the component.",
    ),
    entry(
        Warning,
        "style/rpx-in-media",
        "a media query asks for `rpx`",
        "WeChat converts `rpx` in declarations, not in media queries, and browsers do not know the unit: such a query never applies, there or here.

```css
@media (min-width: 750rpx) { .a { color: red } }       /* mistake */
@media (min-width: 375px) { .a { color: red } }
```",
    ),
    entry(
        Error,
        "style/expected-condition",
        "`@supports` has no condition",
        "The rule needs to know what to ask the browser for.

```css
@supports { .a { color: red } }        /* mistake */
@supports (display: grid) { .a { color: red } }
```",
    ),
    entry(
        Error,
        "style/bad-frame",
        "a frame of `@keyframes` is neither `from`, `to` nor a percentage",
        "Browsers skip the frame. WeChat lets names pass (a warning here) and rejects numbers without `%`.

```css
@keyframes drop { 0 { top: 0 } to { top: 9px } }       /* mistake */
@keyframes drop { 0% { top: 0 } to { top: 9px } }
```",
    ),
    entry(
        Error,
        "style/bad-charset",
        "`@charset` without a name in quotes",
        "WeChat rejects the file. Mini programs are always UTF-8, so the rule says nothing.

```css
@charset utf-8;                /* mistake */
@charset \"utf-8\";
```

Leave it out.",
    ),
    entry(
        Warning,
        "style/component-selector",
        "a component's sheet selects by tag, id or attribute",
        "WeChat prints `Some selectors are not allowed in component wxss, including tag name selectors, ID selectors, and attribute selectors.` and lets the rule apply to the whole page. Here it
stays inside the component. The first place of a sheet is shown.

```css
view { color: red }            /* mistake, in the sheet of a component */
.row { color: red }
```",
    ),
    entry(
        Warning,
        "style/space-before-unit",
        "a space stands between a number and its unit",
        "A length is a number and a unit without anything between. With a space the value is a number and a word, and browsers ignore the declaration.

```css
.a { width: 10 rpx; }          /* mistake */
.a { width: 10rpx; }
```",
    ),
    entry(
        Warning,
        "style/unknown-unit",
        "a unit is nearly `rpx` or `px`",
        "There is no unit of that name, so browsers ignore the declaration. `upx` is a unit of another framework, which means `rpx`.

```css
.a { width: 10rxp; }           /* mistake */
.a { width: 10rpx; }
```",
    ),
];
