/** `npm run build`: puts the compiler into the package. `--debug`: the unoptimised one. `WXC_NATIVE` names a library that is built already. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LIBRARY, PACKAGED } from './lib/library.js'

const own = fileURLToPath(new URL('.', import.meta.url))
const debug = process.argv.includes('--debug')

function built() {
  if (process.env.WXC_NATIVE) return process.env.WXC_NATIVE
  execFileSync('cargo', ['build', '-p', 'wxc-node', ...(debug ? [] : ['--release'])], { cwd: own, stdio: 'inherit' })
  const { target_directory: target } = JSON.parse(execFileSync('cargo', ['metadata', '--format-version', '1', '--no-deps'], { cwd: own, maxBuffer: 1 << 28 }))
  return join(target, debug ? 'debug' : 'release', LIBRARY)
}

// A process that has the old library open keeps it: the new one takes its name, not its place.
copyFileSync(built(), join(own, `${PACKAGED}.new`))
renameSync(join(own, `${PACKAGED}.new`), join(own, PACKAGED))
