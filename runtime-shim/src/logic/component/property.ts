/** Declared properties: their types, defaults, and what a value becomes when it is given to one (framework reference §5.1). */
import { HAS_PROPERTIES } from '../../protocol/parts.ts'
import type { Loose } from '../wx/registry.ts'

export type PropertyType = StringConstructor | NumberConstructor | BooleanConstructor | ObjectConstructor | ArrayConstructor | null

export interface Property {
  name: string
  type: PropertyType
  /** `optionalTypes`: values of these are kept as they are. */
  more: PropertyType[]
  value: unknown
  observer: unknown
}

/** The declaration in any of its forms: a constructor, null, or an object. */
export function property(name: string, declared: Loose): Property {
  const full = typeof declared === 'object' && declared !== null
  const type = typeOf(full ? declared.type : declared)
  const more = full && Array.isArray(declared.optionalTypes) ? (declared.optionalTypes as unknown[]).map(typeOf) : []
  const value: unknown = full && declared.value !== undefined ? declared.value : zeroOf(type)
  return { name, type, more, value, observer: full ? declared.observer : undefined }
}

function typeOf(type: unknown): PropertyType {
  return type === String || type === Number || type === Boolean || type === Object || type === Array ? (type as PropertyType) : null
}

function zeroOf(type: PropertyType): unknown {
  if (type === String) return ''
  if (type === Number) return 0
  if (type === Boolean) return false
  return type === Array ? [] : null
}

function isOf(value: Loose, type: PropertyType): boolean {
  if (type === null) return true
  if (type === Array) return Array.isArray(value)
  if (type === Object) return typeof value === 'object' && value !== null
  return typeof value === (type as () => void).name.toLowerCase() && value === value
}

/** The value a property takes; what cannot be converted becomes the zero value of the type, with a warning. */
export function convertProperty(p: Property, value: Loose, path: string): unknown {
  return HAS_PROPERTIES ? converted(p, value, path) : value
}

function converted(p: Property, value: Loose, path: string): unknown {
  if (p.type === null || isOf(value, p.type) || p.more.some((type) => isOf(value, type))) return value === undefined ? null : value
  const known = value !== null && value !== undefined
  if (p.type === Boolean && known) return Boolean(value)
  if (p.type === String && known && typeof value !== 'function') return String(value)
  if (p.type === Number && known && value === value && typeof value !== 'function' && value !== '') {
    const number = Number(value)
    if (number === number) return number
  }
  const zero = zeroOf(p.type)
  if (zero === value || value === undefined) return zero
  console.warn(
    `[Component] "${path}" received type-uncompatible value: expected <${(p.type as () => void).name}> but get ${describe(value)}. Used ${JSON.stringify(zero)} for property "${p.name}" instead.`,
  )
  return zero
}

function describe(value: unknown): string {
  return value === null ? 'null value' : typeof value === 'string' ? `string "${value}"` : Array.isArray(value) ? 'array' : Number.isNaN(value) ? 'NaN' : typeof value
}
