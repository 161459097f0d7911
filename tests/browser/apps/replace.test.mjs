/** `wxc dev` brings edits of templates and WXS into the running app: page stack, data, modules and other components stay as they are. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { browser, dev, project } from '../start.mjs'

/** Two pages that use one component, with state in every place that a new start would lose. */
const FILES = {
  'app.json': { pages: ['pages/a/a', 'pages/b/b'], window: { navigationBarTitleText: 'T' }, usingComponents: { 'x-box': '/box/box', 'x-count': '/count/count' } },
  'app.js': 'App({ starts: (globalThis.__starts = (globalThis.__starts ?? 0) + 1) })',
  'state.js': 'let taps = 0\nexports.tap = () => ++taps',
  'fmt.wxs': "function show(x) { return '<' + x + '>' }\nmodule.exports = { show: show }",
  'outer.wxs': "var inner = require('./fmt.wxs')\nmodule.exports = { show: function (x) { return inner.show(x) } }",
  'box/box.json': { component: true },
  'box/box.wxml': '<view class="box">box {{own}} <slot/></view>',
  'box/box.wxss': '.box { color: rgb(9, 9, 9) }',
  'box/box.js': `Component({ data: { own: 0 }, lifetimes: { attached() { this.setData({ own: (globalThis.__boxes = (globalThis.__boxes ?? 0) + 1) }) }, detached() { globalThis.__gone = (globalThis.__gone ?? 0) + 1 } } })`,
  'count/count.json': { component: true },
  'count/count.wxml': '<view class="count" bindtap="more">count {{n}}</view>',
  'count/count.js': 'Component({ data: { n: 0 }, methods: { more() { this.setData({ n: this.data.n + 1 }) } } })',
  'pages/a/a.wxml': `<wxs module="f" src="/outer.wxs"/>
<view class="tap" bindtap="tap">taps {{taps}} {{f.show(taps)}}</view>
<view wx:for="{{rows}}" wx:key="id" class="row">{{item.text}}</view>
<input class="field" value="{{text}}" bindinput="type"/>
<x-box><view class="inside">inside {{taps}}</view><x-count/></x-box>
<view class="next" bindtap="next">next</view>
<view style="height: 2000px">tall</view>`,
  'pages/a/a.js': `const state = require('../../state.js')
Page({ data: { taps: 0, rows: [], text: '' }, onLoad() { this.loads = (this.loads ?? 0) + 1 },
  tap() { const taps = state.tap(); this.setData({ taps, rows: [...this.data.rows, { id: taps, text: 'row ' + taps }] }) },
  type(e) { this.setData({ text: e.detail.value }) }, next() { wx.navigateTo({ url: '/pages/b/b?from=a' }) } })`,
  'pages/b/b.wxml': '<view class="b">page b {{from}} {{ticks}}</view><x-box>in b</x-box><view class="tick" bindtap="tick">tick</view>',
  'pages/b/b.js': 'Page({ data: { from: "", ticks: 0 }, onLoad(q) { this.setData({ from: q.from }) }, tick() { this.setData({ ticks: this.data.ticks + 1 }) } })',
}

let program
const servers = []
before(async () => void (program = await browser()))
after(async () => {
  servers.forEach((server) => server.stop())
  await program?.close()
})

/** Opens a fresh copy of the project, and says whether the document was loaded again since. */
async function start(files = {}, ...options) {
  const folder = project({ ...FILES, ...files })
  const server = await dev(folder, ...options)
  servers.push(server)
  const { page, problems, close } = await program.open(server.url)
  const shown = page.locator('wxc-page.wxc-on')
  await shown.locator('.tap').waitFor()
  await page.evaluate(() => void (globalThis.sameDocument = true))
  const file = (path) => join(folder, path)
  return {
    page, problems, shown,
    edit: (path, change) => writeFileSync(file(path), change(readFileSync(file(path), 'utf8'))),
    write: (path, text) => writeFileSync(file(path), text),
    same: () => page.evaluate(() => globalThis.sameDocument === true),
    text: (selector) => shown.locator(selector).allTextContents(),
    stop: close,
  }
}

test('a page keeps data, rows, module state and scroll position, and handles events of its new template', async () => {
  const app = await start()
  const { shown, page } = app
  await shown.locator('.tap').tap()
  await shown.locator('.tap').tap()
  await shown.locator('.row', { hasText: 'row 2' }).waitFor()
  await page.evaluate(() => (document.querySelector('.wxc-on wxc-scroll').scrollTop = 300))
  app.edit('pages/a/a.wxml', (text) => text.replace('{{item.text}}', '{{item.text}} of {{rows.length}}').replace('<x-box>', '<view wx:if="{{taps > 1}}" class="new" bindtap="tap">new</view><x-box>'))
  await shown.locator('.row', { hasText: 'row 2 of 2' }).waitFor()
  assert.equal(await page.evaluate(() => document.querySelector('.wxc-on wxc-scroll').scrollTop), 300)
  await shown.locator('.new').tap()
  await shown.locator('.row', { hasText: 'row 3 of 3' }).waitFor()
  assert.deepEqual(await app.text('.tap'), ['taps 3 <3>'])
  assert.deepEqual(await app.text('.row'), ['row 1 of 3', 'row 2 of 3', 'row 3 of 3'])
  assert.ok(await app.same())
  assert.deepEqual(app.problems, [])
  await app.stop()
})

test('the stack stays: an edit of the page below is there when the user comes back', async () => {
  const app = await start()
  const { shown } = app
  await shown.locator('.tap').tap()
  await shown.locator('.count').tap()
  await shown.locator('.next').tap()
  await shown.locator('.b', { hasText: 'page b a 0' }).waitFor()
  await shown.locator('.tick').tap()
  app.edit('pages/a/a.wxml', (text) => text.replace('taps {{taps}}', 'edited {{taps}}'))
  app.edit('pages/b/b.wxml', (text) => text.replace('page b', 'second'))
  await shown.locator('.b', { hasText: 'second a 1' }).waitFor()
  await app.page.goBack()
  await shown.locator('.tap', { hasText: 'edited 1 <1>' }).waitFor()
  assert.ok(await app.same())
  assert.deepEqual(app.problems, [])
  await app.stop()
})

test('a component keeps its data and what stands in its slots on all pages', async () => {
  const app = await start()
  const { shown } = app
  await shown.locator('.count').tap()
  await shown.locator('.count', { hasText: 'count 1' }).waitFor()
  await shown.locator('.next').tap()
  await shown.locator('.box', { hasText: 'box 2' }).waitFor()
  app.write('box/box.wxml', '<view class="box"><view class="head">BOX {{own}}</view><slot/></view>')
  await shown.locator('.head', { hasText: 'BOX 2' }).waitFor()
  assert.deepEqual(await app.text('.box:has-text("in b")'), ['BOX 2in b'])
  await app.page.goBack()
  await shown.locator('.head', { hasText: 'BOX 1' }).waitFor()
  // Neither was it attached again, nor the component in its slot.
  assert.deepEqual(await app.text('.box:has-text("inside")'), ['BOX 1inside 0count 1'])
  await shown.locator('.count').tap()
  await shown.locator('.count', { hasText: 'count 2' }).waitFor()
  assert.ok(await app.same())
  assert.deepEqual(app.problems, [])
  await app.stop()
})

test('a slot that goes takes its contents along, and gives them back', async () => {
  const app = await start()
  const { shown } = app
  await shown.locator('.count').tap()
  app.write('box/box.wxml', '<view class="box">closed {{own}}</view>')
  await shown.locator('.box', { hasText: 'closed 1' }).waitFor()
  assert.deepEqual(await app.text('.box'), ['closed 1'])
  app.write('box/box.wxml', '<view class="box">open <slot/></view>')
  await shown.locator('.box', { hasText: 'open' }).waitFor()
  assert.deepEqual(await app.text('.box'), ['open inside 0count 1'])
  assert.ok(await app.same())
  await app.stop()
})

for (const threads of ['worker', '1'])
  test(`custom tab bars and tab pages that were left, --threads ${threads}`, async () => {
    const app = await start(
      {
        'app.json': { pages: ['pages/a/a', 'pages/b/b'], tabBar: { custom: true, list: [{ pagePath: 'pages/a/a', text: 'a' }, { pagePath: 'pages/b/b', text: 'b' }] } },
        'custom-tab-bar/index.json': { component: true },
        'custom-tab-bar/index.wxml': '<view class="bar" bindtap="go">bar {{n}}</view>',
        'custom-tab-bar/index.wxss': '.bar { position: fixed; bottom: 0; height: 48px }',
        'custom-tab-bar/index.js': "Component({ data: { n: 1 }, methods: { go() { this.setData({ n: this.data.n + 1 }); wx.switchTab({ url: '/pages/b/b' }) } } })",
        'pages/a/a.wxml': '<view class="tap" bindtap="tap">a {{n}}</view>',
        'pages/a/a.js': 'Page({ data: { n: 0 }, tap() { this.setData({ n: this.data.n + 1 }) } })',
        'pages/b/b.wxml': '<view class="b" bindtap="back">b</view>',
        'pages/b/b.js': "Page({ back() { wx.switchTab({ url: '/pages/a/a' }) } })",
      },
      '--threads',
      threads,
    )
    const { shown, page } = app
    await shown.locator('.tap').tap()
    await shown.locator('.tap', { hasText: 'a 1' }).waitFor()
    app.edit('custom-tab-bar/index.wxml', (text) => text.replace('bar {{', 'BAR {{'))
    await shown.locator('.bar', { hasText: 'BAR 1' }).waitFor()
    app.edit('pages/a/a.wxml', (text) => text.replace('a {{', 'A {{'))
    await shown.locator('.tap', { hasText: 'A 1' }).waitFor()
    // The bar stays above the content, the page in it.
    assert.deepEqual(await page.evaluate(() => ['.bar', '.tap'].map((one) => [...document.querySelectorAll(`.wxc-on ${one}`)].map((found) => found.closest('wx-page') !== null))), [[false], [true]])
    await shown.locator('.bar').tap()
    await shown.locator('.b').waitFor()
    app.edit('pages/a/a.wxml', (text) => text.replace('A {{', 'left {{'))
    app.edit('pages/b/b.wxml', (text) => text.replace('>b<', '>B<'))
    await shown.locator('.b', { hasText: 'B' }).tap()
    await shown.locator('.tap', { hasText: 'left 1' }).waitFor()
    await shown.locator('.bar', { hasText: 'BAR 2' }).waitFor()
    assert.ok(await app.same())
    assert.deepEqual(app.problems, [])
    await app.stop()
  })

test('WXS that another module requires takes effect', async () => {
  const app = await start()
  const { shown } = app
  await shown.locator('.tap').tap()
  await shown.locator('.tap', { hasText: 'taps 1 <1>' }).waitFor()
  app.edit('fmt.wxs', (text) => text.replace("'<' + x + '>'", "'[' + x + ']'"))
  await shown.locator('.tap', { hasText: 'taps 1 [1]' }).waitFor()
  assert.ok(await app.same())
  assert.deepEqual(app.problems, [])
  await app.stop()
})

test('WXS handlers on the view are exchanged, those that an edit does not touch keep their state', async () => {
  const app = await start({
    'h.wxs': "var n = 0\nmodule.exports = { tap: function (e) { n++; e.instance.setStyle({ width: (n * 10) + 'px' }) } }",
    'other.wxs': "module.exports = { tap: function (e) { e.instance.setStyle({ height: '11px' }) } }",
    'pages/a/a.wxml': '<wxs module="h" src="/h.wxs"/><wxs module="o" src="/other.wxs"/><view class="tap" bindtap="{{h.tap}}">tap</view><view class="two" bindtap="{{o.tap}}">two</view><view class="mark">1</view>',
  })
  const { shown, page } = app
  const width = (px) => page.waitForFunction((px) => document.querySelector('.wxc-on .tap').style.width === px, px)
  await shown.locator('.tap').tap()
  await width('10px')
  app.edit('pages/a/a.wxml', (text) => text.replace('>1<', '>2<'))
  await shown.locator('.mark', { hasText: '2' }).waitFor()
  await shown.locator('.tap').tap()
  await width('20px')
  app.edit('other.wxs', (text) => text.replace('11px', '22px'))
  app.edit('pages/a/a.wxml', (text) => text.replace('>2<', '>3<'))
  await shown.locator('.mark', { hasText: '3' }).waitFor()
  await shown.locator('.two').tap()
  await page.waitForFunction(() => document.querySelector('.wxc-on .two').style.height === '22px')
  assert.ok(await app.same())
  assert.deepEqual(app.problems, [])
  await app.stop()
})

test('a mistake is shown over the running app and goes away when it is mended', async () => {
  const app = await start()
  const { shown, page } = app
  await shown.locator('.tap').tap()
  const good = FILES['pages/a/a.wxml']
  app.write('pages/a/a.wxml', `${good}<view>{{ a + }}</view>`)
  await page.locator('wxc-overlay').getByText('parse/bad-expression').waitFor()
  app.write('pages/a/a.wxml', good.replace('tall', 'mended'))
  await shown.getByText('mended').waitFor()
  await page.locator('wxc-overlay').waitFor({ state: 'detached' })
  assert.deepEqual(await app.text('.tap'), ['taps 1 <1>'])
  assert.ok(await app.same())
  await app.stop()
})

test('what a new template throws is shown at its place in the template', async () => {
  const app = await start({ 'pages/a/a.js': 'Page({ data: { big: 1n, on: false }, tap() { this.setData({ on: true }) } })' })
  const { shown, page } = app
  app.edit('pages/a/a.wxml', (text) => `<view class="new" bindtap="tap">new</view>\n\n<view>{{on ? big + 1 : 0}}</view>${text}`)
  await shown.locator('.new').tap()
  await page.locator('wxc-overlay .place', { hasText: 'pages/a/a.wxml:3:' }).waitFor()
  assert.ok(await app.same())
  await app.stop()
})

test('what a new template throws at once is thrown by the app that starts again too', async () => {
  const app = await start({ 'pages/a/a.js': 'Page({ data: { big: 1n } })' })
  app.write('pages/a/a.wxml', '<view class="tap">new</view><view>{{big + 1}}</view>')
  await app.page.locator('wxc-overlay .place', { hasText: 'pages/a/a.wxml:1:' }).waitFor()
  await app.page.waitForFunction(() => globalThis.sameDocument === undefined)
  await app.page.locator('wxc-overlay .place', { hasText: 'pages/a/a.wxml:1:' }).waitFor()
  await app.stop()
})

test('sheets that an edited template changes come with it', async () => {
  const app = await start()
  app.write('pages/b/b.wxss', '.late { color: rgb(1, 2, 3) }')
  app.write('pages/a/a.wxss', '.late { color: rgb(3, 2, 1) }')
  await app.page.waitForFunction(() => [...document.querySelectorAll('link')].some((link) => link.href.includes('pages-a-a.css')))
  await app.shown.locator('.tap').waitFor()
  await app.page.evaluate(() => void (globalThis.sameDocument = true))
  app.edit('pages/a/a.wxml', (text) => text.replace('class="next"', 'class="next late"'))
  await app.page.waitForFunction(() => getComputedStyle(document.querySelector('.wxc-on .next')).color === 'rgb(3, 2, 1)')
  assert.ok(await app.same())
  await app.stop()
})

test('scripts, configuration and the first use of a component start the app again', async () => {
  const app = await start({ 'spare/spare.json': { component: true }, 'spare/spare.wxml': '<view class="spare">spare</view>', 'spare/spare.js': 'Component({})' })
  const { shown, page } = app
  const again = async (edit, seen) => {
    await page.evaluate(() => void (globalThis.sameDocument = true))
    edit()
    await seen.waitFor()
    assert.equal(await app.same(), false)
  }
  await again(() => app.edit('pages/a/a.js', (text) => text.replace('taps: 0', 'taps: 7')), shown.locator('.tap', { hasText: 'taps 7' }))
  await again(() => app.write('pages/a/a.json', JSON.stringify({ navigationBarTitleText: 'other' })), shown.getByText('other'))
  // It is registered for the page first, which is configuration; its template is used by nothing yet.
  await again(() => app.write('pages/a/a.json', JSON.stringify({ navigationBarTitleText: 'third', usingComponents: { 'x-spare': '/spare/spare' } })), shown.getByText('third'))
  await again(() => app.edit('pages/a/a.wxml', (text) => `<x-spare/>${text}`), shown.locator('.spare'))
  assert.deepEqual(app.problems, [])
  await app.stop()
})
