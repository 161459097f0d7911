//! A project in which text that would end its string, tag, script or rule stands wherever a project may hold text.

use std::collections::BTreeMap;
use std::fmt::Write;

/// Every text has a page of its own, `pages/h<index>/h<index>`. `pwned` is never called by the project itself.
pub const TEXTS: &[&str] = &[
    "</script><script>pwned()</script>",
    "<!--<script>pwned()",
    "--><img src=x onerror=pwned()>",
    "</style><script>pwned()</script>",
    "</title></head><script>pwned()</script>",
    "</template></body><script>pwned()</script>",
    "\"><img src=x onerror=\"pwned()",
    "'><img src=x onerror='pwned()",
    "' onmouseover='pwned()' x='",
    "\" onfocus=\"pwned()\" autofocus x=\"",
    "');pwned();//",
    "\");pwned();//",
    "`+pwned()+`",
    "${pwned()}",
    "*/pwned()/*",
    "//\npwned()//",
    "\u{2028}pwned()\u{2029}pwned()",
    "\\",
    "\\';pwned()//",
    "\\u0027;pwned()//",
    "{{pwned()}}",
    "{{'}}'}}",
    "]]><script>pwned()</script>",
    "javascript:pwned()",
    "}body{background:url(javascript:pwned())}",
    ";background:url(javascript:pwned());",
    "&lt;script&gt;pwned()&lt;/script&gt;",
    "&#60;script>pwned()</script>",
    "__proto__",
    "\u{202e}\u{feff}中😀\u{1}",
];

/// The files of the project.
pub fn project() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut add = |path: String, text: String| {
        files.insert(path, text.into_bytes());
    };
    let list = |text: &dyn Fn(usize, &str) -> String| TEXTS.iter().enumerate().map(|(i, t)| text(i, t)).collect::<Vec<_>>().join(",");
    let pages = list(&|i, _| format!("\"{}\"", page(i)));
    // A folder whose name is code; what a file system or a URL cannot hold is left out.
    let odd = format!("pages/{}/p", odd_folder());
    add(
        "app.json".to_owned(),
        format!(
            "{{\"pages\": [{pages}, {}], \"window\": {{\"navigationBarTitleText\": {}}}, \"tabBar\": {{\"list\": [{{\"pagePath\": \"{}\", \"text\": {}}}, {{\"pagePath\": \"{}\", \"text\": {}}}]}}, {}: 1}}",
            json(&odd),
            json(TEXTS[0]),
            page(0),
            json(TEXTS[4]),
            page(1),
            json(TEXTS[6]),
            json(TEXTS[3]),
        ),
    );
    add("project.config.json".to_owned(), format!("{{\"appid\": \"x\", \"projectname\": {}}}", json(TEXTS[0])));
    let strings = list(&|_, t| js(t, '\''));
    add("app.js".to_owned(), format!("// {}\nApp({{ texts: [{strings}] }})\n", TEXTS[0]));
    add("texts.json".to_owned(), format!("[{}]", list(&|_, t| json(t))));
    add("app.wxss".to_owned(), (0..TEXTS.len()).map(sheet).collect());
    add(format!("{odd}.wxml"), "<view class=\"shown\">odd</view>".to_owned());
    add(format!("{odd}.js"), "Page({})".to_owned());
    for (i, text) in TEXTS.iter().enumerate() {
        let page = page(i);
        add(format!("{page}.json"), format!("{{\"navigationBarTitleText\": {}, {}: {}}}", json(text), json(text), json(text)));
        add(format!("{page}.wxss"), sheet(i));
        add(
            format!("{page}.js"),
            format!(
                "const texts = require('../../texts.json')\nPage({{ data: {{ text: texts[{i}], css: 'color: red;' + texts[{i}] }}, tap() {{}} }})\n"
            ),
        );
        add(format!("{page}.wxml"), template(i, text));
    }
    files
}

pub fn page(index: usize) -> String {
    format!("pages/h{index}/h{index}")
}

/// A name that a file system takes.
pub fn odd_folder() -> &'static str {
    "a'\"&<img src=x onerror=pwned()>;`${pwned()}"
}

/// One element per place; `class` names the place.
fn template(i: usize, text: &str) -> String {
    let (written, value) = (wxml(text), wxml_value(text));
    // Strings in mustaches, in a text and in a value: their quotes must not end the value.
    let (single, double) = (js(text, '\''), js(text, '\'').replace('"', "\\x22"));
    let mut out = String::new();
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    line(format!("<!-- {} -->", text.replace("--", "- -")));
    line(format!(
        "<wxs module=\"m\">\n// {}\nvar texts = [{}]\nmodule.exports = {{ text: texts[0] }}\n</wxs>",
        text.replace(['\n', '\u{2028}', '\u{2029}'], " ").replace("</wxs", ""),
        js(text, '"')
    ));
    line(format!("<view class=\"static\">{written}</view>"));
    line(format!("<view class=\"literal\">{{{{{single}}}}}</view>"));
    line("<view class=\"data\">{{text}}</view>".to_owned());
    line("<view class=\"wxs\">{{m.text}}</view>".to_owned());
    line(format!("<view class=\"mixed\">({written})({{{{text}}}})</view>"));
    line(format!(
        "<view class=\"attributes {value}\" id=\"{value}\" style=\"--x:1;{value}\" data-text=\"{value}\" aria-label=\"{value}\" mark:text=\"{value}\">a</view>"
    ));
    line(format!(
        "<view class=\"literals {{{{{double}}}}}\" id=\"{{{{{double}}}}}\" style=\"--x:1;{{{{{double}}}}}\" data-text=\"{{{{{double}}}}}\" aria-label=\"{{{{{double}}}}}\">b</view>"
    ));
    line(
        "<view class=\"values {{text}}\" id=\"{{text}}\" style=\"{{css}}\" data-text=\"{{text}}\" aria-label=\"{{text}}\">c</view>"
            .to_owned(),
    );
    line(format!("<view class=\"events\" bindtap=\"{value}\" catch:{}=\"{value}\">d</view>", "longpress"));
    line(format!("<image class=\"image\" src=\"{value}\" /><image class=\"image\" src=\"{{{{text}}}}\" />"));
    line(format!(
        "<navigator class=\"link\" url=\"{value}\">e</navigator><input class=\"field\" value=\"{value}\" placeholder=\"{value}\" />"
    ));
    line(format!("<view class=\"loop\" wx:for=\"{{{{[{double}, text]}}}}\" wx:key=\"{value}\">{{{{item}}}}</view>"));
    // The name of a template is never computed.
    let name = if text.contains("{{") { "t" } else { &value };
    line(format!("<template name=\"{name}\"><view class=\"template\">{{{{t}}}}</view></template>"));
    line(format!("<template is=\"{name}\" data=\"{{{{t: {double}}}}}\" />"));
    line(format!("<slot name=\"{value}\" />"));
    line(format!("<view class=\"end h{i}\">end</view>"));
    out
}

/// Rules whose strings, comments, names and addresses are the text.
fn sheet(i: usize) -> String {
    let text = TEXTS[i];
    let string: String = text.chars().map(css_escape).collect();
    let name: String = format!("c{text}")
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("\\{:x} ", u32::from(c)) })
        .collect();
    format!(
        "/* {} */\n.h{i}::after {{ content: \"{string}\" }}\n.{name} {{ --x: \"{string}\" }}\n.h{i}[title=\"{string}\"] {{ background: url(\"https://example.invalid/{string}\") }}\n",
        text.replace("*/", "* /")
    )
}

fn css_escape(c: char) -> String {
    match c {
        'a'..='z'
        | 'A'..='Z'
        | '0'..='9'
        | '('
        | ')'
        | ' '
        | ';'
        | '{'
        | '}'
        | '<'
        | '>'
        | '/'
        | '!'
        | '='
        | '\''
        | '-'
        | '$'
        | '`'
        | '+'
        | '&'
        | ':' => c.to_string(),
        _ => format!("\\{:x} ", u32::from(c)),
    }
}

/// Text between tags: written so that it is shown as it is.
fn wxml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('\\', "\\\\").replace("{{", "{{'{{'}}")
}

fn wxml_value(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace("{{", "{{'{{'}}")
}

fn js(text: &str, quote: char) -> String {
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c == quote => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
