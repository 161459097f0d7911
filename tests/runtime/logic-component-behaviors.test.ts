/** Behaviors: what is merged how, what runs once (framework reference §5.4). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Any } from './component.ts'
import { build, uses } from './component.ts'

test('behaviors: who wins, what runs, once each', async () => {
  const log: string[] = []
  const app = await build({
    index: uses({ tag: 'c' }),
    c: {
      options: ({ Behavior }: Any) => {
        const mark = (name: string): Any => ({ created: () => log.push(name), observers: { x: () => log.push('x ' + name) } })
        const base = Behavior({ ...mark('base'), data: { o: { base: 1, both: 'base' }, p: 'base' }, methods: { m: () => 'base', onlyBase: () => 'base' } })
        const one = Behavior({ ...mark('one'), behaviors: [base], data: { o: { one: 1 } }, methods: { m: () => 'one', n: () => 'one' } })
        const two = Behavior({ ...mark('two'), behaviors: [base], properties: { q: { type: String, value: 'two' } }, methods: { n: () => 'two' } })
        return { ...mark('c'), behaviors: [one, two, 'wx://form-field'], data: { x: 0, o: { both: 'c' } }, methods: { m: () => 'c', has(this: Any) { return [this.hasBehavior(base), this.hasBehavior('wx://form-field'), this.hasBehavior({})] } } }
      },
    },
  })
  const c = app.page.selectComponent('c')
  assert.deepEqual(log, ['base', 'one', 'two', 'c'])
  assert.deepEqual([c.m(), c.n(), c.onlyBase()], ['c', 'two', 'base'])
  assert.deepEqual(c.data, { o: { base: 1, both: 'c', one: 1 }, p: 'base', q: 'two', x: 0, name: '', value: null })
  assert.deepEqual(c.has(), [true, true, false])
  log.length = 0
  c.setData({ x: 1 })
  assert.deepEqual(log, ['x base', 'x one', 'x two', 'x c'])
})

test('definitionFilter edits the definition that uses the behavior', async () => {
  const app = await build({
    index: uses({ tag: 'c' }),
    c: {
      options: ({ Behavior }: Any) => {
        const inner = Behavior({ definitionFilter: (def: Any) => void (def.data.inner = true) })
        const outer = Behavior({ behaviors: [inner], data: {}, definitionFilter(def: Any, filters: Any[]) { def.data.outer = true; filters.forEach((f) => f(def)) } })
        return { behaviors: [outer], data: { own: 1 } }
      },
    },
  })
  assert.deepEqual(app.page.selectComponent('c').data, { own: 1, outer: true, inner: true })
})

test('a behavior used again gives its fields again; objects merge into arrays', async () => {
  const log: string[] = []
  const app = await build({
    index: uses({ tag: 'c' }),
    c: {
      options: ({ Behavior }: Any) => {
        const base = Behavior({ data: { x: 'base', list: [1] }, methods: { m: () => 'base' }, created: () => log.push('base') })
        const one = Behavior({ data: { x: 'one' }, methods: { m: () => 'one' } })
        const two = Behavior({ behaviors: [base] })
        return { behaviors: [base, one, two], data: { list: {} } }
      },
    },
  })
  const c = app.page.selectComponent('c')
  assert.deepEqual([c.data.x, c.m(), log], ['base', 'base', ['base']])
  assert.deepEqual(c.data.list, [1])
})
