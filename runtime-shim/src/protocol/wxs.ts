/** WXS modules, which run on both threads, and their `$w`: what WXS has instead of JavaScript's globals. The compiler's `lower/wxs.rs` writes the accesses. */

export type WxsFactory = (require: (request: string) => unknown, module: { exports: unknown }, $w: unknown) => void

/** Request text → path; null: the file is missing. */
export type WxsRequests = Record<string, string | null>

interface WxsModule {
  factory: WxsFactory
  requests: WxsRequests
  /** Undefined until the first use. */
  module: { exports: unknown } | undefined
}

/** The modules of one thread, by path. */
export type WxsModules = Map<string, WxsModule>

/** Registers a module. The first of a path stays: packages share modules. */
export function addWxsModule(modules: WxsModules, path: string, factory: WxsFactory, requests: WxsRequests): void {
  if (!modules.has(path)) modules.set(path, { factory, requests, module: undefined })
}

/** The exports of a module; runs it on first use. `fail` hears of what it throws. */
export function runWxsModule(modules: WxsModules, path: string, fail: (error: unknown) => void): unknown {
  const entry = modules.get(path)
  if (!entry) return undefined
  if (!entry.module) {
    const module = (entry.module = { exports: {} as unknown })
    const require = (request: string): unknown => runWxsModule(modules, entry.requests[request] ?? '', fail)
    try {
      entry.factory.call({}, require, module, wxsGlobals)
    } catch (error) {
      fail(error)
    }
  }
  return entry.module.exports
}

/** `wxc dev`: registers a module, also in the place of another. It and what requires it run again on next use; one that an edit did not touch keeps its state. */
export function replaceWxsModule(modules: WxsModules, path: string, factory: WxsFactory, requests: WxsRequests): void {
  const old = modules.get(path)
  if (old && String(old.factory) === String(factory) && JSON.stringify(old.requests) === JSON.stringify(requests)) return
  modules.set(path, { factory, requests, module: undefined })
  const forget = (gone: string): void => {
    for (const [other, entry] of modules)
      if (entry.module && Object.values(entry.requests).includes(gone)) {
        entry.module = undefined
        forget(other)
      }
  }
  forget(path)
}

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
