/**
 * Random component trees: units with template and script, and steps that are done on their instances afterwards. Every hook writes down what it got
 * (`record.mjs`), so that the order of everything can be compared.
 */
import { Random } from '../random.mjs'

const PROPERTIES = ['p', 'q', 'r']
const FIELDS = ['n', 's', 'flag', 'list', 'o']
const TYPES = ['String', 'Number', 'Boolean', 'Object', 'Array', 'null']
const EVENTS = ['go', 'ping']

/** What a case may contain. Engines that lack something are not asked cases with it. */
export function makeCase(seed, { only = undefined } = {}) {
  const r = new Random(seed)
  const uses = (feature, chance) => (only ? only.includes(feature) && r.chance(Math.max(chance, 0.6)) : r.chance(chance))
  const features = {
    slots: uses('slots', 0.6),
    many: uses('many', 0.3),
    lists: uses('lists', 0.5),
    conditions: uses('conditions', 0.5),
    observers: uses('observers', 0.6),
    properties: uses('properties', 0.7),
    behaviors: uses('behaviors', 0.3),
    relations: uses('relations', 0.35),
    events: uses('events', 0.35),
    writes: uses('writes', 0.4),
    pure: uses('pure', 0.1),
    virtual: uses('virtual', 0.1),
  }
  const names = ['a', 'b', 'c', 'd'].slice(0, 2 + r.below(3))
  const units = [...names, 'page'].map((name, i, all) => makeUnit(r, name, all.slice(0, i), features, names))
  // Components first use those before them; scripts run in that order everywhere.
  return { name: `c${seed}`, units, steps: makeSteps(r, [...names, 'page'], features, units), features }
}

function value(r, depth = 0) {
  return r.choose(
    [3, () => r.below(4)],
    [2, () => r.pick(['', 'x', 'y', '7', 'true', '中'])],
    [2, () => r.chance(0.5)],
    [1, () => null],
    [depth < 2 ? 2 : 0, () => r.many(0, 3, () => value(r, depth + 1))],
    [depth < 2 ? 2 : 0, () => Object.fromEntries(r.many(0, 2, () => [r.pick(['a', 'b', 'c']), value(r, depth + 1)]))],
  )
}

const rows = (r) => {
  const ids = [0, 1, 2, 3, 4, 5].filter(() => r.chance(0.5))
  for (let i = ids.length - 1; i > 0; i--) {
    const j = r.below(i + 1)
    ;[ids[i], ids[j]] = [ids[j], ids[i]]
  }
  return ids.map((k) => ({ k, v: r.pick(['x', 'y']) }))
}

function fieldValue(r, name) {
  if (name === 'n') return r.below(4)
  if (name === 's') return r.pick(['', 'x', 'y', 'z'])
  if (name === 'flag') return r.chance(0.5)
  if (name === 'list') return rows(r)
  return { a: value(r, 1), b: r.below(3) }
}

const code = (x) => JSON.stringify(x)

/** Code that sets data, at most a few times per instance and place. */
function writing(r, key, properties) {
  return `if (R.may(this, ${code(key)}, ${1 + r.below(2)})) this.setData(${code(changes(r, properties))})`
}

function changes(r, properties) {
  return Object.fromEntries(
    r.many(1, 2, () => r.choose(
      [5, () => { const name = r.pick(FIELDS); return [name, fieldValue(r, name)] }],
      [2, () => [r.pick(['o.a', 'o.b', 'o.c.d', 'list[0].v', 'list[1]']), r.below(4)]],
      [properties.length ? 2 : 0, () => [r.pick(properties), value(r)]],
      [properties.length ? 1 : 0, () => [r.pick(properties) + r.pick(['.a', '[0]', '.a.b']), value(r, 1)]],
    )),
  )
}

function hook(r, what, features, properties, key = what, mayWrite = true) {
  // The third argument of a property's observer, the path, is exparser's alone.
  const args = what.includes('observer ') ? 'Array.from(arguments).slice(0, 2)' : 'arguments'
  const body = [`R.note(this, ${code(what)}, ${args})`]
  if (mayWrite && features.writes && r.chance(0.35)) body.push(writing(r, key, properties))
  return `function () { ${body.join('; ')} }`
}

function observerFields(r, properties) {
  return r.many(1, 2, () => r.pick([...FIELDS, ...properties, 'o.a', 'o.b', 'o.**', 'list[0]', 'list[0].v', '**'])).join(', ')
}

function makeOptions(r, name, features, properties, tag, names, lines) {
  const parts = []
  if (features.properties && properties.length) {
    const declared = properties.map((property) => {
      const type = r.pick(TYPES)
      const more = [`type: ${type}`]
      if (r.chance(0.3)) more.push(`value: ${code(fitting(r, type))}`)
      if (r.chance(0.5)) more.push(`observer: ${hook(r, `${tag}observer ${property}`, features, properties)}`)
      return `${property}: ${more.length === 1 && r.chance(0.5) ? type : `{ ${more.join(', ')} }`}`
    })
    parts.push(`properties: { ${declared.join(', ')} }`)
  }
  const data = FIELDS.filter(() => tag === '' || r.chance(0.4)).map((field) => `${field}: ${code(fieldValue(r, field))}`)
  parts.push(`data: { ${data.join(', ')}${features.pure && tag === '' ? ', _pure: 1' : ''} }`)
  if (features.observers && r.chance(0.8)) {
    const list = r.many(1, 3, (i) => `${code(observerFields(r, properties))}: ${hook(r, `${tag}observers ${i}`, features, properties)}`)
    parts.push(`observers: { ${list.join(', ')} }`)
  }
  const hooks = ['created', 'attached', 'moved', 'detached'].filter((what) => tag === '' || r.chance(0.5))
  const lifetimes = hooks.map((what) => `${what}: ${what === 'detached' && tag === '' ? `function () { R.note(this, 'detached'); R.leave(this) }` : hook(r, tag + what, features, properties, tag + what, what === 'attached')}`)
  if (lifetimes.length) parts.push(r.chance(0.7) ? `lifetimes: { ${lifetimes.join(', ')} }` : lifetimes.join(', '))
  if (r.chance(0.2)) parts.push(`pageLifetimes: { resize: ${hook(r, tag + 'resize', features, properties, tag + 'resize')} }`)
  const methods = [`on: function (e) { R.note(this, '${tag}on', [e.type, e.detail, e.target && e.target.id, e.currentTarget && e.currentTarget.id]) }`]
  if (r.chance(0.5)) methods.push(`hello: function () { R.note(this, '${tag}hello') }`)
  parts.push(`methods: { ${methods.join(', ')} }`)
  if (features.relations && tag === '' && name !== 'page') {
    const targets = r.chance(0.3) ? ['tagged', 'other'] : []
    for (const target of targets) lines.push(`shared.${target} = shared.${target} || Behavior({})`)
    const relations = [...names.filter((other) => other !== name && r.chance(0.5)), ...targets].map((other) => {
      const type = r.pick(['parent', 'child', 'ancestor', 'descendant'])
      return `'${targets.includes(other) ? other : './' + other}': { ${targets.includes(other) ? `target: shared.${other}, ` : ''}type: '${type}', ${['linked', 'linkChanged', 'unlinked'].map((what) => `${what}: ${hook(r, `${what} ${type} ${other}`, features, properties, what, false)}`).join(', ')} }`
    })
    parts.push(`relations: { ${relations.join(', ')} }`)
  }
  return parts
}

function fitting(r, type) {
  if (type === 'String') return r.pick(['d', ''])
  if (type === 'Number') return r.below(9)
  if (type === 'Boolean') return r.chance(0.5)
  if (type === 'Array') return [1]
  return type === 'Object' ? { d: 1 } : 'any'
}

function makeUnit(r, name, using, features, names) {
  const page = name === 'page'
  const properties = page || !features.properties ? [] : PROPERTIES.slice(0, 1 + r.below(3))
  const lines = []
  const behaviors = []
  if (features.behaviors && r.chance(0.7)) {
    const count = 1 + r.below(3)
    for (let i = 0; i < count; i++) {
      const nested = behaviors.filter(() => r.chance(0.4))
      lines.push(`const ${name}B${i} = Behavior({ behaviors: [${nested.join(', ')}], ${makeOptions(r, name, features, properties, `B${i}.`, names, lines).join(', ')} })`)
      behaviors.push(`${name}B${i}`)
    }
  }
  const options = {}
  if (!page && features.many && r.chance(0.7)) options.multipleSlots = true
  if (!page && features.virtual && r.chance(0.5)) options.virtualHost = true
  const mine = makeOptions(r, name, features, properties, '', names, lines)
  const extra = [features.pure && `pureDataPattern: /^_/`, ...Object.entries(options).map(([k, v]) => `${k}: ${v}`)].filter(Boolean)
  if (features.relations && r.chance(0.4)) {
    lines.unshift('shared.tagged = shared.tagged || Behavior({})')
    behaviors.push('shared.tagged')
  }
  mine.unshift(`options: { ${extra.join(', ')} }`, `behaviors: [${behaviors.filter(() => r.chance(0.8)).join(', ')}]`)
  lines.push(`Component({ ${mine.join(',\n  ')} })`)
  const context = { r, features, using, properties, budget: 9, page, slots: options.multipleSlots ? ['', 'x', 'y'] : [''], slotted: false }
  const wxml = children(context, 0, []) + (!page && features.slots && !context.slotted ? '<slot></slot>' : '')
  return { name, using, wxml: wxml || '<view>-</view>', js: lines.join('\n'), options }
}

function children(c, depth, scope) {
  return c.r.many(depth ? 0 : 1, depth ? 2 : 3, () => node(c, depth, scope)).join('')
}

function expression(c, scope) {
  const { r } = c
  return r.pick([...FIELDS, ...c.properties, 'o.a', 'o.b', 'n + 1', 'flag ? 1 : s', 'list.length', ...scope.flatMap((level) => [`i${level}.v`, `i${level}.k`, `x${level}`])])
}

function node(c, depth, scope) {
  const { r, features } = c
  if (c.budget-- <= 0) return `<view>{{${expression(c, scope)}}}</view>`
  return r.choose(
    [1, () => `<view>{{${expression(c, scope)}}}</view>`],
    [c.using.length && depth < 4 ? 5 : 0, () => component(c, depth, scope)],
    [1, () => `<view${listener(c)}>${children(c, depth + 1, scope)}</view>`],
    [features.conditions && depth < 4 ? 1.5 : 0, () => `<block wx:if="{{${r.pick(['flag', 'n', 'n > 1', 's', ...scope.map((l) => `i${l}.k % 2`)])}}}">${children(c, depth + 1, scope)}</block>${r.chance(0.4) ? `<block wx:else>${children(c, depth + 1, scope)}</block>` : ''}`],
    [features.lists && scope.length < 2 && depth < 4 ? 1.5 : 0, () => list(c, depth, scope)],
    [!c.page && features.slots && !c.slotted && c.slots.length ? 2 : 0, () => slot(c, depth, scope)],
  )
}

function slot(c, depth, scope) {
  // A slot in a loop is another one each round; engines differ there.
  if (scope.length) return ''
  const name = c.slots.splice(c.r.below(c.slots.length), 1)[0]
  if (!c.slots.length) c.slotted = true
  return `<slot${name && ` name="${name}"`}></slot>`
}

function list(c, depth, scope) {
  const level = scope.length
  const inner = children(c, depth + 1, [...scope, level])
  return `<block wx:for="{{list}}" wx:for-item="i${level}" wx:for-index="x${level}"${c.r.chance(0.7) ? ' wx:key="k"' : ''}>${inner || `<view>{{i${level}.k}}</view>`}</block>`
}

function listener(c) {
  const { r, features } = c
  const id = r.chance(0.3) ? ` id="${r.pick(['one', 'two', 'three'])}"` : ''
  const kind = r.chance(0.3) ? ` class="${r.pick(['k', 'k m', 'm'])}"` : ''
  if (!features.events) return id + kind
  return id + kind + EVENTS.filter(() => r.chance(0.5)).map((event) => ` ${r.pick(['bind', 'bind', 'bind', 'catch', 'capture-bind', 'mut-bind'])}:${event}="on"`).join('')
}

function component(c, depth, scope) {
  const { r, features } = c
  const tag = r.pick(c.using)
  let out = `<${tag}${listener(c)}`
  if (features.properties) {
    for (const property of PROPERTIES) {
      if (r.chance(0.5)) out += ` ${property}="${r.chance(0.75) ? `{{${expression(c, scope)}}}` : r.pick(['', 'text', '5'])}"`
    }
  }
  if (features.many && r.chance(0.3)) out += ` slot="${r.pick(['x', 'y', ''])}"`
  return `${out}>${features.slots ? children(c, depth + 1, scope) : ''}</${tag}>`
}

function makeSteps(r, names, features, units) {
  return r.many(2, 7, () => {
    const name = r.chance(0.5) ? 'page' : r.pick(names)
    const at = r.below(3)
    const hasProperties = features.properties && name !== 'page'
    return r.choose(
      [6, () => ['set', name, at, changes(r, hasProperties ? PROPERTIES.slice(0, 1) : [])]],
      [features.lists ? 3 : 0, () => ['set', name, at, { list: rows(r) }]],
      [features.conditions ? 2 : 0, () => ['set', name, at, { flag: r.chance(0.5) }]],
      [features.events ? 4 : 0, () => ['trigger', r.pick(names), at, r.pick(EVENTS), value(r), { bubbles: r.chance(0.6), composed: r.chance(0.5), capturePhase: r.chance(0.4) }]],
      [1, () => ['select', name, at, r.pick(['.k', '.m', '#one', '#two', '.k.m', '.k .m', '.k > .m', '.k, #one'])]],
      [0.5, () => ['resize', 'page', 0, { size: r.below(3) }]],
      [0.5, () => ['owner', r.pick(names), at]],
      [features.relations ? 2 : 0, () => ['related', r.pick(names), at, './' + r.pick(names)]],
    )
  })
}
