//! Scripts compiled and executed in Node: modules with all their imports and exports, WXS, TypeScript.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};
use wxc_core::bundle::runtime::{Options, bundle_runtime};
use wxc_core::bundle::script::{ScriptKind, script};
use wxc_core::source::{FileId, Sources, Span};

/// The runtime's part of the contract, as short as it can be.
const RUNTIME: &str = r#"
const modules = new Map(), cache = new Map();
const load = path => {
  if (cache.has(path)) return cache.get(path).exports;
  const module = { exports: {} }; cache.set(path, module);
  const { factory, requests } = modules.get(path);
  const require = text => {
    const id = requests[text];
    if (id == null) throw new Error(`module '${text}' is not defined`);
    return load(id);
  };
  require.async = text => new Promise(resolve => resolve(require(text)));
  factory(require, module, module.exports);
  return module.exports;
};
const getter = (exports, key, get) => Object.defineProperty(exports, key, {
  enumerable: true, configurable: true, get,
  set: value => Object.defineProperty(exports, key, { value, writable: true, enumerable: true, configurable: true }),
});
const $wxc = globalThis.$wxc = {
  export(exports, getters) {
    Object.defineProperty(exports, '__esModule', { value: true });
    for (const key of Object.keys(getters)) getter(exports, key, getters[key]);
  },
  esm: m => m && m.__esModule ? m : { ...m, default: m },
  reexport(exports, m) {
    for (const key of Object.keys(m)) if (key !== 'default' && !Object.hasOwn(exports, key)) getter(exports, key, () => m[key]);
  },
  dynamic: (require, request) => require.async(request).then($wxc.esm),
};
const log = (...all) => console.log(all.map(x => typeof x === 'string' ? x : JSON.stringify(x)).join(' '));
"#;

/// Runs a program in Node; what it printed.
fn node(program: &str) -> String {
    let mut child =
        Command::new("node").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("node is installed");
    child.stdin.take().expect("stdin").write_all(program.as_bytes()).expect("write");
    let output = child.wait_with_output().expect("node runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}\n--- program\n{program}", String::from_utf8_lossy(&output.stderr));
    text
}

/// Compiles modules (`path`, `text`), runs the first, and compares what it printed.
#[track_caller]
fn runs(files: &[(&str, &str)], expected: &str) {
    let sources = Sources::default();
    let mut program = RUNTIME.to_owned();
    let paths: BTreeMap<String, String> =
        files.iter().map(|(path, _)| (format!("./{}", path.rsplit_once('.').unwrap().0), (*path).to_owned())).collect();
    for (path, text) in files {
        let file = sources.add(path, text);
        let output = script(path, file, text, ScriptKind::of(path));
        assert_eq!(output.diagnostics, [], "{path}");
        let requests: BTreeMap<&str, Option<&String>> =
            output.requests.iter().map(|request| (request.text.as_str(), paths.get(request.text.trim_end_matches(".json")))).collect();
        let requests = serde_json::to_string(&requests).unwrap();
        program.push_str(&format!(
            "modules.set({path:?}, {{ requests: {requests}, factory: (require, module, exports) => {{\n{}}} }});\n",
            output.code
        ));
    }
    program.push_str(&format!("load({:?});\n", files[0].0));
    assert_eq!(node(&program).trim(), expected, "{program}");
}

fn compile(path: &str, text: &str) -> wxc_core::bundle::script::ScriptOutput {
    script(path, FileId(0), text, ScriptKind::of(path))
}

#[test]
fn live_bindings() {
    runs(
        &[
            ("a.js", "import { count, add } from './b'; import * as b from './b'; log(count); add(); log(count, b.count, Object.keys(b))"),
            ("b.js", "export let count = 1; export function add() { count++ }"),
        ],
        "1\n2 2 [\"count\",\"add\"]",
    );
}

#[test]
fn every_form_of_export() {
    runs(
        &[
            (
                "a.js",
                "import d, * as all from './b'\nimport { 'odd name' as odd, k as renamed, f, C } from './b'\n\
                 log(d.name, odd, renamed, f(), new C().x, all.default === d, Object.keys(all).sort())\n\
                 import { default as e, z, ns } from './c'; log(e, z, ns.z, ns.default)",
            ),
            (
                "b.js",
                "export default class Named {}\nconst k = 3, { p, q: [r] } = { p: 4, q: [5] }\nexport { k, k as 'odd name', p, r }\n\
                 export function f() { return 6 }\nexport class C { x = 7 }\nexport const __proto__ = 8",
            ),
            ("c.js", "export * from './d'\nexport * as ns from './d'\nexport { default } from './d'"),
            ("d.js", "export const z = 9; export default z + 1"),
        ],
        "Named 3 3 6 7 true [\"C\",\"__proto__\",\"default\",\"f\",\"k\",\"odd name\",\"p\",\"r\"]\n10 9 9 10",
    );
}

#[test]
fn anonymous_defaults() {
    runs(
        &[
            ("a.js", "import f from './f'; import g from './g'; import h from './h'; log(f(), g(), new h().x)"),
            ("f.js", "export default function () { return 1 }"),
            ("g.js", "export default () => 2"),
            ("h.js", "export default class { x = 3 }"),
        ],
        "1 2 3",
    );
}

#[test]
fn interop_with_commonjs() {
    runs(
        &[
            (
                "a.js",
                "import cjs, { x } from './cjs'; import * as ns from './cjs'; import fn from './fn'; import { only } from './cjs'\n\
                 log(cjs.x, x, ns.x, ns.default.x, fn(), only)\nconst esm = require('./esm'); log(esm.default, esm.y, esm.__esModule)",
            ),
            ("cjs.js", "exports.x = 1; exports.only = this === exports && this.x"),
            ("fn.js", "module.exports = function () { return 2 }"),
            ("esm.js", "export default 3; export const y = this === undefined"),
        ],
        "1 1 1 1 2 1\n3 true true",
    );
}

#[test]
fn both_module_systems_in_one_file() {
    runs(
        &[
            ("a.js", "const b = require('./b'); log(b.sum(1)); import c from './c'; log(c)"),
            ("b.js", "import { one } from './c'; module.exports = { sum: n => n + one }"),
            ("c.js", "export const one = 1; exports.two = 2; export default 'c'"),
        ],
        "2\nc",
    );
}

#[test]
fn cycles_see_functions_and_find_undefined() {
    runs(
        &[
            (
                "a.js",
                "import { b } from './b'; export const later = 'a'; export function early() { return 'early' }; export class K {}; log(b)",
            ),
            ("b.js", "import { early, later, K } from './a'; export const b = [early(), later === undefined, K === undefined]"),
        ],
        "[\"early\",true,true]",
    );
}

#[test]
fn calls_do_not_leak_this() {
    runs(
        &[
            (
                "a.js",
                "import { f, tag } from './b'; import d from './b'; log(f(), tag`x`, f?.(), d(), new f().ok, typeof f, { f }.f === f)",
            ),
            (
                "b.js",
                "export function f() { if (new.target) this.ok = 1; else return this === undefined }\nexport const tag = f; export default f",
            ),
        ],
        "true true true true 1 function true",
    );
}

#[test]
fn dynamic_import() {
    runs(
        &[
            ("a.js", "import('./b').then(b => log(b.x, b.default)); const f = async () => log((await import('./c')).default.y); f()"),
            ("b.js", "export const x = 1; export default 2"),
            ("c.js", "module.exports = { y: 3 }"),
        ],
        "1 2\n3",
    );
}

#[test]
fn names_of_the_factory_can_be_used() {
    runs(
        &[
            (
                "a.js",
                "import module from './b'; const exports = { e: 1 }; const require = 2; export { exports as e }\nlog(module, exports, require)",
            ),
            ("b.js", "const $wxc = 5, module = { $wxc }; export default module"),
        ],
        "{\"$wxc\":5} {\"e\":1} 2",
    );
    runs(&[("a.js", "let exports = 1; const o = { exports }; module.exports = o; log(module.exports)")], "{\"exports\":1}");
}

#[test]
fn shadowed_imports_stay_what_they_are() {
    runs(
        &[
            ("a.js", "import { x } from './b'; { const x = 2; log(x) } function f(x) { return x } log(f(3), x, (({ x }) => x)({ x: 4 }))"),
            ("b.js", "export const x = 1"),
        ],
        "2\n3 1 4",
    );
}

#[test]
fn top_level_return_and_hashbang() {
    runs(&[("a.js", "#!/usr/bin/env node\nlog(1); if (exports) return; log(2)")], "1");
}

#[test]
fn packages_made_for_bundlers() {
    runs(
        &[(
            "a.js",
            "log(process.env.NODE_ENV !== 'production' ? 'dev' : 'prod', typeof process.env); { const process = { env: { NODE_ENV: 1 } }; log(process.env.NODE_ENV) }",
        )],
        "prod object\n1",
    );
}

#[test]
fn typescript() {
    runs(
        &[
            (
                "a.ts",
                "import { T, value, Color } from './b'; import type { U } from './nothing'; import fs = require('./c')\n\
                 const enum Size { S = 1, M = S << 2 }\nnamespace N { export const x = 1; export namespace M { export const y = x + 1 } }\n\
                 abstract class A<P> { declare z: number; y?: string; constructor(private p: P, readonly q = 2) {} get() { return this.p } }\n\
                 class B extends A<number> { static { log('static') } }\n\
                 const b = new B(1) as B; log(b.get()!, b.q, 'y' in b, Size.M, N.M.y, Color.Red, Color[0], value satisfies T, fs.c)\n\
                 function f(this: B, x?: number): asserts x is number {}\nexport = { b }",
            ),
            (
                "b.ts",
                "export interface T {}\nexport type U = T\nexport enum Color { Red, Blue = 'b' }\nexport const value: T = 'v'\nexport default interface D {}",
            ),
            ("c.js", "exports.c = 'c'"),
        ],
        "static\n1 2 false 4 2 0 Red v c",
    );
}

#[test]
fn decorators_and_using() {
    runs(
        &[(
            "a.ts",
            "const seen: string[] = []\nconst mark = (name: string) => (...all: any[]) => { seen.push(name + all.length) }\n\
             const rename = (): any => (target: any) => class extends target { tag = 'new' }\n\
             @rename() @mark('class') class C { @mark('field') x = 1; @mark('method') m(@mark('param') p: number) { return p } }\n\
             log(seen, (new C() as any).tag, new C().m(2))\n\
             { using r = { [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() { log('disposed') } } as any; log('used') }",
        )],
        "[\"field2\",\"param3\",\"method3\",\"class1\"] new 2\nused\ndisposed",
    );
}

#[test]
fn json_modules() {
    runs(
        &[
            ("a.js", "import d, { list } from './d.json'; log(d.list, list, require('./p.json').__proto__)"),
            ("d.json", "{ \"list\": [1, 2.5, \"\u{2028}\"], // comment\n }"),
            ("p.json", "{ \"__proto__\": 3 }"),
        ],
        "[1,2.5,\"\u{2028}\"] [1,2.5,\"\u{2028}\"] 3",
    );
}

#[test]
fn errors_have_places_and_hints() {
    #[track_caller]
    fn check(path: &str, text: &str, expected: &[&str]) {
        let output = compile(path, text);
        let shown: Vec<String> = output
            .diagnostics
            .iter()
            .map(|d| {
                assert!(d.hint.is_some(), "{} has no hint", d.code);
                format!("{} {:?} {}", d.code, text.get(d.span.range()).unwrap_or("?"), d.message)
            })
            .collect();
        assert_eq!(shown, expected);
    }
    check("a.js", "Page({\n  data: { a: [1, 2 },\n})", &["script/syntax \"}\" expected `]`, found `}`"]);
    check("a.js", "let a = 1\nlet a  = 2", &["script/syntax \"a\" identifier `a` has already been declared"]);
    check("a.js", "Page({", &["script/syntax \"{\" this `{` is never closed"]);
    check("a.js", "var x = /(/", &["script/syntax \"(\" invalid regular expression: Unterminated capturing group"]);
    check("a.js", "export const x = await 1", &["script/top-level-await \"await 1\" `await` outside a function is not supported"]);
    check(
        "a.js",
        "import { x } from './b'; x = 1; x++",
        &["script/assign-to-import \"x\" cannot assign to the import `x`", "script/assign-to-import \"x\" cannot assign to the import `x`"],
    );
    check(
        "a.js",
        "require('./' + name)",
        &["script/dynamic-require \"'./' + name\" `require` with a path that is only known at run time finds no file"],
    );
    check("a.json", "{\"a\": 1,, }", &["script/json \",\" unexpected token in object"]);
    check("a.wxs", "var a = ;", &["script/wxs-syntax \";\" unexpected `;`"]);
    check(
        "a.wxs",
        "require('./b'); require(x)",
        &[
            "script/wxs-require \"'./b'\" WXS can only require `.wxs` files",
            "script/wxs-require \"x\" `require` in WXS wants a path as a string",
            "script/wxs-unknown-name \"x\" `x` does not exist in WXS",
        ],
    );
}

#[test]
fn a_broken_module_throws_when_it_is_required() {
    let output = compile("pages/a.js", "let x = ;");
    assert_eq!(output.code, "throw new SyntaxError(\"pages/a.js:1:9: unexpected `;`\");\n");
}

#[test]
fn requests_and_members_of_wx() {
    let output = compile(
        "a.ts",
        "import './a'; import type X from './type'; import { Y } from './unused'; export * from './b'\nrequire('./c'); require('./d', ok); require.async('./e')\n\
         try { require('./f') } catch (e) {}; import('./g')\nfunction r(require: any) { require('./no') }\nwx.request({}); wx['showToast'](); const { login, getStorage: g } = wx; typeof wx",
    );
    let requests: Vec<(&str, bool, bool)> = output.requests.iter().map(|r| (r.text.as_str(), r.dynamic, r.optional)).collect();
    assert_eq!(
        requests,
        [
            ("./a", false, false),
            ("./b", false, false),
            ("./c", false, false),
            ("./d", true, false),
            ("./e", true, false),
            ("./f", false, true),
            ("./g", true, false)
        ]
    );
    let members: Vec<&str> = output.facts.wx_members.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(members, ["request", "showToast", "login", "getStorage"]);
    assert!(!output.facts.wx_escapes);
    assert!(compile("a.js", "const x = wx; x.request()").facts.wx_escapes);
}

#[test]
fn facts_of_components() {
    let facts = compile(
        "a.js",
        "Component({ options: { addGlobalClass: true, multipleSlots: true, virtualHost: false, styleIsolation: 'shared' }, externalClasses: ['x-class'],\n\
         properties: { a: String }, data: { b: 1 }, methods: { tap() {} }, observers: {} })",
    )
    .facts;
    assert_eq!(facts.registers, Some(wxc_core::bundle::script::Registers::Component));
    assert_eq!(facts.external_classes, ["x-class"]);
    assert!(facts.add_global_class && facts.named_slots && !facts.virtual_host && facts.closed);
    assert_eq!(facts.style_isolation.as_deref(), Some("shared"));
    let names = |list: &[(String, wxc_core::source::Span)]| list.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!((names(&facts.data), names(&facts.methods)), (vec!["a".to_owned(), "b".to_owned()], vec!["tap".to_owned()]));

    let facts = compile("a.js", "const options = { data: { x: 1 }, onTap() {}, ...more }; Page(options)").facts;
    assert_eq!((names(&facts.data), names(&facts.methods), facts.closed), (vec!["x".to_owned()], vec!["onTap".to_owned()], false));
    let facts = compile("a.js", "VantComponent({ classes: ['a-class'], props: { p: String }, methods: { m() {} } })").facts;
    assert_eq!(
        (names(&facts.methods), facts.closed, facts.external_classes.clone()),
        (vec!["m".to_owned()], false, vec!["a-class".to_owned()])
    );
    let facts = compile(
        "a.ts",
        "@wxComponent() export default class B extends Super { externalClasses = ['t-class']; options: any = { virtualHost: true } }",
    )
    .facts;
    assert!(facts.virtual_host && facts.external_classes == ["t-class"]);
}

#[test]
fn marks_lead_to_user_text() {
    let text = "import { get } from './api'\nconst 中文 = '😀'; export const load = () => get(中文)\n";
    let output = compile("a.ts", text);
    for needle in ["get)(", "中文)", "'./api'"] {
        let needle = if needle == "'./api'" { "\"./api\"" } else { needle };
        let at = output.code.find(needle).expect(needle);
        let mark = output.marks.iter().filter(|mark| mark.offset as usize <= at).max_by_key(|mark| mark.offset).expect("mark");
        let source = &text[mark.source as usize..];
        let expected = match needle {
            "get)(" => "get(",
            "中文)" => "中文)",
            _ => "import",
        };
        assert!(source.starts_with(expected), "{needle}: {source}\n{}", output.code);
    }
}

/// Compiles WXS modules, runs the first with the runtime's `$w`, and compares what `log(…)` printed of its exports.
#[track_caller]
fn wxs_runs(files: &[(&str, &str)], expression: &str, expected: &str) {
    let sources = Sources::default();
    let globals = bundle_runtime(
        "logic/test.ts",
        "import { wxsGlobals } from '../protocol/wxs.ts'\nObject.assign(globalThis, { wxsGlobals })",
        &Options::default(),
    )
    .unwrap();
    let mut program = format!(
        "{}const modules = {{}};\nconst log = (...all) => console.log(all.map(x => typeof x === 'string' ? x : JSON.stringify(x)).join(' '));\n",
        globals.code
    );
    for (path, text) in files {
        let file = sources.add(path, text);
        let output = script(path, file, text, ScriptKind::Wxs);
        assert!(output.diagnostics.iter().all(|d| d.severity != wxc_core::diagnostics::Severity::Error), "{:?}", output.diagnostics);
        program.push_str(&format!("modules[{path:?}] = (require, module, $w) => {{\n{}}};\n", output.code));
    }
    program.push_str("const load = path => { const module = { exports: {} }; modules[path.replace('./', '')].call({}, load, module, wxsGlobals); return module.exports };\n");
    program.push_str(&format!("const m = load({:?}); log({expression});\n", files[0].0));
    assert_eq!(node(&program).trim(), expected, "{program}");
}

#[test]
fn wxs_constructor_is_a_string() {
    let text = "module.exports = { f: function (x) { return x.constructor + ' ' + x['constructor'] }, g: x => x?.constructor, own: { constructor: 1 }.constructor,\n\
                all: [1, '', true, {}, [], getDate(0), getRegExp('a'), function () {}].map(function (x) { return x.constructor }) }; var o = {}; o.constructor = 2; module.exports.o = o.constructor";
    wxs_runs(
        &[("a.wxs", text)],
        "m.f([]), m.g(undefined), m.own, m.all, m.o",
        "Array Array  1 [\"Number\",\"String\",\"Boolean\",\"Object\",\"Array\",\"Date\",\"RegExp\",\"Function\"] 2",
    );
}

#[test]
fn wxs_strings_keep_backslashes_that_escape_nothing() {
    wxs_runs(
        &[(
            "a.wxs",
            r#"var unit = getRegExp('^-?\d+(\.\d+)?$'); exports.a = ['1.5', 'x', '15'].map(function (x) { return unit.test(x) }); exports.b = 'a\nb\'c\\d\u0041\u4e2d\ud83d\ude00\xe9\q\b'"#,
        )],
        "m",
        r#"{"a":[true,false,true],"b":"a\nb'c\\dA中😀é\\q\\b"}"#,
    );
}

#[test]
fn wxs_has_no_constructors() {
    let file = FileId(0);
    let text = "function P() {} module.exports = [new P(), function () { return new Date(0) }, function () { return new Set([1]) }]";
    let output = script("a.wxs", file, text, ScriptKind::Wxs);
    let found: Vec<(&str, &str)> = output.diagnostics.iter().map(|d| (d.code, d.message.as_str())).collect();
    assert_eq!(
        found,
        [("script/wxs-constructor", "WXS has no constructor `Date`"), ("script/wxs-constructor", "WXS has no constructor `Set`")]
    );
    let output = script("a.wxs", file, "return 1", ScriptKind::Wxs);
    assert_eq!(output.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["script/wxs-syntax"]);
}

#[test]
fn wxs_comments_may_stay_open_and_functions_hide_their_text() {
    let text = "function f() {} module.exports = [f.toString(), [1, [2]].toString(), ({}).toString(), (1.5).toString(), f['toString']().length > 0] /* to the end";
    wxs_runs(&[("a.wxs", text)], "m", "[\"[function Function]\",\"1,2\",\"[object Object]\",\"1.5\",true]");
}

#[test]
fn wxs_has_its_own_globals() {
    let text = "function t(f) { try { return f() } catch (e) { return '' + e } }\n\
                module.exports = [typeof Array, typeof window, t(function () { return String(1) }), JSON.parse(undefined), getDate(0).getTime(),\n\
                getRegExp('a(b)', 'gi').test('xAB'), Math.max(1, 2), parseInt('12px'), isNaN(NaN), Date.UTC(1970, 0, 1), JSON.stringify([1]), Number.MAX_VALUE > 1, 010, fetch]";
    let file = FileId(0);
    let output = script("a.wxs", file, text, ScriptKind::Wxs);
    let unknown: Vec<&str> = output.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(unknown, ["`String` does not exist in WXS", "`fetch` does not exist in WXS"]);
    wxs_runs(
        &[("a.wxs", &text.replace(", fetch", ""))],
        "m",
        "[\"undefined\",\"undefined\",\"ReferenceError: String is not defined\",null,0,true,2,12,true,0,\"[1]\",true,8]",
    );
}

#[test]
fn wxs_names_and_this() {
    let text = "function f() { counter = 5; return counter } exports.f = f; exports.g = function () { return function () { return this }() }; exports.top = this\n\
                exports.h = function () { return arguments.length }; var x = require('./b.wxs'); exports.b = x.r; exports.late = late; var late = 1";
    wxs_runs(
        &[("a.wxs", text), ("b.wxs", "module.exports.r = `t${1}`")],
        "m.f(), m.g(), m.top, m.h(1, 2), m.b, typeof counter, Object.keys(m).length",
        "5 {} {} 2 t1 undefined 6",
    );
}

#[test]
fn wxs_inside_wxml_keeps_its_places() {
    let text = "<view/><wxs module=\"m\">var a = require('./a.wxs'); Array</wxs>";
    let start = text.find("var").unwrap();
    let span = Span::new(start, text.find("</wxs>").unwrap());
    let output = wxc_core::bundle::script::wxs("p.wxml#m", FileId(3), span, text);
    assert_eq!(&text[output.requests[0].span.range()], "'./a.wxs'");
    assert_eq!(&text[output.diagnostics[0].span.range()], "Array");
    assert!(output.marks.iter().all(|mark| mark.file == FileId(3) && span.range().contains(&(mark.source as usize))));
    let broken = wxc_core::bundle::script::wxs("p.wxml#m", FileId(3), Span::new(13, 23), "<view>\n\n<wxs>var a = ;</wxs>    ");
    assert_eq!(broken.code, "throw new SyntaxError(\"p.wxml#m:3:14: unexpected `;`\");\n");
}
