//! Expressions: shape of the tree as an S-expression, mistakes as `column: message`.

use super::*;

fn show(expr: &Expr) -> String {
    let list = |items: &[Element]| {
        items
            .iter()
            .map(|item| match item {
                Element::Item(e) => show(e),
                Element::Spread(e) => format!("...{}", show(e)),
                Element::Hole => "_".to_owned(),
            })
            .collect::<Vec<_>>()
            .join(" ")
    };
    match &expr.kind {
        ExprKind::Name(name) => name.clone(),
        ExprKind::Number(n) => n.to_string(),
        ExprKind::String(s) => format!("{s:?}"),
        ExprKind::Bool(b) => b.to_string(),
        ExprKind::Null => "null".into(),
        ExprKind::Undefined => "undefined".into(),
        ExprKind::Array(items) => format!("[{}]", list(items)),
        ExprKind::Object(properties) => {
            let properties = properties.iter().map(|p| match p {
                Property::Pair { key, value, .. } => format!("{key}:{}", show(value)),
                Property::Shorthand { name, .. } => name.clone(),
                Property::Computed { key, value } => format!("[{}]:{}", show(key), show(value)),
                Property::Spread(e) => format!("...{}", show(e)),
            });
            format!("{{{}}}", properties.collect::<Vec<_>>().join(" "))
        }
        ExprKind::Template(parts) => {
            let parts = parts.iter().map(|p| match p {
                TemplatePart::Text(text) => text.clone(),
                TemplatePart::Expr(e) => format!("${{{}}}", show(e)),
            });
            format!("`{}`", parts.collect::<String>())
        }
        ExprKind::Member { object, name, optional, .. } => format!("{}{}{name}", show(object), if *optional { "?." } else { "." }),
        ExprKind::Index { object, key, optional } => format!("{}{}[{}]", show(object), if *optional { "?." } else { "" }, show(key)),
        ExprKind::Call { callee, args, optional } => format!("{}{}({})", show(callee), if *optional { "?." } else { "" }, list(args)),
        ExprKind::Unary { op, operand } => format!("({op:?} {})", show(operand)),
        ExprKind::Binary { op, left, right } => format!("({op:?} {} {})", show(left), show(right)),
        ExprKind::Conditional { test, then, otherwise } => format!("(? {} {} {})", show(test), show(then), show(otherwise)),
    }
}

fn outcome(result: Result<Option<Expr>, Box<Diagnostic>>, text: &str) -> String {
    match result {
        Ok(Some(expr)) => show(&expr),
        Ok(None) => "nothing".into(),
        Err(d) => format!("{}: {}", text.get(..d.span.start as usize).unwrap_or(text).chars().count() + 1, d.message),
    }
}

fn check(text: &str, expected: &str) {
    assert_eq!(outcome(expression(FileId(0), text, Span::new(0, text.len())), text), expected, "{text}");
}

fn check_object(text: &str, expected: &str) {
    assert_eq!(outcome(object_body(FileId(0), text, Span::new(0, text.len())), text), expected, "{text}");
}

#[test]
fn primaries() {
    check("", "nothing");
    check(" \n ", "nothing");
    check("/* c */", "nothing");
    check(" a ", "a");
    check("true", "true");
    check("null", "null");
    check("undefined", "undefined");
    check("this", "this");
    check("010", "8");
    check(".5", "0.5");
    check("1.", "1");
    check("0x10", "16");
    check("1e3", "1000");
    check(r#""a\"\u4e2d""#, "\"a\\\"中\"");
    check("'x\\ny'", "\"x\\ny\"");
    check("[]", "[]");
    check("[1,a,[2],...l,]", "[1 a [2] ...l]");
    check("{}", "{}");
    check(" {a, b:1, 'c-d': 2, if: 3, ...o,} ", "{a b:1 c-d:2 if:3 ...o}");
    check("`x${a + `${b}`}y{}$`", "`x${(Add a `${b}`)}y{}$`");
    check("``", "``");
}

#[test]
fn precedence() {
    check("a+b*c", "(Add a (Mul b c))");
    check("a-b-c", "(Sub (Sub a b) c)");
    check("a--b", "(Sub a (Minus b))");
    check("!!a.b", "(Not (Not a.b))");
    check("-a[0](1)", "(Minus a[0](1))");
    check("a||b&&c|d^e&f==g<h<<i+j%k", "(Or a (And b (BitOr c (BitXor d (BitAnd e (Eq f (Less g (ShiftLeft h (Add i (Rem j k))))))))))");
    check("a?b:c?d:e", "(? a b (? c d e))");
    check("a?b?1:2:3", "(? a (? b 1 2) 3)");
    check("a?.5:1", "(? a 0.5 1)");
    check("a?.b?.[c]?.(d)", "a?.b?.[c]?.(d)");
    check("a ?? b || c", "(Nullish a (Or b c))");
    check("'x' in o", "(In \"x\" o)");
    check("typeof a === 'b'", "(StrictEq (TypeOf a) \"b\")");
    check("a instanceof b", "(InstanceOf a b)");
    check("(a+b)*c", "(Mul (Add a b) c)");
    check("a >>> b >= c", "(GreaterEq (ShiftRightUnsigned a b) c)");
    check("void 0", "(Void 0)");
    check("m.f(a, ...b)", "m.f(a ...b)");
    check("'abc'[1]", "\"abc\"[1]");
    check("{a:1}.a", "{a:1}.a");
    check("a.if.in", "a.if.in");
    check("a . b", "a.b");
}

#[test]
fn objects_without_braces() {
    check_object("a", "{a}");
    check_object("a, b: 1, ...c", "{a b:1 ...c}");
    check_object("...item", "{...item}");
    check_object("a:1,", "{a:1}");
    check_object("'a': 1", "{a:1}");
    check_object(" {a:1} ", "{a:1}");
    check_object("f?o:p", "(? f o p)");
    check_object("o.p", "o.p");
    check_object("", "nothing");
    check_object(",a:1", "1: unexpected `,`");
    check("a:b", "{a:b}");
    check("...o, x: 1", "{...o x:1}");
}

#[test]
fn spans() {
    let text = "{{ a.b + c }}";
    let Ok(Some(expr)) = expression(FileId(0), text, Span::new(2, 11)) else { panic!("parses") };
    assert_eq!(expr.span, Span::new(3, 10));
    let ExprKind::Binary { left, right, .. } = expr.kind else { panic!("binary") };
    assert_eq!((left.span, right.span), (Span::new(3, 6), Span::new(9, 10)));
    assert!(matches!(left.kind, ExprKind::Member { name_span: Span { start: 5, end: 6 }, .. }));
}

#[test]
fn mistakes() {
    check("a b", "3: unexpected `b` after `a`");
    check("a +", "4: the expression ends too early");
    check("+", "2: the expression ends too early");
    check("()", "2: unexpected `)`");
    check("(a", "3: `(` is not closed");
    check("a[0", "4: `[` is not closed");
    check("f(a, b", "7: `(` is not closed");
    check("a]", "2: unexpected `]`");
    check("a[]", "3: unexpected `]`");
    check("a..b", "3: unexpected `.`");
    check("a.1", "2: unexpected `.1`");
    check("a?1:", "5: the expression ends too early");
    check("a?1", "4: the expression ends too early");
    check("a?:1", "3: unexpected `:`");
    check("a;", "2: unexpected `;`");
    check("a &lt; b", "6: unexpected `;`");
    check("a中", "2: unexpected `中`");
    check("a ， b", "3: unexpected `，`");
    check("'a", "1: this string is not closed");
    check("`a${b", "6: the expression ends too early");
    check("`a", "1: this template literal is not closed");
    check("a // b", "3: `//` cannot be used in a template");
    check("a++", "2: `++` cannot be used in an expression of a template");
    check("a = 1", "3: `=` cannot be used in an expression of a template");
    check("a ** b", "3: `**` cannot be used in an expression of a template");
    check("() => 1", "2: unexpected `)`");
    check("x => 1", "3: `=>` cannot be used in an expression of a template");
    check("/a/", "1: unexpected `/`");
    check("(a, b)", "3: unexpected `,`");
    check("1E-2", "1: `1E` is not a number");
    check("0b1", "1: `0b1` is not a number");
    check("{1: 2}", "2: the key `1` must be quoted");
    check("{[d]: 1}", "2: unexpected `[`");
    check("#", "1: unexpected `#`");
}

#[test]
fn hostile_sizes() {
    let deep = |open: &str, close: &str, n: usize| format!("{}a{}", open.repeat(n), close.repeat(n));
    check(&deep("(", ")", 10_000), "a");
    check(&deep("[", "]", 200), &deep("[", "]", 200));
    let message = "1: this expression is nested too deeply";
    check(&deep("[", "]", 10_000), message);
    check(&deep("!", "", 10_000), message);
    check(&deep("", "?a:a", 10_000), message);
    check(&deep("", "+a", 50_000), message);
    check(&deep("", ".a", 50_000), message);
    check(&deep("", "[0]", 50_000), message);
    check(&deep("(", ")", 1_000_000), message);
    check(&deep("`${", "}`", 10_000), message);
    let long = "x".repeat(5_000_000);
    check(&format!("'{long}'"), &format!("\"{long}\""));
    check(&format!("{long} + 1"), &format!("(Add {long} 1)"));
    check(&format!("'{long}"), "1: this string is not closed");
}
