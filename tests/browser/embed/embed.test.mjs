// Mini programs as elements of other pages: several at once, apart from each other and from the page.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browser } from '../start.mjs'
import { heard, page, site } from './host.mjs'

const A = {
  'app.json': { pages: ['pages/one/one', 'pages/two/two'], window: { navigationBarTitleText: 'A' } },
  'app.wxss': '.btn { color: rgb(1, 2, 3) } view { padding-left: 3px }',
  'pages/one/one.wxml': `<button class="btn" bindtap="add" id="add">{{n}}</button><view class="wide" id="wide">w</view><view class="fixed" id="fixed">f</view>
<input id="field" value="{{text}}" bindinput="typed"/><view id="text">{{text}}</view><view id="heard">{{heard}}</view>
<button id="go" bindtap="go">go</button><button id="ask" bindtap="ask">ask</button><button id="say" bindtap="say">say</button><button id="pay" bindtap="pay">pay</button><button id="quit" bindtap="quit">quit</button>
<view id="asked">{{asked}}</view>`,
  'pages/one/one.wxss': '.wide { width: 750rpx; height: 10vw; padding: 0 } .fixed { position: fixed; left: 0; bottom: 0; width: 100vw; height: 20px; padding: 0 }',
  'pages/one/one.json': { navigationBarTitleText: 'One' },
  'pages/one/one.js': `Page({
  data: { n: 0, text: '', heard: '', asked: '' },
  onLoad() {
    this.setData({ n: wx.getStorageSync('n') || 0, asked: wx.getStorageSync('hidden') ? 'was hidden' : '' })
    wx.host.onMessage((data) => { this.setData({ heard: JSON.stringify(data) }); wx.host.postMessage({ echo: data }) })
  },
  add() { const n = this.data.n + 1; this.setData({ n }); wx.setStorageSync('n', n) },
  typed(e) { this.setData({ text: e.detail.value }) },
  go() { wx.navigateTo({ url: '/pages/two/two?x=1' }) },
  ask() { wx.showModal({ title: 'T', content: 'C', success: (r) => this.setData({ asked: r.confirm ? 'yes' : 'no' }) }) },
  say() { const { windowWidth, screenWidth, screenHeight } = wx.getWindowInfo(); wx.host.postMessage({ windowWidth, screenWidth, screenHeight }) },
  pay() { wx.requestPayment({ timeStamp: '1', nonceStr: 'n', package: 'p', paySign: 's', success: () => this.setData({ asked: 'paid' }), fail: (e) => this.setData({ asked: e.errMsg }) }) },
  quit() { wx.exitMiniProgram() },
  onHide() { wx.setStorageSync('hidden', true) },
})`,
  'pages/two/two.wxml': '<view id="two">{{x}}</view><button id="back" bindtap="back">back</button>',
  'pages/two/two.json': { navigationBarTitleText: 'Two' },
  'pages/two/two.js': `Page({ data: { x: '' }, onLoad(q) { this.setData({ x: q.x || '-' }) }, back() { wx.navigateBack() } })`,
}
/** Other built-ins than `A`, and other styles for the same names. */
const B = {
  'app.json': { pages: ['pages/one/one'], window: { navigationBarTitleText: 'B' } },
  'app.wxss': '.btn { color: rgb(4, 5, 6) }',
  'pages/one/one.wxml': '<switch id="switch" checked="{{on}}" bindchange="change"/><slider id="slider" value="30"/><view class="btn" id="state">{{on ? "on" : "off"}}</view><view id="n">{{n}}</view><button id="add" bindtap="add">+</button>',
  'pages/one/one.js': `Page({ data: { on: false, n: 0 }, onLoad() { this.setData({ n: wx.getStorageSync('n') || 0 }) }, change(e) { this.setData({ on: e.detail.value }) },
  add() { const n = this.data.n + 10; this.setData({ n }); wx.setStorageSync('n', n) } })`,
}
const HOSTILE = '* { letter-spacing: 3px; color: red; font-size: 33px; box-sizing: border-box } view, wx-view, .btn { background: lime !important; display: none !important } button { display: none }'
const SIZE = 'wx-app { width: 300px; height: 400px; display: inline-block }'

let server, foreign, chromium
before(async () => {
  server = await site({ a: A, b: B }, {
    'index.html': page('<wx-app id="a" src="a/manifest.json"></wx-app><wx-app id="b" src="b/manifest.json"></wx-app><p class="btn" id="own">own</p><div id="box"></div>', { style: SIZE + HOSTILE }),
    'twice.html': page('<wx-app id="x" src="a/manifest.json" name="x"></wx-app><wx-app id="y" src="a/manifest.json" name="y" threads="1"></wx-app><wx-app id="z" src="a/manifest.json" name="x"></wx-app>', { style: SIZE }),
    'empty.html': page('<div id="box"></div>', { style: SIZE }),
  })
  foreign = await site({ a: A }, {}, { 'access-control-allow-origin': '*' })
  chromium = await browser()
})
after(async () => {
  await chromium?.close()
  await server?.close()
  await foreign?.close()
})

/** A desktop window. */
const open = (path) => chromium.open(server.url + path, { viewport: { width: 1000, height: 800 }, hasTouch: false })
const events = (tab) => tab.evaluate(() => said)

test('two apps beside each other, each with its own elements and styles, and the page with its own', async () => {
  const { page: tab, problems, close } = await open('')
  await heard(tab, 'a', 'ready')
  await heard(tab, 'b', 'ready')
  await tab.click('#a #add')
  await tab.click('#a #add')
  await tab.locator('#a #add', { hasText: '2' }).waitFor()
  await tab.click('#b #switch')
  await tab.locator('#b #state', { hasText: 'on' }).waitFor()
  await tab.click('#a #field')
  await tab.keyboard.type('abc')
  await tab.locator('#a #text', { hasText: 'abc' }).waitFor()
  const seen = await tab.evaluate(() => {
    const style = (host, selector) => {
      const { color, backgroundColor, letterSpacing, fontSize, display } = getComputedStyle(document.querySelector(host).shadowRoot.querySelector(selector))
      return { color, backgroundColor, letterSpacing, fontSize, display }
    }
    return { a: style('#a', '#add'), text: style('#a', '#text'), b: style('#b', '#state'), own: getComputedStyle(document.querySelector('#own')).color, slider: document.querySelector('#b').shadowRoot.querySelector('#slider').childElementCount }
  })
  assert.equal(seen.a.color, 'rgb(1, 2, 3)')
  assert.equal(seen.b.color, 'rgb(4, 5, 6)')
  assert.equal(seen.own, 'rgb(255, 0, 0)')
  assert.deepEqual(seen.text, { color: 'rgb(0, 0, 0)', backgroundColor: 'rgba(0, 0, 0, 0)', letterSpacing: 'normal', fontSize: '16px', display: 'block' })
  assert.ok(seen.slider > 0, 'a slider has its parts')
  assert.deepEqual(problems, [])
  await close()
})

test('what apps store is theirs; a name is shared', async () => {
  const { page: tab, close } = await open('twice.html')
  for (const id of ['x', 'y', 'z']) await heard(tab, id, 'ready')
  await tab.click('#x #add')
  await tab.locator('#x #add', { hasText: '1' }).waitFor()
  await tab.click('#y #add')
  await tab.click('#y #add')
  await tab.locator('#y #add', { hasText: '2' }).waitFor()
  await tab.reload()
  for (const [id, text] of [['x', '1'], ['y', '2'], ['z', '1']]) await tab.locator(`#${id} #add`, { hasText: text }).waitFor()
  // The app itself, as a document of its own on the same origin, has its own store, too.
  await tab.goto(server.url + 'a/')
  await tab.locator('#add', { hasText: '0' }).waitFor()
  await tab.goto(server.url)
  await tab.locator('#a #add', { hasText: '0' }).waitFor()
  await close()
})

test('messages both ways, also before the app is there; the bridge of one element', async () => {
  const { page: tab, problems, close } = await open('empty.html')
  const early = await tab.evaluate(async () => {
    const { mount } = await import(new URL('a/wx-app.js', document.baseURI))
    const element = document.createElement('wx-app')
    element.id = 'a'
    element.src = 'a/manifest.json'
    box.append(element)
    element.postMessage({ early: [1, new Date(0)] })
    window.mounted = mount(box, { src: 'a/manifest.json', name: 'm', onmessage: (data) => (window.got = data), bridge: { requestPayment: () => ({}) } })
    return element.shadowRoot === null
  })
  assert.ok(early)
  await heard(tab, 'a', 'message', (data) => data.echo.early[0] === 1 && data.echo.early[1] instanceof Date)
  await tab.evaluate(async () => { (await mounted).id = 'm'; (await mounted).postMessage('hello') })
  await tab.locator('#m #heard', { hasText: '"hello"' }).waitFor()
  await tab.waitForFunction(() => window.got?.echo === 'hello')
  await tab.click('#m #pay')
  await tab.locator('#m #asked', { hasText: 'paid' }).waitFor()
  await tab.click('#a #pay')
  await tab.locator('#a #asked', { hasText: 'requestPayment:fail not supported in browser' }).waitFor()
  await tab.evaluate(() => { document.querySelector('#a').bridge = { requestPayment() { throw 'cancel' } } })
  await tab.click('#a #pay')
  await tab.locator('#a #asked', { hasText: 'requestPayment:fail cancel' }).waitFor()
  await tab.evaluate(async () => (await mounted).unmount())
  assert.equal(await tab.evaluate(() => box.childElementCount), 1, 'the element of mount() is gone')
  assert.deepEqual(problems, [])
  await close()
})

test('pages: the app navigates without touching the host, and the host tells it where to go', async () => {
  const { page: tab, problems, close } = await open('')
  await heard(tab, 'a', 'ready')
  await heard(tab, 'b', 'ready')
  const before = await tab.evaluate(() => [history.length, location.href, document.title, JSON.stringify(history.state)])
  assert.equal(before[2], 'Host')
  await tab.click('#a #go')
  await heard(tab, 'a', 'navigate', ({ path, query, title, depth }) => path === 'pages/two/two' && query === 'x=1' && title === 'Two' && depth === 1)
  await tab.locator('#a #two', { hasText: '1' }).waitFor()
  await tab.click('#a .wxc-on .wxc-back')
  await tab.waitForFunction(() => said.filter(([id, type, detail]) => id === 'a' && type === 'navigate' && detail.path === 'pages/one/one').length === 2)
  await tab.click('#a #go')
  await tab.locator('#a #two', { hasText: '1' }).waitFor()
  assert.equal(await tab.evaluate(() => document.querySelector('#a').back()), true)
  await tab.waitForFunction(() => said.filter(([id, type, detail]) => id === 'a' && type === 'navigate' && detail.path === 'pages/one/one').length === 3)
  assert.equal(await tab.evaluate(() => document.querySelector('#a').back()), false)
  await tab.evaluate(() => { document.querySelector('#a').path = 'pages/two/two?x=7' })
  await tab.locator('#a #two', { hasText: '7' }).waitFor()
  await heard(tab, 'a', 'navigate', ({ query, depth }) => query === 'x=7' && depth === 0)
  assert.deepEqual(await tab.evaluate(() => [history.length, location.href, document.title, JSON.stringify(history.state)]), before)
  await tab.evaluate(() => { Object.assign(document.querySelector('#a'), { src: 'b/manifest.json', path: '' }) })
  await tab.locator('#a #switch').waitFor()
  assert.deepEqual(problems, [])
  await close()
})

test('lengths are those of the box, and follow it', async () => {
  const { page: tab, close } = await open('')
  await heard(tab, 'a', 'ready')
  const box = () => tab.evaluate(() => {
    const { shadowRoot: root } = document.querySelector('#a')
    const rect = (selector) => { const { width, height, left, bottom } = root.querySelector(selector).getBoundingClientRect(); return { width, height, left, bottom } }
    const outer = document.querySelector('#a').getBoundingClientRect()
    const fixed = rect('#fixed')
    return { wide: rect('#wide').width, tall: rect('#wide').height, fixed: [fixed.width, fixed.left - outer.left, outer.bottom - fixed.bottom] }
  })
  const says = async (width, height) => {
    await tab.evaluate(() => said.splice(0))
    await tab.click('#a #say')
    await tab.waitForFunction(() => said.some(([, type]) => type === 'message'))
    assert.deepEqual((await events(tab)).find(([, type]) => type === 'message')[2], { windowWidth: width, screenWidth: width, screenHeight: height })
  }
  const near = (a, b) => Math.abs(a - b) < 0.6
  let now = await box()
  assert.ok(near(now.wide, 300) && near(now.tall, 30) && now.fixed.every((value, i) => near(value, [300, 0, 0][i])), JSON.stringify(now))
  await says(300, 400)
  await tab.evaluate(() => Object.assign(document.querySelector('#a').style, { width: '420px', height: '500px' }))
  await tab.waitForFunction(() => Math.abs(document.querySelector('#a').shadowRoot.querySelector('#wide').getBoundingClientRect().width - 420) < 0.6)
  now = await box()
  assert.ok(near(now.tall, 42) && now.fixed.every((value, i) => near(value, [420, 0, 0][i])), JSON.stringify(now))
  await says(420, 500)
  await close()
})

test('dialogs cover the app only; the page and other apps stay usable', async () => {
  const { page: tab, close } = await open('')
  await heard(tab, 'a', 'ready')
  await heard(tab, 'b', 'ready')
  await tab.click('#a #ask')
  await tab.locator('#a .wxc-modal').waitFor()
  const [inside, outside] = await tab.evaluate(() => {
    const box = document.querySelector('#a').getBoundingClientRect()
    const layer = document.querySelector('#a').shadowRoot.querySelector('.wxc-layer').getBoundingClientRect()
    return [layer.left >= box.left && layer.right <= box.right && layer.top >= box.top && layer.bottom <= box.bottom, document.body.querySelectorAll('.wxc-layer, [inert]').length]
  })
  assert.ok(inside && outside === 0)
  await tab.click('#b #add')
  await tab.locator('#b #n', { hasText: '10' }).waitFor()
  await tab.click('#a .wxc-modal footer button:last-child')
  await tab.locator('#a #asked', { hasText: 'yes' }).waitFor()
  await close()
})

test('from another origin: worker, styles, templates, storage', async () => {
  const { page: tab, problems, close } = await open('empty.html')
  await tab.evaluate((url) => import(url + 'a/wx-app.js').then(({ mount }) => mount(box, { src: url + 'a/manifest.json' })).then((element) => (element.id = 'a')), foreign.url)
  await tab.click('#a #add')
  await tab.locator('#a #add', { hasText: '1' }).waitFor()
  assert.equal(await tab.evaluate(() => getComputedStyle(document.querySelector('#a').shadowRoot.querySelector('#add')).color), 'rgb(1, 2, 3)')
  await tab.click('#a #go')
  await tab.locator('#a #two', { hasText: '1' }).waitFor()
  assert.deepEqual(problems, [])
  await close()
})

test('what goes wrong is said in the element and by an event', async () => {
  const { page: tab, close } = await open('empty.html')
  const failing = async (src, expected) => {
    await tab.evaluate((src) => { box.innerHTML = `<wx-app id="a" src="${src}"></wx-app>`; said.splice(0) }, src)
    await heard(tab, 'a', 'error')
    const [[, , { message, fatal }]] = (await events(tab)).filter(([, type]) => type === 'error')
    assert.match(message, expected)
    assert.ok(fatal)
    assert.match(await tab.evaluate(() => document.querySelector('#a').shadowRoot.querySelector('[role=alert]').textContent), expected)
  }
  await failing('nowhere/manifest.json', /cannot load http.*nowhere\/manifest.json: the server says 404/)
  await failing('empty.html', /empty.html: it is no JSON/)
  await failing('data:application/json,{}', /is no manifest of a mini program/)
  const manifest = { generator: 'wxc', version: 1, embed: { version: 99 } }
  await failing('data:application/json,' + encodeURIComponent(JSON.stringify(manifest)), /built for version 99 of <wx-app>, this is version 1/)
  const unable = await tab.evaluate(async () => {
    const { mount } = await import(new URL('a/wx-app.js', document.baseURI))
    const manifest = await (await fetch('a/manifest.json')).json()
    const messages = []
    for (const threads of ['worker', '1']) {
      const broken = structuredClone(manifest)
      broken.embed.config.logic = 'assets/nowhere.js'
      await mount(box, { manifest: broken, base: 'a/', threads }).catch((error) => messages.push(error.message))
    }
    const element = await mount(box, { manifest, base: 'a/' })
    messages.push(element.shadowRoot.querySelector('#add').textContent)
    element.unmount()
    return messages
  })
  assert.match(unable[0], /cannot run http.*a\/assets\/nowhere.js/)
  assert.match(unable[1], /cannot run http.*a\/assets\/nowhere.js/)
  assert.equal(unable[2], '0')
  const rejected = await tab.evaluate(() => import(new URL('a/wx-app.js', document.baseURI)).then(({ mount }) => mount(box, { src: 'nowhere/manifest.json' })).then(() => '', (error) => error.message))
  assert.match(rejected, /404/)
  await tab.evaluate(() => { box.innerHTML = '<wx-app id="a" src="a/manifest.json" path="pages/tow/two"></wx-app>'; said.splice(0) })
  await heard(tab, 'a', 'error', ({ message, fatal }) => /page "pages\/tow\/two" is not found; the app has pages\/one\/one, pages\/two\/two/.test(message) && !fatal)
  await tab.locator('#a .wxc-missing', { hasText: 'pages/tow/two' }).waitFor()
  await close()
})

test('what is set before the element has its class counts', async () => {
  const { page: tab, close } = await open('empty.html')
  await tab.route('**/wx-app.js', async (route) => {
    await tab.evaluate(() => {
      box.innerHTML = '<wx-app id="a"></wx-app>'
      Object.assign(box.firstChild, { src: 'a/manifest.json', path: '/pages/two/two?x=early', bridge: { early: true } })
    })
    await route.continue()
  })
  await tab.goto(server.url + 'empty.html', { waitUntil: 'commit' })
  await tab.locator('#a #two', { hasText: 'early' }).waitFor()
  assert.deepEqual(await tab.evaluate(() => [box.firstChild.getAttribute('src'), box.firstChild.bridge.early]), ['a/manifest.json', true])
  await close()
})

test('an app that closes itself is gone, unless the page says otherwise', async () => {
  const { page: tab, close } = await open('')
  await heard(tab, 'a', 'ready')
  await tab.evaluate(() => document.querySelector('#a').addEventListener('close', (event) => event.preventDefault(), { once: true }))
  await tab.click('#a #quit')
  await heard(tab, 'a', 'close')
  await tab.click('#a #add')
  await tab.locator('#a #add', { hasText: '1' }).waitFor()
  await tab.click('#a #quit')
  await tab.waitForFunction(() => document.querySelector('#a').shadowRoot.childElementCount === 0)
  await close()
})

test('an element that moves keeps its app; one that leaves ends it', async () => {
  const { page: tab, close } = await open('')
  await heard(tab, 'a', 'ready')
  await tab.click('#a #ask')
  await tab.evaluate(() => box.append(document.querySelector('#a')))
  await tab.click('#a .wxc-modal footer button:last-child')
  await tab.locator('#a #asked', { hasText: 'yes' }).waitFor()
  assert.equal(tab.workers().length, 2)
  await tab.evaluate(() => (window.kept = document.querySelector('#a')).remove())
  await tab.waitForFunction(() => kept.shadowRoot.childElementCount === 0)
  for (let left = tab.workers().length; left > 1; left = tab.workers().length) await tab.workers()[0].evaluate(() => 0).catch(() => 0)
  await tab.evaluate(() => { said.splice(0); box.append(kept) })
  await heard(tab, 'a', 'ready')
  await close()
})

test('what `onHide` stores at the end is there at the next start', async () => {
  const { page: tab, close } = await open('empty.html')
  const texts = await tab.evaluate(async () => {
    const { mount } = await import(new URL('a/wx-app.js', document.baseURI))
    const texts = []
    for (const threads of ['worker', '1'])
      for (const turn of [1, 2]) {
        const app = await mount(box, { src: 'a/manifest.json', name: 'end' + threads, threads })
        texts.push(app.shadowRoot.querySelector('#asked').textContent)
        app.unmount()
      }
    return [...texts, box.childElementCount]
  })
  assert.deepEqual(texts, ['', 'was hidden', '', 'was hidden', 0])
  await tab.waitForFunction(() => !document.querySelector('html > iframe'))
  await close()
})
