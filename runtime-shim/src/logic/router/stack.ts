/** The page stack and the parked tab pages. */
import { world } from '../context.ts'
import type { Page } from '../page/page.ts'

export const MAX_PAGES = 10

class Stack {
  /** Bottom first; the last is the current page. */
  pages: Page[] = []
  /** Tab pages that were left, by path; they keep their instance. */
  readonly parked = new Map<string, Page>()
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

/** Position in the tab bar, −1 for other pages. */
export function tabIndex(path: string): number {
  const items = (world.host.config.tabBar?.list ?? []) as { pagePath: string }[]
  return items.findIndex(({ pagePath }) => pagePath.replace(/^\/|\.html$/g, '') === path)
}
