/** Which components are found: selectors, `export`, generics, placeholders (framework reference §5, §5.6). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Any } from './component.ts'
import { build, uses } from './component.ts'
import type { Shape } from './tree.ts'

test('selectors', async () => {
  const page = {
    shape: [['view', { n: 0 }, ['a', { n: 1 }], ['view', { n: 2 }, ['b', { n: 3 }]]]] as Shape,
    template: ($: Any) => ({
      nodes: [
        { p: -1, tag: 'view', c: 'outer' },
        { p: 0, tag: 'a', id: 'x', c: 'one two', ci: 0 },
        { p: 0, tag: 'view', c: 'inner' },
        { p: 2, tag: 'b', c: 'two', ci: 1 },
      ],
      comps: [{ node: 1, tag: 'a', is: 'a' }, { node: 3, tag: 'b', is: 'b' }],
      update(b: Any, d: Any) { $.commit(b, d, 0); $.commit(b, d, 1) },
    }),
  }
  const app = await build({ index: page, a: { ...uses({ tag: 'b', node: { c: 'deep', id: 'deep' } }) }, b: {} })
  const is = (selector: string): string[] => app.page.selectAllComponents(selector).map((c: Any) => c.is)
  const cases: Record<string, string[]> = {
    '#x': ['a'], '.two': ['a', 'b'], '.one.two': ['a'], a: ['a'], 'a#x.two': ['a'], '.outer .two': ['a', 'b'], '.outer > .two': ['a'], '.inner .two': ['b'],
    'view > view > b': ['b'], '.x': [], '#deep': [], '#x >>> .deep': ['b'], '.outer >>> .deep': ['b'], '#x, .inner b': ['a', 'b'], view: [],
  }
  for (const [selector, expected] of Object.entries(cases)) assert.deepEqual(is(selector), expected, selector)
  assert.equal(app.page.selectComponent('.none'), null)
  assert.equal(app.page.selectComponent('#x').selectOwnerComponent(), app.page)
  assert.equal(app.page.selectComponent('#x').id, 'x')
})

test('wx://component-export, generics, virtual hosts, placeholders', async () => {
  const app = await build(
    {
      index: { ...uses({ tag: 'gen', generics: { item: 'b' } }, { tag: 'gen' }, { tag: 'late' }), info: { placeholders: { late: 'b' } } },
      gen: { shape: [['item', { n: 0 }]], info: { generics: { item: 'c' } }, template: ($) => ({ nodes: [{ p: -1, tag: 'item', ci: 0 }], comps: [{ node: 0, tag: 'item', is: { generic: 'item' } }], update: (b: Any, d: Any) => $.commit(b, d, 0) }) },
      b: { shape: ['B'], options: { behaviors: ['wx://component-export'], export: () => 'exported' } },
      c: { shape: ['C'], options: { options: { virtualHost: true } } },
    },
    {
      config: { subpackages: [{ root: 'late', script: 'late.js' }] },
    },
  )
  assert.deepEqual(app.shown(), [['gen', ['item', 'B']], ['gen', ['item', { host: 'wx-virtual' }, 'C']], ['late', 'B']])
  assert.equal(app.page.selectAllComponents('gen')[0].selectComponent('item'), 'exported')
})

test('what `export` returns is found, unless that is nothing', async () => {
  const exporting = (give: () => unknown): Any => ({ options: { behaviors: ['wx://component-export'], export: give } })
  const app = await build({ index: uses({ tag: 'a' }, { tag: 'b' }, { tag: 'c' }), a: exporting(() => undefined), b: exporting(() => null), c: { ...exporting(() => 0), ...uses({ tag: 'd' }) }, d: {} })
  assert.equal(app.page.selectComponent('a').is, 'a')
  assert.deepEqual([app.page.selectComponent('b'), app.page.selectComponent('c')], [null, 0])
})
