/** Components of packages that are not there yet: what stands in for them, and what is carried over when they come (framework reference §5.6). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Any, Part } from './component.ts'
import { build, logged, slotOnly, uses } from './component.ts'

/** Text of one field. */
const shows = (field: string): Part => ({ shape: [['view', { h: 0 }]], template: ($) => ({ update(b: Any, d: Any) { const x = $.text(d[field]); if (b.v[0] !== x) $.S(b, 0, x) } }) })

/** An app whose page uses `late/c`, which a package brings when `arrive` is called; `placeholder` stands in. */
async function late(placeholder: string, log: string[], component: Any = {}) {
  let arrive = (): void => undefined
  const come = new Promise<void>((resolve) => (arrive = resolve))
  const app = await build(
    {
      index: {
        ...uses({ tag: 'late/c', props: { p: 'x' }, slots: ['text', 'part'], ev: [['ping', 0, 'onPing']] }),
        inner: { text: shows('x'), part: uses({ tag: 'part' }) },
        options: { data: { x: 1 }, onPing: (e: Any) => log.push(`ping ${e.detail}`) },
        info: { placeholders: { 'late/c': placeholder } },
      },
      box: { ...slotOnly, options: { ...logged('box', log), properties: { p: Number } } },
      part: { ...shows('n'), options: { ...logged('part', log, ['created', 'attached', 'moved', 'detached']), data: { n: 0 } } },
    },
    {
      config: { subpackages: [{ root: 'late', script: 'late.js' }] },
      scripts: {
        'late.js': async ($: Any) => {
          await come
          $.module('late/c.js', () => $.globals.Component({ ...logged('c', log), properties: { p: Number }, ...component }))
          $.unit('late/c', { kind: 'component', script: 'late/c.js' }, ($: Any) => ({
            main: $.template({ key: 'late', size: 1, holes: 1, regions: 1, nodes: [], update(b: Any, d: Any) { const x = $.text(d.p); if (b.v[0] !== x) $.S(b, 0, x); $.slot(b, d, 0, '', null, null) } }),
          }))
          $.ready('late')
        },
      },
    },
  )
  app.tree.shapes['late'] = [['real', { h: 0 }, { r: 0 }]]
  return { app, arrive: async () => (arrive(), await app.settle()) }
}

const slots = (x: number, n = 0): unknown[] => [['view', String(x)], ['part', ['view', String(n)]]]

test('a component stands in, then its properties, slots and events go to the real one', async () => {
  const log: string[] = []
  const { app, arrive } = await late('box', log, { methods: { go(this: Any) { this.triggerEvent('ping', this.data.p) } } })
  assert.deepEqual(app.shown(), [['late/c', ...slots(1)]])
  app.page.selectComponent('part').setData({ n: 7 })
  app.page.setData({ x: 2 })
  await app.settle()
  assert.deepEqual(app.shown(), [['late/c', ...slots(2, 7)]])
  log.length = 0
  await arrive()
  assert.deepEqual(app.shown(), [['late/c', ['real', '2', ...slots(2, 7)]]])
  assert.deepEqual(log, ['c.created', 'box.detached', 'c.attached', 'part.moved', 'c.ready'])
  const c = app.page.selectComponent('late/c')
  c.go()
  app.page.setData({ x: 3 })
  await app.settle()
  assert.deepEqual(app.shown(), [['late/c', ['real', '3', ...slots(3, 7)]]])
  assert.equal(log.at(-1), 'ping 2')
  assert.equal(app.tree.blocks.size, 5, 'no block of the placeholder is left')
})

test('a built-in stands in: it shows the contents', async () => {
  const log: string[] = []
  const { app, arrive } = await late('view', log)
  assert.deepEqual(app.shown(), [['late/c', ...slots(1)]])
  assert.deepEqual(log, ['part.created', 'part.attached'])
  app.page.setData({ x: 2 })
  app.page.selectComponent('part').setData({ n: 1 })
  await app.settle()
  assert.deepEqual(app.shown(), [['late/c', ...slots(2, 1)]])
  log.length = 0
  await arrive()
  assert.deepEqual(app.shown(), [['late/c', ['real', '2', ...slots(2, 1)]]])
  assert.deepEqual(log, ['c.created', 'c.attached', 'part.moved', 'c.ready'])
})

test('the real component has dynamic slots: it makes its contents itself', async () => {
  const log: string[] = []
  const { app, arrive } = await late('box', log, { options: { dynamicSlots: true } })
  log.length = 0
  await arrive()
  assert.deepEqual(app.shown(), [['late/c', ['real', '1', ...slots(1)]]])
  assert.deepEqual(log.filter((line) => line.startsWith('part')), ['part.detached', 'part.created', 'part.attached'])
})
