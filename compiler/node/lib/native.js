// Finds and loads the compiler, which is a library of the system's kind.
'use strict'
const fs = require('fs')
const path = require('path')
const { LIBRARY, PACKAGED } = require('./library')

/** `WXC_NATIVE`, else the package's own, else (in the repository) what cargo built; of several the newest. */
function find() {
  if (process.env.WXC_NATIVE) return process.env.WXC_NATIVE
  const own = path.join(__dirname, '..')
  const target = path.join(own, '../../target')
  const built = fs.existsSync(path.join(own, 'Cargo.toml')) ? ['release', 'debug'].map((profile) => path.join(target, profile, LIBRARY)) : []
  const there = [path.join(own, PACKAGED), ...built].filter((file) => fs.existsSync(file))
  there.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)
  if (there[0]) return there[0]
  const system = `${process.platform}-${process.arch}`
  throw new Error(`wxc: this package has no compiler for ${system}. Build it with \`npm run build\` in compiler/node of wxc's repository (needs Rust 1.95), or name a built library in the environment variable WXC_NATIVE`)
}

const library = { exports: {} }
process.dlopen(library, path.resolve(find()))

module.exports = library.exports
