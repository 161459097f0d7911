/** Random expressions of the grammar that `wcc` accepts (wxml-semantics §4), and the data they read. */

/** Names with values of every kind; `gone` and `lost` are missing. */
export function makeData(random) {
  const leaf = () => random.choose([3, () => random.pick([0, 1, 2, 3, -1, 7, 1.5, -0.25, 100])], [3, () => random.pick(['', 'a', 'abc', '0', '12', 'x y', 'é中', '{{n}}', '<b>', '&lt;', '😀'])], [2, () => random.chance(0.5)], [1, () => null])
  const value = (depth) =>
    random.choose([4, leaf], [depth > 0 ? 1.5 : 0, () => random.many(0, 3, () => value(depth - 1))], [depth > 0 ? 1.5 : 0, () => Object.fromEntries(random.many(0, 3, () => [random.pick(['a', 'b', 'id', 'x', 'length', '0', 'k-k']), value(depth - 1)]))])
  return {
    n: random.pick([0, 1, 2, 3, 5, -2, 1.5]),
    z: 0,
    s: random.pick(['', 'abc', 'a', '3', 'x y', 'é中😀']),
    t: true,
    f: false,
    nil: null,
    l: random.many(0, 4, () => value(1)),
    rows: random.many(0, 4, (i) => ({ id: random.chance(0.8) ? i : random.pick([0, 1, 'q', null]), name: random.pick(['A', 'B', '']), on: random.chance(0.5), sub: random.many(0, 3, () => leaf()) })),
    o: { a: value(1), b: value(2), x: leaf(), k: 'a' },
    any: value(2),
    $d: 4,
    _u: 'u',
    item: random.pick([undefined, 'outer', { id: 'oi' }]),
    index: random.pick([undefined, 9]),
  }
}

const NAMES = ['n', 'z', 's', 't', 'f', 'nil', 'l', 'rows', 'o', 'any', '$d', '_u', 'item', 'index', 'gone', 'lost']
const MEMBERS = ['a', 'b', 'x', 'k', 'id', 'name', 'on', 'sub', 'length', 'zz', 'toString', 'constructor', '__proto__', 'prototype', 'caller', 'hasOwnProperty', 'join', 'if', 'this']
const BINARY = ['||', '&&', '|', '^', '&', '==', '!=', '===', '!==', '<', '>', '<=', '>=', '<<', '>>', '+', '-', '*', '/', '%']
const NUMBERS = ['0', '1', '2', '3', '10', '1.5', '.5', '1.', '010', '007', '0.1', '32', '00', '1.50']
const STRINGS = ['', 'a', 'abc', 'x y', '}}', '{{', 'é中😀', '<b>', '</v>', '0', ' ', 'a:b', '?', '//', '/*', '.', '\t']

/** An expression with at most `depth` levels. `quote` is the quote that may not appear (the one around the attribute); `calls` are texts of callable WXS members. */
export class Expressions {
  constructor(random, { quote = '', calls = [], names = [] } = {}) {
    Object.assign(this, { random, quote, calls, names: [...NAMES, ...names] })
  }

  space() {
    return this.random.choose([6, () => ''], [2, () => ' '], [0.3, () => '  '], [0.1, () => '/*c*/'], [this.quote ? 0 : 0.1, () => '\n'])
  }

  string() {
    const { random } = this
    const quote = random.pick(["'", '"'].filter((q) => q !== this.quote))
    let text = random.pick(STRINGS)
    if (text === '\t' && this.quote) text = ' '
    return quote + text + quote
  }

  name() {
    return this.random.pick(this.names)
  }

  primary(depth) {
    const { random } = this
    const inner = () => this.any(depth - 1)
    const deep = depth > 0 ? 1 : 0
    return random.choose(
      [8, () => this.name()],
      [3, () => random.pick(NUMBERS)],
      [3, () => this.string()],
      [1, () => random.pick(['true', 'false', 'null', 'undefined', 'NaN', 'Infinity', 'this'])],
      [2 * deep, () => `(${this.space()}${inner()}${this.space()})`],
      [0.8 * deep, () => `[${random.many(0, 3, () => this.space() + inner()).join(',')}]`],
      [0.8 * deep, () => this.object(depth)],
    )
  }

  /** `{ a, b: 1, ...c }` with spaces, so that no `{{` or `}}` arises. */
  object(depth) {
    return `{ ${this.properties(depth, 1)} }`
  }

  properties(depth, least) {
    const { random } = this
    // A single spread of something that is no object is an artefact.
    const property = () =>
      random.choose([3, () => `${random.pick([...MEMBERS.slice(0, 9), 'if', 'n', 'item', '$d'])}${this.space()}:${this.space()}${this.any(depth - 1)} `], [1.5, () => this.name().replace('this', 'n')], [1, () => `...${random.pick(['o', 'o.a', 'rows[0]', 'gone', 'nil', 'any'])}`])
    const list = random.many(least, 3, property)
    if (list.length === 1 && list[0].startsWith('...')) list.push('n')
    return list.join(this.space() + ',' + this.space())
  }

  postfix(depth) {
    const { random } = this
    let out = this.name()
    for (let i = random.below(4); i > 0; i--) {
      out += random.choose(
        [5, () => '.' + random.pick(MEMBERS)],
        [2, () => `[${random.chance(0.5) ? random.pick(['0', '1', '99']) : this.any(Math.min(depth - 1, 1))}]`],
        [0.3, () => `(${random.many(0, 2, () => this.any(0)).join(',')})`],
      )
    }
    return out
  }

  call(depth) {
    return `${this.random.pick(this.calls)}(${this.random.many(0, 3, () => this.any(depth - 1)).join(', ')})`
  }

  any(depth) {
    const { random } = this
    if (depth <= 0) return random.chance(0.5) ? this.primary(0) : this.postfix(0)
    return random.choose(
      [2, () => this.primary(depth)],
      [3, () => this.postfix(depth)],
      [this.calls.length ? 1 : 0, () => this.call(depth)],
      [1.2, () => random.pick(['-', '!', '~', '!!', '- -', '-!']) + this.operand(depth - 1)],
      [4, () => `${this.operand(depth - 1)}${this.space()}${random.pick(BINARY)}${this.space()}${this.operand(depth - 1)}`],
      [1.2, () => `${this.operand(depth - 1)}${this.space()}?${this.space()}${this.any(depth - 1)}${this.space()}:${this.space()}${this.any(depth - 1)}`],
    )
  }

  /** Sometimes in parentheses: precedence is part of the question. */
  operand(depth) {
    const inner = this.any(depth)
    return this.random.chance(0.3) ? `(${inner})` : inner
  }
}
