/** Dark mode from the files to the screen: variables of `theme.json` in configuration, `prefers-color-scheme` in WXSS, while the theme changes. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { browser, dev } from '../start.mjs'

let folder, server, program
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wxc-dark-'))
  mkdirSync(join(folder, 'pages'))
  const files = {
    'project.config.json': '{"appid":"touristappid"}',
    'app.json': '{"pages":["pages/a"],"darkmode":true,"themeLocation":"theme.json","window":{"navigationBarBackgroundColor":"@bar","navigationBarTextStyle":"@text","backgroundColor":"@back","navigationBarTitleText":"a"}}',
    'theme.json': '{"light":{"bar":"#ffeedd","text":"black","back":"#ffffff"},"dark":{"bar":"#112233","text":"white","back":"#000000"}}',
    'app.js': 'App({})',
    'app.wxss': 'page{--ink:#101010}\n@media (prefers-color-scheme: dark){page{--ink:#f0f0f0}}',
    'pages/a.json': '{}',
    'pages/a.js': 'Page({ data: { theme: wx.getAppBaseInfo().theme }, onLoad() { wx.onThemeChange(({ theme }) => this.setData({ theme })) } })',
    'pages/a.wxml': '<view class="a">{{theme}}</view>',
    'pages/a.wxss': '.a{color:var(--ink)}\n@media screen and (prefers-color-scheme: dark){.a{background:#202020}}',
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  server = await dev(folder)
  program = await browser()
})
after(async () => {
  await program?.close()
  server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('bar, page and sheets follow the theme', async () => {
  const { page, problems, close } = await program.open(server.url, { colorScheme: 'light' })
  const shown = page.locator('wxc-page.wxc-on')
  const look = async () => {
    const of = (selector) => shown.locator(selector).first().evaluate((node) => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor])
    const bar = await shown.locator('.wxc-title').locator('xpath=..').evaluate((node) => getComputedStyle(node).backgroundColor)
    return { page: await of('.a'), bar }
  }
  await shown.getByText('light').waitFor()
  assert.deepEqual(await look(), { page: ['rgb(16, 16, 16)', 'rgba(0, 0, 0, 0)'], bar: 'rgb(255, 238, 221)' })
  await page.emulateMedia({ colorScheme: 'dark' })
  await shown.getByText('dark').waitFor()
  assert.deepEqual(await look(), { page: ['rgb(240, 240, 240)', 'rgb(32, 32, 32)'], bar: 'rgb(17, 34, 51)' })
  assert.deepEqual(problems, [])
  await close()
})
