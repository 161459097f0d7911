/** Builds small mini programs with `wxc build`, serves the files as any web server would, and opens them in Chromium with means to look between the steps of a start. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, extname, join, normalize } from 'node:path'
import { chromium } from 'playwright-core'
import { wxc } from '../apps/serve.mjs'

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.json': 'application/json' }
const made = []

/** Writes a project from `{path: text}`; a page `p/p` is added to app.json unless that is given. */
export function project(files) {
  const folder = mkdtempSync(join(tmpdir(), 'wxc-frame-'))
  made.push(folder)
  const pages = Object.keys(files).filter((path) => path.endsWith('.wxml') && path.startsWith('pages/')).map((path) => path.slice(0, -5))
  const all = { 'app.json': JSON.stringify({ pages, window: { navigationBarTitleText: 'T' } }), 'app.js': 'App({})', ...files }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** Builds a folder; gives the output folder and the diagnostics. */
export function build(folder, ...options) {
  const out = mkdtempSync(join(tmpdir(), 'wxc-dist-'))
  made.push(out)
  const text = execFileSync(wxc, ['build', folder, '-o', out, '--message-format', 'json', ...options], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const diagnostics = text.split('\n').filter(Boolean).map((line) => JSON.parse(line))
  return { out, diagnostics, html: (path = 'index.html') => readFileSync(join(out, path), 'utf8') }
}

/** Serves a folder. `hold(pattern)` keeps matching requests waiting until the function it gives is called. */
export async function serve(out) {
  const held = []
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname)).replace(/\/$/, '/index.html')
    const hold = held.find(({ pattern }) => pattern.test(path))
    if (hold) await hold.open
    try {
      const bytes = readFileSync(join(out, path))
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    hold(pattern) {
      let release
      held.push({ pattern, open: new Promise((resolve) => (release = resolve)) })
      return release
    },
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
  }
}

/** What every page is watched for: nodes that were parsed are marked, layout shifts and nodes made by script are counted. */
function watch() {
  window.shifts = []
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => ({ value: entry.value, nodes: entry.sources.map((s) => s.node?.outerHTML?.slice(0, 80)) })))).observe({ type: 'layout-shift', buffered: true })
  window.made = []
  const count = (owner, name, of) => {
    const real = owner[name]
    owner[name] = function (...args) {
      window.made.push(`${name} ${of(this, args)}`)
      return real.apply(this, args)
    }
  }
  count(Document.prototype, 'importNode', (_, [node]) => node.nodeName)
  count(Document.prototype, 'createElement', (_, [tag]) => tag)
  count(Node.prototype, 'cloneNode', (node) => node.nodeName)
  // Before deferred scripts run.
  document.addEventListener('readystatechange', () => {
    if (document.readyState !== 'interactive') return
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) node.early = true
  })
}

export async function browser() {
  const program = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
  return {
    async close() {
      await program.close()
      for (const folder of made) rmSync(folder, { recursive: true, force: true })
    },
    async open(url, options = {}) {
      const context = await program.newContext({ viewport: { width: 375, height: 667 }, hasTouch: true, ...options })
      const page = await context.newPage()
      const problems = []
      page.on('pageerror', (error) => problems.push(String(error.stack ?? error)))
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
      page.setDefaultTimeout(15_000)
      await page.addInitScript(watch)
      await page.goto(url, { waitUntil: 'commit' })
      return { page, problems, close: () => context.close() }
    },
  }
}

/** The app has taken over: its first page is shown, and what it had to do at once is done. */
export const ready = (page) => page.waitForFunction(() => document.querySelector('wxc-page.wxc-on wx-page > *') && performance.getEntriesByType('navigation').length && window.history.state?.wxc !== undefined)

/** The page as markup that does not say how it came to be. */
export const markup = (page) =>
  page.evaluate(() => {
    const print = (node) => {
      if (node.nodeType === 3) return JSON.stringify(node.data)
      if (node.nodeType === 8) return `<!${node.data}>`
      // What a field shows is its value, however it came in.
      if (node.matches('.wx-field')) return `<${node.localName} ${JSON.stringify(node.value)} ${node.placeholder} ${node.maxLength} ${node.style.cssText}>`
      const attributes = [...node.attributes].map(({ name, value }) => [name, name === 'style' ? node.style.cssText : name === 'class' ? value.trim() : name === 'src' ? node.src ?? value : value])
      return `<${node.localName}${attributes.sort().filter(([name, value]) => !(name === 'style' && !value)).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`).join('')}>${[...node.childNodes].map(print).join('')}</>`
    }
    return [...document.querySelector('#wxc').children].map(print).join('\n').replaceAll(/http:\/\/[\d.:]+\//g, '/')
  })
