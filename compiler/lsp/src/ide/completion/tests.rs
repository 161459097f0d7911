//! What is offered at marked places of small projects.

use super::{Item, Options, completions};
use crate::ide::fixture::Fixture;

fn items(fixture: &Fixture) -> Vec<Item> {
    fixture.ask(|world, path, offset| {
        let mut items = completions(world, path, offset, Options { snippets: true });
        items.sort_by(|a, b| (a.rank, &a.label).cmp(&(b.rank, &b.label)));
        items
    })
}

fn labels(fixture: &Fixture) -> Vec<String> {
    items(fixture).into_iter().map(|item| item.label).collect()
}

/// Everything in `wanted` is offered, nothing of `unwanted`.
#[track_caller]
fn offers(fixture: &Fixture, wanted: &[&str], unwanted: &[&str]) {
    let found = labels(fixture);
    let missing: Vec<_> = wanted.iter().filter(|label| !found.iter().any(|known| known == *label)).collect();
    let extra: Vec<_> = unwanted.iter().filter(|label| found.iter().any(|known| known == *label)).collect();
    assert!(missing.is_empty() && extra.is_empty(), "missing {missing:?}, not wanted {extra:?}, offered {found:?}");
}

/// The text after choosing an item, with `$1` and the like where the snippet has them.
#[track_caller]
fn chosen(fixture: &Fixture, label: &str) -> String {
    let item = items(fixture).into_iter().find(|item| item.label == label).unwrap_or_else(|| panic!("no {label} in {:?}", labels(fixture)));
    let mut text = fixture.text(&fixture.mark.0).expect("file").to_owned();
    text.replace_range(item.replace.range(), &item.insert);
    text.trim_end().to_owned()
}

const CARD: &str = r#"
//- pages/a/a.json
{ "usingComponents": { "my-card": "/c/card/card" } }
//- c/card/card.json
{ "component": true }
//- c/card/card.wxml
<view class="card"><slot/><slot name="footer"/></view>
//- c/card/card.js
Component({
  externalClasses: ['title-class'],
  options: { multipleSlots: true },
  properties: {
    /** What stands at the top. */
    title: String,
    maxCount: { type: Number, value: 3 },
    open: Boolean,
  },
  methods: { toggle() { this.triggerEvent('toggle', { open: true }) } },
})
"#;

const PAGE: &str = r#"
//- pages/a/a.js
Page({
  data: {
    /** Everything to buy. */
    rows: [{ id: 1, name: 'a', tags: ['x'] }, { id: 2, price: 3 }],
    user: { name: '', address: { city: '' } },
    on: false,
  },
  onLoad() { this.setData({ loaded: true, 'user.age': 3 }) },
  /** Chooses a row. */
  pick(event) {},
})
"#;

#[test]
fn tags() {
    offers(&Fixture::page("<vi‸", ""), &["view", "video", "block", "wxs"], &["my-card"]);
    offers(&Fixture::page("<‸\n<view/>", CARD), &["my-card", "view"], &[]);
    assert_eq!(chosen(&Fixture::page("<vi‸", ""), "view"), "<view$1>$0</view>");
    assert_eq!(chosen(&Fixture::page("<im‸", ""), "image"), "<image src=\"$1\" />$0");
    assert_eq!(chosen(&Fixture::page("<vi‸ew class=\"a\"></view>", ""), "video"), "<video class=\"a\"></view>");
    assert_eq!(chosen(&Fixture::page("<view><te‸</view>", ""), "text"), "<view><text$1>$0</text></view>");
}

#[test]
fn end_tags() {
    assert_eq!(labels(&Fixture::page("<view><text>a</‸", "")), ["text", "view"]);
    assert_eq!(chosen(&Fixture::page("<view></‸", ""), "view"), "<view></view>");
    assert_eq!(chosen(&Fixture::page("<view></vi‸>", ""), "view"), "<view></view>");
}

#[test]
fn a_component_that_is_not_declared_comes_with_its_declaration() {
    let others = CARD.replace("{ \"usingComponents\": { \"my-card\": \"/c/card/card\" } }", "{}");
    let app = "\n//- app.json\n{ \"pages\": [\"pages/a/a\", \"pages/b/b\"] }\n//- pages/b/b.json\n{ \"usingComponents\": { \"x\": \"/c/card/card\" } }\n//- pages/b/b.js\nPage({})\n//- pages/b/b.wxml\n";
    let fixture = Fixture::page("<ca‸", &format!("{others}{app}"));
    let item = items(&fixture).into_iter().find(|item| item.label == "card").expect("card");
    assert_eq!(item.more.len(), 1);
    assert_eq!(item.more[0].path, "pages/a/a.json");
    assert_eq!(item.more[0].text, "{\n  \"usingComponents\": {\n    \"card\": \"/c/card/card\"\n  }\n}");
}

#[test]
fn attributes() {
    offers(&Fixture::page("<view ‸", ""), &["hover-class", "class", "wx:if", "data-", "mark:", "bind:tap", "slot"], &["scroll-y", "src"]);
    offers(&Fixture::page("<scroll-view class=\"a\" ‸ scroll-x>", ""), &["scroll-y", "bind:scroll"], &["class", "scroll-x"]);
    offers(
        &Fixture::page("<my-card ‸", CARD),
        &["title", "max-count", "open", "title-class", "bind:toggle", "bind:tap", "model:open"],
        &["hover-class"],
    );
    offers(&Fixture::page("<template ‸/>", ""), &["is", "data", "name", "wx:if"], &["class", "bind:tap"]);
    offers(&Fixture::page("<view bind‸", ""), &["bind:tap"], &["catch:tap"]);
    offers(&Fixture::page("<view catch:‸", ""), &["catch:tap"], &["bind:tap"]);
    offers(&Fixture::page("<view capture-bind:‸", ""), &["capture-bind:tap"], &[]);
    offers(&Fixture::page("<view bindt‸", ""), &["bindtap"], &[]);
    assert_eq!(chosen(&Fixture::page("<view hov‸>", ""), "hover-class"), "<view hover-class=\"$1\"$0>");
    assert_eq!(chosen(&Fixture::page("<view wx‸>", ""), "wx:if"), "<view wx:if=\"{{$1\\}\\}\"$0>");
    assert_eq!(chosen(&Fixture::page("<view hi‸>", ""), "hidden"), "<view hidden>");
    assert_eq!(chosen(&Fixture::page("<view cl‸ass=\"a\">", ""), "class"), "<view class=\"a\">");
    assert_eq!(chosen(&Fixture::page("<my-card max‸/>", CARD), "max-count"), "<my-card max-count=\"{{$1\\}\\}\"$0/>");
}

#[test]
fn a_property_says_its_type_default_and_comment() {
    let fixture = Fixture::page("<my-card ‸/>", CARD);
    let items = items(&fixture);
    let of = |label: &str| items.iter().find(|item| item.label == label).expect("item");
    assert_eq!(of("max-count").detail.as_deref(), Some("number = 3"));
    assert_eq!(of("title").documentation.as_deref(), Some("What stands at the top."));
    assert_eq!(of("bind:toggle").detail.as_deref(), Some("event of my-card, detail: { open }"));
}

#[test]
fn values() {
    assert_eq!(labels(&Fixture::page("<button size=\"‸\">", ""))[..2], ["default", "mini"]);
    offers(&Fixture::page("<view hidden=\"‸\">", ""), &["{{true}}", "{{false}}"], &[]);
    offers(&Fixture::page("<my-card open=\"‸\"/>", CARD), &["{{true}}"], &[]);
    assert_eq!(labels(&Fixture::page("<view bind:tap=\"‸\">", PAGE)), ["pick", "onLoad"]);
    assert_eq!(chosen(&Fixture::page("<view bind:tap=\"p‸x\">", PAGE), "pick"), "<view bind:tap=\"pick\">");
    assert_eq!(chosen(&Fixture::page("<view bind:tap=‸", PAGE), "pick"), "<view bind:tap=\"pick\"");
    assert_eq!(labels(&Fixture::page("<my-card><view slot=\"‸\"/></my-card>", CARD)), ["footer"]);
    offers(&Fixture::page("<view wx:for=\"{{rows}}\" wx:key=\"‸\">", PAGE), &["id", "name", "price", "*this"], &[]);
    offers(&Fixture::page("<view wx:for=\"‸\">", PAGE), &["{{rows}}", "{{user}}"], &[]);
    offers(&Fixture::page("<label for=\"‸\"/><input id=\"field\"/>", ""), &["field"], &[]);
    let app = "\n//- app.json\n{ \"pages\": [\"pages/a/a\", \"pages/b/b\"], \"tabBar\": { \"list\": [{ \"pagePath\": \"pages/b/b\", \"text\": \"b\" }] } }\n//- pages/b/b.wxml\n//- pages/b/b.js\nPage({})";
    offers(&Fixture::page("<navigator url=\"‸\"/>", app), &["/pages/a/a", "/pages/b/b"], &[]);
    offers(&Fixture::page("<navigator url=\"../‸\"/>", app), &["../b/b"], &[]);
}

#[test]
fn templates_and_paths() {
    let others = "\n//- t/rows.wxml\n<template name=\"row\">{{title}}{{m.x}}</template>\n//- t/u.wxs\nmodule.exports = { f: function (a) { return a } }\n//- t/logo.png\nx";
    let fixture = |text: &str| Fixture::page(text, others);
    offers(&fixture("<import src=\"/t/rows.wxml\"/><template name=\"own\"/><template is=\"‸\"/>"), &["row", "own"], &[]);
    offers(&fixture("<import src=\"/t/‸\"/>"), &["rows.wxml"], &["u.wxs", "logo.png"]);
    offers(&fixture("<import src=\"‸\"/>"), &["../", "/"], &["a.wxml"]);
    offers(&fixture("<wxs module=\"m\" src=\"../../t/‸\"/>"), &["u.wxs"], &["rows.wxml"]);
    offers(&fixture("<image src=\"/t/lo‸\"/>"), &["logo.png"], &["rows.wxml"]);
    assert_eq!(chosen(&fixture("<import src=\"/t/r‸ows\"/>"), "rows.wxml"), "<import src=\"/t/rows.wxml\"/>");
    offers(&fixture("<import src=\"/t/rows\"/><template is=\"row\" data=\"{{‸}}\"/>"), &["title:"], &[]);
}

#[test]
fn expressions() {
    offers(&Fixture::page("<view>{{‸}}</view>", PAGE), &["rows", "user", "on", "loaded"], &["item", "pick"]);
    offers(&Fixture::page("<view>{{us‸", PAGE), &["user"], &[]);
    offers(&Fixture::page("<view wx:for=\"{{rows}}\"><text>{{it‸", PAGE), &["item", "index", "rows"], &[]);
    offers(&Fixture::page("<view wx:for=\"{{ro‸}}\">", PAGE), &["rows"], &["item"]);
    offers(&Fixture::page("<view wx:for=\"{{rows}}\" wx:for-item=\"row\">{{‸}}</view>", PAGE), &["row", "index"], &["item"]);
    assert_eq!(labels(&Fixture::page("<view wx:for=\"{{rows}}\">{{item.‸", PAGE)), ["id", "name", "price", "tags"]);
    assert_eq!(labels(&Fixture::page("{{user.‸}}", PAGE)), ["address", "name"]);
    assert_eq!(labels(&Fixture::page("{{user.address.c‸}}", PAGE)), ["city"]);
    assert_eq!(labels(&Fixture::page("{{rows[0].‸}}", PAGE)), ["id", "name", "price", "tags"]);
    assert_eq!(labels(&Fixture::page("{{rows.‸}}", PAGE)), ["length"]);
    assert_eq!(
        labels(&Fixture::page("<b wx:for=\"{{rows}}\"><c wx:for=\"{{item.tags}}\" wx:for-item=\"tag\">{{tag.‸}}</c></b>", PAGE)),
        ["length"]
    );
    assert_eq!(labels(&Fixture::page("<view>{{a.b().‸}}</view>", PAGE)), Vec::<String>::new());
    offers(&Fixture::page("<my-card>{{‸}}</my-card>", CARD), &[], &["title"]);
    let component = CARD.replace("<view class=\"card\">", "<view class=\"card\">{{‸}}");
    offers(&Fixture::new(&component), &["title", "maxCount", "open"], &["toggle"]);
    assert_eq!(chosen(&Fixture::page("{{ us‸er2 }}", PAGE), "user"), "{{ user }}");
}

#[test]
fn wxs_modules() {
    let others = "\n//- t/u.wxs\n/** Twice. */\nfunction twice(n) { return n * 2 }\nmodule.exports = { twice: twice, PI: 3 }\nmodule.exports.more = function (a, b) {}";
    let fixture = Fixture::page("<wxs module=\"u\" src=\"/t/u.wxs\"/>{{u.‸}}", others);
    assert_eq!(labels(&fixture), ["PI", "more", "twice"]);
    let twice = items(&fixture).into_iter().find(|item| item.label == "twice").expect("twice");
    assert_eq!((twice.detail.as_deref(), twice.documentation.as_deref()), (Some("function (n)"), Some("Twice.")));
    offers(&Fixture::page("<wxs module=\"m\">module.exports.go = function () {}</wxs>{{m.‸}}", ""), &["go"], &[]);
    offers(&Fixture::page("<wxs module=\"m\">module.exports.go = function () {}</wxs>{{‸}}", ""), &["m"], &[]);
}

#[test]
fn classes() {
    let others = "\n//- pages/a/a.wxss\n@import '/common.wxss';\n.row { color: red } .row .cell, #id {}\n//- common.wxss\n.common {}\n//- app.wxss\n.app {}\n//- c/other.wxss\n.other {}";
    offers(&Fixture::page("<view class=\"‸\">", others), &["row", "cell", "common", "app"], &["other", "id"]);
    offers(&Fixture::page("<view class=\"a {{on ? '‸' : ''}}\">", others), &["row"], &[]);
    assert_eq!(chosen(&Fixture::page("<view class=\"a r‸ b\">", others), "row"), "<view class=\"a row b\">");
    offers(&Fixture::page("<view id=\"‸\">", others), &["id"], &["row"]);
    let sheet = |text: &str| Fixture::page("<view class=\"one two-{{x}}\" id=\"three\"/>", &format!("\n//- pages/a/a.wxss\n{text}"));
    offers(&sheet(".‸"), &["one"], &["two-"]);
    offers(&sheet(".a {}\n.o‸ {}"), &["one"], &[]);
    offers(&sheet("#‸"), &["three"], &["one"]);
    offers(&sheet("pa‸"), &["page", "view"], &[]);
    assert_eq!(labels(&sheet(":‸")), ["host"]);
    assert_eq!(labels(&sheet(".a { width: 12r‸ }")), ["12rpx"]);
    assert_eq!(labels(&sheet(".a { colo‸ }")), Vec::<String>::new());
    offers(&sheet("@import \"../‸\";"), &["a/", "../"], &[]);
}

#[test]
fn configuration() {
    let app = |text: &str| {
        Fixture::new(&format!(
            "//- app.json\n{text}\n//- pages/c/c.wxml\n//- c/card/card.wxml\n//- c/card/card.json\n{{ \"component\": true }}"
        ))
    };
    offers(&app("{ \"pages\": [\"pages/a/a\"], ‸ }"), &["window", "tabBar", "usingComponents"], &["pages", "navigationBarTitleText"]);
    offers(&app("{ \"pages\": [\"pages/a/a\", \"‸\"] }"), &["pages/c/c"], &["pages/a/a", "c/card/card"]);
    offers(&app("{ \"pages\": [\"pages/a/a\"], \"window\": { \"‸"), &["navigationBarTitleText"], &["pages"]);
    assert_eq!(labels(&app("{ \"window\": { \"navigationBarTextStyle\": \"‸\" } }")), ["black", "white"]);
    assert_eq!(labels(&app("{ \"window\": { \"enablePullDownRefresh\": ‸ } }")), ["false", "true"]);
    offers(&app("{ \"usingComponents\": { \"card\": \"‸\" } }"), &["/c/card/card"], &["/pages/c/c"]);
    assert_eq!(chosen(&app("{ \"pages\": [\"pages/a/a\"], \"win‸\" }"), "window"), "{ \"pages\": [\"pages/a/a\"], \"window\": {$1} }");
    assert_eq!(chosen(&app("{ \"win‸dow\": {} }"), "workers"), "{ \"workers\": {} }");
    let page = |text: &str| Fixture::new(&format!("//- pages/a/a.json\n{text}"));
    offers(&page("{ ‸ }"), &["usingComponents", "navigationBarTitleText", "styleIsolation"], &["tabBar"]);
    offers(&Fixture::new("//- project.config.json\n{ ‸ }"), &["appid", "miniprogramRoot"], &["pages"]);
    offers(&Fixture::new("//- sitemap.json\n{ \"rules\": [{ \"action\": \"‸\" }] }"), &["allow", "disallow"], &[]);
    assert_eq!(labels(&Fixture::new("//- data.json\n{ ‸ }")), Vec::<String>::new());
}
