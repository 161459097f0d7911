/** Random component unit tests: a few components as files, and the steps a test takes with the first of them. */
import { Random } from '../random.mjs'

const NAMES = ['n', 's', 'b', 'o', 'list', 'z']
const BUILT_IN = ['view', 'text', 'image', 'button', 'scroll-view', 'input', 'unknown-tag']
const EVENTS = ['tap', 'foo', 'longpress', 'change']

function data(r) {
  return {
    n: r.pick([0, 1, 5, -2.5]),
    s: r.pick(['', 'a', 'b c', '中文', '<i>']),
    b: r.chance(0.5),
    o: { k: r.pick([1, 'x', null]), deep: { l: [1, 2] } },
    list: r.many(0, 3, (i) => ({ id: `i${(i * 7) % 5}`, t: r.pick(['p', 'q']) })),
    z: r.pick([null, 3, 'z']),
  }
}

function expression(r, inLoop) {
  const simple = [...NAMES, 'o.k', 's.length', 'missing', 'n + 1', "s + '!'", "b ? 'y' : s", '!b', '[n, s]', "'lit'", 'list.length', ...(inLoop ? ['item.id', 'index', 'item.t'] : [])]
  return r.pick(simple)
}

/** Text of a value that is mostly meant to be a text. */
function words(r, inLoop) {
  return r.pick(['x', 'x y', `{{${expression(r, inLoop)}}}`, `a {{${r.pick(['s', 'n', 'o.k', 'missing'])}}} b`, `{{b ? 'on' : ''}} fixed`])
}

function attributes(r, cx, isComponent) {
  const out = []
  const add = (name, value) => out.some(([other]) => other === name) || out.push([name, value])
  if (r.chance(0.6)) add('class', r.pick(['a', 'a b', `c-{{n}} a`, `{{b ? 'on' : 'off'}} b`, 'ext-class', 'ext-class a', '{{s}}', '']))
  if (r.chance(0.3)) add('id', r.pick(['i', 'j', 'k{{n}}']))
  if (r.chance(0.25)) add('style', r.pick(['color:red', 'width:{{n}}rpx', '{{s}}', 'height: 20rpx;{{missing}}']))
  if (r.chance(0.3)) add(r.pick(['data-x', 'data-foo-bar', 'data-camelCase']), words(r, cx.loop))
  if (r.chance(0.25)) add(r.pick(['hidden', 'disabled', 'foo', 'foo-bar', 'aria-label', 'fooBar']), r.pick([undefined, '1', '{{b}}', '{{o}}']))
  for (const event of EVENTS) {
    if (r.chance(0.15)) add(r.pick(['bind', 'bind:', 'catch:', 'capture-bind:', 'mut-bind:']) + event, r.pick(['onEvent', 'onEvent', '{{s}}', 'nothing']))
  }
  if (isComponent) {
    for (const name of ['num', 'str', 'bool', 'obj', 'arr', 'any', 'dash-name']) if (r.chance(0.35)) add(name, r.pick([words(r, cx.loop), `{{${expression(r, cx.loop)}}}`, '5', undefined]))
    if (r.chance(0.3)) add('ext-class', r.pick(['outer', 'a b', '{{s}}', 'ext-class']))
  }
  if (cx.named && r.chance(0.6)) add('slot', r.pick(['one', 'two', '']))
  return out.map(([name, value]) => (value === undefined ? ` ${name}` : ` ${name}="${value}"`)).join('')
}

function element(r, cx) {
  const component = cx.uses.length && r.chance(0.35) ? r.pick(cx.uses) : undefined
  const tag = component ?? r.pick(BUILT_IN)
  const inner = cx.depth > 3 ? '' : nodes(r, { ...cx, depth: cx.depth + 1, named: component !== undefined && r.chance(0.4) })
  return (directive) => `<${tag}${directive}${attributes(r, cx, component !== undefined)}>${inner}</${tag}>`
}

function node(r, cx) {
  return r.choose(
    [4, () => element(r, cx)('')],
    [3, () => r.pick(['text', ' t {{s}} ', '{{n}}', '\n  line\n  two\n', '{{z}}', '{{missing}}', '  '])],
    [1, () => element(r, cx)(` wx:if="{{${r.pick(['b', 'n', 's', '!b'])}}}"`) + (r.chance(0.5) ? element(r, cx)(' wx:else') : '')],
    [1, () => `<block wx:if="{{b}}">${nodes(r, { ...cx, depth: cx.depth + 1 })}</block>`],
    [1, () => element(r, { ...cx, loop: true })(` wx:for="{{list}}" wx:key="${r.pick(['id', '*this'])}"`)],
    [cx.slots && !cx.loop ? 1.5 : 0, () => slot(r, cx)],
  )
}

/** Each slot once: what happens to a slot that is there twice is nobody's promise. */
function slot(r, cx) {
  const name = cx.slots.shift()
  if (!cx.slots.length) cx.slots = null
  return `<slot${name ? ` name="${name}"` : ''}/>`
}

function nodes(r, cx) {
  return r.many(0, cx.depth > 2 ? 2 : 3, () => node(r, cx)).join(r.pick(['', '\n', '\n  ']))
}

const PROPERTIES = `num: Number, str: { type: String, value: 'd' }, bool: Boolean, obj: Object, arr: { type: Array, observer(n, o) { log(this, 'arr ' + JSON.stringify([n, o])) } }, any: null, dashName: { type: String, observer(n, o) { log(this, 'dash ' + JSON.stringify([n, o])) } }`

function script(r, name, own, multiple) {
  const observers = r.many(0, 2, () => r.pick(['n', 'str', 'obj', 'list', 's, n', 'num', 'any']))
  const hooks = ['created', 'attached', 'ready', 'detached', 'moved'].map((hook) => `${hook}() { log(this, '${hook}') }`)
  const watched = [...new Set(observers)].map((fields) => `'${fields}'(...a) { log(this, ${JSON.stringify(fields)} + ' ' + JSON.stringify(a)) }`)
  const options = [multiple && 'multipleSlots: true', r.chance(0.15) && name !== 'a' && 'virtualHost: true'].filter(Boolean)
  return `const log = (self, text) => globalThis.testLog.push('${name} ' + text)
Component({
  options: { ${options.join(', ')} },
  externalClasses: ['ext-class'],
  properties: { ${PROPERTIES} },
  data: ${JSON.stringify(own)},
  observers: { ${watched.join(', ')} },
  lifetimes: { ${hooks.join(', ')} },
  pageLifetimes: { show() { log(this, 'show') } },
  methods: {
    onEvent(e) {
      log(this, ['event', e.type, JSON.stringify(e.detail), JSON.stringify(e.target.dataset), JSON.stringify(e.currentTarget.dataset), e.target.id, e.currentTarget.id].join(' '))
      ${r.chance(0.4) ? `this.setData({ n: this.data.n + 1 })` : ''}
      ${r.chance(0.4) ? `this.triggerEvent('foo', { from: '${name}' }, { bubbles: ${r.chance(0.5)}, composed: ${r.chance(0.5)} })` : ''}
    },
  },
})
`
}

function steps(r) {
  return r.many(3, 7, () =>
    r.choose(
      [3, () => ['setData', Object.fromEntries(r.many(1, 2, () => { const name = r.pick(NAMES.filter((n) => n !== 'o')); return [name, data(r)[name]] }))],],
      [1, () => ['setData', r.pick([{ 'o.k': r.pick([2, 'w']) }, { 'list[0].t': 'w' }, { str: 'given', num: 4 }])]],
      [2, () => ['dispatch', r.pick(['.a', '.b', '#i', '.on', '.a >>> .a', '.b .a']), r.pick(EVENTS), { detail: { d: r.below(3) } }]],
      [1, () => ['touch', r.pick(['.a', '.b', '#i'])]],
      [1, () => ['select', r.pick(['.a', '.a.b', '.a .b', '.a>.b', '#i', '#i, #j', '.b >>> .a', '.off', 'view', '.a >>> #i'])]],
      [0.5, () => ['page', 'show']],
    ),
  )
}

/** `{name, files, steps, properties}`; the root is `a`. */
export function makeTest(seed) {
  const r = new Random(seed)
  const name = `t${seed}`
  const files = {}
  const make = (own, uses) => {
    const multiple = r.chance(0.4)
    const cx = { uses, depth: 0, loop: false, named: false, slots: own === 'a' ? null : multiple ? ['one', 'two', ''] : [''] }
    files[`${own}.wxml`] = nodes(r, cx) + element(r, cx)('') + (cx.slots ? slot(r, cx) : '')
    files[`${own}.json`] = JSON.stringify({ component: true, usingComponents: Object.fromEntries(uses.map((tag) => [tag, `./${tag.slice(2)}`])) })
    files[`${own}.js`] = script(r, own, data(r), multiple)
  }
  make('a', ['x-b', 'x-c'])
  make('b', r.chance(0.6) ? ['x-c'] : [])
  make('c', [])
  const properties = r.chance(0.5) ? { str: 'p', num: r.pick([1, '2']), arr: [1], other: 'o', class: 'rootclass' } : undefined
  return { name, files, steps: steps(r), properties }
}
