/** Both sides in one thread: messages are copied like between threads, and arrive later, never inside `send`. */
import type { Channel, EventMessage, ToLogic, ToView } from './messages.ts'

interface End<In, Out> extends Channel<In, Out> {
  /** Puts a message in the line to this end's listener. */
  push(message: In): void
}

/** Nothing happens to it at a thread boundary: a primitive, but no symbol. */
function crossesAsIs(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol')
}

/** What a thread boundary does to a value; functions and symbols throw. */
function copyAcross<T>(value: T, transfer?: Transferable[]): T {
  return crossesAsIs(value) ? value : structuredClone(value, { transfer })
}

/** The view makes each event anew; only what an element says of it may be in use elsewhere. Most of that is flat, and copied much faster than by a structured clone. */
function copyEvent(event: EventMessage): EventMessage {
  const { detail } = event
  event.detail = isFlat(detail) ? { ...detail } : copyAcross(detail)
  return event
}

/** A plain object of primitives. */
function isFlat(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(crossesAsIs)
}

type Patch = Extract<ToView, { t: 'patch' }>

/** Most patches have nothing that must be copied. */
function copyPatch(patch: Patch): Patch {
  return patch.ops.every(crossesAsIs) ? patch : { ...patch, ops: patch.ops.map((operand) => copyAcross(operand)) }
}

/** `soon` says whether a message may run in a microtask; others wait for a task, so that endless `setData` in callbacks does not starve painting. */
function endOf<In, Out>(soon: (message: In) => boolean, peer: () => End<Out, In>, copy: (message: Out, transfer?: Transferable[]) => Out): End<In, Out> {
  let receive: ((message: In) => void) | undefined
  let line: In[] = []
  const flush = (): void => {
    if (!receive) return
    const now = line
    line = []
    for (const message of now) {
      try {
        receive(message)
      } catch (error) {
        reportAsync(error)
      }
    }
  }
  const schedule = (message: In): void => {
    if (soon(message)) queueMicrotask(flush)
    else setTimeout(flush)
  }
  return {
    push(message) {
      line.push(message)
      schedule(message)
    },
    send(message, transfer) {
      peer().push(copy(message, transfer))
    },
    listen(fn) {
      receive = fn
      line.forEach(schedule)
    },
  }
}

/** Makes an error uncaught without disturbing what runs now. */
function reportAsync(error: unknown): void {
  setTimeout(() => {
    throw error
  })
}

/** The two ends of a connection inside one thread. */
export function directChannel(): { view: Channel<ToView, ToLogic>; logic: Channel<ToLogic, ToView> } {
  const view: End<ToView, ToLogic> = endOf(
    () => true,
    () => logic,
    (message, transfer) => (message.t === 'event' ? copyEvent(message) : copyAcross(message, transfer)),
  )
  const logic: End<ToLogic, ToView> = endOf(
    (message) => message.t !== 'ack',
    () => view,
    (message, transfer) => (message.t === 'patch' ? copyPatch(message) : copyAcross(message, transfer)),
  )
  return { view, logic }
}
