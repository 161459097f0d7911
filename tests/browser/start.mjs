/** What browser tests start with: the program under test, projects made of text, servers, Chromium. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, extname, join, relative } from 'node:path'
import { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The program under test: `WXC`, else the release build, else the debug build. */
export const wxc = process.env.WXC ?? ['release', 'debug'].map((kind) => `${root}target/${kind}/wxc`).find(existsSync)

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.map': 'application/json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.wasm': 'application/wasm',
}
const made = []
process.on('exit', () => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** `CHROMIUM` names another browser. */
export const launch = (...flags) => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...FLAGS, ...flags] })

/** A folder that is gone when the tests are. */
export function temporary(name) {
  const folder = mkdtempSync(join(tmpdir(), `wxc-${name}-`))
  made.push(folder)
  return folder
}

/** Writes a project from `{path: content}` (what is no text or bytes becomes JSON): app.json names the templates below `pages/` unless it is given. */
export function project(files) {
  const folder = temporary('project')
  const pages = Object.keys(files).filter((path) => path.endsWith('.wxml') && path.startsWith('pages/')).map((path) => path.slice(0, -5))
  const all = { 'app.json': JSON.stringify({ pages, window: { navigationBarTitleText: 'T' } }), 'app.js': 'App({})', ...files }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof text === 'string' || text instanceof Uint8Array ? text : JSON.stringify(text))
  }
  return folder
}

/** Builds a folder; gives the output folder and the diagnostics. */
export function build(folder, ...options) {
  const out = temporary('dist')
  const text = execFileSync(wxc, ['build', folder, '-o', out, '--message-format', 'json', ...options], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const diagnostics = text.split('\n').filter(Boolean).map((line) => JSON.parse(line))
  return { out, diagnostics, html: (path = 'index.html') => readFileSync(join(out, path), 'utf8') }
}

/** A server on a free port: `{origin, server, close}`. */
export async function listen(handle) {
  const server = createServer(handle)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve)))
  return { origin: `http://127.0.0.1:${server.address().port}`, server, close }
}

/** Headers of a cross-origin isolated site. */
export const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'credentialless', 'cross-origin-resource-policy': 'cross-origin' }

/** Serves a folder as any web server would: `{url, origin, hold, close}`. `hold(pattern)` keeps matching requests waiting until the function it gives is called. */
export async function serve(folder, headers = {}) {
  const held = []
  const { origin, close } = await listen(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname)
    await held.find(({ pattern }) => pattern.test(path))?.open
    let file = join(folder, path)
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html')
    if (relative(folder, file).startsWith('..') || !existsSync(file)) return response.writeHead(404, headers).end()
    response.writeHead(200, { ...headers, 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file))
  })
  return {
    origin,
    url: origin + '/',
    hold(pattern) {
      let release
      held.push({ pattern, open: new Promise((resolve) => (release = resolve)) })
      return release
    },
    close,
  }
}

/** Starts `wxc dev` on a folder: `{url, stop}`. */
export async function dev(folder, ...options) {
  const child = spawn(wxc, ['dev', folder, '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  const url = await new Promise((resolve, reject) => {
    const hear = (chunk) => {
      log += chunk
      const found = /http:\/\/[\d.]+:\d+\//.exec(log)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', (code) => reject(new Error(`wxc dev ended with ${code}\n${log}`)))
  })
  return { url, stop: () => child.kill() }
}

/**
 * A browser, a fresh profile per `open`: a phone of 375×812 with touch, unless the options say otherwise. `problems` collects uncaught errors and console
 * errors; `init` runs in the page before its own scripts.
 */
export async function browser() {
  const program = await launch()
  return {
    program,
    close: () => program.close(),
    async open(url, { init, waitUntil, ...options } = {}) {
      const context = await program.newContext({ viewport: { width: 375, height: 812 }, hasTouch: true, ...options })
      const page = await context.newPage()
      const problems = []
      page.on('pageerror', (error) => problems.push(String(error.stack ?? error)))
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
      page.setDefaultTimeout(15_000)
      if (init) await page.addInitScript(init)
      await page.goto(url, { waitUntil })
      return { page, problems, close: () => context.close() }
    },
  }
}

/** For a whole test file: the project, built with these options, on a cross-origin isolated server, and a browser. `{server, program}` are there when its tests run. */
export function served(files, ...options) {
  const place = {}
  before(async () => {
    place.server = await serve(build(project(files), ...options).out, ISOLATED)
    place.program = await browser()
  })
  after(async () => {
    await place.program?.close()
    await place.server?.close()
  })
  return place
}
