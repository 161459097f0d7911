/** Modules of user code: `require`, cycles, ES modules, WXS, which script a registration belongs to. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppOptions, TestApp } from './app.ts'
import { startApp } from './app.ts'

type Any = any

function start(modules: Record<string, [factory: (require: Any, module: Any, exports: Any, $: Any) => void, requests?: Any]>, options: AppOptions & { script?: ($: Any) => void } = {}): Promise<TestApp> {
  return startApp({}, ($) => {
    for (const [path, [factory, requests]] of Object.entries(modules)) $.module(path, (r: Any, m: Any, e: Any) => factory(r, m, e, $), requests)
    $.unit('index', { kind: 'page', script: 'index.js' }, () => ({ main: null }))
    options.script?.($)
  }, options)
}

test('require: resolved by the compiler, cached, computed, cycles', async () => {
  const log: unknown[] = []
  await start({
    'app.js': [(require, _, exports) => {
      exports.early = 1
      log.push(require('./a').name, require('./a') === require('a.js'), require('./dir').index, require('./' + 'data.json'))
    }, { './a': 'a.js', 'a.js': 'a.js' }],
    'a.js': [(require, module) => (log.push('a runs'), (module.exports = { name: 'a', app: require('./app').early })), { './app': 'app.js' }],
    'dir/index.js': [(_, __, exports) => (exports.index = 'dir')],
    'data.json': [(_, module) => (module.exports = [1])],
  })
  assert.deepEqual(log, ['a runs', 'a', true, 'dir', [1]])
})

test('a missing module says so; a module that throws is tried again', async () => {
  const log: string[] = []
  let tries = 0
  await start({
    'pages/app.js': [() => {}],
    'app.js': [(require) => {
      for (const request of ['./gone', './never', './bad', './bad']) try { require(request) } catch (error) { log.push((error as Error).message) }
    }, { './gone': null, './bad': 'bad.js' }],
    'bad.js': [() => { throw new Error('bad ' + ++tries) }],
  })
  assert.deepEqual(log, ["module 'gone' is not defined, require args is './gone'", "module 'never' is not defined, require args is './never'", 'bad 1', 'bad 2'])
})

test('an error in one script leaves the others alone', async () => {
  const app = await start({
    'app.js': [() => { throw new Error('in app.js') }],
    'index.js': [(_, __, ___, $) => $.globals.Page({ data: { ok: 1 } })],
  })
  assert.equal(app.page.data.ok, 1)
  assert.ok(app.messages.some((m) => m.t === 'error' && m.message === 'in app.js'))
})

test('registrations belong to the script of a unit, also through helpers and when another script requires it', async () => {
  const app = await start(
    {
      'helper.js': [(_, module, __, $) => (module.exports = (options: Any) => $.globals.Component(options))],
      'one.js': [(require) => { require('./two'); require('./helper')({ data: { is: 'one' } }) }],
      'two.js': [(require) => require('./helper')({ data: { is: 'two' } })],
      'index.js': [(_, __, ___, $) => $.globals.Page({})],
    },
    {
      script: ($) => {
        for (const name of ['one', 'two']) $.unit(name, { kind: 'component', script: name + '.js' }, () => ({ main: null }))
      },
    },
  )
  void app
  assert.deepEqual(app.lines, [])
})

test('Page outside a script is reported', async () => {
  const app = await start({ 'index.js': [(_, __, ___, $) => $.globals.Page({})] })
  app.$.globals.Page({})
  assert.match(app.lines.at(-1)!, /^Page\(\) was called outside the script of a page/)
})

test('ES modules: live bindings, namespaces, re-exports, patched exports', async () => {
  const log: unknown[] = []
  await start({
    'm.js': [(_, __, exports, $) => {
      $.export(exports, { count: () => count, inc: () => inc, default: () => 'd' })
      let count = 0
      function inc(): void { count++ }
    }],
    'all.js': [(require, _, exports, $) => { $.export(exports, { own: () => 1 }); $.reexport(exports, require('./m')) }],
    'cjs.js': [(_, module) => (module.exports = { x: 1 })],
    'app.js': [(require, _, __, $) => {
      const m = require('./m')
      m.inc()
      const all = require('./all')
      log.push(m.count, $.esm(m) === m, $.esm(require('./cjs')), Object.keys(all).sort(), all.count)
      m.count = 9
      log.push(m.count, all.count)
    }],
  })
  assert.deepEqual(log, [1, true, { x: 1, default: { x: 1 } }, ['count', 'inc', 'own'], 1, 9, 9])
})

test('require across subpackages: callbacks, promises, import()', async () => {
  const log: unknown[] = []
  await start(
    {
      'app.js': [(require, _, __, $) => {
        require('./sub/m', (m: Any) => log.push(['callback', m.x]))
        require.async('./sub/m').then((m: Any) => log.push(['promise', m.x]))
        $.dynamic(require, './sub/m').then((m: Any) => log.push(['import', m.default.x]))
        require('./sub/none', undefined, (e: Any) => log.push(e))
        require.async('./sub/none').catch((e: Any) => log.push(e))
      }],
    },
    { config: { subpackages: [{ root: 'sub', script: 'sub.js' }] }, scripts: { 'sub.js': ($) => ($.module('sub/m.js', (_: Any, __: Any, e: Any) => (e.x = 1)), $.ready('sub')) } },
  )
  const failure = { errMsg: "module 'sub/none' is not defined, require args is './sub/none'", mod: './sub/none' }
  assert.equal(log.length, 5)
  for (const expected of [['callback', 1], ['promise', 1], ['import', 1], failure, failure]) {
    assert.ok(log.some((item) => JSON.stringify(item) === JSON.stringify(expected)), JSON.stringify(expected))
  }
})

test('WXS: run once, on first use; arguments are copies; failures are undefined', async () => {
  let runs = 0
  const app = await start({}, {
    script: ($) => {
      $.wxsModule('lib.wxs', (_: Any, module: Any) => { runs++; module.exports = { base: 10 } })
      $.wxsModule('m.wxs', (require: Any, module: Any) => {
        module.exports.add = (o: Any) => ((o.n += 1), require('./lib.wxs').base + o.n)
        module.exports.fn = () => () => 1
        module.exports.bad = () => { throw new Error('wxs') }
      }, { './lib.wxs': 'lib.wxs' })
    },
  })
  const { $ } = app
  assert.equal(runs, 0)
  const m = $.wxs('m.wxs')
  const o = { n: 1 }
  assert.deepEqual([$.call(m.add, [o]), $.method(m, 'add', [o]), o.n, runs], [12, 12, 1, 1])
  assert.equal($.call(m.fn, []), null)
  assert.equal($.call(m.bad, []), undefined)
  assert.equal($.call('no function', []), undefined)
  assert.equal($.method([1], 'join', []), undefined)
})

test('values of templates', async () => {
  const { $ } = await start({})
  assert.deepEqual([$.text(undefined), $.text(null), $.text(0), $.text([1, 2]), $.text({})], ['', '', '0', '1,2', '[object Object]'])
  assert.deepEqual([$.get([1, 2], 'length'), $.get('abc', 1), $.get({}, 'toString'), $.get(null, 'x'), $.get([], 'join'), $.get({ constructor: 1 }, 'constructor')], [2, 'b', undefined, undefined, undefined, 1])
  assert.deepEqual([$.has('a', { a: 0 }), $.has('toString', {}), $.has('a', null), $.has('a', 'a')], [true, false, false, false])
  assert.deepEqual([$.items([1]), $.items('ab'), $.items(undefined)], [[1], ['a', 'b'], []])
  assert.equal($.style('width:20rpx'), 'width:calc(20 * var(--rpx))')
  assert.deepEqual(
    ['a.png', './a.png', '../a.png', '/a.png', 'https://x/a.png', 'data:x', 'wxfile://x', '', 5].map((x) => $.asset(x, 'pages/i')),
    ['/pages/i/a.png', '/pages/i/a.png', '/pages/a.png', '/a.png', 'https://x/a.png', 'data:x', 'wxfile://x', '', 5],
  )
  assert.equal($.asset('a.png', ''), '/a.png')
})
