/** Data paths, the keys of `setData` and `observers`: `a.b[0].c` with backslash escapes. */
import type { Loose } from '../wx/registry.ts'

/** Field names are strings, array indexes numbers. */
export type DataPath = (string | number)[]

/** Parses one path. Throws the framework's error for what is not one. */
export function parsePath(text: string): DataPath {
  if (!/[.[\\]/.test(text)) return [text]
  const path: DataPath = []
  let name = ''
  /** A name may (must, after a dot) start here. */
  let named = true
  const illegal = (at: number, why: string): never => {
    throw new Error(`data path descriptor "${text}" is illegal at char ${at} (${why})`)
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === '.') {
      if (named) {
        if (!name) illegal(i, 'empty field name')
        path.push(name)
      }
      name = ''
      named = true
    } else if (c === '[') {
      if (named && (name || !path.length)) path.push(name)
      else if (named) illegal(i, 'empty field name')
      const end = text.indexOf(']', i)
      const digits = /^\d+/.exec(text.slice(i + 1))?.[0] ?? ''
      if (!digits || end !== i + 1 + digits.length) illegal(end < 0 && i + 1 + digits.length === text.length ? text.length : i + 1 + digits.length, 'illegal index')
      path.push(Number(digits))
      name = ''
      named = false
      i = end
    } else {
      if (!named) illegal(i, 'illegal character')
      name += c === '\\' && i + 1 < text.length ? text[++i] : c
    }
  }
  if (named) {
    if (!name) illegal(text.length, 'empty field name')
    path.push(name)
  }
  return path
}

/** The value at a path, or undefined. */
export function readPath(data: Loose, path: DataPath): Loose {
  for (const key of path) {
    if (data === null || data === undefined) return undefined
    data = data[key]
  }
  return data
}

/** True when `container` can hold `key`: arrays hold indexes, other objects names. */
export function fitsKey(container: unknown, key: string | number): boolean {
  return typeof container === 'object' && container !== null && Array.isArray(container) === (typeof key === 'number')
}

/** Writes into mutable data; makes containers that are missing or of the wrong kind. */
export function writePath(data: Loose, path: DataPath, value: unknown): void {
  const last = path.length - 1
  for (let i = 0; i < last; i++) {
    const key = path[i]!
    const next = path[i + 1]!
    if (!fitsKey(data[key], next)) data[key] = typeof next === 'number' ? [] : {}
    data = data[key]
  }
  data[path[last]!] = value
}
