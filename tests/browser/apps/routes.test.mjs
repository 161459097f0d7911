/** Routes as users make them: tabs, back, addresses, questions before leaving, starting again; on the real worker, with the hooks recorded there. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browser, build, ISOLATED, project, serve } from '../start.mjs'

const HOOKS = ['onLoad', 'onShow', 'onReady', 'onHide', 'onUnload', 'onTabItemTap']
const recorded = (name, more = '') => `
const log = (globalThis.log ??= [])
const hooks = {}
for (const name of ${JSON.stringify(HOOKS)}) hooks[name] = () => void log.push('${name}.' + name)
Page({ ...hooks, data: { typed: '' }, go(e) { wx[e.target.dataset.api]({ url: e.target.dataset.url, complete: (r) => log.push(r.errMsg) }) }, ${more} })
`
const links = `
<button class="to-c" data-api="navigateTo" data-url="/pages/c/c" bindtap="go">c</button>
<button class="to-d" data-api="navigateTo" data-url="/pages/d/d?x=%201" bindtap="go">d</button>
<button class="back" data-api="navigateBack" bindtap="go">back</button>
<view class="tall" style="height: 2000px"><input class="field" model:value="{{typed}}" /></view>`

const PAGES = ['a', 'b', 'c', 'd', 'alert', 'container']
const files = (app = {}) => ({
  'app.json': JSON.stringify({
    pages: PAGES.map((name) => `pages/${name}/${name}`),
    window: { navigationBarTitleText: 'T', restartStrategy: 'homePageAndLatestPage' },
    tabBar: { list: ['a', 'b'].map((name) => ({ pagePath: `pages/${name}/${name}`, text: name.toUpperCase() })), ...app.tabBar },
  }),
  'app.js': `
const log = (globalThis.log ??= [])
App({
  onLaunch(o) { globalThis.launch = o; log.push('App.onLaunch') }, onShow() { log.push('App.onShow') }, onHide(e) { log.push('App.onHide ' + e.reason) },
  onPageNotFound(e) { log.push('App.onPageNotFound ' + e.path); if (e.path === 'pages/old/old') wx.redirectTo({ url: '/pages/c/c?from=old' }) },
})`,
  ...Object.fromEntries(['a', 'b', 'c', 'd'].flatMap((name) => [
    [`pages/${name}/${name}.wxml`, `<view class="title">page ${name}</view>${links}`],
    [`pages/${name}/${name}.js`, recorded(name, name === 'd' ? `onSaveExitState() { return { data: { typed: this.data.typed } } }, onLoad(q) { globalThis.query = q; globalThis.exit = this.exitState }` : '')],
  ])),
  'pages/alert/alert.wxml': `<view class="title">page alert</view><button class="off" bindtap="off">off</button>${links}`,
  'pages/alert/alert.js': recorded('alert', `onLoad() { wx.enableAlertBeforeUnload({ message: 'Leave the form?' }) }, off() { wx.disableAlertBeforeUnload({ complete: (r) => log.push(r.errMsg) }) }`),
  'pages/container/container.wxml': `<view class="title">page container</view><button class="open" bindtap="open">open</button>
<page-container show="{{show}}" duration="20" bindbeforeenter="e" bindenter="e" bindafterenter="e" bindbeforeleave="e" bindleave="e" bindafterleave="e" bindclickoverlay="e">
<view class="panel" style="height: 200px"><button class="shut" bindtap="shut">shut</button><button class="pop" bindtap="pop">pop</button></view></page-container>`,
  'pages/container/container.js': recorded('container', `data: { show: false }, open() { this.setData({ show: true }) }, shut() { this.setData({ show: false }) },
  pop() { wx.navigateBack({ complete: (r) => log.push(r.errMsg) }) }, e(e) { log.push(e.type); if (e.type === 'afterleave') this.setData({ show: false }) }`),
})

let server, program
before(async () => {
  server = await serve(build(project(files()), '--mode', 'dev').out, ISOLATED)
  program = await browser()
})
after(async () => {
  await program?.close()
  await server?.close()
})

const top = (page) => page.locator('wxc-page.wxc-on:not([inert])')
/** Waits until the page on top shows this, and its transition is over. */
const shows = (page, name) =>
  page.waitForFunction((name) => {
    const on = [...document.querySelectorAll('wxc-page.wxc-on')]
    return on.length === 1 && !on[0].inert && on[0].querySelector('.title')?.textContent === `page ${name}` && !on[0].getAnimations().length
  }, name)
const tap = (page, selector) => top(page).locator(selector).tap()
const tab = (page, text) => page.locator('.wxc-tab', { hasText: text }).tap()
const onWorker = (page, fn) => page.workers()[0].evaluate(fn)
/** Hooks since the last call, without `onReady`, whose moment depends on the view. */
const hooks = async (page) => (await onWorker(page, () => log.splice(0))).filter((line) => !line.endsWith('onReady'))
/** Waits until the log ends so; gives it. */
async function logged(page, last) {
  for (;;) {
    const lines = await onWorker(page, () => log.filter((line) => !line.endsWith('onReady')))
    if (lines.at(-1) === last) return (await hooks(page))
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }
}
const open = async (path = '') => {
  const opened = await program.open(server.url + path)
  await opened.page.waitForFunction(() => document.querySelector('wxc-page.wxc-on .title, wxc-page.wxc-on .wxc-missing') && history.state)
  return opened
}

test('tab pages stay as they were left: what was typed, where they were scrolled, their elements', async () => {
  const { page, problems, close } = await open()
  assert.deepEqual(await hooks(page), ['App.onLaunch', 'App.onShow', 'a.onLoad', 'a.onShow'])
  await top(page).locator('.field input').fill('kept')
  await page.evaluate(() => {
    const scroller = document.querySelector('.wxc-on wxc-scroll')
    scroller.scrollTop = 300
    scroller.querySelector('.title').mine = true
  })
  await tab(page, 'B')
  await shows(page, 'b')
  assert.deepEqual(await logged(page, 'b.onTabItemTap'), ['a.onHide', 'b.onLoad', 'b.onShow', 'b.onTabItemTap'])
  await tab(page, 'A')
  await shows(page, 'a')
  assert.deepEqual(await logged(page, 'a.onTabItemTap'), ['b.onHide', 'a.onShow', 'a.onTabItemTap'])
  const state = () => {
    const scroller = document.querySelector('.wxc-on wxc-scroll')
    return [scroller.scrollTop, scroller.querySelector('input').value, scroller.querySelector('.title').mine]
  }
  assert.deepEqual(await page.evaluate(state), [300, 'kept', true])
  await page.evaluate(() => document.querySelector('.wxc-on .to-c').click())
  await shows(page, 'c')
  await page.goBack()
  await shows(page, 'a')
  assert.deepEqual(await page.evaluate(state), [300, 'kept', true])
  assert.deepEqual(problems, [])
  await close()
})

test('back, forward and addresses', async () => {
  const { page, problems, close } = await open()
  await tap(page, '.to-d')
  await shows(page, 'd')
  assert.deepEqual(await onWorker(page, () => query), { x: '%201' })
  await hooks(page)
  await page.goBack()
  await shows(page, 'a')
  assert.deepEqual(await hooks(page), ['d.onUnload', 'a.onShow'])
  await page.goForward()
  await shows(page, 'd')
  assert.deepEqual(await hooks(page), ['a.onHide', 'd.onShow'])
  await top(page).locator('.wxc-back').tap()
  await shows(page, 'a')
  await page.evaluate(() => (location.hash = '#/pages/b/b'))
  await shows(page, 'b')
  assert.deepEqual(await hooks(page), ['d.onUnload', 'a.onShow', 'a.onHide', 'b.onLoad', 'b.onShow'])
  assert.deepEqual(problems, [])
  await close()
})

test('a deep link has a way home; what the address says of the start', async () => {
  const { page, close } = await open('?wxc-scene=1007&wxc-appid=wx1&wxc-extra=%7B%22a%22%3A1%7D#/pages/c/c?q=%E4%B8%AD')
  await shows(page, 'c')
  assert.deepEqual(await onWorker(page, () => [launch.path, launch.query, launch.scene, launch.referrerInfo]), ['pages/c/c', { q: '%E4%B8%AD' }, 1007, { appId: 'wx1', extraData: { a: 1 } }])
  await hooks(page)
  await top(page).locator('.wxc-home').tap()
  await shows(page, 'a')
  assert.deepEqual(await hooks(page), ['c.onUnload', 'a.onLoad', 'a.onShow'])
  await close()
})

test('with --router history: what the address says of the start is not the page\'s query', async () => {
  const other = await serve(build(project(files()), '--mode', 'dev', '--router', 'history').out, ISOLATED)
  const { page, problems, close } = await program.open(`${other.url}pages/c/c.html?wxc-scene=1011&q=1`)
  await shows(page, 'c')
  assert.deepEqual(await onWorker(page, () => [launch.scene, launch.query]), [1011, { q: '1' }])
  await page.waitForFunction(() => location.search === '?q=1')
  await tap(page, '.to-d')
  await shows(page, 'd')
  await page.goBack()
  await shows(page, 'c')
  assert.deepEqual(problems, [])
  await close()
  await other.close()
})

test('pages that do not exist: redirected, or a page that says so, with a way home', async () => {
  const moved = await open('#/pages/old/old')
  await shows(moved.page, 'c')
  assert.deepEqual(await hooks(moved.page), ['App.onLaunch', 'App.onShow', 'App.onPageNotFound pages/old/old', 'c.onLoad', 'c.onShow'])
  assert.match(moved.page.url(), /#\/pages\/c\/c\?from=old$/)
  await moved.close()
  const { page, problems, close } = await open('#/pages/none/none')
  await top(page).getByText('page "pages/none/none" is not found').waitFor()
  await top(page).locator('.wxc-home').tap()
  await shows(page, 'a')
  assert.deepEqual(problems, [])
  await close()
})

test('background and foreground follow the visibility of the document', async () => {
  const { page, close } = await open()
  await hooks(page)
  const visible = (yes) =>
    page.evaluate((yes) => {
      for (const [name, value] of [['hidden', !yes], ['visibilityState', yes ? 'visible' : 'hidden']]) Object.defineProperty(document, name, { configurable: true, value })
      document.dispatchEvent(new Event('visibilitychange'))
    }, yes)
  await visible(false)
  assert.deepEqual(await logged(page, 'App.onHide 3'), ['a.onHide', 'App.onHide 3'])
  await visible(true)
  assert.deepEqual(await logged(page, 'a.onShow'), ['App.onShow', 'a.onShow'])
  await close()
})

const dialog = (page) => page.locator('.wxc-modal', { hasText: 'Leave the form?' })
const toAlert = async () => {
  const opened = await open()
  await opened.page.evaluate(() => (location.hash = '#/pages/alert/alert'))
  await shows(opened.page, 'alert')
  return opened
}

test('back asks before it leaves a page with an alert; wx.navigateBack does not', async () => {
  const { page, problems, close } = await toAlert()
  await hooks(page)
  await top(page).locator('.wxc-back').tap()
  await dialog(page).getByText('取消').tap()
  await dialog(page).waitFor({ state: 'detached' })
  await shows(page, 'alert')
  const back = () => page.evaluate(() => history.back())
  await back()
  await dialog(page).waitFor()
  await page.waitForFunction(() => location.hash === '#/pages/alert/alert')
  // Back again does not get past the question.
  await back()
  await page.waitForFunction(() => location.hash === '#/pages/alert/alert')
  assert.equal(await dialog(page).count(), 1)
  assert.deepEqual(await hooks(page), [])
  await dialog(page).getByText('确定').tap()
  await shows(page, 'a')
  assert.deepEqual(await hooks(page), ['alert.onUnload', 'a.onShow'])
  await page.waitForFunction(() => location.hash === '#/pages/a/a' && history.state.wxc === 0)

  await page.evaluate(() => (location.hash = '#/pages/alert/alert'))
  await shows(page, 'alert')
  await tap(page, '.back')
  await shows(page, 'a')
  await page.evaluate(() => (location.hash = '#/pages/alert/alert'))
  await shows(page, 'alert')
  await hooks(page)
  await tap(page, '.off')
  await logged(page, 'disableAlertBeforeUnload:ok')
  await back()
  await shows(page, 'a')
  assert.deepEqual(problems, [])
  await close()
})

test('closing the window asks too, as long as that page is on top', async () => {
  const { page, close } = await toAlert()
  const asked = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.accept()
  })
  // Browsers ask only those who have used the page.
  await tap(page, '.to-c')
  await shows(page, 'c')
  await page.reload()
  await shows(page, 'c')
  assert.deepEqual(asked, [])
  await close()
  const again = await toAlert()
  again.page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.accept()
  })
  await again.page.touchscreen.tap(187, 600)
  await again.page.waitForFunction(() => navigator.userActivation.hasBeenActive)
  await again.page.reload()
  assert.deepEqual(asked, ['beforeunload'])
  await again.close()
})

test('a page-container is closed by the navigation bar, the browser and wx.navigateBack before they leave its page', async () => {
  const { page, problems, close } = await open()
  await page.evaluate(() => (location.hash = '#/pages/container/container'))
  await shows(page, 'container')
  await hooks(page)
  const ways = {
    'the navigation bar': () => top(page).locator('.wxc-back').tap(),
    'the browser': () => page.evaluate(() => history.back()),
    'wx.navigateBack': () => tap(page, '.pop'),
    'its own data': () => tap(page, '.shut'),
    'the overlay': () => top(page).locator('.wx-container-veil').tap({ position: { x: 50, y: 50 } }),
  }
  for (const [way, act] of Object.entries(ways)) {
    await tap(page, '.open')
    await top(page).locator('wx-page-container[open]').waitFor()
    assert.deepEqual(await logged(page, 'afterenter'), ['beforeenter', 'enter', 'afterenter'], way)
    await page.waitForFunction(() => history.state.wxc === 2 && history.state.over)
    await act()
    const expected = ['beforeleave', 'leave', 'afterleave']
    const lines = await logged(page, 'afterleave')
    assert.deepEqual(lines.filter((line) => line !== 'clickoverlay' && line !== 'navigateBack:ok'), expected, way)
    assert.equal(lines.includes('navigateBack:ok'), way === 'wx.navigateBack')
    await shows(page, 'container')
    await page.waitForFunction(() => history.state.wxc === 1 && !history.state.over)
  }
  // Forward to where the container was open does not open the page a second time.
  await page.evaluate(() => history.forward())
  await page.waitForFunction(() => history.state.wxc === 1)
  assert.deepEqual(await hooks(page), [])
  await page.evaluate(() => history.back())
  await shows(page, 'a')
  assert.deepEqual(await hooks(page), ['container.onUnload', 'a.onShow'])
  assert.deepEqual(problems, [])
  await close()
})

test('a page-container on the first page keeps the browser from leaving', async () => {
  const { page, close } = await open('#/pages/container/container')
  await shows(page, 'container')
  await tap(page, '.open')
  await page.waitForFunction(() => history.state.over)
  await page.evaluate(() => history.back())
  await top(page).locator('wx-page-container:not([open])').waitFor({ state: 'attached' })
  await shows(page, 'container')
  await close()
})

test('the app starts again on the page it was left on, with what that saved', async () => {
  const { page, close } = await open('#/pages/d/d?x=5')
  await shows(page, 'd')
  await top(page).locator('.field input').fill('half a form')
  await page.waitForFunction(() => document.querySelector('.field input').value === 'half a form')
  assert.equal(await onWorker(page, () => exit), undefined)
  await page.goto('about:blank')
  await page.goto(server.url)
  await shows(page, 'd')
  assert.deepEqual(await onWorker(page, () => [query, exit]), [{ x: '5' }, { typed: 'half a form' }])
  // Another page was asked for.
  await page.goto('about:blank')
  await page.goto(server.url + '#/pages/c/c')
  await shows(page, 'c')
  await page.goto('about:blank')
  await page.goto(server.url)
  await shows(page, 'c')
  // A tab page is not started on again.
  await page.goto('about:blank')
  await page.goto(server.url + '#/pages/b/b')
  await shows(page, 'b')
  await page.goto('about:blank')
  await page.goto(server.url)
  await shows(page, 'a')
  await close()
})

test('what was saved expires', async () => {
  const { page, close } = await open('#/pages/d/d')
  await shows(page, 'd')
  await page.goto('about:blank')
  await page.goto(server.url + '#/pages/alert/alert')
  await shows(page, 'alert')
  const expires = await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith('wxc-exit:'))
    const saved = JSON.parse(localStorage.getItem(key))
    localStorage.setItem(key, JSON.stringify({ ...saved, expires: Date.now() }))
    return saved.expires - Date.now()
  })
  assert.ok(Math.abs(expires - 86_400_000) < 60_000, 'a day')
  const other = await page.context().newPage()
  await other.goto(server.url)
  await shows(other, 'a')
  await close()
})
