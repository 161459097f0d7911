/** A large mini program, the same for the same seed: pages in subpackages, components that use each other, imports, WXS modules, style sheets and scripts. */

/** Mulberry32. */
function random(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const WORDS = 'order cart goods price user address coupon banner notice search filter detail comment share member point level record stock brand'.split(' ')

/** `path → text` of a project. Without mistakes. */
export function large({ pages = 351, components = 80, seed = 1 } = {}) {
  const next = random(seed)
  const below = (limit) => Math.floor(next() * limit)
  const word = () => WORDS[below(WORDS.length)]
  const files = {}

  const elements = (count, tags) => {
    const out = []
    for (let at = 0; at < count; at++) {
      const name = word()
      switch (below(6)) {
        case 0:
          out.push(`  <view class="${name}-row" wx:for="{{ ${name}s }}" wx:for-item="${name}" wx:key="id" data-id="{{ ${name}.id }}" bindtap="onTap">`)
          out.push(`    <text class="title">{{ index + 1 }}. {{ ${name}.name }}</text>`)
          out.push(`    <image class="icon" src="{{ ${name}.icon }}" mode="aspectFill" lazy-load />`)
          out.push('  </view>')
          break
        case 1:
          out.push(`  <view wx:if="{{ ready && ${name}s.length > ${below(9)} }}" class="box {{ ready ? 'on' : 'off' }}" style="width: {{ width }}rpx">{{ tools.money(width, ${below(100)}) }}</view>`)
          break
        case 2:
          if (tags.length > 0) {
            out.push(`  <${tags[below(tags.length)]} title="{{ title }}" items="{{ ${name}s }}" bind:change="onChange" class="card" />`)
            break
          }
        // falls through
        case 3:
          out.push(`  <template is="line" data="{{ name: title, value: width }}" />`)
          break
        case 4:
          out.push(`  <input class="field" value="{{ title }}" placeholder="你好，${name} 😀" bindinput="onInput" />`)
          break
        default:
          out.push(`  <button size="mini" type="primary" bindtap="onTap" disabled="{{ !ready }}">${name} {{ title || '—' }}</button>`)
      }
    }
    return out.join('\n')
  }
  const sheet = () => {
    const rules = WORDS.map((name) => `.${name}-row {\n  display: flex;\n  padding: ${below(40)}rpx ${below(40)}rpx;\n  color: #${below(4096).toString(16).padStart(3, '0')};\n}\n`)
    return `@import '/styles/common.wxss';\n\n${rules.join('\n')}\n.box .title {\n  font-size: ${20 + below(20)}rpx;\n}\n.field, .card, .icon {\n  width: 100rpx;\n}\n`
  }
  const template = (tags, count) =>
    `<wxs module="tools" src="/utils/tools.wxs" />\n<import src="/templates/line.wxml" />\n<view class="box">\n${elements(count, tags)}\n${tags.map((tag) => `  <${tag} />\n`).join('')}</view>\n`
  const data = () => `{\n    title: '${word()}', width: ${below(750)}, ready: false,\n${WORDS.map((name) => `    ${name}s: [],`).join('\n')}\n  }`
  const methods = (indent) =>
    ['onTap', 'onChange', 'onInput', 'load', 'refresh', 'reset']
      .map((name) => `${indent}${name}(event) {\n${indent}  const { detail } = event || {}\n${indent}  if (detail) this.setData({ title: String(detail.value), ready: true, width: util.clamp(${below(750)}) })\n${indent}},`)
      .join('\n')

  for (let at = 0; at < components; at++) {
    const base = `components/c${at}/c${at}`
    const uses = at === 0 ? [] : [below(at), below(at)]
    const using = Object.fromEntries(uses.map((other) => [`c-${other}`, `/components/c${other}/c${other}`]))
    files[`${base}.json`] = `${JSON.stringify({ component: true, usingComponents: using }, null, 2)}\n`
    files[`${base}.wxml`] = template(Object.keys(using), 12)
    files[`${base}.wxss`] = sheet()
    files[`${base}.js`] = `const util = require('../../utils/util')\n\nComponent({\n  properties: { title: String, items: { type: Array, value: [] } },\n  data: ${data().replace("title: '", "caption: '")},\n  methods: {\n${methods('    ')}\n  },\n})\n`
      .replaceAll('this.setData({ title:', 'this.triggerEvent(\'change\', { value: 1 }); this.setData({ caption:')
  }
  const own = []
  const packages = Array.from({ length: 6 }, (_, at) => ({ root: `packages/p${at}`, pages: [] }))
  for (let at = 0; at < pages; at++) {
    const name = `${word()}${at}`
    const inner = `pages/${name}/${name}`
    const home = at < 40 ? null : packages[at % packages.length]
    if (home) home.pages.push(inner)
    else own.push(inner)
    const base = home ? `${home.root}/${inner}` : inner
    const up = '../'.repeat(base.split('/').length - 1)
    const using = Object.fromEntries(Array.from({ length: 4 }, () => below(components)).map((other) => [`c-${other}`, `/components/c${other}/c${other}`]))
    files[`${base}.json`] = `${JSON.stringify({ navigationBarTitleText: name, usingComponents: using }, null, 2)}\n`
    files[`${base}.wxml`] = template(Object.keys(using), 30)
    files[`${base}.wxss`] = sheet()
    files[`${base}.js`] = `const util = require('${up}utils/util')\n\nPage({\n  data: ${data()},\n  onLoad(query) {\n    this.load(query)\n  },\n${methods('  ')}\n})\n`
  }
  files['app.json'] = `${JSON.stringify({ pages: own, subpackages: packages, window: { navigationBarTitleText: 'large' } }, null, 2)}\n`
  files['app.js'] = 'App({ globalData: { user: null } })\n'
  files['app.wxss'] = sheet()
  files['project.config.json'] = '{ "appid": "touristappid" }\n'
  files['styles/common.wxss'] = '.on {\n  opacity: 1;\n}\n.off {\n  opacity: 0.5;\n}\n'
  files['templates/line.wxml'] = '<template name="line">\n  <view class="line">{{ name }}: {{ value }}</view>\n</template>\n'
  files['utils/tools.wxs'] = "function money(value, cents) {\n  return '¥' + value + '.' + cents\n}\nmodule.exports = { money: money }\n"
  files['utils/util.js'] = 'module.exports = {\n  clamp(value) {\n    return Math.max(0, Math.min(750, value))\n  },\n}\n'
  return files
}
