/** Data paths, copies and the rendered snapshot (framework reference §4). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { copyData } from '../../runtime-shim/src/logic/data/copy.ts'
import { parsePath, writePath } from '../../runtime-shim/src/logic/data/path.ts'
import { reconcile, reconcileAt, rememberKey, type Fresh } from '../../runtime-shim/src/logic/data/reconcile.ts'

const paths: [string, (string | number)[]][] = [
  ['a', ['a']],
  ['a.b.c', ['a', 'b', 'c']],
  ['arr[0]', ['arr', 0]],
  ['arr[0].x', ['arr', 0, 'x']],
  ['arr[10][2].x.y', ['arr', 10, 2, 'x', 'y']],
  ['q.x\\.y', ['q', 'x.y']],
  ['q\\[0\\]', ['q[0]']],
  ['a\\\\b', ['a\\b']],
  ['名.字', ['名', '字']],
  ['a-b', ['a-b']],
]
for (const [text, expected] of paths) test(`path ${text}`, () => assert.deepEqual(parsePath(text), expected))

const illegal: [string, string][] = [
  ["q['k']", `data path descriptor "q['k']" is illegal at char 2 (illegal index)`],
  ['q[]', 'data path descriptor "q[]" is illegal at char 2 (illegal index)'],
  ['q[1x]', 'data path descriptor "q[1x]" is illegal at char 3 (illegal index)'],
  ['q[12', 'data path descriptor "q[12" is illegal at char 4 (illegal index)'],
  ['a..b', 'data path descriptor "a..b" is illegal at char 2 (empty field name)'],
  ['a.', 'data path descriptor "a." is illegal at char 2 (empty field name)'],
  ['.a', 'data path descriptor ".a" is illegal at char 0 (empty field name)'],
  ['a[0]b', 'data path descriptor "a[0]b" is illegal at char 4 (illegal character)'],
]
for (const [text, message] of illegal) test(`illegal path ${text}`, () => assert.throws(() => parsePath(text), { message }))

/** `setData({[path]: value})` on data: what it becomes. */
const writes: [name: string, data: object, path: string, value: unknown, expected: object][] = [
  ['a missing container', {}, 'q.a.c', 1, { q: { a: { c: 1 } } }],
  ['a missing array', {}, 'q[1]', 1, { q: [undefined, 1] }],
  ['holes', { q: { list: [] } }, 'q.list[2].x', 1, { q: { list: [undefined, undefined, { x: 1 }] } }],
  ['an object over a number', { q: { a: 1 } }, 'q.a.c', 2, { q: { a: { c: 2 } } }],
  ['an array over an object', { q: { a: 1 } }, 'q[0]', 2, { q: [2] }],
  ['an object over an array', { r: [1] }, 'r.len', 2, { r: { len: 2 } }],
  ['a key with a dot', { q: {} }, 'q.x\\.y', 2, { q: { 'x.y': 2 } }],
]
for (const [name, data, path, value, expected] of writes) {
  test(`writing makes ${name}`, () => {
    const snapshot = reconcile(undefined, data)
    const next = reconcileAt(snapshot, parsePath(path), value, new Map())
    const user = copyData(data)
    writePath(user, parsePath(path), value)
    const dense = (v: unknown): unknown => (Array.isArray(v) ? Array.from(v, dense) : v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, w]) => [k, dense(w)])) : v)
    assert.deepEqual(dense(user), expected)
    assert.deepEqual(dense(next), expected)
    assert.deepEqual(snapshot, reconcile(undefined, data), 'the old snapshot is as it was')
  })
}

test('what did not change is the previous object', () => {
  const before = reconcile(undefined, { a: { x: [1, { y: 2 }] }, b: { z: NaN }, c: undefined })
  assert.equal(reconcile(before, { a: { x: [1, { y: 2 }] }, b: { z: NaN }, c: undefined }), before)
  const after = reconcile(before, { a: { x: [1, { y: 2 }] }, b: { z: 1 }, c: undefined })
  assert.notEqual(after, before)
  assert.equal(after.a, before.a)
  assert.notEqual(reconcile(before, { a: before.a, b: before.b }), before, 'a key less is a change')
  assert.notEqual(reconcile({ a: undefined }, { b: undefined }), undefined)
  assert.deepEqual(Object.keys(reconcile({ a: undefined }, { b: undefined })), ['b'])
})

test('rows keep their identity by the key of the list, wherever they go', () => {
  const rows = [1, 2, 3].map((id) => ({ id, text: 't' + id }))
  const before = reconcile(undefined, rows)
  rememberKey(before, 'id')
  const after = reconcile(before, [{ id: 3, text: 't3' }, { id: 4, text: 'new' }, { id: 1, text: 'other' }, { id: 2, text: 't2' }])
  assert.equal(after[0], before[2])
  assert.equal(after[3], before[1])
  assert.notEqual(after[2], before[0])
  const again = reconcile(after, [{ id: 2, text: 't2' }, { id: 3, text: 't3' }])
  assert.deepEqual([again[0], again[1]], [after[3], after[0]])
  assert.equal(again[0], after[3], 'a snapshot passes its key on')
})

test('many paths into one array copy it once', () => {
  const before = reconcile(undefined, { list: [{ n: 0 }, { n: 1 }, { n: 2 }] })
  const fresh: Fresh = new Map()
  const one = reconcileAt(before, ['list', 0, 'n'], 5, fresh)
  const two = reconcileAt(one, ['list', 2, 'n'], 6, fresh)
  assert.equal(two, one)
  assert.deepEqual(two, { list: [{ n: 5 }, { n: 1 }, { n: 6 }] })
  assert.equal(two.list[1], before.list[1])
  assert.deepEqual(fresh.get(two.list), { from: before.list, at: [0, 2] })
  assert.equal(reconcileAt(two, ['list', 2, 'n'], 6, new Map()), two, 'no change, no copy')
})

test('copies: nothing is shared but what cannot be copied', () => {
  const date = new Date(0)
  const fn = (): void => {}
  const bytes = new Uint8Array(2)
  const from = { a: [{ b: 1 }], date, fn, bytes, none: undefined, empty: null }
  const to = copyData(from)
  assert.deepEqual(to, from)
  assert.notEqual(to.a[0], from.a[0])
  assert.equal(to.date, date)
  assert.equal(to.fn, fn)
  assert.equal(to.bytes, bytes)
  const loop: { self?: unknown } = {}
  loop.self = loop
  const copied = copyData(loop)
  assert.equal(copied.self, copied)
  assert.notEqual(copied, loop)
})

test('the snapshot holds what a view can show: dates as text, class instances as plain objects, no cycles', () => {
  class Money {
    amount = 3
  }
  const loop: { n: number; self?: unknown } = { n: 1 }
  loop.self = loop
  const warn = console.warn
  console.warn = () => {}
  const snapshot = reconcile(undefined, { d: new Date(0), bad: new Date(NaN), m: new Money(), json: { toJSON: 1 }, loop, j: new (class { toJSON = (): string => 'j' })() })
  console.warn = warn
  assert.deepEqual(snapshot, { d: '1970-01-01T00:00:00.000Z', bad: null, m: { amount: 3 }, json: { toJSON: 1 }, loop: { n: 1, self: undefined }, j: 'j' })
})
