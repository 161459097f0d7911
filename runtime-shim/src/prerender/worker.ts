/** The worker's side of making a first frame: the globals that a project's logic finds, and nothing that leads out. */
import { setGlobals } from './globals.ts'
import { StageTarget } from './nodes.ts'
import { StageUrl } from './url.ts'

/** What the compiler offers. */
export interface WorkerHost {
  /** Runs a script of the output in this realm; false: there is none. */
  run(file: string): boolean
}

/** A copy of plain data, dates, maps and sets; functions cannot be copied. */
function cloneValue(value: unknown, seen = new Map<object, unknown>()): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') throw new Error('DataCloneError: a function could not be cloned.')
  if (typeof value !== 'object' || value === null) return value
  if (seen.has(value)) return seen.get(value)
  const keep = <T>(copy: T): T => (seen.set(value, copy), copy)
  if (value instanceof Date) return keep(new Date(value.getTime()))
  if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags))
  if (value instanceof ArrayBuffer) return keep(value.slice(0))
  if (ArrayBuffer.isView(value)) return keep((value as Uint8Array).slice())
  if (value instanceof Map) {
    const copy = keep(new Map<unknown, unknown>())
    for (const [key, item] of value) copy.set(cloneValue(key, seen), cloneValue(item, seen))
    return copy
  }
  if (value instanceof Set) {
    const copy = keep(new Set<unknown>())
    for (const item of value) copy.add(cloneValue(item, seen))
    return copy
  }
  const copy = keep((Array.isArray(value) ? [] : {}) as Record<string, unknown>)
  for (const key of Object.keys(value)) copy[key] = cloneValue((value as Record<string, unknown>)[key], seen)
  return copy
}

/** Sets up the realm and gives what the compiler drives it by. */
export function stageWorker(host: WorkerHost, base: string): object {
  const scope = globalThis as unknown as Record<string, unknown>
  const sent: string[] = []
  const never = (): Promise<never> => new Promise(() => {})
  const quiet = class {
    addEventListener(): void {}
    removeEventListener(): void {}
    postMessage(): void {}
    send(): void {}
    open(): void {}
    close(): void {}
    abort(): void {}
  }
  let routed = false
  setGlobals({
    postMessage: (packet: [number, { t: string }]) => {
      if (packet[1]?.t === 'route') routed = true
      sent.push(JSON.stringify(packet))
    },
    onmessage: null,
    importScripts: (...urls: string[]) => {
      for (const url of urls) if (!host.run(url.startsWith(base) ? url.slice(base.length) : url)) throw new Error(`there is no script ${url}`)
    },
    location: new StageUrl(base),
    structuredClone: (value: unknown) => cloneValue(value),
    XMLHttpRequest: quiet,
    WebSocket: quiet,
    BroadcastChannel: quiet,
    AbortController: class {
      readonly signal = new StageTarget()
      abort(): void {}
    },
    crypto: {
      getRandomValues: (view: Uint8Array) => view.map((_, i) => (view[i] = Math.floor(Math.random() * 256))),
      randomUUID: () => '00000000-0000-4000-8000-000000000000',
      subtle: { digest: never },
    },
    TextEncoder: class {
      encode(text = ''): Uint8Array {
        return Uint8Array.from(unescape(encodeURIComponent(text)), (c) => c.charCodeAt(0))
      }
    },
    TextDecoder: class {
      decode(bytes: Uint8Array = new Uint8Array()): string {
        return decodeURIComponent(escape(String.fromCharCode(...new Uint8Array(bytes.buffer ?? bytes))))
      }
    },
  })
  return {
    /** Messages for the page since the last time: a JSON array of JSON texts. */
    take: () => JSON.stringify(sent.splice(0)),
    deliver: (text: string) => (scope['onmessage'] as ((event: { data: unknown }) => void) | null)?.({ data: JSON.parse(text) as unknown }),
    /** The first page is shown. */
    done: () => routed,
  }
}
