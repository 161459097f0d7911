/** Components: hooks in their order, properties, observers, slots, behaviors, relations, selection (framework reference §2.2 and §5). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestApp } from './app.ts'
import { startApp } from './app.ts'
import type { Shape } from './tree.ts'

type Any = any

/** A component: its definition, the script of its update function, and the elements. */
interface Part {
  shape?: Shape
  options?: Any
  info?: Any
  /** Fields of the template: nodes, comps, regions, update … */
  template?: ($: Any, t: (name: string) => Any) => Any
  /** More templates of the same unit: slot contents, branches. */
  inner?: Record<string, { shape: Shape; template?: ($: Any, t: (name: string) => Any) => Any }>
}

const holes = (shape: Shape): number => Math.max(-1, ...[...JSON.stringify(shape).matchAll(/"h":(\d+)/g)].map((m) => Number(m[1]))) + 1

/** An app whose page is the part `page` (by default of kind page) and whose components are the other parts. */
function build(parts: Record<string, Part>, options: Any = {}): Promise<TestApp> {
  const shapes: Record<string, Shape> = {}
  for (const [name, part] of Object.entries(parts)) {
    shapes[name] = part.shape ?? []
    for (const [key, inner] of Object.entries(part.inner ?? {})) shapes[`${name}:${key}`] = inner.shape
  }
  return startApp(
    shapes,
    ($) => {
      const using = Object.fromEntries(Object.keys(parts).map((name) => [name, name]))
      for (const [name, part] of Object.entries(parts)) {
        const kind = name === 'index' ? 'page' : 'component'
        const made = typeof part.options === 'function' ? part.options : () => part.options
        $.module(`${name}.js`, () => ($.globals[part.info?.call ?? (kind === 'page' ? 'Page' : 'Component')] as Any)(made($.globals) ?? {}))
        $.unit(name, { kind, script: `${name}.js`, scope: 's-' + name, using, ...part.info }, ($: Any) => {
          const templates: Record<string, Any> = {}
          const t = (key: string): Any => templates[key]
          const make = (key: string, shape: Shape, template?: Part['template']): Any => {
            const spec = template?.($, t) ?? {}
            const count = holes(shape)
            return $.template({ key, size: count + 20, holes: count, nodes: [], update() {}, ...spec })
          }
          for (const [key, inner] of Object.entries(part.inner ?? {})) templates[key] = make(`${name}:${key}`, inner.shape, inner.template)
          return { main: make(name, part.shape ?? [], part.template) }
        })
      }
    },
    options,
  )
}

/** A template with one component per tag at its top; `props`: values from data, by place. */
function uses(...places: { tag: string; props?: Record<string, string>; fixed?: Any; slots?: string[]; node?: Any; generics?: Any; model?: Any; ev?: Any }[]) {
  return {
    shape: places.map(({ tag }, n): Shape[number] => [tag, { n }]),
    template: ($: Any, t: (name: string) => Any) => ({
      nodes: places.map(({ tag, node, ev }, ci) => ({ p: -1, tag, ci, ...node, ...(ev && { ev }) })),
      comps: places.map(({ tag, fixed, slots, generics, model }, node) => ({
        node, tag, is: tag, props: fixed, generics, model, slots: slots?.map((key) => [key.includes(':') ? key.split(':')[1] : '', t(key.split(':')[0]!)]),
      })),
      update(b: Any, d: Any) {
        places.forEach(({ props }, ci) => {
          const c = $.child(b, ci)
          Object.entries(props ?? {}).forEach(([name, field], i) => {
            const at = ci * 5 + i
            const x = d[field]
            if (b.v[at] !== x) $.prop(c, name, (b.v[at] = x))
          })
          $.commit(b, d, ci)
        })
      },
    }),
  }
}

/** Lifetimes that write their name and the component's into `log`. */
function logged(name: string, log: string[], names = ['created', 'attached', 'ready', 'detached']): Any {
  return { lifetimes: Object.fromEntries(names.map((hook) => [hook, () => void log.push(`${name}.${hook}`)])) }
}

const slotOnly: Part = { shape: [{ r: 0 }], template: ($) => ({ regions: 1, update: (b: Any, d: Any) => $.slot(b, d, 0, '', null, null) }) }

test('order of lifetimes in nested trees with slot content', async () => {
  const log: string[] = []
  const app = await build({
    index: { shape: [{ r: 0 }], options: { data: { on: true } }, inner: { branch: uses({ tag: 'a' }) }, template: ($, t) => ({ regions: 1, update: (b: Any, d: Any) => $.branch(b, d, 0, d.on ? 0 : -1, [t('branch')]) }) },
    a: { ...uses({ tag: 'b' }, { tag: 'd' }), options: logged('A', log) },
    b: { ...uses({ tag: 'c', slots: ['content'] }), inner: { content: uses({ tag: 'd' }) }, options: logged('B', log) },
    c: { ...slotOnly, options: logged('C', log) },
    d: { shape: ['d'], options: logged('D', log) },
  })
  const of = (hook: string): string[] => log.filter((line) => line.endsWith(hook)).map((line) => line[0]!)
  assert.deepEqual(of('created'), ['C', 'D', 'B', 'D', 'A'])
  assert.deepEqual(of('attached'), ['A', 'B', 'C', 'D', 'D'])
  assert.deepEqual(of('ready'), ['C', 'D', 'B', 'D', 'A'])
  assert.deepEqual(app.shown(), [['a', ['b', ['c', ['d', 'd']]], ['d', 'd']]])
  log.length = 0
  app.page.setData({ on: false })
  await app.settle()
  assert.deepEqual(log.map((line) => line[0]), ['D', 'C', 'B', 'D', 'A'])
  assert.equal(app.tree.blocks.size, 1, 'no block is left')
  assert.equal(app.logic.instancesById.size, 1)
})

test('data at creation: defaults in created, bound values before attached, observers before property observers', async () => {
  const log: unknown[] = []
  await build({
    index: { ...uses({ tag: 'c', props: { a: 'x' } }), options: { data: { x: 5 }, onLoad: () => log.push('onLoad') } },
    c: {
      shape: [['view', { h: 0 }]],
      template: ($) => ({ update(b: Any, d: Any) { const x = $.text(d.a); if (b.v[0] !== x) $.S(b, 0, x) } }),
      options: {
        properties: { a: { type: Number, value: 1, observer(now: Any, old: Any) { log.push(['observer', now, old]) } }, untouched: { type: String, value: 'u', observer: () => log.push('never') } },
        observers: { a: (a: Any) => log.push(['observers', a]), untouched: () => log.push('never') },
        created(this: Any) { log.push(['created', this.data.a]) },
        attached(this: Any) { log.push(['attached', this.data.a]) },
      },
    },
  })
  assert.deepEqual(log, [['created', 1], ['observers', 5], ['observer', 5, 1], ['attached', 5], 'onLoad'])
})

test('a bound value is in the first patch, and what an observer sets too', async () => {
  const app = await build({
    index: { ...uses({ tag: 'c', props: { a: 'x' } }), options: { data: { x: 5 } } },
    c: {
      shape: [['view', { h: 0 }], ['view', { h: 1 }]],
      template: ($) => ({ update(b: Any, d: Any) { let x; if (b.v[0] !== (x = $.text(d.a))) $.S(b, 0, x); if (b.v[1] !== (x = $.text(d.twice))) $.S(b, 1, x) } }),
      options: { properties: { a: Number }, observers: { a(this: Any, a: number) { this.setData({ twice: a * 2 }) } } },
    },
  })
  assert.equal(app.messages.filter((m) => m.t === 'patch').length, 1)
  assert.deepEqual(app.shown(), [['c', ['view', '5'], ['view', '10']]])
  app.messages.length = 0
  app.page.setData({ x: 6 })
  await app.settle()
  assert.equal(app.messages.filter((m) => m.t === 'patch').length, 1, 'a change settles in one patch')
  assert.deepEqual(app.shown(), [['c', ['view', '6'], ['view', '12']]])
})

const N = NaN
const conversions: [incoming: unknown, string: unknown, number: unknown, boolean: unknown, object: unknown, array: unknown, any: unknown][] = [
  [null, '', 0, false, null, [], null],
  [undefined, '', 0, false, null, [], null],
  [7, '7', 7, true, null, [], 7],
  [0, '0', 0, false, null, [], 0],
  [N, 'NaN', 0, false, null, [], N],
  ['', '', 0, false, null, [], ''],
  ['abc', 'abc', 0, true, null, [], 'abc'],
  ['12', '12', 12, true, null, [], '12'],
  ['false', 'false', 0, true, null, [], 'false'],
  [true, 'true', 1, true, null, [], true],
  [false, 'false', 0, false, null, [], false],
  [[1], '1', 1, true, [1], [1], [1]],
  [{ k: 1 }, '[object Object]', 0, true, { k: 1 }, [], { k: 1 }],
]
test('conversion of property values', async () => {
  const properties = { s: String, n: Number, b: Boolean, o: Object, a: Array, any: null }
  const app = await build({ index: { ...uses({ tag: 'c', props: { s: 'x', n: 'x', b: 'x', o: 'x', a: 'x', any: 'x' } }), options: { data: { x: 'start' } } }, c: { options: { properties } } })
  const c = () => app.page.selectComponent('c')
  for (const [incoming, ...expected] of conversions) {
    app.page.setData({ x: 'other' })
    app.page.setData({ x: incoming })
    const { s, n, b, o, a, any } = c().data
    assert.deepEqual([s, n, b, o, a, any], expected, String(incoming))
  }
})

test('defaults of properties by type, declared ones only when absent; optionalTypes keep what they name', async () => {
  const app = await build({
    index: { ...uses({ tag: 'c', props: { given: 'none', mixed: 'x' }, fixed: { flag: true } }), options: { data: { none: null, x: { a: 1 } } } },
    c: {
      options: {
        properties: { s: String, n: Number, b: Boolean, o: Object, a: Array, any: null, d: { type: String, value: 'd' }, given: { type: String, value: 'd' }, flag: Boolean, mixed: { type: Number, optionalTypes: [Object] } },
      },
    },
  })
  assert.deepEqual(app.page.selectComponent('c').data, { s: '', n: 0, b: false, o: null, a: [], any: null, d: 'd', given: '', flag: true, mixed: { a: 1 } })
})

test('properties and data are copies', async () => {
  const app = await build({ index: { ...uses({ tag: 'c', props: { o: 'o' } }), options: { data: { o: { list: [1] } } } }, c: { options: { properties: { o: Object } } } })
  const c = app.page.selectComponent('c')
  c.data.o.list.push(2)
  assert.deepEqual(app.page.data.o, { list: [1] })
  const mine = { list: [5] }
  app.page.setData({ o: mine })
  mine.list.push(6)
  assert.deepEqual([app.page.data.o, c.data.o], [{ list: [5] }, { list: [5] }])
  assert.equal(c.properties, c.data)
})

test('an observer that fills in its own property ends', async () => {
  const seen: unknown[] = []
  const app = await build({
    index: { ...uses({ tag: 'c', props: { list: 'rows' } }), options: { data: { rows: [{ n: 1 }] } } },
    c: {
      options: {
        properties: {
          list: {
            type: Array,
            observer(this: Any, list: Any[]) {
              seen.push(list.map((item) => item.n))
              const own = this.data.list
              own.forEach((item: Any) => (item.filled = true))
              this.setData({ list: own })
            },
          },
        },
      },
    },
  })
  app.page.setData({ rows: [{ n: 2 }] })
  await app.settle()
  assert.deepEqual(seen, [[1], [2]])
})

test('observers: several, paths, wildcards, unchanged values, once per setData', async () => {
  const log: string[] = []
  const app = await build({
    index: uses({ tag: 'c' }),
    c: {
      options: {
        data: { a: 1, b: { c: 1, d: 1 }, arr: [1, 2, 3] },
        observers: {
          a: (a: Any) => log.push('a' + a),
          'a, b.c': (a: Any, c: Any) => log.push(`a+b.c ${a} ${c}`),
          'b.**': (b: Any) => log.push('b.** ' + JSON.stringify(b)),
          'arr[1]': (x: Any) => log.push('arr[1] ' + x),
          '**': () => log.push('**'),
        },
      },
    },
  })
  const c = app.page.selectComponent('c')
  const set = (data: object): string[] => (log.splice(0), c.setData(data), log.splice(0))
  assert.deepEqual(set({ a: 1 }), ['a1', 'a+b.c 1 1', '**'])
  assert.deepEqual(set({ 'b.c': 2, a: 3 }), ['a3', 'a+b.c 3 2', 'b.** {"c":2,"d":1}', '**'])
  assert.deepEqual(set({ 'b.d': 5 }), ['b.** {"c":2,"d":5}', '**'])
  assert.deepEqual(set({ b: { c: 1 } }), ['a+b.c 3 1', 'b.** {"c":1}', '**'])
  assert.deepEqual(set({ 'arr[0]': 0 }), ['**'])
  assert.deepEqual(set({ 'arr[1]': 9 }), ['arr[1] 9', '**'])
  assert.deepEqual(set({ arr: [] }), ['arr[1] undefined', '**'])
})

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

test('lifetimes beat top-level hooks; names of methods are hooks too', async () => {
  const log: string[] = []
  await build({
    index: uses({ tag: 'c' }),
    c: { options: { created: () => log.push('top'), lifetimes: { created: () => log.push('lifetimes'), attached: 'go' }, methods: { go: () => log.push('method') } } },
  })
  assert.deepEqual(log, ['lifetimes', 'method'])
})

test('slots: named, content kept while its slot is away, updated, moved by name', async () => {
  const app = await build({
    index: {
      ...uses({ tag: 'c', slots: ['head:head', 'body'] }),
      inner: {
        head: { shape: [['h', { h: 0 }]], template: ($) => ({ update(b: Any, d: Any) { const x = $.text(d.t); if (b.v[0] !== x) $.S(b, 0, x) } }) },
        body: { shape: [['p', 'body']] },
      },
      options: { data: { t: 'one' } },
    },
    c: {
      shape: [{ r: 0 }, ['hr'], { r: 1 }],
      inner: { branch: { shape: [['box', { r: 0 }]], template: ($) => ({ regions: 1, update: (b: Any, d: Any) => $.slot(b, d, 0, 'head', null, null) }) } },
      template: ($, t) => ({ regions: 2, update(b: Any, d: Any) { $.branch(b, d, 0, d.on ? 0 : -1, [t('branch')]); $.slot(b, d, 1, '', null, null) } }),
      options: { options: { multipleSlots: true }, data: { on: true } },
    },
  })
  const shown = (head: string[]): unknown => [['c', ...head.map((t) => ['box', ['h', t]]), ['hr'], ['p', 'body']]]
  assert.deepEqual(app.shown(), shown(['one']))
  const c = app.page.selectComponent('c')
  const before = app.tree.blocks.size
  c.setData({ on: false })
  app.page.setData({ t: 'two' })
  await app.settle()
  assert.deepEqual(app.shown(), shown([]))
  assert.equal(app.tree.blocks.size, before - 1, 'the content is still there')
  c.setData({ on: true })
  await app.settle()
  assert.deepEqual(app.shown(), shown(['two']))
})

test('slots: without multipleSlots the one slot takes everything; fallback without content', async () => {
  const c: Part = { shape: [['box', { r: 0 }]], inner: { fallback: { shape: ['none'] } }, template: ($, t) => ({ regions: 1, update: (b: Any, d: Any) => $.slot(b, d, 0, '', null, t('fallback')) }) }
  const app = await build({ index: { ...uses({ tag: 'c', slots: ['one:x', 'two'] }, { tag: 'c' }), inner: { one: { shape: ['1'] }, two: { shape: ['2'] } } }, c })
  assert.deepEqual(app.shown(), [['c', ['box', '12']], ['c', ['box', 'none']]])
})

test('slots: children in a loop name their slots round by round', async () => {
  const app = await build({
    index: {
      shape: [['c', { n: 0 }]],
      options: { data: { rows: ['a', 'b', 'a'] } },
      inner: {
        content: { shape: [{ r: 0 }], template: ($, t) => ({ regions: 1, update: (b: Any, d: Any) => $.list(b, d, 0, d.rows, t('row'), '', [b.s.index]) }) },
        row: { shape: [{ r: 0 }], template: ($, t) => ({ regions: 1, update: (b: Any, d: Any) => $.branch(b, d, 0, b.s.up.index === undefined || b.s.item === b.s.up.index ? 0 : -1, [t('cell')]) }) },
        cell: { shape: [['b', { h: 0 }]], template: ($) => ({ update(b: Any) { const x = $.text(b.s.item); if (b.v[0] !== x) $.S(b, 0, x) } }) },
      },
      template: ($, t) => ({ nodes: [{ p: -1, tag: 'c', ci: 0 }], comps: [{ node: 0, tag: 'c', is: 'c', slots: [[null, t('content'), 1]] }], update: (b: Any, d: Any) => $.commit(b, d, 0) }),
    },
    c: {
      shape: [['x', { r: 0 }], ['y', { r: 1 }]],
      options: { options: { multipleSlots: true }, data: { first: 'a' } },
      template: ($) => ({ regions: 2, update(b: Any, d: Any) { $.slot(b, d, 0, d.first, null, null); $.slot(b, d, 1, 'b', null, null) } }),
    },
  })
  assert.deepEqual(app.shown(), [['c', ['x', ['b', 'a'], ['b', 'a']], ['y', ['b', 'b']]]])
  app.page.setData({ rows: ['b', 'c'] })
  await app.settle()
  assert.deepEqual(app.shown(), [['c', ['x'], ['y', ['b', 'b']]]])
  app.page.selectComponent('c').setData({ first: 'c' })
  await app.settle()
  assert.deepEqual(app.shown(), [['c', ['x', ['b', 'c']], ['y', ['b', 'b']]]])
})

test('slots in a list give values to their contents', async () => {
  const app = await build({
    index: {
      shape: [['c', { n: 0 }]],
      options: { data: { unit: '€' } },
      inner: { content: { shape: [['b', { h: 0 }]], template: ($) => ({ update(b: Any, d: Any) { const x = $.text(b.s.item.item) + d.unit; if (b.v[0] !== x) $.S(b, 0, x) } }) } },
      template: ($, t) => ({ nodes: [{ p: -1, tag: 'c', ci: 0 }], comps: [{ node: 0, tag: 'c', is: 'c', slots: [['', t('content'), 1]] }], update: (b: Any, d: Any) => $.commit(b, d, 0) }),
    },
    c: {
      shape: [{ r: 0 }],
      options: { data: { rows: [1, 2] } },
      inner: { row: { shape: [['li', { r: 0 }]], template: ($) => ({ regions: 1, update: (b: Any, d: Any) => $.slot(b, d, 0, '', { item: b.s.item }, null) }) } },
      template: ($, t) => ({ regions: 1, update: (b: Any, d: Any) => $.list(b, d, 0, d.rows, t('row'), '*this', []) }),
    },
  })
  const shown = (...texts: string[]): unknown => [['c', ...texts.map((t) => ['li', ['b', t]])]]
  assert.deepEqual(app.shown(), shown('1€', '2€'))
  app.page.setData({ unit: '$' })
  app.page.selectComponent('c').setData({ rows: [2, 3] })
  await app.settle()
  assert.deepEqual(app.shown(), shown('2$', '3$'))
  app.page.selectComponent('c').setData({ rows: [] })
  await app.settle()
  assert.equal(app.tree.blocks.size, 2)
})

test('external classes come with scopes of their own, through two components', async () => {
  const inner: Part = {
    shape: [['view', { class: { h: 0 } }]],
    template: ($) => ({ update(b: Any) { const x = $.cls(b, 'own my-class'); if (b.v[0] !== x) $.S(b, 0, x) } }),
    options: { externalClasses: ['my-class'] },
  }
  const app = await build({
    index: { ...uses({ tag: 'outer', props: { outerClass: 'c' } }), options: { data: { c: 'red' } } },
    outer: { ...uses({ tag: 'inner', fixed: { myClass: 'outer-class plain' } }), options: { externalClasses: ['outer-class'] } },
    inner,
  })
  assert.deepEqual(app.shown(), [['outer', ['inner', ['view', { class: 'own red s-index--red plain s-outer--plain' }]]]])
})

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

test('moved: components in rows that change places', async () => {
  const log: unknown[] = []
  const app = await build({
    index: {
      shape: [{ r: 0 }],
      options: { data: { rows: [1, 2, 3] } },
      inner: { row: { shape: [['c', { n: 0 }]], template: ($) => ({ nodes: [{ p: -1, tag: 'c', ci: 0 }], comps: [{ node: 0, tag: 'c', is: 'c' }], update(b: Any, d: Any) { $.prop($.child(b, 0), 'n', b.s.item); $.commit(b, d, 0) } }) } },
      template: ($, t) => ({ regions: 1, update: (b: Any, d: Any) => $.list(b, d, 0, d.rows, t('row'), '*this', []) }),
    },
    c: { options: { properties: { n: Number }, moved(this: Any) { log.push(this.data.n) } } },
  })
  app.page.setData({ rows: [3, 1, 2] })
  assert.deepEqual(log, [3])
  assert.deepEqual(app.page.selectAllComponents('c').map((c: Any) => c.data.n), [3, 1, 2])
})

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

test('model: on a component flows both ways', async () => {
  const app = await build({ index: { ...uses({ tag: 'c', props: { v: 'x' }, model: { v: 'x' } }), options: { data: { x: 1 } } }, c: { options: { properties: { v: Number } } } })
  const c = app.page.selectComponent('c')
  c.setData({ v: 5 })
  assert.equal(app.page.data.x, 5)
  app.page.setData({ x: 7 })
  assert.equal(c.data.v, 7)
})

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
