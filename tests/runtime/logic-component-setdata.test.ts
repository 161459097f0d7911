/** `setData` of components: callbacks, pure data, groups (framework reference §4). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Any } from './component.ts'
import { build, uses } from './component.ts'

test('pure data is not rendered; groupSetData renders once', async () => {
  let updates = 0
  const app = await build({
    index: uses({ tag: 'c' }),
    c: { shape: [], template: () => ({ update(_: Any, d: Any) { updates++; assert.equal(d._p, undefined) } }), options: { options: { pureDataPattern: /^_/ }, data: { _p: 1, a: 1 } } },
  })
  const c = app.page.selectComponent('c')
  updates = 0
  c.setData({ _p: 2 })
  assert.deepEqual([updates, c.data._p], [0, 2])
  c.groupSetData(() => { c.setData({ a: 2 }); c.setData({ a: 3 }) })
  assert.equal(updates, 1)
})

test('setData: callback after the view, undefined warns, illegal paths throw, members named like ours', async () => {
  const app = await build({ index: { shape: [['view', { h: 0 }]], template: ($) => ({ update(b: Any, d: Any) { const x = $.text(d.a); if (b.v[0] !== x) $.S(b, 0, x) } }), options: { data: { a: 1 } } } }, { deaf: true })
  const log: unknown[] = []
  app.page.setData({ a: 2 }, function (this: Any) { log.push(this === app.page) })
  await app.settle()
  assert.deepEqual(log, [])
  app.received({ t: 'ack', seq: 2 })
  assert.deepEqual(log, [true])
  app.page.setData({ a: undefined })
  assert.ok(app.lines.includes('Setting data field "a" to undefined is invalid.'))
  assert.throws(() => app.page.setData({ "q['k']": 1 }), /illegal at char 2 \(illegal index\)/)
  app.page.id = 'mine'
  assert.equal(app.page.id, 'mine')
})
