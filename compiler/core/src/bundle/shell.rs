//! HTML: the documents that start the app, and the fragments that hold a page's templates.

use crate::bundle::frame::Frame;
use crate::bundle::{Router, Threads};
use crate::emit::template::HtmlTemplate;
use std::fmt::Write;

/// Text for an attribute in double quotes.
pub fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// JSON for a `<script>` element: nothing in it can end the element or open a comment. The result is equal JSON.
pub fn script_json(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// The `<template>`s of a page and all components it uses, one per line.
pub fn fragment<'a>(templates: impl Iterator<Item = &'a HtmlTemplate>) -> String {
    let mut out = String::new();
    for template in templates {
        let meta = template.meta.replace('&', "&amp;").replace('\'', "&#39;");
        let _ = writeln!(out, "<template id=\"{}\" w='{meta}'>{}</template>", attribute(&template.key), template.html);
    }
    out
}

/// A document that starts the app with one page's parts inside.
#[derive(Clone, Copy, Debug)]
pub struct Shell<'a> {
    pub title: &'a str,
    pub lang: &'a str,
    /// Relative path back to the folder of `index.html` (`""` there).
    pub base: &'a str,
    /// `(what, file)`: `base`, `app`, `components`, `page`, in this order.
    pub styles: &'a [(&'static str, String)],
    /// JSON of `#wxc-app`.
    pub config: &'a str,
    /// Text of the page's WXS script, when it has one.
    pub page_script: Option<&'a str>,
    pub view: &'a str,
    /// The logic's script, and where it runs; `None`: the view starts it, without haste.
    pub logic: Option<(&'a str, Threads)>,
    /// Path of the page inside.
    pub page: &'a str,
    pub router: Router,
    pub frame: Option<&'a Frame>,
    /// Markup of the `<template>`s.
    pub templates: &'a str,
    /// Scripts that only `wxc dev` adds.
    pub dev_scripts: &'a [String],
}

/// Hides the frame when the address asks for another page than the one inside (or for that one with a query, which the frame has not seen), before
/// anything is painted. Constant texts: a content security policy can name their hashes.
fn guard(router: Router) -> &'static str {
    match router {
        Router::Hash => {
            r"((e,p,a)=>{a&&a!==p&&a!==encodeURI(p)&&e.classList.add('wxc-other')})(document.documentElement,document.currentScript.dataset.page,location.hash.replace(/^#\/?/,''))"
        }
        Router::History => {
            r"((e,p,a)=>{(location.search||!/(^|\/)(index)?$/.test(a)&&!a.endsWith('/'+encodeURI(p)))&&e.classList.add('wxc-other')})(document.documentElement,document.currentScript.dataset.page,location.pathname.replace(/\.html$/,''))"
        }
    }
}

/// Starts the worker before the view's script is there, so that both load at the same time; `protocol/channel-worker.ts` takes it over. A constant text, too.
const EARLY: &str = r"(s=>{try{let w=self.$wxcEarly=new Worker(s.dataset.logic);w.onerror=e=>{w.failed=e.message||'cannot load '+s.dataset.logic}}catch{}})(document.currentScript)";

/// Prints a document.
pub fn document(shell: &Shell<'_>) -> String {
    let mut out = String::with_capacity(shell.templates.len() + shell.config.len() + 1024);
    out.push_str("<!doctype html>\n");
    let _ = writeln!(out, "<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">", attribute(shell.lang));
    if !shell.base.is_empty() {
        let _ = writeln!(out, "<base href=\"{}\">", attribute(shell.base));
    }
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, maximum-scale=1, viewport-fit=cover\">\n");
    let _ = writeln!(out, "<title>{}</title>", attribute(shell.title));
    if shell.frame.is_some() {
        let _ = writeln!(out, "<script data-page=\"{}\">{}</script>", attribute(shell.page), guard(shell.router));
    }
    // The empty icon keeps browsers from asking for /favicon.ico.
    out.push_str("<link rel=\"icon\" href=\"data:,\">\n");
    for (what, file) in shell.styles {
        let _ = writeln!(out, "<link rel=\"stylesheet\" data-wxc=\"{what}\" href=\"{}\">", attribute(file));
    }
    let _ = match shell.logic {
        Some((file, Threads::Worker)) => writeln!(out, "<script data-logic=\"{}\">{EARLY}</script>", attribute(file)),
        Some((file, Threads::One)) => writeln!(out, "<link rel=\"preload\" as=\"script\" href=\"{}\">", attribute(file)),
        None => Ok(()),
    };
    let _ = writeln!(out, "<script type=\"application/json\" id=\"wxc-app\">{}</script>", script_json(shell.config));
    let scripts = std::iter::once(shell.view).chain(shell.page_script).chain(shell.dev_scripts.iter().map(String::as_str));
    for file in scripts {
        let _ = writeln!(out, "<script defer src=\"{}\"></script>", attribute(file));
    }
    out.push_str("</head>\n<body>\n");
    match shell.frame {
        Some(Frame { class, style, html }) => {
            let optional = [("class", class), ("style", style)].into_iter().filter(|(_, value)| !value.is_empty());
            let attributes: String = optional.map(|(name, value)| format!(" {name}=\"{}\"", attribute(value))).collect();
            let _ = writeln!(out, "<div id=\"wxc\"{attributes}>{html}</div>");
        }
        None => out.push_str("<div id=\"wxc\"></div>\n"),
    }
    out.push_str(shell.templates);
    out.push_str("</body>\n</html>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_text_cannot_leave_its_place() {
        let shell = Shell {
            title: "</title><script>",
            lang: "zh-CN",
            base: "",
            styles: &[("page", "a\"b.css".to_owned())],
            config: r#"{"a":"</script><!--"}"#,
            page_script: None,
            view: "view.js",
            logic: Some(("l\"ogic.js", Threads::Worker)),
            page: "p\"p",
            router: Router::Hash,
            frame: Some(&Frame { class: "a\"b".to_owned(), style: String::new(), html: "<wxc-page></wxc-page>".to_owned() }),
            templates: "",
            dev_scripts: &[],
        };
        let html = document(&shell);
        assert!(html.contains("<title>&lt;/title&gt;&lt;script&gt;</title>"));
        assert!(html.contains(r#"href="a&quot;b.css""#));
        assert!(html.contains(r#"<script data-page="p&quot;p">((e,p,a)=>"#));
        assert!(html.contains(r#"<script data-logic="l&quot;ogic.js">(s=>"#));
        assert!(html.contains(r#"<div id="wxc" class="a&quot;b"><wxc-page></wxc-page></div>"#));
        assert!(html.contains(r#"{"a":"\u003c/script>\u003c!--"}"#));
    }

    #[test]
    fn templates_carry_their_meta_data() {
        let template = HtmlTemplate { key: "a:0".into(), meta: r#"{"x":"it's & \"y\""}"#.into(), html: "<wx-view></wx-view>".into() };
        assert_eq!(
            fragment([template].iter()),
            "<template id=\"a:0\" w='{\"x\":\"it&#39;s &amp; \\\"y\\\"\"}'><wx-view></wx-view></template>\n"
        );
    }
}
