//! WXSS that nobody would write: whatever comes in, what goes out is balanced CSS in which every selector is confined, and the rule before the mistake is there.

use cssparser::{ParseError, Parser, ParserInput, Token};
use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::stylesheet::{ParserOptions, StyleSheet};
use lightningcss::traits::ToCss;
use std::collections::BTreeMap;
use wxc_core::bundle::style::style;
use wxc_core::emit::style::{StyleOutput, StyleRequest, StyleRole};
use wxc_core::source::Sources;

fn compile(role: StyleRole, text: &str, minify: bool) -> StyleOutput {
    let files: BTreeMap<String, Vec<u8>> = BTreeMap::from([
        ("a.wxss".to_owned(), text.as_bytes().to_vec()),
        ("b.wxss".to_owned(), b".imported{width:1rpx}@import 'a';".to_vec()),
        ("c.png".to_owned(), Vec::new()),
    ]);
    let request = StyleRequest {
        role,
        scopes: &["s1".to_owned()],
        within: (role == StyleRole::Page).then_some("p1"),
        host: (role == StyleRole::Component).then_some("h1"),
        minify,
        ..StyleRequest::plain("a.wxss")
    };
    style(&files, "", &Sources::default(), &request)
}

/// What people and attackers write, in pieces.
const PIECES: &[&str] = &[
    ".a",
    ".b",
    "page",
    "view",
    "*",
    "#i",
    "[x=y]",
    ":host",
    ":not(",
    ":is(",
    "::before",
    ":nth-child(2 of ",
    " ",
    ",",
    ">",
    "~",
    "&",
    "{",
    "}",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ";",
    ":",
    "color:red",
    "width:1rpx;",
    "height:calc(1rpx + 2vh)",
    "--x:{a:b}",
    "background:url(c.png)",
    "url(",
    "\"",
    "'",
    "\\",
    "/*",
    "*/",
    "//",
    "\n",
    "@media ",
    "(min-width:3rpx)",
    " and ",
    " or ",
    "not ",
    "screen",
    "@import 'b';",
    "@import \"a.wxss\"",
    "@keyframes k",
    "from",
    "animation:k 1s;",
    "@supports ",
    "@layer x",
    "@font-face",
    "@unknown y",
    "!important",
    "!",
    "<!--",
    "-->",
    "中文",
    "é",
    "\u{1F600}",
    "</style>",
    "@",
    "#",
    ".",
    "0",
    "1e9rpx",
    "-1rpx",
    "+.5RPX",
    "%",
    "$",
    "|",
    "||",
    "\u{0}",
    "\\0",
    "\r\n",
    ">>>",
    "/deep/",
    "@charset \"x\";",
    "@namespace x;",
    "var(--rpx)",
    "ric",
    "1ric",
    ":root",
    ":host(.z)",
    ":host-context(",
    "@container ",
    "@scope (.q)",
];

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

fn balanced(css: &str) -> bool {
    fn walk(p: &mut Parser<'_, '_>, css: &str, ok: &mut bool) {
        loop {
            let start = p.position().byte_index();
            let close = match p.next_including_whitespace_and_comments() {
                Err(_) => return,
                Ok(
                    Token::CloseCurlyBracket | Token::CloseParenthesis | Token::CloseSquareBracket | Token::BadString(_) | Token::BadUrl(_),
                ) => {
                    *ok = false;
                    continue;
                }
                Ok(Token::QuotedString(_)) => {
                    let text = &css[start..p.position().byte_index()];
                    *ok &= text.len() > 1 && text.as_bytes().first() == text.as_bytes().last();
                    continue;
                }
                Ok(Token::UnquotedUrl(_)) => {
                    *ok &= css[start..p.position().byte_index()].ends_with(')');
                    continue;
                }
                Ok(Token::CurlyBracketBlock) => b'}',
                Ok(Token::Function(_) | Token::ParenthesisBlock) => b')',
                Ok(Token::SquareBracketBlock) => b']',
                Ok(Token::Comment(_)) => {
                    *ok &= css[start..p.position().byte_index()].ends_with("*/");
                    continue;
                }
                Ok(_) => continue,
            };
            let mut end = 0;
            let _: Result<(), ParseError<'_, ()>> = p.parse_nested_block(|p| {
                walk(p, css, ok);
                end = p.position().byte_index();
                Ok(())
            });
            *ok &= css.as_bytes().get(end) == Some(&close);
        }
    }
    let mut ok = true;
    let mut input = ParserInput::new(css);
    walk(&mut Parser::new(&mut input), css, &mut ok);
    ok
}

/// The selectors of all rules, also inside of at-rules.
fn selectors(rules: &CssRuleList<'_>, found: &mut Vec<String>) {
    for rule in &rules.0 {
        match rule {
            CssRule::Style(rule) => {
                found.extend(rule.selectors.0.iter().map(|s| s.to_css_string(Default::default()).unwrap_or_default()));
                selectors(&rule.rules, found);
            }
            CssRule::Media(rule) => selectors(&rule.rules, found),
            CssRule::Supports(rule) => selectors(&rule.rules, found),
            CssRule::Container(rule) => selectors(&rule.rules, found),
            CssRule::LayerBlock(rule) => selectors(&rule.rules, found),
            CssRule::Scope(rule) => selectors(&rule.rules, found),
            CssRule::StartingStyle(rule) => selectors(&rule.rules, found),
            _ => {}
        }
    }
}

fn check(text: &str) {
    for (role, minify) in [(StyleRole::Component, true), (StyleRole::Page, false)] {
        let out = compile(role, text, minify);
        assert!(balanced(&out.css), "not balanced: {text:?}\n{}", out.css);
        assert!(out.css.contains(".first"), "the first rule is lost: {text:?}\n{}", out.css);
        assert!(!out.css.to_lowercase().contains("</style"), "{text:?}\n{}", out.css);
        assert!(out.marks.is_sorted_by_key(|m| m.offset), "{text:?}");
        if text.contains(">>>") || text.contains("/deep/") {
            continue;
        }
        let sheet = StyleSheet::parse(&out.css, ParserOptions { error_recovery: true, ..Default::default() }).expect("parses");
        let mut found = Vec::new();
        selectors(&sheet.rules, &mut found);
        for selector in found {
            let confined = ["s1", "h1", "p1", "wx-page", "&", "#wxc"].iter().any(|mark| selector.contains(mark));
            assert!(confined, "`{selector}` reaches everything: {text:?}\n{}", out.css);
        }
    }
}

#[test]
fn random_pieces() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let rounds = std::env::var("WXSS_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(1500);
    for _ in 0..rounds {
        let mut text = ".first{top:0}\n".to_owned();
        for _ in 0..random.below(40) {
            text.push_str(PIECES[random.below(PIECES.len())]);
        }
        check(&text);
    }
}

#[test]
fn deep_and_long() {
    let deep = 5_000;
    // The stack of a thread in a pool.
    let small_stack = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        for (open, close) in [
            ("(", ")"),
            ("[", "]"),
            (".a{", "}"),
            ("@media screen{", "}"),
            (".a:not(", ")"),
            (".a{width:calc(", ")}"),
            (".a{b:f(", ")}"),
            ("{", "}"),
        ] {
            check(&format!(".first{{top:0}}{}{}", open.repeat(deep), close.repeat(deep)));
            check(&format!(".first{{top:0}}{}", open.repeat(deep)));
            check(&format!(".first{{top:0}}{}", close.repeat(deep)));
            check(&format!(".first{{top:0}}{}.x{{top:0}}{}", open.repeat(40), close.repeat(40)));
        }
        check(&format!(".first{{top:0}}.a{{width:{}1px{}}}", "(".repeat(deep), ")".repeat(deep)));
        check(&format!(".first{{top:0}}{}", "@media (min-width:1px),(hover){".repeat(40)));
        check(&format!(".first{{top:0}}.f{{src:url(data:font/woff2;base64,{})}}", "A".repeat(1 << 20)));
        check(&format!(".first{{top:0}}{}", ".a,".repeat(5_000)));
        check(&format!(".first{{top:0}}.a{{{}}}", "width 1px;".repeat(5_000)));
        check(&format!(".first{{top:0}}{}", ".a{width:calc(1px;}".repeat(200)));
    });
    small_stack.expect("thread").join().expect("no panic");
}
