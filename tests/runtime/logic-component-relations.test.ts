/** Relations and `triggerEvent` (framework reference §5.5, §5.7). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Any } from './component.ts'
import { build, slotOnly, uses } from './component.ts'

test('triggerEvent: alone, bubbling, composed, caught', async () => {
  const log: string[] = []
  const hear = (...names: string[]): Any => Object.fromEntries(names.map((name) => [name, (e: Any) => log.push(`${name} ${e.target.id} ${e.currentTarget.id} ${JSON.stringify(e.detail)}`)]))
  const app = await build({
    index: {
      shape: [['another', { n: 0 }]],
      options: hear('onOuter', 'onMy'),
      inner: { content: { shape: [['my', { n: 0 }]], template: () => ({ nodes: [{ p: -1, tag: 'my', id: 'my', ci: 0, ev: [['e', 0, 'onMy']] }], comps: [{ node: 0, tag: 'my', is: 'my' }], update: (b: Any, d: Any) => app$.commit(b, d, 0) }) } },
      template: ($, t) => ((app$ = $), { nodes: [{ p: -1, tag: 'another', id: 'another', ci: 0, ev: [['e', 0, 'onOuter']] }], comps: [{ node: 0, tag: 'another', is: 'another', slots: [['', t('content')]] }], update: (b: Any, d: Any) => $.commit(b, d, 0) }),
    },
    another: {
      shape: [['view', { n: 0 }, { r: 0 }]],
      options: { methods: hear('onInside') },
      template: ($) => ({ regions: 1, rp: [0], nodes: [{ p: -1, id: 'inside', ev: [['e', 0, 'onInside']] }], update: (b: Any, d: Any) => $.slot(b, d, 0, '', null, null) }),
    },
    my: { options: { methods: { go(this: Any, options: Any) { this.triggerEvent('e', { x: 1 }, options) } } } },
  })
  const my = app.page.selectComponent('#my')
  const go = (options?: object): string[] => (log.splice(0), my.go(options), log.splice(0))
  assert.deepEqual(go(), ['onMy my my {"x":1}'])
  assert.deepEqual(go({ bubbles: true }), ['onMy my my {"x":1}', 'onOuter my another {"x":1}'])
  assert.deepEqual(go({ bubbles: true, composed: true }), ['onMy my my {"x":1}', 'onInside my inside {"x":1}', 'onOuter my another {"x":1}'])
})
let app$: Any

test('relations: parent and child, ancestor and descendant, in document order, unlinked when gone', async () => {
  const log: string[] = []
  const hooks = (name: string): Any => ({ linked: (o: Any) => log.push(`${name} linked ${o.is}`), unlinked: (o: Any) => log.push(`${name} unlinked ${o.is}`) })
  const app = await build({
    index: {
      ...uses({ tag: 'ul', slots: ['content'] }),
      options: { data: { rows: [1, 2] } },
      inner: {
        li: { ...uses({ tag: 'li', node: {} }) },
        content: { shape: [{ r: 0 }], template: ($, t) => ({ regions: 1, update: (b: Any, d: Any) => $.list(b, d, 0, d.rows, t('li'), '*this', []) }) },
      },
    },
    ul: { ...slotOnly, options: { relations: { './li': { type: 'child', ...hooks('ul') } } } },
    li: { shape: ['-'], options: { relations: { './ul': { type: 'parent', ...hooks('li') } } } },
  })
  assert.deepEqual(log, ['ul linked li', 'li linked ul', 'ul linked li', 'li linked ul'])
  const ul = app.page.selectComponent('ul')
  const lis = (): Any[] => ul.getRelationNodes('./li')
  assert.deepEqual(lis(), app.page.selectAllComponents('li'))
  assert.deepEqual(lis()[0].getRelationNodes('./ul'), [ul])
  app.page.setData({ rows: [0, 1, 2] })
  assert.deepEqual(lis(), app.page.selectAllComponents('li'))
  assert.equal(lis().length, 3)
  log.length = 0
  app.page.setData({ rows: [1] })
  assert.deepEqual(log, ['ul unlinked li', 'li unlinked ul', 'ul unlinked li', 'li unlinked ul'])
  assert.equal(lis().length, 1)
})

test('relations by behavior, across a component in between', async () => {
  const made = new Map<string, Any>()
  const behavior = (g: Any, name: string): Any => made.get(name) ?? made.set(name, g.Behavior({})).get(name)
  const log: string[] = []
  const app = await build({
    index: { ...uses({ tag: 'form', slots: ['content'] }), inner: { field: uses({ tag: 'field' }), content: uses({ tag: 'wrap', slots: ['field'] }) } },
    form: { ...slotOnly, options: (g: Any) => ({ behaviors: [behavior(g, 'form')], relations: { fields: { type: 'descendant', target: behavior(g, 'field'), linked: (o: Any) => log.push(o.is) } } }) },
    wrap: slotOnly,
    field: { options: (g: Any) => ({ behaviors: [behavior(g, 'field')], relations: { form: { type: 'ancestor', target: behavior(g, 'form') } } }) },
  })
  assert.deepEqual(log, ['field'])
  assert.deepEqual(app.page.selectComponent('field').getRelationNodes('form'), [app.page.selectComponent('form')])
})

test('relations hold in the tree a component is written in, not in the one it is shown in', async () => {
  const log: string[] = []
  const link = (type: string): Any => ({ type, linked(this: Any, other: Any) { log.push(`${this.is} linked ${other.is}`) } })
  await build({
    index: { ...uses({ tag: 'ul', slots: ['content'] }), inner: { content: uses({ tag: 'wrap' }) } },
    ul: { ...slotOnly, options: { relations: { './li': link('descendant'), './wrap': link('descendant') } } },
    wrap: { ...uses({ tag: 'li' }), options: { relations: { './ul': link('ancestor') } } },
    li: { options: { relations: { './ul': link('ancestor') } } },
  })
  assert.deepEqual(log, ['ul linked wrap', 'wrap linked ul'])
})

test('relations: a parent is the next component outwards, an ancestor any', async () => {
  const log: string[] = []
  const hooks = (name: string): Any => ({ linked: () => log.push(name) })
  await build({
    index: { ...uses({ tag: 'ul', slots: ['content'] }), inner: { li: uses({ tag: 'li' }), content: uses({ tag: 'wrap', slots: ['li'] }) } },
    ul: { ...slotOnly, options: { relations: { './li': { type: 'child', ...hooks('child') }, 'far/../li': { type: 'descendant', ...hooks('descendant') } } } },
    wrap: slotOnly,
    li: { options: { relations: { './ul': { type: 'parent', ...hooks('parent') }, 'far/../ul': { type: 'ancestor', ...hooks('ancestor') } } } },
  })
  assert.deepEqual(log, ['descendant', 'ancestor'])
})
