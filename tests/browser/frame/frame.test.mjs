/** First frames: what HTML shows before any script has run, and that the view takes those nodes over. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { root } from '../start.mjs'
import { browser, build, markup, project, ready, serve } from './harness.mjs'

let program
before(async () => {
  program = await browser()
})
after(() => program?.close())

/** Builds and opens a project; gives the page before the app answers when `hold` is set. */
async function start(folder, { path = '', options = [], hold } = {}) {
  const built = build(folder, ...options)
  const server = await serve(built.out)
  const release = hold ? server.hold(hold) : () => {}
  const opened = await program.open(server.url + path)
  return { ...built, ...opened, release, close: () => Promise.all([opened.close(), server.close()]) }
}

const shown = (page) => page.locator('wxc-page.wxc-on')

test('the counter is there before any script runs, and counts with the same nodes', async () => {
  const { page, problems, release, close, diagnostics } = await start(`${root}fixtures/counter`, { hold: /logic/ })
  await shown(page).getByText('0', { exact: true }).waitFor()
  assert.deepEqual(diagnostics.filter((d) => d.code === 'project/no-first-frame'), [])
  release()
  await ready(page)
  await shown(page).getByText('+').tap()
  await shown(page).getByText('1', { exact: true }).waitFor()
  const late = await page.evaluate(() => [...document.querySelectorAll('wx-page *')].filter((node) => !node.early).map((node) => node.outerHTML))
  assert.deepEqual(late, [])
  assert.deepEqual(await page.evaluate(() => window.shifts), [])
  assert.deepEqual(await page.evaluate(() => window.made.filter((made) => /wx-/i.test(made) && made.startsWith('importNode'))), [])
  assert.deepEqual(problems, [])
  await close()
})

test('without scripts the page looks as it does with them', async () => {
  const { out, close, page } = await start(`${root}fixtures/counter`)
  await ready(page)
  const live = await page.screenshot()
  const server = await serve(out)
  const still = await program.open(server.url, { javaScriptEnabled: false })
  await shown(still.page).getByText('0', { exact: true }).waitFor()
  assert.ok(live.equals(await still.page.screenshot()), 'the screenshots differ')
  await Promise.all([still.close(), server.close(), close()])
})

/** Something of everything: lists, branches, templates, slots, components without a host element, empty and odd texts, and built-ins that have insides. */
const EVERYTHING = {
  'pages/p/p.json': '{"usingComponents": {"c-card": "/c/card", "c-thin": "/c/thin"}}',
  'pages/p/p.wxml': `<page-meta background-color="#eeffee"/>
<view class="{{cls}}" style="{{style}}" id="{{id}}">a{{empty}}</view>{{empty}}<text>{{empty}}</text>
<block wx:for="{{rows}}" wx:key="id"><view class="row" bindtap="pick" data-id="{{item.id}}">{{index}}: {{item.name}}<text wx:if="{{item.on}}">on</text><text wx:else>off</text></view></block>
<view wx:for="{{none}}">never</view>
<template name="t"><view>{{x}}<slot/></view></template><template is="t" data="{{x: 'in template'}}"/>
<c-card title="{{title}}"><view>slot {{empty}}</view><view slot="foot">foot</view></c-card>
<c-thin text="thin"/>
<input value="{{value}}" placeholder="type"/><textarea value="{{'\\nlines\\n'}}" auto-height/>
<switch checked="{{true}}"/><checkbox-group><checkbox value="a" checked="{{true}}"/>a</checkbox-group><radio-group><radio value="r"/></radio-group>
<slider value="{{40}}" show-value/><progress percent="{{30}}" show-info/><icon type="success"/>
<button type="primary" loading="{{true}}">go</button><navigator url="/pages/q/q">link</navigator>
<image src="/i.svg" mode="aspectFit"/><image src="{{img}}"/>
<swiper indicator-dots="{{true}}" current="{{1}}"><swiper-item wx:for="{{rows}}" wx:key="id">{{item.name}}</swiper-item></swiper>
<scroll-view scroll-y style="height: 60px"><view wx:for="{{rows}}">{{item.id}}</view></scroll-view>
<picker range="{{rows}}" range-key="name"><view>pick</view></picker>
<page-container show="{{false}}"><view wx:if="{{title}}">contained</view></page-container>
<root-portal><view wx:if="{{title}}">portal</view></root-portal>
<rich-text nodes="{{rich}}"/><label for="x">l</label><video src="/v.mp4"/><canvas type="2d"/>`,
  'pages/p/p.js': `Page({
  data: { cls: 'a  b', style: 'color: red; width: 20rpx', id: 'x"y', empty: '', none: [], title: 'T', value: 'v', img: '/i.svg', rich: '<p>rich <b>text</b></p>',
    rows: [{ id: 1, name: 'one', on: true }, { id: 2, name: '<two>' }, { id: 3, name: '' }] },
  onLoad() { this.setData({ title: 'loaded', 'rows[1].on': true }) },
  pick(e) { this.setData({ value: String(e.currentTarget.dataset.id) }) },
})`,
  'pages/q/q.wxml': '<view>q</view>',
  'pages/q/q.js': 'Page({})',
  'c/card.json': '{"component": true}',
  'c/card.wxml': '<view>{{title}}</view><slot/><view wx:if="{{title}}"><slot name="foot"/></view>',
  'c/card.js': 'Component({ options: { multipleSlots: true }, properties: { title: String }, lifetimes: { attached() { this.setData({ title: this.data.title + "!" }) } } })',
  'c/thin.json': '{"component": true}',
  'c/thin.wxml': '<text>{{text}}</text><view wx:for="{{2}}">{{item}}</view>',
  'c/thin.js': 'Component({ options: { virtualHost: true }, properties: { text: String } })',
  'i.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>',
}

test('an adopted page is the page that the view would have made', async () => {
  const folder = project(EVERYTHING)
  const adopted = await start(folder)
  assert.deepEqual(adopted.diagnostics.filter((d) => d.code === 'project/no-first-frame'), [])
  const made = await start(folder, { options: ['--no-prerender'] })
  for (const { page } of [adopted, made]) {
    await ready(page)
    await page.waitForFunction(() => document.querySelectorAll('wx-swiper .wx-swiper-dot').length === 3 && document.querySelectorAll('wx-image img')[1].complete)
  }
  const [left, right] = [await markup(adopted.page), await markup(made.page)]
  assert.equal(left.replaceAll('><', '>\n<'), right.replaceAll('><', '>\n<'))
  const late = await adopted.page.evaluate(() => [...document.querySelectorAll('wx-page *')].filter((node) => !node.early && !node.closest('wx-rich-text')).map((node) => node.outerHTML))
  assert.deepEqual(late, [])
  assert.equal(await made.page.evaluate(() => [...document.querySelectorAll('wx-page *')].filter((node) => node.early).length), 0)
  assert.deepEqual(await adopted.page.evaluate(() => window.shifts), [])
  // It lives: a handler of a row changes the text field.
  for (const { page, problems } of [adopted, made]) {
    await shown(page).getByText('1: <two>').tap()
    await page.waitForFunction(() => document.querySelector('wx-input input').value === '2')
    assert.deepEqual(problems.filter((problem) => !/404/.test(problem)), [])
  }
  await Promise.all([adopted.close(), made.close()])
})

/** The page of `p` with the page of `--no-prerender` beside it: what both came to must be equal. */
async function agrees(files, settled, options = []) {
  const folder = project(files)
  const sides = [await start(folder, { options }), await start(folder, { options: [...options, '--no-prerender'] })]
  for (const { page } of sides) {
    await ready(page)
    await page.waitForFunction(settled)
  }
  const [left, right] = await Promise.all(sides.map(({ page }) => markup(page)))
  assert.equal(left.replaceAll('><', '>\n<'), right.replaceAll('><', '>\n<'))
  // An image whose address is no address.
  for (const { problems } of sides) assert.deepEqual(problems.filter((problem) => !/ERR_UNKNOWN_URL_SCHEME/.test(problem)), [])
  const [{ html, diagnostics, page }] = sides
  const result = { html: html(), notes: diagnostics.filter((d) => d.code === 'project/no-first-frame'), shifts: await page.evaluate(() => window.shifts) }
  await Promise.all(sides.map(({ close }) => close()))
  return result
}

test('what differs between the build and the visit is patched: time, chance, storage, sizes', async () => {
  const { html, notes } = await agrees(
    {
      'pages/p/p.wxml': `<view id="year">{{year}}</view><view wx:for="{{list}}" wx:key="id" class="{{item.id}}">{{item.id}}</view><view wx:if="{{late}}">late</view><text wx:else>early</text>
<view style="height: {{height}}px">{{now > 1704067200000 ? 'after' : 'before'}}</view><view hidden="{{late}}">x</view><view wx:for="{{many}}" wx:key="*this">{{item}}</view>`,
      'pages/p/p.js': `const late = Date.now() > 1704067200000
Page({ data: {}, onLoad() {
  this.setData({ year: new Date().getFullYear(), now: Date.now(), late, height: wx.getWindowInfo().windowHeight / 10,
    list: late ? [{ id: 'c' }, { id: 'a' }, { id: 'x' }] : [{ id: 'a' }, { id: 'b' }, { id: 'c' }], many: late ? [1] : [1, 2, 3, 4] })
  this.setData({ 'list[0].id': 'z' })
} })`,
    },
    () => document.querySelector('#year').textContent !== '2024',
  )
  assert.deepEqual(notes, [])
  assert.match(html, /<wx-view[^>]* id="year"[^>]*>2024<\/wx-view>/)
})

test('chance decides which blocks there are, also inside components', async () => {
  // The seed of a build is fixed; a visit draws anew. Equal in the end means: right whatever was drawn.
  const { html } = await agrees(
    {
      'app.js': 'App({})',
      'pages/p/p.json': '{"usingComponents": {"c-box": "/c/box"}}',
      'pages/p/p.wxml': '<view wx:if="{{seen}}">seen</view><c-box wx:for="{{boxes}}" wx:key="*this" n="{{item}}"><text wx:if="{{item % 2}}">odd {{item}}</text><view wx:else>even {{item}}</view></c-box><view id="end">{{end}}</view>',
      'pages/p/p.js': `Page({ data: { boxes: [] }, onLoad() {
  const here = typeof wx.getStorageSync('k') === 'string' && Date.now() > 1704067200000
  this.setData({ seen: here, boxes: here ? [4, 1, 2, 7, 9] : [1, 2, 3], end: here ? 'visit' : 'build' })
} })`,
      'c/box.json': '{"component": true}',
      'c/box.wxml': '<view wx:for="{{n}}">{{index}}</view><slot/>',
      'c/box.js': 'Component({ properties: { n: Number } })',
    },
    () => document.querySelector('#end').textContent === 'visit',
  )
  assert.match(html, />build</)
})

test('a page that does not come to an end, throws or cannot be shown starts empty, with a note that says where', async () => {
  const files = {
    'app.json': JSON.stringify({ pages: ['pages/p/p', 'pages/throws/t', 'pages/deep/d', 'pages/big/b', 'pages/fine/f'] }),
    'pages/p/p.wxml': '<view>{{x}}</view>',
    'pages/p/p.js': "Page({ data: { x: 'there' }, onLoad() {\n  while (Date.now() < 1704067200001) {}\n} })",
    'pages/throws/t.wxml': '<view>{{x}}</view>',
    'pages/throws/t.js': "Page({ data: { x: 'shown' },\n  onLoad() {\n    const user = wx.getStorageSync('user')\n    this.setData({ name: user.name.trim() })\n  } })",
    'pages/deep/d.wxml': '<view>{{x}}</view>',
    'pages/deep/d.js': "Page({ data: { x: 'shown' }, onLoad() { const f = () => f(); if (Date.now() === 1704067200000) f() } })",
    'pages/big/b.wxml': '<view>{{x}}</view>',
    'pages/big/b.js': "Page({ data: { x: 'shown' }, onLoad() { if (Date.now() === 1704067200000) { const a = []; for (;;) a.push('x'.repeat(1e6) + a.length) } } })",
    'pages/fine/f.wxml': '<view>{{x}}</view>',
    'pages/fine/f.js': "Page({ data: { x: 'shown' }, onLoad() { setTimeout(() => { throw new Error('later') }) ; Promise.reject(new Error('unheard')) } })",
  }
  const { diagnostics, html, page, problems, close } = await start(project(files), { options: ['--router', 'history'] })
  await shown(page).getByText('there').waitFor()
  assert.deepEqual(problems, [])
  const notes = diagnostics.filter((d) => d.code === 'project/no-first-frame')
  assert.deepEqual(notes.map((d) => d.path), ['pages/big/b.js', 'pages/deep/d.js', 'pages/p/p.js', 'pages/throws/t.js'])
  assert.deepEqual(notes.map((d) => d.severity), ['note', 'note', 'note', 'note'])
  const [big, deep, loops, throws] = notes
  assert.match(big.message, /memory/)
  assert.match(deep.message, /stack/)
  assert.match(loops.message, /do not come to an end/)
  assert.match(throws.message, /`pages\/throws\/t` starts empty.*undefined/)
  assert.deepEqual([throws.line, deep.line], [4, 1])
  for (const path of ['index.html', 'pages/throws/t.html', 'pages/deep/d.html', 'pages/big/b.html']) assert.match(html(path), /<div id="wxc"><\/div>/)
  assert.match(html('pages/fine/f.html'), />shown</)
  await close()
})

test('hostile data stays data', async () => {
  const text = `</wx-view></div><script>window.pwned = 1</script><!-- --><img src=x onerror="window.pwned = 1">"'\u2028\u0000&amp;{{x}}\ud800`
  const { html } = await agrees(
    {
      'pages/p/p.wxml': `<view id="a" title="{{t}}" style="{{t}}" class="{{t}}" data-x="{{t}}">{{t}}</view><rich-text nodes="{{nodes}}"/><image src="javascript:window.pwned=1"/><input value="{{t}}" placeholder="{{t}}"/>
<view id="{{on}}" onclick="{{t}}">x</view><web-view wx:if="{{false}}" src="{{t}}"/>`,
      'pages/p/p.js': `Page({ data: { t: ${JSON.stringify(text).replaceAll('\u2028', '\\u2028')}, nodes: '<p onclick="window.pwned=1"><img src="javascript:1"><script>window.pwned=1</script>rich</p>', on: 'o' } })`,
    },
    () => !window.pwned && document.querySelector('#a').textContent.includes('<script>'),
  )
  assert.equal(html.match(/<script/g).length, 4)
  assert.doesNotMatch(html, /<img src=x/)
})

test('taps and typing before the app is ready are not lost', async () => {
  const folder = project({
    'pages/p/p.wxml': '<view id="n">{{n}}</view><view id="add" bindtap="add">add</view><input id="i" value="{{v}}" bindinput="typed"/><view id="out">{{out}}</view><switch id="s" bindchange="flip"/><view id="f">{{f}}</view>',
    'pages/p/p.js': 'Page({ data: { n: 0, v: "", out: "", f: "no" }, add() { this.setData({ n: this.data.n + 1 }) }, typed(e) { this.setData({ out: e.detail.value }) }, flip(e) { this.setData({ f: String(e.detail.value) }) } })',
  })
  const { page, release, problems, close } = await start(folder, { hold: /logic/ })
  await page.waitForFunction(() => customElements.get('wx-switch'))
  await page.locator('#add').tap()
  await page.locator('#add').click()
  await page.locator('#s').tap()
  await page.locator('#i input').tap()
  await page.keyboard.type('hello')
  assert.equal(await page.locator('#n').textContent(), '0')
  await page.evaluate(() => (window.field = document.activeElement))
  release()
  await page.waitForFunction(() => document.querySelector('#n').textContent === '2' && document.querySelector('#out').textContent === 'hello' && document.querySelector('#f').textContent === 'true')
  assert.equal(await page.evaluate(() => document.activeElement === window.field && window.field.value), 'hello')
  await page.keyboard.type('!')
  await page.waitForFunction(() => document.querySelector('#out').textContent === 'hello!')
  assert.deepEqual(problems, [])
  await close()
})

test('scroll positions and loaded images stay', async () => {
  const folder = project({
    'pages/p/p.wxml': '<image src="/i.svg" bindload="loaded"/><view id="l">{{l}}</view><scroll-view id="s" scroll-y style="height: 100px"><view wx:for="{{50}}">{{item}}</view></scroll-view><view wx:for="{{100}}">{{index}}</view>',
    'pages/p/p.js': 'Page({ data: { l: "no" }, loaded(e) { this.setData({ l: String(e.detail.width) }) } })',
    'i.svg': EVERYTHING['i.svg'],
  })
  const { page, release, close } = await start(folder, { hold: /logic/ })
  await page.waitForFunction(() => customElements.get('wx-image') && document.querySelector('wx-image img').complete)
  await page.evaluate(() => {
    document.querySelector('wxc-scroll').scrollTop = 300
    document.querySelector('#s').scrollTop = 200
    window.image = document.querySelector('wx-image img')
    window.fetched = performance.getEntriesByName(window.image.src).length
  })
  release()
  await page.waitForFunction(() => document.querySelector('#l').textContent === '8')
  assert.deepEqual(await page.evaluate(() => [document.querySelector('wxc-scroll').scrollTop, document.querySelector('#s').scrollTop, document.querySelector('wx-image img') === window.image, performance.getEntriesByName(window.image.src).length === window.fetched]), [300, 200, true, true])
  await close()
})

test('an address that asks for something else never shows the frame', async () => {
  const folder = project({ 'pages/p/p.wxml': '<view id="first">first {{q}}</view>', 'pages/p/p.js': 'Page({ data: { q: "" }, onLoad(q) { this.setData({ q: q.x || "" }) } })', 'pages/q/q.wxml': '<view id="second">second</view>', 'pages/q/q.js': 'Page({})' })
  for (const [path, options, text] of [['#/pages/q/q', [], 'second'], ['#/pages/p/p?x=1', [], 'first 1'], ['pages/p/p.html?x=2', ['--router', 'history'], 'first 2'], ['pages/q/q.html', ['--router', 'history'], 'second']]) {
    const { page, release, problems, close } = await start(folder, { path, options, hold: /view-|logic-/ })
    const own = path === 'pages/q/q.html'
    await page.waitForFunction(() => document.querySelector('#wxc > wxc-page'))
    assert.equal(await page.locator('#wxc > wxc-page').isVisible(), own, path)
    release()
    await shown(page).getByText(text, { exact: true }).waitFor()
    assert.equal(await page.locator('#wxc > wxc-page').count(), 1)
    assert.deepEqual(problems, [])
    await close()
  }
})

test('an app that opens another page at once shows that page', async () => {
  const folder = project({ 'app.js': 'App({ onLaunch() { wx.reLaunch({ url: "/pages/q/q" }) } })', 'pages/p/p.wxml': '<view>first</view>', 'pages/p/p.js': 'Page({})', 'pages/q/q.wxml': '<view>second</view>', 'pages/q/q.js': 'Page({})' })
  const { page, problems, close } = await start(folder)
  await shown(page).getByText('second').waitFor()
  await page.waitForFunction(() => document.querySelectorAll('wxc-page').length === 1)
  assert.deepEqual(problems, [])
  await close()
})

test('the shop: tab bar, lists that come later, and a subpackage', async () => {
  const { page, problems, close, diagnostics, html } = await start(`${root}fixtures/shop`, { options: ['--router', 'history'] })
  assert.deepEqual(diagnostics.filter((d) => d.code === 'project/no-first-frame'), [])
  assert.match(html('order/pages/checkout/checkout.html'), /wxc-frame="order\/pages\/checkout\/checkout"/)
  await ready(page)
  assert.equal(await page.locator('wxc-tabs').count(), 1)
  assert.equal(await page.evaluate(() => [...document.querySelectorAll('wxc-tabs, wxc-tabs *')].every((node) => node.early)), true)
  await page.locator('.wxc-tab', { hasText: 'Browse' }).tap()
  await page.locator('wxc-page.wxc-on .wxc-title', { hasText: 'Browse' }).waitFor()
  assert.deepEqual(problems.filter((problem) => !/404/.test(problem)), [])
  await close()
})

test('with the logic on the page, frames are adopted as well', async () => {
  const { page, problems, close, html } = await start(project(EVERYTHING), { options: ['--threads', '1', '--mode', 'dev', '--rpx', 'px=375'] })
  assert.match(html(), />in template</)
  await ready(page)
  const late = await page.evaluate(() => [...document.querySelectorAll('wx-page *')].filter((node) => !node.early && !node.closest('wx-rich-text')).map((node) => node.outerHTML))
  assert.deepEqual(late, [])
  await shown(page).getByText('1: <two>').tap()
  await page.waitForFunction(() => document.querySelector('wx-input input').value === '2')
  assert.deepEqual(problems.filter((problem) => !/404/.test(problem)), [])
  await close()
})
