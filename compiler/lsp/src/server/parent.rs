//! Whether the editor that started the server still runs: one that was killed may have left its pipes open in other processes.

use crossbeam_channel::Sender;
use std::time::Duration;

/// How often to look.
const INTERVAL: Duration = Duration::from_secs(2);

/// Sends `gone` once the process has ended. Where the system cannot be asked, only the end of input ends the server.
pub fn watch<T: Send + 'static>(process: i32, events: Sender<T>, gone: T) {
    std::thread::spawn(move || {
        while runs(process) {
            std::thread::sleep(INTERVAL);
        }
        // The server may have ended already.
        let _ = events.send(gone);
    });
}

#[cfg(unix)]
fn runs(process: i32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    Pid::from_raw(process).is_none_or(|process| test_kill_process(process) != Err(Errno::SRCH))
}

#[cfg(not(unix))]
fn runs(_process: i32) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn an_ended_process_is_noticed() {
        let mut child = std::process::Command::new("sleep").arg("1000").spawn().expect("a process");
        let id = child.id().cast_signed();
        assert!(runs(id));
        child.kill().expect("to be ended");
        child.wait().expect("to have ended");
        let (sender, receiver) = crossbeam_channel::bounded(1);
        watch(id, sender, ());
        assert_eq!(receiver.recv_timeout(Duration::from_secs(60)), Ok(()));
    }
}
