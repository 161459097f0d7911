/** `observers` and observers of properties: when they run, in which order, with what (framework reference §5). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Any } from './component.ts'
import { build, uses } from './component.ts'

test('an observer that fills in its own property ends', async () => {
  const seen: unknown[] = []
  const app = await build({
    index: { ...uses({ tag: 'c', props: { list: 'rows' } }), options: { data: { rows: [{ n: 1 }] } } },
    c: {
      options: {
        properties: {
          list: {
            type: Array,
            observer(this: Any, list: Any[]) {
              seen.push(list.map((item) => item.n))
              const own = this.data.list
              own.forEach((item: Any) => (item.filled = true))
              this.setData({ list: own })
            },
          },
        },
      },
    },
  })
  app.page.setData({ rows: [{ n: 2 }] })
  await app.settle()
  assert.deepEqual(seen, [[1], [2]])
})

test('observers: several, paths, wildcards, unchanged values, once per setData', async () => {
  const log: string[] = []
  const app = await build({
    index: uses({ tag: 'c' }),
    c: {
      options: {
        data: { a: 1, b: { c: 1, d: 1 }, arr: [1, 2, 3] },
        observers: {
          a: (a: Any) => log.push('a' + a),
          'a, b.c': (a: Any, c: Any) => log.push(`a+b.c ${a} ${c}`),
          'b.**': (b: Any) => log.push('b.** ' + JSON.stringify(b)),
          'arr[1]': (x: Any) => log.push('arr[1] ' + x),
          '**': () => log.push('**'),
        },
      },
    },
  })
  const c = app.page.selectComponent('c')
  const set = (data: object): string[] => (log.splice(0), c.setData(data), log.splice(0))
  assert.deepEqual(set({ a: 1 }), ['a1', 'a+b.c 1 1', '**'])
  assert.deepEqual(set({ 'b.c': 2, a: 3 }), ['a3', 'a+b.c 3 2', 'b.** {"c":2,"d":1}', '**'])
  assert.deepEqual(set({ 'b.d': 5 }), ['b.** {"c":2,"d":5}', '**'])
  assert.deepEqual(set({ b: { c: 1 } }), ['a+b.c 3 1', 'b.** {"c":1}', '**'])
  assert.deepEqual(set({ 'arr[0]': 0 }), ['**'])
  assert.deepEqual(set({ 'arr[1]': 9 }), ['arr[1] 9', '**'])
  assert.deepEqual(set({ arr: [] }), ['arr[1] undefined', '**'])
})

test('what observers set belongs to the same change: one rendering, properties last', async () => {
  const log: unknown[] = []
  let updates = 0
  const app = await build({
    index: uses({ tag: 'c' }),
    c: {
      template: () => ({ update: () => void updates++ }),
      options: {
        properties: { p: { type: Number, observer: (now: Any, old: Any) => log.push(['p', now, old]) } },
        data: { a: 1, b: 1 },
        observers: {
          'b': (b: Any) => log.push(['b', b]),
          'a, b'(this: Any, a: Any, b: Any) { log.push(['a, b', a, b]); if (b < 3) this.setData({ b: b + 1, p: b }) },
          'a': (a: Any) => log.push(['a', a]),
        },
      },
    },
  })
  updates = 0
  app.page.selectComponent('c').setData({ a: 2, p: 7 })
  // The list is gone through in its order until nothing is due; an observer that became due behind the current one runs in this round, one before it in the next.
  assert.deepEqual(log, [['a, b', 2, 1], ['a', 2], ['b', 2], ['a, b', 2, 2], ['b', 3], ['a, b', 2, 3], ['p', 7, 0], ['p', 1, 7], ['p', 2, 1]])
  assert.equal(updates, 1)
})

test('the observer of a property hears of a field what was given', async () => {
  const log: unknown[] = []
  const app = await build({ index: uses({ tag: 'c' }), c: { options: { properties: { o: { type: Object, value: { a: 1 }, observer: (...args: Any[]) => log.push(args) } } } } })
  app.page.selectComponent('c').setData({ 'o.a': 2 })
  app.page.selectComponent('c').setData({ o: { a: 3 } })
  assert.deepEqual(log, [[2, undefined, ['o', 'a']], [{ a: 3 }, { a: 2 }, ['o']]])
})
