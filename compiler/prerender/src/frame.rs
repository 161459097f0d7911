//! First frames: runs an app as it will be served, the view in one realm and the logic in another, until its first page is shown.
//!
//! The scripts are those of the output (the worker's without what only other pages need), so what the frame says is what the first patch will say: the same blocks with the same numbers, the
//! same parts inside built-in elements. What a browser has and a build has not (a network, storage, time) is absent; calls that need it stay without an answer.

use crate::engine::{Failure, Limits, run};
use crate::markup::{FrameNode, markup};
use crate::realm::{Realm, Scripts, Templates};
use rayon::prelude::*;
use rquickjs::Runtime;
use serde::Deserialize;
use serde_json::json;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use wxc_core::bundle::Output;
use wxc_core::bundle::frame::{Frame, FrameMaker, Obstacle, Stage, StagePage};

/// Makes first frames in QuickJS, several at a time.
#[derive(Clone, Copy, Debug)]
pub struct Prerenderer {
    pub limits: Limits,
    /// How often the engine may look up from its work: every ten thousand calls and jumps. The same on every machine, unless the time ends first.
    pub steps: u32,
}

impl Default for Prerenderer {
    fn default() -> Self {
        Self { limits: Limits { memory: 128 << 20, time: Duration::from_secs(20) }, steps: 5_000 }
    }
}

impl FrameMaker for Prerenderer {
    fn frames(&self, stage: &Stage<'_>) -> Vec<Result<Frame, Obstacle>> {
        // Those of packages are long, and each page has its own part of them.
        let script = |(path, output): (&String, &Output)| match output {
            Output::Bytes(bytes) if path.ends_with(".js") => Some((path.clone(), bytes.clone())),
            _ if path == stage.view => Some((path.clone(), output.bytes()?.into())),
            _ => None,
        };
        let scripts: Arc<Scripts> = Arc::new(stage.outputs.iter().filter_map(script).collect());
        let frame = |page: &StagePage<'_>| {
            let made = run(|| self.frame(stage, &scripts, page)).and_then(|frame| frame);
            made.map_err(|failure| Obstacle { stack: places(&failure.stack), message: failure.message })
        };
        stage.pages.par_iter().map(frame).collect()
    }
}

/// What the page's realm gives.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Shown {
    class: String,
    style: String,
    nodes: Vec<FrameNode>,
}

impl Prerenderer {
    fn frame(&self, stage: &Stage<'_>, scripts: &Arc<Scripts>, page: &StagePage<'_>) -> Result<Frame, Failure> {
        let runtime = Runtime::new().map_err(|e| plain(&e.to_string()))?;
        runtime.set_memory_limit(self.limits.memory);
        runtime.set_max_stack_size(crate::engine::STACK);
        let ended = Rc::new(Cell::new(false));
        let (deadline, mut steps, flag) = (Instant::now() + self.limits.time, 0, ended.clone());
        let most = self.steps;
        runtime.set_interrupt_handler(Some(Box::new(move || {
            steps += 1;
            flag.set(steps > most || Instant::now() > deadline);
            flag.get()
        })));
        let shown = show(&runtime, stage, scripts, page);
        if ended.get() {
            return Err(plain("its scripts do not come to an end"));
        }
        let shown: Shown = serde_json::from_str(&shown.map_err(explain)?).map_err(|e| plain(&e.to_string()))?;
        if shown.nodes.is_empty() {
            return Err(plain("the app shows no page at first"));
        }
        let html = markup(&shown.nodes).ok_or_else(|| plain("a browser would read its markup as another tree"))?;
        Ok(Frame { class: shown.class, style: shown.style, html })
    }
}

/// Runs both sides until the first page is shown; gives the frame as JSON.
fn show(runtime: &Runtime, stage: &Stage<'_>, scripts: &Arc<Scripts>, page: &StagePage<'_>) -> Result<String, Failure> {
    let template = |html: &&wxc_core::emit::template::HtmlTemplate| (html.key.clone(), json!([html.meta, html.html]).to_string());
    let templates: Templates = page.templates.iter().map(template).collect();
    let input = json!({ "page": page.path, "document": page.document, "config": page.config, "sheets": page.sheets }).to_string();
    let script = |path: &str| scripts.get(path).ok_or_else(|| plain(&format!("there is no script `{path}`")));

    let view = Realm::page(runtime, scripts, Arc::new(templates), &input)?;
    view.run(stage.view, script(stage.view)?)?;
    if let Some(path) = page.script {
        view.run(path, script(path)?)?;
    }
    settle(runtime);
    let own: Scripts = page.scripts.iter().map(|(name, code)| (name.clone(), code.as_bytes().into())).collect();
    let main = own.get(stage.logic).cloned().ok_or_else(|| plain(&format!("there is no script `{}`", stage.logic)))?;
    let logic = Realm::worker(runtime, &Arc::new(own))?;
    logic.run(stage.logic, &main)?;
    loop {
        let messages = view.take()?;
        if let Some(failure) = messages.iter().find_map(|message| reported(message)) {
            return Err(failure);
        }
        messages.iter().try_for_each(|message| logic.deliver(message).map(|_| ()))?;
        while !logic.done()? && matches!(runtime.execute_pending_job(), Ok(true)) {}
        let packets = logic.take()?;
        for packet in &packets {
            if let Some(failure) = reported(packet) {
                return Err(failure);
            }
            if view.deliver(packet)? {
                settle(runtime);
                return match view.take()?.iter().find_map(|message| reported(message)) {
                    Some(failure) => Err(failure),
                    None => view.frame(),
                };
            }
        }
        settle(runtime);
        if packets.is_empty() {
            return Err(plain("it waits for something before it shows a page"));
        }
    }
}

/// Runs what waits to run at once.
fn settle(runtime: &Runtime) {
    while matches!(runtime.execute_pending_job(), Ok(true)) {}
}

/// An error that one side reports: a message `{t: "error"}`, alone or behind its number.
fn reported(message: &str) -> Option<Failure> {
    if !message.contains("\"t\":\"error\"") {
        return None;
    }
    let value: serde_json::Value = serde_json::from_str(message).ok()?;
    let value = value.get(1).unwrap_or(&value);
    let text = |name: &str| value.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    (text("t") == "error").then(|| Failure { message: text("message"), stack: text("stack") })
}

fn plain(message: &str) -> Failure {
    Failure { message: message.to_owned(), stack: String::new() }
}

fn explain(failure: Failure) -> Failure {
    if failure.message.contains("out of memory") { plain("it needs too much memory") } else { failure }
}

/// `    at name (file:line:column)`, innermost first.
fn places(stack: &str) -> Vec<(String, u32, u32)> {
    let place = |line: &str| {
        let line = line.trim().strip_prefix("at ")?;
        let inner = line.rsplit_once('(').map_or(line, |(_, rest)| rest.trim_end_matches(')'));
        let (rest, column) = inner.rsplit_once(':')?;
        let (file, line) = rest.rsplit_once(':')?;
        Some((file.to_owned(), line.parse().ok()?, column.parse().ok()?))
    };
    stack.lines().filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacks_name_places() {
        let stack = "    at load (assets/logic.js:12:7)\n    at <anonymous> (native)\n    at assets/logic.js:1:2\n";
        assert_eq!(places(stack), [("assets/logic.js".to_owned(), 12, 7), ("assets/logic.js".to_owned(), 1, 2)]);
    }
}
