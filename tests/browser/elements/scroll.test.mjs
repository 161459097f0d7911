/** Elements that move: scroll-view, swiper, movable-view, sticky-header. */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { startElements } from './harness.mjs'

let app, page, phone
before(async () => {
  app = await startElements()
  page = await app.page()
  phone = await app.page({ touch: true })
})
afterEach(() => assert.deepEqual(app.problems.splice(0), []))
after(() => app.stop())

const rows = (count, height = 50) => Array.from({ length: count }, (_, i) => `<wx-view id="r${i}" style="height:${height}px">${i}</wx-view>`).join('')
const scroller = (attributes, inside = rows(40), style = 'height:200px') => `<wx-scroll-view ${attributes} style="${style}">${inside}</wx-scroll-view>`
const scrollTop = (on = page) => on.evaluate(() => document.querySelector('wx-scroll-view').scrollTop)
const scrollTo = (top, on = page) => on.evaluate((top) => new Promise((done) => {
  const view = document.querySelector('wx-scroll-view')
  view.addEventListener('scroll', () => done(), { once: true })
  view.scrollTop = top
}), top)
/** Mouse from one point to another in small steps. */
async function drag(from, to, on = page) {
  await on.mouse.move(...from)
  await on.mouse.down()
  await on.mouse.move(...to, { steps: 8 })
  await on.mouse.up()
}
/** The same with a finger, by the browser's own input pipeline. */
async function swipe(from, to, steps = 8, hold = 0) {
  const client = await phone.context().newCDPSession(phone)
  const at = ([x, y]) => [{ x, y }]
  await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) })
  for (let i = 1; i <= steps; i++) {
    await client.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at([from[0] + ((to[0] - from[0]) * i) / steps, from[1] + ((to[1] - from[1]) * i) / steps]) })
  }
  if (hold) await phone.waitForTimeout(hold)
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

test('scroll-view scrolls on the axes it names, whatever overflow and display rules say', async () => {
  const overflow = (html) => page.mount(`<style>.x{overflow:hidden;display:flex}</style>${html}`).then(() => page.evaluate(() => {
    const { overflowX, overflowY } = getComputedStyle(document.querySelector('wx-scroll-view'))
    return `${overflowX} ${overflowY}`
  }))
  assert.equal(await overflow(scroller('class=x scroll-y')), 'hidden auto')
  assert.equal((await page.box('#r1')).top, 50)
  assert.equal(await overflow(scroller('class=x scroll-x')), 'auto hidden')
  assert.equal(await overflow(scroller('class=x')), 'hidden hidden')
  assert.equal(await overflow(scroller('class=x scroll-x scroll-y')), 'auto auto')
})

test('scroll-view reports scrolling with differences, and each threshold once per entry', async () => {
  await page.mount(scroller('scroll-y'))
  await scrollTo(300)
  assert.deepEqual(await page.event('scroll'), { scrollLeft: 0, scrollTop: 300, scrollHeight: 2000, scrollWidth: 375, deltaX: 0, deltaY: -300 })
  for (const top of [1760, 1780, 1800, 30, 10, 300, 20]) await scrollTo(top)
  assert.deepEqual(await page.details('scrolltolower'), [{ direction: 'bottom' }])
  assert.deepEqual(await page.details('scrolltoupper'), [{ direction: 'top' }, { direction: 'top' }])
})

test('scroll-view: content that grew while at the end fires again on the next scroll', async () => {
  await page.mount(scroller('scroll-y lower-threshold=100rpx'))
  await scrollTo(1760)
  await page.evaluate((more) => document.querySelector('wx-scroll-view').insertAdjacentHTML('beforeend', more), '<wx-view style="height:10px"></wx-view>')
  await scrollTo(1790)
  assert.equal((await page.details('scrolltolower')).length, 2)
})

test('scroll-view: positions from data', async () => {
  await page.mount(scroller('scroll-y scroll-top=100'))
  await page.waitForFunction(() => document.querySelector('wx-scroll-view').scrollTop === 100)
  await page.set('wx-scroll-view', 'scroll-top', '400rpx')
  await page.waitForFunction(() => document.querySelector('wx-scroll-view').scrollTop === 200)
  await page.set('wx-scroll-view', 'scroll-into-view', 'r10')
  await page.waitForFunction(() => document.querySelector('wx-scroll-view').scrollTop === 500)
  await page.set('wx-scroll-view', 'scrollWithAnimation', true)
  await page.set('wx-scroll-view', 'scroll-top', 0)
  await page.waitForFunction(() => document.querySelector('wx-scroll-view').scrollTop === 0)
  assert.ok((await page.details('scroll')).length > 5, 'moved step by step')
})

test('scroll-view: an element that comes in the same patch can be scrolled to', async () => {
  await page.mount(scroller('scroll-y', ''))
  await page.evaluate((inside) => {
    const view = document.querySelector('wx-scroll-view')
    view.wxSet('scrollIntoView', 'r5')
    view.innerHTML = inside
  }, rows(40))
  await page.waitForFunction(() => document.querySelector('wx-scroll-view').scrollTop === 250)
})

test('scroll-view: horizontal, dragged with the mouse; enhanced reports the drag', async () => {
  await page.mount(scroller('scroll-x enhanced', '<wx-view style="display:inline-block;width:300px;height:80px">a</wx-view>'.repeat(4), 'white-space:nowrap'))
  await drag([300, 40], [100, 40])
  await page.event('dragend')
  assert.ok(await page.evaluate(() => document.querySelector('wx-scroll-view').scrollLeft >= 195))
  assert.equal((await page.types()).find((type) => type.startsWith('drag')), 'dragstart')
})

test('scroll-view: pulled down with a finger', async () => {
  await phone.mount(scroller('scroll-y refresher-enabled'))
  await swipe([100, 20], [100, 180])
  const { dy } = await phone.event('refresherrefresh')
  assert.ok(dy > 45)
  await phone.event('refresherpulling')
  assert.equal((await phone.box('.wx-refresher')).height > 0, true)
  await phone.set('wx-scroll-view', 'refresherTriggered', false)
  await phone.event('refresherrestore')
  await phone.waitForFunction(() => document.querySelector('.wx-refresher').offsetHeight === 0)
  await swipe([100, 20], [100, 60])
  await phone.event('refresherabort')
})

test('scroll-view: refreshing can be started by data; its own header moves along', async () => {
  await page.mount(scroller('scroll-y refresher-enabled refresher-default-style=none', '<wx-view slot=refresher id=head style="height:40px">pull</wx-view>' + rows(20)))
  assert.equal(await page.evaluate(() => document.querySelector('#head').getBoundingClientRect().bottom), 0)
  await page.set('wx-scroll-view', 'refresherTriggered', true)
  await page.event('refresherrefresh')
  await page.waitForFunction(() => document.querySelector('#head').getBoundingClientRect().bottom === 45)
})

const slides = (count, attributes = '') => `<wx-swiper ${attributes}>${Array.from({ length: count }, (_, i) => `<wx-swiper-item item-id="i${i}"><wx-view style="height:100%">${i}</wx-view></wx-swiper-item>`).join('')}</wx-swiper>`
const lefts = () => page.evaluate(() => [...document.querySelectorAll('wx-swiper-item')].map((item) => Math.round(item.getBoundingClientRect().left)))

test('swiper: lays slides side by side and turns on data', async () => {
  await page.mount(slides(3, 'duration=50'))
  assert.deepEqual(await lefts(), [0, 375, 750])
  await page.set('wx-swiper', 'current', 2)
  assert.deepEqual(await page.event('change'), { current: 2, currentItemId: 'i2', source: '' })
  assert.deepEqual(await page.event('animationfinish'), { current: 2, currentItemId: 'i2', source: '' })
  assert.deepEqual(await lefts(), [-750, -375, 0])
  assert.ok((await page.details('transition')).at(-1).dx > 0)
  await page.set('wx-swiper', 'current', 9)
  await page.event('animationfinish', 1)
  assert.deepEqual(await lefts(), [0, 375, 750])
})

test('swiper: starts where data says, without motion', async () => {
  await page.mount(slides(3, 'current=1 indicator-dots indicator-active-color=red'))
  await page.waitForFunction(() => document.querySelectorAll('.wx-swiper-dot').length === 3)
  assert.deepEqual(await lefts(), [-375, 0, 375])
  assert.deepEqual(await page.types(), [])
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.wx-swiper-dot')].map((dot) => getComputedStyle(dot).backgroundColor)), ['rgba(0, 0, 0, 0.3)', 'rgb(255, 0, 0)', 'rgba(0, 0, 0, 0.3)'])
})

test('swiper: dragged with the mouse and with a finger', async () => {
  await page.mount(slides(3, 'duration=50'))
  await drag([300, 80], [80, 80])
  assert.deepEqual(await page.event('change'), { current: 1, currentItemId: 'i1', source: 'touch' })
  await page.event('animationfinish')
  await drag([200, 80], [190, 80])
  await page.event('animationfinish', 1)
  assert.equal((await page.details('change')).length, 1)
  await phone.mount(slides(3, 'duration=50'))
  await swipe([300, 80], [80, 80])
  assert.deepEqual(await phone.event('change'), { current: 1, currentItemId: 'i1', source: 'touch' })
  await phone.event('animationfinish')
})

test('swiper: does not take vertical gestures', async () => {
  await phone.mount(slides(3) + '<div style="height:3000px"></div>')
  await swipe([200, 120], [200, 20])
  await phone.waitForFunction(() => document.querySelector('#wxc').scrollTop > 50)
  assert.deepEqual(await phone.details('change'), [])
})

test('swiper: a circle goes on over its end, with neighbours on both sides', async () => {
  await page.mount(slides(3, 'circular duration=50 previous-margin=20px next-margin=20px'))
  assert.deepEqual(await lefts(), [20, 355, -315])
  await drag([100, 80], [300, 80])
  assert.equal((await page.event('change')).current, 2)
  await page.event('animationfinish')
  assert.deepEqual(await lefts(), [355, -315, 20])
  await page.mount(slides(2, 'circular duration=50 current=1'))
  await page.waitForFunction(() => document.querySelectorAll('wx-swiper-item')[1].getBoundingClientRect().left === 0)
  await drag([300, 80], [80, 80])
  assert.equal((await page.event('change')).current, 0)
})

test('swiper: autoplay says so, and the keyboard works', async () => {
  await page.mount(slides(3, 'autoplay interval=60 duration=20'))
  assert.deepEqual(await page.event('change'), { current: 1, currentItemId: 'i1', source: 'autoplay' })
  await page.mount(slides(3, 'duration=20'))
  await page.focus('wx-swiper')
  await page.keyboard.press('ArrowRight')
  assert.equal((await page.event('change')).current, 1)
})

test('swiper: several at once, vertical', async () => {
  await page.mount(slides(4, 'display-multiple-items=2 duration=20'))
  assert.deepEqual(await lefts(), [0, 188, 375, 563])
  await page.set('wx-swiper', 'current', 3)
  assert.equal((await page.event('change')).current, 2)
  await page.mount(slides(3, 'vertical duration=20'))
  await page.set('wx-swiper', 'current', 1)
  await page.event('animationfinish')
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('wx-swiper-item')].map((item) => item.getBoundingClientRect().top)), [-150, 0, 150])
})

test('swiper: slides come and go; styles from data do not move them', async () => {
  await page.mount(slides(3, 'current=1 indicator-dots'))
  await page.waitForFunction(() => document.querySelectorAll('.wx-swiper-dot').length === 3)
  await page.evaluate(() => document.querySelectorAll('wx-swiper-item')[0].remove())
  await page.waitForFunction(() => document.querySelectorAll('.wx-swiper-dot').length === 2)
  assert.deepEqual(await lefts(), [0, 375])
  await page.evaluate(() => (document.querySelectorAll('wx-swiper-item')[1].style.cssText = 'color: red'))
  assert.deepEqual(await lefts(), [0, 375])
  await page.evaluate(() => document.querySelectorAll('wx-swiper-item').forEach((item) => item.remove()))
  await page.waitForFunction(() => document.querySelectorAll('.wx-swiper-dot').length <= 1)
})

test('swiper: one slide does not move', async () => {
  await page.mount(slides(1, 'circular autoplay interval=20 duration=20'))
  await drag([300, 80], [80, 80])
  assert.deepEqual(await lefts(), [0])
  assert.deepEqual(await page.types(), [])
})

const movable = (attributes, size = 50) => `<wx-movable-area style="width:300px;height:200px"><wx-movable-view ${attributes} style="width:${size}px;height:${size}px">x</wx-movable-view></wx-movable-area>`

test('movable-view: stays inside its area, moves only its way', async () => {
  await page.mount(movable('direction=horizontal x=10 y=20'))
  await page.waitForFunction(() => document.querySelector('wx-movable-view').getBoundingClientRect().left === 10)
  await drag([30, 40], [380, 60])
  const last = (await page.details('change')).at(-1)
  assert.deepEqual(last, { x: 250, y: 20, source: 'touch' })
  assert.deepEqual(await page.box('wx-movable-view').then(({ left, top }) => [left, top]), [250, 20])
  await page.set('wx-movable-view', 'x', 100)
  await page.waitForFunction(() => document.querySelector('wx-movable-view').getBoundingClientRect().left === 100)
  assert.equal((await page.details('change')).at(-1).source, '')
  assert.equal(await page.evaluate(() => events.find((event) => event.type === 'htouchmove').bubbles), true)
})

test('movable-view: springs back from outside, larger ones cover the area', async () => {
  await page.mount(movable('direction=all out-of-bounds damping=200'))
  await drag([25, 25], [-75, 25])
  assert.ok((await page.details('change')).some(({ source, x }) => source === 'touch-out-of-bounds' && x < 0))
  await page.waitForFunction(() => document.querySelector('wx-movable-view').getBoundingClientRect().left === 0)
  assert.equal((await page.details('change')).at(-1).source, 'out-of-bounds')
  await page.mount(movable('direction=all x=30', 400))
  await drag([150, 150], [-350, 150])
  assert.equal((await page.box('wx-movable-view')).left, -100)
})

test('sticky-header sticks and says so', async () => {
  await page.mount(scroller('scroll-y', `<wx-sticky-section><wx-sticky-header><wx-view id=h style="height:30px">head</wx-view></wx-sticky-header>${rows(20)}</wx-sticky-section>`))
  await scrollTo(120)
  assert.deepEqual(await page.event('stickontopchange'), { isStickOnTop: true })
  assert.equal((await page.box('#h')).top, 0)
  await scrollTo(0)
  assert.deepEqual(await page.event('stickontopchange', 1), { isStickOnTop: false })
})
