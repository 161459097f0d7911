/** What pages hear of their surroundings: scrolling, the bottom, being pulled down, sizes; ticks; a custom tab bar. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { served } from '../start.mjs'

const files = {
  'app.json': JSON.stringify({
    pages: ['pages/a/a', 'pages/b/b', 'pages/c/c'],
    window: { navigationBarTitleText: 'T' },
    tabBar: { custom: true, list: [{ pagePath: 'pages/a/a', text: 'A' }, { pagePath: 'pages/b/b', text: 'B' }] },
  }),
  'app.js': 'globalThis.log = []; App({})',
  'custom-tab-bar/index.json': '{"component": true}',
  'custom-tab-bar/index.wxml': `<view class="bar" style="position: fixed; bottom: 0; left: 0; right: 0; height: 40px; background: #eee"><text id="tab{{index}}" wx:for="{{2}}" wx:key="*this" data-to="{{index ? 'b' : 'a'}}" bindtap="go">{{index === selected ? '[' + index + ']' : index}}</text></view>`,
  'custom-tab-bar/index.js': `Component({ data: { selected: -1 }, lifetimes: { attached() { log.push('bar of ' + this.getPageId()) } }, pageLifetimes: { show() { log.push('bar shown') } }, methods: { go(e) { const to = e.currentTarget.dataset.to; wx.switchTab({ url: '/pages/' + to + '/' + to }) } } })`,
  ...Object.fromEntries(['a', 'b'].flatMap((name, index) => [
    [`pages/${name}/${name}.wxml`, `<view class="title" bindtap="c">page ${name}</view>`],
    [`pages/${name}/${name}.js`, `Page({ onShow() { this.getTabBar().setData({ selected: ${index} }) }, c() { wx.navigateTo({ url: '/pages/c/c' }) } })`],
  ])),
  'pages/c/c.json': '{"enablePullDownRefresh": true, "onReachBottomDistance": 100, "usingComponents": {"part": "/comp/part"}}',
  'pages/c/c.wxml': `<view class="title">page c</view><view id="count">{{n}}</view><part /><view style="height: {{height}}px"></view>`,
  'pages/c/c.js': `Page({
  data: { n: 0, height: 2000 },
  onLoad() { wx.nextTick(() => log.push('tick ' + this.data.n)); this.setData({ n: 1 }); log.push('loaded'); wx.onWindowResize((e) => log.push('window ' + e.size.windowWidth)) },
  onPageScroll(e) { log.push('scroll ' + Object.keys(e) + ' ' + e.scrollTop) },
  onReachBottom() { log.push('bottom') },
  onPullDownRefresh() { log.push('pull'); setTimeout(() => wx.stopPullDownRefresh({ complete: (r) => log.push(r.errMsg) })) },
  onResize(e) { log.push('page ' + e.size.windowWidth + ' ' + e.deviceOrientation) },
})`,
  'comp/part.json': '{"component": true}',
  'comp/part.wxml': '<view>part</view>',
  'comp/part.js': `Component({ pageLifetimes: { resize(e) { log.push('part ' + e.size.windowWidth) } } })`,
}

const place = served(files, '--mode', 'dev')
const open = async (hash = '') => {
  const opened = await place.program.open(place.server.url + hash)
  const { page } = opened
  await page.waitForFunction(() => document.querySelector('.wxc-on .title') && history.state)
  const worker = page.workers()[0]
  const take = () => worker.evaluate(() => log.splice(0))
  return {
    ...opened,
    take,
    /** Waits until a line starts so; takes all. */
    async until(start) {
      while (!(await worker.evaluate((start) => log.some((line) => line.startsWith(start)), start))) await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
      return take()
    },
    scroll: (top) => page.evaluate((top) => new Promise((resolve) => {
      document.querySelector('.wxc-on wxc-scroll').scrollTop = top
      requestAnimationFrame(() => requestAnimationFrame(resolve))
    }), top),
  }
}

test('nextTick comes after the code that runs, with the data of then', async () => {
  const { take, close } = await open('#/pages/c/c')
  assert.deepEqual((await take()).filter((line) => /loaded|tick/.test(line)), ['loaded', 'tick 1'])
  await close()
})

test('scrolling is told with scrollTop; the bottom once per entry into its zone', async () => {
  const { take, close, scroll, until, page } = await open('#/pages/c/c')
  await take()
  await scroll(300)
  assert.deepEqual(await until('scroll'), ['scroll scrollTop 300'])
  const end = await page.evaluate(() => {
    const { scrollHeight, clientHeight } = document.querySelector('.wxc-on wxc-scroll')
    return scrollHeight - clientHeight
  })
  for (const top of [end - 90, end - 50, end, end - 10]) await scroll(top)
  await scroll(300)
  await scroll(end - 99)
  const lines = await until(`scroll scrollTop ${end - 99}`)
  await scroll(0)
  assert.equal([...lines, ...(await until('scroll scrollTop 0'))].filter((line) => line === 'bottom').length, 2)
  await close()
})

test('pulled down, refreshed, released', async () => {
  const { page, close, until, take } = await open('#/pages/c/c')
  await take()
  const client = await page.context().newCDPSession(page)
  const touch = (type, y) => client.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: 180, y }] })
  await touch('touchStart', 200)
  for (let y = 200; y <= 420; y += 20) await touch('touchMove', y)
  await touch('touchEnd')
  assert.deepEqual((await until('stopPull')).filter((line) => !line.startsWith('scroll')), ['pull', 'stopPullDownRefresh:ok'])
  await page.waitForFunction(() => !document.querySelector('wxc-pull'))
  await close()
})

test('sizes reach the page, its components and listeners', async () => {
  const { page, close, until, take } = await open('#/pages/c/c')
  await take()
  await page.setViewportSize({ width: 420, height: 300 })
  const lines = await until('page 420')
  for (const line of ['part 420', 'page 420 landscape', 'window 420']) assert.equal(lines.filter((other) => other === line).length, 1, line)
  await close()
})

test('a custom tab bar: one per tab page, kept with it, above its content; without pageLifetimes', async () => {
  const { page, close, take, problems } = await open()
  const shown = (name) => page.waitForFunction((name) => {
    const on = document.querySelectorAll('.wxc-on')
    return on.length === 1 && on[0].querySelector('.title').textContent === 'page ' + name
  }, name)
  assert.equal(await page.locator('.wxc-on .bar').innerText(), '[0]1')
  await page.evaluate(() => (document.querySelector('.wxc-on .bar').mine = true))
  await page.locator('.wxc-on #tab1').tap()
  await shown('b')
  await page.locator('.wxc-on .bar', { hasText: '0[1]' }).waitFor()
  assert.equal(await page.evaluate(() => document.querySelector('.wxc-on .bar').mine), undefined)
  await page.locator('.wxc-on #tab0').tap()
  await shown('a')
  assert.equal(await page.evaluate(() => document.querySelector('.wxc-on .bar').mine), true)
  await page.locator('.wxc-on .title').tap()
  await shown('c')
  assert.equal(await page.locator('.wxc-on .bar').count(), 0)
  const lines = await take()
  assert.equal(lines.includes('bar shown'), false)
  assert.equal(new Set(lines.filter((line) => line.startsWith('bar of'))).size, 2)
  assert.deepEqual(problems, [])
  await close()
})
