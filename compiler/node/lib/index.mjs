// The same for `import`.
import wxc from './index.js'

export const { build, check, compileTemplate, compileStyle, format, createCompiler, createWatcher, WxcError } = wxc
export default wxc
