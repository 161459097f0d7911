/** Serves small apps whose logic thread is written by hand (`logic.ts`) to Chromium. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { launch, listen } from '../start.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const source = fileURLToPath(new URL('../../../runtime-shim/src/', import.meta.url))

/** The hosts that the test app is made of; files that export a function `host…` or a capability of the shell. */
const HOSTS = { hostPage: 'host/page.ts', hostQuery: 'host/query.ts', shellTabs: 'view/shell/tabs.ts', shellPull: 'view/shell/pull.ts', hostAnimation: 'host/animation.ts' }

const ENTRY = `
import { bootView } from './view/main.ts'
import { view } from './view/view.ts'
${Object.entries(HOSTS).map(([name, file]) => `import { ${name} } from './${file}'`).join('\n')}
window.view = view
bootView({ hosts: [${Object.keys(HOSTS)}] })
`

/** Nodes: 0 root, 1 title text, 2 count, 3 go, 4 redirect, 5 relaunch, 6 rows, 7 count text, 8 list, 9 still, 10 hover. */
const PAGE_META = {
  s: 1,
  n: [[0], [0, 0, 0], [0, 1], [0, 2], [0, 3], [0, 4], [0, 5], [0, 1, 0], [0, 8], [0, 6], [0, 7]],
  h: [[0, 1], [0, 7]],
  r: [[8, 0]],
  a: [0, 2, 3, 4, 5, 6, 9, 10],
  e: [[2, 'tap', 0], [3, 'tap', 0], [4, 'tap', 0], [5, 'tap', 0], [6, 'tap', 0], [9, 'touchmove', 1], [10, 'longpress', 0], [10, 'tap', 0], [0, 'touchstart', 0]],
}
const BUTTONS = ['count', 'go', 'redirect', 'relaunch', 'rows']
const PAGE_HTML =
  `<wx-view class="root"><wx-view class="title"> </wx-view><wx-view class="b count"> </wx-view>` +
  BUTTONS.slice(1).map((name) => `<wx-view class="b ${name}">${name}</wx-view>`).join('') +
  `<wx-view class="b still">still</wx-view><wx-view class="b hover" hover-class="pressed">hover</wx-view><wx-view class="list"></wx-view><wx-view class="tall"></wx-view></wx-view>`

function template(key, html, meta) {
  return `<template id="${key}" w='${JSON.stringify(meta)}'>${html}</template>`
}

const TEMPLATES = template('page', PAGE_HTML, PAGE_META) + template('row', '<wx-view class="row"> </wx-view>', { s: 1, n: [[0], [0, 0]], h: [[0, 1]], a: [0], e: [[0, 'tap', 0]] })

const CSS = `.b{height:40px;background:#eee;margin:2px}.tall{height:2000px}wx-view{display:block}`

function html(config, name) {
  return `<!doctype html><html><head><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1,viewport-fit=cover"><base href="${'../'.repeat(name.split('/').length - 1) || './'}">
<link rel=stylesheet data-wxc=base href=base.css><script type="application/json" id="wxc-app">${JSON.stringify(config)}</script>
<script defer src=view.js></script></head><body><div id=wxc></div>${config.inline ? TEMPLATES : ''}</body></html>`
}

/** Configuration of the test app; `files` says that templates and styles are fetched. */
export function appConfig({ threads = '1', router = 'hash', files = false } = {}) {
  const names = ['index', 'second', 'detail']
  return {
    pages: names.map((name) => ({
      path: `pages/${name}/${name}`,
      class: 'p' + name,
      json: { navigationBarTitleText: name, navigationBarBackgroundColor: '#123456', enablePullDownRefresh: true, ...(name === 'detail' ? { navigationStyle: 'default' } : {}) },
      css: name + '.css',
      ...(files ? { html: 'page.html' } : {}),
    })),
    window: {},
    tabBar: { color: '#888888', selectedColor: '#ff0000', backgroundColor: '#ffffff', list: names.slice(0, 2).map((name) => ({ pagePath: `pages/${name}/${name}`, text: name })) },
    entryPagePath: 'pages/index/index',
    logic: 'logic.js',
    threads,
    router,
    maxWidth: 480,
    name: 'Test',
    inline: !files,
  }
}

async function bundle(options) {
  const { outputFiles } = await build({ bundle: true, write: false, format: 'iife', target: 'es2022', ...options })
  return outputFiles[0].text
}

/** One browser and one server; `open(config, options)` gives a page with the app running. */
export async function startViews() {
  const files = {
    'view.js': await bundle({ stdin: { contents: ENTRY, resolveDir: source, loader: 'ts' } }),
    'logic.js': await bundle({ entryPoints: [here + 'logic.ts'] }),
    'base.css': readFileSync(source + 'view/shell/base.css', 'utf8'),
    'page.html': TEMPLATES,
    'index.css': CSS,
    'second.css': CSS,
    'detail.css': CSS + '.pdetail{color:#0000ff}',
  }
  let config = appConfig()
  let isolated = true
  const server = await listen((request, response) => {
    const { pathname } = new URL(request.url, 'http://x')
    const name = pathname.replace('/app/', '')
    const isolation = isolated ? { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' } : {}
    const body = files[name] ?? (name === '' || name.endsWith('.html') ? html(config, name) : undefined)
    if (pathname === '/favicon.ico') return void response.writeHead(204).end()
    const type = { js: 'text/javascript', css: 'text/css' }[name.split('.').pop()] ?? 'text/html'
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type, ...isolation })
    response.end(body)
  })
  const browser = await launch()
  const origin = server.origin + '/app/'
  return {
    origin,
    async open(given = appConfig(), { touch = false, path = '', isolation = true, reducedMotion = 'reduce' } = {}) {
      config = given
      isolated = isolation
      const context = await browser.newContext({ viewport: { width: 375, height: 667 }, hasTouch: touch, isMobile: touch, reducedMotion })
      const page = await context.newPage()
      page.errors = []
      page.on('pageerror', (error) => page.errors.push(String(error)))
      page.on('console', (message) => message.type() === 'error' && page.errors.push(message.text()))
      await page.goto(origin + path)
      await page.waitForSelector('wxc-page.wxc-on .title')
      return page
    },
    async close() {
      await browser.close()
      await server.close()
    },
  }
}
