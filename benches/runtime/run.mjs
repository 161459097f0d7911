// Builds the table with wxc in three ways and measures it beside the hand-written page: `node benches/runtime/run.mjs [--runs=7] [--only=create1k,…]`.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const wxc = process.env.WXC ?? join(here, '../../target/release/wxc')
const out = mkdtempSync(join(tmpdir(), 'wxc-bench-'))
const variants = { isolated: ['worker', true], message: ['worker', false], 'one-thread': ['1', true] }
const subjects = ['vanilla=' + join(here, 'vanilla')]
for (const [name, [threads]] of Object.entries(variants)) {
  const dir = join(out, name)
  execFileSync(wxc, ['build', join(here, 'table'), '-o', dir, '--threads', threads], { stdio: ['ignore', 'ignore', 'inherit'] })
  copyFileSync(join(here, 'vanilla/jsbench.json'), join(dir, 'jsbench.json'))
  subjects.push(`${name}=${dir}`)
}
execFileSync(process.execPath, [join(here, 'bench.cjs'), '--chrome=chromium', '--plain=message', '--json=' + join(out, 'result.json'), ...process.argv.slice(2), ...subjects], { stdio: 'inherit' })
