/** The worker that `wx.createWorker` starts: modules of its folder, and the global `worker` that talks to the mini program (framework reference §12). */
import { esm, exportLive, reexport } from '../protocol/esm.ts'

type Factory = (require: (request: string) => unknown, module: { exports: unknown }, exports: unknown) => void

interface WorkerModule {
  factory: Factory
  requests: Record<string, string | null>
  module: { exports: unknown } | null
}

/** What this file needs of the worker's own scope, which user code does not see. */
interface WorkerScope {
  postMessage(message: unknown, transfer?: Transferable[]): void
  onmessage: ((event: { data: unknown }) => void) | null
  location: { hash: string }
}

class ModuleSet {
  private readonly modules = new Map<string, WorkerModule>()

  add(path: string, factory: Factory, requests: Record<string, string | null>): void {
    this.modules.set(path, { factory, requests, module: null })
  }

  run(path: string): unknown {
    const entry = this.modules.get(path)
    if (!entry) throw new Error(`module '${path}' is not defined`)
    if (!entry.module) {
      const module = (entry.module = { exports: {} as unknown })
      try {
        entry.factory((request) => this.run(this.find(path, request)), module, module.exports)
      } catch (error) {
        entry.module = null
        throw error
      }
    }
    return entry.module.exports
  }

  /** The module of a path whose extension, or `/index`, may be missing. */
  named(path: string): string | undefined {
    return [path, path + '.js', path + '.ts', path + '/index.js'].find((candidate) => this.modules.has(candidate))
  }

  /** What a request means: resolved by the compiler, or (computed requests) here. */
  private find(from: string, request: string): string {
    const parts = from.split('/').slice(0, -1)
    for (const part of request.split('/')) {
      if (part === '..') parts.pop()
      else if (part !== '.') parts.push(part)
    }
    const known = this.modules.get(from)!.requests[request]
    const base = known ?? parts.join('/')
    const found = known === null ? undefined : this.named(base)
    if (found === undefined) throw new Error(`module '${base}' is not defined, require args is '${request}'`)
    return found
  }
}

/** Sets up the scope; the modules follow and find `$wxc`. */
export function bootWorker(): void {
  const scope = globalThis as unknown as WorkerScope
  const modules = new ModuleSet()
  let listener: ((message: unknown) => void) | undefined
  const send = scope.postMessage.bind(scope)
  const worker = {
    env: { USER_DATA_PATH: 'http://usr' },
    postMessage: (message: unknown, transfer?: Transferable[]) => send(message, transfer),
    onMessage: (fn: (message: unknown) => void) => void (listener = fn),
  }
  scope.onmessage = (event) => listener?.(event.data)
  Object.assign(globalThis, {
    worker,
    $wxc: {
      globals: { worker, global: globalThis, globalThis },
      module: (path: string, factory: Factory, requests: Record<string, string | null> = {}) => modules.add(path, factory, requests),
      export: exportLive,
      esm,
      reexport,
      dynamic: async (require: (request: string) => unknown, request: string) => esm(require(request)),
      ready: () => {
        const entry = decodeURIComponent(scope.location.hash.slice(1))
        modules.run(modules.named(entry) ?? entry)
      },
    },
  })
}
