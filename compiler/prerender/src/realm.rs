//! A realm of QuickJS: a page or a worker, with the globals that `runtime-shim/src/prerender` gives it and nothing else.

use crate::dom::{Dom, Kind, NodeId, parse_template};
use crate::engine::Failure;
use rquickjs::context::EvalOptions;
use rquickjs::{CatchResultExt, CaughtError, Context, Ctx, Function, Object, Persistent, Runtime};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use wxc_core::bundle::runtime::{Options, bundle_runtime};

/// Where the app seems to be; frames do not contain it.
pub const BASE: &str = "https://wxc.invalid/";

/// Scripts of the output, by path.
pub type Scripts = BTreeMap<String, Arc<[u8]>>;
/// `[meta, html]` of templates as JSON, by key.
pub type Templates = BTreeMap<String, String>;

/// The two ends of a realm's line, and the realm. Functions go before the context they belong to.
pub struct Realm {
    deliver: Persistent<Function<'static>>,
    take: Persistent<Function<'static>>,
    /// The worker's `done`, the page's `frame`.
    ask: Persistent<Function<'static>>,
    context: Context,
}

impl Realm {
    pub fn page(runtime: &Runtime, scripts: &Arc<Scripts>, templates: Arc<Templates>, input: &str) -> Result<Self, Failure> {
        let setup = |cx: Ctx<'_>| -> rquickjs::Result<()> {
            let host = Object::new(cx.clone())?;
            host.set("parse", Function::new(cx.clone(), |html: String| tree(&html))?)?;
            host.set("template", Function::new(cx.clone(), move |key: String| templates.get(&key).cloned())?)?;
            let host_global = cx.globals();
            host.set("run", run(&cx, scripts.clone())?)?;
            host_global.set("$host", host)?;
            host_global.set("$input", input)
        };
        Self::new(runtime, setup, "page.ts", "stagePage($host, $input)", "frame")
    }

    pub fn worker(runtime: &Runtime, scripts: &Arc<Scripts>) -> Result<Self, Failure> {
        let setup = |cx: Ctx<'_>| -> rquickjs::Result<()> {
            let host = Object::new(cx.clone())?;
            host.set("run", run(&cx, scripts.clone())?)?;
            cx.globals().set("$host", host)?;
            cx.globals().set("$input", BASE)
        };
        Self::new(runtime, setup, "worker.ts", "stageWorker($host, $input)", "done")
    }

    fn new(
        runtime: &Runtime,
        setup: impl FnOnce(Ctx<'_>) -> rquickjs::Result<()>,
        file: &'static str,
        call: &'static str,
        ask: &str,
    ) -> Result<Self, Failure> {
        let context = Context::full(runtime).map_err(|e| Failure { message: e.to_string(), stack: String::new() })?;
        let script = stage_script(file, call);
        let ends = context.with(|cx| {
            let made = || -> rquickjs::Result<_> {
                setup(cx.clone())?;
                evaluate(&cx, file, script.as_bytes())?;
                let stage: Object<'_> = cx.globals().get("$stage")?;
                // Scripts of the project must not find these.
                for name in ["$stage", "$host", "$input"] {
                    cx.globals().remove(name)?;
                }
                let end = |name: &str| -> rquickjs::Result<Persistent<Function<'static>>> {
                    Ok(Persistent::save(&cx, stage.get::<_, Function<'_>>(name)?))
                };
                Ok((end("deliver")?, end("take")?, end(ask)?))
            };
            made().catch(&cx).map_err(|e| caught(&e))
        });
        ends.map(|(deliver, take, ask)| Self { deliver, take, ask, context })
    }

    /// Runs a script of the output.
    pub fn run(&self, name: &str, script: &[u8]) -> Result<(), Failure> {
        self.context.with(|cx| evaluate(&cx, name, script).catch(&cx).map_err(|e| caught(&e)))
    }

    /// Hands over a message, which is JSON. True: the page says that it has seen enough.
    pub fn deliver(&self, message: &str) -> Result<bool, Failure> {
        self.call(&self.deliver, |function| function.call::<_, rquickjs::Value<'_>>((message,)).map(|value| value.as_bool() == Some(true)))
    }

    /// Messages sent since the last time.
    pub fn take(&self) -> Result<Vec<String>, Failure> {
        let text = self.call(&self.take, |function| function.call::<_, String>(()))?;
        serde_json::from_str(&text).map_err(|e| Failure { message: e.to_string(), stack: String::new() })
    }

    /// The worker has shown its first page.
    pub fn done(&self) -> Result<bool, Failure> {
        self.call(&self.ask, |function| function.call(()))
    }

    /// The page's first frame, as JSON.
    pub fn frame(&self) -> Result<String, Failure> {
        self.call(&self.ask, |function| function.call(()))
    }

    fn call<T>(
        &self,
        function: &Persistent<Function<'static>>,
        work: impl for<'js> FnOnce(Function<'js>) -> rquickjs::Result<T>,
    ) -> Result<T, Failure> {
        self.context.with(|cx| function.clone().restore(&cx).and_then(work).catch(&cx).map_err(|e| caught(&e)))
    }
}

/// `run(file)` of the stage: evaluates a script of the output in the realm that asks.
fn run<'js>(cx: &Ctx<'js>, scripts: Arc<Scripts>) -> rquickjs::Result<Function<'js>> {
    Function::new(cx.clone(), move |cx: Ctx<'_>, file: String| -> rquickjs::Result<bool> {
        match scripts.get(&file) {
            Some(text) => evaluate(&cx, &file, text).map(|()| true),
            None => Ok(false),
        }
    })
}

fn evaluate(cx: &Ctx<'_>, name: &str, script: &[u8]) -> rquickjs::Result<()> {
    let mut options = EvalOptions::default();
    options.filename = Some(name.to_owned());
    options.strict = false;
    cx.eval_with_options::<rquickjs::Value<'_>, _>(script, options).map(|_| ())
}

fn caught(error: &CaughtError<'_>) -> Failure {
    match error {
        CaughtError::Exception(e) => Failure { message: e.message().unwrap_or_default(), stack: e.stack().unwrap_or_default() },
        other => Failure { message: other.to_string(), stack: String::new() },
    }
}

/// The bundle of `runtime-shim/src/prerender/<file>`; leaves what `call` gives in `$stage`.
fn stage_script(file: &'static str, call: &'static str) -> &'static str {
    static PAGE: OnceLock<String> = OnceLock::new();
    static WORKER: OnceLock<String> = OnceLock::new();
    let known = if file == "page.ts" { &PAGE } else { &WORKER };
    known.get_or_init(|| {
        let name = call.split('(').next().unwrap_or_default();
        let entry = format!("import {{ {name} }} from './{file}'\nglobalThis.$stage = {call}\n");
        bundle_runtime("prerender/entry.ts", &entry, &Options::default())
            .map_or_else(|e| format!("throw new Error({})", Value::String(e)), |bundle| bundle.code)
    })
}

/// Markup as the stage reads it: `[name, attributes, children]`, text, `null` for comments.
fn tree(html: &str) -> String {
    fn list(dom: &Dom, parent: NodeId) -> Value {
        dom.children(parent)
            .iter()
            .filter_map(|id| dom.nodes.get(*id).map(|node| (id, node)))
            .map(|(id, node)| match &node.kind {
                Kind::Text(text) => Value::String(text.clone()),
                Kind::Element { name, attributes } => json!([name, attributes, list(dom, *id)]),
                Kind::Comment | Kind::Fragment => Value::Null,
            })
            .collect()
    }
    list(&parse_template(html), 0).to_string()
}
