/** The logic thread of an embedded app: a worker, also where its script is of another origin, or a hidden frame of this thread that looks like one. */

/** What the runtime uses of a worker. */
export interface LogicThread extends EventTarget {
  onmessage: ((event: { data: unknown }) => void) | null
  onerror: ((event: { message: string }) => void) | null
  onmessageerror: (() => void) | null
  postMessage(message: unknown, transfer?: Transferable[]): void
  terminate(): void
  /** Runs a script of a package, where the thread cannot do it itself. */
  load?(address: string): Promise<void>
}

/**
 * Runs first in a worker whose script is of another origin, which browsers start from an own origin only; workers that it starts itself have the same trouble.
 * `$` stands for the address.
 */
const FOREIGN_WORKER = `(start => {
  const Own = Worker
  self.Worker = class extends Own {
    constructor(url) {
      const [script, hash] = String(url).split('#')
      super(start(script) + (hash ? '#' + hash : ''))
    }
  }
  importScripts($)
})(script => URL.createObjectURL(new Blob(['importScripts(' + JSON.stringify(script) + ')'])))`

/** A worker of any origin; what stands behind `#` is for its script. */
export function startWorker(address: string): Worker {
  const { origin, hash } = new URL(address)
  if (origin === location.origin) return new Worker(address)
  const source = new Blob([FOREIGN_WORKER.replace('$', () => JSON.stringify(address))], { type: 'text/javascript' })
  const url = URL.createObjectURL(source)
  const worker = new Worker(url + hash)
  // The browser has taken the address when the constructor returns; the script is read a moment later.
  worker.addEventListener('message', () => URL.revokeObjectURL(url), { once: true })
  return worker
}

/** What the frame's window is to the logic, besides a window. */
interface FrameScope {
  postMessage(message: unknown, transfer?: Transferable[]): void
  onmessage: ((event: { data: unknown }) => void) | null
  structuredClone: typeof structuredClone
  Worker: unknown
}

/**
 * Logic in this thread. A frame gives it globals, timers and listeners of its own, which are gone when the frame is: two apps never meet, and nothing stays behind.
 * It stands at the end of the document and not in the app's element, because frames start anew when they are moved, and end at once when they are taken out.
 */
export class FrameThread extends EventTarget implements LogicThread {
  onmessage: LogicThread['onmessage'] = null
  onerror: LogicThread['onerror'] = null
  onmessageerror: LogicThread['onmessageerror'] = null
  private readonly frame: HTMLIFrameElement
  private scope: FrameScope | undefined
  /** What the logic started. */
  private readonly workers: Worker[] = []
  /** Messages before the script has run. */
  private early: [unknown, Transferable[]][] = []

  constructor(address: string) {
    super()
    const frame = (this.frame = document.createElement('iframe'))
    frame.hidden = true
    frame.tabIndex = -1
    frame.ariaHidden = 'true'
    frame.onload = () => {
      frame.onload = null
      this.begin(address)
    }
    document.documentElement.append(frame)
  }

  load(address: string): Promise<void> {
    const { contentDocument } = this.frame
    return new Promise((resolve, reject) => {
      if (!contentDocument) return reject(new Error('the app has ended'))
      const script = contentDocument.createElement('script')
      script.onload = () => resolve()
      script.onerror = () => reject(new Error(`cannot load ${address}`))
      script.src = address
      contentDocument.head.append(script)
    })
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    const { scope, frame } = this
    if (!frame.isConnected) return
    if (!scope) return void this.early.push([message, transfer])
    // Values of the frame's own realm: what they are instances of is what the logic compares with.
    const data = scope.structuredClone(message, { transfer })
    const deliver = (): void => scope.onmessage?.({ data })
    // Answers to what was rendered wait for a task, so that endless `setData` in callbacks does not keep the page from painting.
    if ((message as { t?: string }).t === 'ack') setTimeout(deliver)
    else queueMicrotask(deliver)
  }

  terminate(): void {
    this.onmessage = this.onerror = null
    this.frame.remove()
    for (const worker of this.workers) worker.terminate()
  }

  private begin(address: string): void {
    const scope = this.frame.contentWindow as unknown as FrameScope
    Object.defineProperty(scope, 'onmessage', { value: null, writable: true })
    scope.postMessage = (message, transfer = []) => {
      const data = structuredClone(message, { transfer })
      queueMicrotask(() => this.onmessage?.({ data }))
    }
    const { workers } = this
    scope.Worker = function (started: string) {
      const worker = startWorker(started)
      workers.push(worker)
      return worker
    }
    const listening = (): void => {
      this.scope = scope
      for (const [message, transfer] of this.early.splice(0)) this.postMessage(message, transfer)
    }
    this.load(address).then(listening, (error: Error) => {
      this.dispatchEvent(new Event('error'))
      this.onerror?.({ message: error.message })
    })
  }
}
