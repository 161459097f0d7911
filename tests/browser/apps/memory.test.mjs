/** 2,000 navigations on the real worker: neither thread keeps pages, components, nodes or listeners of those that are gone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { served } from '../start.mjs'

const NAVIGATIONS = 2000
const files = {
  'app.json': JSON.stringify({
    pages: ['pages/home/home', 'pages/list/list', 'pages/item/item'],
    tabBar: { list: [{ pagePath: 'pages/home/home', text: 'home' }, { pagePath: 'pages/list/list', text: 'list' }] },
  }),
  'app.js': `App({})
globalThis.wx_ = wx
/** One round of four navigations, again and again. */
globalThis.rounds = async (count) => {
  for (let n = 0; n < count; n++) {
    await wx.navigateTo({ url: '/pages/item/item?n=' + n, events: { x() {} } })
    await wx.redirectTo({ url: '/pages/item/item?m=' + n })
    await wx.navigateBack()
    await wx.reLaunch({ url: n % 2 ? '/pages/home/home' : '/pages/list/list' })
  }
}`,
  'pages/home/home.wxml': '<view class="title">home</view><input value="{{v}}" /><scroll-view scroll-y style="height: 50px"><view>x</view></scroll-view>',
  'pages/home/home.js': 'Page({ data: { v: 1 } })',
  'pages/list/list.json': '{"usingComponents": {"row": "/comp/row"}}',
  'pages/list/list.wxml': '<view class="title">list</view><row wx:for="{{rows}}" wx:key="*this" n="{{item}}" bind:pick="pick" />',
  'pages/list/list.js': 'Page({ data: { rows: Array.from({ length: 20 }, (_, i) => i) }, pick() {} })',
  'pages/item/item.json': '{"usingComponents": {"row": "/comp/row"}}',
  'pages/item/item.wxml': '<view class="title" bindtap="f">item {{n}}</view><row n="{{n}}"><text>slot</text></row><swiper style="height: 20px"><swiper-item>1</swiper-item></swiper>',
  'pages/item/item.js': `Page({
  data: { n: 0 }, f() {}, onLoad(q) { this.big = new Array(20000).fill(q); this.setData({ n: Number(q.n) }); this.getOpenerEventChannel().on('y', () => this) },
  onReady() { this.createSelectorQuery().select('.title').boundingClientRect(() => this).exec() },
})`,
  'comp/row.json': '{"component": true}',
  'comp/row.wxml': '<view bindtap="f">{{n}}<slot></slot></view>',
  'comp/row.js': 'Component({ properties: { n: Number }, methods: { f() {} } })',
}

const place = served(files, '--mode', 'dev')

test(`${NAVIGATIONS} navigations`, async () => {
  const { page, problems, close } = await place.program.open(place.server.url, { reducedMotion: 'reduce' })
  await page.waitForFunction(() => document.querySelector('.wxc-on .title') && history.state)
  const client = await page.context().newCDPSession(page)
  const worker = page.workers()[0]
  const session = await workerSession(page)
  /** After collection: bytes of both heaps, nodes and listeners of the document. */
  const measure = async () => {
    // What a first collection finalises, a second one frees.
    for (const send of [(method) => client.send(method), session]) for (let n = 0; n < 2; n++) await send('HeapProfiler.collectGarbage')
    const { nodes, jsEventListeners } = await client.send('Memory.getDOMCounters')
    const { usedSize: view } = await client.send('Runtime.getHeapUsage')
    const { usedSize: logic } = await session('Runtime.getHeapUsage')
    return { nodes, listeners: jsEventListeners, view, logic, pages: await page.locator('wxc-page').count() }
  }
  const rounds = async (count) => {
    await worker.evaluate((count) => rounds(count), count)
    // The view may be behind: it has caught up when it shows what comes last.
    await worker.evaluate(() => wx_.reLaunch({ url: '/pages/item/item?n=' + (globalThis.last = (globalThis.last ?? 90000) + 1) }))
    const last = await worker.evaluate(() => last)
    await page.waitForFunction((last) => document.querySelector('.wxc-on .title')?.textContent === 'item ' + last && document.querySelectorAll('wxc-page').length === 1, last, { timeout: 60_000 })
  }
  // What is made once is made.
  await rounds(50)
  const before = await measure()
  await rounds(NAVIGATIONS / 4)
  const now = await measure()
  const story = JSON.stringify({ before, now })
  assert.equal(now.pages, 1)
  assert.ok(now.nodes <= before.nodes + 50, story)
  assert.ok(now.listeners <= before.listeners + 20, story)
  // A page of this app takes some 200 kB on the worker; 500 rounds that left one behind would take 100 MB. What grows is the inspector's own record of
  // promises and compiled code; the same without an inspector is measured in `tests/runtime/logic-app.test.ts`.
  for (const side of ['view', 'logic']) assert.ok(now[side] < before[side] + 2_000_000, story)
  assert.deepEqual(problems, [])
  await close()
})

/** Sends commands to the worker's own inspector. */
async function workerSession(page) {
  const client = await page.context().newCDPSession(page)
  let sessionId, last = 0
  const waiting = new Map()
  const attached = new Promise((resolve) => client.once('Target.attachedToTarget', (event) => resolve((sessionId = event.sessionId))))
  client.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message)
    waiting.get(id)?.(result)
    waiting.delete(id)
  })
  await client.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  await attached
  return (method, params = {}) =>
    new Promise((resolve) => {
      waiting.set(++last, resolve)
      void client.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: last, method, params }) })
    })
}
