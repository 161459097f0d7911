/** The two sides in two threads: messages, and a ring in shared memory for what answers an event. */
import { createRing, RingReader, ringText, RingWriter } from './channel-ring.ts'
import type { Channel, ToLogic, ToView } from './messages.ts'

/**
 * What travels from the logic thread: a message with its number (both ways, ring and port, count together, so the view can restore the order), or 0: look
 * into the ring.
 */
type Packet = [number: number, message: ToView] | 0

/** How long an animation frame waits for the answer to an event that is about to come, ms: a frame more would cost four times that. */
const PATIENCE = 4

/** The worker that the document started while this script was still loading (`bundle/shell.rs`), and why it does not run. */
type EarlyWorker = Worker & { failed?: string }

/** The view's end. Starts the worker, unless the document did; `fail` hears of errors that keep it from running. */
export function workerChannel(url: string, fail: (message: string) => void): Channel<ToView, ToLogic> {
  const scope = globalThis as { $wxcEarly?: EarlyWorker | undefined }
  const early = scope.$wxcEarly
  scope.$wxcEarly = undefined
  const worker = early ?? new Worker(url)
  if (early?.failed) setTimeout(() => fail(early.failed!))
  const memory = typeof SharedArrayBuffer === 'function' && globalThis.crossOriginIsolated ? createRing() : undefined
  const ring = memory && new RingReader(memory)
  const waiting = new Map<number, ToView>()
  let receive: (message: ToView) => void = () => {}
  let next = 1
  let events = 0
  /** An animation frame will look into the ring; a write will. */
  let asked = false
  let watching = false

  const take = (number: number, message: ToView): void => {
    waiting.set(number, message)
    for (let due; (due = waiting.get(next)); ) {
      waiting.delete(next++)
      receive(due)
    }
  }
  const drain = (): void => {
    for (let text; (text = ring?.read()); ) {
      const [number, message] = JSON.parse(text) as [number, ToView]
      take(number, message)
    }
  }
  const frame = (): void => {
    asked = false
    const end = performance.now() + PATIENCE
    do drain()
    while (ring!.handled < events && performance.now() < end)
    drain()
  }
  /** Takes what is written until all events are handled, or nothing has come for long. */
  const watch = async (): Promise<void> => {
    if (watching) return
    watching = true
    while ((await ring!.written()) && ring!.handled < events) drain()
    watching = false
    drain()
  }
  worker.onmessage = (event: MessageEvent<Packet>) => {
    drain()
    if (event.data) take(...event.data)
  }
  worker.onerror = (event) => fail(event.message || `cannot load ${url}`)
  worker.onmessageerror = () => fail('a message could not be read')
  return {
    send(message, transfer = []) {
      worker.postMessage(message.t === 'boot' && memory ? { ...message, ring: memory } : message, transfer)
      if (ring && message.t === 'event') {
        if (!asked) requestAnimationFrame(frame)
        asked = true
        events++
        void watch()
      }
    },
    listen(fn) {
      receive = fn
    },
  }
}

/** What the worker's global scope has of interest here. */
interface Scope {
  postMessage(message: Packet, transfer: Transferable[]): void
  onmessage: ((event: { data: ToLogic }) => void) | null
  /** The logic end of a direct channel: the view runs in this thread too. */
  $wxcChannel?: Channel<ToLogic, ToView>
}

/** The logic thread's end, in whichever of the two ways the view started it. */
export function logicChannel(): Channel<ToLogic, ToView> {
  const scope = globalThis as unknown as Scope
  if (scope.$wxcChannel) return scope.$wxcChannel
  let ring: RingWriter | undefined
  let number = 0
  let answering = false
  return {
    send(message, transfer = []) {
      // A message that cannot be cloned throws here; its number goes to the next one, for which the view waits.
      const next = number + 1
      const text = ring && answering && !transfer.length ? ringText([next, message]) : undefined
      if (text && ring!.write(text)) scope.postMessage(0, [])
      else scope.postMessage([next, message], transfer)
      number = next
    },
    listen(receive) {
      scope.onmessage = ({ data }) => {
        if (data.t === 'boot' && data.ring) ring = new RingWriter(data.ring)
        if (data.t === 'event' && ring && !answering) {
          answering = true
          setTimeout(() => (answering = false))
        }
        try {
          receive(data)
        } finally {
          // Behind the microtask that sends the patch.
          if (data.t === 'event') queueMicrotask(() => queueMicrotask(() => ring?.handled()))
        }
      }
    },
  }
}
