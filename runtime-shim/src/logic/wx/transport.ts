/** What requests, uploads, downloads and sockets share: tasks, the limit of ten at a time, timeouts, headers, the development proxy. */
import { apiFailure, asyncApi, Emitter, type CallOptions, type Loose, type UserFunction, type WxHost } from './registry.ts'

const MAX_RUNNING = 10
const DEFAULT_TIMEOUT = 60000

/** What an implementation learns of its task. */
export interface Transfer {
  signal: AbortSignal
  /** Listeners of the task's events, by name without `on`. */
  events: Record<string, Emitter>
}

interface Queue {
  running: number
  waiting: (() => void)[]
}

const queues = new WeakMap<WxHost, Queue>()

/**
 * A member that returns a task: `abort`, and `onX`/`offX` for each of `events`. `transfer` runs when fewer than ten are running; when the task is aborted
 * or its time is over, `signal` is aborted and the call fails, whatever `transfer` does then.
 */
export function taskApi(
  host: WxHost,
  api: 'request' | 'uploadFile' | 'downloadFile',
  events: string[],
  transfer: (options: CallOptions, task: Transfer) => Promise<object>,
  types: Record<string, string>,
): (options: CallOptions) => Loose {
  return (options) => {
    const controller = new AbortController()
    const task: Transfer = { signal: controller.signal, events: {} }
    const stop = (reason: string, errno: number): void => controller.abort(apiFailure(reason, { errno }))
    const handle: Record<string, UserFunction> = { abort: () => stop('abort', 1) }
    for (const name of events) {
      const emitter = (task.events[name] = new Emitter(host))
      handle[`on${name}`] = (listener: unknown) => emitter.add(listener)
      handle[`off${name}`] = (listener?: unknown) => emitter.delete(listener)
    }
    const run = asyncApi(
      host,
      api,
      async (given) => {
        // A path names a service of the app's own origin, below its base (ours: WeChat knows absolute addresses only).
        if (/^\/(?!\/)/.test(given.url)) given = { ...given, url: new URL(given.url.slice(1), host.env.base).href }
        if (!/^https?:\/\/[^/?#]/i.test(given.url)) throw apiFailure(`invalid url "${given.url}"`, { errno: 600009 })
        const stopped = new Promise<never>((_, reject) => task.signal.addEventListener('abort', () => reject(task.signal.reason)))
        stopped.catch(() => undefined)
        const place = transferSlot(host)
        const release = await Promise.race([place, stopped]).catch((error: unknown) => {
          void place.then((unused) => unused())
          throw error
        })
        const timeout = Number(given.timeout ?? host.config.networkTimeout?.[api]) || DEFAULT_TIMEOUT
        const timer = setTimeout(() => stop('timeout', 5), timeout)
        try {
          return await Promise.race([transfer(given, task), stopped])
        } catch (error) {
          throw networkFailure(host, given.url, error)
        } finally {
          clearTimeout(timer)
          release()
        }
      },
      { url: 'String', ...types },
    )
    run(options)?.catch(() => undefined)
    return handle
  }
}

/** Waits for one of the ten places; the result gives it back. */
async function transferSlot(host: WxHost): Promise<() => void> {
  let queue = queues.get(host)
  if (!queue) queues.set(host, (queue = { running: 0, waiting: [] }))
  const { waiting } = queue
  if (queue.running >= MAX_RUNNING) await new Promise<void>((resolve) => waiting.push(resolve))
  else queue.running++
  return () => {
    const next = waiting.shift()
    if (next) next()
    else queue.running--
  }
}

/** Failures that were made on purpose stay as they are; what `fetch` throws is a network error. */
function networkFailure(host: WxHost, url: string, error: Loose): unknown {
  if (error?.reason !== undefined) return error
  const { origin } = new URL(host.env.base)
  if (!host.env.dev && new URL(url).origin !== origin) {
    console.warn(`${url} could not be reached. If the server runs, its answer lacks the CORS headers that let ${origin} read it.`)
  }
  return apiFailure(`errcode:-1 cronet_error_code:-1 error_msg:${error?.message ?? error}`, { errno: 600001 })
}

/** The address to fetch: in development, other origins are reached through the server of the app, which adds what CORS asks for. */
export function reachable(host: WxHost, url: string): string {
  const { base, dev } = host.env
  return dev && new URL(url).origin !== new URL(base).origin ? `${base}__wxc/proxy?url=${encodeURIComponent(url)}` : url
}

/**
 * The user's headers, names in lower case, without those that a program must not set. Browsers let nobody set `Cookie`: on its way through the development
 * proxy it has another name.
 */
export function requestHeaders(host: WxHost, header: Loose): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name in header) {
    const value = header[name]
    if (value !== undefined && value !== null && !/^referer$/i.test(name)) headers[name.toLowerCase()] = String(value)
  }
  if (host.env.dev && headers.cookie) headers['x-wxc-cookie'] = headers.cookie
  return headers
}

/** `{a: 1, b: 'x y'}` → `a=1&b=x%20y`; objects as JSON. */
export function queryString(data: Loose): string {
  const text = (value: unknown): string => (typeof value === 'object' && value ? JSON.stringify(value) : String(value))
  return Object.keys(data)
    .filter((key) => data[key] !== undefined)
    .map((key) => `${encodeURIComponent(key)}=${encodeURIComponent(text(data[key]))}`)
    .join('&')
}

/** Received headers as a plain object, and cookies, which browsers hide and the development proxy passes on under another name. */
export function receivedHead(headers: Headers): { header: Record<string, string>; cookies: string[] } {
  const header: Record<string, string> = {}
  headers.forEach((value, name) => void (header[name] = value))
  const passed = header['x-wxc-set-cookie']
  if (passed === undefined) return { header, cookies: [] }
  delete header['x-wxc-set-cookie']
  header['set-cookie'] = passed
  // Several come in one line; dates in them have commas, too.
  return { header, cookies: passed.split(/, (?=[^;,=\s]+=)/) }
}

/** The development proxy could not reach the server: that is a failure of the network, not an answer. */
export function proxyFailure(headers: Headers, text: string): void {
  if (headers.get('x-wxc-proxy-error')) throw new Error(text.trim())
}
