/** Mounts built-in elements directly in Chromium: bundles them, serves an empty page, records the events they send. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { launch, listen } from '../start.mjs'

const ELEMENTS = fileURLToPath(new URL('../../../runtime-shim/src/view/elements/', import.meta.url))


const pascal = (tag) => tag.replace(/(?:^|-)(\w)/g, (_, c) => c.toUpperCase())

/** Tags that have a custom element: every file that exports `define<Tag>`. */
const tags = readdirSync(ELEMENTS)
  .filter((file) => file.endsWith('.ts') && file !== 'element.ts' && readFileSync(ELEMENTS + file, 'utf8').includes(`export function define${pascal(file.slice(0, -3))}(`))
  .map((file) => file.slice(0, -3))

const ENTRY = `
${tags.map((tag) => `import { define${pascal(tag)} } from './${tag}.ts'`).join('\n')}
import { WxElement } from './element.ts'
import { connectApi } from '../events/api.ts'
import { view } from '../view.ts'
import { Applier } from '../apply/apply.ts'
import { listenToTouches } from '../events/touch.ts'
window.events = []
window.replies = {}
WxElement.prototype.emit = function (type, detail, options) {
  events.push({ type, id: this.id, detail: detail === undefined ? {} : structuredClone(detail), ...(options?.bubbles ? { bubbles: true } : {}) })
  return options?.reply ? Promise.resolve(replies[type]?.(detail)) : undefined
}
window.calls = []
window.answers = {}
connectApi(async (name, args) => (calls.push({ name, args }), answers[name] ?? { errMsg: name + ':ok' }))
const root = (view.root = document.getElementById('wxc'))
listenToTouches(root)
window.newApplier = () => new Applier({ source: (key) => document.getElementById(key), page: () => undefined, prepared: () => {}, adapt: view.hooks.adapt, own: view.hooks.own })
window.mount = (html, className = '') => {
  root.className = className
  const body = document.getElementById('page')
  for (const old of document.querySelectorAll('.wx-picker')) old.remove()
  body.textContent = ''
  events.length = calls.length = 0
  body.innerHTML = html
}
${tags.map((tag) => `define${pascal(tag)}()`).join('\n')}
`

const PAGE = `<!doctype html><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1">
<style>
@property --rpx { syntax: "<length>"; inherits: true; initial-value: 1px }
html, body { margin: 0; height: 100% }
#wxc { --rpx: calc(100vw / 750); height: 100%; overflow: auto; contain: layout; font: 16px/normal system-ui, sans-serif; user-select: none; -webkit-tap-highlight-color: transparent }
:where([hidden]) { display: none !important }
</style><style id=sheet></style><div id=wxc><div id=page></div></div><script src=/elements.js></script>`

async function bundle() {
  const { outputFiles } = await build({ stdin: { contents: ENTRY, resolveDir: ELEMENTS, loader: 'ts' }, bundle: true, write: false, format: 'iife', target: 'es2022' })
  return outputFiles[0].text
}

/** One browser and one server for a test file; `page()` opens a fresh page of a phone's size. */
export async function startElements() {
  const script = await bundle()
  const css = readdirSync(ELEMENTS).filter((file) => file.endsWith('.css')).map((file) => readFileSync(ELEMENTS + file, 'utf8')).join('\n')
  const files = { '/': ['text/html', PAGE.replace('<style id=sheet></style>', () => `<style>${css}</style>`)], '/elements.js': ['text/javascript', script] }
  const { origin, close } = await listen((request, response) => {
    const path = request.url.split('?')[0]
    const file = files[path]
    if (file) response.writeHead(200, { 'content-type': file[0] }).end(file[1])
    else if (path === '/framed.html') response.writeHead(200, { 'content-type': 'text/html' }).end('<p>framed')
    else if (path === '/100x50.svg') response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(PICTURE)
    else response.writeHead(404).end()
  })
  const browser = await launch()
  const problems = []
  return {
    problems,
    async page({ touch = false, width = 375, height = 667, ...options } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, hasTouch: touch, isMobile: touch, ...options })
      const page = await context.newPage()
      page.on('pageerror', (error) => problems.push(error.stack ?? String(error)))
      page.on('console', (message) => message.type() === 'error' && !/Failed to load resource/.test(message.text()) && problems.push(message.text()))
      await page.goto(origin + '/')
      await page.waitForFunction(() => 'mount' in window)
      return Object.assign(page, {
        mount: (html, className) => page.evaluate(([html, className]) => window.mount(html, className), [html, className]),
        /** Waits until an event of this type was sent; its detail. */
        async event(type, nth = 0) {
          await page.waitForFunction(([type, nth]) => window.events.filter((event) => event.type === type).length > nth, [type, nth], { timeout: 5000 }).catch(async () => {
            throw new Error(`no event ${type}; events: ${JSON.stringify(await page.evaluate(() => window.events))}`)
          })
          return page.evaluate(([type, nth]) => window.events.filter((event) => event.type === type)[nth].detail, [type, nth])
        },
        types: () => page.evaluate(() => window.events.map((event) => event.type)),
        details: (type) => page.evaluate((type) => window.events.filter((event) => event.type === type).map((event) => event.detail), type),
        set: (selector, name, value) => page.evaluate(([selector, name, value]) => document.querySelector(selector).wxSet(name, value), [selector, name, value]),
        box: (selector) => page.evaluate((selector) => {
          const { left, top, width, height } = document.querySelector(selector).getBoundingClientRect()
          return { left, top, width, height }
        }, selector),
      })
    },
    async stop() {
      await browser.close()
      await close()
    },
  }
}

const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50"><rect width="100" height="50" fill="#cde"/><circle cx="25" cy="25" r="20" fill="#e55"/><path d="M60 40 75 10l15 30z" fill="#37b"/></svg>`
