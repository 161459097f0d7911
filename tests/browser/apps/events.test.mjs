/** Events as fingers, mice, pens and keys make them, through components, slots and loops, up to what handlers on the worker get. */
import assert from 'node:assert/strict'
import { after, before, test as nodeTest } from 'node:test'
import { browser, build, ISOLATED, project, serve } from '../start.mjs'

/** A gesture that is not answered must not keep the others waiting. */
const test = (name, run) => nodeTest(name, { timeout: 60_000 }, run)

/** Handlers `h` note what they get under the name in `data-n` (or the id) of the element they are bound to. */
const NOTE = `
const log = (globalThis.log ??= [])
const note = (e) => void log.push({ at: e.currentTarget.dataset.n ?? e.currentTarget.id, ...JSON.parse(JSON.stringify(e)) })
`
const box = 'style="height: 40px; background: #eee; margin: 2px"'
const files = {
  'pages/gestures/gestures.wxml': `
<view id="tap" ${box} bindtap="h">tap</view>
<view id="long" ${box} bindtap="h" bindlongpress="h">long press and tap</view>
<view id="longtap" ${box} bindtap="h" bindlongtap="h">longtap and tap</view>
<view id="touch" ${box} bindtouchstart="h" bindtouchmove="h" bindtouchend="h" bindtouchcancel="h" bindtap="h">touch</view>
<view id="still" ${box} catchtouchmove="h">still</view>
<view id="perhaps" ${box} catchtouchmove="{{locked ? 'h' : ''}}">perhaps still</view>
<button id="lock" bindtap="lock">lock</button>
<view wx:if="{{!gone}}" id="goes" ${box} bindtouchstart="go" bindtouchend="h" bindtap="h" bindlongpress="h">goes when touched</view>
<view wx:for="{{rows}}" wx:key="*this" id="row{{item}}" data-n="row{{item}}" ${box} bindtouchstart="turn" bindtap="h">row {{item}}</view>
<canvas type="2d" id="canvas" style="width: 200px; height: 60px" bindtouchstart="h" bindtouchmove="h" bindtouchend="h"></canvas>
<view id="moves" class="{{moved ? 'moved' : ''}}" bindtransitionend="h" bindanimationstart="h" bindanimationend="h" bindanimationiteration="h" bindtap="move" style="height: 20px">moves</view>
<view id="wheel" ${box} bindwheel="h">wheel</view>
<view style="height: 1500px"></view>`,
  'pages/gestures/gestures.wxss': `#moves { transition: opacity 30ms; } #moves.moved { opacity: 0.5; animation: spin 30ms 2; } @keyframes spin { to { rotate: 1deg } }`,
  'pages/gestures/gestures.js': `${NOTE}
Page({
  data: { locked: false, gone: false, rows: [1, 2, 3], moved: false },
  h: note,
  lock() { this.setData({ locked: true }, () => log.push({ at: 'locked' })) },
  go(e) { note(e); this.setData({ gone: true }) },
  turn(e) { note(e); this.setData({ rows: [3, 2, 1] }) },
  move(e) { note(e); this.setData({ moved: true }) },
})`,
  'pages/tree/tree.json': '{"usingComponents": {"card": "/comp/card"}}',
  'pages/tree/tree.wxml': `
<view id="outer" data-n="outer" mark:of="outer" mark:both="outer" capture-bind:tap="h" bindtap="h" mut-bind:press="h">
  <card id="card" data-n="card" mark:both="card" bindtap="h" bindpress="h">
    <view wx:for="{{rows}}" wx:key="id" id="item{{item.id}}" data-n="item" data-row="{{item}}" data-camel-case="1" data-camelCase="2" mark:row="{{index}}" style="height: 30px" mut-bind:tap="h"><text>row {{item.id}}</text></view>
  </card>
</view>
<card id="caught" data-n="caught" stops="{{true}}" bindtap="h"></card>
<view id="half" data-n="half" bindtap="h"><view id="name" catchtap="{{name}}" style="height: 30px">dynamic</view></view>`,
  'pages/tree/tree.js': `${NOTE}
Page({ data: { rows: [{ id: 1 }, { id: 2 }], name: '' }, h: note, set(name) { this.setData({ name }) } })`,
  'comp/card.json': '{"component": true}',
  'comp/card.wxml': `<view id="frame" data-n="frame" mark:inner="yes" mut-bind:tap="h"><slot></slot><view id="own" style="height: 30px" bindtap="{{stops ? '' : 'h'}}" catch:tap="{{stops ? 'h' : ''}}">own</view></view>`,
  'comp/card.js': `${NOTE}
Component({ properties: { stops: Boolean }, methods: { h(e) { note(e); if (e.type === 'tap' && e.currentTarget.id === 'frame') this.triggerEvent('press', { deep: 1 }, { bubbles: true }) } } })`,
  'pages/hover/hover.wxml': `
<view id="plain" ${box} hover-class="on">plain</view>
<view id="slow" ${box} hover-class="on" hover-start-time="200" hover-stay-time="100">slow</view>
<view id="out" hover-class="on" style="padding: 4px"><view id="in" ${box} hover-class="on" hover-stop-propagation>in</view><view id="through" ${box} hover-class="on">through</view></view>
<view id="none" ${box} hover-class="none">none</view>
<button id="off" disabled>disabled</button><button id="button">button</button>`,
  'pages/hover/hover.wxss': `.on { color: rgb(1, 2, 3) }`,
  'pages/hover/hover.js': 'Page({})',
}

let server, program
before(async () => {
  const folder = project(files)
  server = await serve(build(folder, '--mode', 'dev').out, ISOLATED)
  program = await browser()
})
after(async () => {
  await program?.close()
  await server?.close()
})

async function open(name, options = {}) {
  const opened = await program.open(`${server.url}#/pages/${name}/${name}`, { reducedMotion: 'no-preference', ...options })
  const { page } = opened
  await page.waitForFunction(() => document.querySelector('wxc-page.wxc-on wx-page > *') && history.state)
  const client = await page.context().newCDPSession(page)
  const worker = page.workers()[0]
  const frame = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  return {
    ...opened,
    frame,
    /** Fingers down, moved, up: `touch('touchStart', [x, y], …)`. */
    touch: (type, ...points) => client.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id, radiusX: 1, radiusY: 1 })) }),
    pen: (type, x, y, more) => client.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1, pointerType: 'pen', ...more }),
    middle: async (selector) => {
      const { x, y, width, height } = await page.locator(selector).boundingBox()
      return [x + width / 2, y + height / 2]
    },
    /** Everything noted since the last call, once a round trip to the worker is over. */
    async noted() {
      await frame()
      await worker.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
      return worker.evaluate(() => log.splice(0))
    },
    /** Waits until as many were noted; takes them. */
    async wait(count) {
      for (;;) {
        if ((await worker.evaluate(() => log.length)) >= count) return worker.evaluate(() => log.splice(0))
        await frame()
      }
    },
    worker,
  }
}
const types = (log) => log.map((e) => `${e.at}:${e.type}`)

for (const kind of ['mouse', 'finger', 'pen'])
  test(`${kind}: a tap within the slop, a drag beyond it, a long press with and without its handler`, async () => {
    const { page, problems, close, touch, pen, middle, noted, wait } = await open('gestures')
    const down = (x, y) => (kind === 'finger' ? touch('touchStart', [x, y]) : kind === 'pen' ? pen('mousePressed', x, y) : page.mouse.move(x, y).then(() => page.mouse.down()))
    const move = (x, y) => (kind === 'finger' ? touch('touchMove', [x, y]) : kind === 'pen' ? pen('mouseMoved', x, y, { buttons: 1 }) : page.mouse.move(x, y))
    const up = (x, y) => (kind === 'finger' ? touch('touchEnd') : kind === 'pen' ? pen('mouseReleased', x, y) : page.mouse.up())
    const press = async (selector, { dx = 0, hold = 0 } = {}) => {
      const [x, y] = await middle(selector)
      await down(x, y)
      if (dx) await move(x + dx, y)
      // The press is what takes its time here.
      if (hold) await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), hold)
      await up(x + dx, y)
    }
    await press('#tap')
    const [tap] = await wait(1)
    const [x, y] = await middle('#tap')
    // A mouse is where whole pixels are.
    const place = kind === 'finger' ? [x, y - 44] : [Math.floor(x), Math.floor(y) - 44]
    assert.deepEqual([tap.type, tap.detail, tap.touches.length, tap.changedTouches.length], ['tap', { x: place[0], y: place[1] }, 1, 1])
    assert.deepEqual(Object.keys(tap.changedTouches[0]).sort(), ['clientX', 'clientY', 'force', 'identifier', 'pageX', 'pageY'])
    assert.deepEqual(Object.keys(tap).sort(), ['at', 'changedTouches', 'currentTarget', 'detail', 'mark', 'target', 'timeStamp', 'touches', 'type'])
    assert.deepEqual(Object.keys(tap.target).sort(), ['dataset', 'id', 'offsetLeft', 'offsetTop'])
    await press('#tap', { dx: 6 })
    assert.deepEqual(types(await wait(1)), ['tap:tap'])
    await press('#tap', { dx: 40 })
    await press('#tap')
    assert.deepEqual(types(await wait(1)), ['tap:tap'], 'only the second')
    await press('#tap', { hold: 450 })
    assert.deepEqual(types(await wait(1)), ['tap:tap'], 'nobody listens to the long press')
    await press('#long', { hold: 450 })
    await press('#long')
    const held = await wait(2)
    assert.deepEqual(types(held), ['long:longpress', 'long:tap'])
    assert.deepEqual(held[0].detail, held[1].detail)
    await press('#longtap', { hold: 450 })
    assert.deepEqual(types(await wait(2)), ['longtap:longtap', 'longtap:tap'])
    await press('#touch')
    assert.deepEqual(types(await wait(3)), ['touch:touchstart', 'touch:touchend', 'touch:tap'])
    assert.deepEqual(await noted(), [])
    assert.deepEqual(problems, [])
    await close()
  })

test('two fingers: all touches, those that changed; no tap', async () => {
  const { close, touch, middle, wait, noted } = await open('gestures')
  const [x, y] = await middle('#touch')
  await touch('touchStart', [x, y])
  await touch('touchStart', [x, y], [x + 60, y + 4])
  await touch('touchMove', [x, y], [x + 90, y + 4])
  await touch('touchEnd')
  const log = (await wait(4)).filter((e) => e.type !== 'touchmove' || e.changedTouches.length === 1)
  const shape = log.map((e) => [e.type, e.touches.map((t) => t.identifier), e.changedTouches.map((t) => t.identifier)])
  assert.deepEqual(shape.slice(0, 3), [['touchstart', [0], [0]], ['touchstart', [0, 1], [1]], ['touchmove', [0, 1], [1]]])
  assert.deepEqual(log[2].changedTouches[0].clientX, x + 90)
  assert.equal(log.at(-1).type, 'touchend')
  assert.deepEqual(log.at(-1).touches, [])
  assert.deepEqual(types(await noted()).filter((line) => line.endsWith(':tap')), [])
  await close()
})

test('a cancelled touch is no tap', async () => {
  const { close, touch, middle, wait, noted } = await open('gestures')
  await touch('touchStart', await middle('#touch'))
  await touch('touchCancel')
  assert.deepEqual(types(await wait(2)), ['touch:touchstart', 'touch:touchcancel'])
  assert.deepEqual(await noted(), [])
  await close()
})

test('an element that goes or moves under the finger', async () => {
  const { page, close, touch, middle, wait, noted, frame, problems } = await open('gestures')
  await touch('touchStart', await middle('#goes'))
  await page.locator('#goes').waitFor({ state: 'detached' })
  // Long enough for a long press that must not come.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)))
  await touch('touchEnd')
  assert.deepEqual(types(await noted()), ['goes:touchstart'])
  await touch('touchStart', await middle('#row1'))
  await page.waitForFunction(() => document.querySelector('#row3').nextElementSibling?.id === 'row2')
  await touch('touchEnd')
  assert.deepEqual(types(await wait(2)), ['row1:touchstart', 'row1:tap'])
  // What comes next is a gesture of its own.
  await frame()
  const [x, y] = await middle('#tap')
  await touch('touchStart', [x, y])
  await touch('touchEnd')
  assert.deepEqual(types(await wait(1)), ['tap:tap'])
  assert.deepEqual(problems, [])
  await close()
})

test('catchtouchmove keeps the finger from scrolling, by name or by expression; listeners do not hold the browser up', async () => {
  const { page, close, touch, middle, frame, wait, noted } = await open('gestures', { isMobile: true })
  const top = () => page.evaluate(() => document.querySelector('.wxc-on wxc-scroll').scrollTop)
  const swipe = async (selector) => {
    await page.evaluate(() => (document.querySelector('.wxc-on wxc-scroll').scrollTop = 0))
    await frame()
    const [x, y] = await middle(selector)
    await touch('touchStart', [x, y])
    for (let dy = 15; dy <= 120; dy += 15) {
      await touch('touchMove', [x, y - dy])
      await frame()
    }
    await touch('touchEnd')
    await frame()
    return top()
  }
  assert.equal(await swipe('#still'), 0)
  assert.ok((await noted()).length > 1)
  assert.ok((await swipe('#perhaps')) > 50)
  assert.deepEqual(await noted(), [])
  // A finger would have to wait until the page stands still.
  await page.evaluate(() => document.querySelector('#lock').click())
  await wait(1)
  assert.equal(await swipe('#perhaps'), 0)
  assert.ok((await noted()).every((e) => e.at === 'perhaps'))
  const client = await page.context().newCDPSession(page)
  const blocking = []
  for (const expression of ['document', 'document.body', "document.querySelector('#wxc')", "document.querySelector('.wxc-on wxc-scroll')", "document.querySelector('#touch')"]) {
    const { result } = await client.send('Runtime.evaluate', { expression })
    const { listeners } = await client.send('DOMDebugger.getEventListeners', { objectId: result.objectId })
    blocking.push(...listeners.filter(({ type, passive }) => /^touch(start|move)|wheel/.test(type) && !passive).map(({ type }) => `${expression} ${type}`))
  }
  assert.deepEqual(blocking, [])
  await close()
})

test('canvas touches have places on the canvas', async () => {
  const { page, close, touch, wait } = await open('gestures')
  const { x, y } = await page.locator('#canvas').boundingBox()
  await touch('touchStart', [x + 12, y + 30])
  await touch('touchEnd')
  const [start] = await wait(2)
  assert.equal(start.at, 'canvas')
  assert.deepEqual([start.touches[0].x, start.touches[0].y, start.touches[0].identifier], [12, 30, 0])
  await close()
})

test('transitions, animations and the wheel', async () => {
  const { page, close, wait } = await open('gestures')
  await page.locator('#moves').click()
  const log = await wait(5)
  const seen = types(log)
  for (const type of ['transitionend', 'animationstart', 'animationiteration', 'animationend']) assert.equal(seen.filter((line) => line === `moves:${type}`).length, 1, type)
  assert.deepEqual(log.find((e) => e.type === 'transitionend').detail.propertyName, 'opacity')
  await page.locator('#wheel').hover()
  // Little: the browser scrolls first and looks for the element then.
  await page.mouse.wheel(0, 10)
  const [wheel] = await wait(1)
  assert.equal(wheel.detail.deltaY, 10)
  await close()
})

const at = (log) => log.map((e) => `${e.at}:${e.type}`)

test('through slots, loops and components: phases, targets, datasets, marks', async () => {
  const { page, close, wait, problems } = await open('tree')
  await page.locator('#item2').tap()
  const log = await wait(4)
  // Captured outside in; then inside out: the slot's content belongs to the page, the frame around it to the component. One mut-bind runs.
  assert.deepEqual(at(log), ['outer:tap', 'item:tap', 'card:tap', 'outer:tap'])
  const [captured, item, card, outer] = log
  assert.equal(item.target.id, 'item2')
  assert.deepEqual(item.currentTarget.dataset, { n: 'item', row: { id: 2 }, camelCase: '1', camelcase: '2' })
  assert.deepEqual(item.mark, { of: 'outer', both: 'card', row: 1 })
  assert.deepEqual([card.currentTarget.id, outer.currentTarget.id, captured.target.id], ['card', 'outer', 'item2'])
  assert.deepEqual(captured.mark, item.mark)
  assert.deepEqual(problems, [])
  await close()
})

test('inside a component: outside, its host is the target; triggerEvent travels on', async () => {
  const { page, close, wait } = await open('tree')
  await page.locator('#card #own').tap()
  const log = await wait(6)
  assert.deepEqual(at(log), ['outer:tap', 'own:tap', 'frame:tap', 'card:press', 'outer:press', 'card:tap', 'outer:tap'])
  const by = (line) => log[at(log).lastIndexOf(line)]
  assert.deepEqual([by('own:tap').target.id, by('frame:tap').target.id, by('card:tap').target.id, by('outer:tap').target.id], ['own', 'own', 'card', 'card'])
  assert.deepEqual([by('frame:tap').mark, by('card:tap').mark], [{ inner: 'yes' }, { of: 'outer', both: 'card' }])
  assert.deepEqual([by('card:press').detail, by('card:press').target.id], [{ deep: 1 }, 'card'])
  await close()
})

test('a catch inside a component ends there; one whose name is empty does not', async () => {
  const { page, close, wait, noted, worker } = await open('tree')
  await page.locator('#caught #own').tap()
  assert.deepEqual(at(await wait(1)), ['own:tap'])
  assert.deepEqual(await noted(), [])
  await page.locator('#name').tap()
  assert.deepEqual(at(await wait(1)), ['half:tap'])
  await worker.evaluate(() => $wxc.globals.getCurrentPages()[0].set('h'))
  await page.locator('#name').tap()
  assert.deepEqual(at(await wait(1)), ['name:tap'])
  assert.deepEqual(await noted(), [])
  await close()
})

test('pressed looks: start and stay times, who passes them on, who has none', async () => {
  const { page, close, touch, middle } = await open('hover')
  const on = (selector) => page.locator(selector).evaluate((element) => /\bon\b|button-hover/.test(element.className))
  /** Presses; the ids that look pressed while it lasts, and how long the look of the element itself took to come and to go. */
  const press = async (id, { move = false } = {}) => {
    const [x, y] = await middle('#' + id)
    await page.evaluate((id) => {
      const element = document.getElementById(id)
      window.times = []
      const pressed = () => /\bon\b|button-hover/.test(element.className)
      let was = pressed()
      window.watcher?.disconnect()
      window.watcher = new MutationObserver(() => {
        if (pressed() !== was) window.times.push([(was = pressed()), performance.now()])
      })
      window.watcher.observe(element, { attributes: true, attributeFilter: ['class'] })
      addEventListener('touchstart', () => window.times.push(['down', performance.now()]), { once: true, capture: true })
      addEventListener('touchend', () => window.times.push(['up', performance.now()]), { once: true, capture: true })
    }, id)
    await touch('touchStart', [x, y])
    if (move) await touch('touchMove', [x + 40, y])
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 260)))
    const pressed = await page.evaluate(() => [...document.querySelectorAll('.wxc-on [id]')].filter((e) => /\bon\b|button-hover/.test(e.className)).map((e) => e.id))
    await touch('touchEnd')
    await page.waitForFunction(() => ![...document.querySelectorAll('.wxc-on [id]')].some((e) => /\bon\b|button-hover/.test(e.className)))
    const times = Object.fromEntries(await page.evaluate(() => window.times))
    return { pressed, came: times.true - times.down, went: times.false - times.up }
  }
  const plain = await press('plain')
  assert.deepEqual(plain.pressed, ['plain'])
  assert.ok(plain.came >= 45 && plain.went >= 390, JSON.stringify(plain))
  const slow = await press('slow')
  assert.ok(slow.came >= 190 && slow.went >= 95 && slow.went < 390, JSON.stringify(slow))
  assert.deepEqual((await press('in')).pressed, ['in'])
  assert.deepEqual((await press('through')).pressed, ['out', 'through'])
  assert.deepEqual((await press('none')).pressed, [])
  assert.deepEqual((await press('off')).pressed, [])
  assert.deepEqual((await press('button')).pressed, ['button'])
  assert.deepEqual((await press('plain', { move: true })).pressed, [])
  assert.equal(await on('#plain'), false)
  await close()
})
