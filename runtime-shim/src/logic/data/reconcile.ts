/**
 * Rendered data: an immutable snapshot that shares structure with the one before it. In: the previous snapshot and user data; out: a snapshot equal to the
 * user data, in which everything that did not change is the previous object. Render functions can then compare by identity.
 */
import type { Loose } from '../wx/registry.ts'
import { isPlain } from './copy.ts'
import { fitsKey } from './path.ts'
import type { DataPath } from './path.ts'

/** The `wx:key` under which a rendered array was last listed. */
const keys = new WeakMap<object, string>()

/** Remembers the key of a list, so that its rows keep their identity when the whole array is replaced. */
export function rememberKey(array: object, key: string): void {
  keys.set(array, key)
}

/** Containers of the user data that lie around the value being copied, to cut cycles. */
const around: unknown[] = []

/** The snapshot of `next`. */
export function reconcile(previous: unknown, next: unknown): Loose {
  if (typeof next !== 'object' || next === null || next === previous) return next
  if (around.includes(next)) {
    console.warn('Data with a cycle cannot be rendered; the inner reference is left out.')
    return undefined
  }
  around.push(next)
  try {
    return Array.isArray(next) ? reconcileArray(previous, next) : reconcileObject(previous, next)
  } finally {
    around.pop()
  }
}

function reconcileArray(previous: unknown, next: unknown[]): unknown[] {
  const old: unknown[] = Array.isArray(previous) ? previous : []
  const key = keys.get(old)
  const out = new Array<unknown>(next.length)
  let same = old === previous && old.length === next.length
  let byKey: Map<unknown, unknown> | undefined
  /** Rows that left (or, below zero, came) before this one: where most rows of a list that is given anew are found. */
  let shift = 0
  for (let i = 0; i < next.length; i++) {
    const item = next[i]
    let before = old[i + shift]
    if (key && isObject(item) && !hasKey(before, key, item[key])) {
      if (hasKey(old[i + shift + 1], key, item[key])) before = old[i + ++shift]
      else if (hasKey(old[i + shift - 1], key, item[key])) before = old[i + --shift]
      else {
        if (!byKey) {
          byKey = new Map()
          for (const row of old) if (isObject(row)) byKey.set(row[key], row)
        }
        before = byKey.get(item[key])
      }
    }
    out[i] = reconcile(before, item)
    if (!Object.is(out[i], old[i])) same = false
  }
  if (same) return old
  if (key) keys.set(out, key)
  return out
}

function hasKey(row: unknown, key: string, value: unknown): boolean {
  return isObject(row) && row[key] === value
}

function reconcileObject(previous: Loose, next: Loose): unknown {
  if (!isPlain(next)) return foreign(next)
  const old = isObject(previous) && !Array.isArray(previous) ? previous : undefined
  if (old && hasFields(old, next)) return old
  const out: Record<string, unknown> = { ...next }
  let same = old !== undefined
  let count = 0
  for (const name in out) {
    let value = out[name]
    if (isObject(value)) out[name] = value = reconcile(old?.[name], value)
    if (same && (!Object.is(value, old![name]) || (value === undefined && !(name in old!)))) same = false
    count++
  }
  return same && fieldsOf(old!) === count ? old : out
}

/** Whether `old` has these fields of `next`, all primitive, and no others: most rows of a list that is given anew, for which nothing is made. */
function hasFields(old: Loose, next: Loose): boolean {
  // Own fields only: the prototypes of both are `Object.prototype` or none.
  let count = 0
  for (const name in next) {
    const value: unknown = next[name]
    if (isObject(value) || !Object.is(value, old[name]) || (value === undefined && !(name in old))) return false
    count++
  }
  return fieldsOf(old) === count
}

function fieldsOf(object: object): number {
  let count = 0
  for (const _ in object) count++
  return count
}

/** What is left of a class instance on the way to the view, where WeChat sends JSON. Binary data stays. */
function foreign(value: Loose): unknown {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (typeof value.toJSON === 'function') return value.toJSON()
  return reconcileObject(undefined, { ...value })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** How a copy of an array differs from it. */
export interface ArrayEdit {
  from: readonly unknown[]
  /** Indexes written; some twice, some perhaps beyond the end. */
  at: number[]
}

/** Containers that one update has made; of copies of arrays, what it has written. */
export type Fresh = Map<unknown, ArrayEdit | undefined>

/** Those of the update that is being rendered: lists look only at the rows that it wrote. */
let editsShown: Fresh | undefined

/** Renders an update. */
export function withEdits(fresh: Fresh | undefined, render: () => void): void {
  const outer = editsShown
  editsShown = fresh
  try {
    render()
  } finally {
    editsShown = outer
  }
}

/** How the update that is being rendered made this array, if from another one by writing into it. */
export function editOf(array: unknown): ArrayEdit | undefined {
  return editsShown?.get(array)
}

/**
 * The snapshot after writing `value` at `path`. `fresh` holds the containers this update has made already; they are changed in place, so that many
 * paths into one array copy it once.
 */
export function reconcileAt(snapshot: Loose, path: DataPath, value: unknown, fresh: Fresh, at = 0): Loose {
  if (at === path.length) return reconcile(snapshot, value)
  const key = path[at]!
  const fits = fitsKey(snapshot, key)
  const next = reconcileAt(fits ? snapshot[key] : undefined, path, value, fresh, at + 1)
  if (fits && snapshot[key] === next && (next !== undefined || key in snapshot)) return snapshot
  let out = snapshot
  if (!fits) fresh.set((out = typeof key === 'number' ? [] : {}), undefined)
  else if (!fresh.has(snapshot)) {
    if (Array.isArray(snapshot)) {
      out = snapshot.slice()
      const listed = keys.get(snapshot)
      if (listed) keys.set(out, listed)
      fresh.set(out, { from: snapshot, at: [] })
    } else fresh.set((out = { ...snapshot }), undefined)
  }
  if (typeof key === 'number') fresh.get(out)?.at.push(key)
  out[key] = next
  return out
}
