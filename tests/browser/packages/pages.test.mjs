/** Scripts of pages in Chromium: with `lazyCodeLoading`, what few pages need comes with the first of them. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { component, finish, open, page } from './harness.mjs'

after(finish)

const LOG = ";(globalThis.__log ??= []).push"
const show = (name) => `Page({ data: { seen: '' }, onShow() { this.setData({ seen: globalThis.__log.join(' ') }) },
  b() { wx.navigateTo({ url: '/pages/b/b', fail: ({ errMsg }) => this.setData({ seen: errMsg + ' ' + globalThis.__lazy }) }) }, c() { wx.navigateTo({ url: '/pages/c/c' }) } })\n${LOG}('${name}')`
const wxml = (name) => `<view>page ${name}: {{seen}}</view><view bindtap="b">${name} to b</view><view bindtap="c">${name} to c</view>`

/** Eight pages, so that two are few: `b` and `c` share a module and a component; `a`, the first, has neither. */
const project = (app = {}) => ({
  'app.json': { pages: [...'abcdefgh'].map((name) => `pages/${name}/${name}`), lazyCodeLoading: 'requiredComponents', ...app },
  'app.js': `${LOG}('app')\nApp({})\nwx.onLazyLoadError(({ type, subpackage }) => (globalThis.__lazy = type + ' ' + subpackage))`,
  'shared.js': `${LOG}('shared')\nmodule.exports = { times: 0 }`,
  ...component('tag', '<view>tag {{n}}</view>', "const shared = require('./shared')\nComponent({ data: { n: 0 }, lifetimes: { attached() { this.setData({ n: ++shared.times }) } } })"),
  ...page('pages/a/a', wxml('a'), show('a')),
  ...page('pages/b/b', wxml('b') + '<tag />', `require('../../shared')\n${show('b')}`, { usingComponents: { tag: '/tag' } }),
  ...page('pages/c/c', wxml('c') + '<tag />', `require('../../shared')\n${show('c')}`, { usingComponents: { tag: '/tag' } }),
  ...Object.assign({}, ...[...'defgh'].map((name) => page(`pages/${name}/${name}`, wxml(name), show(name)))),
})
const ofPage = (asked, name) => asked.filter((path) => path.includes(`pages-${name}-${name}.logic-`))

for (const args of [[], ['--threads', '1'], ['--no-prerender', '--source-maps']]) {
  test(`the script of a page comes with the page, and what it shares runs once ${args.join(' ')}`, async () => {
    const app = await open(project(), { args })
    await app.sees('page a: app a')
    assert.deepEqual(ofPage(app.asked, 'b'), [])
    await app.tap('a to b')
    await app.sees('page b: app a shared b')
    await app.sees('tag 1')
    await app.tap('b to c')
    await app.sees('page c: app a shared b c')
    await app.sees('tag 2')
    assert.deepEqual(['b', 'c', 'd'].map((name) => ofPage(app.asked, name).length), [1, 1, 0])
    assert.deepEqual(app.problems, [])
    await app.close()
  })
}

test('an app that starts at another page loads its script', async () => {
  const app = await open(project(), { at: '#/pages/c/c' })
  await app.sees('page c: app a shared c')
  await app.sees('tag 1')
  assert.equal(ofPage(app.asked, 'b').length, 0)
  await app.close()
})

test('every page of a history router starts with its own script alone', async () => {
  const app = await open(project(), { args: ['--router', 'history'], at: 'pages/b/b.html' })
  await app.sees('page b: app a shared b')
  assert.deepEqual(app.problems, [])
  await app.close()
})

test('a script that does not come is heard of, and asked for again', async () => {
  let broken = true
  const app = await open(project(), { fail: (path) => broken && /pages-b-b\.logic-/.test(path) })
  await app.tap('a to b')
  await app.sees(/navigateTo:fail .* subpackage __APP__/)
  broken = false
  await app.tap('a to b')
  await app.sees('page b: app a shared b')
  await app.close()
})

test('without `lazyCodeLoading`, or with requests that only the program knows, every script runs at the start', async () => {
  const searching = { ...project(), 'app.js': "const name = 'shared'\ntry { require('./' + name) } catch (error) {}\n" + project()['app.js'] }
  for (const [files, expect] of [[project({ lazyCodeLoading: undefined }), []], [searching, ['app.js:2:15 script/dynamic-require']]]) {
    const app = await open(files, { expect })
    await app.sees(/page a: (app a shared|shared app a) b c d e f g h/)
    assert.ok(!app.asked.some((path) => /\.logic-/.test(path)))
    await app.close()
  }
})
