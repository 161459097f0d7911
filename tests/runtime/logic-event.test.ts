/** Events of the view: phases, targets, datasets, marks, write-back, forms, calls of built-ins. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CAPTURE, CATCH, MODEL, MUT } from '../../runtime-shim/src/protocol/ops.ts'
import type { TestApp } from './app.ts'
import { onePage, startApp } from './app.ts'

type Any = any

/** A page with three nested elements `#a` > `#b` > `#c`; `ev` per element. */
function nested(ev: Any[][], options: Any = {}, nodes: Any[] = []): Promise<TestApp> {
  const names = ['a', 'b', 'c']
  return startApp(
    { main: [['view', { n: 0, id: 'a' }, ['view', { n: 1, id: 'b' }, ['view', { n: 2, id: 'c' }, ['text']]]]] },
    onePage(
      ($) => $.template({ key: 'main', size: 0, holes: 0, nodes: names.map((id, i) => ({ p: i - 1, id, ev: ev[i], ...nodes[i] })), update() {} }),
      options,
    ),
  )
}

/** Handlers that write `name@currentTarget`. */
function hearing(log: string[], ...names: string[]): Any {
  return Object.fromEntries(names.map((name) => [name, (e: Any) => void log.push(`${name}@${e.currentTarget.id}`)]))
}

test('bubble, catch, capture, capture-catch, mut-bind', async () => {
  const cases: [name: string, ev: Any[][], expected: string[]][] = [
    ['bind', [[['tap', 0, 'f']], [['tap', 0, 'f']], [['tap', 0, 'f']]], ['f@c', 'f@b', 'f@a']],
    ['catch', [[['tap', 0, 'f']], [['tap', CATCH, 'f']], [['tap', 0, 'f']]], ['f@c', 'f@b']],
    ['capture first', [[['tap', CAPTURE, 'f'], ['tap', 0, 'g']], [], [['tap', 0, 'f'], ['tap', CAPTURE, 'g']]], ['f@a', 'g@c', 'f@c', 'g@a']],
    ['capture-catch', [[['tap', 0, 'f']], [['tap', CAPTURE | CATCH, 'g']], [['tap', 0, 'f']]], ['g@b']],
    ['mut-bind', [[['tap', MUT, 'f']], [['tap', 0, 'g']], [['tap', MUT, 'f']]], ['f@c', 'g@b']],
    ['bind and catch on one element', [[['tap', 0, 'f']], [], [['tap', CATCH, 'f'], ['tap', 0, 'g']]], ['f@c', 'g@c']],
    ['other types', [[['touchstart', 0, 'f']], [], [['tap', 0, 'g']]], ['g@c']],
  ]
  for (const [name, ev, expected] of cases) {
    const log: string[] = []
    const app = await nested(ev, hearing(log, 'f', 'g'))
    app.fire('#c')
    assert.deepEqual(log, expected, name)
  }
})

test('an event that does not bubble', async () => {
  const log: string[] = []
  const app = await nested([[['load', 0, 'f']], [], [['load', 0, 'f']]], hearing(log, 'f'))
  app.fire('#c', 'load', {}, { bubbles: false })
  assert.deepEqual(log, ['f@c'])
})

test('the event object', async () => {
  let event: Any
  const app = await nested([[['tap', 0, 'f']]], { data: { x: { deep: [1] } }, f: (e: unknown) => (event = e) }, [
    { ds: { fixed: 1 }, mk: { outer: 1, both: 'outer' } },
    { mk: () => ({ both: 'inner', data: [1] }) },
    { ds: (_: Any, d: Any) => ({ x: d.x }) },
  ])
  const touches = [{ identifier: 0, pageX: 1, pageY: 2, clientX: 1, clientY: 2 }]
  app.fire('#c', 'tap', { x: 1, y: 2 }, { touches, changedTouches: touches })
  assert.deepEqual(event, {
    type: 'tap', timeStamp: 1, detail: { x: 1, y: 2 }, touches, changedTouches: touches,
    target: { id: 'c', dataset: { x: { deep: [1] } }, offsetLeft: 0, offsetTop: 0 },
    currentTarget: { id: 'a', dataset: { fixed: 1 }, offsetLeft: 0, offsetTop: 0 },
    mark: { outer: 1, both: 'inner', data: [1] },
  })
  event.target.dataset.x.deep.push(2)
  app.fire('text')
  assert.deepEqual(event.target, { id: '', dataset: {}, offsetLeft: 0, offsetTop: 0 }, 'an element without a number')
  app.fire('#c')
  assert.deepEqual(event.target.dataset, { x: { deep: [1] } }, 'datasets are copies')
})

test('handlers: by expression, empty, missing, throwing', async () => {
  const log: string[] = []
  const app = await nested([[['tap', 0, 'ok']], [['tap', 0, 'throws']], [['tap', 0, (_: Any, d: Any) => d.name], ['tap', 0, ''], ['tap', 0, 'missing'], ['tap', 0, { wxs: 'm.f' }]]], {
    data: { name: 'dynamic' },
    ...hearing(log, 'ok', 'dynamic'),
    throws() { throw new Error('in handler') },
  })
  app.fire('#c')
  assert.deepEqual(log, ['dynamic@c', 'ok@a'])
  assert.ok(app.lines.includes('Component "index" does not have a method "missing" to handle event "tap".'))
  assert.ok(app.messages.some((m) => m.t === 'error' && m.message === 'in handler'))
})

test('an expression that gives no name is no binding: it neither catches nor excludes', async () => {
  for (const bits of [CATCH, MUT, CAPTURE | CATCH]) {
    const log: string[] = []
    const named = (_: Any, d: Any): string => d.name
    const app = await nested([[['tap', bits & MUT, 'f']], [['tap', bits, named]], [['tap', 0, 'g']]], { data: { name: '' }, ...hearing(log, 'f', 'g', 'h') })
    app.fire('#c')
    assert.deepEqual(log.splice(0), ['g@c', 'f@a'])
    app.page.setData({ name: 'h' })
    await app.settle()
    app.fire('#c')
    assert.deepEqual(log, bits & CAPTURE ? ['h@b'] : ['g@c', 'h@b'])
  }
})

test('a handler that throws stops no other, nor those of further listeners on the same element', async () => {
  const log: string[] = []
  const app = await nested([[['tap', 0, 'f']], [['tap', CAPTURE, 'throws'], ['tap', 0, 'throws'], ['tap', 0, 'f']], [['tap', 0, 'f']]], { ...hearing(log, 'f'), throws() { throw new Error('thrown') } })
  app.fire('#c')
  assert.deepEqual(log, ['f@c', 'f@b', 'f@a'])
  assert.equal(app.messages.filter((m) => m.t === 'error').length, 2)
})

test('model: writes back before the handler runs', async () => {
  const seen: unknown[] = []
  const app = await nested(
    [[], [], [['input', MODEL, ''], ['input', 0, 'f']]],
    { data: { v: '' }, f(this: Any) { seen.push(this.data.v); return 'answer' } },
    [{}, {}, { md: { value: 'v' } }],
  )
  app.fire('#c', 'input', { value: 'abc' }, { bubbles: false, reply: 9 })
  assert.deepEqual(seen, ['abc'])
  assert.deepEqual(app.messages.at(-1), { t: 'return', id: 9, value: 'answer' })
})

test('the gesture lasts through handlers of a tap and callbacks of calls made there', async () => {
  const app = await nested([[], [], [['tap', 0, 'f'], ['scroll', 0, 'g']]], {
    f() { log.push(host().gesture); (globalThis as Any).$wxc.globals.wx.navigateBack({ fail: () => log.push(host().gesture) }) },
    g: () => log.push(host().gesture),
  })
  const host = (): Any => app.logic.world.host
  const log: boolean[] = []
  app.fire('#c')
  app.fire('#c', 'scroll')
  await app.settle()
  assert.deepEqual([...log, host().gesture], [true, false, true, false])
})

test('rows: handlers see the row of now', async () => {
  const got: unknown[] = []
  const app = await startApp(
    { main: [{ r: 0 }], row: [['view', { n: 0 }]] },
    onePage(
      ($) => {
        const row = $.template({ key: 'row', size: 0, holes: 0, nodes: [{ p: -1, ds: (b: Any, d: Any) => ({ id: b.s.item.id, index: b.s.index, all: d.all }), ev: [['tap', 0, 'pick']] }], update() {} })
        return $.template({ key: 'main', size: 0, holes: 0, regions: 1, update: (b: Any, d: Any) => $.list(b, d, 0, d.rows, row, 'id', []) })
      },
      { data: { rows: [{ id: 1 }, { id: 2 }], all: 1 }, pick: (e: Any) => got.push(e.currentTarget.dataset) },
    ),
  )
  app.page.setData({ rows: [{ id: 2 }], all: 2 })
  await app.settle()
  app.fire('view')
  assert.deepEqual(got, [{ id: 2, index: 0, all: 2 }])
})

/** A page with a component `comp` in a `form`, whose tree has one element `#in`. */
function withComponent(definition: Any, page: Any, host: Any = {}): Promise<TestApp> {
  return startApp(
    { main: [['form', { n: 0, id: 'form' }, ['comp', { n: 1, id: 'host' }]]], comp: [['view', { n: 0, id: 'in' }]] },
    ($) => {
      onePage(
        ($) => $.template({
          key: 'main', size: 0, holes: 0,
          nodes: [{ p: -1, id: 'form', ev: [['tap', 0, 'f'], ['submit', 0, 'submit'], ['reset', 0, 'submit']] }, { p: 0, tag: 'comp', id: 'host', ds: { host: 1 }, ci: 0, ...host }],
          comps: [{ node: 1, tag: 'comp', is: 'comp', props: { name: 'field', value: 'v' } }],
          update: (b: Any, d: Any) => $.commit(b, d, 0),
        }),
        page,
      )($)
      $.module('comp.js', () => $.globals.Component(definition))
      $.unit('comp', { kind: 'component', script: 'comp.js' }, ($: Any) => ({ main: $.template({ key: 'comp', size: 0, holes: 0, nodes: [{ p: -1, id: 'in', ev: [['tap', 0, 'g']], mk: { inner: 1 } }], update() {} }) }))
      const unit = $.unit
      void unit
    },
    { config: {} },
  )
}

test('targets stop at the boundary of components; marks do not leave them', async () => {
  const got: Any[] = []
  const take = (e: Any): void => void got.push([e.target.id, e.currentTarget.id, e.mark])
  const app = await withComponent({ methods: { g: take } }, { f: take }, { mk: { outer: 1 } })
  app.fire('#in')
  assert.deepEqual(got, [['in', 'in', { inner: 1 }], ['host', 'form', { outer: 1 }]])
})

test('components as form fields', async () => {
  const details: unknown[] = []
  const app = await withComponent({ behaviors: ['wx://form-field'] }, { submit: (e: Any) => details.push(e.type, e.detail.value) })
  app.page.selectComponent('comp').setData({ value: 'typed' })
  app.fire('form', 'submit', { value: { plain: 1 } }, { bubbles: false })
  app.fire('form', 'reset', {}, { bubbles: false })
  assert.deepEqual(details, ['submit', { plain: 1, field: 'typed' }, 'reset', undefined])
  assert.equal(app.page.selectComponent('comp').data.value, null)
})

test('methods and events that WXS on the view asks for', async () => {
  const got: unknown[] = []
  const app = await withComponent({ methods: { m: (x: unknown) => got.push(x) } }, { e: (e: Any) => got.push([e.type, e.detail]) }, { ev: [['my', 0, 'e']] })
  const instance = app.logic.world.host.locate(app.page.selectComponent('comp')).instance
  app.received({ t: 'method', instance, name: 'm', args: { a: 1 } })
  app.received({ t: 'trigger', instance, name: 'my', detail: 2 })
  assert.deepEqual(got, [{ a: 1 }, ['my', 2]])
})

test('built-ins call members of wx', async () => {
  const app = await nested([])
  app.received({ t: 'api', id: -1, name: 'navigateTo', args: { url: '/none' } })
  app.received({ t: 'api', id: -2, name: 'unheardOf', args: {} })
  await app.settle()
  const answers = app.messages.filter((m) => m.t === 'return').map((m) => [m.id, (m.value as Any).errMsg])
  assert.deepEqual(answers, [[-1, 'navigateTo:fail page "none" is not found'], [-2, 'unheardOf:fail not supported in browser']])
})

test('a sharing button hands over what the page says', async () => {
  const app = await nested([])
  const asked: Any[] = []
  app.page.onShareAppMessage = (from: Any) => (asked.push(from), { title: 'T', promise: Promise.resolve({ title: 'later', path: '/pages/a/a?x=1' }) })
  app.received({ t: 'api', id: -1, name: 'share', args: { target: { id: 'b' } } })
  await app.settle()
  const call = app.messages.find((m) => m.t === 'call' && (m.args as Any)?.api === 'shareAppMessage') as Any
  assert.deepEqual(asked, [{ from: 'button', target: { id: 'b' } }])
  assert.deepEqual([call.args.options.title, call.args.options.path], ['later', '/pages/a/a?x=1'])
  app.received({ t: 'return', id: call.id, ok: false, value: 'not supported in browser' })
  await app.settle()
  const answer = app.messages.find((m) => m.t === 'return' && m.id === -1) as Any
  assert.equal(answer.value.errMsg, 'shareAppMessage:fail not supported in browser')
})

test('events of blocks that are gone are dropped', async () => {
  const app = await nested([[['tap', 0, 'f']]])
  app.received({ t: 'event', type: 'tap', path: [99999, 0, 0, 0], exact: true, bubbles: true, detail: {}, timeStamp: 0 })
  assert.deepEqual(app.lines, [])
})
