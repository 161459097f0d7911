//! What happens when the program is told to end while it writes: nothing of the new output stays, and the old one is as it was.

use std::sync::Arc;
use wxc_disk::Unfinished;

/// Watches for Ctrl-C and the signals that end programs, from now on.
#[cfg(unix)]
pub fn watch() -> Arc<Unfinished> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use std::io::{Write, stderr};
    let unfinished = Arc::new(Unfinished::default());
    // Without handlers the signals end the program at once, and the next build cleans up.
    let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return unfinished };
    let watched = unfinished.clone();
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            // Holds the writer back until the program has ended.
            let (begun, _guard) = watched.abandon();
            let end = if begun { " while writing; the output is as it was before" } else { "" };
            let _ = writeln!(stderr(), "error: interrupted{end}");
            // Ended by the signal itself, callers see what happened.
            let _ = signal_hook::low_level::emulate_default_handler(signal);
            std::process::exit(128 + signal);
        }
    });
    unfinished
}

#[cfg(not(unix))]
pub fn watch() -> Arc<Unfinished> {
    Arc::default()
}
