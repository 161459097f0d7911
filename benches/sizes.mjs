// What the scripts of a release build are made of: `node benches/sizes.mjs [project]` lists every source file with its bytes, and the bytes of gzip that go with it.
// `--update` writes benches/sizes.json, which tests/program/sizes.test.mjs compares with a new build.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const wxc = process.env.WXC ?? join(root, 'target/release/wxc')
export const SNAPSHOT = join(root, 'benches/sizes.json')
const gzip = (text) => gzipSync(text, { level: 9 }).length

/** The scripts of a project's main package and view, each with its source map. */
export function build(project) {
  const out = mkdtempSync(join(tmpdir(), 'wxc-sizes-'))
  try {
    execFileSync(wxc, ['build', project, '-o', out, '--source-maps'], { stdio: 'ignore' })
    const assets = join(out, 'assets')
    return readdirSync(assets).filter((name) => /^(view|logic)-.*\.js$/.test(name)).map((name) => {
      const code = readFileSync(join(assets, name), 'utf8').replace(/\n?\/\/# sourceMappingURL=.*\n?$/, '')
      return { name: name.split('-')[0], code, map: JSON.parse(readFileSync(join(assets, name + '.map'), 'utf8')) }
    })
  } finally {
    rmSync(out, { recursive: true })
  }
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** `[offset, source]` of every mapping, in order of the text. */
function marks(code, map) {
  const lines = [0]
  for (let at = -1; (at = code.indexOf('\n', at + 1)) >= 0; ) lines.push(at + 1)
  const found = []
  let source = 0
  map.mappings.split(';').forEach((line, n) => {
    let column = 0
    for (const segment of line.split(',').filter(Boolean)) {
      const numbers = []
      let value = 0
      let shift = 0
      for (const char of segment) {
        const digit = DIGITS.indexOf(char)
        value |= (digit & 31) << shift
        shift += 5
        if (digit & 32) continue
        numbers.push(value & 1 ? -(value >> 1) : value >> 1)
        value = shift = 0
      }
      column += numbers[0]
      if (numbers.length > 1) found.push([lines[n] + column, (source += numbers[1])])
    }
  })
  return found
}

/** For every source file: the pieces of the script that come from it. */
function pieces(code, map) {
  const all = marks(code, map)
  const files = new Map()
  const add = (name, from, to) => to > from && (files.get(name) ?? files.set(name, []).get(name)).push([from, to])
  add('(not from a file)', 0, all[0]?.[0] ?? code.length)
  all.forEach(([at, source], i) => add(map.sources[source], at, all[i + 1]?.[0] ?? code.length))
  return files
}

function report({ name, code, map }) {
  const whole = gzip(code)
  const rows = [...pieces(code, map)].map(([file, parts]) => {
    let rest = ''
    let last = 0
    for (const [from, to] of parts) {
      rest += code.slice(last, from)
      last = to
    }
    return [file, parts.reduce((sum, [from, to]) => sum + to - from, 0), whole - gzip(rest + code.slice(last))]
  })
  rows.sort((a, b) => b[2] - a[2] || b[1] - a[1])
  console.log(`\n${name}: ${code.length} bytes, ${whole} gzip`)
  for (const [file, bytes, saved] of rows) console.log(`${String(bytes).padStart(7)} ${String(saved).padStart(6)}  ${file}`)
}

/** gzip bytes of the scripts of every fixture. */
export function sizes() {
  const measure = (name) => Object.fromEntries(build(join(root, 'fixtures', name)).map((script) => [script.name, gzip(script.code)]))
  return Object.fromEntries(['counter', 'shop'].map((name) => [name, measure(name)]))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--update')) writeFileSync(SNAPSHOT, JSON.stringify(sizes(), null, 2) + '\n')
  else build(process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? join(root, 'fixtures/counter')).forEach(report)
}
