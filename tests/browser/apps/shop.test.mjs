/** Drives the shop as a person would: tap, type, scroll, swipe, go back, reload on a deep link; what counts is what is on screen. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browser, dev, root } from '../start.mjs'

let server, program
before(async () => {
  server = await dev(`${root}fixtures/shop`)
  program = await browser()
})
after(async () => {
  await program?.close()
  server?.stop()
})

/** Visible text of the page on top. */
const shown = (page) => page.locator('wxc-page.wxc-on')
const tap = (page, text) => shown(page).getByText(text, { exact: true }).first().tap()
const tab = (page, text) => page.locator('.wxc-tab', { hasText: text }).tap()
const title = (page, text) => page.locator('wxc-page.wxc-on .wxc-title', { hasText: text }).waitFor()

async function swipe(page, selector, dx) {
  const box = await shown(page).locator(selector).first().boundingBox()
  const x = box.x + box.width / 2
  const y = box.y + box.height / 2
  const client = await page.context().newCDPSession(page)
  const send = (type, at) => client.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: at, y }] })
  await send('touchStart', x)
  for (let step = 1; step <= 8; step++) await send('touchMove', x + (dx * step) / 8)
  await send('touchEnd', x + dx)
}

test('home shows banners, categories and picks; a swipe turns the banner', async () => {
  const { page, problems, close } = await program.open(server.url)
  await shown(page).getByText('Spring firing').waitFor()
  assert.equal(await shown(page).locator('.category').count(), 4)
  assert.equal(await shown(page).locator('wx-product-card').count(), 6)
  await swipe(page, '.banners', -220)
  await shown(page).locator('.dot').nth(1).and(page.locator('.dot-on')).waitFor()
  assert.deepEqual(problems, [])
  await close()
})

test('from the list to an order, and back', async () => {
  const { page, problems, close } = await program.open(server.url)
  await tab(page, 'Browse')
  await title(page, 'Browse')
  await tap(page, 'Plants')
  await shown(page).locator('.item-on', { hasText: 'Plants' }).waitFor()
  await shown(page).getByText('Stoneware mug').first().waitFor({ state: 'hidden' })
  await shown(page).getByText('Monstera in terracotta').first().tap()
  await title(page, 'Monstera')

  await tap(page, 'Choose size and glaze')
  await shown(page).locator('.layer-on').waitFor()
  await shown(page).locator('.confirm').tap()
  await shown(page).getByText('please choose').waitFor()
  await tap(page, '60 cm')
  await tap(page, 'Slate pot')
  await shown(page).locator('.sheet [aria-label="more"]').tap()
  await shown(page).locator('.confirm').tap()
  await page.getByText('In your basket').waitFor()
  await shown(page).getByText('60 cm, Slate pot × 2').waitFor()

  await page.goBack()
  await title(page, 'Browse')
  assert.equal(await shown(page).locator('.item-on').innerText(), 'Plants', 'the list is as it was left')

  await tab(page, 'Basket')
  await shown(page).getByText('€116.00').first().waitFor()
  await shown(page).getByText('free', { exact: true }).waitFor()
  await shown(page).locator('[aria-label="less"]').tap()
  await shown(page).getByText('€64.50').waitFor()
  await page.locator('.wxc-badge', { hasText: '1' }).waitFor()

  await tap(page, 'Check out')
  await title(page, 'Order')
  await tap(page, 'Place order')
  await shown(page).getByText('a phone number').waitFor()
  await shown(page).locator('wx-input[name=name] input').fill('Ada Holm')
  await shown(page).locator('wx-input[name=phone] input').fill('+45 1234 5678')
  await shown(page).locator('wx-input[name=street] input').fill('Kilnvej 4')
  await tap(page, 'Choose a day')
  await page.getByRole('button', { name: /confirm|done|ok|确定/i }).tap()
  await shown(page).locator('wx-checkbox').tap()
  await tap(page, 'Place order')
  await shown(page).getByText('Thank you, Ada Holm').waitFor()
  await tap(page, 'Back to the shop')
  await tab(page, 'Basket')
  await shown(page).getByText('Your basket is empty').waitFor()
  assert.deepEqual(problems, [])
  await close()
})

test('reaching the bottom loads more', async () => {
  const { page, problems, close } = await program.open(`${server.url}#/pages/list/list`)
  const cards = shown(page).locator('wx-product-card')
  await cards.nth(7).waitFor()
  await page.mouse.move(180, 500)
  for (let n = 0; n < 12; n++) await page.mouse.wheel(0, 400)
  await cards.nth(8).waitFor()
  assert.deepEqual(problems, [])
  await close()
})

test('a deep link survives reload; what was typed is kept in storage', async () => {
  const { page, problems, close } = await program.open(`${server.url}#/pages/detail/detail?id=p5`)
  await title(page, 'Serving bowl')
  await shown(page).getByLabel('like').tap()
  await shown(page).getByText('♥').waitFor()
  await page.reload()
  await title(page, 'Serving bowl')
  await shown(page).getByText('♥').waitFor()
  await page.goto(`${server.url}#/pages/profile/profile`)
  await shown(page).getByText('1 favourites').waitFor()
  await shown(page).locator('wx-input input').fill('Ada')
  await shown(page).locator('wx-input input').blur()
  await shown(page).getByText('Hello, Ada').waitFor()
  await shown(page).getByText('Saved').waitFor()
  await page.reload()
  await shown(page).getByText('Hello, Ada').waitFor()
  assert.deepEqual(problems, [])
  await close()
})

test('a page of a subpackage opens by its address', async () => {
  const { page, problems, close } = await program.open(`${server.url}#/order/pages/success/success?number=7&name=Ada`)
  await shown(page).getByText('Order 7 is on the shelf.').waitFor()
  assert.deepEqual(problems, [])
  await close()
})

test('dark mode follows the system', async () => {
  const { page, close } = await program.open(`${server.url}#/pages/profile/profile`, { colorScheme: 'dark' })
  await shown(page).getByText('dark', { exact: true }).waitFor()
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.wxc-on wx-page')).backgroundColor), 'rgb(23, 22, 20)')
  await close()
})
