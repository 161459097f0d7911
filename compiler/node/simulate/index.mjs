// The same for `import`: scripts of components are loaded by `require` all the same.
import { createRequire } from 'node:module'

const simulate = createRequire(import.meta.url)('./index.js')

export const { behavior, load, render, match, sleep, scroll } = simulate
export default simulate
