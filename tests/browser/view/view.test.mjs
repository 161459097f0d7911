/** The view in Chromium: taps, long presses, scrolling, history, tabs, files of pages; the logic thread is written by hand. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { appConfig, startViews } from './harness.mjs'

let views
before(async () => (views = await startViews()))
after(() => views.close())

const top = '.wxc-on:not([inert])'
const events = (page, type) => page.evaluate((type) => received.filter((m) => m.t === 'event' && m.type === type), type)
const messages = (page, t) => page.evaluate((t) => received.filter((m) => m.t === t), t)
const title = (page) => page.textContent(`${top} .title`)
const settle = (page) => page.waitForTimeout(80)
/** Fails unless the page on top shows this and nothing went wrong. */
const expectTitle = async (page, text) => {
  await page.waitForFunction(([top, text]) => document.querySelectorAll(top).length === 1 && document.querySelector(`${top} .title`).textContent === text, [top, text], { timeout: 3000 }).catch(async () => {
    assert.equal(await title(page), text)
  })
  assert.deepEqual(page.errors, [])
}

for (const threads of ['worker', '1'])
  for (const touch of [false, true])
    test(`a tap counts once: ${touch ? 'finger' : 'mouse'}, threads ${threads}`, async () => {
      const page = await views.open(appConfig({ threads }), { touch })
      for (let n = 1; n <= 3; n++) {
        await (touch ? page.tap('.count') : page.click('.count'))
        await page.waitForFunction((n) => document.querySelector('.count').textContent === String(n), n)
      }
      await settle(page)
      assert.equal(await page.textContent('.count'), '3')
      assert.deepEqual(page.errors, [])
      await page.context().close()
    })

test('a tap that opens a page does not act on what lies below the finger there', async () => {
  const page = await views.open(appConfig(), { touch: true })
  await page.tap(`${top} .go`)
  await expectTitle(page, 'detail')
  await settle(page)
  assert.equal((await events(page, 'tap')).length, 1)
  await page.context().close()
})

test('drags and long presses are no taps; the event has coordinates of the page', async () => {
  const page = await views.open()
  const box = await page.locator(`${top} .count`).boundingBox()
  await page.mouse.move(box.x + 20, box.y + 10)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, box.y + 10)
  await page.mouse.up()
  await settle(page)
  assert.equal((await events(page, 'tap')).length, 0)
  await page.mouse.click(box.x + 20, box.y + 10)
  const [tap] = await events(page, 'tap')
  assert.deepEqual(tap.detail, { x: box.x + 20, y: box.y + 10 - 44 })
  assert.equal(tap.touches.length, 1)
  const starts = await events(page, 'touchstart')
  assert.equal(starts.length, 2)
  const hover = await page.locator(`${top} .hover`).boundingBox()
  await page.mouse.move(hover.x + 20, hover.y + 10)
  await page.mouse.down()
  await page.waitForSelector('.hover.pressed')
  await page.waitForTimeout(400)
  await page.mouse.up()
  await settle(page)
  assert.equal((await events(page, 'longpress')).length, 1)
  assert.equal((await events(page, 'tap')).length, 1)
  await page.waitForSelector('.hover:not(.pressed)')
  await page.context().close()
})

test('the keyboard reaches and activates what can be tapped', async () => {
  const page = await views.open()
  await page.focus(`${top} .count`)
  await page.keyboard.press('Enter')
  await page.keyboard.press(' ')
  await page.waitForFunction(() => document.querySelector('.count').textContent === '2')
  assert.equal(await page.evaluate(() => document.querySelector('wxc-scroll').scrollTop), 0)
  await page.context().close()
})

for (const router of ['hash', 'history'])
  test(`back, forward, reload and links (${router})`, async () => {
    const page = await views.open(appConfig({ router, threads: router === 'hash' ? '1' : 'worker' }))
    const url = () => page.url().replace(views.origin, '').replace('#/', '').replace('.html', '')
    await page.click(`${top} .count`)
    await page.click(`${top} .go`)
    await expectTitle(page, 'detail')
    assert.equal(url(), 'pages/detail/detail?id=2')
    await page.click(`${top} .go`)
    await page.waitForFunction(() => location.href.endsWith('id=3'))
    await page.goBack()
    await page.waitForFunction(() => location.href.endsWith('id=2'))
    await page.goBack()
    await expectTitle(page, 'index')
    assert.equal(await page.textContent(`${top} .count`), '1')
    await page.goForward()
    await expectTitle(page, 'detail')
    assert.equal(url(), 'pages/detail/detail?id=2')
    await page.reload()
    await expectTitle(page, 'detail')
    assert.equal(url(), 'pages/detail/detail?id=2')
    await page.click(`${top} .wxc-back`)
    await expectTitle(page, 'index')
    assert.equal(await page.locator(`${top} .wxc-back`).count(), 0)
    await page.click(`${top} .go`)
    await expectTitle(page, 'detail')
    assert.equal(await page.evaluate(() => document.baseURI), views.origin)
    await page.click(`${top} .wxc-back`)
    await expectTitle(page, 'index')
    await page.click(`${top} .redirect`)
    await expectTitle(page, 'detail')
    await page.click(`${top} .wxc-home`)
    await expectTitle(page, 'index')
    assert.equal(await page.title(), 'index')
    await page.context().close()
    const deep = await views.open(appConfig({ router }), { path: router === 'hash' ? '#/pages/detail/detail?a=b%20c' : 'pages/detail/detail.html?a=b%20c' })
    await expectTitle(deep, 'detail')
    assert.deepEqual((await messages(deep, 'boot'))[0].query, { a: 'b%20c' })
    await deep.context().close()
  })

test('reLaunch and tabs from deep in the stack leave one page and one entry', async () => {
  const page = await views.open()
  for (let i = 2; i < 5; i++) {
    await page.click(`${top} .go`)
    await page.waitForFunction((i) => location.href.endsWith('id=' + i), i)
  }
  await page.click(`${top} .relaunch`)
  await expectTitle(page, 'index')
  await page.waitForFunction(() => location.hash === '#/pages/index/index' && history.state.wxc === 0)
  await page.click('.wxc-tab:nth-child(2)')
  await expectTitle(page, 'second')
  assert.equal(await page.getAttribute('.wxc-tab:nth-child(2)', 'aria-selected'), 'true')
  await page.click(`${top} .go`)
  await expectTitle(page, 'detail')
  assert.deepEqual(page.errors, [])
  await page.context().close()
})

test('scroll positions are kept; scrolling and the bottom are reported', async () => {
  const page = await views.open()
  const scroller = `${top} wxc-scroll`
  await page.evaluate((s) => (document.querySelector(s).scrollTop = 300), scroller)
  await page.waitForFunction(() => received.some((m) => m.t === 'page' && m.what === 'scroll' && m.detail.scrollTop === 300))
  await page.evaluate(() => sendView({ t: 'call', id: 0, method: 'x', args: null }))
  await page.evaluate((s) => document.querySelector(`${s} .go`).click(), scroller)
  await expectTitle(page, 'detail')
  await page.goBack()
  await expectTitle(page, 'index')
  assert.equal(await page.evaluate((s) => document.querySelector(s).scrollTop, scroller), 300)
  const bottoms = () => page.evaluate(() => received.filter((m) => m.what === 'bottom').length)
  assert.equal(await bottoms(), 0)
  for (const y of [1e6, 1e6 - 1, 500, 1e6]) {
    await page.evaluate(([s, y]) => (document.querySelector(s).scrollTop = y), [scroller, y])
    await settle(page)
  }
  assert.equal(await bottoms(), 2)
  await page.evaluate(() => sendView({ t: 'call', id: 7, method: 'pageScrollTo', args: { page: 1, selector: '.list', offsetTop: 5, duration: 50 } }))
  await page.waitForFunction(() => received.some((m) => m.t === 'return' && m.id === 7 && m.ok))
  const distance = await page.evaluate((s) => document.querySelector('.list').getBoundingClientRect().top - document.querySelector(s).getBoundingClientRect().top, scroller)
  assert.equal(Math.round(distance), -5)
  await page.context().close()
})

test('files of a page are there before it shows', async () => {
  const page = await views.open(appConfig({ files: true }))
  await page.click(`${top} .go`)
  await expectTitle(page, 'detail')
  assert.equal(await page.evaluate((s) => getComputedStyle(document.querySelector(s)).color, `${top} .title`), 'rgb(0, 0, 255)')
  await page.context().close()
})

test('transitions can be interrupted, and pages that left are gone', async () => {
  const page = await views.open(appConfig(), { reducedMotion: 'no-preference' })
  await page.evaluate(() => {
    document.querySelector('.go').click()
    setTimeout(() => history.back(), 60)
  })
  await page.waitForFunction(() => received.filter((m) => m.t === 'routed').length === 3)
  await page.waitForTimeout(400)
  await expectTitle(page, 'index')
  assert.equal(await page.locator('wxc-page').count(), 1)
  assert.equal(await page.locator('wxc-page').evaluate((e) => e.getAnimations().length), 0)
  await page.context().close()
})

for (const touch of [false, true])
  test(`pull down to refresh: ${touch ? 'finger' : 'mouse'}`, async () => {
    const page = await views.open(appConfig(), { touch })
    const x = 180
    if (touch) {
      const client = await page.context().newCDPSession(page)
      const send = (type, y) => client.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
      await send('touchStart', 400)
      for (let y = 400; y <= 600; y += 20) await send('touchMove', y)
      await send('touchEnd')
    } else {
      await page.mouse.move(x, 400)
      await page.mouse.down()
      for (let y = 400; y <= 600; y += 20) await page.mouse.move(x, y)
      await page.mouse.up()
    }
    await page.waitForFunction(() => received.filter((m) => m.what === 'pull').length === 1)
    await page.waitForSelector('.wxc-refreshing')
    await page.evaluate(() => sendView({ t: 'call', id: 9, method: 'stopPullDownRefresh', args: { page: 1 } }))
    await page.waitForSelector('wxc-pull', { state: 'detached' })
    assert.equal(await page.evaluate(() => document.querySelector('wxc-scroll').style.transform), '')
    await page.context().close()
  })

test('catchtouchmove keeps the finger from scrolling, elsewhere it scrolls', async () => {
  const page = await views.open(appConfig(), { touch: true })
  const client = await page.context().newCDPSession(page)
  /** Drags a finger 100 px up; how far the page has scrolled then. */
  const swipe = async (selector) => {
    const { y } = await page.locator(`${top} ${selector}`).boundingBox()
    const send = (type, dy) => client.send('Input.dispatchTouchEvent', { type, touchPoints: dy === undefined ? [] : [{ x: 30, y: y + 10 - dy }] })
    await send('touchStart', 0)
    for (let dy = 20; dy <= 100; dy += 20) {
      await send('touchMove', dy)
      await page.waitForTimeout(16)
    }
    await send('touchEnd')
    return page.evaluate((s) => document.querySelector(s).scrollTop, `${top} wxc-scroll`)
  }
  assert.equal(await swipe('.still'), 0)
  assert.ok((await events(page, 'touchmove')).length > 1)
  assert.ok((await swipe('.hover')) > 50)
  assert.equal((await events(page, 'tap')).length, 0)
  await page.context().close()
})

test('navigation bar, tab bar and background follow calls', async () => {
  const page = await views.open()
  const call = (method, args) => page.evaluate(([method, args]) => sendView({ t: 'call', id: 0, method, args: { page: 1, ...args } }), [method, args])
  await call('setNavigationBarTitle', { title: '<b>T</b>' })
  await call('setNavigationBarColor', { frontColor: '#000000', backgroundColor: '#ffcc00' })
  await call('showNavigationBarLoading')
  await call('setTabBarBadge', { index: 1, text: '9' })
  await call('showTabBarRedDot', { index: 0 })
  await call('setBackgroundColor', { backgroundColor: '#00ff00' })
  await page.waitForSelector('.wxc-tab:nth-child(1) .wxc-badge:empty', { state: 'attached' })
  assert.equal(await page.textContent(`${top} .wxc-title`), '<b>T</b>')
  assert.equal(await page.title(), '<b>T</b>')
  assert.equal(await page.locator(`${top} .wxc-spin`).count(), 1)
  assert.equal(await page.textContent('.wxc-tab:nth-child(2) .wxc-badge'), '9')
  const style = (selector, name) => page.evaluate(([s, name]) => getComputedStyle(document.querySelector(s))[name], [selector, name])
  assert.equal(await style(`${top} wxc-bar`, 'backgroundColor'), 'rgb(255, 204, 0)')
  assert.equal(await style(top, 'backgroundColor'), 'rgb(0, 255, 0)')
  const height = await page.evaluate(() => view.env.windowHeight)
  assert.equal(height, 667 - 44 - 50)
  assert.equal((await page.locator(`${top} wxc-body`).boundingBox()).height, height)
  await call('hideTabBar', {})
  await page.waitForFunction(() => view.env.windowHeight === 667 - 44)
  assert.equal((await page.locator(`${top} wxc-body`).boundingBox()).height, 667 - 44)
  await page.context().close()
})

test('rpx, vw and vh are those of the column', async () => {
  const page = await views.open()
  await page.setViewportSize({ width: 1000, height: 800 })
  await page.waitForFunction(() => received.some((m) => m.t === 'emit' && m.name === 'resize'))
  const lengths = await page.evaluate(() => {
    const probe = document.querySelector('wx-page').appendChild(document.createElement('div'))
    return ['calc(750 * var(--rpx))', 'calc(100 * var(--vw))', 'calc(100 * var(--vh))'].map((width) => ((probe.style.width = width), probe.getBoundingClientRect().width))
  })
  assert.deepEqual(lengths.map((n) => Math.round(n * 100) / 100), [480, 480, 800 - 94])
  assert.equal((await page.locator('#wxc').boundingBox()).x, 260)
  await page.context().close()
})

test('queries see only the owner\'s elements, from the corner of the page area', async () => {
  const page = await views.open()
  const ask = async (requests) => {
    await page.evaluate((requests) => sendView({ t: 'call', id: 3, method: 'query', args: { page: 1, requests } }), requests)
    await page.waitForFunction(() => received.some((m) => m.t === 'return' && m.id === 3))
    return page.evaluate(() => {
      const answer = received.find((m) => m.t === 'return' && m.id === 3).value
      received = []
      return answer
    })
  }
  const [one, none, views_, viewport, style] = await ask([
    { sel: 'view.count', single: true, owner: 1, fields: { rect: true, size: true, id: true } },
    { sel: '.count', single: true, owner: 5, fields: {} },
    { sel: '.b', single: false, owner: 1, fields: {} },
    { sel: '', single: true, viewport: true, owner: 1, fields: { scrollOffset: true, size: true } },
    { sel: '.count', single: true, owner: 1, fields: { computedStyle: ['height', 'backgroundColor'] } },
  ])
  const box = await page.locator(`${top} .count`).boundingBox()
  assert.deepEqual(one, { at: [1, 2], id: '', left: box.x, top: box.y - 44, right: box.x + box.width, bottom: box.y - 44 + box.height, width: box.width, height: 40 })
  assert.equal(none, null)
  assert.equal(views_.length, 7)
  assert.equal(viewport.height, 667 - 94)
  assert.deepEqual(style.values, { height: '40px', backgroundColor: 'rgb(238, 238, 238)' })
  await page.evaluate(() => sendView({ t: 'call', id: 0, method: 'observe', args: { id: 1, page: 1, owner: 1, sel: '.tall', all: false, relative: [], thresholds: [0, 0.2], initialRatio: 0 } }))
  await page.waitForFunction(() => received.some((m) => m.name === 'intersection'))
  await page.evaluate((s) => (document.querySelector(s).scrollTop = 600), `${top} wxc-scroll`)
  await page.waitForFunction(() => received.some((m) => m.name === 'intersection' && m.payload.intersectionRatio >= 0.2))
  await page.context().close()
})

test('a thousand rows come and go', async () => {
  const page = await views.open(appConfig({ threads: 'worker' }))
  await page.click(`${top} .rows`)
  await page.waitForFunction(() => document.querySelectorAll('.row').length === 1000)
  await page.click(`${top} .rows`)
  await page.waitForFunction(() => document.querySelector('.row').textContent === 'row 0')
  assert.equal(await page.evaluate(() => view.applier.blocks.size), 1001)
  assert.deepEqual(page.errors, [])
  await page.context().close()
})
