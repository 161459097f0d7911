//! Random templates through the whole compiler: every script parses, and the HTML holds the tree that was written.

use crate::random::{NAMES, Random};
use wxc_core::ast::wxml::Node;
use wxc_core::bundle::{BuildOptions, Output, build};
use wxc_core::diagnostics::Severity;
use wxc_core::parse::wxml::parse;
use wxc_core::source::FileId;
use wxc_tests::{checks, html};

#[test]
fn what_is_emitted_for_random_templates_parses() {
    let mut random = Random::new(4);
    for _ in 0..60 {
        checks::project(&random.template(4));
    }
}

/// A template of elements with static text and class alone, and the outline it has.
fn outline(random: &mut Random, depth: usize, out: &mut String, expected: &mut Vec<String>) {
    for _ in 0..1 + random.below(3) {
        let name = random.pick(NAMES);
        // These are directives, not elements.
        if matches!(name, "block" | "slot") || (depth == 0 && random.below(2) == 0) {
            continue;
        }
        let class = random.pick(&["a", "x y", "&quot;&lt;", "中"]);
        out.push_str(&format!("<{name} class=\"{class}\">"));
        expected.push(format!("<wx-{}", name.to_ascii_lowercase()));
        if depth > 0 {
            outline(random, depth - 1, out, expected);
        }
        if random.below(3) == 0 {
            out.push_str(&format!("text of {name} &lt;/script>"));
            expected.push(format!("text of {name} </script>"));
        }
        out.push_str(&format!("</{name}>"));
        expected.push(format!("/wx-{}", name.to_ascii_lowercase()));
    }
}

/// The built-in and custom elements of a document with their texts, in order.
fn components(document: &html::Document) -> Vec<String> {
    let mut found = Vec::new();
    let mut depth = 0;
    document.visit(&mut |node, enter| match &node.kind {
        html::Kind::Element(name, _) if name.starts_with("wx-") => {
            depth = if enter { depth + 1 } else { depth - 1 };
            found.push(format!("{}{name}", if enter { '<' } else { '/' }));
        }
        html::Kind::Text(text) if enter && depth > 0 => found.push(text.clone()),
        _ => {}
    });
    found
}

#[test]
fn the_html_of_any_element_holds_the_tree_that_was_written() {
    let mut random = Random::new(5);
    for _ in 0..40 {
        let (mut text, mut expected) = (String::from("<view>"), vec!["<wx-view".to_owned()]);
        outline(&mut random, 4, &mut text, &mut expected);
        text.push_str("</view>");
        expected.push("/wx-view".to_owned());
        let parsed = parse(FileId(0), &text);
        assert!(parsed.diagnostics.is_empty() && matches!(parsed.document.nodes.as_slice(), [Node::Element(_)]), "{text}");
        let files = checks::project_files(&text);
        let build = build(&files, &BuildOptions::default());
        assert!(build.diagnostics.iter().all(|d| d.severity != Severity::Error), "{:?}", build.diagnostics);
        let bytes = build.outputs.get("index.html").and_then(Output::bytes).expect("a document");
        let page = std::str::from_utf8(&bytes).expect("UTF-8");
        html::check(page).expect("the tree that was written");
        assert_eq!(components(&html::parse(page)), expected, "{text}");
    }
}
