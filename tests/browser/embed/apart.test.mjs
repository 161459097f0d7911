// What apps share least willingly: fonts, scripts of the view, packages, threads; in a page of another origin and in one that is cross-origin isolated.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browser, ISOLATED } from '../start.mjs'
import { font } from './font.mjs'
import { heard, page, site } from './host.mjs'

/** Both apps have a font `own`; its letter is `width` thousandths of an em wide. */
const app = (width, word) => ({
  'app.json': { pages: ['pages/one/one'], subPackages: [{ root: 'more', pages: ['two/two'] }], workers: 'workers' },
  'app.wxss': `@font-face { font-family: "own"; src: url(/own.ttf) } @property --turn { syntax: "<angle>"; inherits: false; initial-value: 7deg } .own { font: 100px "own", monospace; display: inline-block }`,
  'own.ttf': font(width),
  'pages/one/one.wxml': `<wxs module="m" src="./m.wxs"/><view class="own" id="own">a</view><view id="pull" bindtouchstart="{{m.start}}">pull</view><view id="from">{{from}}</view><button id="more" bindtap="more">more</button>
<view id="inline" style="background-image: url(/images/dot.png)">x</view>`,
  'pages/one/m.wxs': `module.exports = { start: function (e, owner) { e.instance.setStyle({ color: 'rgb(9, 9, ${word.length})' }); owner.callMethod('told', '${word}') } }`,
  'pages/one/one.js': `Page({ data: { from: '' }, told(word) { this.setData({ from: word }) }, more() {
    const worker = wx.createWorker('workers/w.js')
    worker.onMessage((answer) => { this.setData({ from: answer.said }); wx.navigateTo({ url: '/more/two/two' }) })
    worker.postMessage({ ask: '${word}' })
  } })`,
  'images/dot.png': Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
  'workers/w.js': `worker.onMessage(({ ask }) => worker.postMessage({ said: ask + '!' }))`,
  'more/two/two.wxml': '<view id="two">{{word}}</view>',
  'more/two/two.js': `const { word } = require('../word'); Page({ data: { word } })`,
  'more/word.js': `module.exports = { word: 'sub ${word}' }`,
})

const BODY = (base) => ['worker', '1'].flatMap((threads) => ['a', 'b'].map((name) => `<wx-app id="${name}${threads[0]}" src="${base}${name}/manifest.json" name="${name}${threads}" threads="${threads}"></wx-app>`)).join('')
const STYLE = 'wx-app { width: 220px; height: 400px; display: inline-block } .own { font-family: own }'

let own, foreign, chromium
before(async () => {
  const apps = { a: app(2000, 'first'), b: app(1000, 'second') }
  foreign = await site(apps, {}, { ...ISOLATED, 'access-control-allow-origin': '*' }, ['--router', 'history'])
  own = await site(apps, { 'index.html': page(BODY(''), { style: STYLE }), 'foreign.html': page(BODY(foreign.url), { style: STYLE, element: foreign.url + 'a/wx-app.js' }) }, ISOLATED)
  chromium = await browser()
})
after(async () => {
  await chromium?.close()
  await own?.close()
  await foreign?.close()
})

for (const path of ['', 'foreign.html'])
  test(`fonts, WXS, workers and subpackages of two apps in two kinds of threads, ${path ? 'from another origin' : 'from the same origin'}`, async () => {
    const { page: tab, problems, close } = await chromium.open(own.url + path, { viewport: { width: 1000, height: 500 }, hasTouch: false })
    assert.ok(await tab.evaluate(() => crossOriginIsolated))
    for (const id of ['aw', 'bw', 'a1', 'b1']) await heard(tab, id, 'ready')
    const width = (id) => tab.evaluate((id) => document.getElementById(id).shadowRoot.querySelector('#own').getBoundingClientRect().width, id)
    await tab.evaluate(() => document.fonts.ready)
    for (const [id, wide] of [['aw', 200], ['bw', 100], ['a1', 200], ['b1', 100]]) assert.equal(await width(id), wide, id)
    for (const [id, word] of [['aw', 'first'], ['bw', 'second'], ['a1', 'first'], ['b1', 'second']]) {
      await tab.click(`#${id} #pull`)
      await tab.locator(`#${id} #from`, { hasText: word }).waitFor()
      const color = await tab.evaluate((id) => getComputedStyle(document.getElementById(id).shadowRoot.querySelector('#pull')).color, id)
      assert.equal(color, `rgb(9, 9, ${word.length})`)
      const image = await tab.evaluate((id) => getComputedStyle(document.getElementById(id).shadowRoot.querySelector('#inline')).backgroundImage, id)
      assert.equal(image, `url("${(path ? foreign : own).url}${id[0]}/images/dot.png")`)
      await tab.click(`#${id} #more`)
      await tab.locator(`#${id} #two`, { hasText: `sub ${word}` }).waitFor()
    }
    assert.equal(await tab.evaluate(() => [...document.fonts].filter((face) => face.family === 'own').length), 0, 'the page has no font of an app under its plain name')
    assert.deepEqual(problems, [])
    await close()
  })
