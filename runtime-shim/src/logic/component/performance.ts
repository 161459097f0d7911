/** `setUpdatePerformanceListener`: what every update of an instance took, and which update it was part of. */
import { guard, world } from '../context.ts'
import type { DataPath } from '../data/path.ts'
import type { UserFunction } from '../wx/registry.ts'
import type { Instance } from './instance.ts'

export interface PerformanceListener {
  withDataPaths: boolean
  notify: UserFunction
}

/** One rendering of one instance. */
export interface UpdateProcess {
  id: number
  /** The update of an owner that it is part of; 0: none. */
  parent: number
  /** When data was set, and when rendering began. */
  pending: number
  start: number
  /** What was set at first, then what was set meanwhile and became part of it. */
  paths: DataPath[][]
}

class Measure {
  /** Somebody listens; until then nothing is measured. */
  on = false
  running: UpdateProcess | null = null
}

export const measuring = new Measure()

export function listenToUpdates(instance: Instance, options: { withDataPaths?: unknown } | undefined, notify: unknown): void {
  instance.performance = typeof notify === 'function' ? { withDataPaths: Boolean(options?.withDataPaths), notify: notify as UserFunction } : null
  measuring.on ||= instance.performance !== null
}

export function beginUpdate(instance: Instance): UpdateProcess {
  const now = Date.now()
  const paths = instance.pendingPaths ?? [[]]
  instance.pendingPaths = null
  return (measuring.running = { id: ++world.lastId, parent: measuring.running?.id ?? 0, pending: now, start: now, paths })
}

export function endUpdate(instance: Instance, process: UpdateProcess, outer: UpdateProcess | null): void {
  measuring.running = outer
  const listener = instance.performance
  process.paths.push(...(instance.pendingPaths ?? []))
  instance.pendingPaths = null
  if (!listener) return
  process.paths.forEach((dataPaths, i) => {
    guard(listener.notify, instance.user, {
      updateProcessId: process.id,
      ...(process.parent && { parentUpdateProcessId: process.parent }),
      isMergedUpdate: i > 0,
      ...(listener.withDataPaths && { dataPaths }),
      pendingStartTimestamp: process.pending,
      updateStartTimestamp: process.start,
      updateEndTimestamp: Date.now(),
    })
  })
}
