//! Random numbers, the same on every machine, and random expressions and trees made of them.

/// xorshift64*.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n
    }

    pub fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    /// An expression of at most this depth, as somebody might write it, with spaces anywhere.
    pub fn expression(&mut self, depth: usize) -> String {
        let leaf = depth == 0 || self.below(5) == 0;
        let text = if leaf { self.atom() } else { self.node(depth - 1) };
        match self.below(8) {
            0 => format!(" {text}"),
            1 => format!("{text}\n"),
            2 => format!("({text})"),
            _ => text,
        }
    }

    fn atom(&mut self) -> String {
        self.pick(&[
            "a",
            "b",
            "item",
            "index",
            "m",
            "$",
            "_x1",
            "1",
            "0",
            "010",
            "0x1F",
            "1.5",
            ".5",
            "1.",
            "1e3",
            "'s'",
            "\"it's\"",
            "'say \"x\"'",
            r"'\n\u0041\x41'",
            "''",
            "'中'",
            "'</v>'",
            "'}}'",
            "true",
            "false",
            "null",
            "undefined",
            "[]",
            "{}",
            "``",
            "`a`",
            "'in'",
            "NaN",
        ])
        .to_owned()
    }

    fn node(&mut self, depth: usize) -> String {
        let mut operand = || self.expression(depth);
        let (a, b, c) = (operand(), operand(), operand());
        match self.below(16) {
            0 => format!("{a}?{b}:{c}"),
            1 => format!("({a}).k"),
            2 => format!("({a})[{b}]"),
            3 => format!("({a})?.k"),
            4 => format!("m.f({a},{b})"),
            5 => format!("[{a},{b}]"),
            6 => format!("[...{a},{b},]"),
            7 => format!("{{k:{a},'x-y' :{b}, typeof:{c}}}"),
            8 => format!("{{a,b,...{a}}}"),
            9 => format!("{}({a})", self.pick(&["!", "-", "+", "~", "typeof", "void "])),
            10 => format!("{} {a}", self.pick(&["!", "-", "+", "~", "typeof"])),
            11 => format!("`x${{{a}}}y${{{b}}}`"),
            _ => {
                let op = self.pick(&[
                    "+",
                    "-",
                    "*",
                    "/",
                    "%",
                    "==",
                    "!=",
                    "===",
                    "!==",
                    "<",
                    "<=",
                    ">",
                    ">=",
                    "&&",
                    "||",
                    "??",
                    "&",
                    "|",
                    "^",
                    "<<",
                    ">>",
                    ">>>",
                    " in ",
                    " instanceof ",
                ]);
                format!("{a}{op}{b}")
            }
        }
    }

    /// A template of at most this depth: nodes with any white space between them. Always correct WXML.
    pub fn template(&mut self, depth: usize) -> String {
        let mut out = String::new();
        for _ in 0..self.below(4) {
            out.push_str(self.pick(&["", "", "\n", "\n\n\n", "  ", "\r\n\t"]));
            out.push_str(&self.piece(depth));
        }
        out.push_str(self.pick(&["", "\n"]));
        out
    }

    fn piece(&mut self, depth: usize) -> String {
        match self.below(if depth == 0 { 3 } else { 9 }) {
            0 => self
                .pick(&["text", " a  b ", "\n  中文\n  ", "&lt;&amp;", "it's \"x\"", "\\n\\\\", "}} {", "a > b", "\u{a0}", "\u{2028}"])
                .to_owned(),
            1 => format!("{{{{{}}}}}", self.expression(2)),
            2 => self
                .pick(&[
                    "<!-- note -->",
                    "<!--a\n  b-->",
                    "<slot/>",
                    "<input  />",
                    "<wxs module='m'>\nvar a = `\n x`\n  module.exports = {f: function(x){ return x }}</wxs>",
                ])
                .to_owned(),
            _ => self.element(depth - 1),
        }
    }

    fn element(&mut self, depth: usize) -> String {
        let name = self.pick(NAMES);
        let attributes: String = (0..self.below(5)).map(|_| self.attribute()).collect();
        if self.below(6) == 0 {
            return format!("<{name}{attributes}/>");
        }
        format!("<{name}{attributes}>{}</{name}>", self.template(depth))
    }

    fn attribute(&mut self) -> String {
        let space = self.pick(&[" ", "\n  ", "  "]);
        let name = self.pick(&[
            "class",
            "style",
            "id",
            "data-a",
            "data-Bc",
            "title",
            "hidden",
            "aria-label",
            "bindtap",
            "wx:key",
            "mark:x",
            "plain",
        ]);
        let value = match self.below(6) {
            0 => return format!("{space}{name}"),
            1 => "='x  y'".to_owned(),
            2 => "=\"it's\"".to_owned(),
            3 => "='say \"x\"'".to_owned(),
            4 => format!(" = \"p {{{{{}}}}} q\"", self.plain()),
            _ => format!("='{{{{{}}}}}'", self.plain()),
        };
        format!("{space}{name}{value}")
    }

    /// An expression without quotes, for values in either.
    fn plain(&mut self) -> String {
        loop {
            let text = self.expression(2);
            if !text.contains(['\'', '"']) {
                return text;
            }
        }
    }
}

/// Names of elements: those of WeChat, those of components, and those with which a parser of HTML does something special.
pub const NAMES: &[&str] = &[
    "view",
    "text",
    "block",
    "image",
    "my-comp",
    "Camel",
    "a",
    "p",
    "table",
    "tr",
    "td",
    "tbody",
    "select",
    "option",
    "script",
    "style",
    "textarea",
    "title",
    "svg",
    "math",
    "noscript",
    "iframe",
    "form",
    "button",
    "br",
    "img",
    "input",
    "head",
    "body",
    "html",
    "frameset",
    "plaintext",
    "xmp",
    "li",
    "dd",
    "ruby",
    "font",
    "nobr",
    "annotation-xml",
    "foreignObject",
    "meta",
    "link",
    "base",
    "object",
    "video",
    "canvas",
    "label",
    "h1",
    "_x",
    "x:y",
];
