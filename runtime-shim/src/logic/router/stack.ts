/** The page stack and the parked tab pages. */
import { world } from '../context.ts'
import type { RouteKind } from '../../protocol/messages.ts'
import type { Page } from '../page/page.ts'
import type { PageUrl } from './url.ts'

export const MAX_PAGES = 10

/** A route change that goes on, or the last one. */
export interface Route {
  id: number
  kind: RouteKind
  /** Where it leads; a watcher of `beforeAppRoute` may change it. */
  url: PageUrl
  /** No page has this path. */
  missing?: boolean
}

/** Moments of a route change, in the order of framework reference §2.1. */
export type RouteStep = 'beforeAppRoute' | 'beforePageUnload' | 'afterPageUnload' | 'beforePageLoad' | 'afterPageLoad' | 'appRoute' | 'appRouteDone'

class Stack {
  /** Bottom first; the last is the current page. */
  pages: Page[] = []
  /** Tab pages that were left, by path; they keep their instance. */
  readonly parked = new Map<string, Page>()
  /** Hears of every moment of a route change; `page`: the one that comes, goes or is revealed. See `events.ts`. */
  watch: ((step: RouteStep, route: Route, page?: Page) => void) | undefined = undefined
  /** True: going back from the top page means something else now. */
  keeps: (() => boolean) | undefined = undefined
}

export const stack = new Stack()

export function topPage(): Page | undefined {
  return stack.pages.at(-1)
}

/** `getCurrentPages()`. */
export function currentPages(): unknown[] {
  return stack.pages.map((page) => page.instance.user as unknown)
}

/** Every page of the project has an entry in the configuration. */
export function isKnownPage(path: string): boolean {
  return (world.host.config.pages as { path: string }[]).some((page) => page.path === path)
}

/** The window settings of a page: `window` of `app.json` overlaid with its own. */
export function settingsOf(path: string): Record<string, unknown> {
  const pages = world.host.config.pages as { path: string; json?: Record<string, unknown> }[]
  return pages.find((page) => page.path === path)?.json ?? {}
}

/** Position in the tab bar, −1 for other pages. */
export function tabIndex(path: string): number {
  const items = (world.host.config.tabBar?.list ?? []) as { pagePath: string }[]
  return items.findIndex(({ pagePath }) => pagePath.replace(/^\/|\.html$/g, '') === path)
}
