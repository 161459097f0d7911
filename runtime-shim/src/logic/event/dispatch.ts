/** From an event to handlers: capture, bubble, catch and mut-bind along a path of elements. */
import type { EventMessage } from '../../protocol/messages.ts'
import { CAPTURE, CATCH, MODEL, MUT } from '../../protocol/ops.ts'
import { HAS_FORM_FIELDS } from '../../protocol/parts.ts'
import { world } from '../context.ts'
import type { Data } from '../render/block.ts'
import { blocksById, dataOf } from '../render/block.ts'
import type { Loose } from '../wx/registry.ts'
import { mergeFields } from './form.ts'
import { eventFields } from './target.ts'
import type { Step } from './target.ts'

/** Fields of the event object that are the same for all listeners. */
export interface EventBase {
  type: string
  timeStamp: number
  detail: Loose
  touches?: unknown
  changedTouches?: unknown
}

/** A message of the view. Gives what the innermost handler returned (for `input`). */
export function dispatchMessage(message: EventMessage): unknown {
  const path: Step[] = []
  for (let i = 0; i < message.path.length; i += 4) {
    const block = blocksById.get(message.path[i]!)
    const node = message.path[i + 1]!
    if (block?.t.nodes[node]) path.push({ block, node, left: message.path[i + 2]!, top: message.path[i + 3]!, inside: i === 0 && !message.exact })
  }
  if (!path.length) return undefined
  const { type, timeStamp, detail, touches, changedTouches, bubbles } = message
  const base: EventBase = { type, timeStamp, detail: detail ?? {} }
  if (touches) base.touches = touches
  if (changedTouches) base.changedTouches = changedTouches
  if (HAS_FORM_FIELDS && (type === 'submit' || type === 'reset')) mergeFields(path[0]!, base)
  const before = world.host.gesture
  world.host.gesture = type === 'tap'
  try {
    return deliver(path, base, bubbles, bubbles)
  } finally {
    world.host.gesture = before
  }
}

/** Runs the listeners on a path (innermost first). A caught event ends after the element that caught it. */
export function deliver(path: readonly Step[], base: EventBase, bubbles: boolean, captures: boolean): unknown {
  let exclusive = false
  let result: unknown
  /** True when the event was caught. */
  const visit = (step: Step, phase: number): boolean => {
    let caught = false
    for (const [type, bits, handler] of step.block.t.nodes[step.node]!.ev ?? []) {
      if (type !== base.type || (bits & CAPTURE) !== phase) continue
      const name: unknown = typeof handler === 'function' ? handler(step.block, dataOf(step.block)) : handler
      // An expression that gives no name is no binding: it neither catches nor excludes.
      if (!name && typeof handler === 'function') continue
      if (bits & MUT) {
        if (exclusive) continue
        exclusive = true
      }
      if (bits & MODEL) writeBack(step, base.detail)
      const returned = invoke(path, step, base, name)
      if (step === path[0]) result = returned ?? result
      if (bits & CATCH) caught = true
    }
    for (const watcher of world.watchers?.(step, base.type, phase > 0) ?? []) {
      if (world.host.guard(watcher, step.block.o.user, { ...base, ...eventFields(path, step) }) === false) caught = true
    }
    return caught
  }
  if (captures) for (let i = path.length - 1; i >= 0; i--) if (visit(path[i]!, CAPTURE)) return result
  for (const step of bubbles ? path : path.slice(0, 1)) if (visit(step, 0)) break
  return result
}

function invoke(path: readonly Step[], step: Step, base: EventBase, name: unknown): unknown {
  const owner = step.block.o
  if (typeof name !== 'string' || !name) return undefined
  if (typeof owner.user[name] !== 'function') {
    console.warn(`Component "${owner.unit.path}" does not have a method "${name}" to handle event "${base.type}".`)
    return undefined
  }
  return owner.run(name, { ...base, ...eventFields(path, step) })
}

/** `model:value` of a built-in: the value that came with the event goes back to the field. */
function writeBack({ block, node }: Step, detail: Loose): void {
  const values: Data = {}
  for (const [name, where] of Object.entries(block.t.nodes[node]!.md ?? {})) {
    const path = typeof where === 'function' ? where(block, dataOf(block)) : where
    if (path) values[path] = detail && name in detail ? detail[name] : detail?.value
  }
  block.o.setData(values, undefined)
}
