/** `Component()` and `Behavior()` as builders: chained definitions, functions of one instance in `init`, traits (framework reference §17). What is expected is what glass-easel does. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Any } from './component.ts'
import { build, slotOnly, uses } from './component.ts'

/** The script of a unit is `options`; a builder registers itself, so what `build` calls afterwards does nothing. */
const script = (run: (g: Any) => void): Any => ({ options: (g: Any) => (run(g), {}), info: { call: 'Object' } })

test('definitions are chained, in the order in which they are written', async () => {
  const log: unknown[] = []
  const app = await build({
    index: uses({ tag: 'c', props: {}, fixed: { p: '5' } }, { tag: 'c' }),
    c: script(({ Component, Behavior }) => {
      let made = 0
      const used = Behavior().staticData({ n: 1, s: 'b' }).methods({ which: () => 'b', own: () => 'b' }).lifetime('attached', () => log.push('b')).register()
      const adds = Behavior().chainingFilter((chain: Any) => chain.methods({ added: () => true })).register()
      Component()
        .options({ pureDataPattern: /^_/ })
        .behavior(used)
        .behavior(adds)
        .property('p', { type: Number, value: 3 })
        .data(() => ({ mine: { at: ++made } }))
        .externalClasses(['my-class'])
        .observer(['p', 'n'], (p: Any, n: Any) => log.push(['p, n', p, n]))
        .lifetime('attached', () => log.push('first'))
        .lifetime('attached', () => log.push('second'))
        .methods({ which: () => 'c' })
        .definition({ data: { d: 1 }, attached: () => log.push('third') })
        .register()
    }),
  })
  const [first, second] = app.page.selectAllComponents('c')
  assert.deepEqual(log, [['p, n', 5, 1], 'b', 'first', 'second', 'third', 'b', 'first', 'second', 'third'])
  assert.deepEqual(first.data, { n: 1, s: 'b', p: 5, d: 1, mine: { at: 1 } })
  assert.deepEqual(second.data, { n: 1, s: 'b', p: 3, d: 1, mine: { at: 2 } })
  assert.deepEqual([first.which(), first.own(), first.added()], ['c', 'b', true])
})

test('init: functions, observers and hooks of one instance', async () => {
  const log: unknown[] = []
  const app = await build({
    index: uses({ tag: 'c' }, { tag: 'c' }),
    c: script(({ Component }) => {
      let instances = 0
      Component()
        .staticData({ n: 0 })
        .init(function (this: Any, { self, data, setData, method, methods, listener, lifetime, pageLifetime, observer }: Any) {
          const me = ++instances
          let count = 0
          assert.equal(this, self)
          assert.equal(data, self.data)
          lifetime('attached', () => log.push(`attached ${me}`))
          pageLifetime('resize', (size: Any) => log.push(`resize ${me} ${size.w}`))
          observer('n', (n: Any) => log.push(`n of ${me} is ${n}`))
          return { add: method(() => setData({ n: ++count })), ...methods({ more: () => me }), hear: listener(() => me), secret: () => me }
        })
        .register()
    }),
  })
  const [first, second] = app.page.selectAllComponents('c')
  first.add()
  first.add()
  second.add()
  assert.deepEqual([first.data.n, second.data.n, second.more(), second.hear(), second.secret], [2, 1, 2, 2, undefined])
  app.received({ t: 'page', page: app.top(), what: 'resize', detail: { w: 1 } } as Any)
  assert.deepEqual(log, ['attached 1', 'attached 2', 'n of 1 is 1', 'n of 1 is 2', 'n of 2 is 1', 'resize 1 1', 'resize 2 1'])
})

test('init: relations and traits', async () => {
  const log: unknown[] = []
  const shared: Any = {}
  const app = await build({
    index: { ...uses({ tag: 'list', slots: ['rows'] }), inner: { rows: uses({ tag: 'row' }, { tag: 'row' }) } },
    list: {
      ...slotOnly,
      ...script(({ Component, Behavior }) => {
        shared.Countable = Behavior.trait((impl: Any) => ({ twice: () => impl.count() * 2 }))
        Component()
          .init(({ relation, method }: Any) => {
            const rows = relation({ target: shared.Countable, type: 'descendant', linked: (other: Any) => log.push(other.is) })
            return { sum: method(() => rows.listAsTrait().map((row: Any) => row.twice())), rows: method(() => rows.list()) }
          })
          .register()
      }),
    },
    row: script(({ Component }) => {
      let count = 0
      Component()
        .init(({ implement, relation }: Any) => {
          const mine = ++count
          implement(shared.Countable, { count: () => mine })
          relation({ target: './list', type: 'ancestor' })
        })
        .register()
    }),
  })
  const list = app.page.selectComponent('list')
  assert.deepEqual([log, list.sum(), list.rows()], [['row', 'row'], [2, 4], app.page.selectAllComponents('row')])
  const row = app.page.selectComponent('row')
  assert.deepEqual([row.hasBehavior(shared.Countable), list.hasBehavior(shared.Countable), row.traitBehavior(shared.Countable).twice(), list.traitBehavior(shared.Countable)], [true, false, 2, undefined])
})
