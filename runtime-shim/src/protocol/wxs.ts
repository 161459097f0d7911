/** What WXS modules get as `$w`, on whichever thread they run: the globals that are narrower than JavaScript's, and what some constructs become. */

const wxsNumber = {
  MAX_VALUE: Number.MAX_VALUE,
  MIN_VALUE: Number.MIN_VALUE,
  NEGATIVE_INFINITY: Number.NEGATIVE_INFINITY,
  POSITIVE_INFINITY: Number.POSITIVE_INFINITY,
}

export const wxsGlobals = {
  Date: { now: Date.now, parse: Date.parse, UTC: Date.UTC },
  JSON: {
    stringify: (value: unknown): string | undefined => JSON.stringify(value),
    parse: (text: unknown): unknown => (text === undefined ? undefined : JSON.parse(String(text))),
  },
  Number: wxsNumber,
  console: { log: (...values: unknown[]): void => console.log(...values) },
  getDate: (...parts: []): Date => new Date(...parts),
  getRegExp: (pattern: string, flags?: string): RegExp => new RegExp(pattern, flags),
  /** `x.constructor`: the name of the type. `soft`: written `x?.constructor`. */
  ctor(value: unknown, soft?: boolean): string | undefined {
    if (value === undefined || value === null) {
      if (soft) return undefined
      throw new TypeError(`Cannot read properties of ${String(value)} (reading 'constructor')`)
    }
    return Object.prototype.toString.call(value).slice(8, -1)
  },
  /** A name that does not exist in WXS. */
  missing(name: string): never {
    throw new ReferenceError(`${name} is not defined`)
  },
  /** `this`: an empty object where JavaScript has none or the global one. */
  self: (value?: unknown): unknown => (value === undefined || value === globalThis ? {} : value),
}
