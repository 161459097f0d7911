/** Records random style sheets with WeChat's own compiler, as cases of the format of `tests/conformance`; `wxss.md` says how to run it. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { createContext, runInContext, runInNewContext } from 'node:vm'
import { mutated, sheets } from './wxss-sheets.mjs'

/** The compiler, from npm unless `WCSC` names it. */
function findCompiler(folder) {
  if (process.env.WCSC) return process.env.WCSC
  execFileSync('npm', ['pack', '--silent', 'miniprogram-compiler@0.2.3'], { cwd: folder })
  execFileSync('tar', ['xf', 'miniprogram-compiler-0.2.3.tgz'], { cwd: folder })
  const program = join(folder, 'package/bin/linux/wcsc')
  chmodSync(program, 0o755)
  return program
}

/** What the compiled code puts into the document's head, in order. */
function run(code, { entry, deviceWidth, dpr = 2, ios = false, classPrefix = '' }) {
  const styles = []
  const element = () => ({ childNodes: [], setAttribute() {}, appendChild(text) { styles.push(text) } })
  const window = { screen: { width: deviceWidth }, devicePixelRatio: dpr }
  const document = { head: { appendChild() {} }, createElement: element, createTextNode: (text) => text }
  const context = createContext({ window, document, navigator: { userAgent: ios ? 'iPhone' : '' }, console: { warn() {}, error() {} } })
  // `name=code=name=code=`, all of it escaped once; a sheet is a function of the class prefix.
  const pieces = code.split('=').map((piece) => runInNewContext(`"${piece}"`))
  const named = (name) => pieces[pieces.indexOf(name) + 1]
  runInContext(named('comm').replace('%s', ''), context)
  runInContext(named('./' + entry), context)(classPrefix, {})
  return styles.join('')
}

/** The case with what the compiler says: `expect` is the text as it came out, not yet in the canonical form. */
export function record(program, one) {
  const folder = mkdtempSync(join(tmpdir(), 'wcsc-'))
  try {
    for (const [path, text] of Object.entries(one.files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const others = Object.keys(one.files).filter((path) => path !== one.entry)
    const answer = spawnSync(program, ['-pc', '1', './' + one.entry, ...others.map((path) => './' + path)], { cwd: folder, timeout: 10_000 })
    const [out, problem] = [answer.stdout.toString(), answer.stderr.toString()]
    if (answer.status === null) return { ...one, level: 'artefact', note: 'the official compiler crashes' }
    if (answer.status !== 0 || /^ERR: /m.test(out + problem)) {
      const [, path, line, column, message] = /ERR: (?:\.\/)?([^(\n]*)\((\d+):(\d+|\$)\): (.*)/.exec(out + problem) ?? []
      return { ...one, error: path ? { path, line: +line, column: +column, message } : { message: (out + problem).trim().split('\n')[0] } }
    }
    return { ...one, expect: run(out, one) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '1000' }, mutate: { type: 'boolean', default: false } } })
const work = mkdtempSync(join(tmpdir(), 'wxss-'))
try {
  const program = findCompiler(work)
  if (!existsSync(program)) throw new Error(`there is no ${program}`)
  const [seed, count] = [+values.seed, +values.count]
  const accepted = (one) => record(program, one).expect !== undefined
  const plain = sheets(seed, count)
  // A mistake says most in a sheet without others.
  const made = values.mutate ? plain.filter(accepted).map((one, i) => mutated(one, seed, i)) : plain
  const cases = made.map((one) => record(program, one))
  const lines = cases.map((one) => JSON.stringify(one)).join(',\n')
  process.stdout.write(`{"format":1,"topic":"wxss-random","cases":[\n${lines}\n]}\n`)
} finally {
  rmSync(work, { recursive: true })
}
