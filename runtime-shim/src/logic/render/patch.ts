/** The patch being written: one flat array per tick, sent once everything that runs now has run, and what waits for the view to apply it. */
import type { ToView } from '../../protocol/messages.ts'
import { SET } from '../../protocol/ops.ts'
import { guard, world } from '../context.ts'
import type { Loose } from '../wx/registry.ts'
import type { Block } from './block.ts'

type Task = () => void

class Patch {
  /** Operations of this tick (`protocol/ops.ts`). */
  ops: unknown[] = []
  /** Number of this tick: a block whose `tick` is this number still has its CREATE record in `ops`. */
  tick = 1
  scheduled = false
  /** The patch stays on this thread: values are sent as they are, functions too. */
  raw = false
  /** Sent at once and not at the end of the task: unit tests look at the document right after `setData`. */
  sync = false
  /** Instances whose tree is being made or updated: with `sync` their changes are sent together. */
  depth = 0
  /** Number of the last patch sent, and of the last one acknowledged. */
  seq = 0
  acked = 0
  /** Run when the view has applied this tick's patch. */
  applied: Task[] = []
  /** Run when this tick's patch has been sent. */
  sent: Task[] = []
  /** By patch number: run when the view acknowledges it. */
  readonly waiting = new Map<number, Task[]>()
}

export const patch = new Patch()

/** Stores a changed hole value and sends it: in the block's own CREATE record while that is not sent, else as SET. */
export function S(block: Block, hole: number, value: unknown): void {
  block.v[hole] = value
  if (!patch.raw && (typeof value === 'object' || typeof value === 'function')) value = sendable(value)
  if (block.tick === patch.tick) patch.ops[block.at + hole] = value
  else patch.ops.push(SET, block.id, hole, value)
}

/** A value without functions and symbols, which cannot cross to the other thread. */
function sendable(value: Loose): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value
  let same = true
  const clean = (inner: unknown): unknown => {
    const out = sendable(inner)
    if (out !== inner) same = false
    return out
  }
  const copy = Array.isArray(value) ? value.map(clean) : Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, clean(inner)]))
  return same ? value : copy
}

/** Makes sure that the patch is sent after the code that runs now. */
export function schedulePatch(): void {
  if (patch.scheduled) return
  if (patch.sync) return void (patch.depth || flushPatch())
  patch.scheduled = true
  queueMicrotask(flushPatch)
}

/** `task` runs after the view has applied the changes made so far. */
export function whenApplied(task: Task): void {
  patch.applied.push(task)
  schedulePatch()
}

/** `task` runs after the changes made so far have been sent. */
export function whenSent(task: Task): void {
  patch.sent.push(task)
  schedulePatch()
}

/** A call of the host goes after the changes made so far: a query sees the nodes it asks for. */
export function sendAfterPatch(message: ToView, transfer?: Transferable[]): void {
  if (patch.scheduled || patch.ops.length) whenSent(() => world.send(message, transfer))
  else world.send(message, transfer)
}

export function flushPatch(): void {
  patch.scheduled = false
  const { ops, applied, sent } = patch
  // An acknowledgement costs the view a message: it is only asked for when somebody waits, of an empty patch if what it stands for was sent already.
  const ack = applied.length > 0 && (ops.length > 0 || patch.acked !== patch.seq)
  if (ops.length || ack) {
    patch.ops = []
    patch.tick++
    const message: ToView = { t: 'patch', seq: ++patch.seq, ops }
    if (ack) message.ack = true
    world.send(message)
  }
  if (applied.length) {
    patch.applied = []
    if (patch.acked === patch.seq) queueMicrotask(() => runTasks(applied))
    else patch.waiting.set(patch.seq, [...(patch.waiting.get(patch.seq) ?? []), ...applied])
  }
  if (sent.length) {
    patch.sent = []
    runTasks(sent)
  }
}

/** The view has applied everything up to `seq`. */
export function acknowledge(seq: number): void {
  patch.acked = Math.max(patch.acked, seq)
  for (const [waited, tasks] of patch.waiting) {
    if (waited > seq) break
    patch.waiting.delete(waited)
    runTasks(tasks)
  }
}

function runTasks(tasks: Task[]): void {
  for (const task of tasks) guard(task)
}
