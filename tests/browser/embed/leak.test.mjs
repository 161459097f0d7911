// Elements that come and go leave nothing behind: heap, nodes, listeners, workers, style sheets, after 200 of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browser } from '../start.mjs'
import { page, site } from './host.mjs'

/** How many elements come and go, by where their logic runs. */
const MOUNTS = { worker: 200, 1: 60 }

const APP = {
  'app.json': { pages: ['pages/one/one', 'pages/two/two'], tabBar: { list: [{ pagePath: 'pages/one/one', text: '1' }, { pagePath: 'pages/two/two', text: '2' }] } },
  'app.wxss': '@font-face { font-family: own; src: url(data:font/woff2;base64,AAAA) } page { font-family: own }',
  'pages/one/one.wxml': `<wxs module="m">module.exports = { moved: function () {} }</wxs><view bindtouchmove="{{m.moved}}" class="row" wx:for="{{rows}}" wx:key="*this">{{item}}</view><input value="x"/><slider/><swiper autoplay circular><swiper-item>a</swiper-item><swiper-item>b</swiper-item></swiper>`,
  'pages/one/one.js': `Page({ data: { rows: [] }, onLoad() {
    this.setData({ rows: Array.from({ length: 100 }, (_, i) => i) })
    setInterval(() => this.setData({ now: Date.now() }), 50)
    wx.onKeyDown(() => {}); wx.onNetworkStatusChange(() => {}); wx.onWindowResize(() => {}); wx.createInnerAudioContext().src = 'a.mp3'
  } })`,
  'pages/two/two.wxml': '<view>2</view>',
  'pages/two/two.js': 'Page({})',
}

for (const [threads, mounts] of Object.entries(MOUNTS))
  test(`${mounts} mounts and unmounts, threads ${threads}`, async (t) => {
    const server = await site({ a: APP }, { 'index.html': page('<div id="box"></div>', { style: 'wx-app { height: 300px }' }) })
    const chromium = await browser()
    t.after(() => Promise.all([chromium.close(), server.close()]))
    const { page: tab } = await chromium.open(server.url)
    const devtools = await tab.context().newCDPSession(tab)
    await devtools.send('Performance.enable')
    /** Mounts and unmounts one after the other. */
    const turn = (count) =>
      tab.evaluate(
        async ([count, threads]) => {
          const { mount } = await import(new URL('a/wx-app.js', document.baseURI))
          for (let i = 0; i < count; i++) {
            const app = await mount(box, { src: 'a/manifest.json', threads })
            app.unmount()
            app.remove()
          }
          said.length = 0
        },
        [count, threads],
      )
    const measure = async () => {
      await tab.waitForFunction(() => document.querySelectorAll('wx-app').length === 0)
      for (let i = 0; i < 600 && tab.workers().length; i++) await tab.evaluate(() => new Promise(requestAnimationFrame))
      for (let i = 0; i < 5; i++) {
        await devtools.send('HeapProfiler.collectGarbage')
        await tab.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
      }
      const { metrics } = await devtools.send('Performance.getMetrics')
      const { JSHeapUsedSize: heap, Nodes: nodes, JSEventListeners: listeners, Documents: documents, Frames: frames } = Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
      const own = await tab.evaluate(() => ({ fonts: document.fonts.size, head: document.head.childElementCount, sheets: document.adoptedStyleSheets.length }))
      return { heap, nodes, listeners, documents, frames, workers: tab.workers().length, ...own }
    }
    await turn(20)
    const before = await measure()
    await turn(mounts)
    const after = await measure()
    t.diagnostic(JSON.stringify({ before, after }))
    assert.equal(after.workers, 0)
    for (const what of ['nodes', 'listeners', 'documents', 'frames', 'fonts', 'head', 'sheets']) assert.ok(after[what] <= before[what] + 5, `${what}: ${before[what]} before, ${after[what]} after`)
    assert.ok(after.heap < before.heap + 1_000_000, `heap: ${before.heap} before, ${after.heap} after`)
  })
