/** The patch being written: one flat array per tick, sent once everything that runs now has run, and what waits for the view to apply it. */
import { SET } from '../../protocol/ops.ts'
import { guard, world } from '../context.ts'
import type { Block } from './block.ts'

type Task = () => void

class Patch {
  /** Operations of this tick (`protocol/ops.ts`). */
  ops: unknown[] = []
  /** Number of this tick: a block whose `tick` is this number still has its CREATE record in `ops`. */
  tick = 1
  /** Some value is not a finite number, string, boolean, null or undefined: the patch cannot travel as JSON. */
  complex = false
  scheduled = false
  /** Number of the last patch sent, and of the last one acknowledged. */
  seq = 0
  acked = 0
  /** Run when the view has applied this tick's patch. */
  applied: Task[] = []
  /** Run when this tick's patch has been sent. */
  sent: Task[] = []
  /** By patch number: run when the view acknowledges it. */
  readonly waiting = new Map<number, Task[]>()
  /** Sends a patch; set by `bootLogic`. */
  send: (seq: number, ops: unknown[], simple: boolean) => void = (seq, ops) => world.send({ t: 'patch', seq, ops })
}

export const patch = new Patch()

/** Stores a changed hole value and sends it: in the block's own CREATE record while that is not sent, else as SET. */
export function S(block: Block, hole: number, value: unknown): void {
  block.v[hole] = value
  if (typeof value === 'object' ? value !== null : typeof value === 'number' && !Number.isFinite(value)) patch.complex = true
  else if (typeof value === 'function') value = undefined
  if (block.tick === patch.tick) patch.ops[block.at + hole] = value
  else patch.ops.push(SET, block.id, hole, value)
}

/** Makes sure that the patch is sent after the code that runs now. */
export function schedulePatch(): void {
  if (patch.scheduled) return
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

export function flushPatch(): void {
  patch.scheduled = false
  const { ops, applied, sent } = patch
  if (ops.length) {
    patch.ops = []
    patch.tick++
    const simple = !patch.complex
    patch.complex = false
    patch.send(++patch.seq, ops, simple)
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
