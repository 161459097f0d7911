/** Slots and external classes (framework reference §5.2, §5.3). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Any, Part } from './component.ts'
import { build, uses } from './component.ts'

test('slots: named, content kept while its slot is away, updated, moved by name', async () => {
  const app = await build({
    index: {
      ...uses({ tag: 'c', slots: ['head:head', 'body'] }),
      inner: {
        head: { shape: [['h', { h: 0 }]], template: ($) => ({ update(b: Any, d: Any) { const x = $.text(d.t); if (b.v[0] !== x) $.S(b, 0, x) } }) },
        body: { shape: [['p', 'body']] },
      },
      options: { data: { t: 'one' } },
    },
    c: {
      shape: [{ r: 0 }, ['hr'], { r: 1 }],
      inner: { branch: { shape: [['box', { r: 0 }]], template: ($) => ({ regions: 1, update: (b: Any, d: Any) => $.slot(b, d, 0, 'head', null, null) }) } },
      template: ($, t) => ({ regions: 2, update(b: Any, d: Any) { $.branch(b, d, 0, d.on ? 0 : -1, [t('branch')]); $.slot(b, d, 1, '', null, null) } }),
      options: { options: { multipleSlots: true }, data: { on: true } },
    },
  })
  const shown = (head: string[]): unknown => [['c', ...head.map((t) => ['box', ['h', t]]), ['hr'], ['p', 'body']]]
  assert.deepEqual(app.shown(), shown(['one']))
  const c = app.page.selectComponent('c')
  const before = app.tree.blocks.size
  c.setData({ on: false })
  app.page.setData({ t: 'two' })
  await app.settle()
  assert.deepEqual(app.shown(), shown([]))
  assert.equal(app.tree.blocks.size, before - 1, 'the content is still there')
  c.setData({ on: true })
  await app.settle()
  assert.deepEqual(app.shown(), shown(['two']))
})

test('slots: without multipleSlots the one slot takes everything; fallback without content', async () => {
  const c: Part = { shape: [['box', { r: 0 }]], inner: { fallback: { shape: ['none'] } }, template: ($, t) => ({ regions: 1, update: (b: Any, d: Any) => $.slot(b, d, 0, '', null, t('fallback')) }) }
  const app = await build({ index: { ...uses({ tag: 'c', slots: ['one:x', 'two'] }, { tag: 'c' }), inner: { one: { shape: ['1'] }, two: { shape: ['2'] } } }, c })
  assert.deepEqual(app.shown(), [['c', ['box', '12']], ['c', ['box', 'none']]])
})

test('slots: children in a loop name their slots round by round', async () => {
  const app = await build({
    index: {
      shape: [['c', { n: 0 }]],
      options: { data: { rows: ['a', 'b', 'a'] } },
      inner: {
        content: { shape: [{ r: 0 }], template: ($, t) => ({ regions: 1, update: (b: Any, d: Any) => $.list(b, d, 0, d.rows, t('row'), '', [b.s.index]) }) },
        row: { shape: [{ r: 0 }], template: ($, t) => ({ regions: 1, update: (b: Any, d: Any) => $.branch(b, d, 0, b.s.up.index === undefined || b.s.item === b.s.up.index ? 0 : -1, [t('cell')]) }) },
        cell: { shape: [['b', { h: 0 }]], template: ($) => ({ update(b: Any) { const x = $.text(b.s.item); if (b.v[0] !== x) $.S(b, 0, x) } }) },
      },
      template: ($, t) => ({ nodes: [{ p: -1, tag: 'c', ci: 0 }], comps: [{ node: 0, tag: 'c', is: 'c', slots: [[null, t('content'), 1]] }], update: (b: Any, d: Any) => $.commit(b, d, 0) }),
    },
    c: {
      shape: [['x', { r: 0 }], ['y', { r: 1 }]],
      options: { options: { multipleSlots: true }, data: { first: 'a' } },
      template: ($) => ({ regions: 2, update(b: Any, d: Any) { $.slot(b, d, 0, d.first, null, null); $.slot(b, d, 1, 'b', null, null) } }),
    },
  })
  assert.deepEqual(app.shown(), [['c', ['x', ['b', 'a'], ['b', 'a']], ['y', ['b', 'b']]]])
  app.page.setData({ rows: ['b', 'c'] })
  await app.settle()
  assert.deepEqual(app.shown(), [['c', ['x'], ['y', ['b', 'b']]]])
  app.page.selectComponent('c').setData({ first: 'c' })
  await app.settle()
  assert.deepEqual(app.shown(), [['c', ['x', ['b', 'c']], ['y', ['b', 'b']]]])
})

test('slots in a list give values to their contents', async () => {
  const app = await build({
    index: {
      shape: [['c', { n: 0 }]],
      options: { data: { unit: '€' } },
      inner: { content: { shape: [['b', { h: 0 }]], template: ($) => ({ update(b: Any, d: Any) { const x = $.text(b.s.item.item) + d.unit; if (b.v[0] !== x) $.S(b, 0, x) } }) } },
      template: ($, t) => ({ nodes: [{ p: -1, tag: 'c', ci: 0 }], comps: [{ node: 0, tag: 'c', is: 'c', slots: [['', t('content'), 1]] }], update: (b: Any, d: Any) => $.commit(b, d, 0) }),
    },
    c: {
      shape: [{ r: 0 }],
      options: { data: { rows: [1, 2] } },
      inner: { row: { shape: [['li', { r: 0 }]], template: ($) => ({ regions: 1, update: (b: Any, d: Any) => $.slot(b, d, 0, '', { item: b.s.item }, null) }) } },
      template: ($, t) => ({ regions: 1, update: (b: Any, d: Any) => $.list(b, d, 0, d.rows, t('row'), '*this', []) }),
    },
  })
  const shown = (...texts: string[]): unknown => [['c', ...texts.map((t) => ['li', ['b', t]])]]
  assert.deepEqual(app.shown(), shown('1€', '2€'))
  app.page.setData({ unit: '$' })
  app.page.selectComponent('c').setData({ rows: [2, 3] })
  await app.settle()
  assert.deepEqual(app.shown(), shown('2$', '3$'))
  app.page.selectComponent('c').setData({ rows: [] })
  await app.settle()
  assert.equal(app.tree.blocks.size, 2)
})

test('external classes come with scopes of their own, through two components', async () => {
  const inner: Part = {
    shape: [['view', { class: { h: 0 } }]],
    template: ($) => ({ update(b: Any) { const x = $.cls(b, 'own my-class'); if (b.v[0] !== x) $.S(b, 0, x) } }),
    options: { externalClasses: ['my-class'] },
  }
  const app = await build({
    index: { ...uses({ tag: 'outer', props: { outerClass: 'c' } }), options: { data: { c: 'red' } } },
    outer: { ...uses({ tag: 'inner', fixed: { myClass: 'outer-class plain' } }), options: { externalClasses: ['outer-class'] } },
    inner,
  })
  assert.deepEqual(app.shown(), [['outer', ['inner', ['view', { class: 'own red s-index--red plain s-outer--plain' }]]]])
})

test('slots: of several with one name the first in the template shows the content, whichever is there', async () => {
  const app = await build({
    index: { ...uses({ tag: 'c', slots: ['content'] }), inner: { content: { shape: [['p', 'x']] } } },
    c: {
      shape: [{ r: 0 }, ['hr'], { r: 1 }],
      inner: { branch: { shape: [['box', { r: 0 }]], template: ($) => ({ regions: 1, update: (b: Any, d: Any) => $.slot(b, d, 0, '', null, null) }) } },
      template: ($, t) => ({ regions: 2, update(b: Any, d: Any) { $.branch(b, d, 0, d.on ? 0 : -1, [t('branch')]); $.slot(b, d, 1, d.last, null, null) } }),
      options: { options: { multipleSlots: true }, data: { on: true, last: '' } },
    },
  })
  const c = app.page.selectComponent('c')
  const set = async (data: object): Promise<unknown> => (c.setData(data), await app.settle(), app.shown())
  const first = [['c', ['box', ['p', 'x']], ['hr']]]
  const second = [['c', ['hr'], ['p', 'x']]]
  assert.deepEqual(app.shown(), first)
  assert.deepEqual(await set({ on: false }), second)
  assert.deepEqual(await set({ on: true }), first)
  assert.deepEqual(await set({ on: false, last: 'other' }), [['c', ['hr']]])
  assert.deepEqual(await set({ last: '' }), second)
})

test('slots: without multipleSlots a slot with a name shows nothing, wherever it stands', async () => {
  const c: Part = {
    shape: [['first', { r: 0 }], ['second', { r: 1 }]],
    template: ($) => ({ regions: 2, update(b: Any, d: Any) { $.slot(b, d, 0, d.name, null, null); $.slot(b, d, 1, '', null, null) } }),
    options: { data: { name: 'middle' } },
  }
  const app = await build({ index: { ...uses({ tag: 'c', slots: ['one', 'two:middle'] }), inner: { one: { shape: ['1'] }, two: { shape: ['2'] } } }, c })
  assert.deepEqual(app.shown(), [['c', ['first'], ['second', '12']]])
  app.page.selectComponent('c').setData({ name: '' })
  await app.settle()
  assert.deepEqual(app.shown(), [['c', ['first', '12'], ['second']]])
})
