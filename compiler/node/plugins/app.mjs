/** A mini program inside a bundler: compiled again when files change, served to pages while it is written, its mistakes in the form bundlers show. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import { createCompiler } from '../lib/index.mjs'
import { forward, isSameOrigin } from './proxy.mjs'

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json; charset=utf-8', '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.gif': 'image/gif', '.webp': 'image/webp', '.ico': 'image/x-icon', '.woff': 'font/woff', '.woff2': 'font/woff2',
  '.ttf': 'font/ttf', '.mp3': 'audio/mpeg', '.mp4': 'video/mp4', '.wasm': 'application/wasm', '.txt': 'text/plain; charset=utf-8',
}

/** Cross-origin isolation: taps are answered through shared memory. */
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'credentialless', 'cross-origin-resource-policy': 'same-origin', 'cache-control': 'no-cache' }

export class App {
  /** Pages that listen for changes: responses that never end. */
  #pages = new Set()
  #compiler
  #build = 0
  #running = Promise.resolve()
  /** What pages have not been told yet. */
  #untold = []

  /** `options` of the compiler; `base`: where in the site the app lies, `/` or `/shop/`. */
  constructor(options, base = '/') {
    this.options = options
    this.base = base
    this.dir = resolve(options.dir ?? '.')
  }

  get result() {
    return this.#compiler?.result
  }

  get errors() {
    return this.#of('error')
  }

  get warnings() {
    return this.#of('warning')
  }

  #of(severity) {
    return (this.result?.diagnostics ?? []).filter((diagnostic) => diagnostic.severity === severity).map((diagnostic) => mistake(diagnostic, this.result.dir))
  }

  /** Compiles the project, or what these files touch; one after the other. */
  update(changed = []) {
    const paths = [...changed]
    const next = this.#running.then(async () => {
      if (!this.#compiler) this.#compiler = await createCompiler(this.options)
      else if (paths.length && (await this.#compiler.update(paths)).edited.length) this.#untold.push(this.result)
      return this.result
    })
    this.#running = next.catch(() => {})
    return next
  }

  close() {
    this.#compiler?.close()
    for (const page of this.#pages) page.end()
  }

  /** Absolute paths of what was read and of what was looked for. */
  get files() {
    return (this.result?.inputs ?? []).map((path) => join(this.result.dir, path))
  }

  get missing() {
    return (this.result?.missing ?? []).map((path) => join(this.result.dir, path))
  }

  /** Whether a file may belong to the project. */
  owns(file) {
    const below = file.startsWith(this.dir + '/') && file.slice(this.dir.length + 1)
    return Boolean(below) && !/(^|\/)(node_modules|\.[^/]+)(\/|$)/.test(below)
  }

  /** Tells pages what changed; when the host serves it. */
  tell() {
    if (!this.#untold.length) return
    // Errors are for the host's overlay; the app's own console hears of the rest.
    this.#send({ type: 'diagnostics', items: told(this.result.diagnostics) })
    // Pages stay as they were before a mistake until it is mended.
    if (!this.result.ok) return
    const results = this.#untold.splice(0)
    const kind = ['reload', 'templates', 'styles'].find((update) => results.some((result) => result.update === update))
    if (!kind) return
    this.#build++
    const files = [...new Set(results.flatMap((result) => result.styles))]
    if (kind === 'styles') return this.#send({ type: 'css', build: this.#build, files })
    if (kind === 'reload') return this.#send({ type: 'reload', build: this.#build })
    const replacements = results.filter(({ update }) => update === 'templates').map(({ replacement }) => replacement)
    // One after the other, where pages were not told of each; of one that cannot be exchanged the last build has everything.
    for (const replacement of replacements.every(Boolean) ? replacements : [null]) this.#send({ type: 'template', build: this.#build, files, replacement })
  }

  #send(event) {
    for (const page of this.#pages) page.write(`data: ${JSON.stringify(event)}\n\n`)
  }

  /** A connect middleware: the app, what it asks `wxc dev` for, or the next one's turn. `head`: markup for documents. */
  async serve(request, response, next, head = '') {
    const url = new URL(request.url, 'http://x')
    if (!url.pathname.startsWith(this.base)) return next()
    const path = decodeURIComponent(url.pathname.slice(this.base.length))
    if (path === '__wxc/events') return this.#listen(request, response)
    if (path === '__wxc/proxy') return forward(request, response)
    await this.#running
    const outputs = this.result?.outputs
    const names = [path, `${path}.html`, `${path}index.html`]
    const output = outputs && names.map((name) => outputs.get(name)).find(Boolean)
    if (output) return send(response, output, head)
    const mock = /^mock\/(?!.*(^|\/)\.)/.test(path) && (await firstFile([join(this.dir, path), join(this.dir, `${path}.json`)]))
    if (mock) return send(response, { path: mock, from: mock }, head)
    const isDocument = request.headers['sec-fetch-dest'] === 'document' && !path.startsWith('@')
    if (!isDocument) return next()
    const index = outputs?.get('index.html')
    if (index) return send(response, index, head)
    // Nothing to show yet: the host's overlay says why.
    const note = `<!doctype html><meta charset="utf-8"><title>wxc</title><head></head><body>${this.result ? '' : 'compiling'}<script>new EventSource('${this.base}__wxc/events').onmessage = (event) => JSON.parse(event.data).type === 'reload' && location.reload()</script>`
    response.writeHead(200, { 'content-type': TYPES['.html'], ...ISOLATED }).end(withHead(note, head))
  }

  #listen(request, response) {
    if (!isSameOrigin(request)) return response.writeHead(403).end()
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...ISOLATED })
    response.write(`data: ${JSON.stringify({ type: 'hello', build: this.#build })}\n\n`)
    if (this.result) response.write(`data: ${JSON.stringify({ type: 'diagnostics', items: told(this.result.diagnostics) })}\n\n`)
    this.#pages.add(response)
    response.on('close', () => this.#pages.delete(response))
  }
}

const told = (diagnostics) => diagnostics.filter((diagnostic) => diagnostic.severity === 'warning').map((diagnostic) => ({ ...diagnostic, lines: [] }))

async function firstFile(paths) {
  for (const path of paths) if (await stat(path).then((found) => found.isFile(), () => false)) return path
  return undefined
}

function send(response, output, head) {
  const type = TYPES[extname(output.path).toLowerCase()] ?? 'application/octet-stream'
  response.writeHead(200, { 'content-type': type, ...ISOLATED })
  if (output.from) return createReadStream(output.from).on('error', () => response.destroy()).pipe(response)
  return response.end(output.path.endsWith('.html') ? withHead(String(output.contents), head) : output.contents)
}

/** Documents learn where changes are told, and load what the host adds. */
export const EVENTS = '<meta name="wxc-events" content="__wxc/events">'

export function withHead(html, head) {
  return html.replace('</head>', () => `${head}</head>`)
}

/** A diagnostic as bundlers take it: an error with a place. */
export function mistake(diagnostic, dir) {
  const { code, path, line, column, message, hint, frame } = diagnostic
  const error = new Error(`${message} [${code}]${hint ? `\n\n${hint}` : ''}`)
  error.name = 'wxc'
  error.stack = ''
  const file = join(dir, path)
  return Object.assign(error, { id: file, file, loc: { file, line, column }, frame, plugin: 'wxc', diagnostic })
}

/** The same as text, for hosts that show nothing else. */
export function words({ diagnostic: { path, line, column, code, message, hint, frame } }) {
  return `${path}:${line}:${column} ${message} [${code}]\n\n${frame}${hint ? `\n${hint}\n` : ''}`
}
