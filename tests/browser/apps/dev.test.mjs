/** `wxc dev` while somebody edits: the page follows, and what it showed stays. */
import assert from 'node:assert/strict'
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { browser, dev, root } from '../start.mjs'

let folder, server, program
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wxc-dev-'))
  cpSync(`${root}fixtures/counter`, folder, { recursive: true })
  server = await dev(folder)
  program = await browser()
})
after(async () => {
  await program?.close()
  server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('an edited template or style sheet shows up, and the data stays', async () => {
  const { page, problems, close } = await program.open(server.url)
  const plus = page.locator('wx-button', { hasText: '+' })
  await plus.tap()
  await plus.tap()
  await page.locator('.value', { hasText: '2' }).waitFor()

  appendFileSync(join(folder, 'pages/index/index.wxml'), '\n<view class="note">edited {{count}}</view>\n')
  await page.getByText('edited 2').waitFor()
  await plus.tap()
  await page.getByText('edited 3').waitFor()

  appendFileSync(join(folder, 'pages/index/index.wxss'), '\n.note { color: rgb(1, 2, 3) }\n')
  await page.waitForFunction(() => getComputedStyle(document.querySelector('.note')).color === 'rgb(1, 2, 3)')
  assert.equal(await page.getByText('edited 3').count(), 1)

  appendFileSync(join(folder, 'pages/index/index.wxml'), '<view>{{ a + }}</view>\n')
  await page.getByText('parse/bad-expression').waitFor()
  assert.equal(await page.locator('wxc-overlay .at').textContent(), '10<view>{{ a + }}</view>')
  assert.equal(await page.locator('wxc-overlay mark').textContent(), ' }')
  assert.deepEqual(problems, [])
  await close()
})
