/** The protocol log of `wxc dev`: a tap can be followed from the event to the patched text. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browser, dev, root } from '../start.mjs'

let server, program
before(async () => {
  server = await dev(`${root}fixtures/counter`)
  program = await browser()
})
after(async () => {
  await program?.close()
  server?.stop()
})

test('one tap: an event, one patch with the place in WXML, no ack that nobody waits for; nothing when it is off', async () => {
  const { page, problems, close } = await program.open(server.url)
  const lines = []
  const heard = []
  page.on('console', (message) => {
    lines.push(message.text())
    heard.splice(0).forEach((check) => check())
  })
  /** Console messages arrive after what the page did. */
  const until = (condition) =>
    new Promise((resolve) => {
      const check = () => (condition() ? resolve() : heard.push(check))
      check()
    })
  const followed = () => lines.filter((line) => / (event|patch|ack) /.test(line))
  const value = (text) => page.locator('.value', { hasText: text }).waitFor()
  const plus = page.locator('wx-button', { hasText: '+' })
  await value('0')
  assert.match(await page.evaluate(() => wxc.log()), /wxc\.log\(false\)/)
  await plus.tap()
  await value('1')
  await until(() => followed().length >= 2)
  const told = followed()
  assert.match(told[0], /^\d+\.\d{3} → logic event tap #1 on <button> \{"x":\d[^}]*\} \(\d+ B\)$/)
  assert.match(told[1], /^\d+\.\d{3} ← view  patch #\d+, \d+\.\d ms after tap #1 \(\d+ B\)\n {4}SET block \d+: text = "1"  pages\/index\/index\.wxml:2\n {4}SET block \d+: attribute disabled = false  pages\/index\/index\.wxml:4$/)
  assert.equal(told.length, 2)

  await page.reload()
  await value('0')
  const first = () => lines.some((line) => /← view  patch #1 .*\n {4}DEFINE template \d+: page pages_index_index:0\n {4}CREATE block \d+: page pages_index_index:0\n {6}text = "0"  pages\/index\/index\.wxml:2/.test(line))
  await until(first)
  await until(() => lines.some((line) => /→ logic ack #\d+ \(/.test(line))) // onReady waits for the first

  await page.evaluate(() => wxc.log(false))
  const before = lines.length
  await plus.tap()
  await value('1')
  assert.equal(lines.length, before)
  assert.deepEqual(problems, [])
  await close()
})
