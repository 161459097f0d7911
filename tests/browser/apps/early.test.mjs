/** The worker's script is asked for together with the view's, and what keeps it from running is told. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browser, build, ISOLATED, project, serve } from '../start.mjs'

const files = { 'pages/a/a.wxml': '<view bindtap="add">count {{n}}</view>', 'pages/a/a.js': 'Page({ data: { n: 0 }, add() { this.setData({ n: this.data.n + 1 }) } })' }
let program
before(async () => (program = await browser()))
after(() => program.close())

for (const options of [[], ['--threads', '1'], ['--no-prerender']]) {
  test(`logic comes while the view's script is on its way ${options.join(' ')}`, async () => {
    const server = await serve(build(project(files), ...options).out, ISOLATED)
    const release = server.hold(/view-/)
    const { page, problems, close } = await program.open('about:blank')
    const logic = page.waitForRequest(/assets\/logic-/)
    await page.goto(server.url, { waitUntil: 'commit' })
    await logic
    assert.equal(await page.evaluate(() => document.readyState !== 'complete'), true)
    release()
    await page.getByText('count 0').tap()
    await page.getByText('count 1').waitFor()
    assert.deepEqual(problems, [])
    await close()
    await server.close()
  })
}

for (const [how, init, headers] of [
  ['as soon as it is written', undefined, ISOLATED],
  ['in an animation frame, where nobody can wait for shared memory', () => delete Atomics.waitAsync, ISOLATED],
  ['by message, without shared memory', undefined, {}],
]) {
  test(`answers come ${how}`, async () => {
    const server = await serve(build(project(files)).out, headers)
    const { page, problems, close } = await program.open(server.url, { init })
    assert.equal(await page.evaluate(() => crossOriginIsolated), headers === ISOLATED)
    for (let count = 0; count < 10; count++) {
      await page.getByText(`count ${count}`, { exact: true }).tap()
      await page.getByText(`count ${count + 1}`, { exact: true }).waitFor()
    }
    assert.deepEqual(problems, [])
    await close()
    await server.close()
  })
}

test('a worker that cannot load is an error of the page', async () => {
  const server = await serve(build(project(files)).out, ISOLATED)
  const { page, close } = await program.open('about:blank')
  await page.route(/assets\/logic-/, (route) => route.fulfill({ status: 404 }))
  const told = page.waitForEvent('console', (message) => /cannot load .*assets\/logic-/.test(message.text()))
  await page.goto(server.url)
  await told
  await close()
  await server.close()
})
