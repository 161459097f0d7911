//! What the client can do. Read leniently: a capability that looks otherwise than expected counts as missing, and hinders nothing.

use super::position::Encoding;
use super::uri::to_path;
use serde_json::Value;
use std::path::PathBuf;

#[derive(Clone, Debug, Default)]
pub struct Client {
    pub encoding: Encoding,
    pub folders: Vec<PathBuf>,
    /// The process to end with.
    pub process: Option<i32>,
    /// Watches files for us.
    pub watches: bool,
    /// Shows work in progress.
    pub progress: bool,
    /// Asks for diagnostics of open files itself.
    pub pulls: bool,
    /// Asks again when told to.
    pub pull_refresh: bool,
    pub related_information: bool,
    pub snippets: bool,
    pub markdown: bool,
    /// Understands edits of several files with versions.
    pub document_changes: bool,
    /// Symbols may lie in symbols.
    pub nested_symbols: bool,
    /// Quick fixes as objects with edits rather than as commands.
    pub code_action_literals: bool,
}

impl Client {
    /// From the parameters of `initialize`.
    pub fn new(params: &Value) -> Self {
        let capabilities = params.get("capabilities").unwrap_or(&Value::Null);
        let at = |pointer: &str| capabilities.pointer(pointer);
        let flag = |pointer: &str| at(pointer).and_then(Value::as_bool).unwrap_or_default();
        let words = |pointer: &str| -> Vec<&str> {
            at(pointer).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
        };
        let encodings: Vec<_> = words("/general/positionEncodings").into_iter().map(|word| word.to_owned().into()).collect();
        Self {
            encoding: Encoding::choose(&encodings),
            folders: folders(params),
            process: params.get("processId").and_then(Value::as_i64).and_then(|id| i32::try_from(id).ok()).filter(|id| *id > 0),
            watches: flag("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            progress: flag("/window/workDoneProgress"),
            pulls: at("/textDocument/diagnostic").is_some_and(Value::is_object),
            pull_refresh: flag("/workspace/diagnostics/refreshSupport"),
            related_information: flag("/textDocument/publishDiagnostics/relatedInformation"),
            snippets: flag("/textDocument/completion/completionItem/snippetSupport"),
            markdown: words("/textDocument/hover/contentFormat").contains(&"markdown"),
            document_changes: flag("/workspace/workspaceEdit/documentChanges"),
            nested_symbols: flag("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            code_action_literals: at("/textDocument/codeAction/codeActionLiteralSupport").is_some_and(Value::is_object),
        }
    }
}

/// The folders of the workspace; of old clients the one root.
fn folders(params: &Value) -> Vec<PathBuf> {
    let path = |uri: &Value| uri.as_str().and_then(to_path);
    let named = params.get("workspaceFolders").and_then(Value::as_array);
    match named {
        Some(folders) => folders.iter().filter_map(|folder| path(folder.get("uri")?)).collect(),
        None => {
            let root = params.get("rootUri").and_then(path);
            let old = || params.get("rootPath").and_then(Value::as_str).map(PathBuf::from).filter(|path| path.is_absolute());
            root.or_else(old).into_iter().collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn odd_capabilities_hinder_nothing() {
        let odd = Client::new(
            &json!({"processId": "x", "capabilities": {"general": 7, "window": {"workDoneProgress": "yes"}}, "workspaceFolders": [{}, 3]}),
        );
        assert!(!odd.progress && odd.process.is_none() && odd.folders.is_empty() && odd.encoding == Encoding::Utf16);
        assert!(Client::new(&Value::Null).folders.is_empty());
        let both = json!({"capabilities": {"general": {"positionEncodings": ["utf-32", "utf-16", "utf-8"]}}});
        assert_eq!(Client::new(&both).encoding, Encoding::Utf8);
    }

    #[cfg(unix)]
    #[test]
    fn the_root_of_old_clients_is_a_folder() {
        let folders = |params| Client::new(&params).folders;
        assert_eq!(folders(json!({"rootUri": "file:///a"})), [PathBuf::from("/a")]);
        assert_eq!(folders(json!({"rootPath": "/a", "rootUri": null, "workspaceFolders": null})), [PathBuf::from("/a")]);
        assert_eq!(
            folders(json!({"rootUri": "file:///a", "workspaceFolders": [{"uri": "file:///b", "name": "b"}]})),
            [PathBuf::from("/b")]
        );
    }
}
