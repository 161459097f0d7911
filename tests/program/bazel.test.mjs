// The rule `wxc_app` in Bazel, with a persistent worker and without one. Needs no network.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const wxc = process.env.WXC ?? join(root, 'target/release/wxc')
const folder = mkdtempSync(join(tmpdir(), 'wxc-bazel-'))
const workspace = join(folder, 'fixtures/graphs/bazel')

function bazel(...args) {
  return spawnSync('bazel', [`--output_user_root=${folder}/out`, ...args], { cwd: workspace, encoding: 'utf8', env: { ...process.env, HOME: folder } })
}

/** Builds; gives what Bazel said. */
function build(code = 0, ...flags) {
  const run = bazel('build', '//app:web', '--noshow_progress', ...flags)
  assert.equal(run.status, code, run.stderr)
  return run.stderr
}

function output() {
  const out = join(workspace, 'bazel-bin/app/web')
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(files.map((entry) => [entry.name, readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'latin1')]).sort())
}

before(() => {
  cpSync(join(root, 'fixtures/graphs/bazel'), workspace, { recursive: true })
  cpSync(join(root, 'compiler/cli/bazel'), join(folder, 'compiler/cli/bazel'), { recursive: true })
  symlinkSync(wxc, join(workspace, 'tools/wxc'))
})
after(() => {
  bazel('shutdown')
  // Bazel takes the right to write away from what it made.
  spawnSync('chmod', ['-R', 'u+w', folder])
  rmSync(folder, { recursive: true })
})

test('a worker builds, and builds again what changed', () => {
  assert.match(build(), /1 worker/)
  const first = output()
  assert.ok(first['index.html'].includes('<wx-view') && 'manifest.json' in first)
  assert.doesNotMatch(build(), /1 worker/, 'nothing changed')

  const page = join(workspace, 'app/pages/index/index.wxml')
  const text = readFileSync(page, 'utf8')
  writeFileSync(page, text.replace('Hello', 'Bonjour'))
  assert.match(build(), /1 worker/)
  assert.ok(output()['index.html'].includes('Bonjour'))

  writeFileSync(page, '<view>')
  assert.match(build(1), /pages\/index\/index\.wxml/, 'mistakes are shown')
  writeFileSync(page, text)
  build()
  assert.deepEqual(output(), first)
})

test('without a worker, and with one in a sandbox, the same comes out', () => {
  const warm = output()
  for (const [ran, ...flags] of [[/1 local/, '--strategy=WxcBuild=local'], [/1 worker/, '--strategy=WxcBuild=worker', '--worker_sandboxing']]) {
    assert.equal(bazel('clean').status, 0)
    assert.match(build(0, ...flags), ran)
    assert.deepEqual(output(), warm)
  }
})
