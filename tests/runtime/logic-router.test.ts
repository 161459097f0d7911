/** App, pages and routes: hooks in their order, the stack, failures, what the view is told (framework reference §1–3, limits §4). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppOptions, TestApp } from './app.ts'
import { startApp } from './app.ts'

type Any = any

const PAGE_HOOKS = ['onLoad', 'onShow', 'onReady', 'onHide', 'onUnload', 'onRouteDone']
const APP_HOOKS = ['onLaunch', 'onShow', 'onHide', 'onError', 'onPageNotFound', 'onUnhandledRejection', 'onThemeChange']

/** An app with pages that log their hooks: `A`, `B` are tab pages, `c`, `d/d`, … are not; `sub/x` is in a subpackage. */
async function start(options: AppOptions & { pages?: Record<string, Any>; app?: Any } = {}): Promise<{ app: TestApp; log: string[]; take: () => string[] }> {
  const log: string[] = []
  const names = ['A', 'B', 'c', 'd/d', 'd/e']
  const definePage = ($: Any, name: string): void => {
    $.module(`${name}.js`, () => {
      const hooks = Object.fromEntries(PAGE_HOOKS.map((hook) => [hook, () => void log.push(`${name}.${hook}`)]))
      $.globals.Page({ ...hooks, onTabItemTap: (e: Any) => void log.push(`${name}.onTabItemTap ${JSON.stringify(e)}`), ...options.pages?.[name] })
    })
    $.unit(name, { kind: 'page', script: `${name}.js` }, ($: Any) => ({ main: $.template({ key: 'page', size: 0, holes: 0, update() {} }) }))
  }
  const app = await startApp(
    { page: [['view']] },
    ($) => {
      $.module('app.js', () => $.globals.App({ ...Object.fromEntries(APP_HOOKS.map((hook) => [hook, () => void log.push(`App.${hook}`)])), ...options.app }))
      for (const name of names) definePage($, name)
    },
    {
      scripts: { 'sub.js': ($) => (definePage($, 'sub/x'), $.ready('sub')) },
      ...options,
      config: {
        pages: [...names, 'sub/x'].map((path) => ({ path })),
        entryPagePath: 'A',
        tabBar: { list: [{ pagePath: 'A', text: 'a' }, { pagePath: 'B', text: 'b' }] },
        subpackages: [{ root: 'sub', script: 'sub.js' }],
        ...options.config,
      },
    },
  )
  return { app, log, take: () => log.splice(0).filter((line) => !/onReady|onRouteDone/.test(line)) }
}

const call = async (app: TestApp, api: string, options: object): Promise<string> => {
  const result = await app.wx[api](options).catch((error: Any) => error)
  await app.settle()
  return result.errMsg
}
const routes = (app: TestApp): string[] => app.pages.map((page) => page.route)

test('start: App, page, ready', async () => {
  const { log, app } = await start()
  assert.deepEqual(log, ['App.onLaunch', 'App.onShow', 'A.onLoad', 'A.onShow', 'A.onReady'])
  const kinds = app.messages.filter((m) => m.t !== 'patch').map((m) => m.t)
  assert.deepEqual(kinds, ['mount', 'route'])
  const patch = app.messages.findIndex((m) => m.t === 'patch')
  assert.equal(patch, 1, 'the page is filled before it shows')
})

test('the current pages are empty in onLaunch; routes asked for there come after the first page', async () => {
  let pages = -1
  const globals = (): Any => (globalThis as Any).$wxc.globals
  const onLaunch = (): void => {
    pages = globals().getCurrentPages().length
    globals().wx.navigateTo({ url: '/c' })
  }
  const { log } = await start({ app: { onLaunch } })
  assert.equal(pages, 0)
  assert.deepEqual(log.filter((l) => /onLoad|onHide/.test(l)), ['A.onLoad', 'A.onHide', 'c.onLoad'])
})

test('calls of the host do not overtake the changes made before them', async () => {
  const { app } = await start({ pages: { A: { onShow: () => (globalThis as Any).$wxc.globals.wx.enableAlertBeforeUnload({ message: 'm' }).catch(() => {}) } } })
  const kinds = app.messages.map((m) => (m.t === 'call' ? m.method : m.t))
  assert.deepEqual(kinds, ['mount', 'patch', 'alertBeforeUnload', 'route'])
})

test('navigateTo, relative URLs, query as written, back', async () => {
  const queries: unknown[] = []
  const { app, take } = await start({ pages: { 'd/d': { onLoad: (query: unknown) => queries.push(query) } } })
  take()
  assert.equal(await call(app, 'navigateTo', { url: 'd/d?a=1&b=%20x&c' }), 'navigateTo:ok')
  assert.deepEqual(queries, [{ a: '1', b: '%20x', c: '' }])
  assert.deepEqual(app.page.options, { a: '1', b: '%20x', c: '' })
  assert.deepEqual(take(), ['A.onHide', 'd/d.onShow'])
  assert.equal(await call(app, 'navigateTo', { url: './e.html' }), 'navigateTo:ok')
  assert.equal(await call(app, 'navigateTo', { url: '../c' }), 'navigateTo:ok')
  assert.deepEqual(routes(app), ['A', 'd/d', 'd/e', 'c'])
  take()
  assert.equal(await call(app, 'navigateBack', { delta: 2 }), 'navigateBack:ok')
  assert.deepEqual(take(), ['c.onUnload', 'd/e.onUnload', 'd/d.onShow'])
  assert.equal(await call(app, 'navigateBack', { delta: 9 }), 'navigateBack:ok')
  assert.equal(await call(app, 'navigateBack', {}), 'navigateBack:fail cannot navigate back at first page')
  assert.equal(app.tree.blocks.size, 1, 'gone pages leave no block')
  assert.equal(app.logic.instancesById.size, 1)
})

test('redirectTo and reLaunch', async () => {
  const { app, take } = await start({ path: 'c' })
  take()
  await call(app, 'redirectTo', { url: '/d/d' })
  assert.deepEqual([take(), routes(app)], [['c.onUnload', 'd/d.onLoad', 'd/d.onShow'], ['d/d']])
  await call(app, 'navigateTo', { url: '/c' })
  await call(app, 'switchTab', { url: '/A' })
  await call(app, 'switchTab', { url: '/B' })
  await call(app, 'navigateTo', { url: '/c' })
  take()
  await call(app, 'reLaunch', { url: '/B?x=1' })
  assert.deepEqual([take(), routes(app)], [['c.onUnload', 'B.onUnload', 'A.onUnload', 'B.onLoad', 'B.onShow'], ['B']])
})

test('failures', async () => {
  const { app } = await start()
  const failures: [string, object, string][] = [
    ['navigateTo', { url: '/B' }, 'navigateTo:fail can not navigateTo a tabbar page'],
    ['redirectTo', { url: '/B' }, 'redirectTo:fail can not redirectTo a tabbar page'],
    ['switchTab', { url: '/c' }, 'switchTab:fail can not switch to no-tabBar page'],
    ['navigateTo', { url: '/none?x=1' }, 'navigateTo:fail page "none?x=1" is not found'],
    ['reLaunch', { url: '/none' }, 'reLaunch:fail page "none" is not found'],
    ['navigateTo', {}, 'navigateTo:fail parameter error: parameter.url should be String instead of Undefined;'],
  ]
  for (const [api, options, message] of failures) assert.equal(await call(app, api, options), message)
  for (let i = 0; i < 9; i++) assert.equal(await call(app, 'navigateTo', { url: '/c' }), 'navigateTo:ok')
  assert.equal(await call(app, 'navigateTo', { url: '/c' }), 'navigateTo:fail webview count limit exceed')
})

test('routes wait for each other; callbacks get what the promise gives', async () => {
  const { app, take } = await start()
  const results: string[] = []
  const note = (result: Any): void => void results.push(result.errMsg)
  assert.equal(app.wx.navigateTo({ url: '/c', success: note, complete: note }), undefined)
  app.wx.redirectTo({ url: '/d/d', success: note })
  app.wx.navigateBack({ fail: note, success: note })
  take()
  await app.settle()
  assert.deepEqual(results, ['navigateTo:ok', 'navigateTo:ok', 'redirectTo:ok', 'navigateBack:ok'])
  assert.deepEqual(take(), ['A.onHide', 'c.onLoad', 'c.onShow', 'c.onUnload', 'd/d.onLoad', 'd/d.onShow', 'd/d.onUnload', 'A.onShow'])
})

test('event channels', async () => {
  const heard: unknown[] = []
  const { app } = await start({
    pages: {
      c: {
        onLoad(this: Any) {
          const channel = this.getOpenerEventChannel()
          channel.on('toPage', (x: unknown) => heard.push(['page', x]))
          channel.emit('toOpener', 1)
        },
      },
    },
  })
  const { eventChannel } = await app.wx.navigateTo({ url: '/c', events: { toOpener: (x: unknown) => heard.push(['opener', x]) } })
  eventChannel.emit('toPage', 2)
  assert.deepEqual(heard, [['opener', 1], ['page', 2]])
  app.pages[0].getOpenerEventChannel().emit('nobody')
  const channel = app.page.getOpenerEventChannel()
  heard.length = 0
  const twice = (x: unknown): void => void heard.push(['twice', x])
  channel.once('a', (x: unknown) => { heard.push(['once', x]); throw new Error('in a listener') })
  channel.on('a', twice)
  for (const x of [1, 2]) eventChannel.emit('a', x)
  channel.off('a', twice)
  eventChannel.emit('a', 3)
  assert.deepEqual(heard, [['once', 1], ['twice', 1], ['twice', 2]])
  assert.ok(app.messages.some((m) => m.t === 'error' && m.message === 'in a listener'))
})

test('subpackages are loaded on first navigation, and for deep links', async () => {
  const first = await start()
  assert.equal(await call(first.app, 'navigateTo', { url: '/sub/x' }), 'navigateTo:ok')
  assert.deepEqual(routes(first.app), ['A', 'sub/x'])
  const deep = await start({ path: 'sub/x', query: { q: '1' } })
  assert.deepEqual(routes(deep.app), ['sub/x'])
  assert.deepEqual(deep.app.page.options, { q: '1' })
  const broken = await start({ scripts: {} })
  assert.match(await call(broken.app, 'navigateTo', { url: '/sub/x' }), /^navigateTo:fail no script sub.js/)
})

test('an unknown page: onPageNotFound, or a page that says so', async () => {
  const asked: unknown[] = []
  const handled = await start({ path: 'none', query: { a: '1' }, app: { onPageNotFound(e: unknown) { asked.push(e); (globalThis as Any).$wxc.globals.wx.redirectTo({ url: '/c' }) } } })
  assert.deepEqual(asked, [{ path: 'none', query: { a: '1' }, isEntryPage: true }])
  assert.deepEqual(routes(handled.app), ['c'])
  const bare = await start({ path: 'none' })
  assert.deepEqual(routes(bare.app), ['none'])
  assert.equal(bare.app.messages.filter((m) => m.t === 'mount').length, 1)
})

test('the browser: back, forward, tabs, hidden', async () => {
  const { app, take } = await start()
  await call(app, 'navigateTo', { url: '/c' })
  take()
  app.received({ t: 'back', delta: 1 })
  await app.settle()
  assert.deepEqual(take(), ['c.onUnload', 'A.onShow'])
  app.received({ t: 'open', path: 'c', query: { x: '1' }, kind: 'navigateTo' })
  await app.settle()
  assert.deepEqual([take(), app.page.options], [['A.onHide', 'c.onLoad', 'c.onShow'], { x: '1' }])
  app.received({ t: 'visible', visible: false })
  app.received({ t: 'visible', visible: true })
  assert.deepEqual(take(), ['c.onHide', 'App.onHide', 'App.onShow', 'c.onShow'])
  app.received({ t: 'tab', index: 1 })
  await app.settle()
  assert.deepEqual(take(), ['c.onUnload', 'B.onLoad', 'B.onShow', 'B.onTabItemTap {"index":"1","pagePath":"B","text":"b"}'])
  app.received({ t: 'tab', index: 1 })
  await app.settle()
  assert.deepEqual(take(), ['B.onTabItemTap {"index":"1","pagePath":"B","text":"b"}'])
})

test('relative URLs start at the page that is on top at the call, whatever is on its way', async () => {
  const { app } = await start()
  await call(app, 'navigateTo', { url: '/d/d' })
  app.wx.navigateTo({ url: '/c', complete() {} })
  assert.equal(await call(app, 'navigateTo', { url: './e' }), 'navigateTo:ok')
  assert.deepEqual(routes(app), ['A', 'd/d', 'c', 'd/e'])
})

test('options of custom transitions are taken and change nothing; switchTab leaves out a query', async () => {
  const queries: unknown[] = []
  const { app } = await start({ pages: { B: { onLoad: (query: unknown) => queries.push(query) } } })
  assert.equal(await call(app, 'navigateTo', { url: '/c', routeType: 'wx://modal', routeConfig: { opaque: false }, routeOptions: { a: 1 } }), 'navigateTo:ok')
  app.wx.router.addRouteBuilder('mine', () => ({}))
  app.wx.router.removeRouteBuilder('mine')
  assert.equal(app.wx.router.getRouteContext(app.page), undefined)
  assert.equal(await call(app, 'switchTab', { url: '/B?x=1' }), 'switchTab:ok')
  assert.deepEqual([queries, app.lines.filter((line) => line.includes('x=1')).length], [[{}], 1])
})

test('router and pageRouter resolve against the page that owns them', async () => {
  const { app } = await start()
  await call(app, 'navigateTo', { url: '/d/d' })
  const { pageRouter } = app.page
  await call(app, 'navigateTo', { url: '/c' })
  await pageRouter.navigateTo({ url: './e' })
  assert.deepEqual(routes(app), ['A', 'd/d', 'c', 'd/e'])
})

test('getApp before App, and what was set on it', async () => {
  let early: Any
  const app = await startApp({ page: [] }, ($) => {
    const { getApp, App } = $.globals
    assert.equal(getApp(), undefined)
    early = getApp({ allowDefault: true })
    early.data = 456
    $.module('app.js', () => App({ data: 123, other: 1, onLaunch(this: Any) { assert.equal(this, getApp()) } }))
    $.unit('index', { kind: 'page' }, ($: Any) => ({ main: $.template({ key: 'page', size: 0, holes: 0, update() {} }) }))
  })
  const real = app.$.globals.getApp()
  assert.deepEqual([real.data, real.other], [456, 1])
  assert.ok(app.lines.some((line) => line.startsWith('Page "index" has not been registered yet.')))
})

test('Component as a page: properties from the query, lifecycles in methods', async () => {
  const log: unknown[] = []
  const app = await startApp(
    { page: [] },
    ($) => {
      $.module('index.js', () =>
        $.globals.Component({
          properties: { n: Number, s: String },
          attached(this: Any) { log.push(['attached', this.data]) },
          pageLifetimes: { show: () => log.push('show') },
          methods: { onLoad: (query: unknown) => log.push(['onLoad', query]), onShow: () => log.push('onShow') },
        }),
      )
      $.unit('index', { kind: 'page', script: 'index.js' }, ($: Any) => ({ main: $.template({ key: 'page', size: 0, holes: 0, update() {} }) }))
    },
    { path: 'index', query: { n: '5', s: 'x', other: '1' } },
  )
  assert.deepEqual(log, [['attached', { n: 5, s: 'x' }], ['onLoad', { n: '5', s: 'x', other: '1' }], 'show', 'onShow'])
  assert.equal(app.page.route, 'index')
})

test('page members: functions shared, the rest copied per instance', async () => {
  const shared = { list: [1] }
  const { app } = await start({ pages: { c: { shared, data: { o: {} } } } })
  await call(app, 'navigateTo', { url: '/c' })
  const one = app.page
  await call(app, 'navigateTo', { url: '/c' })
  assert.deepEqual(app.page.shared, shared)
  assert.notEqual(app.page.shared, one.shared)
  assert.notEqual(app.page.data.o, one.data.o)
})

test('page events of the view reach the page', async () => {
  const got: unknown[] = []
  const { app } = await start({ pages: { A: { onPageScroll: (e: unknown) => got.push(e), onReachBottom: () => got.push('bottom'), onResize: (e: unknown) => got.push(e) } } })
  const mount = app.messages.find((m) => m.t === 'mount') as Any
  assert.deepEqual(mount.wants, { scroll: true, bottom: true, pull: false })
  app.received({ t: 'page', page: mount.page, what: 'scroll', detail: { scrollTop: 5 } })
  app.received({ t: 'page', page: mount.page, what: 'bottom', detail: undefined })
  app.received({ t: 'page', page: mount.page, what: 'resize', detail: { size: {} } })
  assert.deepEqual(got, [{ scrollTop: 5 }, 'bottom', { size: {} }])
})

test('uncaught errors go to App.onError and stop nothing', async () => {
  const errors: string[] = []
  const { app, log } = await start({
    app: { onError: (text: string) => errors.push(text) },
    pages: { A: { onLoad() { throw new Error('in onLoad') } } },
  })
  assert.ok(log.includes('A.onShow'))
  assert.equal(errors.length, 1)
  assert.match(errors[0]!, /in onLoad[\s\S]*at /)
  assert.ok(app.messages.some((m) => m.t === 'error' && m.message === 'in onLoad'))
})

test('a custom tab bar: one per tab page, reached by getTabBar, gone with its page', async () => {
  const app = await startApp(
    { page: [['view']], bar: [['bar', { h: 0 }]] },
    ($) => {
      for (const name of ['A', 'B', 'c']) {
        $.module(`${name}.js`, () => $.globals.Page({ onShow(this: Any) { this.getTabBar()?.setData({ selected: name }) } }))
        $.unit(name, { kind: 'page', script: `${name}.js` }, ($: Any) => ({ main: $.template({ key: 'page', size: 0, holes: 0, update() {} }) }))
      }
      $.module('bar.js', () => $.globals.Component({ data: { selected: '' } }))
      $.unit('custom-tab-bar/index', { kind: 'component', script: 'bar.js' }, ($: Any) => ({
        main: $.template({ key: 'bar', size: 1, holes: 1, update(b: Any, d: Any) { const x = $.text(d.selected); if (b.v[0] !== x) $.S(b, 0, x) } }),
      }))
    },
    { config: { pages: ['A', 'B', 'c'].map((path) => ({ path })), entryPagePath: 'A', tabBar: { custom: true, list: [{ pagePath: 'A' }, { pagePath: 'B' }] } } },
  )
  assert.deepEqual(app.shown(), [['view'], ['bar', 'A']])
  await call(app, 'navigateTo', { url: '/c' })
  assert.deepEqual(app.shown(), [['view']])
  await call(app, 'switchTab', { url: '/B' })
  assert.deepEqual(app.shown(), [['view'], ['bar', 'B']])
  await call(app, 'reLaunch', { url: '/c' })
  assert.deepEqual([app.tree.blocks.size, app.logic.instancesById.size], [1, 1])
})
