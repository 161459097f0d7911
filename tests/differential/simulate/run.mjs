/** Random component unit tests with npm's miniprogram-simulate and with ours: `node tests/differential/simulate/run.mjs [--seed N] [--count N] [--show N]`. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { makeTest } from './generate.mjs'

const PACKAGE = 'miniprogram-simulate'
const VERSION = '1.6.2'
const here = dirname(fileURLToPath(import.meta.url))
const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '100' }, show: { type: 'string', default: '3' }, only: { type: 'string' } } })

/** Installs the tool once per machine. */
function fetchTool() {
  const folder = join(tmpdir(), `${PACKAGE}-${VERSION}`)
  const tool = join(folder, 'node_modules', PACKAGE)
  if (!existsSync(tool)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{}')
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${PACKAGE}@${VERSION}`], { cwd: folder, stdio: 'ignore' })
  }
  return tool
}

function play(tool, folder, name) {
  const answers = join(folder, name)
  const run = spawnSync(process.execPath, [join(here, 'play.cjs'), tool, folder, answers], { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (!existsSync(answers)) throw new Error(run.stderr)
  return JSON.parse(readFileSync(answers, 'utf8'))
}

/** A line where it begins to differ. */
function around(line = '(nothing)', a = '', b = '') {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  const from = Math.max(0, at - 120)
  return (line.slice(0, 5) + (from > 5 ? ' … ' : '') + line.slice(Math.max(5, from), at + 160)).replace(/\n/g, '\\n')
}

const first = Number(values.seed)
const tests = values.only ? [makeTest(Number(values.only))] : Array.from({ length: Number(values.count) }, (_, i) => makeTest(first + i))
const folder = mkdtempSync(join(tmpdir(), 'simulate-'))
try {
  for (const test of tests) {
    mkdirSync(join(folder, test.name))
    for (const [name, text] of Object.entries(test.files)) writeFileSync(join(folder, test.name, name), text)
  }
  writeFileSync(join(folder, 'tests.json'), JSON.stringify(tests))
  const theirs = play(fetchTool(), folder, 'theirs.json')
  const ours = play(join(here, '../../../compiler/node/simulate'), folder, 'ours.json')
  let different = 0
  for (const test of tests) {
    const a = theirs[test.name]
    const b = ours[test.name]
    const at = a.findIndex((line, i) => line !== b[i])
    if (at < 0 && a.length === b.length) continue
    if (++different > Number(values.show)) continue
    const i = at < 0 ? a.length : at
    console.log(`${test.name}, line ${i}, after ${a.slice(0, i).findLast((line) => line.startsWith('step')) ?? 'render'}`)
    for (const [who, line] of [['tool', a[i]], ['ours', b[i]]]) console.log(`  ${who} ${around(line, a[i], b[i])}`)
    if (values.only) console.log(test.files, test.properties)
  }
  console.log(`${tests.length - different} of ${tests.length} are the same`)
  process.exitCode = different ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}
