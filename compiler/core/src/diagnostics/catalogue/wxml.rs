//! Templates that parse but cannot mean what they say, or not in WeChat.

use super::{Entry, entry};
use crate::diagnostics::Severity::{Error, Note, Warning};

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        Warning,
        "wxml/unknown-tag",
        "a tag is neither built in nor declared",
        "The element is shown as an empty box with this name: nothing of HTML is built in, and a custom component must be declared where it is used.

```xml
<div>hello</div>          <!-- mistake -->
<view>hello</view>
<my-card />               <!-- needs the declaration below -->
```

```json
{ \"usingComponents\": { \"my-card\": \"/components/my-card/my-card\" } }
```

The declaration stands in the JSON file of the page or component, or in app.json for all pages.",
    ),
    entry(
        Warning,
        "wxml/unknown-attribute",
        "an attribute of a built-in component is misspelt",
        "Attributes that a component does not know have no effect. Only names that are close to one it knows are reported.

```xml
<scroll-view srcoll-y />       <!-- mistake -->
<scroll-view scroll-y />
```",
    ),
    entry(
        Warning,
        "wxml/unknown-event",
        "an event of a built-in component is misspelt",
        "Names of events are lower case, whatever the case of the method. A handler for another name is never called.

```xml
<view bindTap=\"go\" />         <!-- mistake -->
<view bindtap=\"go\" />
```",
    ),
    entry(
        Warning,
        "wxml/named-slot",
        "a slot with a name in a component that has one slot",
        "Slots are told apart by their names only where the component says so. Otherwise everything goes to the slot without a name, and one with a name stays empty.

```xml
<slot name=\"foot\" />
```
```js
Component({ options: { multipleSlots: true } })
```",
    ),
    entry(
        Warning,
        "wxml/unknown-directive",
        "there is no such `wx:` directive",
        "Attributes that start with `wx:` are directives; an unknown one is dropped. There are `wx:if`, `wx:elif`, `wx:else`, `wx:for`, `wx:for-item`, `wx:for-index`, `wx:key`.

```xml
<view wx:for=\"{{rows}}\" wx:item=\"row\" />        <!-- mistake -->
<view wx:for=\"{{rows}}\" wx:for-item=\"row\" />
```",
    ),
    entry(
        Warning,
        "wxml/dash-directive",
        "a directive is written with `-` instead of `:`",
        "`wx-if` is an attribute like any other and hides nothing.

```xml
<view wx-if=\"{{ready}}\" />      <!-- mistake: always shown -->
<view wx:if=\"{{ready}}\" />
```",
    ),
    entry(
        Warning,
        "wxml/forbidden-attribute",
        "an attribute cannot stand on an element of the web",
        "Attributes such as `onclick` would run code in the page. They are left out of the output; handlers are bound with `bind:` or `catch:`.

```xml
<view onclick=\"go\" />           <!-- mistake -->
<view bind:tap=\"go\" />
```",
    ),
    entry(
        Warning,
        "wxml/false-is-true",
        "`\"false\"` is given where a boolean is wanted",
        "A value without braces is a text, and every text but the empty one counts as true.

```xml
<view hidden=\"false\" />          <!-- mistake: hidden -->
<view hidden=\"{{false}}\" />
```",
    ),
    entry(
        Warning,
        "wxml/model-not-writable",
        "a `model:` binding has nothing to write to",
        "`model:` reads a field of the data and writes it back when the user changes it. Behind a computed value there is no field to write to.

```xml
<input model:value=\"{{a + b}}\" />       <!-- mistake -->
<input model:value=\"{{name}}\" />
```",
    ),
    entry(
        Warning,
        "wxml/capture-without-colon",
        "`capture-bind`, `capture-catch` and `mut-bind` need a colon",
        "Only `bind` and `catch` may be joined with the name of the event. Without a colon the others are ordinary attributes.

```xml
<view capture-bindtap=\"go\" />           <!-- mistake -->
<view capture-bind:tap=\"go\" />
```",
    ),
    entry(
        Note,
        "wxml/empty-handler",
        "an event binding names no handler",
        "The event is not handled. To stop it on its way up, write `catch` instead of `bind`; that needs no handler.

```xml
<view bindtap=\"\" />
<view catchtap />                        <!-- stops the event -->
```",
    ),
    entry(
        Warning,
        "wxml/handler-call",
        "a handler is written as a call",
        "The value of an event binding is the name of a method, not code. Values are passed in the dataset.

```xml
<view bindtap=\"open(item.id)\" />                       <!-- mistake -->
<view bindtap=\"open\" data-id=\"{{item.id}}\" />          <!-- event.currentTarget.dataset.id -->
```",
    ),
    entry(
        Error,
        "wxml/dynamic-generic",
        "the component of a `generic:` attribute is not fixed",
        "Which component stands for a generic is decided when the program is built, so it must be a name.

```xml
<my-list generic:item=\"{{kind}}\" />      <!-- mistake -->
<my-list generic:item=\"my-row\" />
```",
    ),
    entry(
        Error,
        "wxml/for-without-value",
        "`wx:for` has no value",
        "A loop needs the list it repeats for.

```xml
<view wx:for />                          <!-- mistake -->
<view wx:for=\"{{rows}}\" wx:key=\"id\">{{item.name}}</view>
```",
    ),
    entry(
        Warning,
        "wxml/for-over-text",
        "`wx:for` repeats for the characters of a text",
        "A value without braces, or with anything beside one mustache, is a text, and a loop over a text repeats for each character.

```xml
<view wx:for=\"rows\" />                           <!-- mistake: four times -->
<view wx:for=\"row in rows\" />                    <!-- mistake -->
<view wx:for=\"{{rows}}\" wx:for-item=\"row\" />
```",
    ),
    entry(
        Warning,
        "wxml/space-around-mustache",
        "a space beside `{{ }}` turns a condition or a list into a text",
        "Only a value that is one mustache and nothing else keeps its type. With a space before or after it the value is a text: always true in `wx:if`, repeated for each character in
`wx:for`.

```xml
<view wx:if=\"{{ready}} \" />               <!-- mistake: always shown -->
<view wx:if=\"{{ready}}\" />
```",
    ),
    entry(
        Warning,
        "wxml/for-name",
        "the name of the item or the index of a loop cannot be used",
        "`wx:for-item` and `wx:for-index` are plain names, different from each other, by which expressions inside refer to the item and its position.

```xml
<view wx:for=\"{{rows}}\" wx:for-item=\"{{row}}\" />       <!-- mistake -->
<view wx:for=\"{{rows}}\" wx:for-item=\"row\" />
```",
    ),
    entry(
        Warning,
        "wxml/for-missing",
        "`wx:key`, `wx:for-item` or `wx:for-index` without `wx:for`",
        "These belong to a loop and must stand on the element that has `wx:for`.

```xml
<block wx:for=\"{{rows}}\"><view wx:key=\"id\" /></block>      <!-- mistake -->
<block wx:for=\"{{rows}}\" wx:key=\"id\"><view /></block>
```",
    ),
    entry(
        Warning,
        "wxml/odd-key",
        "the value of `wx:key` is no key",
        "A key is the name of a property of the item, without the item's own name and without braces, or `*this` for items that are texts or numbers. Anything else gives no key:
when the list changes, rows keep their position instead of following their item.

```xml
<view wx:for=\"{{rows}}\" wx:key=\"{{item.id}}\" />       <!-- mistake -->
<view wx:for=\"{{rows}}\" wx:key=\"id\" />
```",
    ),
    entry(
        Note,
        "wxml/missing-key",
        "a list has no `wx:key`",
        "Without a key, rows keep their position when the list changes: what the user typed or scrolled in a row stays where it was instead of moving with its item, and more has to be
redrawn.

```xml
<view wx:for=\"{{rows}}\" wx:key=\"id\">{{item.name}}</view>
<view wx:for=\"{{names}}\" wx:key=\"*this\">{{item}}</view>
```",
    ),
    entry(
        Error,
        "wxml/condition-without-value",
        "`wx:if` or `wx:elif` has no value",
        "A condition needs an expression.

```xml
<view wx:if />                            <!-- mistake -->
<view wx:if=\"{{ready}}\" />
```",
    ),
    entry(
        Warning,
        "wxml/constant-condition",
        "a condition is a text and never changes",
        "A value without braces, or with anything beside one mustache, is a text, and every text but the empty one is true.

```xml
<view wx:if=\"ready\" />                    <!-- mistake: always shown -->
<view wx:if=\"{{a}} && {{b}}\" />            <!-- mistake: always shown -->
<view wx:if=\"{{a && b}}\" />
```",
    ),
    entry(
        Error,
        "wxml/else-without-if",
        "`wx:elif` or `wx:else` follows no `wx:if`",
        "The branches of a condition are elements next to each other; only white space and comments may stand between. `wx:else` is the last. If the element with `wx:if` also has
`wx:for`, its condition belongs to each item and no branch can follow.

```xml
<view wx:if=\"{{a}}\" />
<text>between</text>
<view wx:else />                          <!-- mistake -->
```",
    ),
    entry(
        Warning,
        "wxml/else-with-value",
        "`wx:else` has a condition",
        "The value of `wx:else` is ignored. A further condition is `wx:elif`.

```xml
<view wx:if=\"{{a}}\" />
<view wx:else=\"{{b}}\" />                  <!-- mistake: shown whenever `a` is false -->
<view wx:elif=\"{{b}}\" />
```",
    ),
    entry(
        Error,
        "wxml/two-conditions",
        "two conditions on one element",
        "An element is one branch: it has `wx:if`, `wx:elif` or `wx:else`, not two of them. A condition inside a branch goes on a `<block>` around the element.

```xml
<view wx:else wx:if=\"{{b}}\" />                          <!-- mistake -->
<block wx:else><view wx:if=\"{{b}}\" /></block>
```",
    ),
    entry(
        Warning,
        "wxml/template-without-name",
        "a `<template>` has neither `name` nor `is`",
        "With `name` a template is defined, with `is` it is used. Without either the element has no effect, and its content is not shown.

```xml
<template name=\"row\"><view>{{text}}</view></template>
<template is=\"row\" data=\"{{text: title}}\" />
```",
    ),
    entry(
        Warning,
        "wxml/block-attribute",
        "an attribute of `<block>` has no effect",
        "`<block>` groups elements for a condition or a loop and disappears; its content stays. What describes an element must stand on one.

```xml
<block wx:if=\"{{a}}\" class=\"row\">…</block>      <!-- mistake -->
<view wx:if=\"{{a}}\" class=\"row\">…</view>
```",
    ),
    entry(
        Error,
        "wxml/wxs-without-module",
        "a `<wxs>` has no valid name",
        "Expressions refer to a WXS module by the name in `module`, made of ASCII letters, digits and `_`.

```xml
<wxs src=\"./format.wxs\" />                     <!-- mistake -->
<wxs module=\"format\" src=\"./format.wxs\" />
<text>{{format.price(item.price)}}</text>
```",
    ),
    entry(
        Warning,
        "wxml/wxs-content",
        "a `<wxs>` has both a `src` and code",
        "The code comes from the file that `src` names; what stands between the tags is ignored.

```xml
<wxs module=\"m\" src=\"./m.wxs\">var a = 1</wxs>     <!-- mistake -->
<wxs module=\"m\" src=\"./m.wxs\" />
```",
    ),
    entry(
        Error,
        "wxml/nested-too-deep",
        "too many conditions and loops inside each other",
        "Each `wx:if`, `wx:for` and slot content inside another one takes stack while the page is rendered, and browsers give workers little of it. 500 levels are allowed;
plain elements may be nested as deep as you like.

Show a flat list with the depth of each item, or a component that uses itself:

```xml
<view wx:for=\"{{flat}}\" wx:key=\"id\" style=\"padding-left: {{item.depth * 20}}rpx\">{{item.name}}</view>
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
    entry(
        Warning,
        "wxml/missing-handler",
        "the method that an event is bound to does not exist",
        "The value of an event binding is the name of a function in `Page({ … })`, or in `methods` of `Component({ … })`. When the event happens, nothing is called.

```xml
<button bindtap=\"submitFrom\" />          <!-- mistake -->
<button bindtap=\"submitForm\" />
```

```js
Page({ submitForm() {} })
```

Nothing is said where the script adds methods in ways that cannot be read: spreads, wrapping functions, `this` handed to other code.",
    ),
    entry(
        Warning,
        "wxml/handler-in-braces",
        "the name of a method stands in braces",
        "`{{go}}` is the value of `go` in the data, not the method. Write the name of the method; braces are for names that are chosen at run time, and for functions of WXS modules.

```xml
<view bindtap=\"{{go}}\" />         <!-- mistake -->
<view bindtap=\"go\" />
```",
    ),
    entry(
        Note,
        "wxml/unset-data",
        "a template reads data that nothing sets",
        "Nothing sets this name: it is in neither `data` nor `properties`, and no `setData` names it. It is `undefined` in the template: often a typing mistake.

```xml
<text>{{usrName}}</text>          <!-- mistake -->
<text>{{userName}}</text>
```

```js
Page({ data: { userName: '' } })
```

It is a hint, which never counts as a warning: data can be set in ways that cannot be read, and then nothing is said.",
    ),
    entry(
        Warning,
        "wxml/call-outside-wxs",
        "something is called in a template that is no WXS function",
        "Templates can only call functions of WXS modules. Methods of the page, methods of strings and arrays, and `Math` or `JSON` are not there: the result is `undefined`.

```xml
<text>{{price.toFixed(2)}}</text>                                       <!-- mistake -->

<wxs module=\"format\">
module.exports = { price: function (x) { return x.toFixed(2) } }
</wxs>
<text>{{format.price(price)}}</text>
```

Or compute the value in the script and set it as data.",
    ),
    entry(
        Warning,
        "wxml/foreign-syntax",
        "a directive or attribute of another framework",
        "Templates of WXML have directives of their own; those of Vue, React and other mini programs are ordinary attributes that nobody reads.

```xml
<view v-if=\"ready\" :class=\"look\" v-for=\"row in rows\">…</view>          <!-- mistakes -->
<view wx:for=\"{{rows}}\" wx:for-item=\"row\" wx:key=\"id\" wx:if=\"{{ready}}\" class=\"{{look}}\">…</view>
```",
    ),
    entry(
        Warning,
        "wxml/single-braces",
        "data in single braces, or a comment of JSX",
        "Data is shown by two braces on each side. One brace is text like any other, and so is a comment of JavaScript.

```xml
<text>{name}</text>             <!-- mistake: shows `{name}` -->
<text>{{name}}</text>
```

A text that shall show braces can be written `{{'{name}'}}`.",
    ),
    entry(
        Warning,
        "wxml/object-in-text",
        "`style` or `class` is an object",
        "`style` and `class` are texts. An object of styles or classes, as in React and Vue, is not put together: write the text, with mustaches where it changes.

```xml
<view style=\"{{ {color: color} }}\" />          <!-- mistake -->
<view style=\"color: {{color}}\" />
<view class=\"row {{on ? 'on' : ''}}\" />
```",
    ),
];
