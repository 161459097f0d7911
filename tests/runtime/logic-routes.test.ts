/** The order of all hooks, recorded for every kind of navigation: app, pages, components in pages, route events (framework reference §1–3). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppOptions, TestApp } from './app.ts'
import { startApp } from './app.ts'

type Any = any

const PAGE_HOOKS = ['onLoad', 'onShow', 'onReady', 'onHide', 'onUnload', 'onRouteDone', 'onTabItemTap', 'onResize', 'onSaveExitState']
const APP_HOOKS = ['onLaunch', 'onShow', 'onHide', 'onPageNotFound', 'onThemeChange']
const LIFETIMES = ['created', 'attached', 'ready', 'detached']
const PAGE_LIFETIMES = ['show', 'hide', 'resize', 'routeDone']
const EVENTS = ['BeforeAppRoute', 'BeforePageUnload', 'AfterPageUnload', 'BeforePageLoad', 'AfterPageLoad', 'AppRoute', 'AppRouteDone']
const PAGES = ['A', 'B', 'c', 'd/d', 'd/e']

interface Recorded {
  app: TestApp
  /** Lines since the last call: what happened, or route events with the current pages. */
  take(): string
  go(api: string, options?: object): Promise<string>
  /** The view has finished the transition. */
  done(): void
}

type Hooks = Record<string, (this: Any, ...args: Any[]) => void>

/** An app whose every hook is recorded: `A`, `B` are tab pages. Each page holds a component `x`, whose template holds a component `y`. */
async function record(options: AppOptions & { hooks?: Record<string, Hooks>; app?: Hooks; events?: boolean } = {}): Promise<Recorded> {
  const log: string[] = []
  const recording = (name: string, hooks: readonly string[], own: Hooks = {}): Any =>
    Object.fromEntries(
      hooks.map((hook) => [hook, function (this: Any, ...args: Any[]) {
        log.push(`${name}.${hook}`)
        return own[hook]?.apply(this, args)
      }]),
    )
  const component = ($: Any, page: string, name: string, inner?: string): void => {
    const id = `${page}/${name}`
    $.module(`${id}.js`, () => {
      $.globals.Component({ lifetimes: recording(id, LIFETIMES), pageLifetimes: recording(id, PAGE_LIFETIMES) })
    })
    $.unit(id, { kind: 'component', script: `${id}.js`, using: inner ? { inner: `${page}/${inner}` } : {} }, ($: Any) => ({ main: holder($, inner && `${page}/${inner}`) }))
  }
  const holder = ($: Any, is?: string): Any =>
    is
      ? $.template({ key: 'holder', size: 0, holes: 0, nodes: [{ p: -1, tag: 'inner', ci: 0 }], comps: [{ node: 0, tag: 'inner', is }], update: (b: Any, d: Any) => $.commit(b, d, 0) })
      : $.template({ key: 'plain', size: 0, holes: 0, update() {} })
  const app = await startApp(
    { holder: [['inner', { n: 0 }]], plain: [['view']] },
    ($) => {
      if (options.events) for (const name of EVENTS) $.globals.wx['on' + name]((e: Any) => log.push(`${name} ${e.path} [${$.globals.getCurrentPages().map((p: Any) => p.route)}]`))
      $.module('app.js', () => $.globals.App({ ...recording('App', APP_HOOKS, options.app) }))
      for (const page of PAGES) {
        component($, page, 'y')
        component($, page, 'x', 'y')
        $.module(`${page}.js`, () => {
          $.globals.Page({ ...recording(page, PAGE_HOOKS, options.hooks?.[page]), lifetimes: recording(page, LIFETIMES), pageLifetimes: recording(page, PAGE_LIFETIMES) })
        })
        $.unit(page, { kind: 'page', script: `${page}.js`, using: { inner: `${page}/x` } }, ($: Any) => ({ main: holder($, `${page}/x`) }))
      }
    },
    {
      ...options,
      config: {
        pages: PAGES.map((path) => ({ path, json: {} })),
        entryPagePath: 'A',
        tabBar: { list: [{ pagePath: 'A', text: 'a' }, { pagePath: 'B', text: 'b' }] },
        ...options.config,
      },
    },
  )
  return {
    app,
    take: () => log.splice(0).join('\n'),
    async go(api, given = {}) {
      const result = await app.wx[api](given).catch((error: Any) => error)
      await app.settle()
      return result.errMsg
    },
    done: () => app.received({ t: 'routed', page: app.top() }),
  }
}

const wx = (): Any => (globalThis as Any).$wxc.globals.wx

/** What a new page and its components record on their way to `onReady`. */
const coming = (page: string): string[] => [
  `${page}/y.created`, `${page}/x.created`, `${page}.created`,
  `${page}.attached`, `${page}/x.attached`, `${page}/y.attached`,
  `${page}.onLoad`, ...showing(page),
]
const ready = (page: string): string[] => [`${page}/y.ready`, `${page}/x.ready`, `${page}.ready`, `${page}.onReady`]
const showing = (page: string): string[] => [`${page}.show`, `${page}/x.show`, `${page}/y.show`, `${page}.onShow`]
const hiding = (page: string): string[] => [`${page}.hide`, `${page}/x.hide`, `${page}/y.hide`, `${page}.onHide`]
const going = (page: string): string[] => [`${page}.onUnload`, `${page}/y.detached`, `${page}/x.detached`, `${page}.detached`]
const lines = (...parts: (string | string[])[]): string => parts.flat().join('\n')

test('appLaunch', async () => {
  const { take, done } = await record()
  assert.equal(take(), lines('App.onLaunch', 'App.onShow', coming('A'), ready('A')))
  done()
  assert.equal(take(), lines('A.routeDone', 'A/x.routeDone', 'A/y.routeDone', 'A.onRouteDone'))
})

test('deep link', async () => {
  const { take, app } = await record({ path: 'd/d', query: { a: '1' } })
  assert.equal(take(), lines('App.onLaunch', 'App.onShow', coming('d/d'), ready('d/d')))
  assert.deepEqual(app.page.options, { a: '1' })
})

test('navigateTo', async () => {
  const { take, go } = await record()
  take()
  await go('navigateTo', { url: '/c' })
  assert.equal(take(), lines(hiding('A'), coming('c'), ready('c')))
})

test('redirectTo: the documented order, with route events and the pages there are', async () => {
  const { take, go, done } = await record({ events: true, path: 'c' })
  take()
  await go('redirectTo', { url: '/d/d' })
  done()
  const [unload, ...detached] = going('c')
  const [y, x, created, ...rest] = coming('d/d')
  assert.equal(
    take(),
    lines(
      'BeforeAppRoute d/d [c]', 'BeforePageUnload c [c]', unload!, detached, 'AfterPageUnload c []',
      'BeforePageLoad d/d []', y!, x!, created!, rest, 'AfterPageLoad d/d [d/d]', 'AppRoute d/d [d/d]', ready('d/d'),
      'AppRouteDone d/d [d/d]', 'd/d.routeDone', 'd/d/x.routeDone', 'd/d/y.routeDone', 'd/d.onRouteDone',
    ),
  )
})

test('navigateBack by one and by several', async () => {
  const { take, go } = await record({ events: true })
  for (const url of ['/c', '/d/d', '/d/e']) await go('navigateTo', { url })
  take()
  await go('navigateBack')
  assert.equal(take(), lines('BeforeAppRoute d/d [A,c,d/d,d/e]', 'BeforePageUnload d/e [A,c,d/d,d/e]', going('d/e'), 'AfterPageUnload d/e [A,c,d/d]', showing('d/d'), 'AppRoute d/d [A,c,d/d]'))
  await go('navigateBack', { delta: 5 })
  assert.equal(
    take(),
    lines(
      'BeforeAppRoute A [A,c,d/d]', 'BeforePageUnload d/d [A,c,d/d]', going('d/d'), 'AfterPageUnload d/d [A,c]',
      'BeforePageUnload c [A,c]', going('c'), 'AfterPageUnload c [A]', showing('A'), 'AppRoute A [A]',
    ),
  )
})

/** Framework reference §3, the table of switchTab: the way there, the target, what is recorded. */
const TABLE: [way: [api: string, url: string][], target: string, expected: string[]][] = [
  [[], 'A', []],
  [[], 'B', [...hiding('A'), ...coming('B'), ...ready('B')]],
  [[['switchTab', '/B'], ['switchTab', '/A']], 'B', [...hiding('A'), ...showing('B')]],
  [[['navigateTo', '/c']], 'A', [...going('c'), ...showing('A')]],
  [[['navigateTo', '/c']], 'B', [...going('c'), ...coming('B'), ...ready('B')]],
  [[['navigateTo', '/c'], ['navigateTo', '/d/d']], 'B', [...going('d/d'), ...going('c'), ...coming('B'), ...ready('B')]],
  [[['switchTab', '/B'], ['navigateTo', '/c']], 'B', [...going('c'), ...showing('B')]],
  [[['reLaunch', '/c']], 'A', [...going('c'), ...coming('A'), ...ready('A')]],
  [[['reLaunch', '/c'], ['navigateTo', '/d/d']], 'B', [...going('d/d'), ...going('c'), ...coming('B'), ...ready('B')]],
]
for (const [way, target, expected] of TABLE) {
  test(`switchTab to ${target} after ${way.map((step) => step.join(' ')).join(', ') || 'start'}`, async () => {
    const { take, go, app } = await record()
    for (const [api, url] of way) await go(api, { url })
    take()
    assert.equal(await go('switchTab', { url: '/' + target }), 'switchTab:ok')
    assert.equal(take(), lines(expected))
    assert.deepEqual(app.pages.map((page) => page.route), [target])
  })
}

test('a tab page that was below others is hidden once and comes back with its data', async () => {
  const { take, go, app } = await record()
  app.page.kept = {}
  const { kept } = app.page
  await go('navigateTo', { url: '/c' })
  await go('switchTab', { url: '/B' })
  assert.equal(take().match(/A\.onHide/g)!.length, 1)
  await go('switchTab', { url: '/A' })
  assert.equal(app.page.kept, kept)
})

test('reLaunch: pages from the top down, then parked tab pages', async () => {
  const { take, go } = await record()
  await go('switchTab', { url: '/B' })
  await go('navigateTo', { url: '/c' })
  await go('navigateTo', { url: '/d/d' })
  take()
  await go('reLaunch', { url: '/d/e' })
  assert.equal(take(), lines(going('d/d'), going('c'), going('B'), going('A'), coming('d/e'), ready('d/e')))
})

test('a tap on a tab', async () => {
  const { take, app, go } = await record()
  take()
  app.received({ t: 'tab', index: 1 })
  await app.settle()
  // The page hears of the tap when it is there; what is rendered is acknowledged later.
  assert.equal(take(), lines(hiding('A'), coming('B'), 'B.onTabItemTap', ready('B')))
  app.received({ t: 'tab', index: 1 })
  await app.settle()
  assert.equal(take(), 'B.onTabItemTap')
  await go('navigateTo', { url: '/c' })
  take()
  app.received({ t: 'tab', index: 0 })
  await app.settle()
  assert.equal(take(), lines(going('c'), showing('A'), 'A.onTabItemTap'))
})

test('the browser: back, forward, an address, an earlier page after a reload', async () => {
  const { take, go, app } = await record()
  await go('navigateTo', { url: '/c' })
  take()
  app.received({ t: 'back', delta: 1 })
  await app.settle()
  assert.equal(take(), lines(going('c'), showing('A')))
  app.received({ t: 'open', path: 'c', query: {}, kind: 'navigateTo' })
  await app.settle()
  assert.equal(take(), lines(hiding('A'), coming('c'), ready('c')))
  app.received({ t: 'open', path: 'B', query: {}, kind: 'navigateTo' })
  await app.settle()
  assert.equal(take(), lines(going('c'), coming('B'), ready('B')))
  app.received({ t: 'open', path: 'd/d', query: {}, kind: 'reLaunch' })
  await app.settle()
  assert.equal(take(), lines(going('B'), going('A'), coming('d/d'), ready('d/d')))
})

test('background and foreground', async () => {
  const shown: unknown[] = []
  const hid: unknown[] = []
  const { take, app } = await record({ app: { onShow: (options: unknown) => void shown.push(options), onHide: (options: unknown) => void hid.push(options) } })
  take()
  app.wx.onAppHide((options: unknown) => hid.push(options))
  app.received({ t: 'visible', visible: false })
  assert.equal(take(), lines(hiding('A'), 'App.onHide'))
  app.received({ t: 'visible', visible: false })
  assert.equal(take(), '')
  app.received({ t: 'visible', visible: true })
  assert.equal(take(), lines('App.onShow', showing('A')))
  assert.deepEqual(hid, [{ reason: 3 }, { reason: 3 }])
  assert.deepEqual(shown[1], app.wx.getEnterOptionsSync())
})

test('exitMiniProgram: only from a tap; hides the app for good', async () => {
  const reasons: unknown[] = []
  const { take, app, go } = await record({ host: { exit: () => undefined }, app: { onHide: (e: Any) => void reasons.push(e.reason) } })
  take()
  assert.equal(await go('exitMiniProgram'), 'exitMiniProgram:fail can only be invoked by user TAP gesture.')
  app.logic.world.host.gesture = true
  assert.equal(await go('exitMiniProgram'), 'exitMiniProgram:ok')
  assert.equal(take(), lines(hiding('A'), 'App.onHide'))
  assert.deepEqual(reasons, [0])
})

test('an unknown entry page: redirected, nobody asked, redirected nowhere', async () => {
  const asked: unknown[] = []
  const handled = await record({ path: 'none', query: { a: '1' }, app: { onPageNotFound(e: unknown) { asked.push(e); wx().redirectTo({ url: '/c' }) } } })
  assert.equal(handled.take(), lines('App.onLaunch', 'App.onShow', 'App.onPageNotFound', coming('c'), ready('c')))
  assert.deepEqual(asked, [{ path: 'none', query: { a: '1' }, isEntryPage: true }])

  const idle = await record({ path: 'none', events: true })
  assert.equal(
    idle.take(),
    lines('App.onLaunch', 'App.onShow', 'App.onPageNotFound', 'BeforeAppRoute none []', 'BeforePageLoad none []', 'AfterPageLoad none [none]', 'AppRoute none [none]'),
  )
  const nowhere = await record({ path: 'none', app: { onPageNotFound: () => void wx().redirectTo({ url: '/none' }).catch(() => {}) } })
  assert.deepEqual(nowhere.app.pages.map((page) => page.route), ['none'])
  const byListener = await record({ path: 'none', app: { onLaunch: () => wx().onPageNotFound((e: Any) => wx().switchTab({ url: e.path === 'none' ? '/B' : '/A' })) } })
  assert.deepEqual(byListener.app.pages.map((page) => page.route), ['B'])
})

test('an unknown page in the address bar', async () => {
  const asked: Any[] = []
  const { app, take } = await record({ app: { onPageNotFound: (e: unknown) => void asked.push(e) } })
  take()
  app.received({ t: 'open', path: 'none', query: {}, kind: 'navigateTo' })
  await app.settle()
  assert.equal(take(), lines('App.onPageNotFound', going('A')))
  assert.deepEqual(asked, [{ path: 'none', query: {}, isEntryPage: false }])
  assert.deepEqual(app.pages.map((page) => page.route), ['none'])
})

test('routes asked for in hooks come after the change that goes on', async () => {
  const cases: [page: string, hook: string][] = [['c', 'onLoad'], ['c', 'onShow']]
  for (const [page, hook] of cases) {
    const { take, go } = await record({ hooks: { [page]: { [hook]: () => wx().redirectTo({ url: '/d/d' }) } } })
    take()
    await go('navigateTo', { url: '/c' })
    // The page never became ready: it left before the view had shown it.
    assert.equal(take(), lines(hiding('A'), coming('c'), going('c'), coming('d/d'), ready('d/d')), hook)
  }
})

test('redirectTo in onUnload of a page that is left backwards replaces the page behind it', async () => {
  const { take, go, app } = await record({ hooks: { c: { onUnload: () => wx().redirectTo({ url: '/d/d' }) } }, path: 'd/e' })
  await go('navigateTo', { url: '/c' })
  take()
  await go('navigateBack')
  assert.equal(take(), lines(going('c'), showing('d/e'), going('d/e'), coming('d/d'), ready('d/d')))
  assert.deepEqual(app.pages.map((page) => page.route), ['d/d'])
})

test('a hook that throws stops neither the change nor other hooks', async () => {
  const { take, go, app } = await record({ hooks: { A: { onHide() { throw new Error('in onHide') } }, c: { onLoad() { throw new Error('in onLoad') } } } })
  take()
  await go('navigateTo', { url: '/c' })
  assert.equal(take(), lines(hiding('A'), coming('c'), ready('c')))
  assert.equal(app.messages.filter((m) => m.t === 'error').length, 2)
})

test('resize reaches the page and its components', async () => {
  const { take, app } = await record()
  take()
  app.received({ t: 'page', page: app.top(), what: 'resize', detail: { size: { windowWidth: 1, windowHeight: 2 } } })
  assert.equal(take(), lines('A.resize', 'A/x.resize', 'A/y.resize', 'A.onResize'))
})

test('payloads of route events', async () => {
  const { app, go, done } = await record({ config: { pages: PAGES.map((path) => ({ path, json: { navigationBarTitleText: path } })) } })
  const seen: [string, Any][] = []
  for (const name of EVENTS) app.wx['on' + name]((e: Any) => seen.push([name, e]))
  await go('navigateTo', { url: '/c' })
  done()
  const opened = seen.splice(0)
  await go('redirectTo', { url: '/d/d?a=%20' })
  done()
  const [before, beforeUnload, afterUnload, beforeLoad, afterLoad, routed, finished] = seen.map(([, e]) => e)
  assert.deepEqual(seen.map(([name]) => name), EVENTS)
  const query = { a: '%20' }
  const { routeEventId, webviewId } = before
  const { timeStamp } = routed
  assert.deepEqual([typeof routeEventId, typeof webviewId, typeof timeStamp], ['string', 'number', 'number'])
  const shared = { path: 'd/d', query, openType: 'redirectTo', routeEventId }
  const about = { ...shared, notFound: false, renderer: 'webview', pipMode: undefined, webviewId, page: { window: { navigationBarTitleText: 'd/d' } } }
  assert.deepEqual(before, about)
  assert.deepEqual(routed, { ...about, timeStamp })
  assert.deepEqual(Object.keys(beforeUnload).sort(), ['page', 'path', 'routeEventId'])
  assert.deepEqual([beforeUnload.path, beforeUnload.page.route, afterUnload], ['c', 'c', { path: 'c', routeEventId }])
  assert.deepEqual(beforeLoad, { ...shared, componentFramework: 'exparser' })
  assert.deepEqual({ ...afterLoad, page: 0 }, { ...shared, componentFramework: 'exparser', page: 0 })
  assert.equal(afterLoad.page, app.page)
  assert.deepEqual({ ...finished, timeStamp: 0 }, { ...shared, webviewId, timeStamp: 0 })
  assert.notEqual(opened[0]![1].routeEventId, routeEventId)
  assert.notEqual(opened[0]![1].webviewId, webviewId)
  await go('navigateBack')
  done()
  const back = seen.slice(7)
  assert.deepEqual(back.map(([name, e]) => `${name} ${e.path} ${e.openType ?? ''}`), [
    'BeforeAppRoute A navigateBack', 'BeforePageUnload d/d ', 'AfterPageUnload d/d ', 'AppRoute A navigateBack', 'AppRouteDone A navigateBack',
  ])
  assert.equal(back[0]![1].webviewId, back.at(-1)![1].webviewId)
  assert.notEqual(back[0]![1].webviewId, webviewId)
})

test('a page that is not found says so in its route events', async () => {
  const flags: boolean[] = []
  await record({ path: 'none', app: { onLaunch: () => { wx().onBeforeAppRoute((e: Any) => flags.push(e.notFound)); wx().onAppRoute((e: Any) => flags.push(e.notFound)) } } })
  assert.deepEqual(flags, [true, true])
})

test('rewriteRoute leads a change elsewhere, in onBeforeAppRoute only', async () => {
  const { app, go, take } = await record()
  const results: string[] = []
  const note = (result: Any): void => void results.push(result.errMsg)
  let to = '/d/d?b=2'
  app.wx.onBeforeAppRoute(({ path }: Any) => path === 'c' && app.wx.rewriteRoute({ url: to, preserveQuery: true, complete: note }))
  take()
  assert.equal(await go('navigateTo', { url: '/c?a=1' }), 'navigateTo:ok')
  assert.equal(take(), lines(hiding('A'), coming('d/d'), ready('d/d')))
  assert.deepEqual(app.page.options, { a: '1', b: '2' })
  to = '/none'
  await go('redirectTo', { url: '/c' })
  assert.equal(app.page.route, 'c')
  to = '/B'
  await go('redirectTo', { url: '/c' })
  assert.equal(app.page.route, 'c')
  app.wx.rewriteRoute({ url: '/d/d', complete: note })
  await app.settle()
  assert.deepEqual(results, [
    'rewriteRoute:ok', 'rewriteRoute:fail page "none" is not found', 'rewriteRoute:fail can not redirectTo a tabbar page',
    'rewriteRoute:fail rewriteRoute can only be called in a listener of onBeforeAppRoute',
  ])
})
