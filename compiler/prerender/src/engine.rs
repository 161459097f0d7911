//! QuickJS with limits: emitted scripts run here as they would in a worker, without any way out.

use rquickjs::{CatchResultExt, CaughtError, Context, Runtime};
use std::time::{Duration, Instant};

/// What a script may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub memory: usize,
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: 256 << 20, time: Duration::from_secs(5) }
    }
}

/// Bytes of native stack a script may use; [`run`] gives its thread more than that.
pub const STACK: usize = 4 << 20;

/// An exception, a limit that was reached, or a failure to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub message: String,
    pub stack: String,
}

/// Runs `work` on a thread with enough stack for deep recursion in scripts and trees.
pub fn run<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK * 16)
            .spawn_scoped(scope, work)
            .map_err(|e| Failure { message: format!("no thread: {e}"), stack: String::new() })?
            .join()
            .map_err(|_| Failure { message: "the renderer stopped unexpectedly".to_owned(), stack: String::new() })
    })
}

/// Evaluates scripts one after the other in one global scope; the value of the last must be a string.
pub fn evaluate(scripts: &[(&str, &str)], limits: Limits) -> Result<String, Failure> {
    let fail = |e: rquickjs::Error| Failure { message: e.to_string(), stack: String::new() };
    let runtime = Runtime::new().map_err(fail)?;
    runtime.set_memory_limit(limits.memory);
    runtime.set_max_stack_size(STACK);
    let deadline = Instant::now() + limits.time;
    runtime.set_interrupt_handler(Some(Box::new(move || Instant::now() > deadline)));
    let context = Context::full(&runtime).map_err(fail)?;
    context.with(|cx| {
        let mut last = String::new();
        for (index, (name, text)) in scripts.iter().enumerate() {
            let mut options = rquickjs::context::EvalOptions::default();
            options.filename = Some((*name).to_owned());
            options.strict = false;
            if index + 1 == scripts.len() {
                last = cx.eval_with_options::<String, _>(*text, options).catch(&cx).map_err(|e| caught(&e, deadline))?;
            } else {
                cx.eval_with_options::<(), _>(*text, options).catch(&cx).map_err(|e| caught(&e, deadline))?;
            }
        }
        Ok(last)
    })
}

fn caught(error: &CaughtError<'_>, deadline: Instant) -> Failure {
    if Instant::now() > deadline {
        return Failure { message: "the script took too long".to_owned(), stack: String::new() };
    }
    match error {
        CaughtError::Exception(e) => Failure { message: e.message().unwrap_or_default(), stack: e.stack().unwrap_or_default() },
        other => Failure { message: other.to_string(), stack: String::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fails(text: &str) -> String {
        let limits = Limits { memory: 32 << 20, time: Duration::from_secs(2) };
        run(|| evaluate(&[("a.js", text)], limits)).and_then(|r| r).expect_err("must fail").message
    }

    #[test]
    fn scripts_have_limits() {
        assert_eq!(fails("while (true) {}"), "the script took too long");
        assert!(fails("let a = []; while (true) a.push('x'.repeat(1e5) + a.length)").contains("out of memory"));
        assert!(fails("(function f() { f() })()").contains("stack"));
        assert_eq!(fails("throw new Error('own')"), "own");
    }

    #[test]
    fn scripts_share_one_scope() {
        assert_eq!(run(|| evaluate(&[("a.js", "var a = 1"), ("b.js", "String(a + 1)")], Limits::default())), Ok(Ok("2".to_owned())));
    }
}
