/** What of components only a browser shows: the state of rows that move, animations and their scroll timelines, the look of slot contents, packages that come late. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { serveProject } from './project.mjs'

const FILES = {
  'app.json': { pages: ['moves', 'animate', 'slots', 'late'], subPackages: [{ root: 'other', pages: ['page'] }] },

  'moves.js': `Page({
    data: { rows: [1, 2, 3, 4].map((id) => ({ id })) },
    reverse() { this.setData({ rows: this.data.rows.slice().reverse() }) },
    rotate() { const [first, ...rest] = this.data.rows; this.setData({ rows: [...rest, first] }) },
  })`,
  'moves.wxml': `<view id="reverse" bindtap="reverse">reverse</view><view id="rotate" bindtap="rotate">rotate</view>
    <view class="row" wx:for="{{rows}}" wx:key="id" data-id="{{item.id}}">
      <input id="input{{item.id}}"/><scroll-view id="scroll{{item.id}}" scroll-y style="height: 40px"><view style="height: 400px">{{item.id}}</view></scroll-view><video id="video{{item.id}}" style="height: 20px"/>
    </view>`,

  'animate.js': `Page({
    data: { log: '' },
    go() { this.animate('.box', [{ opacity: 1, translateX: 0 }, { opacity: 0.5, translateX: 100, ease: 'linear' }], 40, () => this.setData({ log: this.data.log + 'done;' })) },
    clear() { this.clearAnimation('.box', { opacity: true }, () => this.setData({ log: this.data.log + 'cleared;' })) },
    clearAll() { this.clearAnimation('.box', () => this.setData({ log: this.data.log + 'all;' })) },
    follow() { this.animate('.box', [{ width: '10px' }, { width: '110px' }], 1000, { scrollSource: '#scroller', timeRange: 1000, startScrollOffset: 0, endScrollOffset: 200 }) },
  })`,
  'animate.wxml': `<view id="go" bindtap="go">go</view><view id="clear" bindtap="clear">clear</view><view id="clearAll" bindtap="clearAll">all</view><view id="follow" bindtap="follow">follow</view>
    <scroll-view id="scroller" scroll-y style="height: 100px"><view style="height: 400px"></view></scroll-view><view class="box" style="height: 10px"></view><text id="log">{{log}}</text>`,

  'slots.json': { usingComponents: { 'x-card': 'card' } },
  'slots.js': 'Page({ data: { wide: true }, swap() { this.setData({ wide: !this.data.wide }) } })',
  'slots.wxml': '<view id="swap" bindtap="swap">swap</view><x-card wide="{{wide}}" head-class="mine"><view class="content" id="content">content</view></x-card>',
  'slots.wxss': '.mine { color: rgb(1, 2, 3) } .content { color: rgb(4, 5, 6) }',
  'card.json': { component: true },
  'card.js': `Component({ properties: { wide: Boolean }, externalClasses: ['head-class'] })`,
  'card.wxml': '<view id="head" class="head-class">head</view><block wx:if="{{wide}}"><view id="first"><slot/></view></block><view id="second"><slot/></view>',
  'card.wxss': '.content { color: rgb(7, 8, 9) }',

  'late.json': { usingComponents: { 'x-late': '/other/part' }, componentPlaceholder: { 'x-late': 'view' } },
  'late.js': `Page({ data: { n: 1, heard: '' }, more() { this.setData({ n: this.data.n + 1 }) }, heard(e) { this.setData({ heard: 'heard ' + e.detail }) } })`,
  'late.wxml': '<view id="more" bindtap="more">more</view><x-late n="{{n}}" bind:ping="heard"><input id="kept" value="typed"/><text id="content">content {{n}}</text></x-late><text id="heard">{{heard}}</text>',
  'other/page.js': 'Page({})',
  'other/page.wxml': '<view/>',
  'other/part.json': { component: true },
  'other/part.js': `Component({ properties: { n: Number }, methods: { ping() { this.triggerEvent('ping', this.data.n) } } })`,
  'other/part.wxml': '<view id="real" bindtap="ping">real {{n}}</view><view id="inside"><slot/></view>',
}

let app
before(async () => {
  app = await serveProject(FILES)
})
after(() => app?.stop())

test('rows that move keep focus, scroll position and what is typed', async () => {
  const { page, shown, problems, close } = await app.open('moves')
  await shown.locator('#input1 input').click()
  await page.keyboard.type('one')
  const scroller = (id) => shown.locator(`#scroll${id}`).evaluateHandle((element) => [element, ...element.querySelectorAll('*')].find((e) => e.scrollHeight > e.clientHeight + 100 && getComputedStyle(e).overflowY !== 'visible'))
  const scrollers = {}
  for (const id of [1, 4]) {
    scrollers[id] = await scroller(id)
    await scrollers[id].evaluate((element, top) => (element.scrollTop = top), id * 30)
  }
  const videos = await shown.locator('video').evaluateAll((all) => all.map((video, i) => (video.mark = i)))
  assert.equal(videos.length, 4)
  const press = (id) => shown.locator(id).evaluate((element) => element.click())
  for (const [button, expected] of [['#rotate', '2341'], ['#reverse', '1432'], ['#rotate', '4321']]) {
    await press(button)
    await page.waitForFunction(([shownOrder]) => [...document.querySelectorAll('wxc-page.wxc-on .row')].map((row) => row.querySelector('[id^=input]').id.slice(5)).join('') === shownOrder, [expected])
    assert.deepEqual(
      await shown.locator('#input1 input').evaluate((input) => [document.activeElement === input, input.value]),
      [true, 'one'],
      button,
    )
    for (const id of [1, 4]) assert.equal(await scrollers[id].evaluate((element) => element.isConnected && element.scrollTop), id * 30, `${button}: scroll-view ${id}`)
  }
  assert.deepEqual(await shown.locator('.row').evaluateAll((rows) => rows.map((row) => row.querySelector('video').mark)), [3, 2, 1, 0])
  assert.deepEqual(problems, [])
  await close()
})

test('animate: final frame until cleared, callbacks, property by property', async () => {
  const { page, shown, problems, close } = await app.open('animate')
  const box = shown.locator('.box')
  const look = () => box.evaluate((element) => [getComputedStyle(element).opacity, getComputedStyle(element).transform])
  const log = (text) => page.waitForFunction((text) => document.querySelector('wxc-page.wxc-on #log').textContent === text, text)
  await shown.locator('#go').tap()
  await log('done;')
  assert.deepEqual(await look(), ['0.5', 'matrix(1, 0, 0, 1, 100, 0)'])
  await shown.locator('#clear').tap()
  await log('done;cleared;')
  assert.deepEqual(await look(), ['1', 'matrix(1, 0, 0, 1, 100, 0)'])
  await shown.locator('#clearAll').tap()
  await log('done;cleared;all;')
  assert.deepEqual(await look(), ['1', 'none'])
  assert.deepEqual(problems, [])
  await close()
})

test('animate: a scroll timeline', async () => {
  const { page, shown, problems, close } = await app.open('animate')
  await shown.locator('#follow').tap()
  const width = (wanted) => page.waitForFunction((wanted) => Math.abs(document.querySelector('wxc-page.wxc-on .box').getBoundingClientRect().width - wanted) < 1, wanted)
  await width(10)
  const scroll = (top) =>
    shown.locator('#scroller').evaluate((element, top) => {
      const inner = [element, ...element.querySelectorAll('*')].find((e) => e.scrollHeight > e.clientHeight && getComputedStyle(e).overflowY !== 'visible')
      inner.scrollTop = top
    }, top)
  await scroll(100)
  await width(60)
  await scroll(300)
  await width(110)
  await scroll(0)
  await width(10)
  assert.deepEqual(problems, [])
  await close()
})

test('slot contents look as their page says, in whichever slot they are; external classes', async () => {
  const { page, shown, problems, close } = await app.open('slots')
  const color = (id) => shown.locator(id).evaluate((element) => getComputedStyle(element).color)
  const inside = (slot) => page.waitForFunction((slot) => document.querySelector(`wxc-page.wxc-on ${slot} #content`), slot)
  await inside('#first')
  assert.deepEqual([await color('#content'), await color('#head')], ['rgb(4, 5, 6)', 'rgb(1, 2, 3)'])
  await shown.locator('#swap').tap()
  await inside('#second')
  assert.equal(await color('#content'), 'rgb(4, 5, 6)')
  await shown.locator('#swap').tap()
  await inside('#first')
  assert.deepEqual(problems, [])
  await close()
})

test('a component of another package takes the place of its placeholder, with the same contents', async () => {
  const { page, shown, problems, close } = await app.open('late')
  await shown.locator('#inside #content').waitFor()
  await shown.locator('#more').tap()
  await page.waitForFunction(() => document.querySelector('wxc-page.wxc-on #real').textContent === 'real 2' && document.querySelector('wxc-page.wxc-on #content').textContent === 'content 2')
  await shown.locator('#real').tap()
  await page.waitForFunction(() => document.querySelector('wxc-page.wxc-on #heard').textContent === 'heard 2')
  assert.equal(await shown.locator('#kept input').inputValue(), 'typed')
  assert.deepEqual(problems, [])
  await close()
})
