/** `wx:for`: any sequence of lists leads to the right rows, with as few moves as possible and without leaving blocks behind. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { longestRise } from '../../runtime-shim/src/logic/render/list.ts'
import * as op from '../../runtime-shim/src/protocol/ops.ts'
import type { TestApp } from './app.ts'
import { onePage, startApp } from './app.ts'
import type { Shape } from './tree.ts'

type Any = any

/** A page with a list; `nested`: rows contain another block. */
function listApp(key: string, nested = false, data: object = { rows: [] }): Promise<TestApp> {
  const shapes: Record<string, Shape> = {
    main: [{ r: 0 }],
    row: nested ? [['view', { h: 0 }, { r: 0 }]] : [['view', { h: 0 }]],
    inner: ['!'],
  }
  return startApp(
    shapes,
    onePage(
      ($) => {
        const inner = $.template({ key: 'inner', size: 0, holes: 0, update() {} })
        const row = $.template({
          key: 'row', size: 1, holes: 1, ...(nested && { regions: 1 }),
          update(b: Any, d: Any) {
            let x
            if (b.v[0] !== (x = $.text(b.s.item?.id ?? b.s.item))) $.S(b, 0, x)
            if (nested) $.branch(b, d, 0, b.s.item?.on ? 0 : -1, [inner])
          },
        })
        return $.template({ key: 'main', size: 0, holes: 0, regions: 1, update: (b: Any, d: Any) => $.list(b, d, 0, d.rows, row, key, []) })
      },
      { data },
    ),
  )
}

const rows = (app: TestApp): unknown => (app.shown() as Any[]).map((node) => node[1].replace('!', ''))
const shown = (ids: unknown[]): unknown => ids.map(String)

async function check(app: TestApp, ids: unknown[], on?: (id: unknown) => boolean): Promise<unknown[]> {
  app.messages.length = 0
  app.page.setData({ rows: ids.map((id) => ({ id, on: on?.(id) })) })
  await app.settle()
  assert.deepEqual(rows(app), shown(ids))
  return app.ops()
}

/** Blocks that operations insert, and how often. */
function counts(ops: unknown[]): Record<string, number> {
  const result = { created: 0, inserted: 0, inserts: 0, removed: 0, cleared: 0, set: 0 }
  for (let i = 0; i < ops.length; ) {
    const code = ops[i]
    const n = (at: number): number => ops[i + at] as number
    if (code === op.CREATE) (result.created++, (i += 4))
    else if (code === op.CREATE_MANY) ((result.created += n(3)), (i += 4 + n(3)))
    else if (code === op.INSERT) (result.inserts++, (result.inserted += n(4)), (i += 5 + n(4)))
    else if (code === op.REMOVE) ((result.removed += n(1)), (i += 2 + n(1)))
    else if (code === op.FREE) i += 2 + n(1)
    else if (code === op.CLEAR) (result.cleared++, (i += 3))
    else if (code === op.SET) (result.set++, (i += 4))
    else if (code === op.DEFINE) i += 3
    else throw new Error(`operation ${String(code)}`)
  }
  return result
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

test('leaf rows are created in one record and inserted once', async () => {
  const app = await listApp('id')
  assert.deepEqual(counts(await check(app, range(1000))), { created: 1000, inserted: 1000, inserts: 1, removed: 0, cleared: 0, set: 0 })
  const swapped = range(1000)
  ;[swapped[1], swapped[998]] = [998, 1]
  assert.deepEqual(counts(await check(app, swapped)), { created: 0, inserted: 2, inserts: 2, removed: 0, cleared: 0, set: 0 })
  assert.deepEqual(counts(await check(app, swapped.filter((id) => id !== 5))), { created: 0, inserted: 0, inserts: 0, removed: 1, cleared: 0, set: 0 })
  assert.deepEqual(counts(await check(app, [...range(1000), 2000])).created, 2)
  assert.deepEqual(counts(await check(app, range(1000).map((i) => i + 5000))), { created: 1000, inserted: 1000, inserts: 1, removed: 0, cleared: 1, set: 0 })
  assert.deepEqual(counts(await check(app, [])), { created: 0, inserted: 0, inserts: 0, removed: 0, cleared: 1, set: 0 })
  assert.equal(app.tree.blocks.size, 1)
})

test('a moved row goes alone', async () => {
  const app = await listApp('id')
  await check(app, range(10))
  assert.equal(counts(await check(app, [9, ...range(9)])).inserted, 1)
  assert.equal(counts(await check(app, range(10))).inserted, 1)
  assert.equal(counts(await check(app, [0, 1, 5, 6, 2, 3, 4, 7, 8, 9])).inserted, 2)
})

for (const key of ['id', '', '*this']) {
  for (const nested of [false, true]) {
    test(`any list becomes any other: key ${JSON.stringify(key)}, ${nested ? 'nested' : 'leaf'} rows`, async () => {
      const app = await listApp(key, nested)
      let seed = 7
      const random = (n: number): number => (seed = (seed * 16807) % 2147483647) % n
      for (let round = 0; round < 60; round++) {
        const ids = range(random(12)).map(() => random(16))
        const unique = key ? [...new Set(ids)] : ids
        app.page.setData({ rows: key === '*this' ? unique : unique.map((id) => ({ id, on: id % 3 === 0 })) })
        await app.settle()
        assert.deepEqual(rows(app), shown(unique))
        const inner = nested && key !== '*this' ? unique.filter((id) => id % 3 === 0).length : 0
        assert.equal(app.tree.blocks.size, 1 + unique.length + inner, 'no block is left behind')
        app.messages.length = 0
      }
    })
  }
}

test('rows that did not change are not looked at; a changed one is one SET', async () => {
  let updates = 0
  const app = await startApp(
    { main: [{ r: 0 }], row: [['view', { h: 0 }]] },
    onePage(
      ($) => {
        const row = $.template({
          key: 'row', size: 1, holes: 1,
          update(b: Any, d: Any) {
            updates++
            const x = $.text(b.s.item.text + (b.s.item.id === d.picked ? '*' : ''))
            if (b.v[0] !== x) $.S(b, 0, x)
          },
        })
        return $.template({ key: 'main', size: 0, holes: 0, regions: 1, update: (b: Any, d: Any) => $.list(b, d, 0, d.rows, row, 'id', [d.picked]) })
      },
      { data: { rows: range(100).map((id) => ({ id, text: 't' + id })), picked: -1, other: 0 } },
    ),
  )
  app.ops()
  updates = 0
  app.page.setData({ other: 1 })
  assert.equal(updates, 0)
  app.page.setData({ 'rows[3].text': 'x' })
  assert.equal(updates, 1)
  app.page.setData({ rows: range(100).map((id) => ({ id, text: id === 3 ? 'x' : 't' + id })) })
  assert.equal(updates, 1, 'an equal array changes nothing')
  app.page.setData({ picked: 4 })
  assert.equal(updates, 101)
  await app.settle()
  assert.equal(counts(app.ops()).set, 2)
})

const sources: [string, unknown, unknown[]][] = [
  ['a number', 3, [0, 1, 2]],
  ['a fraction', 2.5, [0, 1, 2]],
  ['a negative number', -2, []],
  ['a string', 'a😀', ['a', '\ud83d', '\ude00']],
  ['an object', { x: { id: 'X' }, y: { id: 'Y' } }, ['X', 'Y']],
  ['null', null, []],
  ['undefined', undefined, []],
  ['true', true, []],
]
for (const [name, value, expected] of sources) {
  test(`items of ${name}`, async () => {
    const app = await listApp('', false, { rows: value })
    assert.deepEqual(rows(app), shown(expected))
  })
}

test('duplicate keys warn and lose nothing', async () => {
  const app = await listApp('id', false, { rows: [{ id: 1 }, { id: 1 }] })
  assert.deepEqual(rows(app), ['1', '1'])
  assert.deepEqual(app.lines, ['Do not set same key "1" in wx:key.'])
  await check(app, [2, 1, 1, 1])
  await check(app, [1, 2])
})

test('longest rise', () => {
  const marked = (values: number[]): number[] => longestRise(values).flatMap((stays, i) => (stays ? [i] : []))
  assert.deepEqual(marked([]), [])
  assert.deepEqual(marked([-1, -1]), [])
  assert.deepEqual(marked([2, 0, 1, -1, 3]), [1, 2, 4])
  assert.equal(marked([5, 1, 2, 3, 4, 0]).length, 4)
})
