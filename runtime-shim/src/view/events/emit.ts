/** From the document to event messages: the path of addressed elements, and whether anybody on it listens. */
import type { EventMessage, TouchPoint } from '../../protocol/messages.ts'
import { CATCH, CAPTURE } from '../../protocol/ops.ts'
import { HAS_REPLIES } from '../../protocol/parts.ts'
import type { WxNode } from '../apply/block.ts'
import { pageOf, view } from '../view.ts'

/** How an event of a built-in element behaves. */
export interface EmitOptions {
  bubbles?: boolean
  /** The element needs what the handler returns. */
  reply?: boolean
  touches?: TouchPoint[]
  changedTouches?: TouchPoint[]
  /** The browser's event behind this one: WXS handlers may cancel it. */
  source?: Event | undefined
  /** What `wantedPath` said, when it was asked before. */
  path?: WxNode[]
}

const replies = new Map<number, (value: unknown) => void>()
let lastReply = 0

/** Elements with a number from `element` outwards; of an event that does not bubble, `element` alone. */
function pathOf(element: WxNode, bubbles: boolean): WxNode[] {
  if (!bubbles && element.$n !== undefined) return [element]
  const path: WxNode[] = []
  for (let at: WxNode | null = element; at && at !== (view.root as Node); at = at.parentNode as WxNode | null) {
    if (at.$b && !at.$b.addressed) {
      // Elements inside it, which were passed already, get their numbers now.
      at.$b.address()
      return pathOf(element, bubbles)
    }
    if (at.$n !== undefined) path.push(at)
  }
  return bubbles ? path : path.filter((at) => at === element)
}

/** Bits of the listeners for `type` that an element (one of a path) has; −1: none. */
function listenerBits(element: WxNode, type: string): number {
  const listeners = element.$b && element.$n !== undefined ? element.$b.template.on[element.$n] : undefined
  let bits = -1
  if (listeners) for (const listener of listeners) if (listener[1] === type) bits = (bits < 0 ? 0 : bits) | listener[2]
  return bits
}

/** The path of an event of this type that starts at `element`, if somebody on it listens; not bubbling: if the element does. */
export function wantedPath(element: Node, type: string, bubbles = true): WxNode[] | undefined {
  const path = pathOf(element as WxNode, bubbles)
  return path.some((at) => listenerBits(at, type) >= 0) ? path : undefined
}

/** True when a listener on `element` stops the bubbling of `type` there. */
export function stopsAt(element: WxNode, type: string): boolean {
  const bits = listenerBits(element, type)
  return bits >= 0 && (bits & CATCH) > 0 && !(bits & CAPTURE)
}

/** Sends an event that starts at `element`. With `reply`: a promise of the handler's return value, or undefined when nobody listens. */
export function emitEvent(element: Element, type: string, detail?: unknown, options: EmitOptions = {}): Promise<unknown> | undefined {
  const { frame } = view
  if (frame) {
    frame.later(() => emitEvent(element, type, detail, { ...options, reply: false }))
    return undefined
  }
  const bubbles = options.bubbles === true
  let path = options.path ?? wantedPath(element, type, bubbles)
  if (!path) return undefined
  const timeStamp = performance.now() - (pageOf(element)?.opened ?? 0)
  const { touches, changedTouches } = options
  const reach = view.hooks.wxsEvent?.(type, path, bubbles, () => ({ type, detail, touches, changedTouches, timeStamp }), options.source)
  if (reach !== undefined) path = path.slice(0, reach)
  if (!path.length) return undefined
  const message: EventMessage = { t: 'event', type, path: [], exact: path[0] === element, bubbles, detail, timeStamp }
  path.forEach((node, i) => {
    // Offsets force layout: only where a handler or a component boundary may ask for them.
    const seen = i === 0 || node.$c !== undefined || listenerBits(node, type) >= 0
    const { offsetLeft = 0, offsetTop = 0 } = seen ? (node as unknown as HTMLElement) : {}
    message.path.push(node.$b!.id, node.$n!, offsetLeft, offsetTop)
  })
  if (touches) message.touches = touches
  if (changedTouches) message.changedTouches = changedTouches
  if (HAS_REPLIES && options.reply) {
    const id = (message.reply = ++lastReply)
    view.send(message)
    return new Promise((resolve) => replies.set(id, resolve))
  }
  view.send(message)
  return undefined
}

/** The handler's return value arrived. */
export function answerEvent(id: number, value: unknown): void {
  replies.get(id)?.(value)
  replies.delete(id)
}
