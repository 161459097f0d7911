/** Every message that crosses between the logic thread and the view, in both directions; structured-cloneable. */

/** What the logic thread may assume about its surroundings; sent with `boot`, then again (in part) as `env` messages when it changes. */
export interface Env {
  /** Size of the viewport element in CSS px (the app's column, not the browser window). */
  screenWidth: number
  screenHeight: number
  /** Size of the page area: without navigation bar and tab bar of the current page. */
  windowWidth: number
  windowHeight: number
  /** Height of the simulated status bar, px. */
  statusBarHeight: number
  navigationBarHeight: number
  tabBarHeight: number
  /** Rectangle of the capsule (menu button), px. */
  menuButton: { top: number; right: number; bottom: number; left: number; width: number; height: number }
  safeArea: { top: number; right: number; bottom: number; left: number; width: number; height: number }
  pixelRatio: number
  language: string
  theme: 'light' | 'dark'
  userAgent: string
  online: boolean
  networkType: string
  orientation: 'portrait' | 'landscape'
  /** Origin and base path of the app, ending in `/`. */
  base: string
  /** True in `wxc dev`: other origins are reached through `base + '__wxc/proxy?url='`. */
  dev: boolean
  /** The app lives in an element of somebody else's page: the name that what it stores is kept under. */
  holder?: string | undefined
}

/** One point of a touch, px; `x`/`y` only for a canvas. */
export interface TouchPoint { identifier: number; pageX: number; pageY: number; clientX: number; clientY: number; force?: number; x?: number; y?: number }

/** A DOM event (or a built-in element's event) that some listener on its path wants. */
export interface EventMessage {
  t: 'event'
  /** Event name without prefix: `tap`, `input`, `scrolltolower`. */
  type: string
  /**
   * The addressed elements from the innermost outwards, four numbers each: block, node, offsetLeft, offsetTop.
   * A non-bubbling event carries one element only.
   */
  path: number[]
  /** False when the event started on an element inside `path[0]` that has no number (no id, no dataset). */
  exact: boolean
  bubbles: boolean
  detail: unknown
  touches?: TouchPoint[]
  changedTouches?: TouchPoint[]
  /** ms since the page opened. */
  timeStamp: number
  /** Set when the view needs the handler's return value (`input`): the logic answers with a `return` message of this id. */
  reply?: number
}

/** From the view to the logic thread. */
export type ToLogic =
  /** First message: where to start. `storage` is unused when the logic thread can open its own store. */
  | { t: 'boot'; version: number; env: Env; url: string; query: Record<string, string>; path: string; ring?: SharedArrayBuffer }
  | { t: 'env'; env: Partial<Env> }
  | EventMessage
  /** The patches up to `seq` are in the document. */
  | { t: 'ack'; seq: number }
  /** Answer to `call`. */
  | { t: 'return'; id: number; ok: boolean; value: unknown }
  /** Something happened in the host: `resize`, `theme`, `network`, `keyboard`, … ; the payload of the `wx.onX` event. */
  | { t: 'emit'; name: string; payload: unknown }
  /** The user went back (or forward) with the browser, the navigation bar or a gesture: the page stack shall become this many pages shorter. */
  | { t: 'back'; delta: number }
  /** The browser's history or address bar asks for an app path: `navigateTo` (forward, edited hash; a tab page: `switchTab`), or `reLaunch` (below the bottom of the stack, after a reload). */
  | { t: 'open'; path: string; query: Record<string, string>; kind: 'navigateTo' | 'reLaunch' }
  /** A tab was tapped. */
  | { t: 'tab'; index: number }
  /** The app is taken out of the page around it: answered by a call of `ended`. */
  | { t: 'end' }
  /** Page visibility. */
  | { t: 'visible'; visible: boolean }
  /** The page scrolled, reached its bottom, was pulled down; only sent when the page asked for it in `mount`. */
  | { t: 'page'; page: number; what: 'scroll' | 'bottom' | 'pull' | 'resize'; detail: unknown }
  /** The route's transition ended. */
  | { t: 'routed'; page: number }
  /** A WXS function on the view thread called `callMethod(name, args)` on (or `triggerEvent` from) a component. */
  | { t: 'method'; instance: number; name: string; args: unknown }
  | { t: 'trigger'; instance: number; name: string; detail: unknown }
  /**
   * A built-in element calls `wx.<name>(args)` inside a tap (`navigator`, `button open-type`); the logic answers with `return`, whose value is what `complete`
   * gets. A name without a `wx` member is the host bridge's; without a bridge: `{errMsg: "<name>:fail not supported in browser"}`.
   */
  | { t: 'api'; id: number; name: string; args: Record<string, unknown> }
  /** An uncaught error on the view thread. */
  | { t: 'error'; message: string; stack: string }

/** How the page stack changes; the view moves page containers and the browser's history accordingly. */
export type RouteKind = 'appLaunch' | 'navigateTo' | 'redirectTo' | 'reLaunch' | 'switchTab' | 'navigateBack'

/** From the logic thread to the view. */
export type ToView =
  /** A patch. With `ack` somebody waits for it: the view answers when the whole of it is applied. */
  | { t: 'patch'; seq: number; ops: unknown[]; ack?: true }
  /**
   * A page instance exists. The view creates its container (hidden), loads the page's templates and style sheet, and holds back later patches until
   * they are there. `wants` names what the page listens to.
   */
  | { t: 'mount'; page: number; path: string; query: string; wants: { scroll: boolean; bottom: boolean; pull: boolean } }
  /** The page is gone: drop its container. Its blocks are forgotten by the patch. */
  | { t: 'unmount'; page: number }
  /** Show `page`; `pages` is the whole stack, bottom first (parked tab pages are kept hidden unless unmounted). */
  | { t: 'route'; kind: RouteKind; page: number; pages: number[]; delta: number }
  /** Ask the host for something; answered by `return` unless `id` is 0. */
  | { t: 'call'; id: number; method: string; args: unknown }
  /** Answer to an event with `reply`, or to `api`. */
  | { t: 'return'; id: number; value: unknown }
  /** An uncaught error or a console line of the logic thread, for the dev overlay. */
  | { t: 'error'; message: string; stack: string; origin: 'app' | 'runtime' }

/** One end of a connection between the two sides; also implemented in one process, for tests and `--threads 1`. */
export interface Channel<In, Out> {
  send(message: Out, transfer?: Transferable[]): void
  /** Called once, before the first message arrives. */
  listen(receive: (message: In) => void): void
}
