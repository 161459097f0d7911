//! `project.config.json` and `project.private.config.json`: settings of WeChat's tools. Their `setting` grows with every version, so keys in it are not judged.

use super::Type::{Any, Array, Bool, Map, Object, OneOf, Text};
use super::{Keys, host, key};

const PACK_RULE: Keys = &[
    key("type", OneOf(&["folder", "file", "suffix", "prefix", "regexp", "glob"]), "how `value` is compared"),
    key("value", Text, "path, beginning or end of a name, or pattern"),
];

const PACK_OPTIONS: Keys = &[
    key("ignore", Array(&Object(PACK_RULE)), "files that are not packed"),
    key("include", Array(&Object(PACK_RULE)), "files that are packed although `ignore` names them"),
];

const SCRIPTS: Keys = &[
    host("beforeCompile", Text, "command that runs before compiling"),
    host("beforePreview", Text, "command that runs before a preview"),
    host("beforeUpload", Text, "command that runs before an upload"),
];

const FILE_RULES: Keys = &[
    host("hidedInDevtools", Array(&Any), "files that the debugger does not show"),
    host("ignore", Array(&Any), "files that are not watched"),
];

/// Keys of `project.config.json`. Tools write further ones, so only near misses of these are reported.
pub const PROJECT: Keys = &[
    key("miniprogramRoot", Text, "folder of app.json"),
    key("appid", Text, "id of the mini program"),
    key("projectname", Text, "name of the project"),
    key("packOptions", Object(PACK_OPTIONS), "files that are packed or not"),
    key("cloudfunctionRoot", Text, "folder of cloud functions, which is not part of the app"),
    key("pluginRoot", Text, "folder of a plugin's code, for `plugin://`"),
    key("srcMiniprogramRoot", Text, "folder of the sources that another tool compiles"),
    host("qcloudRoot", Text, "folder of a Tencent Cloud project"),
    host("cloudbaseRoot", Text, "folder of a cloud project"),
    host("cloudfunctionTemplateRoot", Text, "folder of requests to try cloud functions with"),
    host("cloudcontainerRoot", Text, "folder of cloud containers"),
    host("compileType", OneOf(&["miniprogram", "plugin", "game", "search", "conversation", "weapp"]), "kind of project"),
    host("libVersion", Text, "version of the base library"),
    key("setting", Map(&Any), "settings of WeChat's compiler; `wxc` reads `useCompilerPlugins` and `packNpmRelationList`"),
    host("scripts", Object(SCRIPTS), "commands that the tools run"),
    host("debugOptions", Object(FILE_RULES), "what the debugger hides"),
    host("watchOptions", Object(FILE_RULES), "files that are not watched"),
    host("staticServerOptions", Any, "server for the files of a game"),
    host("condition", Map(&Any), "ways to start that the tools offer"),
    host("editorSetting", Map(&Any), "settings of the editor"),
    host("description", Text, "a remark for people"),
    host("simulatorType", Text, "device of the simulator"),
    host("simulatorPluginLibVersion", Map(&Any), "versions of the simulator's plugins"),
    host("isGameTourist", Bool, "a game without an app id"),
];
