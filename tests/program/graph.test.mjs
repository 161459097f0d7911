// `wxc` as a step of make and ninja: what is built again after which change.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const wxc = process.env.WXC ?? join(root, 'target/release/wxc')
const folder = mkdtempSync(join(tmpdir(), 'wxc-graph-'))
after(() => rmSync(folder, { recursive: true }))

const files = {
  'app.json': '{"pages": ["pages/a/a"], "usingComponents": {"c-card": "/c/card", "n-tag": "n-ui/tag"}}',
  'app.js': "require('./lib/u'); App({})",
  'app.wxss': "@import './common.wxss';",
  'common.wxss': '.common { width: 1rpx }',
  'lib/u.js': 'module.exports = 1',
  'project.config.json': '{"setting": {"useCompilerPlugins": ["less"]}}',
  'pages/a/a.wxml': "<import src='../../t.wxml'/><wxs module='m' src='../../m.wxs'/><c-card/><n-tag/><template is='t'/>{{m.x}}<image src='/images/a b.png'/>",
  'pages/a/a.js': 'Page({})',
  'pages/a/a.less': "@import '../../vars.less'; .a { color: @c }",
  'vars.less': '@c: red;',
  't.wxml': "<template name='t'><view/></template>",
  'm.wxs': 'module.exports = { x: 1 }',
  'c/card.json': '{"component": true}',
  'c/card.wxml': '<slot/>',
  'c/card.js': 'Component({})',
  'images/a b.png': 'png',
  'images/#$x:1.png': 'png',
  'node_modules/n-ui/package.json': '{"name": "n-ui", "miniprogram": "dist"}',
  'node_modules/n-ui/dist/tag.json': '{"component": true}',
  'node_modules/n-ui/dist/tag.wxml': '<view>tag</view>',
  'node_modules/n-ui/dist/tag.js': 'Component({})',
  'node_modules/other/readme.js': '',
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** A project with a graph of its own in `name`; `build()` says whether `wxc` ran, and how it ended. */
function graph(name, tool, text) {
  const here = join(folder, name)
  for (const [path, content] of Object.entries(files)) write(join(here, 'my app', path), content)
  write(join(here, 'unrelated/notes.txt'), '')
  write(join(here, tool[1]), text)
  return {
    here,
    build() {
      const run = spawnSync(tool[0], { cwd: here, encoding: 'utf8' })
      assert.equal(run.status, 0, run.stdout + run.stderr)
      const ran = run.stderr.includes('wxc: built') || run.stdout.includes('wxc: built')
      assert.equal(ran, !/no work to do|up to date/.test(run.stdout), run.stdout)
      return ran
    },
  }
}

const time = (path) => statSync(path, { bigint: true }).mtimeNs

/** Writes a file again until the clock of the file system has moved on from what was built last. */
function touch(path, built) {
  const content = readFileSync(path)
  do { writeFileSync(path, content) }
  while (time(path) <= time(built))
}

/** Touches every kind of input, then what is none. */
function check({ here, build }) {
  const built = join(here, 'out/web/manifest.json')
  const app = join(here, 'my app')
  assert.ok(build(), 'the first time')
  assert.ok(!build(), 'nothing changed')
  for (const path of Object.keys(files).filter((path) => !path.includes('node_modules/other'))) {
    touch(join(app, path), built)
    assert.ok(build(), `${path} was touched`)
  }
  assert.ok(!build(), 'nothing was touched since')
  const changes = {
    'a style sheet that was not there': () => write(join(app, 'c/card.wxss'), '.x { color: red }'),
    'a file that is found before another': () => write(join(app, 'pages/a/a.ts'), 'Page({ data: { a: 1 } })'),
    'another package': () => write(join(app, 'node_modules/a-ui/tag.js'), 'Component({})'),
    'a new image': () => write(join(app, 'images/new.png'), 'png'),
    'an input that is gone': () => rmSync(join(app, 'images/#$x:1.png')),
  }
  for (const [what, change] of Object.entries(changes)) {
    // Names count by the time of their folder, which moves on with the clock too.
    touch(join(here, 'unrelated/notes.txt'), built)
    change()
    assert.ok(build(), what)
    assert.ok(!build(), `nothing after ${what}`)
  }
  for (const path of ['unrelated/notes.txt', 'my app/node_modules/other/readme.js']) {
    touch(join(here, path), built)
    assert.ok(!build(), `${path} is no input`)
  }
}

test('ninja builds again what a change touches', () => {
  const rule = `rule wxc\n  command = '${wxc}' build 'my app' -o out/web --depfile $out.d --depfile-target $out --no-prerender\n  depfile = $out.d\n`
  check(graph('ninja', ['ninja', 'build.ninja'], `${rule}build out/web/manifest.json: wxc my$ app/app.json\n`))
})

test('make builds again what a change touches', () => {
  const rule = `out/web/manifest.json:\n\t'${wxc}' build 'my app' -o out/web --depfile out/web.d --no-prerender\n-include out/web.d\n`
  check(graph('make', ['make', 'Makefile'], rule))
})

test('an output inside the project does not make itself old', () => {
  const here = graph('inside', ['make', 'Makefile'], `my-dist:\n\t'${wxc}' build 'my app' --depfile dist.d --depfile-target my-dist --no-prerender && touch my-dist\n-include dist.d\n`)
  assert.ok(here.build())
  assert.ok(!here.build())
  touch(join(here.here, 'my app/app.js'), join(here.here, 'my-dist'))
  assert.ok(here.build())
  assert.ok(!here.build())
})

test('the listing of inputs is what a copy of the project needs', () => {
  const here = join(folder, 'listed')
  for (const [path, content] of Object.entries(files)) write(join(here, path), content)
  const list = execFileSync(wxc, ['build', 'listed', '-o', 'one', '--print-inputs'], { cwd: folder, encoding: 'utf8' }).trim().split('\n')
  assert.deepEqual(list, [...list].sort())
  for (const path of list) write(join(folder, 'copy', path), readFileSync(join(folder, path)))
  execFileSync(wxc, ['build', 'copy/listed', '-o', 'two'], { cwd: folder })
  assert.equal(readFileSync(join(folder, 'two/manifest.json'), 'utf8'), readFileSync(join(folder, 'one/manifest.json'), 'utf8'))
})
