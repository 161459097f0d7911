/** What every family of `wx.*` functions is built on: the line to the host, events, and the calling convention with callbacks or a promise. */
import type { Env, ToView } from '../../protocol/messages.ts'
import type { PageUrl } from '../router/url.ts'

/** Functions of user code: anything in, anything out. */
export type UserFunction = (...args: any[]) => any

/** A value of user code whose shape only the callee knows. */
export type Loose = any

/** The option object of an asynchronous call. */
export interface CallOptions {
  success?: UserFunction
  fail?: UserFunction
  complete?: UserFunction
  [name: string]: Loose
}

/** What a failed call gives to `fail` and rejects with. */
export interface CallFailure {
  errMsg: string
  errno?: number
  errCode?: number
}

/** Listeners of one event, in the order in which they were added. */
export class Emitter {
  private readonly host: WxHost
  private listeners: UserFunction[] = []
  constructor(host: WxHost) {
    this.host = host
  }
  get size(): number {
    return this.listeners.length
  }
  add(listener: unknown): void {
    if (typeof listener === 'function') this.listeners = [...this.listeners, listener as UserFunction]
  }
  /** Without an argument: all of them. */
  delete(listener?: unknown): void {
    this.listeners = listener === undefined ? [] : this.listeners.filter((l) => l !== listener)
  }
  /** A listener that throws does not stop the others. */
  fire(payload?: unknown): void {
    for (const listener of this.listeners) this.host.guard(listener, undefined, payload)
  }
}

/** What the `wx` families and the framework share. One per app; families get it as their only argument. */
export class WxHost {
  /** The host's last word on sizes, theme, network …; fields change in place. */
  readonly env: Env
  /** The object given to `$.app`: pages, window, tabBar, networkTimeout … */
  config: Record<string, Loose> = {}
  /** The object user code knows as `wx`, filled by `createWx`. */
  readonly wx: Record<string, Loose> = {}
  /**
   * Work that has to end before user code runs (opening the store, so that the synchronous calls have their data). The framework starts it when `env` and
   * `config` are known, and waits for all of it.
   */
  readonly before: (() => Promise<unknown>)[] = []
  /** Set by the framework: what `getLaunchOptionsSync` and `getEnterOptionsSync` give. */
  launch: Record<string, Loose> = { path: '', query: {}, scene: 1001, referrerInfo: {}, apiCategory: 'default' }
  enter: Record<string, Loose> = this.launch
  /** Names of `wx` members that cannot work in a browser (`canIUse` is false for them). */
  readonly unsupported = new Set<string>()
  /** True while a handler of a tap runs, and in callbacks of calls made there. */
  gesture = false
  /** Capabilities of families that page and component instances need, by method name; see `provide`. */
  readonly provided: Record<string, UserFunction> = {}
  /** Set by the framework: where uncaught errors of user code go. */
  onError: (error: unknown) => void = (error) => console.error(error)
  /** Puts places in the user's files into a stack; set where source maps are part of the build (`wx/trace.ts`). */
  trace: (stack: string) => string = (stack) => stack
  /** Where a start leads instead; `asked`: the page in the address. Set by what remembers pages (`wx/exit.ts`). */
  resume: ((asked: PageUrl | undefined) => PageUrl | undefined) | undefined = undefined
  /** Set by the framework: the instance of the top page, or undefined. */
  currentPage: () => Loose = () => undefined
  /** Set by the framework: runs `fn` when the changes made so far have been sent to the view. */
  nextTick: (fn: () => void) => void = (fn) => void Promise.resolve().then(fn)
  /** Set by the framework: the numbers the view knows a page or component instance by. */
  locate: (instance: unknown) => { page: number; instance: number } | undefined = () => undefined
  /** Set by the framework: what only the block tree knows of the element `node` of `block` (`at` of `protocol/query.ts`). */
  describe: (block: number, node: number) => { dataset: Loose; mark: Loose } | undefined = () => undefined
  /** Set by the framework: the component instance with this number (for results that name nodes' owners). */
  instance: (id: number) => Loose = () => undefined

  private readonly send: (message: ToView, transfer?: Transferable[]) => void
  private readonly emitters = new Map<string, Emitter>()
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>()
  private lastCall = 0

  constructor(send: (message: ToView, transfer?: Transferable[]) => void, env: Env) {
    this.send = send
    this.env = env
  }

  /** Asks the host (view thread) for something. Rejects with what the host said: a reason string or a `CallFailure`. */
  call(method: string, args?: unknown, transfer?: Transferable[]): Promise<Loose> {
    const id = ++this.lastCall
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.send({ t: 'call', id, method, args }, transfer)
    })
  }

  /** The same without an answer. */
  post(method: string, args?: unknown, transfer?: Transferable[]): void {
    this.send({ t: 'call', id: 0, method, args }, transfer)
  }

  /** The changes made so far have been sent. Calls about elements wait for it, so that a query right behind `setData`, or in `onLoad`, meets the elements, as in WeChat. */
  sent(): Promise<void> {
    return new Promise((resolve) => this.nextTick(resolve))
  }

  /** A `return` message arrived. */
  answer(id: number, ok: boolean, value: unknown): void {
    const waiter = this.waiting.get(id)
    this.waiting.delete(id)
    if (ok) waiter?.resolve(value)
    else waiter?.reject(value)
  }

  /** The event `name`: of the host (`emit` messages: `resize`, `network` …) or of the framework (`appShow`, `appRoute`, `error` …). */
  event(name: string): Emitter {
    let emitter = this.emitters.get(name)
    if (!emitter) this.emitters.set(name, (emitter = new Emitter(this)))
    return emitter
  }

  on(name: string, listener: UserFunction): void {
    this.event(name).add(listener)
  }

  /** Makes `fn(instance, ...args)` the implementation of a method that every page and component has: `createSelectorQuery`, `animate` … */
  provide(method: string, fn: UserFunction): void {
    this.provided[method] = fn
  }

  /** Calls user code; what it throws is reported and gives undefined. */
  guard(fn: UserFunction, self?: unknown, ...args: unknown[]): Loose {
    try {
      return fn.apply(self, args)
    } catch (error) {
      this.onError(error)
    }
  }
}

/** One family: its members of `wx`. Runs once, when the app boots; top-level code of a family's file must not do anything. */
export type Family = (host: WxHost) => Record<string, unknown>

/** Fills `host.wx`. Later families win. */
export function createWx(host: WxHost, families: readonly Family[]): Record<string, Loose> {
  for (const family of families) Object.assign(host.wx, family(host))
  return host.wx
}

/** The error to throw (or reject with) from an implementation: becomes `<api>:fail <reason>`. */
export function apiFailure(reason: string, more?: { errno?: number; errCode?: number; [name: string]: unknown }): object {
  return { reason, more }
}

/** The type name WeChat's parameter errors use. */
export function typeName(value: unknown): string {
  return value === undefined ? 'Undefined' : Object.prototype.toString.call(value).slice(8, -1)
}

function failureOf(api: string, thrown: Loose): CallFailure {
  if (typeof thrown === 'string') return { errMsg: thrown ? `${api}:fail ${thrown}` : `${api}:fail` }
  if (typeof thrown?.reason === 'string') return { errMsg: `${api}:fail ${thrown.reason}`, ...thrown.more }
  if (typeof thrown?.errMsg === 'string') return thrown
  return { errMsg: `${api}:fail ${thrown?.message ?? String(thrown)}` }
}

/**
 * An asynchronous member of `wx`. `implement(options)` gives the result (without `errMsg`) or a promise of it; it fails by throwing `apiFailure(…)`, a
 * reason string, an object with `errMsg`, or an `Error`. `types` names the required options: `{url: 'String'}`.
 *
 * success or fail, then complete, always asynchronously. A promise is returned when none of the three is given.
 */
export function asyncApi(
  host: WxHost,
  api: string,
  implement: (options: CallOptions) => unknown,
  types?: Record<string, string>,
): (options?: CallOptions) => Promise<Loose> | undefined {
  return (given) => {
    const options: CallOptions = given ?? {}
    const gesture = host.gesture
    const work = async (): Promise<unknown> => {
      if (typeof options !== 'object') throw `parameter error: parameter should be Object instead of ${typeName(options)};`
      for (const name in types) {
        const actual = typeName(options[name])
        if (actual !== types[name]) throw `parameter error: parameter.${name} should be ${types[name]} instead of ${actual};`
      }
      return implement(options)
    }
    const done = work().then(
      (result) => {
        const plain = result && typeof result === 'object' && !Array.isArray(result) ? result : undefined
        return { errMsg: `${api}:ok`, ...plain } as Loose
      },
      (thrown: unknown) => Promise.reject(failureOf(api, thrown)),
    )
    const { success, fail, complete } = options
    if (!success && !fail && !complete) return done
    const settle = (first: unknown, result: unknown): void => {
      const before = host.gesture
      host.gesture = gesture
      if (typeof first === 'function') host.guard(first as UserFunction, undefined, result)
      if (typeof complete === 'function') host.guard(complete, undefined, result)
      host.gesture = before
    }
    done.then(
      (result: unknown) => settle(success, result),
      (failure: unknown) => settle(fail, failure),
    )
    return undefined
  }
}

/** `onX` and `offX` for the event `name` of the host or the framework: `eventPair(host, 'WindowResize', 'resize')`. */
export function eventPair(host: WxHost, x: string, name: string): Record<string, UserFunction> {
  return {
    ['on' + x]: (listener: unknown) => host.event(name).add(listener),
    ['off' + x]: (listener?: unknown) => host.event(name).delete(listener),
  }
}

/** Asks the host bridge (`host/bridge.ts`) to do what only WeChat can. Without a bridge, or when it lacks the member, this fails with errno 100. */
export async function askBridge(host: WxHost, api: string, options: CallOptions): Promise<Loose> {
  const { success: _success, fail: _fail, complete: _complete, ...plain } = options
  try {
    return await host.call('bridge', { api, options: plain })
  } catch (thrown) {
    throw thrown === UNSUPPORTED ? apiFailure(UNSUPPORTED, { errno: 100 }) : thrown
  }
}

const UNSUPPORTED = 'not supported in browser'

/**
 * Members that need WeChat itself: a host bridge may have them; otherwise they fail with errno 100 and warn once each. `onX`/`offX` take listeners and
 * never call them.
 */
export function unsupportedApis(host: WxHost, names: readonly string[]): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  for (const name of names) {
    host.unsupported.add(name)
    let warned = false
    members[name] = /^(on|off)[A-Z]/.test(name)
      ? () => undefined
      : asyncApi(host, name, (options) =>
          askBridge(host, name, options).catch((thrown: unknown) => {
            if (!warned && (thrown as Loose)?.more?.errno === 100) console.warn(`wx.${name} is not supported in browser`)
            warned = true
            throw thrown
          }),
        )
  }
  return members
}
