/** Lifetimes of components: their order in nested trees, and what `data` holds at each of them (framework reference §2.2). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Any } from './component.ts'
import { build, logged, slotOnly, uses } from './component.ts'

test('order of lifetimes in nested trees with slot content', async () => {
  const log: string[] = []
  const app = await build({
    index: { shape: [{ r: 0 }], options: { data: { on: true } }, inner: { branch: uses({ tag: 'a' }) }, template: ($, t) => ({ regions: 1, update: (b: Any, d: Any) => $.branch(b, d, 0, d.on ? 0 : -1, [t('branch')]) }) },
    a: { ...uses({ tag: 'b' }, { tag: 'd' }), options: logged('A', log) },
    b: { ...uses({ tag: 'c', slots: ['content'] }), inner: { content: uses({ tag: 'd' }) }, options: logged('B', log) },
    c: { ...slotOnly, options: logged('C', log) },
    d: { shape: ['d'], options: logged('D', log) },
  })
  const of = (hook: string): string[] => log.filter((line) => line.endsWith(hook)).map((line) => line[0]!)
  assert.deepEqual(of('created'), ['C', 'D', 'B', 'D', 'A'])
  assert.deepEqual(of('attached'), ['A', 'B', 'C', 'D', 'D'])
  assert.deepEqual(of('ready'), ['C', 'D', 'B', 'D', 'A'])
  assert.deepEqual(app.shown(), [['a', ['b', ['c', ['d', 'd']]], ['d', 'd']]])
  log.length = 0
  app.page.setData({ on: false })
  await app.settle()
  assert.deepEqual(log.map((line) => line[0]), ['D', 'C', 'B', 'D', 'A'])
  assert.equal(app.tree.blocks.size, 1, 'no block is left')
  assert.equal(app.logic.instancesById.size, 1)
})

test('data at creation: defaults in created, bound values before attached, observers before property observers', async () => {
  const log: unknown[] = []
  await build({
    index: { ...uses({ tag: 'c', props: { a: 'x' } }), options: { data: { x: 5 }, onLoad: () => log.push('onLoad') } },
    c: {
      shape: [['view', { h: 0 }]],
      template: ($) => ({ update(b: Any, d: Any) { const x = $.text(d.a); if (b.v[0] !== x) $.S(b, 0, x) } }),
      options: {
        properties: { a: { type: Number, value: 1, observer(now: Any, old: Any) { log.push(['observer', now, old]) } }, untouched: { type: String, value: 'u', observer: () => log.push('never') } },
        observers: { a: (a: Any) => log.push(['observers', a]), untouched: () => log.push('never') },
        created(this: Any) { log.push(['created', this.data.a]) },
        attached(this: Any) { log.push(['attached', this.data.a]) },
      },
    },
  })
  assert.deepEqual(log, [['created', 1], ['observers', 5], ['observer', 5, 1], ['attached', 5], 'onLoad'])
})

test('a bound value is in the first patch, and what an observer sets too', async () => {
  const app = await build({
    index: { ...uses({ tag: 'c', props: { a: 'x' } }), options: { data: { x: 5 } } },
    c: {
      shape: [['view', { h: 0 }], ['view', { h: 1 }]],
      template: ($) => ({ update(b: Any, d: Any) { let x; if (b.v[0] !== (x = $.text(d.a))) $.S(b, 0, x); if (b.v[1] !== (x = $.text(d.twice))) $.S(b, 1, x) } }),
      options: { properties: { a: Number }, observers: { a(this: Any, a: number) { this.setData({ twice: a * 2 }) } } },
    },
  })
  assert.equal(app.messages.filter((m) => m.t === 'patch').length, 1)
  assert.deepEqual(app.shown(), [['c', ['view', '5'], ['view', '10']]])
  app.messages.length = 0
  app.page.setData({ x: 6 })
  await app.settle()
  assert.equal(app.messages.filter((m) => m.t === 'patch').length, 1, 'a change settles in one patch')
  assert.deepEqual(app.shown(), [['c', ['view', '6'], ['view', '12']]])
})

test('lifetimes beat top-level hooks; names of methods are hooks too', async () => {
  const log: string[] = []
  await build({
    index: uses({ tag: 'c' }),
    c: { options: { created: () => log.push('top'), lifetimes: { created: () => log.push('lifetimes'), attached: 'go' }, methods: { go: () => log.push('method') } } },
  })
  assert.deepEqual(log, ['lifetimes', 'method'])
})

test('moved: components in rows that change places', async () => {
  const log: unknown[] = []
  const app = await build({
    index: {
      shape: [{ r: 0 }],
      options: { data: { rows: [1, 2, 3] } },
      inner: { row: { shape: [['c', { n: 0 }]], template: ($) => ({ nodes: [{ p: -1, tag: 'c', ci: 0 }], comps: [{ node: 0, tag: 'c', is: 'c' }], update(b: Any, d: Any) { $.prop($.child(b, 0), 'n', b.s.item); $.commit(b, d, 0) } }) } },
      template: ($, t) => ({ regions: 1, update: (b: Any, d: Any) => $.list(b, d, 0, d.rows, t('row'), '*this', []) }),
    },
    c: { options: { properties: { n: Number }, moved(this: Any) { log.push(this.data.n) } } },
  })
  app.page.setData({ rows: [3, 1, 2] })
  assert.deepEqual(log, [3])
  assert.deepEqual(app.page.selectAllComponents('c').map((c: Any) => c.data.n), [3, 1, 2])
})

test('components in a tree are created with what their owner declares, then get what it was given', async () => {
  const log: unknown[] = []
  const app = await build({
    index: { ...uses({ tag: 'outer', props: { p: 'x' } }), options: { data: { x: 5 } } },
    outer: { ...uses({ tag: 'inner', props: { p: 'p' } }), options: { properties: { p: { type: Number, value: 1, observer: (now: Any, old: Any) => log.push(['outer', now, old]) } }, created: () => log.push('outer created') } },
    inner: {
      shape: [['view', { h: 0 }]],
      template: ($) => ({ update(b: Any, d: Any) { const x = $.text(d.p); if (b.v[0] !== x) $.S(b, 0, x) } }),
      options: { properties: { p: { type: Number, observer: (now: Any, old: Any) => log.push(['inner', now, old]) } }, created: () => log.push('inner created') },
    },
  })
  assert.deepEqual(log, ['inner created', ['inner', 1, 0], 'outer created', ['inner', 5, 1], ['outer', 5, 1]])
  assert.deepEqual(app.shown(), [['outer', ['inner', ['view', '5']]]])
  assert.equal(app.messages.filter((m) => m.t === 'patch').length, 1)
})

test('a new branch and new rows are created before others are detached', async () => {
  const log: string[] = []
  const app = await build({
    index: {
      shape: [{ r: 0 }, { r: 1 }],
      options: { data: { on: true, rows: [1, 2] } },
      inner: { yes: uses({ tag: 'a' }), no: uses({ tag: 'b' }), row: uses({ tag: 'c' }) },
      template: ($, t) => ({ regions: 2, update(b: Any, d: Any) { $.branch(b, d, 0, d.on ? 0 : 1, [t('yes'), t('no')]); $.list(b, d, 1, d.rows, t('row'), '*this', []) } }),
    },
    a: { options: logged('a', log) },
    b: { options: logged('b', log) },
    c: { options: logged('c', log) },
  })
  log.length = 0
  app.page.setData({ on: false })
  assert.deepEqual(log, ['b.created', 'a.detached', 'b.attached'])
  await app.settle()
  log.length = 0
  app.page.setData({ rows: [3, 2] })
  assert.deepEqual(log, ['c.created', 'c.detached', 'c.attached'])
})

test('lifetimes.error hears what a method or hook of the component throws; others go on', async () => {
  const log: string[] = []
  const app = await build({
    index: uses({ tag: 'c' }),
    c: {
      options: {
        lifetimes: { error: (e: Any) => log.push(`error ${e.message}`), attached() { throw new Error('attached') } },
        observers: { a() { throw new Error('observer') }, 'a, b': () => log.push('second observer') },
        data: { a: 1 },
      },
    },
  })
  app.page.selectComponent('c').setData({ a: 2 })
  assert.deepEqual(log, ['error attached', 'error observer', 'second observer'])
})

test('getPageId is the same in a page and everything in it', async () => {
  const app = await build({ index: uses({ tag: 'a' }), a: uses({ tag: 'b' }), b: {} })
  const a = app.page.selectComponent('a')
  assert.equal(a.getPageId(), app.page.getPageId())
  assert.equal(a.selectComponent('b').getPageId(), app.page.getPageId())
  assert.equal(a.selectComponent('b').selectOwnerComponent(), a)
})
