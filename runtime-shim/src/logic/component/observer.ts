/** `observers`: functions that run when fields they name are set. */
import type { DataPath } from '../data/path.ts'
import { parsePath, readPath } from '../data/path.ts'
import type { Loose } from '../wx/registry.ts'

/** One field of an observer's list. */
interface Watched {
  path: DataPath
  /** `path.**`: deeper changes count too. */
  deep: boolean
}

export interface Observer {
  watched: Watched[]
  /** A function or the name of a method. */
  run: unknown
}

/** `'a, b.c, arr[2], x.**, **'`. */
export function observer(fields: string, run: unknown): Observer {
  const watched = fields.split(',').map((field) => {
    const text = field.trim()
    const deep = text === '**' || text.endsWith('.**')
    const path = text === '**' ? [] : parsePath(deep ? text.slice(0, -3) : text)
    return { path, deep }
  })
  return { watched, run }
}

/** Setting `changed` sets the watched field too: it is the field, contains it, or (deep) lies in it. */
function touches({ path, deep }: Watched, changed: DataPath): boolean {
  if (!deep && changed.length > path.length) return false
  const common = Math.min(path.length, changed.length)
  for (let i = 0; i < common; i++) if (path[i] !== changed[i]) return false
  return true
}

export function observes(o: Observer, changed: DataPath): boolean {
  return o.watched.some((w) => touches(w, changed))
}

export function observedValues(o: Observer, data: Loose): unknown[] {
  return o.watched.map((w) => readPath(data, w.path))
}
