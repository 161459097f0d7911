/** `wx.createWorker`: a web worker of the browser that runs a script of the project's folder of workers. One at a time, as in WeChat. */
import type { Loose, UserFunction, WxHost } from './registry.ts'

/** `workers` of the configuration: the folder, and the script made of it. */
interface Workers {
  path: string
  script: string
}

export function wxWorker(host: WxHost): Record<string, unknown> {
  let current: UserWorker | undefined
  const createWorker = (path: unknown): UserWorker => {
    const fail = (reason: string): never => {
      throw new Error(`createWorker:fail ${reason}`)
    }
    if (typeof path !== 'string') return fail(`parameter error: parameter should be String instead of ${path === null ? 'Null' : typeof path};`)
    const workers = host.config.workers as Workers | undefined
    if (!workers) return fail('app.json has no field workers')
    const file = path.replace(/^\.?\//, '').replace(/\.[jt]s$/, '')
    if (!file.startsWith(workers.path + '/')) return fail(`${path} is not in the directory ${workers.path}`)
    if (current) return fail('exceed max concurrent worker limit')
    current = new UserWorker(host, new URL(workers.script, host.env.base).href + '#' + encodeURIComponent(file), () => (current = undefined))
    return current
  }
  return { createWorker }
}

class UserWorker {
  private readonly host: WxHost
  private readonly native: Worker | undefined
  private readonly ended: () => void
  private readonly listeners: Record<'message' | 'error', UserFunction[]> = { message: [], error: [] }

  constructor(host: WxHost, url: string, ended: () => void) {
    this.host = host
    this.ended = ended
    // First frames are made where there are no threads: nothing answers there.
    if (typeof Worker !== 'function') return
    this.native = new Worker(url)
    this.native.onmessage = (event) => this.tell('message', event.data)
    this.native.onerror = (event) => {
      event.preventDefault()
      const message = event.message || 'the script of the worker could not be loaded'
      if (this.listeners.error.length) this.tell('error', { message, filename: event.filename, lineno: event.lineno, colno: event.colno })
      else host.onError(new Error(message))
    }
  }

  postMessage(message: unknown, transfer?: Transferable[]): void {
    try {
      this.native?.postMessage(message, transfer ?? [])
    } catch {
      // What cannot be copied is left out, as JSON does.
      this.native?.postMessage(JSON.parse(JSON.stringify(message ?? null)))
    }
  }

  onMessage(listener: UserFunction): void {
    this.listeners.message.push(listener)
  }

  onError(listener: UserFunction): void {
    this.listeners.error.push(listener)
  }

  /** Browsers keep a worker until it is ended: nothing ever calls the listener. */
  onProcessKilled(_listener: UserFunction): void {}

  getCameraFrameData(): null {
    console.warn('Worker.getCameraFrameData is not supported in browser')
    return null
  }

  terminate(): void {
    this.native?.terminate()
    this.ended()
  }

  private tell(event: 'message' | 'error', payload: Loose): void {
    for (const listener of this.listeners[event]) this.host.guard(listener, undefined, payload)
  }
}
