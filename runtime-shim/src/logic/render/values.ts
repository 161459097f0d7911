/** What expressions of templates are evaluated with, where JavaScript alone would do something else. */
import { rpxToCss } from '../../protocol/rpx.ts'
import type { Instance } from '../component/instance.ts'
import { isPlain } from '../data/copy.ts'
import { resolvePath } from '../router/url.ts'
import type { Loose } from '../wx/registry.ts'
import type { Block } from './block.ts'

/** Text of a text node, and of one part of a concatenation. */
export function text(x: unknown): string {
  return x === undefined || x === null ? '' : String(x)
}

export function style(x: unknown): string {
  return rpxToCss(text(x))
}

/** Member access that sees own properties only: what an object inherits is no data. */
export function get(o: Loose, k: Loose): Loose {
  return o !== null && o !== undefined && Object.hasOwn(Object(o) as object, k as PropertyKey) ? o[k] : undefined
}

export function has(k: unknown, o: unknown): boolean {
  return typeof o === 'object' && o !== null && Object.hasOwn(o, k as PropertyKey)
}

/** What `...a` adds to an array literal or to arguments. */
export function items(a: unknown): unknown[] {
  return Array.isArray(a) ? a : typeof a === 'string' ? Array.from(a) : []
}

/** A relative file name seen from `folder`, as a path from the root; other addresses as they are. */
export function asset(x: unknown, folder: string): unknown {
  return typeof x !== 'string' || !x || /^([a-z][\w+.-]*:|\/)/i.test(x) ? x : '/' + resolvePath(folder + '/', x)
}

/** What crosses into and out of WXS: a deep copy in which functions are null. */
function wxsValue(value: unknown): unknown {
  if (typeof value === 'function') return null
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Array.from(value, wxsValue)
  if (value instanceof Date) return new Date(value)
  if (value instanceof RegExp) return new RegExp(value.source, value.flags)
  if (!isPlain(value)) return value
  const out: Record<string, unknown> = {}
  for (const key of Object.keys(value)) out[key] = wxsValue(value[key])
  return out
}

/** Calls a WXS function; what is none gives undefined, and an exception is logged and gives undefined. */
export function call(f: unknown, args: unknown[]): unknown {
  if (typeof f !== 'function') return undefined
  try {
    return wxsValue(f.apply({}, args.map(wxsValue)))
  } catch (error) {
    console.error(error)
    return undefined
  }
}

export function method(o: unknown, k: unknown, args: unknown[]): unknown {
  return call(get(o, k), args)
}

/** Non-zero while values change that lists and templates do not compare (external classes). */
let forcing = 0

export function forced(): boolean {
  return forcing > 0
}

/** Runs an update in which no row and no template is skipped. */
export function withForce(update: () => void): void {
  forcing++
  try {
    update()
  } finally {
    forcing--
  }
}

/** A class of `owner` on an element of a component: beside it a class for each of the owner's scopes, so that its rules find this class and no other of the element. */
function passedClass(owner: Instance, name: string): string {
  return owner.unit.info.scope?.replace(/\S+/g, (scope) => `${scope}--${name}`) ?? ''
}

/** Class text in which the external classes of the owner are replaced by what its user passed; `~a` is a class of the page, `^a` of the owner around, `^^a` of the one around that. */
export function cls(b: Block, x: unknown, passing = false): string {
  return text(x).replace(/(~|\^*)(\S+)/g, (name, up: string, plain: string) => {
    let outer: Instance | null = b.o
    if (up === '~') outer = outer.page
    else for (const _ of up) outer = outer && outer.owner
    const given = up ? undefined : b.o.classes?.get(name)
    return given ?? ((up || passing) && outer ? `${plain} ${passedClass(outer, plain)}` : plain)
  })
}
