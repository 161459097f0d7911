/** Uncaught errors of user code: on the console once, in `App.onError` or `onUnhandledRejection` once, with places in the user's files where there are source maps. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browser, build, dev, ISOLATED, project, serve } from '../start.mjs'

/** Where errors come from: what the page does, and the line of the page's script it happens in. */
const SOURCES = {
  handler: `handler() { throw new Error('in handler') }`,
  timer: `timer() { setTimeout(() => { throw new Error('in timer') }) }`,
  callback: `callback() { wx.nextTick(() => { throw new Error('in callback') }) }`,
  setData: `setData_() { this.setData({ a: 1 }, () => { throw new Error('in setData_') }) }`,
  observer: `observer() { this.setData({ watched: 1 }) }`,
  promise: `async promise() { await null; throw new Error('in promise') }`,
  rejection: `rejection() { wx.navigateTo({ url: '/none' }) }`,
}
const script = `// the first line
Page({
  data: { watched: 0 },
  observers: { watched(v) { if (v) throw new Error('in observer') } },
  ${Object.values(SOURCES).join(',\n  ')},
})
`.replace('Page({', 'Component({').replace(/\n {2}handler/, '\n  methods: {\n  handler').replace(/,\n\}\)\n$/, '\n} })\n')
const names = Object.keys(SOURCES)
const files = {
  'app.js': `App({
  onLaunch() {
    globalThis.heard = []
    wx.onError((text) => heard.push(['wx.onError', text]))
    wx.onUnhandledRejection(({ reason }) => heard.push(['wx.onUnhandledRejection', reason.stack || reason.errMsg]))
  },
  onError(text) { heard.push(['App.onError', text]) },
  onUnhandledRejection({ reason }) { heard.push(['App.onUnhandledRejection', reason.stack || reason.errMsg]) },
})`,
  'pages/a/a.json': '{"component": true}',
  'pages/a/a.wxml': names.map((name) => `<view id="${name}" style="height: 40px" bindtap="${name === 'setData' ? 'setData_' : name}">${name}</view>`).join(''),
  'pages/a/a.js': script,
}
const lineOf = (name) => script.split('\n').findIndex((line) => line.includes(`'in ${name === 'setData' ? 'setData_' : name}'`)) + 1

let folder, program
before(async () => {
  folder = project(files)
  program = await browser()
})
after(() => program?.close())

for (const threads of ['worker', '1'])
  for (const maps of [true, false])
    test(`threads ${threads}, ${maps ? 'with' : 'without'} source maps`, async () => {
      const server = await serve(build(folder, '--mode', maps ? 'dev' : 'release', '--threads', threads, ...(maps ? ['--source-maps'] : [])).out, ISOLATED)
      const { page, problems, close } = await program.open(server.url)
      await page.locator('#handler').waitFor()
      await page.waitForFunction(() => history.state)
      const logic = threads === '1' ? page : page.workers()[0]
      for (const name of names) {
        problems.length = 0
        await page.locator('#' + name).tap()
        const rejection = name === 'promise' || name === 'rejection'
        const hooks = ['App.', 'wx.'].map((of) => of + (rejection ? 'onUnhandledRejection' : 'onError'))
        for (let rounds = 0; rounds < 300 && (await logic.evaluate(() => heard.length)) < 2; rounds++) await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
        const heard = await logic.evaluate(() => heard.splice(0))
        assert.deepEqual(heard.map(([hook]) => hook), hooks, name)
        assert.equal(heard[0][1], heard[1][1], name)
        if (name === 'rejection') assert.equal(heard[0][1], 'navigateTo:fail page "none" is not found')
        else {
          assert.match(heard[0][1], new RegExp(`in ${name}`))
          if (maps) assert.match(heard[0][1], new RegExp(`pages/a/a\\.js:${lineOf(name)}:\\d+`), name)
        }
        assert.equal(problems.length, 1, `${name}: ${problems.join('\n')}`)
      }
      await close()
      await server.close()
    })

test('wxc dev shows the error at its line, and hands the same place to the app', async () => {
  const server = await dev(folder)
  const { page, close } = await program.open(server.url)
  await page.locator('#timer').tap()
  const overlay = page.locator('wxc-overlay')
  await overlay.getByText(`pages/a/a.js:${lineOf('timer')}:`).first().waitFor()
  assert.equal(await overlay.locator('article').count(), 1)
  assert.match(await overlay.locator('.at').innerText(), /in timer/)
  const heard = await page.workers()[0].evaluate(() => heard)
  assert.equal(heard.length, 2)
  assert.match(heard[0][1], new RegExp(`pages/a/a\\.js:${lineOf('timer')}:`))
  await close()
  server.stop()
})
