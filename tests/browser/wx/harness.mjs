/** Serves one small app, with every family of `wx`, to Chromium; tests run code on its logic thread, where `wx` is global. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { launch, listen } from '../start.mjs'

const source = fileURLToPath(new URL('../../../runtime-shim/src/', import.meta.url))

const pascal = (name) => name.replace(/(?:^|-)(\w)/g, (_, c) => c.toUpperCase())
const families = [...new Set(Object.values(JSON.parse(readFileSync(source + 'wx-families.json', 'utf8'))))]
const hosts = readdirSync(source + 'host').map((file) => file.replace('.ts', '')).filter((name) => families.includes(name) || name === 'bridge')
const ELEMENTS = ['Canvas', 'Image', 'Input']

const VIEW = `
import { bootView } from './view/main.ts'
${hosts.map((name) => `import { host${pascal(name)} } from './host/${name}.ts'`).join('\n')}
${ELEMENTS.map((name) => `import { define${name} } from './view/elements/${name.toLowerCase()}.ts'`).join('\n')}
${ELEMENTS.map((name) => `define${name}()`).join('\n')}
bootView({ hosts: [${hosts.map((name) => 'host' + pascal(name))}] })
`

const LOGIC = `
import { bootLogic } from './logic/main.ts'
${families.map((name) => `import { wx${pascal(name)} } from './logic/wx/${name}.ts'`).join('\n')}
bootLogic({ wx: [${families.map((name) => 'wx' + pascal(name))}] })
`

/** The script of the package, as the compiler would write it. */
const PACKAGE = `
(($) => {
  $.app(CONFIG)
  const { wx, App, Page, getCurrentPages } = $.globals
  Object.assign(globalThis, { wx, getCurrentPages })
  $.module('app.js', () => App({ onLaunch() { globalThis.atLaunch = wx.getStorageSync('kept') } }))
  $.module('pages/a/a.js', () => Page({ data: { src: '' }, tapped() { globalThis.onTap?.(this) } }))
  $.unit('pages/a/a', { json: {}, script: 'pages/a/a.js', kind: 'page', scope: 's1', using: {}, generics: {}, placeholders: {} }, ($) => ({
    main: $.template({
      key: 'a', size: 1, holes: 1,
      nodes: [
        { p: -1, id: 'button', ev: [['tap', 0, 'tapped']], ds: { some: 'data' } },
        { p: -1, id: 'canvas' },
        { p: -1, id: 'older' },
        { p: -1, id: 'image' },
      ],
      update(b, d) { const v = b.v; let x; if (v[0] !== (x = d.src)) $.S(b, 0, x) },
    }),
    named: {},
  }))
  $.ready('')
})($wxc)
`

const TEMPLATE_META = { n: [[0, 0], [0, 1], [0, 2], [0, 3]], h: [[4, 3, 'src']], a: [0, 1, 2, 3], e: [[0, 'tap', 0]], s: 1 }
const TEMPLATE =
  `<template id="a" w='${JSON.stringify(TEMPLATE_META)}'><wx-view class="page"><wx-view id="button">tap</wx-view><wx-canvas id="canvas" type="2d"></wx-canvas>` +
  `<wx-canvas id="older" canvas-id="older"></wx-canvas><wx-image id="image"></wx-image><wx-view style="height:20px">end</wx-view></wx-view></template>`

function config(threads) {
  return {
    pages: [{ path: 'pages/a/a', json: { navigationBarTitleText: 'wx', navigationBarBackgroundColor: '#ffffff', navigationBarTextStyle: 'black' }, class: 'pa' }],
    window: {},
    entryPagePath: 'pages/a/a',
    logic: 'logic.js',
    threads,
    router: 'hash',
    maxWidth: 480,
    appid: 'wxtest',
  }
}

const page = (given) => `<!doctype html><html><head><meta charset=utf-8><link rel=icon href="data:,"><meta name=viewport content="width=device-width,initial-scale=1"><base href="/app/">
<link rel=stylesheet href=base.css><script type="application/json" id="wxc-app">${JSON.stringify(given)}</script><script defer src=view.js></script></head>
<body><div id=wxc></div>${TEMPLATE}</body></html>`

async function bundle(contents) {
  const { outputFiles } = await build({ stdin: { contents, resolveDir: source, loader: 'ts' }, bundle: true, write: false, format: 'iife', target: 'es2022' })
  return outputFiles[0].text
}

/**
 * One browser and one server. `open({threads, touch})` gives a page with the app running and `page.run(fn, arg)`: `fn` on the logic thread. `routes` answer
 * requests by path before the app's own files do.
 */
export async function startApp(routes = {}) {
  const css = ['view/shell/base.css', ...['canvas', 'image', 'view'].map((tag) => `view/elements/${tag}.css`)].map((file) => readFileSync(source + file, 'utf8')).join('\n')
  const view = await bundle(VIEW)
  const logic = await bundle(LOGIC)
  let threads = 'worker'
  const { origin, server, close } = await listen((request, response) => {
    const { pathname } = new URL(request.url, 'http://x')
    if (routes[pathname]) return void routes[pathname](request, response)
    const files = {
      '/app/view.js': ['text/javascript', view],
      '/app/logic.js': ['text/javascript', logic + PACKAGE.replace('CONFIG', JSON.stringify(config(threads)))],
      '/app/base.css': ['text/css', css],
      '/app/': ['text/html', page(config(threads))],
    }
    const [type, body] = files[pathname] ?? ['text/plain', undefined]
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type })
    response.end(body)
  })
  server.on('upgrade', echoSocket)
  const browser = await launch()
  const start = async (context) => {
    const page = await context.newPage()
    page.errors = []
    page.on('pageerror', (error) => page.errors.push(String(error)))
    page.on('console', (message) => message.type() === 'error' && page.errors.push(message.text()))
    page.on('worker', (worker) => (page.logic = worker))
    const ready = async () => {
      await page.waitForSelector('wxc-page.wxc-on #button')
      page.run = (fn, arg) => (threads === 'worker' ? page.workers()[0] : page).evaluate(fn, arg)
    }
    page.again = async () => {
      await page.reload()
      await ready()
    }
    await page.goto(origin + '/app/')
    await ready()
    return page
  }
  return {
    origin,
    start,
    async open({ threads: wanted = 'worker', touch = false, permissions = [] } = {}) {
      threads = wanted
      return start(await browser.newContext({ viewport: { width: 375, height: 812 }, hasTouch: touch, isMobile: touch, permissions, acceptDownloads: true }))
    },
    async close() {
      await browser.close()
      await close()
    },
  }
}

/** A WebSocket that sends back what it gets: short frames only, which are masked on the way here and not on the way back. */
function echoSocket(request, socket) {
  const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64')
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
  socket.on('error', () => {})
  socket.on('data', (frame) => {
    for (let at = 0; at + 6 <= frame.length; ) {
      const length = frame[at + 1] & 127
      const mask = frame.subarray(at + 2, at + 6)
      const data = frame.subarray(at + 6, at + 6 + length).map((byte, i) => byte ^ mask[i % 4])
      socket.write(Buffer.concat([Buffer.from([frame[at], length]), data]))
      if ((frame[at] & 15) === 8) socket.end()
      at += 6 + length
    }
  })
}
