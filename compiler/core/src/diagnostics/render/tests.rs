//! The three formats on text that is hard to point into: wide characters, emoji, tabs, CRLF, the end of a file, several files.

use super::*;

fn sources(files: &[(&str, &str)]) -> Sources {
    let sources = Sources::default();
    for (path, text) in files {
        sources.add(path, text);
    }
    sources
}

/// A diagnostic at the first place of `needle`.
fn at(sources: &Sources, file: u32, needle: &str) -> Diagnostic {
    let text = sources.text(FileId(file));
    let start = text.find(needle).expect("needle");
    Diagnostic::error("parse/bad-expression", FileId(file), Span::new(start, start + needle.len()), "unexpected `b`")
}

#[track_caller]
fn check(format: Format, sources: &Sources, diagnostics: &[Diagnostic], expected: &str) {
    let text: Vec<String> = render(format, sources, diagnostics, Look::default()).lines().map(|line| line.trim_end().to_owned()).collect();
    assert_eq!(text.join("\n").trim_end(), expected.trim_matches('\n'), "\n{}", text.join("\n"));
}

#[test]
fn short() {
    let sources = sources(&[("b.wxml", "中文😀b\r\n\tb"), ("a.wxml", "b\n")]);
    let mut second = at(&sources, 0, "\tb");
    second.span.start += 1;
    let end = Diagnostic::warning("parse/bare-less-than", FileId(1), Span::at(2), "at the end");
    check(
        Format::Short,
        &sources,
        &[second, at(&sources, 0, "b"), end.clone(), end],
        "
a.wxml:1:2: warning[parse/bare-less-than]: at the end
b.wxml:1:4: error[parse/bad-expression]: unexpected `b`
b.wxml:2:2: error[parse/bad-expression]: unexpected `b`",
    );
    assert_eq!(render(Format::Short, &sources, &[], Look::default()), "");
}

#[test]
fn json() {
    let sources = sources(&[("a.wxml", "中😀b\r\n")]);
    let diagnostic = at(&sources, 0, "b").hint("write `c`").label(FileId(0), Span::new(0, 3), "because of this");
    check(
        Format::Json,
        &sources,
        &[diagnostic],
        r#"{"code":"parse/bad-expression","severity":"error","path":"a.wxml","line":1,"column":3,"endLine":1,"endColumn":4,"bytes":[7,8],"range":{"start":{"line":0,"character":3},"end":{"line":0,"character":4}},"message":"unexpected `b`","hint":"write `c`","labels":[{"path":"a.wxml","line":1,"column":1,"endLine":1,"endColumn":2,"bytes":[0,3],"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":1}},"message":"because of this"}]}"#,
    );
}

#[test]
fn pretty() {
    let sources = sources(&[("pages/a.wxml", "<view>\r\n\t<text>中文{{ a b }}</text>\r\n</view>"), ("b.wxml", "<v/>")]);
    let diagnostic = at(&sources, 0, "b }").hint("write `a + b`");
    let diagnostic = Diagnostic { span: Span::new(diagnostic.span.start as usize, diagnostic.span.start as usize + 1), ..diagnostic };
    check(
        Format::Pretty,
        &sources,
        &[diagnostic.label(FileId(1), Span::new(0, 4), "used here")],
        "
[parse/bad-expression] error: unexpected `b`
   ╭─[ pages/a.wxml:2:15 ]
   │
 2 │     <text>中文{{ a b }}</text>
   │                    ┬
   │                    ╰── here
   │
   ├─[ b.wxml:1:1 ]
   │
 1 │ <v/>
   │ ──┬─
   │   ╰─── used here
   │
   │ Help: write `a + b`
───╯",
    );
}

#[test]
fn pretty_of_long_lines_is_short() {
    let sources = sources(&[("a.wxml", &format!("{}<b", "x".repeat(10_000)))]);
    check(
        Format::Pretty,
        &sources,
        &[at(&sources, 0, "<b").hint("write `>`")],
        "
a.wxml:1:10001: error[parse/bad-expression]: unexpected `b`
  help: write `>`",
    );
}

#[test]
fn spans_outside_of_the_text() {
    let sources = sources(&[("a.wxml", "中"), ("empty.wxml", "")]);
    for (file, start, end) in [(0, 1, 2), (0, 0, 100), (0, 50, 100), (0, 3, 3), (1, 0, 0), (1, 5, 9), (7, 1, 2)] {
        let diagnostic = Diagnostic::error("parse/bad-expression", FileId(file), Span::new(start, end), "m");
        for format in [Format::Pretty, Format::Short, Format::Json] {
            assert!(
                render(format, &sources, std::slice::from_ref(&diagnostic), Look::default()).contains("parse/bad-expression"),
                "{file} {start} {end} {format:?}"
            );
        }
    }
}

#[test]
fn summaries() {
    let sources = sources(&[("a.wxml", "b")]);
    let error = at(&sources, 0, "b");
    let warning = Diagnostic { severity: Severity::Warning, ..error.clone() };
    assert_eq!(summary(&[error.clone(), error, warning]), "2 errors, 1 warning");
    assert_eq!(summary(&[]), "");
}
