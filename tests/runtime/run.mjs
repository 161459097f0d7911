// Runs the runtime's unit tests: `node tests/runtime/run.mjs [name…]`. Each `*.test.ts` is bundled (no types at run time in Node 20) and given to `node --test`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const wanted = process.argv.slice(2)
const tests = readdirSync(here).filter((name) => name.endsWith('.test.ts') && (!wanted.length || wanted.some((part) => name.includes(part))))
// Inside the repository, so that bundles find node_modules.
const out = mkdtempSync(join(here, '.out-'))
try {
  await build({
    entryPoints: tests.map((name) => join(here, name)),
    outdir: out,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
  })
  const files = readdirSync(out).filter((name) => name.endsWith('.mjs')).map((name) => join(out, name))
  process.exitCode = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...files], { stdio: 'inherit' }).status ?? 1
} finally {
  rmSync(out, { recursive: true, force: true })
}
