//! Each lint on the smallest document that shows it, and its neighbours that are right.

use super::*;
use crate::parse::wxml::parse;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let parsed = parse(FileId(0), text);
    assert!(parsed.diagnostics.is_empty(), "{text}: {:?}", parsed.diagnostics);
    let found = document(FileId(0), text, &parsed.document, Some(&["my-card", "van-button"]));
    let found: Vec<String> = found
        .iter()
        .map(|d| {
            let before = text.get(..d.span.start as usize).unwrap_or_default();
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            assert!(d.hint.is_some(), "{} has no hint", d.code);
            format!("{}:{column} {}", before.matches('\n').count() + 1, d.code.trim_start_matches("wxml/"))
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[track_caller]
fn check_hint(text: &str, hint: &str) {
    let parsed = parse(FileId(0), text);
    let found = document(FileId(0), text, &parsed.document, Some(&["my-card"]));
    let hints: Vec<_> = found.iter().filter_map(|d| d.hint.as_deref()).collect();
    assert_eq!(hints, [hint], "{text}");
}

#[test]
fn tags() {
    check("<view/><my-card/><block/><slot/><scroll-view/><xr-mesh/>", &[]);
    check("<my-crad/>", &["1:2 unknown-tag"]);
    check("<view><div/></view>", &["1:8 unknown-tag"]);
    check_hint("<scrollview/>", "write `<scroll-view>`, or declare `scrollview` in `usingComponents`");
    check_hint("<div/>", "write `<view>`");
    check_hint("<foo-bar/>", "declare it: `\"usingComponents\": { \"foo-bar\": \"/path/of/the/component\" }` in the JSON file of the page");
    let parsed = parse(FileId(0), "<div/>");
    assert!(document(FileId(0), "<div/>", &parsed.document, None).is_empty());
}

#[test]
fn attributes() {
    check(
        "<scroll-view scroll-y scrollTop=\"1\" data-x=\"1\" aria-label=\"a\" worklet:ongesture=\"f\" mark:a=\"1\" change:prop=\"{{m.f}}\" foo=\"1\"/>",
        &[],
    );
    check("<scroll-view srcoll-y/>", &["1:14 unknown-attribute"]);
    check("<view hover-clas=\"a\"/>", &["1:7 unknown-attribute"]);
    check("<my-card srcoll-y hiden/>", &[]);
    check("<scroll-view scroll-y=\"false\"/>", &["1:24 false-is-true"]);
    check("<view hidden=\"false\" hover-class=\"false\"/><view hidden=\"{{false}}\"/><view hidden=\"\"/>", &["1:15 false-is-true"]);
    check("<view wx:fi=\"{{a}}\"/>", &["1:7 unknown-directive"]);
    check("<view wx-if=\"{{a}}\" wx-foo=\"1\"/>", &["1:7 dash-directive"]);
    check("<my-card generic:item=\"a-b\"/><my-card generic:item=\"{{a}}\"/>", &["1:53 dynamic-generic"]);
}

#[test]
fn events() {
    check(
        "<view bindtap=\"go\" catch:touchmove=\"{{f}}\" bind:change=\"a\" capture-bind:tap=\"b\" mut-bind:tap=\"c\" catchtouchmove catchtap=\"\"/>",
        &[],
    );
    check("<view bindTap=\"go\"/>", &["1:7 unknown-event"]);
    check("<input bind:inptu=\"go\"/>", &["1:8 unknown-event"]);
    check("<my-card bind:inptu=\"go\" bindTap=\"a\"/>", &[]);
    check("<view capture-bindtap=\"go\"/>", &["1:7 capture-without-colon"]);
    check("<view bindtap=\"\"/><view bindtap/>", &["1:7 empty-handler", "1:25 empty-handler"]);
    check("<view bindtap=\"go(1)\"/>", &["1:16 handler-call"]);
}

#[test]
fn lists() {
    check(
        "<view wx:for=\"{{a}}\" wx:key=\"id\"/><view wx:for=\"{{a}}\" wx:key=\"*this\"/><view wx:for=\"{{5}}\"/><view wx:for=\"{{[1]}}\"/>",
        &[],
    );
    check("<view wx:for=\"{{a}}\"/>", &["1:7 missing-key"]);
    check("<view wx:for/>", &["1:7 for-without-value"]);
    check("<view wx:for=\"\"/>", &["1:7 for-over-text"]);
    check("<view wx:for=\"list\" wx:key=\"id\"/>", &["1:15 for-over-text"]);
    check_hint("<view wx:for=\"(row, i) in rows\"/>", "write `wx:for=\"{{rows}}\" wx:for-item=\"row\" wx:for-index=\"i\"`");
    check("<view wx:for=\"{{a}} \" wx:key=\"id\"/>", &["1:20 space-around-mustache"]);
    check("<view wx:for=\"{{a}}{{b}}\" wx:key=\"id\"/>", &["1:15 for-over-text"]);
    check("<view wx:for=\"{{a}}\" wx:key=\"{{item.id}}\"/>", &["1:30 odd-key"]);
    check_hint("<view wx:for=\"{{a}}\" wx:for-item=\"row\" wx:key=\"row.id\"/>", "write `wx:key=\"id\"`");
    check_hint("<view wx:for=\"{{a}}\" wx:key=\"{{item}}\"/>", "write `wx:key=\"*this\"`");
    check("<view wx:for=\"{{a}}\" wx:key/>", &["1:22 odd-key"]);
    check("<view wx:key=\"id\" wx:for-item=\"a\"/>", &["1:7 for-missing", "1:19 for-missing"]);
    check("<view wx:for=\"{{a}}\" wx:key=\"id\" wx:for-item=\"{{b}}\"/>", &["1:47 for-name"]);
    check("<view wx:for=\"{{a}}\" wx:key=\"id\" wx:for-item=\"index\"/>", &["1:47 for-name"]);
    check("<view wx:for=\"{{a}}\" wx:key=\"id\" wx:for-item=\"\" wx:for-index=\"i\"/>", &[]);
}

#[test]
fn conditions() {
    check("<view wx:if=\"{{a}}\"/>\n<!-- c -->\n<view wx:elif=\"{{b}}\"/><block wx:else/>", &[]);
    check("<view wx:if/>", &["1:7 condition-without-value"]);
    check("<view wx:if=\"a\"/>", &["1:14 constant-condition"]);
    check("<view wx:if=\"\"/>", &["1:7 constant-condition"]);
    check("<view wx:if=\"{{a}}{{b}}\"/>", &["1:14 constant-condition"]);
    check("<view wx:if=\"{{a}} \"/>", &["1:19 space-around-mustache"]);
    check("<view wx:if=\" {{a}}\"/>", &["1:14 space-around-mustache"]);
    check("<view wx:else/>", &["1:7 else-without-if"]);
    check("<view wx:if=\"{{a}}\"/>x<view wx:else/>", &["1:29 else-without-if"]);
    check("<view wx:if=\"{{a}}\"/><text/><view wx:elif=\"{{b}}\"/><view wx:else/>", &["1:35 else-without-if"]);
    check("<view wx:if=\"{{a}}\"/><view wx:else/><view wx:else/>", &["1:43 else-without-if"]);
    check("<view wx:for=\"{{l}}\" wx:key=\"id\" wx:if=\"{{a}}\"/><view wx:else/>", &["1:55 else-without-if"]);
    check("<view wx:if=\"{{a}}\"/><view wx:for=\"{{l}}\" wx:key=\"id\" wx:else/>", &[]);
    check("<view><view wx:if=\"{{a}}\"/></view><view wx:else/>", &["1:41 else-without-if"]);
    check("<view wx:if=\"{{a}}\" wx:else/>", &["1:21 two-conditions"]);
    check("<view wx:if=\"{{a}}\"/><view wx:else=\"{{b}}\"/>", &["1:37 else-with-value"]);
}

#[test]
fn special_elements() {
    check("<wxs module=\"m_1\">var a</wxs><wxs module=\"n\" src=\"./n.wxs\">\n</wxs><template name=\"t\"/><template is=\"t\"/>", &[]);
    check("<wxs>var a</wxs>", &["1:2 wxs-without-module"]);
    check("<wxs module=\"1a\">var a</wxs>", &["1:14 wxs-without-module"]);
    check("<wxs module=\"m\" src=\"./m.wxs\">var a</wxs>", &["1:31 wxs-content"]);
    check("<template><view/></template>", &["1:2 template-without-name"]);
    check("<block wx:if=\"{{a}}\" class=\"a\" bindtap=\"go\" slot=\"x\"/>", &["1:22 block-attribute", "1:32 block-attribute"]);
}
