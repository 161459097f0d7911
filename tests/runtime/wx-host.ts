/** A logic side for tests of `wx` families: a fake view that answers calls from a table and remembers them. */
import type { Env, ToView } from '../../runtime-shim/src/protocol/messages.ts'
import { createWx, type Family, type Loose, WxHost } from '../../runtime-shim/src/logic/wx/registry.ts'

export interface FakeHost {
  host: WxHost
  wx: Loose
  /** Calls that reached the view: `[method, args]`. */
  calls: [method: string, args: Loose][]
  /** Answers by method: a value, or a function of the arguments; what it throws is the failure. */
  answers: Record<string, unknown>
}

export const ENV: Env = {
  screenWidth: 375,
  screenHeight: 812,
  windowWidth: 375,
  windowHeight: 724,
  statusBarHeight: 44,
  navigationBarHeight: 44,
  tabBarHeight: 0,
  menuButton: { top: 50, right: 368, bottom: 82, left: 281, width: 87, height: 32 },
  safeArea: { top: 44, right: 375, bottom: 778, left: 0, width: 375, height: 734 },
  pixelRatio: 2,
  language: 'zh-CN',
  theme: 'light',
  userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15',
  online: true,
  networkType: 'wifi',
  orientation: 'portrait',
  base: 'http://localhost/app/',
  dev: false,
}

export function fakeHost(families: Family[], config: Record<string, Loose> = {}): FakeHost {
  const calls: FakeHost['calls'] = []
  const answers: Record<string, unknown> = {}
  const host = new WxHost(
    (message: ToView) => {
      if (message.t !== 'call') return
      const args = structuredClone(message.args)
      calls.push([message.method, args])
      if (!message.id) return
      queueMicrotask(() => {
        try {
          if (!(message.method in answers)) throw 'not supported in browser'
          const answer = answers[message.method]
          host.answer(message.id, true, typeof answer === 'function' ? (answer as (args: Loose) => unknown)(args) : answer)
        } catch (error) {
          host.answer(message.id, false, error)
        }
      })
    },
    { ...ENV },
  )
  Object.assign(host.config, config)
  return { host, wx: createWx(host, families), calls, answers }
}

/** Calls a member with callbacks; gives `[callback, result]` in the order in which they came. */
export function withCallbacks(api: (options: Loose) => unknown, options: Loose = {}): Promise<[name: string, result: Loose][]> {
  return new Promise((resolve) => {
    const seen: [string, Loose][] = []
    api({
      ...options,
      success: (result: Loose) => seen.push(['success', result]),
      fail: (error: Loose) => seen.push(['fail', error]),
      complete: (result: Loose) => {
        seen.push(['complete', result])
        resolve(seen)
      },
    })
  })
}

/** The failure of a call. */
export async function failureFrom(promise: unknown): Promise<Loose> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}
