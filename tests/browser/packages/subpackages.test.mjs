/** Subpackages in Chromium: what is loaded when, independent ones, preloading, modules and components of other packages. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { component, finish, open, page } from './harness.mjs'

after(finish)

const LOG = 'const log = (line) => (globalThis.__log ??= []).push(line)\n'

/** The main page goes to `one` and `two`; `alone` is independent. */
const project = (app = {}, more = {}) => ({
  'app.json': {
    pages: ['pages/a/a'],
    subPackages: [
      { root: 'one', name: 'first', pages: ['p'], entry: 'entry.js' },
      { root: 'two', pages: ['p'] },
      { root: 'alone', pages: ['p'], independent: true },
    ],
    ...app,
  },
  'app.js': `${LOG}App({ word: 'main', onLaunch(o) { log('launch ' + o.path) }, onShow() { log('show') } })`,
  'app.wxss': '.title { color: rgb(255, 0, 0) }',
  'lib.js': "module.exports = 'from main'",
  ...page('pages/a/a', '<view class="title">page a</view><view bindtap="one">to one</view><view bindtap="alone">to alone</view><view>{{seen}}</view>', `
    Page({ data: { seen: '' },
      onShow() { this.setData({ seen: 'log: ' + (globalThis.__log ?? []).join(', ') }) },
      one() { wx.navigateTo({ url: '/one/p?x=1' }) }, alone() { wx.navigateTo({ url: '/alone/p' }) } })`),
  'one/entry.js': "globalThis.__entry = 'entry ran'",
  ...page('one/p', '<view>page one {{x}} {{lib}} {{entry}}</view>', "const lib = require('../lib')\nconst entry = globalThis.__entry\nPage({ data: { lib, entry, x: 0 }, onLoad(q) { this.setData({ x: q.x }) } })"),
  ...page('two/p', '<view>page two</view>'),
  'two/lib.js': "module.exports = { word: 'from two' }",
  ...page('alone/p', '<view class="title">alone {{app}} {{early}}</view><view bindtap="go">to a</view>', `
    const app = String(getApp())
    getApp({ allowDefault: true }).early = 'early'
    Page({ data: { app, early: getApp({ allowDefault: true }).early }, go() { wx.reLaunch({ url: '/pages/a/a' }) } })`),
  ...more,
})

for (const args of [[], ['--threads', '1', '--mode', 'dev']]) {
  test(`a subpackage comes with its first page, after its entry ${args.join(' ')}`, async () => {
    const app = await open(project(), { args })
    await app.sees('page a')
    assert.ok(!app.asked.some((path) => /assets\/(one|two|alone)-/.test(path) || /assets\/(one|two|alone)\.js/.test(path)), app.asked.join(' '))
    await app.tap('to one')
    await app.sees('page one 1 from main entry ran')
    assert.deepEqual(app.problems, [])
    await app.close()
  })

  test(`an independent subpackage starts without the main package ${args.join(' ')}`, async () => {
    const app = await open(project(), { args, at: '#/alone/p' })
    await app.sees('alone undefined early')
    assert.ok(!app.asked.some((path) => /assets\/main[-.]/.test(path)), app.asked.join(' '))
    assert.notEqual(await app.shown().locator('.title').evaluate((node) => getComputedStyle(node).color), 'rgb(255, 0, 0)')
    await app.tap('to a')
    // The app's hooks run now, with the options of the start.
    await app.sees('log: launch alone/p, show')
    assert.equal(await app.shown().locator('.title').evaluate((node) => getComputedStyle(node).color), 'rgb(255, 0, 0)')
    await app.tap('to alone')
    await app.shown().getByText('alone undefined early').waitFor()
    assert.deepEqual(app.problems, [])
    await app.close()
  })
}

test('deep links into subpackages load the main package first', async () => {
  const app = await open(project(), { at: 'one/p.html?x=7', args: ['--router', 'history'] })
  await app.sees('page one 7 from main entry ran')
  assert.deepEqual(app.problems, [])
  await app.close()
})

test('preloadRule brings packages by name, root and __APP__, and nothing runs early', async () => {
  const rule = { 'pages/a/a': { network: 'all', packages: ['first', 'two'] }, 'alone/p': { network: 'all', packages: ['__APP__'] } }
  const app = await open(project({ preloadRule: rule }))
  await app.sees('page a')
  await app.fetched(/assets\/one-\w+\.js/)
  await app.fetched(/assets\/two-\w+\.js/)
  await app.fetched(/assets\/one-p-\w+\.html/)
  await app.tap('to one')
  await app.sees('page one 1 from main entry ran')
  assert.equal(app.asked.filter((path) => /assets\/one-\w{8}\.js/.test(path)).length, 1)
  await app.close()
  const alone = await open(project({ preloadRule: rule }), { at: '#/alone/p' })
  await alone.sees('alone undefined early')
  await alone.fetched(/assets\/main-\w+\.js/)
  await alone.close()
})

test('modules of another package: require.async, callbacks, import(), and what fails', async () => {
  const script = `
    Page({ data: { lines: [] },
      add(line) { this.setData({ lines: this.data.lines.concat(line) }) },
      onLoad() {
        wx.onLazyLoadError((error) => this.add('lazy ' + error.type + ' ' + error.subpackage))
        require.async('../../two/lib').then((lib) => this.add('async ' + lib.word))
        require('../../two/lib', (lib) => this.add('callback ' + lib.word))
        import('../../two/lib').then((lib) => this.add('import ' + lib.default.word))
        require.async('../../broken/lib').catch((error) => this.add('failed ' + error.mod + ' ' + typeof error.errMsg))
        require('../../broken/lib', () => {}, (error) => this.add('errback ' + error.mod))
      } })`
  const files = project({ subPackages: [{ root: 'two', pages: ['p'] }, { root: 'broken', pages: ['p'] }] }, {
    ...page('pages/a/a', '<view wx:for="{{lines}}" wx:key="*this">{{item}}</view>', script),
    ...page('broken/p', '<view/>'),
    'broken/lib.js': 'module.exports = 1',
  })
  const app = await open(files, { fail: (path) => /assets\/broken-/.test(path) })
  for (const line of ['async from two', 'callback from two', 'import from two', 'failed ../../broken/lib string', 'errback ../../broken/lib', 'lazy subpackage broken']) await app.sees(line)
  await app.close()
})

test('a component of another package replaces its placeholder when the package is there', async () => {
  const json = { usingComponents: { 'x-far': '/two/far', 'x-near': '/near' }, componentPlaceholder: { 'x-far': 'x-near' } }
  const files = project({ subPackages: [{ root: 'two', pages: ['p'] }] }, {
    ...page('pages/a/a', '<view bindtap="on">turn on</view><x-far wx:if="{{on}}" word="{{word}}" bindgone="gone"/><view>{{heard}}</view>', "Page({ data: { on: false, word: 'hello', heard: '' }, on() { this.setData({ on: true }) }, gone(e) { this.setData({ heard: 'heard ' + e.detail }) } })", json),
    ...component('near', '<view>waiting</view>'),
    ...component('two/far', '<view class="far" bindtap="tap">far says {{word}}</view>', "Component({ properties: { word: String }, methods: { tap() { this.triggerEvent('gone', this.data.word) } } })"),
    'two/far.wxss': '.far { color: rgb(0, 0, 255) }',
  })
  const app = await open(files)
  await app.sees('turn on')
  assert.ok(!app.asked.some((path) => /assets\/two-\w+\.js/.test(path)), 'the package is not needed yet')
  await app.tap('turn on')
  await app.sees('far says hello')
  assert.equal(await app.shown().getByText('waiting').count(), 0)
  await app.tap('far says hello')
  await app.sees('heard hello')
  assert.deepEqual(app.problems, [])
  await app.close()
})

test('what npm packages an independent subpackage needs it brings along, and they are the same for all', async () => {
  const files = project({}, {
    'node_modules/count/package.json': { name: 'count', main: 'index.js' },
    'node_modules/count/index.js': 'let n = 0\nexports.next = () => ++n',
    ...page('alone/p', '<view>count {{n}}</view><view bindtap="go">to a</view>', "Page({ data: { n: require('count').next() }, go() { wx.reLaunch({ url: '/pages/a/a' }) } })"),
    ...page('pages/a/a', '<view>main count {{n}}</view>', "Page({ data: { n: require('count').next() } })"),
  })
  const app = await open(files, { at: '#/alone/p' })
  await app.sees('count 1')
  await app.tap('to a')
  await app.sees('main count 2')
  assert.deepEqual(app.problems, [])
  await app.close()
})
