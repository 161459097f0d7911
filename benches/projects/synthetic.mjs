/** Writes a mini program of any size, the same for the same seed: `node benches/projects/synthetic.mjs FOLDER [--pages=2000] [--seed=1] [--subpackages=0]`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const WORDS = ['title', 'price', 'count', 'label', 'note', 'state', 'owner', 'total', 'hint', 'unit']
const TAGS = ['view', 'view', 'view', 'text', 'block', 'button', 'image', 'input']
const ROWS = [0, 1, 2].map((id) => `{ id: ${id}, on: true, name: 'row ${id}', text: 'row', label: 'row', value: '', sum: ${id}, size: 100 }`).join(', ')

/** Random numbers that a seed decides (mulberry32): `below(n)` is a whole number below `n`. */
function dice(seed) {
  let state = seed >>> 0
  const below = (count) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * count)
  }
  const pick = (list) => list[below(list.length)]
  const some = (least, more, make) => Array.from({ length: least + below(more) }, (_, n) => make(n))
  return { below, pick, some }
}

function element(dices, names, depth) {
  const { below, pick, some } = dices
  const word = pick(names)
  const tag = pick(TAGS)
  switch (tag) {
    case 'block':
      return `<block wx:if="{{${word}.on && mode > ${below(9)}}}">\n${element(dices, names, depth + 1)}\n</block>\n<view wx:else class="empty">${word}</view>`
    case 'image':
      return `<image class="pic" mode="aspectFill" src="/images/i${below(8)}.png"/>`
    case 'input':
      return `<input class="field ${word}" value="{{${word}.value}}" placeholder="${word}" bindinput="onInput" data-name="${word}"/>`
    case 'button':
      return `<button class="go" data-id="{{${word}.id}}" bindtap="onTap" disabled="{{!${word}.on}}">{{${word}.label || '${word}'}}</button>`
    case 'text':
      return `<text class="c${below(12)}">{{${word}.text}} · {{f.money(${word}.sum)}}</text>`
  }
  const inner = depth < 3 && below(3) ? some(1, 3, () => element(dices, names, depth + 1)).join('\n') : `{{${word}.name}}`
  return `<view class="c${below(12)} {{${word}.on ? 'on' : 'off'}}" style="width: {{${word}.size}}rpx">${inner}</view>`
}

/** A template with a list, and one of each of the components `tags`. */
function template(dices, names, tags) {
  const { pick, some } = dices
  const components = tags.map((tag) => `<${tag} item="{{${pick(names)}}}" bind:change="onTap" class="slot"/>`)
  const row = element(dices, ['item'], 2)
  const list = `<view class="row {{index % 2 ? 'odd' : ''}}" wx:for="{{rows}}" wx:key="id" bindtap="onTap" data-index="{{index}}">\n${row}\n</view>`
  return `<wxs module="f" src="/shared/format.wxs"/>\n<view class="page">\n${[...some(4, 5, () => element(dices, names, 0)), ...components, list].join('\n')}\n</view>\n`
}

function sheet({ below, some }) {
  const colour = () => (4096 + below(61440)).toString(16)
  const rules = some(10, 10, (n) => [
    `.c${n} { width: ${below(750)}rpx; margin: ${below(40)}rpx ${below(40)}rpx; color: #${colour()}; display: flex; }`,
    `.c${n} .on, .c${n}.off { border-radius: ${below(16)}rpx; background: rgba(${below(255)}, ${below(255)}, 20, 0.${1 + below(9)}); }`,
  ])
  return `.page { padding: 24rpx; }\n${rules.flat().join('\n')}\n`
}

const fields = ({ below }, names) =>
  `rows: [${ROWS}],\n    mode: ${below(9)},\n${names.map((name) => `    ${name}: { on: ${!below(2)}, name: '${name}', label: '${name}', text: '', value: '', id: ${below(99)}, sum: ${below(9999)}, size: ${below(750)} },\n`).join('')}`

const handlers = (indent, more) =>
  `onTap(event) {
  const { id, index } = event.currentTarget.dataset
  const found = u.find(this.data.rows, id ?? index)
  this.setData({ ['rows[' + (index ?? 0) + '].on']: !found })${more}
},
onInput({ detail, currentTarget }) {
  this.setData({ [currentTarget.dataset.name + '.value']: u.trim(detail.value) })
},`.replace(/^/gm, indent)

/**
 * The files of a project: `{path: text}`. There is one component for ten pages and one module for five, each used by pages near it; `shared/card` is used by every
 * fourth page, `app.wxss` by all. `subpackages`: how many of them share the pages behind the first; without any everything lies in the main package, the hard case.
 */
export function synthetic({ pages = 2000, seed = 1, subpackages = 0 } = {}) {
  const dices = dice(seed)
  const { below, pick, some } = dices
  const pack = (page) => (subpackages && page > 0 ? `pack${1 + (page % subpackages)}` : '')
  const all = Array.from({ length: pages }, (_, page) => page)
  const inside = (name) => all.filter((page) => pack(page) === name).map((page) => `pages/p${page}/p${page}`)
  const roots = Array.from({ length: subpackages }, (_, n) => `pack${n + 1}`)
  const names = () => [...new Set(some(3, 4, () => pick(WORDS)))]
  const files = {
    'app.json': JSON.stringify({ pages: inside(''), subpackages: roots.map((root) => ({ root, pages: inside(root) })), window: { navigationBarTitleText: 'Synthetic' } }, null, 2),
    'app.js': "const u = require('./shared/util.js')\nApp({ globalData: { started: u.now() } })\n",
    'app.wxss': `${sheet(dices)}.app { color: #333; }\n`,
    'shared/theme.wxss': sheet(dices),
    'shared/format.wxs': "function money(sum) {\n  return '¥' + (sum / 100).toFixed(2)\n}\nmodule.exports = { money: money }\n",
    'shared/util.js': 'exports.now = () => Date.now()\nexports.trim = (text) => String(text).trim()\nexports.find = (rows, id) => rows.some((row) => row.id === id)\n',
  }
  for (let n = 0; n < 8; n++) files[`images/i${n}.png`] = `picture ${n}`

  const modules = Math.max(2, Math.round(pages / 5))
  for (let n = 0; n < modules; n++) {
    const other = n > 9 && below(2) ? `const other = require('./m${below(n)}.js')\n` : ''
    const functions = some(3, 5, (k) => `exports.f${k} = function (value, more) {\n  let out = ${below(100)}\n  for (const part of [value, more, ${below(9)}]) out += u.find([part], ${below(9)}) ? part * ${1 + below(9)} : ${below(99)}\n  return ${other ? 'other ? out : 0' : 'out'}\n}\n`)
    files[`modules/m${n}.js`] = `const u = require('../shared/util.js')\n${other}${functions.join('')}`
  }

  const component = (path, using) => {
    const own = names()
    files[`${path}.json`] = JSON.stringify({ component: true, usingComponents: using })
    files[`${path}.wxml`] = template(dices, [...own, 'item'], Object.keys(using))
    files[`${path}.wxss`] = sheet(dices)
    files[`${path}.js`] = `const u = require('/shared/util.js')\nComponent({\n  properties: { item: { type: Object, value: {} } },\n  data: {\n    ${fields(dices, own)}  },\n  methods: {\n${handlers('    ', "\n  this.triggerEvent('change', { found })")}\n  },\n})\n`
  }
  component('shared/card', {})
  const components = Math.max(2, Math.round(pages / 10))
  for (let n = 0; n < components; n++) component(`components/c${n}/c${n}`, n > 4 && !below(3) ? { 's-card': '/shared/card' } : {})

  for (const page of all) {
    const path = `${pack(page) && `${pack(page)}/`}pages/p${page}/p${page}`
    const near = new Set([Math.floor(page / 10) % components, ...some(0, 2, () => below(components))])
    const using = Object.fromEntries([...near].map((n) => [`c-${n}`, `/components/c${n}/c${n}`]))
    if (page % 4 === 0) using['s-card'] = '/shared/card'
    const own = names()
    files[`${path}.json`] = JSON.stringify({ navigationBarTitleText: `Page ${page}`, usingComponents: using })
    files[`${path}.wxml`] = template(dices, own, Object.keys(using))
    files[`${path}.wxss`] = `${page % 3 ? '' : "@import '/shared/theme.wxss';\n"}${sheet(dices)}`
    files[`${path}.js`] = `const u = require('/shared/util.js')\nconst m = require('/modules/m${Math.floor(page / 5) % modules}.js')\nPage({\n  data: {\n    ${fields(dices, own)}  },\n  onLoad(query) {\n    this.setData({ 'rows[0].sum': m.f0(Number(query.sum) || 0, ${below(9)}) })\n  },\n${handlers('  ', '')}\n})\n`
  }
  return files
}

export function writeFiles(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, ...options] = process.argv.slice(2)
  writeFiles(folder, synthetic(Object.fromEntries(options.map((option) => option.replace(/^--/, '').split('=')).map(([name, value]) => [name, Number(value)]))))
}
