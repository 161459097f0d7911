/** `App()` and `getApp()`, the app's hooks, and where uncaught errors of user code end. */
import { guard, world } from '../context.ts'
import { topPage } from '../router/stack.ts'
import type { Loose, UserFunction } from '../wx/registry.ts'

class AppState {
  app: Loose = undefined
  /** `getApp({allowDefault: true})` before `App()`. */
  early: Loose = undefined
  /** In `onError`, whose own errors must not come back. */
  reporting = false
  visible = false
}

const state = new AppState()

export function App(options: Loose): void {
  // The object given out before registration becomes the app; what was set on it wins.
  state.app = Object.assign(state.early ?? {}, { ...options, ...state.early })
}

export function getApp(options?: { allowDefault?: boolean }): Loose {
  if (state.app || !options?.allowDefault) return state.app
  return (state.early ??= {})
}

/** Runs a hook of the app and the `wx.onX` listeners of the same event. */
export function appHook(hook: string, event: string, payload?: unknown): void {
  const fn: unknown = state.app?.[hook]
  if (typeof fn === 'function') guard(fn as UserFunction, state.app, payload)
  if (event) world.host.event(event).fire(payload)
}

/** `onShow` of the app; `first`: at start, when no page is there yet. */
export function showApp(options: object): void {
  if (state.visible) return
  state.visible = true
  appHook('onShow', 'appShow', options)
  topPage()?.show()
}

/** The app came after pages that do without it had been shown: its hooks run when the first other page is opened. */
export function startLate(launch: object, enter: object): void {
  appHook('onLaunch', '', launch)
  if (state.visible) appHook('onShow', '', enter)
}

/** `reason`: of framework reference §1, 0 for good, 3 for now. */
export function hideApp(reason: number): void {
  if (!state.visible) return
  state.visible = false
  topPage()?.hide()
  appHook('onHide', 'appHide', { reason })
}

/** The stack with places in the user's files, where source maps are part of the build. */
function traced(error: Loose): string {
  return world.host.trace(String(error?.stack ?? ''))
}

/** Hands an uncaught error to `App.onError` and `wx.onError`; errors of theirs do not come back. */
function tellApp(message: string, stack: string): void {
  if (state.reporting) return
  state.reporting = true
  appHook('onError', 'error', stack.includes(message) ? stack : `${message}\n${stack}`)
  state.reporting = false
}

/** An uncaught error of user code: console (unless `printed`), overlay, `App.onError`. */
export function reportError(error: Loose, printed?: boolean): void {
  const message = String(error?.message ?? error)
  if (!printed) console.error(error)
  world.send({ t: 'error', message, stack: String(error?.stack ?? ''), origin: 'app' })
  tellApp(message, traced(error))
}

/** An uncaught error of the view, which has printed it. */
export function hearViewError(message: string, stack: string): void {
  tellApp(message, world.host.trace(stack))
}

export function reportRejection(reason: Loose, promise: unknown): void {
  console.error('Uncaught (in promise)', reason)
  world.send({ t: 'error', message: `Uncaught (in promise) ${String(reason?.message ?? reason?.errMsg ?? reason)}`, stack: String(reason?.stack ?? ''), origin: 'app' })
  if (reason?.stack) reason.stack = traced(reason)
  appHook('onUnhandledRejection', 'unhandledRejection', { reason, promise })
}
