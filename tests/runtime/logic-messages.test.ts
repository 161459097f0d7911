/** Messages per update: one each way, however deep the tree is and whatever observers and events do on the way. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { build, uses } from './component.ts'
import type { Any, Part } from './component.ts'

/** A chain of components, each of which hands its property on through an observer; the last one tells the page. */
function chain(depth: number): Record<string, Part> {
  const parts: Record<string, Part> = {
    index: {
      ...uses({ tag: 'c1', props: { v: 'v' }, ev: [['tap', 0, 'tap'], ['arrived', 0, 'arrived']] }),
      options: { data: { v: 0, seen: 0 }, tap(this: Any) { this.setData({ v: this.data.v + 1 }) }, arrived(this: Any, e: Any) { this.setData({ seen: e.detail }) } },
    },
  }
  for (let level = 1; level <= depth; level++) {
    const last = level === depth
    const tree: Part = last ? { shape: [{ h: 0 }], template: ($) => ({ update: (b: Any, d: Any) => { const x = String(d.own); if (b.v[0] !== x) $.S(b, 0, x) } }) } : uses({ tag: `c${level + 1}`, props: { v: 'own' } })
    const observe = function (this: Any, v: number) {
      this.setData({ own: v })
      if (last) this.triggerEvent('arrived', v, { bubbles: true, composed: true })
    }
    parts[`c${level}`] = { ...tree, options: { properties: { v: Number }, data: { own: -1 }, observers: { v: observe } } }
  }
  return parts
}

for (const depth of [1, 4, 16]) {
  test(`a tap that changes ${depth} components is one patch`, async () => {
    const app = await build(chain(depth))
    for (let turn = 1; turn <= 2; turn++) {
      app.messages.length = 0
      app.fire('c1')
      await app.settle()
      assert.equal(app.page.data.seen, turn)
      const [patch, ...more] = app.messages as Any[]
      assert.deepEqual(more, [])
      // SET block hole value
      assert.deepEqual([patch.t, patch.ops.length, patch.ops[3]], ['patch', 4, String(turn)])
    }
  })
}
