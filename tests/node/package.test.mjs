/** The npm package of the compiler: as it is installed, imported and used. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { project, root, temporary, wxc as program } from '../browser/start.mjs'

const PACKAGE = join(root, 'compiler/node')
const wxc = await import(pathToFileURL(join(PACKAGE, 'lib/index.mjs')))

const BROKEN = { 'pages/a/a.wxml': '<view>\n  <text>你好 {{ a + }}</text>\n</view>\n', 'pages/b/b.wxml': '<veiw/>' }

const next = (watcher) => new Promise((resolve) => watcher.once('build', resolve))
/** Runs a script in a process of its own, which must end by itself. */
const run = (folder, name, text, ...flags) => {
  writeFileSync(join(folder, name), text)
  return execFileSync(process.execPath, [...flags, name], { cwd: folder, encoding: 'utf8', timeout: 120_000 })
}

test('a build is what the program writes', async () => {
  const folder = join(root, 'fixtures/shop')
  const out = join(temporary('node'), 'dist')
  const ours = await wxc.build({ dir: folder, sourceMaps: true })
  const written = await wxc.build({ dir: pathToFileURL(folder), sourceMaps: true, out })
  assert.equal(ours.ok, true)
  assert.equal(ours.written, undefined)
  assert.equal(written.written.dir, out)
  const theirs = join(temporary('node'), 'dist')
  execFileSync(program, ['build', folder, '-o', theirs, '--source-maps', '--message-format', 'json'])
  const files = readdirSync(theirs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(theirs.length + 1))
  assert.deepEqual([...ours.outputs.keys()].sort(), files.sort())
  for (const path of files) {
    const expected = readFileSync(join(theirs, path))
    assert.ok(expected.equals(await ours.outputs.get(path).read()), path)
    assert.ok(expected.equals(readFileSync(join(out, path))), path)
  }
  assert.ok(ours.inputs.some((path) => path.endsWith('app.json')) && ours.inputs.some((path) => path.endsWith('.wxml')))
})

test('mistakes are the diagnostics of the program, not rejections', async () => {
  const dir = project(BROKEN)
  const result = await wxc.check({ dir })
  assert.equal(result.ok, false)
  let text = ''
  try {
    text = execFileSync(program, ['check', dir, '--message-format', 'json'], { encoding: 'utf8' })
  } catch (error) {
    assert.equal(error.status, 1)
    text = error.stdout
  }
  const expected = text.split('\n').filter(Boolean).map((line) => JSON.parse(line))
  assert.ok(expected.length >= 2)
  assert.deepEqual(result.diagnostics.map(({ frame: _, ...rest }) => rest), expected)
  const { frame } = result.diagnostics.find((diagnostic) => diagnostic.code === 'parse/bad-expression')
  // Wide characters take two columns.
  assert.equal(frame, '  1 | <view>\n> 2 |   <text>你好 {{ a + }}</text>\n    |                    ^^\n  3 | </view>\n')
  const built = await wxc.build({ dir })
  assert.equal(built.ok, false)
  assert.ok(built.outputs.has('index.html'), 'the rest is built')
})

test('wrong use is said with what to write', async () => {
  const cases = [
    [{ dri: 'x' }, /`dri` is no option of `build`; did you mean `dir`\?/],
    [{ mode: 'relase' }, /write `'release'`/],
    [{ threads: 2 }, /`threads: 2`.*`'worker'` or `'1'`/],
    [{ rpx: 'px=a' }, /write a width in px/],
    [{ jobs: 'many' }, /a whole number/],
    [{ dir: '/there is none' }, /there is no folder `\/there is none`/],
    [{ dir: temporary('node'), out: root }, /holds files that `wxc` did not write/],
    [null, /no object/],
    [{ signal: 1 }, /AbortSignal/],
  ]
  for (const [options, message] of cases)
    await assert.rejects(wxc.build(options), (error) => error instanceof wxc.WxcError && error.code === 'WXC_USAGE' && message.test(error.message), JSON.stringify(options))
  await assert.rejects(wxc.createWatcher({ dri: 'x' }), { code: 'WXC_USAGE' })
  await assert.rejects(wxc.createCompiler({ dri: 'x' }), { code: 'WXC_USAGE' })
  await assert.rejects(wxc.compileTemplate(1), { code: 'WXC_USAGE' })
  await assert.rejects(wxc.compileStyle('', { path: '../a.wxss' }), /does not lie in the folder/)
})

test('a project that is none says what was looked for', async () => {
  const result = await wxc.build({ dir: temporary('node') })
  assert.equal(result.ok, false)
  assert.match(result.diagnostics[0].message, /app\.json/)
  assert.equal(result.outputs.size, 0)
})

/** A project that takes a while. */
function big() {
  const files = {}
  for (let page = 0; page < 12; page++) {
    files[`pages/p${page}/p${page}.wxml`] = Array.from({ length: 60 }, (_, i) => `<view class="a${i}" wx:if="{{a.b[${i}] > ${page}}}" bindtap="tap">{{a.b[${i}] + c}}</view>`).join('\n')
    files[`pages/p${page}/p${page}.js`] = 'Page({ data: { a: { b: [] }, c: 1 }, tap() {} })'
    files[`pages/p${page}/p${page}.wxss`] = Array.from({ length: 60 }, (_, i) => `.a${i} { width: ${i}rpx }`).join('\n')
  }
  return project(files)
}

test('timers fire during a build, and file access goes on', async () => {
  const dir = big()
  let ticks = 0
  const timer = setInterval(() => ticks++, 1)
  const start = performance.now()
  // More builds than libuv has threads: reading a file must not wait for them.
  const builds = Array.from({ length: 5 }, () => wxc.build({ dir, prerender: false }))
  const { readFile } = await import('node:fs/promises')
  await readFile(join(dir, 'app.json'))
  const read = performance.now() - start
  await Promise.all(builds)
  const took = performance.now() - start
  clearInterval(timer)
  assert.ok(ticks > took / 50, `${ticks} ticks in ${took} ms`)
  assert.ok(read < took / 2, `a file was read after ${read} of ${took} ms`)
})

test('an aborted build ends at once and writes nothing', async () => {
  const out = join(temporary('node'), 'dist')
  const controller = new AbortController()
  const built = wxc.build({ dir: big(), out, signal: controller.signal })
  controller.abort(new Error('changed my mind'))
  await assert.rejects(built, /changed my mind/)
  await assert.rejects(wxc.check({ signal: AbortSignal.abort() }), { name: 'AbortError' })
  // Whatever was running has ended when a build that began later has.
  await wxc.build({ dir: big() })
  assert.ok(!existsSync(out))
})

test('single texts', async () => {
  const folder = project({ 'pages/a/a.wxml': '', 'shared.wxml': '<template name="t"><text>{{x}}</text></template>', 'base.wxss': '.b{margin:2rpx}' })
  const template = await wxc.compileTemplate('<import src="/shared.wxml"/><card title="{{a}}"/><template is="t" data="{{x}}"/>', {
    root: folder, path: 'pages/a/a.wxml', usingComponents: ['card'], sourceMaps: true,
  })
  assert.equal(template.ok, true, JSON.stringify(template.diagnostics))
  assert.deepEqual(template.components, ['card'])
  assert.deepEqual(template.builtins, ['text'])
  assert.deepEqual(template.inputs, ['pages/a/a.wxml', 'shared.wxml'])
  assert.match(template.code, /^\(\$\) => \{[^]*main/)
  assert.match(template.html, /<template id="t:0"/)
  assert.deepEqual(template.map.sources.sort(), ['pages/a/a.wxml', 'shared.wxml'])

  const style = await wxc.compileStyle('@import "base.wxss"; .a{width:20rpx}', { root: folder, path: 'a.wxss', rpx: 'px=375', minify: true })
  assert.equal(style.css.trim(), '.b{margin:1px}.a{width:10px}')
  const scoped = await wxc.compileStyle('.a{color:red}', { component: true, scope: 'mine' })
  assert.match(scoped.css, /\.a:where\(\.mine\)/)
  const less = await wxc.compileStyle('@w: 2rpx; .a{.b{width:@w*2}}', { path: 'a.less', rpx: 'vw' })
  assert.match(less.css, /\.a \.b/)
  assert.equal((await wxc.compileStyle('.a{', {})).ok, false)

  assert.deepEqual(await wxc.format('<view   a="1"><text/></view>'), { ok: true, text: '<view a="1"><text /></view>\n', diagnostics: [] })
  const refused = await wxc.format('<view>')
  assert.equal(refused.ok, false)
  assert.equal(refused.text, '<view>')
})

test('a compiler does again what changed', async () => {
  const dir = project({ 'pages/a/a.wxml': '<view class="x">1</view>', 'pages/a/a.wxss': '.x{color:red}', 'pages/b/b.wxml': '<view/>', 'a.png': 'x' })
  const compiler = await wxc.createCompiler({ dir })
  assert.equal(compiler.result.update, 'reload')
  writeFileSync(join(dir, 'pages/a/a.wxss'), '.x{color:blue}')
  // Two at once are one after the other.
  const [styles, nothing] = await Promise.all([compiler.update([join(dir, 'pages/a/a.wxss')]), compiler.update(['pages/a/a.wxss'])])
  assert.equal(styles.update, 'styles')
  assert.deepEqual(styles.edited, ['pages/a/a.wxss'])
  assert.ok(styles.changed.length > 0 && styles.changed.every((path) => /\.css(\.map)?$|^manifest\.json$/.test(path)), String(styles.changed))
  assert.match(String(styles.outputs.get(styles.styles[0]).contents), /blue/)
  assert.deepEqual([nothing.update, nothing.changed], ['none', []])
  writeFileSync(join(dir, 'pages/a/a.wxml'), '<view class="x">2</view>')
  assert.equal((await compiler.update(['pages/a/a.wxml'])).update, 'templates')
  assert.equal(compiler.result.update, 'templates')
  compiler.close()
  await assert.rejects(compiler.update([]), /closed/)
})

test('watchers: several at once, each says what changed, and they end', async () => {
  const folders = [project({ 'pages/a/a.wxml': 'one', 'pages/a/a.js': 'Page({})' }), project({ 'pages/a/a.wxml': 'two', 'pages/a/a.js': 'Page({})' })]
  const watchers = await Promise.all(folders.map((dir) => wxc.createWatcher({ dir })))
  const other = next(watchers[1])
  const first = next(watchers[0])
  writeFileSync(join(folders[0], 'pages/a/a.wxml'), '<text>{{ a + }}</text>')
  const broken = await first
  assert.equal(broken.ok, false)
  assert.ok(broken.diagnostics.some((diagnostic) => diagnostic.path === 'pages/a/a.wxml' && diagnostic.severity === 'error'))
  const mended = next(watchers[0])
  writeFileSync(join(folders[0], 'pages/a/a.wxml'), '<text>{{ a }}</text>')
  assert.equal((await mended).ok, true)
  mkdirSync(join(folders[1], 'pages/b'))
  writeFileSync(join(folders[1], 'pages/b/b.wxml'), 'new')
  writeFileSync(join(folders[1], 'pages/b/b.js'), 'Page({})')
  writeFileSync(join(folders[1], 'app.json'), JSON.stringify({ pages: ['pages/a/a', 'pages/b/b'] }))
  let result = await other
  while (result.pages < 2 || !result.ok) result = await next(watchers[1])
  assert.ok(result.outputs.has('assets/pages-b-b.html'))
  let ended = 0
  for (const watcher of watchers) watcher.on('close', () => ended++)
  await Promise.all(watchers.map((watcher) => watcher.close()))
  assert.equal(ended, 2)
  await watchers[0].close()
})

test('a watcher with an output folder writes it', async () => {
  const dir = project({ 'pages/a/a.wxml': 'one' })
  const out = join(temporary('node'), 'dist')
  const watcher = await wxc.createWatcher({ dir, out })
  const page = () => readFileSync(join(out, 'index.html'), 'utf8')
  assert.match(page(), /one/)
  const built = next(watcher)
  writeFileSync(join(dir, 'pages/a/a.wxml'), 'two')
  await built
  assert.match(page(), /two/)
  await watcher.close()
})

/** The package as npm installs it, in an otherwise empty project. */
let installed
before(() => {
  const folder = temporary('installed')
  const copy = join(temporary('package'), 'wxc')
  cpSync(PACKAGE, copy, { recursive: true, filter: (path) => !/node_modules|\.node$|simulate$/.test(path) })
  const library = ['release', 'debug'].map((profile) => join(root, 'target', profile, { linux: 'libwxc_node.so', darwin: 'libwxc_node.dylib' }[process.platform])).find(existsSync)
  const env = { ...process.env, WXC_NATIVE: process.env.WXC_NATIVE ?? library }
  const [{ filename, files }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: copy, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', `./${filename}`], { cwd: folder, stdio: 'ignore' })
  installed = { folder, files: files.map((file) => file.path) }
  cpSync(join(root, 'fixtures/counter'), join(folder, 'app'), { recursive: true })
})

test('the tarball holds what is needed', () => {
  assert.ok(installed.files.includes(`wxc.${process.platform}-${process.arch}.node`))
  assert.deepEqual(installed.files.filter((path) => !/^(lib\/|plugins\/|package\.json$|README|wxc\..*\.node$)/.test(path)), [])
})

test('import and require work where it was installed, and the process ends', () => {
  const text = run(installed.folder, 'a.mjs', `
    import wxc, { build, createWatcher } from 'wxc'
    const { ok, outputs } = await build({ dir: 'app' })
    const watchers = [await createWatcher({ dir: 'app' }), await wxc.createWatcher({ dir: 'app' })]
    for (const watcher of watchers) await watcher.close()
    console.log(ok, outputs.has('index.html'))`)
  assert.equal(text, 'true true\n')
  const common = run(installed.folder, 'b.cjs', "const { check } = require('wxc'); check({ dir: 'app' }).then((result) => console.log(result.ok, result.pages))")
  assert.equal(common, 'true 1\n')
})

test('process.exit with a watcher open is clean', () => {
  const text = run(installed.folder, 'c.mjs', "import { createWatcher, build } from 'wxc'; await createWatcher({ dir: 'app' }); build({ dir: 'app' }); console.log('left'); process.exit(0)")
  assert.equal(text, 'left\n')
})

test('worker threads: builds inside, also when the worker is stopped in the middle', () => {
  writeFileSync(join(installed.folder, 'worker.mjs'), `
    import { parentPort, workerData } from 'node:worker_threads'
    import { build, createWatcher } from 'wxc'
    if (workerData === 'stay') await createWatcher({ dir: 'app' })
    const work = build({ dir: 'app' })
    if (workerData === 'stay') parentPort.postMessage('building')
    parentPort.postMessage((await work).ok)`)
  const text = run(installed.folder, 'd.mjs', `
    import { once } from 'node:events'
    import { Worker } from 'node:worker_threads'
    const start = (workerData) => new Worker(new URL('worker.mjs', import.meta.url), { workerData })
    const [[a], [b]] = await Promise.all([once(start('go'), 'message'), once(start('go'), 'message')])
    for (let i = 0; i < 5; i++) {
      const worker = start('stay')
      await once(worker, 'message')
      await worker.terminate()
    }
    console.log(a, b)`)
  assert.equal(text, 'true true\n')
})

test('types', () => {
  mkdirSync(join(installed.folder, 'node_modules/@types'), { recursive: true })
  for (const name of ['@types/node', 'undici-types']) cpSync(join(root, 'node_modules', name), join(installed.folder, 'node_modules', name), { recursive: true })
  cpSync(join(root, 'tests/node/types.ts'), join(installed.folder, 'types.mts'))
  cpSync(join(root, 'tests/node/types.ts'), join(installed.folder, 'types.cts'))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const flags = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'node16', '--types', 'node']
  const { stdout, status } = (() => {
    try {
      return { stdout: execFileSync(process.execPath, [tsc, ...flags, 'types.mts', 'types.cts'], { cwd: installed.folder, encoding: 'utf8' }), status: 0 }
    } catch (error) {
      return error
    }
  })()
  assert.equal(status, 0, stdout)
})
