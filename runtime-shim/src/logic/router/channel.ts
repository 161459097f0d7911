/** The event channel between a page and the page it opened. */
import { guard } from '../context.ts'
import type { UserFunction } from '../wx/registry.ts'

interface Listener {
  fn: UserFunction
  once: boolean
}

export class EventChannel {
  private peer: EventChannel | null = null
  private readonly listeners = new Map<string, Listener[]>()

  /** Two ends: what one emits the other hears. */
  static pair(): [EventChannel, EventChannel] {
    const a = new EventChannel()
    const b = new EventChannel()
    a.peer = b
    b.peer = a
    return [a, b]
  }
  emit(name: string, ...args: unknown[]): void {
    for (const listener of this.peer?.listeners.get(name) ?? []) {
      if (listener.once) this.peer!.off(name, listener.fn)
      guard(listener.fn, undefined, ...args)
    }
  }
  on(name: string, fn: UserFunction): void {
    this.add(name, fn, false)
  }
  once(name: string, fn: UserFunction): void {
    this.add(name, fn, true)
  }
  off(name: string, fn?: UserFunction): void {
    this.listeners.set(name, fn ? (this.listeners.get(name) ?? []).filter((l) => l.fn !== fn) : [])
  }
  private add(name: string, fn: UserFunction, once: boolean): void {
    if (typeof fn === 'function') this.listeners.set(name, [...(this.listeners.get(name) ?? []), { fn, once }])
  }
}

const channels = new WeakMap<object, EventChannel>()

/** Gives a page its end of the channel to its opener. */
export function setChannel(page: object, channel: EventChannel): void {
  channels.set(page, channel)
}

/** `getOpenerEventChannel()`: a channel that nobody hears for pages opened otherwise. */
export function channelOf(page: object): EventChannel {
  let channel = channels.get(page)
  if (!channel) channels.set(page, (channel = new EventChannel()))
  return channel
}
