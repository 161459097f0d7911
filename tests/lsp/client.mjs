/** A language client for tests: starts `wxc lsp`, speaks to it through vscode-jsonrpc as VS Code does, and waits on conditions. */

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..')
export const WXC = process.env.WXC ?? join(ROOT, 'target/release/wxc')

/** Longest wait for something that must come. */
const PATIENCE = 30_000

/** Writes a project from `path: text` into a new folder, which is removed after the test. */
export function project(t, files) {
  const folder = mkdtempSync(join(tmpdir(), 'wxc-lsp-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** What a client of today can do. */
export const CAPABILITIES = {
  general: { positionEncodings: ['utf-16'] },
  window: { workDoneProgress: true },
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, workspaceFolders: true, workspaceEdit: { documentChanges: true } },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true, tagSupport: { valueSet: [1, 2] }, codeDescriptionSupport: true, dataSupport: true },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
  },
}

/**
 * Starts a server on `folder` and gives a client of it.
 * `options`: `capabilities`, `initialize` (further fields of its parameters), `initialized: false` to stop before.
 */
export async function start(t, folder, options = {}) {
  const server = spawn(WXC, ['lsp'], { stdio: ['pipe', 'pipe', 'pipe'] })
  const client = new Client(server, folder)
  t.after(() => client.kill())
  if (options.initialized === false) return client
  const params = {
    processId: process.pid,
    rootUri: null,
    capabilities: options.capabilities ?? CAPABILITIES,
    workspaceFolders: folder === null ? null : [{ uri: pathToFileURL(folder).href, name: 'test' }],
    ...options.initialize,
  }
  client.about = await client.request('initialize', params)
  await client.notify('initialized', {})
  return client
}

class Client {
  constructor(server, folder) {
    this.server = server
    this.folder = folder
    /** Last diagnostics by address, and everything the server ever sent. */
    this.published = new Map()
    this.seen = []
    this.waiting = new Set()
    this.log = ''
    this.versions = new Map()
    this.ended = new Promise((resolve) => server.on('exit', (code, signal) => resolve(code ?? signal)))
    server.stderr.on('data', (data) => (this.log += data))
    server.stdin.on('error', () => {})
    this.connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin))
    this.connection.onUnhandledNotification((message) => this.came(message.method, message.params))
    this.connection.onUnhandledProgress((params) => this.came('$/progress', params))
    this.connection.onRequest((method, params) => {
      this.came(method, params)
      return null
    })
    this.connection.onError(() => {})
    this.connection.listen()
  }

  came(method, params) {
    this.seen.push({ method, params })
    if (method === 'textDocument/publishDiagnostics') this.published.set(params.uri, params)
    this.waiting.forEach((check) => check())
  }

  uri(path) {
    return path.includes(':') ? path : pathToFileURL(join(this.folder, path)).href
  }

  request(method, params) {
    return this.connection.sendRequest(method, params)
  }

  notify(method, params) {
    return this.connection.sendNotification(method, params)
  }

  /** Waits until `condition()` gives something true, and gives that; looks whenever the server has sent something. */
  until(condition, what = condition.toString()) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(check)
        reject(new Error(`waited in vain for ${what}\n${this.log}\n${[...this.published.values()].map(({ uri, version, diagnostics }) => `${uri} ${version}: ${diagnostics.map(shown).join(', ')}`).join('\n')}`))
      }, PATIENCE)
      const check = () => {
        const value = condition()
        if (!value) return
        clearTimeout(timer)
        this.waiting.delete(check)
        resolve(value)
      }
      this.waiting.add(check)
      check()
    })
  }

  async open(path, text, languageId = path.split('.').pop()) {
    this.versions.set(path, 1)
    await this.notify('textDocument/didOpen', { textDocument: { uri: this.uri(path), languageId, version: 1, text } })
  }

  /** A whole new text, or `contentChanges`. */
  async change(path, change) {
    const version = this.versions.get(path) + 1
    this.versions.set(path, version)
    const contentChanges = typeof change === 'string' ? [{ text: change }] : change
    await this.notify('textDocument/didChange', { textDocument: { uri: this.uri(path), version }, contentChanges })
    return version
  }

  async close(path) {
    this.versions.delete(path)
    await this.notify('textDocument/didClose', { textDocument: { uri: this.uri(path) } })
  }

  /** Codes of a file's diagnostics with their places, `code line:character-line:character`. */
  codes(path) {
    return (this.published.get(this.uri(path))?.diagnostics ?? []).map(shown)
  }

  /** Waits until a file has exactly these diagnostics; of an open one, for the text it has now. */
  diagnosed(path, codes) {
    const version = this.versions.get(path)
    const ready = () => {
      const last = this.published.get(this.uri(path))
      const current = version === undefined ? true : last?.version === version
      return current && JSON.stringify(this.codes(path)) === JSON.stringify(codes) && { last }
    }
    return this.until(ready, `${path}: ${codes.join(', ') || 'nothing'}`)
  }

  async shutdown() {
    await this.request('shutdown')
    await this.notify('exit')
    return this.ended
  }

  kill() {
    this.connection.dispose()
    this.server.kill('SIGKILL')
  }
}

export function shown({ code, range: { start, end } }) {
  return `${code} ${start.line}:${start.character}-${end.line}:${end.character}`
}
