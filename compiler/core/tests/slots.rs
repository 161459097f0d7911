//! Which slot the children of a component go to.

use std::collections::BTreeMap;
use wxc_core::bundle::{BuildOptions, Mode, build};

/// A page with this content beside a component `c` with several slots: for each slot, in order, its name and the texts of all its templates, sorted.
fn slots(page: &str) -> Vec<(String, Vec<String>)> {
    let files: BTreeMap<String, Vec<u8>> = [
        ("app.json", r#"{"pages": ["p"]}"#),
        ("app.js", "App({})"),
        ("p.js", "Page({data: {on: true}})"),
        ("p.json", r#"{"usingComponents": {"c": "c"}}"#),
        ("p.wxml", page),
        ("c.json", r#"{"component": true}"#),
        ("c.js", "Component({options: {multipleSlots: true}})"),
        ("c.wxml", r#"<slot name="a"/><slot/>"#),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .collect();
    let build = build(&files, &BuildOptions { mode: Mode::Dev, ..BuildOptions::default() });
    assert_eq!(build.bug, None);
    let all = |end: &str| -> String {
        let texts = build.outputs.iter().filter(|(path, _)| path.ends_with(end));
        texts.filter_map(|(_, output)| Some(String::from_utf8_lossy(&output.bytes()?).into_owned())).collect()
    };
    let (script, html) = (all("logic.js"), all(".html"));
    let (_, list) = script.split_once("slots: [[").expect("a component with slots");
    let (list, _) = list.split_once("]]").expect("the end of the slots");
    list.split("], [")
        .map(|slot| {
            let (name, template) = slot.split_once(", ").expect("name and template");
            let template = template.trim_end_matches(", 1");
            let mut texts = texts_below(&script, &html, template);
            texts.sort();
            (name.trim_matches('"').to_owned(), texts)
        })
        .collect()
}

/// Texts inside the HTML of a template and of the templates it names.
fn texts_below(script: &str, html: &str, template: &str) -> Vec<String> {
    let (_, body) = script.split_once(&format!("const {template} = ")).expect("the template");
    let body = body.split("const t").next().unwrap_or_default();
    let (_, key) = body.split_once("key: \"").expect("its key");
    let (key, _) = key.split_once('"').expect("the end of the key");
    let mut found: Vec<String> = html
        .split_once(&format!("<template id=\"{key}\""))
        .and_then(|(_, rest)| rest.split_once("</template>"))
        .map(|(inside, _)| {
            ["one", "two", "three", "four"].iter().filter(|word| inside.contains(**word)).map(|word| (*word).to_owned()).collect()
        })
        .unwrap_or_default();
    let mut rest = body;
    while let Some((_, after)) = rest.split_once("[t").or_else(|| rest.split_once(", t")) {
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        if !digits.is_empty() {
            found.extend(texts_below(script, html, &format!("t{digits}")));
        }
        rest = after;
    }
    found
}

fn check(page: &str, expected: &[(&str, &[&str])]) {
    let found = slots(page);
    let found: Vec<(&str, Vec<&str>)> =
        found.iter().map(|(name, texts)| (name.as_str(), texts.iter().map(String::as_str).collect())).collect();
    let expected: Vec<(&str, Vec<&str>)> = expected.iter().map(|(name, texts)| (*name, texts.to_vec())).collect();
    assert_eq!(found, expected, "{page}");
}

#[test]
fn children_go_where_they_say() {
    check(
        r#"<c><view slot="a">one</view><view>two</view><view slot="a">three</view></c>"#,
        &[("a", &["one"]), ("", &["two"]), ("a", &["three"])],
    );
}

#[test]
fn what_a_block_contains_goes_where_it_says() {
    check(
        r#"<c><block wx:if="{{on}}"><view slot="a">one</view></block><block wx:else><view slot="a">two</view><view>three</view></block>four</c>"#,
        &[("a", &["one", "two"]), ("", &["four", "three"])],
    );
    check(r#"<c><block><block><view slot="a">one</view></block></block>two</c>"#, &[("a", &["one"]), ("", &["two"])]);
}

#[test]
fn every_branch_goes_where_it_says() {
    check(r#"<c><view wx:if="{{on}}" slot="a">one</view><view wx:else>two</view></c>"#, &[("a", &["one"]), ("", &["two"])]);
}

#[test]
fn a_name_in_a_loop_is_the_rounds() {
    check(
        r#"<c><v wx:for="{{l}}" slot="{{item.s}}">one</v><block wx:for="{{l}}"><v>two</v><v slot="{{item}}">three</v></block><v slot="a">four</v></c>"#,
        &[("null", &["one", "three"]), ("", &["two"]), ("a", &["four"])],
    );
}
