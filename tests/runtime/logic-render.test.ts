/** Rendering on the logic side: what patches say, and that they lead to the tree the data ask for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as op from '../../runtime-shim/src/protocol/ops.ts'
import { onePage, startApp } from './app.ts'

test('a counter: created with its value, one SET per change', async () => {
  const app = await startApp(
    { c: [['view', { n: 0, id: 'b' }, { h: 0 }]] },
    onePage(
      ($) =>
        $.template({
          key: 'c', size: 1, holes: 1,
          nodes: [{ p: -1, id: 'b', ev: [['tap', 0, 'add']] }],
          update(b: any, d: any) {
            let x
            if (b.v[0] !== (x = $.text(d.n))) $.S(b, 0, x)
          },
        }),
      { data: { n: 0 }, add(this: any) { this.setData({ n: this.data.n + 1 }) } },
    ),
  )
  assert.deepEqual(app.shown(), [['view', { id: 'b' }, '0']])
  app.ops()
  app.fire('#b')
  app.fire('#b')
  await app.settle()
  assert.deepEqual(app.shown(), [['view', { id: 'b' }, '2']])
  assert.deepEqual(app.ops().filter((_, i) => i % 4 === 0 || i % 4 === 3), [op.SET, '1', op.SET, '2'])
})
