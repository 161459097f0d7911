/** What the parts of the view share: the connection, the applier, the pages. One app per document. */
import type { AppConfig, PageConfig } from '../protocol/app.ts'
import type { Channel, Env, ToLogic, ToView } from '../protocol/messages.ts'
import type { Applier, ApplyHooks } from './apply/apply.ts'
import type { WxNode } from './apply/block.ts'

/** A page that exists: its elements and what it looks like. */
export interface PageBox {
  id: number
  path: string
  query: string
  config: PageConfig
  /** The container: navigation bar and body. Only the top page's is visible. */
  root: HTMLElement
  bar: HTMLElement
  /** Containing block of what is `position: fixed` in the page; its rectangle is the page area. */
  body: HTMLElement
  scroller: HTMLElement
  /** The element `page` of style sheets. */
  content: HTMLElement
  /** `performance.now()` when it was mounted. */
  opened: number
  wants: { scroll: boolean; bottom: boolean; pull: boolean }
  /** The page's own content is there; what comes now is its custom tab bar. */
  filled: boolean
  /** Window settings in force: the page's own, with what calls changed. */
  look: Record<string, unknown>
  /** Something over the page that going back closes; it has an entry of its own in the browser's history. */
  layer?: (() => void) | undefined
  /** What had the focus when the page was left. */
  focus?: Element | null
}

/** Where capabilities that not every app needs hook in. */
export interface ViewHooks extends Partial<Pick<ApplyHooks, 'animate' | 'change' | 'adapt' | 'own' | 'style'>> {
  /** Runs the view-thread handlers of an event; gives how many path elements the event may still reach on the logic thread. */
  wxsEvent?(type: string, path: WxNode[], bubbles: boolean, make: () => Record<string, unknown>, event?: Event): number
  /** A page was made, shown (or settings of the shown one changed), dropped. */
  pageMade?: ((page: PageBox) => void)[]
  pageShown?: ((page: PageBox) => void)[]
  pageGone?: ((page: PageBox) => void)[]
  /** The user goes back from the top page. True: not now; `go` does it later. */
  leave?(go: () => void): boolean
  /** Stands between the view and its line to the logic thread. */
  channel?(line: Channel<ToView, ToLogic>): Channel<ToView, ToLogic>
}

/** The prerendered first frame of the document, until it has become the first page; see `apply/adopt.ts`. */
export interface FirstFrame {
  /** The app starts with this page and query: a frame of something else goes. */
  start(path: string, query: object): void
  /** The frame, if it is of this page. */
  page(path: string): HTMLElement | undefined
  /** A part that the element has from the frame. */
  part(host: Element, tag: string): HTMLElement | undefined
  /** The class of an element has come: gives it the properties it had in the frame. */
  revive(element: { getAttribute(name: string): string | null; removeAttribute(name: string): void; wxSet(name: string, value: unknown): void }): void
  /** Runs a task when the app can answer. */
  later(task: () => void): void
  /** Runs a task when the frame is a page, before that is shown. */
  mounted(task: () => void): void
}

/** The state of the view. `bootView` fills it. */
export const view = {
  config: undefined as unknown as AppConfig,
  /** The viewport element. */
  root: undefined as unknown as HTMLElement,
  applier: undefined as unknown as Applier,
  frame: undefined as FirstFrame | undefined,
  send: (() => {}) as (message: ToLogic, transfer?: Transferable[]) => void,
  env: {} as Env,
  pages: new Map<number, PageBox>(),
  /** Page numbers of the stack, bottom first; empty before the first route. */
  stack: [] as number[],
  /** `hideTabBar` is in force. */
  tabsHidden: false,
  hooks: {} as ViewHooks,
}

/** The page on top. */
export function topPage(): PageBox | undefined {
  return view.pages.get(view.stack.at(-1) ?? 0)
}

/** The page an element stands in. */
export function pageOf(element: Node): PageBox | undefined {
  for (const page of view.pages.values()) if (page.root.contains(element)) return page
  return undefined
}

/** Tells the logic thread of something that happened in the host: the event `name` of `wx.onX`. */
export function emitHost(name: string, payload?: unknown): void {
  view.send({ t: 'emit', name, payload })
}

/** Reports an uncaught error of this thread. */
export function reportViewError(error: unknown): void {
  console.error(error)
  const detail = { message: String((error as Error)?.message ?? error), stack: String((error as Error)?.stack ?? '') }
  view.send({ t: 'error', ...detail })
  view.root?.dispatchEvent(new CustomEvent('wxc-error', { detail, bubbles: true }))
}
