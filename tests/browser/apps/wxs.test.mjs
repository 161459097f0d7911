/** WXS on the view thread: the whole `ComponentDescriptor`, `change:` observers, and children of a loop that name their slots. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { browser, dev } from '../start.mjs'

const FILES = {
  'app.json': { pages: ['p/p'] },
  'app.js': 'App({})',
  'project.config.json': { appid: 'touristappid' },
  'p/p.json': { usingComponents: { 'my-box': '/box/box', slots: '/slots/slots' } },
  'p/p.js': `Page({
    data: { n: 1, log: '', rows: [{ at: 'a', t: 'one' }, { at: 'b', t: 'two' }, { at: 'a', t: 'three' }] },
    tell(e) { this.setData({ log: this.data.log + e.what + ';' }) },
    heard(e) { this.tell({ what: 'event ' + e.detail }) },
    more() { this.setData({ n: this.data.n + 1, 'rows[1].at': 'a' }) },
  })`,
  'p/p.wxml': `
    <wxs module="m" src="./m.wxs"/>
    <view id="all" class="item first" data-id="{{ {n: n} }}" bindtap="{{m.all}}">all</view>
    <view class="item second" data-name="second">second</view>
    <my-box id="box" bind:ping="heard"/>
    <view id="seen" change:n="{{m.seen}}" n="{{n}}">seen</view>
    <view id="more" bindtap="more">more</view>
    <text id="log">{{log}}</text>
    <slots><text wx:for="{{rows}}" wx:key="t" slot="{{item.at}}">{{item.t}} </text></slots>`,
  'p/m.wxs': `
    module.exports.all = function (event, owner) {
      var self = event.instance
      var out = []
      out.push(owner.selectComponent('.second').getDataset().name, owner.selectAllComponents('.item').length, owner.selectComponent('.none') === null)
      self.setStyle({ width: '100rpx', 'background-color': 'red' })
      self.addClass('one two')
      self.removeClass('one')
      out.push(self.hasClass('two'), self.hasClass('one'), self.getDataset().id.n, self.getComputedStyle(['width', 'background-color']).width)
      out.push(self.getBoundingClientRect().width, typeof self.getBoundingClientRect().top)
      var state = self.getState()
      state.count = (state.count || 0) + 1
      out.push(state.count)
      var late = self.setTimeout(function () { owner.callMethod('tell', { what: 'never' }) }, 20)
      self.clearTimeout(late)
      self.setTimeout(function () {
        self.requestAnimationFrame(function () { owner.callMethod('tell', { what: 'frame' }) })
      }, 1)
      owner.selectComponent('#box').triggerEvent('ping', 5)
      owner.callMethod('tell', { what: out.join(' ') })
    }
    module.exports.seen = function (value, old, owner, instance) {
      instance.setStyle('opacity: 0.' + value)
      owner.callMethod('tell', { what: 'seen ' + value + ' ' + (old === undefined) })
    }`,
  'box/box.json': { component: true },
  'box/box.js': 'Component({})',
  'box/box.wxml': '<view>box</view>',
  'slots/slots.json': { component: true },
  'slots/slots.js': 'Component({ options: { multipleSlots: true } })',
  'slots/slots.wxml': '<view id="a"><slot name="a"/></view><view id="b"><slot name="b"/></view>',
}

let folder, server, program
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wxs-'))
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  server = await dev(folder)
  program = await browser()
})
after(async () => {
  await program?.close()
  server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('handlers and observers use every method of their elements', async () => {
  const { page, problems, close } = await program.open(server.url)
  const log = (part) => page.waitForFunction((part) => document.querySelector('.wxc-on #log')?.textContent.includes(part), part, { timeout: 15000 })
  await log('seen 1 true')
  await page.locator('.wxc-on #all').tap()
  await log('second 2 true true false 1 50px 50 number 1;')
  await log('event 5;')
  await log('frame;')
  await page.locator('.wxc-on #more').tap()
  await log('seen 2 false;')
  assert.equal(await page.locator('.wxc-on #seen').evaluate((e) => e.style.opacity), '0.2')
  const all = page.locator('.wxc-on #all')
  assert.deepEqual(await all.evaluate((e) => [e.classList.contains('two'), e.classList.contains('one'), e.style.backgroundColor]), [true, false, 'red'])
  assert.doesNotMatch(await page.locator('.wxc-on #log').textContent(), /never/)
  assert.deepEqual(problems, [])
  await close()
})

test('children of a loop stand in the slots they name', async () => {
  const { page, problems, close } = await program.open(server.url)
  const texts = (a, b) => page.waitForFunction(([a, b]) => document.querySelector('.wxc-on #a')?.textContent === a && document.querySelector('.wxc-on #b')?.textContent === b, [a, b], { timeout: 15000 })
  await texts('one three ', 'two ')
  await page.locator('.wxc-on #more').tap()
  await texts('one two three ', '')
  assert.deepEqual(problems, [])
  await close()
})
