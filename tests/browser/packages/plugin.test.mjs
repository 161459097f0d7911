/** Plugins in Chromium: one whose code lies in the project, with components, pages and scripts, and one whose code does not. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { component, finish, open, page } from './harness.mjs'

after(finish)

const under = (folder, files) => Object.fromEntries(Object.entries(files).map(([path, text]) => [folder + path, text]))

const project = () => ({
  'project.config.json': { compileType: 'plugin', miniprogramRoot: 'miniprogram/', pluginRoot: 'plugin/', appid: 'wx0123456789abcdef' },
  ...under('miniprogram/', {
    'app.json': {
      pages: ['pages/a/a'],
      plugins: { own: { version: 'dev', provider: 'wx0123456789abcdef', export: 'given.js', genericsImplementation: { hello: { item: 'parts/item' } } }, far: { version: '1.0.0', provider: 'wxfar' } },
      usingComponents: { 'x-app': 'parts/item' },
    },
    'app.js': 'App({})',
    'app.wxss': '.box { color: rgb(255, 0, 0) }',
    'given.js': "module.exports = { word: 'from the app' }",
    ...component('parts/item', '<view>item of the app</view>'),
    ...page('pages/a/a', '<view class="box">host</view><hello name="you" bindsaid="said"/><far-away/><view>{{heard}}</view><view bindtap="go">open</view><navigator url="plugin://own/page?x=2">link</navigator><view bindtap="far">far</view>', `
      const own = requirePlugin('own')
      const far = requirePlugin('far')
      Page({ data: { heard: '' },
        onLoad() { far.init(1); requirePlugin.async('own').then((same) => this.setData({ heard: own.answer + ' ' + (same === own) + ' ' + own.asked() })) },
        said(e) { this.setData({ heard: 'said ' + e.detail }) },
        go() { wx.navigateTo({ url: 'plugin://own/page?x=1' }) },
        far() { wx.navigateTo({ url: 'plugin://far/page', fail: (e) => this.setData({ heard: e.errMsg }) }) } })`, { usingComponents: { hello: 'plugin://own/hello', 'far-away': 'plugin://far/thing' } }),
  }),
  ...under('plugin/', {
    'plugin.json': { publicComponents: { hello: 'components/hello' }, pages: { page: 'pages/page' }, main: 'index.js' },
    'index.js': "const { word } = require('/lib/word')\nmodule.exports = { answer: word, asked: () => requireMiniProgram().word }",
    'lib/word.js': "exports.word = 'from the plugin'",
    'common.wxss': '.tint { color: rgb(0, 0, 255) }',
    'lib/up.wxs': "module.exports = { up: function (text) { return text.toUpperCase() } }",
    'parts.wxml': '<template name="part"><text>part {{n}}</text></template>',
    'images/i.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>',
    ...component('components/hello', '<import src="/parts.wxml"/><wxs module="m" src="/lib/up.wxs"/><view class="box tint" bindtap="tap">hello {{m.up(name)}}</view><inner/><item/><template is="part" data="{{n: 3}}"/><image src="/images/i.svg"/>', `
      Component({ properties: { name: String }, methods: { tap() { this.triggerEvent('said', require('../lib/word').word) } } })`, { usingComponents: { inner: '/components/inner' }, componentGenerics: { item: true } }),
    'components/hello.wxss': '@import "/common.wxss";',
    ...component('components/inner', '<view>inner</view>'),
    ...page('pages/page', '<view class="box">plugin page {{x}}</view><view bindtap="next">next</view>', "Page({ data: { x: 0 }, onLoad(q) { this.setData({ x: q.x }) }, next() { wx.redirectTo({ url: 'plugin-private://wx0123456789abcdef/pages/page?x=9' }) } })"),
  }),
})
const expect = ['miniprogram/pages/a/a.json:1:61 project/plugin-component']

for (const args of [[], ['--router', 'history']]) {
  test(`components, styles, scripts and pages of a plugin in the project ${args.join(' ')}`, async () => {
    const app = await open(project(), { args, expect })
    await app.sees('hello YOU')
    await app.sees('inner')
    await app.sees('item of the app')
    await app.sees('part 3')
    await app.sees('from the plugin true from the app')
    const color = (text) => app.shown().getByText(text, { exact: true }).first().evaluate((node) => getComputedStyle(node).color)
    assert.equal(await color('host'), 'rgb(255, 0, 0)')
    assert.equal(await color('hello YOU'), 'rgb(0, 0, 255)')
    assert.ok(app.asked.some((path) => path.endsWith('plugin/images/i.svg')), app.asked.join(' '))
    await app.tap('hello YOU')
    await app.sees('said from the plugin')
    await app.tap('far')
    await app.sees('navigateTo:fail page "plugin://far/page" is not found')
    await app.tap('open')
    await app.sees('plugin page 1')
    assert.notEqual(await color('plugin page 1'), 'rgb(255, 0, 0)')
    await app.tap('next')
    await app.sees('plugin page 9')
    await app.page.reload()
    await app.sees('plugin page 9')
    assert.deepEqual(app.problems, [])
    await app.close()
  })
}

test('a plugin whose code is elsewhere: a placeholder, a warning, and the page all the same', async () => {
  const app = await open(project(), { expect })
  await app.sees('host')
  await app.shown().locator('wx-placeholder').first().waitFor()
  await app.shown().getByText('link').tap()
  await app.sees('plugin page 2')
  assert.deepEqual(app.problems, [])
  await app.close()
})
