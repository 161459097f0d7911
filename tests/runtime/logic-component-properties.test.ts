/** Properties: conversion, defaults, copies, `model:` (framework reference §5.1, §6). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { build, uses } from './component.ts'

const N = NaN
const conversions: [incoming: unknown, string: unknown, number: unknown, boolean: unknown, object: unknown, array: unknown, any: unknown][] = [
  [null, '', 0, false, null, [], null],
  [undefined, '', 0, false, null, [], null],
  [7, '7', 7, true, null, [], 7],
  [0, '0', 0, false, null, [], 0],
  [N, 'NaN', 0, false, null, [], N],
  ['', '', 0, false, null, [], ''],
  ['abc', 'abc', 0, true, null, [], 'abc'],
  ['12', '12', 12, true, null, [], '12'],
  ['false', 'false', 0, true, null, [], 'false'],
  [true, 'true', 1, true, null, [], true],
  [false, 'false', 0, false, null, [], false],
  [[1], '1', 1, true, [1], [1], [1]],
  [{ k: 1 }, '[object Object]', 0, true, { k: 1 }, [], { k: 1 }],
]
test('conversion of property values', async () => {
  const properties = { s: String, n: Number, b: Boolean, o: Object, a: Array, any: null }
  const app = await build({ index: { ...uses({ tag: 'c', props: { s: 'x', n: 'x', b: 'x', o: 'x', a: 'x', any: 'x' } }), options: { data: { x: 'start' } } }, c: { options: { properties } } })
  const c = () => app.page.selectComponent('c')
  for (const [incoming, ...expected] of conversions) {
    app.page.setData({ x: 'other' })
    app.page.setData({ x: incoming })
    const { s, n, b, o, a, any } = c().data
    assert.deepEqual([s, n, b, o, a, any], expected, String(incoming))
  }
})

test('defaults of properties by type, declared ones only when absent; optionalTypes keep what they name', async () => {
  const app = await build({
    index: { ...uses({ tag: 'c', props: { given: 'none', mixed: 'x' }, fixed: { flag: true } }), options: { data: { none: null, x: { a: 1 } } } },
    c: {
      options: {
        properties: { s: String, n: Number, b: Boolean, o: Object, a: Array, any: null, d: { type: String, value: 'd' }, given: { type: String, value: 'd' }, flag: Boolean, mixed: { type: Number, optionalTypes: [Object] } },
      },
    },
  })
  assert.deepEqual(app.page.selectComponent('c').data, { s: '', n: 0, b: false, o: null, a: [], any: null, d: 'd', given: '', flag: true, mixed: { a: 1 } })
})

test('properties and data are copies', async () => {
  const app = await build({ index: { ...uses({ tag: 'c', props: { o: 'o' } }), options: { data: { o: { list: [1] } } } }, c: { options: { properties: { o: Object } } } })
  const c = app.page.selectComponent('c')
  c.data.o.list.push(2)
  assert.deepEqual(app.page.data.o, { list: [1] })
  const mine = { list: [5] }
  app.page.setData({ o: mine })
  mine.list.push(6)
  assert.deepEqual([app.page.data.o, c.data.o], [{ list: [5] }, { list: [5] }])
  assert.equal(c.properties, c.data)
})

test('model: on a component flows both ways', async () => {
  const app = await build({ index: { ...uses({ tag: 'c', props: { v: 'x' }, model: { v: 'x' } }), options: { data: { x: 1 } } }, c: { options: { properties: { v: Number } } } })
  const c = app.page.selectComponent('c')
  c.setData({ v: 5 })
  assert.equal(app.page.data.x, 5)
  app.page.setData({ x: 7 })
  assert.equal(c.data.v, 7)
})

test('properties are applied in the order of the template, literal or not', async () => {
  const log: unknown[] = []
  const heard = (name: string): Any => ({ type: null, observer(this: Any) { log.push(name, { ...this.data }); this.setData({ last: name }) } })
  await build({
    index: { ...uses({ tag: 'c', props: { q: 'x' }, fixed: { q: 0, r: 'literal' } }), options: { data: { x: 1 } } },
    c: { options: { properties: { q: heard('q'), r: heard('r') }, data: { last: '' } } },
  })
  assert.deepEqual(log, ['q', { q: 1, r: 'literal', last: '' }, 'r', { q: 1, r: 'literal', last: 'q' }])
})
