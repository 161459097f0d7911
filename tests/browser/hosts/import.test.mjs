/** `import stepper from './stepper.wxml?wxc'` in a web page that Vite builds and serves. */
import assert from 'node:assert/strict'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { browser, serve, temporary } from '../start.mjs'
import { HOSTS, load } from './package.mjs'

let chrome
before(async () => (chrome = await browser()))
after(() => chrome?.close())

/** A copy of the example, and what Vite is called with. */
async function example() {
  const folder = temporary('import')
  cpSync(join(HOSTS, 'vite-import'), folder, { recursive: true })
  symlinkSync(join(HOSTS, 'node_modules'), join(folder, 'node_modules'))
  const { default: config } = await import(pathToFileURL(join(folder, 'vite.config.mjs')))
  const edit = (path, from, to) => {
    const file = join(folder, 'miniprogram/stepper', path)
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
  }
  return { folder, edit, options: { ...config, root: folder, configFile: false, logLevel: 'silent' } }
}

/** Properties arrive, events leave, and it goes. */
async function use(page) {
  await page.getByText('seats 2').waitFor()
  await page.getByText('more').tap()
  await page.getByText('seats 3').waitFor()
  await page.waitForFunction(() => document.querySelector('#count').textContent === '3')
  await page.locator('#ten').tap()
  await page.getByText('seats 10').waitFor()
}

test('built, and served by any server', async () => {
  const { folder, options } = await example()
  const { build } = await load('vite')
  await build(options)
  const server = await serve(join(folder, 'dist'))
  const { page, problems, close } = await chrome.open(server.url)
  await use(page)
  await page.locator('#gone').tap()
  await page.locator('wx-app').waitFor({ state: 'detached' })
  assert.deepEqual(problems, [])
  await close()
  await server.close()
})

test('while one works: styles in place, the rest with the properties it had, mistakes in the overlay', async () => {
  const { folder, edit, options } = await example()
  const { createServer } = await load('vite')
  const server = await createServer({ ...options, server: { port: 0, host: '127.0.0.1' } })
  await server.listen()
  const { page, close } = await chrome.open(`http://127.0.0.1:${server.httpServer.address().port}/`)
  const overlay = () => document.querySelector('vite-error-overlay')?.shadowRoot.querySelector('.window')?.innerText ?? ''
  try {
    await use(page)
    await page.evaluate(() => (globalThis.stays = true))
    edit('stepper.wxss', '200, 0, 0', '0, 0, 200')
    await page.waitForFunction(() => getComputedStyle(document.querySelector('wx-app').shadowRoot.querySelector('.stepper')).color === 'rgb(0, 0, 200)')
    await page.getByText('seats 10').waitFor()
    edit('stepper.wxml', '{{ label }} {{ value }}', '{{ value }} of {{ label }}')
    await page.getByText('10 of seats').waitFor()
    edit('stepper.wxml', '{{ label }}', '{{ label + }}')
    await page.waitForFunction(overlay)
    assert.match(await page.evaluate(overlay), /the expression ends too early[^]*stepper\.wxml:2:/)
    edit('stepper.wxml', '{{ label + }}', '{{ label }}!')
    await page.waitForFunction(`!(${overlay})()`)
    await page.getByText('10 of seats!').waitFor()
    assert.equal(await page.evaluate(() => globalThis.stays), true, 'the page was never loaded again')
  } finally {
    await close()
    await server.close()
  }
  assert.ok(folder)
})
