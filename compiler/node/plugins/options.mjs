/** Options of the plugins: those of the compiler, from the host's folder. */
import { isAbsolute, join } from 'node:path'

/** What the host decides gives way to what was written. */
export function compilerOptions(given, root, hosts) {
  const dir = given.dir === undefined ? root : given.dir instanceof URL || isAbsolute(given.dir) ? given.dir : join(root, given.dir)
  return { ...hosts, ...given, dir }
}
