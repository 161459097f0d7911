// What tools read obeys the schemas that `wxc schema` prints: every message of the corpora of mistakes, and the manifests of whole apps.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import Ajv from 'ajv/dist/2020.js'
import { projects } from '../diagnostics/projects.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const wxc = process.env.WXC ?? join(root, 'target/release/wxc')
const folder = mkdtempSync(join(tmpdir(), 'wxc-schemas-'))
after(() => rmSync(folder, { recursive: true }))

const schema = (of) => JSON.parse(execFileSync(wxc, ['schema', of], { encoding: 'utf8' }))
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true })
const isMessage = ajv.compile(schema('diagnostics'))
const isManifest = ajv.compile(schema('manifest'))

/** Adds `unevaluatedProperties: false` everywhere, so that a field that the schema does not know fails the test. */
function closed(value) {
  if (Array.isArray(value)) return value.map(closed)
  if (value === null || typeof value !== 'object') return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, closed(inner)]))
  return copy.type === 'object' && copy.properties !== undefined ? { ...copy, unevaluatedProperties: false } : copy
}
const isKnownMessage = new Ajv({ allErrors: true }).compile({ ...closed(schema('diagnostics')), $id: 'closed' })

/** Checks a project; gives its messages. */
function messages(args, cwd) {
  const run = spawnSync(wxc, [...args, '--message-format', 'json'], { cwd, encoding: 'utf8', maxBuffer: 1 << 28 })
  assert.ok(run.status === 0 || run.status === 1, run.stderr)
  const all = run.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line))
  for (const message of all) {
    assert.ok(isMessage(message), `${JSON.stringify(message)}\n${JSON.stringify(isMessage.errors)}`)
    assert.ok(isKnownMessage(message), `${JSON.stringify(message)}\n${JSON.stringify(isKnownMessage.errors)}`)
  }
  return all
}

test('every message of the corpora of mistakes', () => {
  const found = new Set()
  const corpora = readdirSync(join(root, 'tests/diagnostics'), { recursive: true }).filter((name) => name.endsWith('.txt')).sort()
  let count = 0
  for (const name of corpora) {
    for (const files of projects(readFileSync(join(root, 'tests/diagnostics', name), 'utf8'))) {
      const project = join(folder, `p${count++}`)
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(project, path)), { recursive: true })
        writeFileSync(join(project, path), text)
      }
      for (const message of messages(['check', '.', '--print-inputs'], project)) found.add(message.code ?? message.type)
    }
  }
  const all = execFileSync(wxc, ['explain'], { encoding: 'utf8' }).trim().split('\n').length
  assert.ok(count > 300, `${count} projects`)
  assert.ok(found.size > all * 0.9, `${found.size} of ${all} codes`)
})

test('manifests of whole apps', () => {
  for (const [name, args] of [['counter', []], ['shop', ['--router', 'history', '--source-maps']]]) {
    const out = join(folder, name)
    messages(['build', join(root, 'fixtures', name), '-o', out, ...args], root)
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))
    assert.ok(isManifest(manifest), JSON.stringify(isManifest.errors))
    assert.ok(manifest.files.length > 5)
  }
})

test('the schemas can refuse', () => {
  const place = { path: 'a', line: 1, column: 1, endLine: 1, endColumn: 2, bytes: [0, 1], range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } }
  const message = { code: 'a/b', severity: 'error', message: 'm', ...place }
  assert.ok(isMessage(message) && isMessage({ ...message, later: 1 }), 'new fields are allowed')
  for (const wrong of [{ ...message, line: 0 }, { ...message, severity: 'fatal' }, { ...message, path: '/a' }, { ...message, labels: [] }, { ...message, bytes: [1] }, {}, { type: 'other' }]) {
    assert.ok(!isMessage(wrong), JSON.stringify(wrong))
  }
  assert.ok(!isManifest({ generator: 'wxc' }))
})
