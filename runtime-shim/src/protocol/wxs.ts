/** `$w` of compiled WXS modules: what WXS has instead of JavaScript's globals. Used by both threads; the compiler's `lower/wxs.rs` writes the accesses. */

export const wxsGlobals = {
  /** `x.constructor`, which is a string in WXS. `soft`: written `x?.constructor`. */
  ctor(x: unknown, soft?: boolean): unknown {
    if (x == null) {
      if (soft) return undefined
      throw new TypeError(`Cannot read properties of ${x} (reading 'constructor')`)
    }
    if (typeof x !== 'object') return (typeof x)[0]!.toUpperCase() + (typeof x).slice(1)
    if (Object.hasOwn(x, 'constructor')) return x.constructor
    return Array.isArray(x) ? 'Array' : x instanceof Date ? 'Date' : x instanceof RegExp ? 'RegExp' : 'Object'
  },
  /** `x.toString()`: functions do not show their text. */
  string: (x: unknown): unknown => (typeof x === 'function' ? '[function Function]' : (x as object).toString()),
  /** `this`: an empty object where JavaScript would give the global one. */
  self: (x?: unknown): unknown => (x === undefined || x === globalThis ? {} : x),
  /** A name that WXS does not have. */
  missing(name: string): never {
    throw new ReferenceError(name + ' is not defined')
  },
  Date: { now: Date.now, parse: Date.parse, UTC: Date.UTC },
  JSON: {
    stringify: JSON.stringify,
    parse: (text?: string): unknown => (text === undefined ? text : JSON.parse(text)),
  },
  getDate: (...parts: []): Date => new Date(...parts),
  getRegExp: (pattern: string, flags?: string): RegExp => new RegExp(pattern, flags),
}
