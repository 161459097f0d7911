//! The syntax of WXML and of the expressions in it.

use super::{Entry, entry};
use crate::diagnostics::Severity::{Error, Warning};

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        Error,
        "parse/unclosed-tag",
        "an element has no end tag",
        "Every element of WXML ends with an end tag or `/>`. Nothing closes itself, not even `<image>`, `<input>` or `<br>`.

```xml
<view>
  <text>hello          <!-- mistake -->
</view>
<image src=\"a.png\">    <!-- mistake -->
```

Write the end tag where the element ends, or `/>` if it has no content:

```xml
<view>
  <text>hello</text>
</view>
<image src=\"a.png\" />
```",
    ),
    entry(
        Error,
        "parse/mismatched-tag",
        "an end tag has another name than its element",
        "An end tag repeats the name of the element it closes, with the same upper and lower case.

```xml
<view>hello</veiw>     <!-- mistake -->
<view>hello</view>
```",
    ),
    entry(
        Error,
        "parse/stray-end-tag",
        "an end tag closes nothing",
        "There is no open element of this name here. Often the element was already closed, or its start tag ends in `/>`.

```xml
<view />
  hello
</view>                <!-- mistake: `<view />` is complete -->
```

Remove the end tag, or write the start tag without the slash.",
    ),
    entry(
        Error,
        "parse/bad-end-tag",
        "an end tag is not finished",
        "An end tag consists of `</`, a name and `>`, and has no attributes.

```xml
<view>hello</view      <!-- mistake -->
<view>hello</view>
```",
    ),
    entry(
        Error,
        "parse/unfinished-tag",
        "a start tag has neither `>` nor `/>`",
        "Before the tag ended, the next one began or the file was over.

```xml
<view class=\"row\"      <!-- mistake -->
  <text>hello</text>
</view>
```

Write `>` behind the last attribute, or `/>` if the element has no content.",
    ),
    entry(
        Error,
        "parse/bad-tag-name",
        "a tag name contains a character that names cannot have",
        "Names of elements are made of ASCII letters, digits, `-`, `_` and `:`.

```xml
<my.card />            <!-- mistake -->
<my-card />
```",
    ),
    entry(
        Error,
        "parse/bad-attribute",
        "something between the attributes of a tag is no attribute",
        "An attribute is a name, or a name, `=` and a quoted value. Names are made of ASCII letters, digits, `-`, `_` and `:`. Shorthands of other frameworks
(`@tap`, `v-model.trim`) do not exist, and a mustache can only stand inside a value.

```xml
<view @tap=\"go\" {{attrs}} / >        <!-- three mistakes -->
<view bind:tap=\"go\" hidden=\"{{h}}\" />
```",
    ),
    entry(
        Error,
        "parse/unquoted-value",
        "an attribute value has no quotes",
        "Values of attributes always stand in double or single quotes, numbers and mustaches too.

```xml
<swiper current={{i}} interval=3000 />        <!-- two mistakes -->
<swiper current=\"{{i}}\" interval=\"3000\" />
```",
    ),
    entry(
        Error,
        "parse/unclosed-quote",
        "the quote that ends a value is missing",
        "Without its closing quote a value would go on into the following lines.

```xml
<view class=\"row>        <!-- mistake -->
  <text class=\"name\">hello</text>
</view>
```",
    ),
    entry(
        Warning,
        "parse/duplicate-attribute",
        "an attribute is written twice on one element",
        "Only the last one counts; the earlier ones are ignored without a trace, which is rarely what was meant.

```xml
<view class=\"row\" class=\"wide\" />     <!-- only `wide` -->
<view class=\"row wide\" />
```",
    ),
    entry(
        Warning,
        "parse/bare-less-than",
        "a `<` that starts no tag is taken as text",
        "It is shown as it stands, but WeChat's own compiler refuses the file.

```xml
<text>1 < 2</text>            <!-- mistake -->
<text>1 &lt; 2</text>
<text>{{ a < b }}</text>      <!-- fine: inside a mustache -->
```",
    ),
    entry(
        Error,
        "parse/unclosed-comment",
        "a comment is not closed",
        "Everything up to the end of the file would be part of the comment.

```xml
<!-- the list
<view />
```

Write `-->` where the comment ends.",
    ),
    entry(
        Error,
        "parse/comment-in-tag",
        "a comment stands inside a tag",
        "Comments are allowed between elements only.

```xml
<view <!-- the row --> class=\"row\" />      <!-- mistake -->
<!-- the row --><view class=\"row\" />
```",
    ),
    entry(
        Error,
        "parse/declaration",
        "WXML has no `<!DOCTYPE>`, `<?xml?>` or CDATA",
        "A WXML file is a list of elements and texts. Declarations of HTML and XML have no meaning in it: remove them.

```xml
<!DOCTYPE html>        <!-- mistake -->
<view>hello</view>
```",
    ),
    entry(
        Error,
        "parse/unclosed-mustache",
        "a `{{` has no `}}`",
        "An expression ends at the first `}}` that is not inside a string or inner braces.

```xml
<text>{{ name }</text>        <!-- mistake -->
<text>{{ name }}</text>
```

To show two braces as text, write `{{'{{'}}`.",
    ),
    entry(
        Error,
        "parse/bad-expression",
        "the expression in a mustache has a mistake",
        "Between `{{` and `}}` stands one JavaScript expression without side effects: names, members, calls of WXS functions, literals, template literals, the
operators up to `?:`, `??` and `?.`. Not available: assignments, `++`, `**`, `new`, functions, regular expressions, `//` comments, entities such as `&lt;`.

```xml
<text>{{ a b }}</text>                       <!-- mistake: an operator is missing -->
<text>{{ list.map(x => x.name) }}</text>     <!-- mistake: no functions -->
<view wx:if=\"{{ a &lt; 1 }}\" />              <!-- mistake: write `<` -->
```

Compute what is missing in the page's data or in a WXS function.",
    ),
    entry(
        Error,
        "parse/expression-too-deep",
        "an expression is nested too deeply",
        "More than 256 levels of operators, members or brackets stand inside each other. Only generated code does that; bind a computed value instead of the
whole expression.

```xml
<text>{{ !!!!!!!!! … a }}</text>       <!-- mistake -->
<text>{{ a }}</text>
```",
    ),
];
