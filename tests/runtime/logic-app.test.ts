/** Starting and leaving: launch options, the page the app was left on, containers that keep a page, traced errors; memory over many navigations. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { SourceMapReader, STACK_PLACE } from '../../runtime-shim/src/protocol/source-map.ts'
import type { AppOptions, TestApp } from './app.ts'
import { startApp } from './app.ts'

type Any = any

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Pages `home` (a tab page), `form` and `list`, each with a list of components; `form` saves its data. */
function start(options: AppOptions = {}, form: Any = {}, app: Any = {}): Promise<TestApp> {
  const rows = ($: Any): Any => {
    const row = $.template({
      key: 'row', size: 0, holes: 0, nodes: [{ p: -1, tag: 'item', ci: 0, ev: [['tap', 0, 'tap']] }], comps: [{ node: 0, tag: 'item', is: 'item' }],
      update: (b: Any, d: Any) => { $.prop($.child(b, 0), 'n', b.s.item); $.commit(b, d, 0) },
    })
    return $.template({ key: 'main', size: 0, holes: 0, regions: 1, update: (b: Any, d: Any) => $.list(b, d, 0, d.rows, row, '*this', []) })
  }
  return startApp(
    { main: [{ r: 0 }], row: [['item', { n: 0 }]], item: [['view', { h: 0 }]] },
    ($) => {
      $.module('app.js', () => $.globals.App(app))
      $.module('item.js', () => $.globals.Component({ properties: { n: Number } }))
      $.unit('item', { kind: 'component', script: 'item.js' }, ($: Any) => ({
        main: $.template({ key: 'item', size: 1, holes: 1, update(b: Any, d: Any) { const x = $.text(d.n); if (b.v[0] !== x) $.S(b, 0, x) } }),
      }))
      for (const name of ['home', 'form', 'list']) {
        $.module(`${name}.js`, () => $.globals.Page({ data: { rows: [1, 2, 3] }, tap() {}, ...(name === 'form' && form) }))
        $.unit(name, { kind: 'page', script: `${name}.js`, using: { item: 'item' } }, ($: Any) => ({ main: rows($) }))
      }
    },
    {
      ...options,
      config: {
        pages: ['home', 'form', 'list'].map((path) => ({ path, json: path === 'list' ? {} : { restartStrategy: 'homePageAndLatestPage' } })),
        entryPagePath: 'home',
        tabBar: { list: [{ pagePath: 'home' }] },
      },
    },
  )
}

test('launch and enter options', async () => {
  const seen: Any[] = []
  const hooks = { onLaunch: (o: unknown) => seen.push(o), onShow: (o: unknown) => seen.push(o) }
  const plain = await start({}, {}, hooks)
  const expected = { path: 'home', query: {}, scene: 1001, shareTicket: undefined, referrerInfo: {}, forwardMaterials: [], apiCategory: 'default', hostExtraData: {} }
  assert.deepEqual(seen, [expected, expected])
  assert.deepEqual([plain.wx.getLaunchOptionsSync(), plain.wx.getEnterOptionsSync()], [expected, expected])
  const linked = await start({ path: 'list', query: { a: '%20' }, url: 'http://x/?wxc-scene=1037&wxc-appid=wx9&wxc-extra=%7B%22k%22%3A%5B1%5D%7D#/list?a=%20' })
  assert.deepEqual(linked.wx.getLaunchOptionsSync(), { ...expected, path: 'list', query: { a: '%20' }, scene: 1037, referrerInfo: { appId: 'wx9', extraData: { k: [1] } } })
})

/** The host's side of `exit`: one record. */
function memory(text: string | null = null): { host: AppOptions['host']; read: () => Any } {
  return { host: { savedExit: () => text, saveExit: (given: string | null) => (text = given) }, read: () => text && JSON.parse(text) }
}
const onForm = (app: TestApp): Promise<unknown> => app.wx.navigateTo({ url: '/form?id=1' }).then(() => app.settle())
const leave = (app: TestApp): void => app.received({ t: 'visible', visible: false })

test('left in the background on a page that asks for it, the app starts there again', async () => {
  const record = memory()
  const families: AppOptions['families'] = ['wxExit']
  const state = { typed: ['half'] }
  const app = await start({ families, host: record.host }, { onSaveExitState: () => ({ data: state }) })
  await onForm(app)
  leave(app)
  const { url, data, expires } = record.read()
  assert.deepEqual([url, data], ['/form?id=1', state])
  assert.ok(Math.abs(expires - Date.now() - 86_400_000) < 5000)

  let seen: Any
  const onLoad = function (this: Any, query: unknown): void { seen = [query, this.exitState] }
  const again = await start({ families, host: record.host }, { onLoad })
  assert.deepEqual(again.pages.map((page) => page.route), ['form'])
  assert.deepEqual(seen, [{ id: '1' }, state])
  assert.equal(again.wx.getLaunchOptionsSync().path, 'form')
  seen = undefined
  await start({ families, host: record.host, path: 'form', query: { id: '1' } }, { onLoad })
  assert.deepEqual(seen, [{ id: '1' }, state], 'the same address: a window that was restored')
  await start({ families, host: record.host, path: 'form', query: { id: '2' } }, { onLoad })
  assert.deepEqual(seen, [{ id: '2' }, undefined])
  const elsewhere = await start({ families, host: record.host, path: 'list' })
  assert.equal(elsewhere.page.route, 'list')
})

test('an own expiry; other pages and tab pages are not returned to; a page without state is', async () => {
  const families: AppOptions['families'] = ['wxExit']
  const expired = memory(JSON.stringify({ url: '/form?id=1', expires: Date.now() - 1 }))
  assert.equal((await start({ families, host: expired.host })).page.route, 'home')
  const own = memory()
  const expireTimeStamp = Date.now() + 5000
  const app = await start({ families, host: own.host }, { onSaveExitState: () => ({ data: 1, expireTimeStamp }) })
  await onForm(app)
  app.received({ t: 'emit', name: 'leaving', payload: null })
  assert.deepEqual(own.read(), { url: '/form?id=1', data: 1, expires: expireTimeStamp })
  await app.wx.navigateTo({ url: '/list' })
  leave(app)
  assert.equal(own.read(), null)
  const home = memory()
  leave(await start({ families, host: home.host }))
  assert.equal(home.read(), null)
  const bare = memory()
  const plain = await start({ families, host: bare.host })
  await onForm(plain)
  leave(plain)
  const again = await start({ families, host: bare.host })
  assert.deepEqual([again.page.route, 'exitState' in again.page], ['form', false])
})

test('wx.navigateBack closes a page-container first', async () => {
  const closed: unknown[] = []
  const app = await start({ families: ['wxContainer'], host: { closeContainer: (args: unknown) => closed.push(args) } })
  await onForm(app)
  const page = app.top()
  app.received({ t: 'emit', name: 'container', payload: { page, show: true } })
  assert.equal((await app.wx.navigateBack()).errMsg, 'navigateBack:ok')
  assert.deepEqual([closed, app.pages.length], [[{ page }], 2])
  app.received({ t: 'emit', name: 'container', payload: { page, show: false } })
  await app.wx.navigateBack()
  assert.equal(app.pages.length, 1)
})

test('an error of the view and one of the app reach both listeners once; those of listeners do not come back', async () => {
  const heard: string[] = []
  const app = await start({}, {}, { onError(text: string) { heard.push('App ' + text.split('\n')[0]); throw new Error('in onError') } })
  app.wx.onError((text: string) => heard.push('wx ' + text.split('\n')[0]))
  app.received({ t: 'error', message: 'of the view', stack: 'at x' })
  app.logic.world.host.onError(new Error('of the app'))
  assert.deepEqual(heard, ['App of the view', 'wx of the view', 'App Error: of the app', 'wx Error: of the app'])
})

test('source maps are read; every browser\'s stacks have places', () => {
  // Generated line 2: column 0 → a.js 1:1, column 4 → b.js 3:2.
  const map = new SourceMapReader({ sources: ['a.js', 'b.js'], mappings: ';AAAA,ICEC' })
  assert.deepEqual([map.find(2, 1), map.find(2, 5), map.find(2, 99), map.find(1, 1)], [
    { source: 0, line: 1, column: 1 }, { source: 1, line: 3, column: 2 }, { source: 1, line: 3, column: 2 }, undefined,
  ])
  // The same twice, the second time from line 4, column 10 on: its first line begins there.
  const part = { sources: ['a.js'], mappings: 'AAAA;AACA' }
  const sections = [{ offset: { line: 0, column: 2 }, map: part }, { offset: { line: 3, column: 9 }, map: { ...part, sources: ['b.js'] } }]
  const parts = new SourceMapReader({ sources: [], mappings: '', sections })
  assert.deepEqual([parts.find(1, 2), parts.find(1, 3), parts.find(4, 10), parts.find(5, 1), parts.raw.sources], [
    undefined, { source: 0, line: 1, column: 1 }, { source: 1, line: 1, column: 1 }, { source: 1, line: 2, column: 1 }, ['a.js', 'b.js'],
  ])
  const chrome = '    at f (http://h:1/a.js:2:5)\n    at https://h/b.js:3:1'
  const firefox = 'f@http://h:1/a.js:2:5\n@blob:http://h/1-2:3:1'
  const places = (stack: string): string[] => [...stack.matchAll(STACK_PLACE)].map((m) => `${m[2]}:${m[3]}`)
  assert.deepEqual([places(chrome), places(firefox)], [['2:5', '3:1'], ['2:5', '3:1']])
})

test('2,000 navigations leave nothing behind', async () => {
  const app = await start()
  const { logic } = app
  const sizes = (): object => {
    const { instancesById, blocksById, stack, patch, world } = logic
    const { waiting } = world.host
    return {
      instances: instancesById.size, blocks: blocksById.size, shown: app.tree.blocks.size, pages: stack.pages.length, parked: stack.parked.size,
      patches: patch.waiting.size, tasks: patch.applied.length + patch.sent.length, calls: waiting.size,
    }
  }
  const round = async (): Promise<void> => {
    const opened = await app.wx.navigateTo({ url: '/form?id=1', events: { e() {} } })
    opened.eventChannel.emit('x')
    app.page.setData({ rows: [3, 2, 1, 0] })
    await app.wx.redirectTo({ url: '/list' })
    app.page.createdHere = app.pages
    app.wx.onAppShow(() => {})
    app.wx.offAppShow()
    await app.wx.navigateBack()
    await app.wx.reLaunch({ url: '/home' })
    app.messages.length = 0
  }
  const rounds = async (count: number): Promise<number> => {
    for (let n = 0; n < count; n++) await round()
    // Acknowledgements come later.
    while (logic.patch.waiting.size) await new Promise((resolve) => setTimeout(resolve))
    await app.settle()
    app.messages.length = 0
    for (let n = 0; n < 2; n++) collect()
    return process.memoryUsage().heapUsed
  }
  // Code that runs often is compiled again, larger.
  const heap = await rounds(500)
  const before = sizes()
  const grown = (await rounds(500)) - heap
  assert.deepEqual(sizes(), before)
  assert.ok(grown < 1_000_000, `${grown} bytes in 2,000 navigations`)
  assert.deepEqual(before, { instances: 4, blocks: 3, shown: 7, pages: 1, parked: 0, patches: 0, tasks: 0, calls: 0 })
})
