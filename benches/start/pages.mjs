/** An app with as many pages as asked for: the first is always the same, every other has a template, a style sheet and a script of a few kB and a module of its own. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const FIRST = {
  'pages/first/first.wxml': '<view class="count">{{count}}</view>\n<view class="more" bindtap="more">More</view>\n',
  'pages/first/first.js': 'Page({ data: { count: 0 }, more() { this.setData({ count: this.data.count + 1 }) } })\n',
  'pages/first/first.json': '{}',
}

/** A module and a page that nothing else has. */
function page(i) {
  const rules = Array.from({ length: 20 }, (_, k) => `export const rule${k} = (value) => (value > ${i * 31 + k} ? 'above ${i} ${k}' : 'below ${i} ${k}')`).join('\n')
  const rows = Array.from({ length: 12 }, (_, k) => `<view class="row r${k}" bindtap="pick" data-k="${k}"><text>{{labels[${k}]}} of page ${i}</text><view wx:if="{{picked === ${k}}}">picked ${k}</view></view>`).join('\n')
  const at = `pages/p${i}/p${i}`
  return {
    [`pages/p${i}/rules.js`]: rules + '\n',
    [at + '.js']: `import * as rules from './rules.js'\nPage({\n  data: { labels: Object.keys(rules), picked: -1 },\n  pick(e) { this.setData({ picked: e.currentTarget.dataset.k }) },\n})\n`,
    [at + '.wxml']: rows + '\n',
    [at + '.wxss']: Array.from({ length: 12 }, (_, k) => `.r${k} { padding: ${k + i}rpx; color: #${String(100 + ((i * 7 + k) % 900))}; }`).join('\n') + '\n',
    [at + '.json']: `{ "navigationBarTitleText": "Page ${i}" }`,
  }
}

export function writeApp(folder, count) {
  const files = { ...FIRST, 'app.js': 'App({})\n' }
  const pages = ['pages/first/first']
  for (let i = 1; i < count; i++) {
    pages.push(`pages/p${i}/p${i}`)
    Object.assign(files, page(i))
  }
  files['app.json'] = JSON.stringify({ pages, lazyCodeLoading: 'requiredComponents', window: { navigationBarTitleText: 'Pages' } })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
