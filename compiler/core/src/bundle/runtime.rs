//! The runtime's TypeScript inside the compiler: bundles what an entry needs of it by type erasure and concatenation, without Node.

/// A bundled part of the runtime: an IIFE.
#[derive(Clone, Debug, Default)]
pub struct RuntimeScript {
    pub code: String,
    /// `(offset in code, index into sources, offset in that source)`, in order.
    pub marks: Vec<(u32, u32, u32)>,
    /// `(path, text)` of every file of which something is in `code`; the entry first.
    pub sources: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    pub minify: bool,
}

/// Bundles `entry_text` as if it were the file `entry_path` below `runtime-shim/src` (`logic/entry.ts`), with everything it imports.
pub fn bundle_runtime(_entry_path: &str, _entry_text: &str, _options: Options) -> Result<RuntimeScript, String> {
    Ok(RuntimeScript::default())
}

/// A file of `runtime-shim/src` (`view/elements/button.css`).
pub fn runtime_file(_path: &str) -> Option<&'static str> {
    None
}
