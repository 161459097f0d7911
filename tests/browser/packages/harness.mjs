/** Small projects written as tables, built by `wxc`, served, and opened in Chromium with the real worker; what the browser fetched is written down. */
import { spawnSync } from 'node:child_process'
import { createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { browser, root, wxc } from '../start.mjs'

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.png': 'image/png', '.svg': 'image/svg+xml' }

let program
const cleanup = []

/** Ends browser and servers; for `after`. */
export async function finish() {
  await program?.close()
  for (const work of cleanup.splice(0)) work()
}

/** A page of four files from its parts. */
export const page = (path, wxml, script = 'Page({})', json = {}) => ({ [path + '.wxml']: wxml, [path + '.js']: script, [path + '.json']: JSON.stringify(json) })
/** A component likewise. */
export const component = (path, wxml, script = 'Component({})', json = {}) => page(path, wxml, script, { component: true, ...json })

/** Writes a project; `links`: path → package of this repository's node_modules. */
export function write(files, links = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'wxc-packages-'))
  cleanup.push(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof text === 'string' || text instanceof Uint8Array ? text : JSON.stringify(text))
  }
  for (const [path, name] of Object.entries(links)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(folder, path), 'dir')
  }
  return folder
}

/** Builds a project: what was said, as `path:line:column code`. */
export function build(folder, args = []) {
  const { status, stdout, stderr } = spawnSync(wxc, ['build', folder, '-o', join(folder, 'dist'), '--message-format', 'json', ...args], { encoding: 'utf8' })
  if (status > 1) throw new Error(`wxc ended with ${status}:\n${stderr}`)
  const said = stdout.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)).filter((item) => item.code && item.severity !== 'note')
  return said.map((item) => `${item.path}:${item.line}:${item.column} ${item.code}`)
}

/** Builds, serves and opens a project. `asked`: paths the browser fetched so far. `fail(path)`: whether the server answers 500. */
export async function open(files, { args = [], at = '', links = {}, expect = [], fail = () => false } = {}) {
  const folder = write(files, links)
  const said = build(folder, args)
  if (JSON.stringify(said) !== JSON.stringify(expect)) throw new Error(`wxc said ${JSON.stringify(said, null, 2)}`)
  const asked = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname).slice(1) || 'index.html'
    asked.push(path)
    const file = join(folder, 'dist', path)
    if (fail(path)) return response.writeHead(500).end()
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'max-age=600', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'credentialless' })
    createReadStream(file).pipe(response)
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  cleanup.push(() => server.close())
  program ??= await browser()
  const opened = await program.open(`http://127.0.0.1:${server.address().port}/${at}`)
  const shown = () => opened.page.locator('wxc-page.wxc-on')
  return {
    ...opened,
    asked,
    shown,
    tap: (text) => shown().getByText(text, { exact: true }).first().tap(),
    sees: (text) => shown().getByText(text, { exact: true }).first().waitFor(),
    /** Waits until a request path matches. */
    fetched: async (pattern) => {
      while (!asked.some((path) => pattern.test(path))) await opened.page.waitForEvent('requestfinished')
    },
  }
}
