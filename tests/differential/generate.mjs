/** Random cases: whole projects of templates with every construct of the language, and broken ones made from them. */
import { Expressions, makeData } from './expression.mjs'
import { Random } from './random.mjs'

const TAGS = ['view', 'text', 'v', 'block', 'my-comp', 'image', 'View', 'button', 'a:b', '_x']
const TEXTS = ['hello', ' a ', '\n  two\n  lines\n', 'x > y', 'a & b', '{x}', '}}', '中文 ', '😀', '\u00a0', '\u3000', 'a\\nb', 'a\\tb', '"q"', "it's", '\ta', 'a\r\nb', '1', '\\ ', 'a-b', '&copy']
const BLANK = ['', '', ' ', '\n', '\n  ', '\t', '\r\n']
const ATTRIBUTES = ['a', 'b', 'class', 'style', 'id', 'hidden', 'prop-a', 'propA', 'scroll-y', 'data-foo', 'data-foo-bar', 'data-A', 'aria-label', 'mark:m', 'mark:a-b', 'a--b', '-z', 'slot', 'name', 'src', 'value', 'aB-c', 'bindtap', 'bind:tap', 'catchtap', 'catch:my-event', 'capture-bind:tap', 'capture-bindtap', 'mut-bind:tap', 'bind-a', 'worklet:x', 'let:q', 'model:value', 'model:my-value', 'ext-class', 'x:y-z', 'disabled']

/** The case of a seed. `broken`: with a few characters deleted, doubled or swapped. */
export function makeCase(seed, { broken = false } = {}) {
  const random = new Random(seed)
  const project = new Project(random)
  const given = project.make()
  if (broken) breakOne(random, given)
  return { name: `${broken ? 'broken' : 'random'}-${seed}`, ...given }
}

class Project {
  constructor(random) {
    this.random = random
    this.files = {}
    /** Names of templates by file. */
    this.templates = {}
  }

  make() {
    const { random } = this
    const others = random.many(0, 2, (i) => ['b.wxml', 'sub/c.wxml'][i])
    this.modules = random.chance(0.35) ? ['m'] : []
    if (this.modules.length && random.chance(0.5)) this.files['sub/u.wxs'] = wxsModule(random)
    for (const file of others) this.templates[file] = random.many(0, 2, (i) => 'tu'[i])
    this.templates['a.wxml'] = random.many(0, 2, (i) => 'ty'[i])
    for (const file of [...others, 'a.wxml']) this.files[file] = this.file(file, file === 'a.wxml' ? others : [])
    return { files: Object.fromEntries(Object.entries(this.files).sort()), entry: 'a.wxml', data: makeData(random) }
  }

  file(path, others) {
    const { random } = this
    this.path = path
    this.visible = [...this.templates[path], ...others.flatMap((other) => this.templates[other]), 'nope']
    this.others = others
    this.calls = []
    this.scope = []
    let out = ''
    for (const name of this.modules) {
      this.calls = ['f', 'g', 'id', 'len', 'none'].map((member) => `${name}.${member}`)
      out += this.files['sub/u.wxs'] && random.chance(0.5) ? `<wxs module="${name}" src="${path.startsWith('sub/') ? './u.wxs' : './sub/u.wxs'}"/>` : `<wxs module="${name}">${wxsModule(random)}</wxs>`
    }
    for (const other of others) if (random.chance(0.7)) out += `<import src="${this.pathTo(other)}"/>`
    const definitions = this.templates[path].map((name) => {
      const scope = this.scope
      this.scope = []
      const text = `<template name="${name}">${this.nodes(1)}</template>`
      this.scope = scope
      return text
    })
    if (random.chance(0.5)) out += definitions.join('')
    out += this.nodes(path === 'a.wxml' ? random.below(4) : random.below(3))
    if (!out.includes('<template name')) out += definitions.join('')
    return out
  }

  /** A file of the root or of `sub/` as seen from the current one. */
  pathTo(other) {
    const { random } = this
    const forms = this.path.startsWith('sub/') ? [`../${other}`, `/${other}`] : [other, `./${other}`, `/${other}`, `sub/../${other}`]
    const form = random.pick(forms)
    return random.chance(0.3) ? form.replace(/\.wxml$/, '') : form
  }

  expressions(quote) {
    return new Expressions(this.random, { quote, calls: this.calls, names: this.scope })
  }

  mustache(quote, depth = 2) {
    const expressions = this.expressions(quote)
    const inner = this.random.chance(0.03) ? this.random.pick(['', ' ']) : expressions.any(this.random.below(depth + 1))
    const space = this.random.chance(0.3) ? ' ' : ''
    // `{{{` and `}}}` are something else.
    const left = inner.startsWith('{') ? ' ' : space
    const right = inner.endsWith('}') ? ' ' : space
    return `{{${left}${inner}${right}}}`
  }

  nodes(depth) {
    return this.random.many(depth > 0 ? 1 : 0, 2, () => this.node(depth) + this.random.pick(BLANK)).join('')
  }

  node(depth) {
    const { random } = this
    const deep = depth > 0 ? 1 : 0
    return random.choose(
      [3, () => this.text()],
      [3, () => this.element(depth, '')],
      [2 * deep, () => this.chain(depth)],
      [2 * deep, () => this.loop(depth)],
      [1, () => `<template is="${this.templateName()}"${this.templateData()}${random.chance(0.2) ? ' ' + this.condition('if') : ''}${random.chance(0.2) ? '>ignored</template>' : '/>'}`],
      [this.others.length ? 0.8 : 0, () => `<include src="${this.pathTo(random.pick(this.others))}"/>`],
      [0.5, () => `<slot${random.chance(0.5) ? ` name="${random.chance(0.5) ? 's' : this.mustache('"')}"` : ''}${random.chance(0.5) ? '/>' : `>${this.nodes(depth - 1)}</slot>`}`],
      [0.5, () => `<!--${random.pick(['', ' c ', '{{x', '<v>', '--', 'a->b'])}-->`],
    )
  }

  text() {
    const { random } = this
    return random.many(1, 3, () => (random.chance(0.5) ? this.mustache('') : random.pick(TEXTS))).join('')
  }

  value(quote) {
    const { random } = this
    const literal = () => random.pick(['x', '', 'a b', '1', 'true', ' ', "it's", '"q"', '中', 'a:1;b:2', '}}', '{x}']).replaceAll(quote, '')
    return random.choose([3, literal], [4, () => this.mustache(quote)], [2, () => random.many(2, 4, () => (random.chance(0.6) ? this.mustache(quote) : literal())).join('')])
  }

  attribute() {
    const { random } = this
    const name = random.pick(ATTRIBUTES)
    if (random.chance(0.12) && name !== 'model:value') return name
    const quote = random.chance(0.8) ? '"' : "'"
    const eq = random.pick(['=', '=', '=', ' = ', '= '])
    return `${name}${eq}${quote}${this.value(quote)}${quote}`
  }

  element(depth, directives) {
    const { random } = this
    const tag = random.pick(TAGS)
    const attributes = [...new Map(random.many(0, 2, () => this.attribute()).map((a) => [camel(a.split(/[ =]/)[0]), a])).values()]
    if (directives) attributes.splice(random.below(attributes.length + 1), 0, directives)
    if (random.chance(0.05)) attributes.push('generic:item="foo-bar"')
    const head = tag + attributes.map((a) => random.pick([' ', ' ', '  ', '\n  ']) + a).join('')
    if (random.chance(0.3)) return `<${head}/>`
    return `<${head}${random.chance(0.1) ? ' ' : ''}>${this.nodes(depth - 1)}</${random.chance(0.05) ? ' ' : ''}${tag}>`
  }

  condition(kind) {
    const { random } = this
    if (kind === 'else') return random.pick(['wx:else', 'wx:else=""', 'wx:else="x"'])
    return `wx:${kind}="${random.choose([6, () => this.mustache('"')], [0.5, () => 'false'], [0.5, () => ''], [0.5, () => this.mustache('"') + ' '])}"`
  }

  chain(depth) {
    const { random } = this
    const branch = (kind) => random.choose([4, () => this.element(depth, this.condition(kind))], [1, () => `<template is="${this.templateName()}"${this.templateData()} ${this.condition(kind)}/>`], [this.others.length ? 1 : 0, () => `<include ${this.condition(kind)} src="${this.pathTo(random.pick(this.others))}"/>`])
    const gap = () => random.pick(['', ' ', '\n', '<!-- c -->', '\n<!-- c -->\n'])
    let out = branch('if')
    for (let i = random.below(3); i > 0; i--) out += gap() + branch('elif')
    if (random.chance(0.6)) out += gap() + branch('else')
    return out
  }

  loop(depth) {
    const { random } = this
    const source = random.choose([4, () => `{{${random.pick(['rows', 'l', 'o', 'n', 's', 'any', 'rows[0].sub', 'item.sub', 'gone', 'nil', 't', '[1,2,3]', '3', "'ab'", '2.5', '-1'])}}}`], [1, () => this.mustache('"')], [0.3, () => 'ab'], [0.2, () => '{{l}} '])
    const item = random.chance(0.35) ? random.pick(['it', 'row', 'n', 'index', 'o']) : ''
    const index = random.chance(0.25) ? random.pick(['i', 'idx', 'item', 'it']) : ''
    const key = random.chance(0.4) ? ` wx:key="${random.pick(['id', '*this', 'name', 'index', 'item.id', '{{item.id}}', 'zz', ''])}"` : ''
    const directives = [`wx:${random.chance(0.1) ? 'for-items' : 'for'}="${source}"`, item && `wx:for-item="${item}"`, index && `wx:for-index="${index}"`].filter(Boolean).join(' ') + key
    const scope = this.scope
    this.scope = [...scope, item || 'item', index || 'index', `${item || 'item'}.id`, `${item || 'item'}.name`, `${item || 'item'}.sub`]
    const both = random.chance(0.2) ? `${directives} ${this.condition('if')}` : directives
    const out = random.choose([4, () => this.element(depth, both)], [1, () => `<template ${both} is="${this.templateName()}"${this.templateData()}/>`], [this.others.length ? 0.5 : 0, () => `<include ${both} src="${this.pathTo(random.pick(this.others))}"/>`])
    this.scope = scope
    return out
  }

  templateName() {
    const { random } = this
    const name = random.pick(this.visible)
    return random.chance(0.25) ? `{{${random.pick(['t', 'f', 'n'])}?'${name}':'t'}}` : name
  }

  templateData() {
    const { random } = this
    if (random.chance(0.25)) return random.pick(['', ' data=""'])
    return ` data="{{${this.expressions('"').properties(1, 1)} }}"`
  }
}

const camel = (name) => (name.startsWith('data-') || name.includes(':') ? name.replace(/^model:/, '') : name).replace(/-+(.)/g, (_, c) => c.toUpperCase())

/** A module with the members that expressions call. */
function wxsModule(random) {
  const body = random.pick(['return a + b', 'return a ? b : a', 'var x = []; for (var i = 0; i < 3; i++) { x.push(i * a) } return x.join("-")', 'return typeof a + b', 'if (a) { return 1 } else { return b }', 'switch (a) { case 1: return "one"; case "a": return "A"; default: return a } ', 'var c = 0; while (c < 5) { c += 2 } return c + a'])
  return `var k = ${random.pick(['1', '"k"', '[1, 2]'])};\nfunction f(a, b) { ${body} }\nmodule.exports = { f: f, g: function (x) { return x && x.constructor }, id: function (x) { return x }, len: function () { return arguments.length }, k: k };`
}

/** Deletes, doubles, swaps or inserts a few characters of the entry: `wcc` also compiles files that nothing uses. */
function breakOne(random, given) {
  const path = given.entry
  const characters = Array.from(given.files[path])
  for (let i = 1 + random.below(2); i > 0; i--) {
    const at = random.below(characters.length)
    random.choose(
      [3, () => characters.splice(at, 1)],
      [2, () => characters.splice(at, 0, characters[at])],
      [1, () => characters.splice(at, 2, characters[at + 1] ?? '', characters[at])],
      [2, () => characters.splice(at, 0, random.pick(['<', '>', '/', '"', "'", '{', '}', '=', ' ', '\n', '(', ')', '&', '\\', '-', '!', ':', '.', 'wx:']))],
      [1, () => characters.splice(at, 1 + random.below(6))],
    )
  }
  given.files[path] = characters.join('')
}
