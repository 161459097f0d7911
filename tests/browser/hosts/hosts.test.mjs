/** Mini programs in bundlers: the projects of fixtures/hosts, built and served by the real ones, in Chromium. */
import assert from 'node:assert/strict'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { browser, build, ISOLATED, project, serve, temporary } from '../start.mjs'
import { HOSTS, load } from './package.mjs'

const WXML = '<view class="box" bindtap="more">count {{n}}</view>'
const FILES = {
  'pages/a/a.wxml': WXML,
  'pages/a/a.wxss': '.box { color: rgb(255, 0, 0) }',
  'pages/a/a.js': "Page({ data: { n: 0 }, more() { this.setData({ n: this.data.n + 1 }) } })",
}

/** A copy of a host's project around a mini program: `{folder, dir, config}`. */
async function host(name, files = FILES) {
  const folder = temporary(name)
  cpSync(join(HOSTS, name), folder, { recursive: true })
  symlinkSync(join(HOSTS, 'node_modules'), join(folder, 'node_modules'))
  const dir = project(files)
  process.env.MINIPROGRAM = dir
  const config = (await import(pathToFileURL(join(folder, `${name}.config.mjs`)))).default
  return { folder, dir, config }
}

/** How each is built into `<folder>/dist`. Rejects with the error of the host. */
const BUILD = {
  async vite({ folder, config }) {
    const { build } = await load('vite')
    await build({ ...config, root: folder, configFile: false, logLevel: 'silent' })
  },
  async rollup({ folder, config }) {
    const { rollup } = await load('rollup')
    const bundle = await rollup({ ...config, input: join(folder, config.input), onLog() {} })
    await bundle.write({ dir: join(folder, 'dist') })
    await bundle.close()
  },
  webpack: async (made) => bundled(made, (await load('webpack')).default),
  rspack: async (made) => bundled(made, (await load('@rspack/core')).rspack),
}

async function bundled({ config }, start) {
  const compiler = start(config('production'))
  const stats = await new Promise((resolve, reject) => compiler.run((error, done) => (error ? reject(error) : resolve(done))))
  await new Promise((resolve) => compiler.close(resolve))
  if (stats.hasErrors()) throw new Error(stats.toString({ colors: false }))
}

/** How each is served: `{url, close}`. */
const DEV = {
  async vite({ folder, config }) {
    const { createServer } = await load('vite')
    const server = await createServer({ ...config, root: folder, configFile: false, logLevel: 'silent', server: { port: 0, host: '127.0.0.1' } })
    await server.listen()
    return { url: `http://127.0.0.1:${server.httpServer.address().port}/`, close: () => server.close() }
  },
  webpack: async (made) => served(made, (await load('webpack')).default, (await load('webpack-dev-server')).default),
  rspack: async (made) => served(made, (await load('@rspack/core')).rspack, (await load('@rspack/dev-server')).RspackDevServer),
}

async function served({ config }, start, Server) {
  const compiler = start({ ...config('development'), infrastructureLogging: { level: 'none' } })
  const server = new Server({ ...compiler.options.devServer, port: 0, host: '127.0.0.1', devMiddleware: { stats: 'none' } }, compiler)
  await server.start()
  return {
    url: `http://127.0.0.1:${server.server.address().port}/`,
    async close() {
      await server.stop()
      await new Promise((resolve) => compiler.close(resolve))
    },
  }
}

/** What the host's overlay says; `''` while there is none. */
const OVERLAY = {
  vite: () => document.querySelector('vite-error-overlay')?.shadowRoot.querySelector('.window')?.innerText ?? '',
  webpack: () => document.querySelector('#webpack-dev-server-client-overlay')?.contentDocument.body.innerText ?? '',
}
OVERLAY.rspack = () => document.querySelector('#webpack-dev-server-client-overlay, #rspack-dev-server-client-overlay')?.contentDocument.body.innerText ?? ''

let chrome
before(async () => (chrome = await browser()))
after(() => chrome?.close())

for (const name of Object.keys(BUILD)) {
  describe(name, () => {
    test('a build has the files of the program, and runs', async () => {
      const made = await host(name)
      await BUILD[name](made)
      const out = join(made.folder, 'dist', name === 'rollup' ? 'app' : '')
      const ours = build(made.dir).out
      const { files } = JSON.parse(readFileSync(join(ours, 'manifest.json'), 'utf8'))
      for (const { path } of files) assert.ok(readFileSync(join(ours, path)).equals(readFileSync(join(out, path))), path)
      const server = await serve(out, ISOLATED)
      const { page, problems, close } = await chrome.open(server.url)
      await page.getByText('count 0').tap()
      await page.getByText('count 1').waitFor()
      assert.deepEqual(problems, [])
      await close()
      await server.close()
    })

    test('a mistake fails the build, with its place', async () => {
      const made = await host(name, { ...FILES, 'pages/a/a.wxml': '<view>{{ a + }}</view>' })
      await assert.rejects(BUILD[name](made), (error) => {
        const text = `${error.message}\n${error.id ?? ''}:${error.loc?.line}\n${error.frame ?? ''}`
        for (const part of [/pages\/a\/a\.wxml/, /the expression ends too early/, /write the value after `\+`/, /> 1 \| <view>\{\{ a \+ \}\}<\/view>/]) assert.match(text, part)
        return true
      })
    })
  })
}

for (const name of Object.keys(DEV)) {
  test(`${name}: changes show up while one works, mistakes in the host's overlay`, async () => {
    const made = await host(name)
    const write = (path, text) => writeFileSync(join(made.dir, path), text)
    const server = await DEV[name](made)
    const { page, close } = await chrome.open(server.url)
    try {
      const box = page.locator('.box')
      await box.tap()
      await page.getByText('count 1').waitFor()
      await page.evaluate(() => (globalThis.stays = true))

      write('pages/a/a.wxss', '.box { color: rgb(0, 0, 255) }')
      await page.waitForFunction(() => getComputedStyle(document.querySelector('.box')).color === 'rgb(0, 0, 255)')
      assert.equal(await page.evaluate(() => globalThis.stays), true, 'styles are exchanged in the page')
      await page.getByText('count 1').waitFor()

      write('pages/a/a.wxml', WXML.replace('count', 'number'))
      await page.getByText('number 1').waitFor()

      write('pages/a/a.wxml', '<view>{{ a + }}</view>')
      await page.waitForFunction(OVERLAY[name])
      const text = await page.evaluate(OVERLAY[name])
      for (const part of [/pages\/a\/a\.wxml:1:/, /the expression ends too early/, /write the value after/, /1 \| <view>/]) assert.match(text, part)
      write('pages/a/a.wxml', WXML)
      await page.waitForFunction(`!(${OVERLAY[name]})()`)
      await box.filter({ hasText: 'count' }).waitFor()

      write('pages/a/a.js', FILES['pages/a/a.js'].replace('n: 0', 'n: 40'))
      await page.getByText('count 40').waitFor()
      await box.tap()
      await page.getByText('count 41').waitFor()
    } finally {
      await close()
      await server.close()
    }
  })
}
