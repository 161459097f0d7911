/** npm packages after a plain `npm install`, in Chromium: component libraries, scripts, styles, WXS and images, wherever `node_modules` lies. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { component, finish, open, page } from './harness.mjs'

after(finish)

/** The libraries name icon fonts on servers that tests do not reach. */
const own = (problems) => problems.filter((problem) => !/ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED/.test(problem))

const under = (folder, files) => Object.fromEntries(Object.entries(files).map(([path, text]) => [folder + path, text]))

/** One project, with its root at the top or in a folder beside `node_modules`. */
const LAYOUTS = [
  ['beside app.json', '', 'node_modules/'],
  ['above the mini-program root', 'miniprogram/', 'node_modules/'],
  ['inside the mini-program root', 'miniprogram/', 'miniprogram/node_modules/'],
]

for (const [where, root, modules] of LAYOUTS) {
  const config = root && { 'project.config.json': { miniprogramRoot: root } }
  const manifest = (dependencies) => ({ [modules.replace(/node_modules\/$/, 'package.json')]: { name: 'app', dependencies } })

  test(`@vant/weapp, node_modules ${where}`, async () => {
    const files = {
      ...config,
      ...manifest({ '@vant/weapp': '*' }),
      ...under(root, {
        'app.json': { pages: ['pages/a/a'], usingComponents: { 'van-button': '@vant/weapp/button/index' } },
        'app.js': 'App({})',
        'app.wxss': '@import "@vant/weapp/common/index.wxss";',
        ...page('pages/a/a', '<van-button type="primary" bind:click="go">press</van-button><van-cell title="cell" is-link/><van-image src="/i.svg" width="10" height="10"/><van-toast id="van-toast"/><view class="van-ellipsis">cut</view>', `
          import Toast from '@vant/weapp/toast/toast'
          Page({ go() { Toast('toasted') } })`, { usingComponents: { 'van-cell': '@vant/weapp/cell/index', 'van-image': '@vant/weapp/image', 'van-toast': '@vant/weapp/toast/index' } }),
        'i.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>',
      }),
    }
    const app = await open(files, { links: { [modules + '@vant/weapp']: '@vant/weapp' } })
    const button = app.shown().getByText('press')
    await button.waitFor()
    assert.equal(await app.shown().locator('.van-button').evaluate((node) => getComputedStyle(node).backgroundColor), 'rgb(7, 193, 96)')
    assert.equal(await app.shown().getByText('cut').evaluate((node) => getComputedStyle(node).textOverflow), 'ellipsis')
    await app.sees('cell')
    await button.tap()
    await app.sees('toasted')
    assert.deepEqual(own(app.problems), [])
    await app.close()
  })

  test(`tdesign-miniprogram, node_modules ${where}`, async () => {
    const files = {
      ...config,
      ...manifest({ 'tdesign-miniprogram': '*' }),
      ...under(root, {
        'app.json': { pages: ['pages/a/a'] },
        'app.js': 'App({})',
        ...page('pages/a/a', '<t-button theme="primary" bind:tap="go">press</t-button><t-cell title="cell" arrow/><t-rate value="{{3}}"/><t-message id="t-message"/>', `
          import Message from 'tdesign-miniprogram/message/index'
          Page({ go() { Message.info({ context: this, offset: [20, 32], content: 'told', duration: 5000 }) } })`, {
          usingComponents: { 't-button': 'tdesign-miniprogram/button/button', 't-cell': 'tdesign-miniprogram/cell/cell', 't-rate': 'tdesign-miniprogram/rate/rate', 't-message': 'tdesign-miniprogram/message/message' },
        }),
      }),
    }
    const app = await open(files, { links: { [modules + 'tdesign-miniprogram']: 'tdesign-miniprogram' } })
    await app.sees('cell')
    assert.equal(await app.shown().locator('.t-button').first().evaluate((node) => getComputedStyle(node).backgroundColor), 'rgb(0, 82, 217)')
    await app.shown().getByText('press').tap()
    await app.sees('told')
    assert.deepEqual(own(app.problems), [])
    await app.close()
  })
}

test('other packages: main, module, exports, browser, scoped names, JSON, a package of its own in a subpackage', async () => {
  const files = {
    'package.json': { name: 'app', dependencies: {} },
    'app.json': { pages: ['pages/a/a'], subPackages: [{ root: 'sub', pages: ['p'] }] },
    'app.js': 'App({})',
    ...page('pages/a/a', '<view>{{text}}</view><c-part/><c-deep/><view bindtap="go">go</view>', `
      import def, { named } from 'es-only'
      import * as scoped from '@org/pkg/lib/tool'
      const text = [require('plain'), require('plain/lib/other'), require('plain/data.json').n, def, named, scoped.tool, require('web'), require('exported/sub')].join(' ')
      Page({ data: { text }, go() { wx.navigateTo({ url: '/sub/p' }) } })`, { usingComponents: { 'c-part': 'parts/part', 'c-deep': '@org/parts/deep' } }),
    ...page('sub/p', '<view>{{text}}</view>', "Page({ data: { text: 'sub has ' + require('plain') } })"),
    'sub/package.json': { name: 'sub', dependencies: { plain: '*' } },
    'sub/node_modules/plain/package.json': { name: 'plain', main: 'own.js' },
    'sub/node_modules/plain/own.js': "module.exports = 'its own'",
    'node_modules/plain/package.json': { name: 'plain', main: './lib/main' },
    'node_modules/plain/lib/main.js': "module.exports = 'main' + require('../lib')",
    'node_modules/plain/lib/index.js': "module.exports = '-index'",
    'node_modules/plain/lib/other.js': "exports.x = 1; module.exports = 'other'",
    'node_modules/plain/data.json': { n: 7 },
    'node_modules/es-only/package.json': { name: 'es-only', module: 'index.mjs' },
    'node_modules/es-only/index.mjs': "export default 'default'; export const named = 'named'",
    'node_modules/@org/pkg/package.json': { name: '@org/pkg' },
    'node_modules/@org/pkg/lib/tool.js': "exports.tool = 'tool'",
    'node_modules/web/package.json': { name: 'web', main: 'node.js', browser: 'web.js' },
    'node_modules/web/node.js': "module.exports = require('fs')",
    'node_modules/web/web.js': "module.exports = 'web'",
    'node_modules/exported/package.json': { name: 'exported', exports: { './sub': { require: './dist/sub.cjs', import: './dist/sub.mjs' } } },
    'node_modules/exported/dist/sub.cjs': "module.exports = 'sub'",
    'node_modules/parts/package.json': { name: 'parts', miniprogram: 'dist' },
    ...under('node_modules/parts/dist/', component('part', '<view class="part">part {{w}}</view><image src="./p.svg"/>', "Component({ data: { w: require('helper') } })")),
    'node_modules/parts/dist/part.wxss': '.part { color: rgb(0, 128, 0) }',
    'node_modules/parts/dist/p.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>',
    'node_modules/helper/package.json': { name: 'helper' },
    'node_modules/helper/index.js': "module.exports = 'helped'",
    'node_modules/@org/parts/package.json': { name: '@org/parts' },
    ...under('node_modules/@org/parts/miniprogram_dist/', component('deep/index', '<view>deep</view>')),
  }
  const app = await open(files)
  await app.sees('main-index other 7 default named tool web sub')
  await app.sees('part helped')
  await app.sees('deep')
  assert.equal(await app.shown().getByText('part helped').evaluate((node) => getComputedStyle(node).color), 'rgb(0, 128, 0)')
  await app.tap('go')
  await app.sees('sub has its own')
  assert.ok(app.asked.some((path) => path.endsWith('parts/dist/p.svg')), app.asked.join(' '))
  assert.deepEqual(app.problems, [])
  await app.close()
})

test('packNpmRelationList: packages installed elsewhere', async () => {
  const files = {
    'project.config.json': { miniprogramRoot: 'app/', setting: { packNpmManually: true, packNpmRelationList: [{ packageJsonPath: './tools/package.json', miniprogramNpmDistDir: './app/' }] } },
    'tools/package.json': { name: 'tools', dependencies: { away: '*', parts: '*' } },
    'tools/node_modules/away/package.json': { name: 'away' },
    'tools/node_modules/away/index.js': "module.exports = 'away ' + require('inner')",
    'tools/node_modules/inner/package.json': { name: 'inner' },
    'tools/node_modules/inner/index.js': "module.exports = 'inner'",
    'tools/node_modules/parts/package.json': { name: 'parts', miniprogram: 'lib' },
    ...under('tools/node_modules/parts/lib/', component('x/index', '<view>x from tools</view>')),
    ...under('app/', {
      'app.json': { pages: ['pages/a/a'] },
      'app.js': 'App({})',
      ...page('pages/a/a', '<view>{{text}}</view><c-x/>', "Page({ data: { text: require('away') } })", { usingComponents: { 'c-x': 'parts/x' } }),
    }),
  }
  const app = await open(files)
  await app.sees('away inner')
  await app.sees('x from tools')
  await app.close()
})

test('resolveAlias in scripts, components, templates and style sheets; absolute paths; folders', async () => {
  const files = {
    'app.json': { pages: ['pages/a/a'], resolveAlias: { '@/*': '/*', '@lib/*': '/lib/*', '@lib/deep/*': '/other/*', '~/*': 'styles/*' }, usingComponents: { 'c-app': '@/c/app' } },
    'app.js': 'App({})',
    'lib/a.js': "module.exports = 'a'",
    'lib/folder/index.ts': "export default 'folder' as string",
    'other/x.js': "module.exports = 'longest'",
    'lib/m.wxs': "module.exports = { w: 'wxs' }",
    'lib/t.wxml': '<template name="t"><text>template</text></template>',
    'styles/s.wxss': '.s { color: rgb(1, 2, 3) }',
    'data.json': { v: 'json' },
    ...component('c/app', '<view>app component</view>'),
    ...page('pages/a/a', '<view class="s">{{text}}</view><c-app/><c-own/>', `
      import folder from '@lib/folder'
      const text = [require('@lib/a'), folder, require('@lib/deep/x'), require('/lib/a.js'), require('@/data.json').v, require('../../lib/folder/index')].map((x) => x.default ?? x).join(' ')
      Page({ data: { text } })`, { usingComponents: { 'c-own': '@/c/app' } }),
    'pages/a/a.wxss': '@import "/styles/s.wxss";',
  }
  const app = await open(files)
  await app.sees('a folder longest a json folder')
  assert.equal(await app.shown().getByText('app component').count(), 2)
  assert.equal(await app.shown().locator('.s').evaluate((node) => getComputedStyle(node).color), 'rgb(1, 2, 3)')
  assert.deepEqual(app.problems, [])
  await app.close()
})
