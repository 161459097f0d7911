//! The extension for Zed: where the language server is.

use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct Wxc;

impl zed::Extension for Wxc {
    fn new() -> Self {
        Self
    }

    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let command = worktree.which("wxc").ok_or("there is no `wxc` in PATH; `cargo install --path compiler/cli` puts it there")?;
        Ok(Command { command, args: vec!["lsp".to_owned()], env: worktree.shell_env() })
    }
}

zed::register_extension!(Wxc);
