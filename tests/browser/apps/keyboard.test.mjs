/** Without a pointer: what Tab reaches and in which order, what Enter and Space do, where the focus goes with the pages, what a screen reader hears. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { served } from '../start.mjs'

const files = {
  'app.json': JSON.stringify({
    pages: ['pages/a/a', 'pages/b/b', 'pages/c/c'],
    window: { navigationBarTitleText: 'T' },
    tabBar: { list: [{ pagePath: 'pages/a/a', text: 'A' }, { pagePath: 'pages/b/b', text: 'B' }] },
  }),
  'pages/a/a.wxml': `
<view id="one" bindtap="count">count {{n}}</view>
<view id="icon" bindtap="count" aria-label="add one"><icon type="success" /></view>
<view id="card" bindtap="count"><text>a card</text><view id="inner" bindtap="count">with a part</view></view>
<view id="list" bindtap="count"><text wx:for="{{[1, 2]}}" wx:key="*this">{{item}}</text></view>
<view id="linked" aria-role="link" bindtap="count">a link of its own</view>
<view id="deaf">nothing to tap</view>
<input id="field" placeholder="name" />
<button id="go" bindtap="go">go</button>
<view style="height: 2000px"></view>`,
  'pages/a/a.js': `Page({ data: { n: 0 }, count() { this.setData({ n: this.data.n + 1 }) }, go() { wx.navigateTo({ url: '/pages/c/c' }) } })`,
  'pages/b/b.wxml': '<view id="b" bindtap="x">b</view>',
  'pages/b/b.js': 'Page({ x() {} })',
  'pages/c/c.wxml': '<view id="c1" bindtap="x">c1</view><view id="c2" bindtap="x">c2</view><view style="height: 2000px"></view>',
  'pages/c/c.js': 'Page({ x() {} })',
}

const place = served(files, '--mode', 'dev')
const open = async () => {
  const opened = await place.program.open(place.server.url, { hasTouch: false })
  await opened.page.waitForFunction(() => document.querySelector('.wxc-on #one') && history.state)
  return opened
}
/** What has the focus: an id, or the class or the name of an element of the shell. */
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement
  if (element === document.body) return 'body'
  return element.closest('[id]:not(#wxc)')?.id || element.textContent || element.className || element.localName
})
/** Presses Tab until the focus is back outside the document or was everywhere. */
async function round(page) {
  const stops = []
  for (let n = 0; n < 20; n++) {
    await page.keyboard.press('Tab')
    const stop = await focused(page)
    if (stop === stops[0]) break
    stops.push(stop)
  }
  return stops.filter((stop) => stop !== 'body')
}

test('Tab follows the page and then the tab bar; Enter and Space do what a tap does', async () => {
  const { page, problems, close } = await open()
  const stops = (await round(page)).filter((stop) => stop !== 'wxc-scroll')
  assert.deepEqual(stops, ['one', 'icon', 'card', 'inner', 'list', 'linked', 'field', 'go', 'A', 'B'])
  await page.focus('#one')
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle)
  assert.notEqual(outline, 'none', 'after keys the focus is visible')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Space')
  await page.locator('#one', { hasText: 'count 2' }).waitFor()
  assert.equal(await page.evaluate(() => document.querySelector('.wxc-on wxc-scroll').scrollTop), 0, 'Space does not scroll')
  // A part of a card counts for the card too, once each.
  await page.focus('#inner')
  await page.keyboard.press('Enter')
  await page.locator('#one', { hasText: 'count 4' }).waitFor()
  assert.deepEqual(problems, [])
  await close()
})

test('roles: buttons where the whole is one thing to use, the roles people give, none around other controls', async () => {
  const { page, close } = await open()
  const roles = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('.wxc-on [id]')].map((e) => [e.id, e.getAttribute('role')])))
  assert.deepEqual([roles.one, roles.icon, roles.card, roles.inner, roles.linked, roles.deaf, roles.list], ['button', 'button', null, 'button', 'link', null, null])
  await page.getByRole('button', { name: 'count 0' }).click()
  await page.getByRole('button', { name: 'count 1' }).waitFor()
  await page.getByLabel('add one').click()
  await page.getByRole('button', { name: 'count 2' }).waitFor()
  await page.getByRole('tab', { name: 'A', selected: true }).waitFor()
  assert.equal(await page.locator('.wxc-tab img').first().isVisible(), false, 'a tab without an icon has no empty picture')
  await page.getByRole('heading', { name: 'T' }).waitFor()
  await close()
})

test('pages below the one on top are out of reach; the focus goes with the pages and comes back', async () => {
  const { page, problems, close } = await open()
  await page.focus('#go')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.querySelector('.wxc-on:not([inert]) #c1') && document.querySelectorAll('.wxc-on').length === 1)
  assert.equal(await page.evaluate(() => document.activeElement.closest('wxc-page') === document.querySelector('.wxc-on')), true)
  // From the start of the page: its content first.
  await page.keyboard.press('Tab')
  assert.equal(await focused(page), 'c1')
  const stops = await round(page)
  assert.deepEqual(stops.filter((stop) => !['c1', 'c2', 'body', 'wxc-back', 'wxc-scroll'].includes(stop)), [])
  assert.ok(stops.includes('wxc-back'))
  await page.focus('.wxc-on .wxc-back')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.querySelector('.wxc-on:not([inert]) #go') && document.querySelectorAll('.wxc-on').length === 1)
  assert.equal(await focused(page), 'go')
  // Keys scroll the page that has the focus.
  await page.focus('#go')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.querySelector('.wxc-on:not([inert]) #c1') && document.querySelectorAll('.wxc-on').length === 1)
  await page.keyboard.press('PageDown')
  await page.waitForFunction(() => document.querySelector('.wxc-on wxc-scroll').scrollTop > 100)
  assert.deepEqual(problems, [])
  await close()
})

test('a field that had the focus is not focused again behind the user, and a tab keeps it', async () => {
  const { page, close } = await open()
  await page.locator('#field input').focus()
  await page.evaluate(() => (location.hash = '#/pages/c/c'))
  await page.waitForFunction(() => document.querySelector('.wxc-on:not([inert]) #c1') && document.querySelectorAll('.wxc-on').length === 1)
  await page.goBack()
  await page.waitForFunction(() => document.querySelector('.wxc-on:not([inert]) #go') && document.querySelectorAll('.wxc-on').length === 1)
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'wxc-scroll')
  await page.getByRole('tab', { name: 'B' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.querySelector('.wxc-on:not([inert]) #b') && document.querySelectorAll('.wxc-on').length === 1)
  assert.equal(await focused(page), 'B')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  assert.equal(await focused(page), 'b')
  await close()
})
