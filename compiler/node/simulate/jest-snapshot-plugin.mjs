// The same for `import`.
import { createRequire } from 'node:module'

const plugin = createRequire(import.meta.url)('./jest-snapshot-plugin.js')

export const { serialize, test } = plugin
export default plugin
