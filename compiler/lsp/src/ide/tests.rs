//! Hovers, definitions, references and renaming at marked places of small projects.

use super::definition::definitions;
use super::fixture::Fixture;
use super::hover::hover;
use super::references::{highlights, references};
use super::rename::{prepare, rename};

const PROJECT: &str = r#"
//- app.json
{ "pages": ["pages/a/a", "pages/b/b"] }
//- app.wxss
.app { color: red }
//- pages/a/a.json
{ "usingComponents": { "my-card": "/c/card/card" } }
//- pages/a/a.wxss
@import '/common.wxss';
.row .cell { width: 20rpx }
#top { color: blue }
//- common.wxss
.row { color: green }
//- pages/a/a.js
Page({
  data: {
    /** Everything to buy. */
    rows: [{ id: 1, name: 'a' }],
    on: false,
  },
  onLoad() { this.setData({ on: true, late: 1 }); this.pick() },
  /**
   * Chooses a row.
   * Then goes on.
   */
  pick(event) { return this.data.on },
  open() { wx.navigateTo({ url: '/pages/b/b?id=1' }) },
})
//- pages/b/b.wxml
<view class="row"/>
//- pages/b/b.js
Page({})
//- c/card/card.json
{ "component": true }
//- c/card/card.wxml
<view>{{maxCount}}<slot name="footer"/></view>
//- c/card/card.js
Component({
  options: { multipleSlots: true },
  properties: {
    // How many there are.
    maxCount: { type: Number, value: 3 },
  },
  methods: { go() { this.triggerEvent('choose', { id: 1 }) } },
})
//- t/rows.wxml
<template name="row"><view>{{title}}</view></template>
//- t/u.wxs
/** Twice as much. */
function twice(n) { return n * 2 }
module.exports = { twice: twice }
"#;

/// The project with a template for the page `a` (or another file in the place of one).
fn page(template: &str) -> Fixture {
    Fixture::new(&format!("{PROJECT}\n//- pages/a/a.wxml\n{template}"))
}

fn with(path: &str, text: &str, template: &str) -> Fixture {
    Fixture::new(&format!("{PROJECT}\n//- pages/a/a.wxml\n{template}\n//- {path}\n{text}"))
}

#[track_caller]
fn defines(fixture: &Fixture, expected: &[&str]) {
    let found = fixture.ask(definitions).map(|(_, places)| places).unwrap_or_default();
    assert_eq!(found.iter().map(|place| fixture.shown(place)).collect::<Vec<_>>(), expected);
}

#[test]
fn definitions_of_names_in_templates() {
    defines(&page("<my-c‸ard/>"), &["c/card/card.wxml:1", "c/card/card.js:1"]);
    defines(&page("<my-card></my-c‸ard>"), &["c/card/card.wxml:1", "c/card/card.js:1"]);
    defines(&page("<my-card max-c‸ount=\"1\"/>"), &["c/card/card.js:5 maxCount"]);
    defines(&page("<my-card bind:ch‸oose=\"pick\"/>"), &["c/card/card.js:7 choose"]);
    defines(&page("<my-card><view slot=\"fo‸oter\"/></my-card>"), &["c/card/card.wxml:1 footer"]);
    defines(&page("<view bindtap=\"‸pick\"/>"), &["pages/a/a.js:12 pick"]);
    defines(&page("<view bindtap=\"{{on ? 'pi‸ck' : ''}}\"/>"), &["pages/a/a.js:12 pick"]);
    defines(&page("{{ro‸ws}}"), &["pages/a/a.js:4 rows"]);
    defines(&page("{{la‸te}}"), &["pages/a/a.js:7 late"]);
    defines(&page("<view wx:for=\"{{rows}}\">{{it‸em}}</view>"), &["pages/a/a.wxml:1 wx:for"]);
    defines(&page("<view wx:for=\"{{rows}}\" wx:for-item=\"r\">{{‸r.name}}</view>"), &["pages/a/a.wxml:1 r"]);
    defines(&page("<view wx:for=\"{{rows}}\">{{item.na‸me}}</view>"), &["pages/a/a.js:4 name"]);
    defines(&page("<import src=\"/t/rows\"/><template is=\"ro‸w\"/>"), &["t/rows.wxml:1 row"]);
    defines(&page("<import src=\"/t/ro‸ws\"/>"), &["t/rows.wxml:1"]);
    defines(&page("<import src=\"/t/rows\"/><template is=\"row\" data=\"{{ti‸tle: on}}\"/>"), &["pages/a/a.wxml:1 title"]);
    defines(&page("<wxs module=\"u\" src=\"/t/u.wxs\"/>{{u.tw‸ice(1)}}"), &["t/u.wxs:2 twice"]);
    defines(&page("<wxs module=\"u\" src=\"/t/u.wxs\"/>{{‸u.twice(1)}}"), &["pages/a/a.wxml:1 u", "t/u.wxs:1"]);
    defines(&page("<wxs module=\"m\">module.exports.go = function () {}</wxs>{{m.g‸o()}}"), &["pages/a/a.wxml:1 go"]);
    defines(&page("<view class=\"x r‸ow\"/>"), &["pages/a/a.wxss:2 row", "common.wxss:1 row"]);
    defines(&page("<view class=\"{{on ? 'ce‸ll' : ''}}\"/>"), &["pages/a/a.wxss:2 cell"]);
    defines(&page("<view class=\"ap‸p\"/>"), &["app.wxss:1 app"]);
    defines(&page("<view id=\"to‸p\"/>"), &["pages/a/a.wxss:3 top"]);
    defines(&page("<navigator url=\"/pages/b/b‸?id={{on}}\"/>"), &["pages/b/b.wxml:1", "pages/b/b.js:1"]);
    defines(&page("<vi‸ew/>"), &[]);
}

#[test]
fn definitions_of_names_in_other_files() {
    defines(&with("pages/a/a.wxss", ".ce‸ll {}", "<view class=\"cell\"/>"), &["pages/a/a.wxml:1 cell"]);
    defines(&with("pages/a/a.wxss", "@import '/com‸mon.wxss';", ""), &["common.wxss:1"]);
    defines(
        &with("pages/a/a.json", r#"{ "usingComponents": { "my-card": "/c/ca‸rd/card" } }"#, ""),
        &["c/card/card.wxml:1", "c/card/card.js:1"],
    );
    defines(&with("app.json", r#"{ "pages": ["pages/a/a", "pages/‸b/b"] }"#, ""), &["pages/b/b.wxml:1", "pages/b/b.js:1"]);
    defines(&with("pages/a/a.js", "Page({ data: { x: 1 }, f() { this.setData({ ‸x: 2 }) } })", ""), &["pages/a/a.js:1 x"]);
    defines(
        &with("pages/a/a.js", "Page({ f() { wx.navigateTo({ url: '/pages/‸b/b?x=1' }) } })", ""),
        &["pages/b/b.wxml:1", "pages/b/b.js:1"],
    );
}

#[test]
fn members_of_behaviours_and_of_borrowed_properties() {
    let behaviour = "\n//- b.js\nmodule.exports = Behavior({ data: { far: 1 }, methods: { reach() {} } })\n//- pages/a/a.js\nconst b = require('../../b')\nPage({ behaviors: [b] })";
    let fixture = |text: &str| Fixture::new(&format!("{PROJECT}\n//- pages/a/a.wxml\n{text}{behaviour}"));
    defines(&fixture("{{f‸ar}}"), &["b.js:1 far"]);
    defines(&fixture("<view bindtap='rea‸ch'/>"), &["b.js:1 reach"]);
    let props = "\n//- c/card/card.ts\nimport props from './props';\nimport { SuperComponent } from './super';\n@wxComponent()\nexport default class Card extends SuperComponent {\n  properties = props;\n  data = { own: 1 };\n  methods = { go() {} };\n}\n//- c/card/props.ts\nconst props: any = {\n  /** Its size. */\n  size: { type: String, value: 'm' },\n};\nexport default props;";
    let fixture = Fixture::new(&format!("{PROJECT}\n//- pages/a/a.wxml\n<my-card si‸ze='l'/>{props}"));
    defines(&fixture, &["c/card/props.ts:3 size"]);
    assert!(fixture.ask(hover).expect("hover").text.contains("Its size."));
}

#[track_caller]
fn refers(fixture: &Fixture, expected: &[&str]) {
    let found = fixture.ask(references);
    let shown: Vec<String> = found
        .iter()
        .map(|reference| format!("{}{}", fixture.shown(&reference.place), if reference.definition { " =" } else { "" }))
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn references_across_files() {
    refers(
        &page("<view bindtap=\"pick\"/><text catch:tap=\"p‸ick\"/>"),
        &["pages/a/a.js:7 pick", "pages/a/a.js:12 pick =", "pages/a/a.wxml:1 pick", "pages/a/a.wxml:1 pick"],
    );
    refers(
        &page("{{o‸n}}<view wx:if=\"{{on}}\"/>"),
        &["pages/a/a.js:5 on =", "pages/a/a.js:7 on", "pages/a/a.js:12 on", "pages/a/a.wxml:1 on", "pages/a/a.wxml:1 on"],
    );
    refers(
        &page("<my-card max-‸count=\"1\" model:max-count=\"{{on}}\"/>"),
        &["c/card/card.js:5 maxCount =", "c/card/card.wxml:1 maxCount", "pages/a/a.wxml:1 max-count", "pages/a/a.wxml:1 model:max-count"],
    );
    refers(&page("<my-card bind:choo‸se='pick'/>"), &["c/card/card.js:7 choose =", "pages/a/a.wxml:1 bind:choose"]);
    refers(&page("<my‸-card></my-card>"), &["pages/a/a.json:1 /c/card/card", "pages/a/a.wxml:1 my-card", "pages/a/a.wxml:1 my-card"]);
    refers(&page("<view class=\"ro‸w\"/>"), &["common.wxss:1 row =", "pages/a/a.wxml:1 row", "pages/a/a.wxss:2 row ="]);
    refers(
        &page("<import src=\"/t/rows\"/><template is=\"ro‸w\"/><template is=\"{{on ? 'row' : ''}}\"/>"),
        &["pages/a/a.wxml:1 row", "pages/a/a.wxml:1 row", "t/rows.wxml:1 row ="],
    );
    refers(
        &page("<wxs module=\"u\" src=\"/t/u.wxs\"/>{{u.tw‸ice(1)}}{{u.twice(2)}}"),
        &["pages/a/a.wxml:1 twice", "pages/a/a.wxml:1 twice", "t/u.wxs:2 twice ="],
    );
    refers(
        &page("<navigator url=\"/pages/‸b/b\"/>"),
        &["app.json:1 pages/b/b", "pages/a/a.js:13 /pages/b/b", "pages/a/a.wxml:1 /pages/b/b"],
    );
    refers(
        &with("common.wxss", ".row {}", "<import src=\"/t/ro‸ws\"/><include src='/t/rows.wxml'/>"),
        &["pages/a/a.wxml:1 /t/rows", "pages/a/a.wxml:1 /t/rows.wxml"],
    );
}

#[test]
fn the_same_name_in_one_file() {
    let shown = |template: &str| {
        let fixture = page(template);
        fixture.ask(highlights).iter().map(|found| found.place.span.start).collect::<Vec<_>>()
    };
    assert_eq!(shown("<v‸iew><text/></view>"), [1, 15]);
    assert_eq!(shown("<view wx:for='{{rows}}'>{{it‸em}}{{item.id}}</view>"), [26, 34]);
    assert_eq!(shown("<view bindtap='pick' bindlongpress='p‸ick'/>"), [15, 36]);
}

#[track_caller]
fn renamed(fixture: &Fixture, to: &str, path: &str, expected: &str) {
    let mut edits = fixture.ask(|world, path, offset| rename(world, path, offset, to)).expect("to be renamed");
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut text = fixture.text(path).expect("file").to_owned();
    for edit in edits.iter().filter(|edit| edit.path == path) {
        text.replace_range(edit.span.range(), &edit.text);
    }
    assert_eq!(text.trim(), expected);
}

#[track_caller]
fn refused(fixture: &Fixture, to: &str, reason: &str) {
    let error = fixture.ask(|world, path, offset| rename(world, path, offset, to)).expect_err("a refusal");
    assert!(error.contains(reason), "{error}");
}

#[test]
fn loop_variables_are_renamed() {
    renamed(
        &page("<view wx:for=\"{{rows}}\" wx:key=\"id\">{{it‸em.name}}{{item}}</view>"),
        "row",
        "pages/a/a.wxml",
        "<view wx:for=\"{{rows}}\" wx:for-item=\"row\" wx:key=\"id\">{{row.name}}{{row}}</view>",
    );
    renamed(
        &page("<view wx:for=\"{{rows}}\" wx:for-item=\"r\">{{r.name}}<b wx:for=\"{{‸r.tags}}\">{{item}}</b></view>"),
        "row",
        "pages/a/a.wxml",
        "<view wx:for=\"{{rows}}\" wx:for-item=\"row\">{{row.name}}<b wx:for=\"{{row.tags}}\">{{item}}</b></view>",
    );
    renamed(
        &page("<view wx:for=\"{{rows}}\" wx:for-index=\"‸i\" data-i=\"{{i}}\">{{i}}</view>{{i}}"),
        "at",
        "pages/a/a.wxml",
        "<view wx:for=\"{{rows}}\" wx:for-index=\"at\" data-i=\"{{at}}\">{{at}}</view>{{i}}",
    );
    renamed(
        &page("<view wx:for=\"{{rows}}\"><template is=\"x\" data=\"{{it‸em, b: item}}\"/></view>"),
        "row",
        "pages/a/a.wxml",
        "<view wx:for=\"{{rows}}\" wx:for-item=\"row\"><template is=\"x\" data=\"{{item: row, b: row}}\"/></view>",
    );
    renamed(
        &page("<view wx:for=\"{{rows}}\">{{m.f(it‸em, [item, 1], {item})}}</view>"),
        "row",
        "pages/a/a.wxml",
        "<view wx:for=\"{{rows}}\" wx:for-item=\"row\">{{m.f(row, [row, 1], {item: row})}}</view>",
    );
    refused(&page("<view wx:for=\"{{rows}}\">{{it‸em}}{{on}}</view>"), "on", "data that is used inside");
    refused(&page("<view wx:for=\"{{rows}}\">{{it‸em}}</view>"), "index", "name of a loop");
    refused(&page("<view wx:for=\"{{rows}}\">{{it‸em}}</view>"), "a-b", "is not a name");
    refused(&page("<view wx:for=\"{{rows}}\">{{it‸em}}</view>"), "true", "word of the language");
}

#[test]
fn templates_modules_classes_and_ids_are_renamed() {
    let fixture = page("<import src=\"/t/rows\"/><template is=\"ro‸w\"/>");
    renamed(&fixture, "line", "pages/a/a.wxml", "<import src=\"/t/rows\"/><template is=\"line\"/>");
    renamed(&fixture, "line", "t/rows.wxml", "<template name=\"line\"><view>{{title}}</view></template>");
    refused(&page("<template name=\"line\"/><import src=\"/t/rows\"/><template is=\"ro‸w\"/>"), "line", "sees a template");
    renamed(
        &page("<wxs module=\"‸u\" src=\"/t/u.wxs\"/>{{u.twice(1)}}"),
        "m",
        "pages/a/a.wxml",
        "<wxs module=\"m\" src=\"/t/u.wxs\"/>{{m.twice(1)}}",
    );
    refused(&page("<wxs module=\"‸u\" src=\"/t/u.wxs\"/>{{on}}"), "on", "a name that this file uses");
    let fixture = page("<view class=\"ro‸w a {{on ? 'row' : 'x'}}\"/>");
    renamed(&fixture, "line", "pages/a/a.wxml", "<view class=\"line a {{on ? 'line' : 'x'}}\"/>");
    renamed(&fixture, "line", "common.wxss", ".line { color: green }");
    renamed(&fixture, "line", "pages/a/a.wxss", "@import '/common.wxss';\n.line .cell { width: 20rpx }\n#top { color: blue }");
    refused(&fixture, "cell", "`pages/a/a.wxss` has `cell` already");
    refused(&fixture, "1a", "not a name for a class");
    refused(&page("<view class=\"ro‸w r{{on}}\"/>"), "line", "puts class names together");
    renamed(&page("<view id=\"to‸p\"/><label for=\"top\"/>"), "head", "pages/a/a.wxml", "<view id=\"head\"/><label for=\"head\"/>");
}

#[test]
fn methods_and_data_are_renamed_where_nothing_else_can_mean_them() {
    let fixture = page("<view bindtap=\"pi‸ck\"/>");
    renamed(&fixture, "choose", "pages/a/a.wxml", "<view bindtap=\"choose\"/>");
    let script = fixture.ask(|world, path, offset| rename(world, path, offset, "choose")).expect("edits");
    assert_eq!(script.iter().filter(|edit| edit.path == "pages/a/a.js").count(), 2);
    refused(&fixture, "open", "a member of this page");
    refused(&page("<view bindtap=\"onLo‸ad\"/>"), "x", "called by the framework");
    refused(&page("<view bindtap=\"no‸ne\"/>"), "x", "nothing that was found defines");
    renamed(&page("<view wx:if=\"{{o‸n}}\"/>"), "off", "pages/a/a.wxml", "<view wx:if=\"{{off}}\"/>");
    refused(
        &with("pages/a/a.js", "Page({ data: { key: 1 }, f(x) { return x.key } })", "{{k‸ey}}"),
        "x",
        "line 1 has the same name in a way that may or may not mean it",
    );
    refused(&page("<my-card max-c‸ount=\"1\"/>"), "x", "rename it by hand");
    refused(&page("<vi‸ew/>"), "x", "part of WeChat's languages");
    assert!(page("<view> ‸ </view>").ask(prepare).is_err());
}

#[track_caller]
fn says(fixture: &Fixture, parts: &[&str]) {
    let text = fixture.ask(hover).unwrap_or_else(|| panic!("nothing is said")).text;
    for part in parts {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
}

#[test]
fn hovers() {
    says(&page("<vi‸ew/>"), &["**<view>**", "A box, what a `div` is in HTML.", "`hover-class`"]);
    says(&page("<scroll-view scro‸ll-y/>"), &["**scroll-y**: boolean = false", "Scrolls vertically."]);
    says(&page("<button open-ty‸pe='share'/>"), &["`getPhoneNumber`"]);
    says(&page("<view bind:ta‸p='pick'/>"), &["**tap**", "Bubbles."]);
    says(&page("<input bind:inp‸ut='pick'/>"), &["Does not bubble."]);
    says(&page("<view wx:f‸or='{{rows}}'/>"), &["**wx:for**", "Repeats the element"]);
    says(&page("<view hid‸den/>"), &["**hidden**: boolean"]);
    says(&page("<my-c‸ard/>"), &["component `c/card/card`", "`max-count`: number = 3", "Events: `choose`"]);
    says(&page("<my-card max-c‸ount='1'/>"), &["(property) maxCount: number = 3", "How many there are."]);
    says(&page("<my-card bind:cho‸ose='pick'/>"), &["(event) choose: { id }"]);
    says(&page("<view bindtap='pi‸ck'/>"), &["(method) pick(event)", "Chooses a row.\nThen goes on."]);
    says(&page("{{ro‸ws}}"), &["(data) rows: object[] = [{ id: 1, name: 'a' }]", "Everything to buy."]);
    says(&page("{{o‸n}}"), &["(data) on: boolean = false"]);
    says(&page("{{la‸te}}"), &["late: number", "Set by `setData`"]);
    says(&page("<view wx:for='{{rows}}'>{{it‸em}}</view>"), &["item: {\n  id: number\n  name: string\n}", "Item of the loop."]);
    says(&page("<view wx:for='{{rows}}'>{{ind‸ex}}</view>"), &["index: number"]);
    says(&page("<view wx:for='{{rows}}'>{{item.na‸me}}</view>"), &["item.name: string"]);
    says(&page("<wxs module='u' src='/t/u.wxs'/>{{u.tw‸ice(1)}}"), &["twice(n)", "Twice as much."]);
    says(&page("<wxs module='u' src='/t/u.wxs'/>{{‸u.twice(1)}}"), &["WXS module `u`, `t/u.wxs`", "`twice`"]);
    says(&page("<import src='/t/rows'/><template is='ro‸w'/>"), &["template `row`, in `t/rows.wxml`", "Reads `title`."]);
    says(&page("<view class='ro‸w'/>"), &["`pages/a/a.wxss`", ".row .cell { width: 20rpx }", "`common.wxss`"]);
    says(&page("<blo‸ck/>"), &["makes no element itself"]);
    says(&with("pages/a/a.wxss", ".a { width: 2‸0rpx }", ""), &["`20rpx` = 10px on a screen of 375px, 2.67vw"]);
    says(&with("pages/a/a.wxss", ".ce‸ll {}", "<b class='cell'/><c class='cell'/>"), &["on 2 elements"]);
    says(
        &with("pages/a/a.json", "{ \"navigationBar‸TitleText\": \"x\" }", ""),
        &["**navigationBarTitleText**", "Title in the navigation bar.", "Takes a string."],
    );
    says(&with("app.json", "{ \"pages\": [\"pages/a/a\"], \"tabBar\": { \"col‸or\": \"#fff\" } }", ""), &["Colour of the labels."]);
    says(&with("project.config.json", "{ \"lib‸Version\": \"x\" }", ""), &["Only the WeChat app or its tools read it."]);
    assert!(page("<view>te‸xt</view>").ask(hover).is_none());
}
