/** Copies of user data, so that changing a value after handing it over changes nothing elsewhere. */
import type { Loose } from '../wx/registry.ts'

/** Array or object literal; instances of classes (Date, Map, typed arrays …) are not. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const proto: unknown = Object.getPrototypeOf(value)
  // An object from another realm has another Object.prototype, which is at the end of its chain all the same.
  return proto === null || proto === Object.prototype || Object.getPrototypeOf(proto) === null
}

/** Deep copy of arrays and plain objects; cycles stay cycles; everything else (functions, Dates, class instances) is the same value. */
export function copyData<T>(value: T): T {
  return typeof value === 'object' && value !== null ? (copyInto(value, [], []) as T) : value
}

function copyInto(value: Loose, from: unknown[], to: unknown[]): Loose {
  if (typeof value !== 'object' || value === null) return value
  const array = Array.isArray(value)
  if (!array && !isPlain(value)) return value
  const seen = from.indexOf(value)
  if (seen >= 0) return to[seen]
  // A spread copies a whole object at once; only what it shares is visited then.
  const out: Loose = array ? new Array(value.length) : { ...value }
  from.push(value)
  to.push(out)
  if (array) {
    for (let i = 0; i < value.length; i++) if (i in value) out[i] = copyInto(value[i], from, to)
  } else {
    for (const key in out) {
      const field: unknown = out[key]
      if (typeof field === 'object' && field !== null) out[key] = copyInto(field, from, to)
    }
  }
  from.pop()
  to.pop()
  return out
}
