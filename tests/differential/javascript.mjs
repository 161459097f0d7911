/** Random expressions against JavaScript itself: `node tests/differential/javascript.mjs [--seed N] [--count N]`. Missing data and members of nothing are `undefined`, as wxml-semantics §4 says. */
import { parseArgs, isDeepStrictEqual } from 'node:util'
import { renderAll } from './compare.mjs'
import { makeData } from './expression.mjs'
import { Random } from './random.mjs'

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '2000' } } })
const NUMBERS = ['0', '1', '2', '3', '10', '1.5', '.5', '1.', '0x1F', '0xff', '1e3', '123456789', '9007199254740993', '4294967297', '0.1', '1e21', '1e400', '0.30000000000000004']
const STRINGS = ["''", "'a'", "'\\n\\t\\\\'", "'\\u4e2d\\x41\\u{1f600}'", "'\\ud83d\\ude00'", "'12'", "' 3 '", "'0x10'", "'é😀'", "'\\q\\/'"]
const NAMES = ['n', 'z', 's', 't', 'f', 'nil', 'l', 'rows', 'o', 'any', '$d', '_u', 'gone']
const BINARY = ['||', '&&', '??', '|', '^', '&', '==', '!=', '===', '!==', '<', '>', '<=', '>=', '<<', '>>', '>>>', '+', '-', '*', '/', '%']
const UNARY = ['-', '+', '!', '~', 'typeof ', 'void ']

/** A source text for templates, and one for JavaScript with accesses that never throw. */
function expression(random, depth) {
  const both = (text) => [text, text]
  const inner = () => expression(random, depth - 1)
  const wrapped = () => {
    const [a, b] = inner()
    return [`(${a})`, `(${b})`]
  }
  const join = (parts, put) => [put(parts.map((p) => p[0])), put(parts.map((p) => p[1]))]
  const deep = depth > 0 ? 1 : 0
  return random.choose(
    [4, () => both(random.pick(NAMES))],
    [2, () => both(random.pick(NUMBERS))],
    [2, () => both(random.pick(STRINGS))],
    [1, () => both(random.pick(['true', 'false', 'null', 'undefined']))],
    [3, () => member(random, random.pick(NAMES))],
    [5 * deep, () => binary(random, inner, wrapped, join)],
    [2 * deep, () => unary(random, wrapped, join)],
    [1.5 * deep, () => join([wrapped(), wrapped(), inner()], ([a, b, c]) => `${a} ? ${b} : ${c}`)],
    [deep, () => join(random.many(0, 3, wrapped), (list) => `[${list.join(', ')}]`)],
    [deep, () => join(random.many(1, 3, wrapped), (list) => `{ ${list.map((v, i) => `${['a', "'k-k'", 'if'][i]}: ${v}`).join(', ')} }`)],
    [deep, () => join([wrapped()], ([a]) => '`x${' + a + '}\\n`')],
    [2 * deep, wrapped],
  )
}

function binary(random, inner, wrapped, join) {
  const op = random.pick(BINARY)
  // `??` stands beside `||` and `&&` only in parentheses.
  const operand = op === '??' || random.chance(0.6) ? wrapped : () => plain(random)
  return join([operand(), operand()], ([a, b]) => `${a} ${op} ${b}`)
}

function unary(random, wrapped, join) {
  const op = random.pick(UNARY)
  return join([wrapped()], ([a]) => op + a)
}

function plain(random) {
  const text = random.pick([...NAMES, '1', '2', "'a'", '-n', '!t', '~z'])
  return [text, text]
}

function member(random, text) {
  let soft = text
  for (let i = 1 + random.below(3); i > 0; i--) {
    const key = random.pick(['a', 'b', 'x', 'k', 'id', 'name', 'sub', 'length', '0', '1', 'toString', 'constructor', 'join'])
    const dotted = /^[a-z]/.test(key) && random.chance(0.6)
    const link = random.chance(0.2) ? '?.' : ''
    text += dotted ? `${link || '.'}${key}` : `${link}[${/^\d/.test(key) ? key : `'${key}'`}]`
    soft = `own(${soft}, '${key}')`
  }
  return [text, soft]
}

const own = (o, k) => (o !== null && o !== undefined && Object.hasOwn(Object(o), k) ? o[k] : undefined)
const marked = (x) => {
  switch (typeof x) {
    case 'undefined': return { $: 'undefined' }
    case 'number': return Number.isFinite(x) ? x + 0 : { $: String(x) }
    case 'object': return x === null ? null : Array.isArray(x) ? Array.from(x, marked) : Object.fromEntries(Object.entries(x).map(([k, v]) => [k, marked(v)]))
  }
  return x
}

const cases = Array.from({ length: Number(values.count) }, (_, i) => {
  const random = new Random(Number(values.seed) + i)
  const [text, soft] = expression(random, 4)
  const data = JSON.parse(JSON.stringify(makeData(random)))
  let expected
  try {
    expected = new Function('own', ...NAMES, `return (${soft})`)(own, ...NAMES.map((name) => data[name]))
  } catch {
    return null
  }
  return { name: String(i), files: { 'a.wxml': `<v a="{{ ${text} }}"/>` }, entry: 'a.wxml', data, text, expected: marked(expected) }
}).filter(Boolean)
const rendered = renderAll(cases)
let different = 0
for (const { name, text, data, expected } of cases) {
  const answer = rendered.get(name)
  const found = answer.tree[0]?.attrs?.a
  if (isDeepStrictEqual(found, expected)) continue
  if (++different <= 12) console.log(`{{ ${text} }}\n  data ${JSON.stringify(data)}\n  JavaScript ${JSON.stringify(expected)}\n  wxc        ${JSON.stringify(found)} ${answer.diagnostics.map((d) => d.message).join('; ')}\n`)
}
console.log(`${cases.length} expressions, ${different} differ`)
process.exitCode = different ? 1 : 0
