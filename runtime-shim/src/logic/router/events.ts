/** Route events: `wx.onBeforeAppRoute` … `wx.onAppRouteDone` with their payloads (framework reference §3), and `wx.rewriteRoute`. */
import { world } from '../context.ts'
import type { Page } from '../page/page.ts'
import type { Loose } from '../wx/registry.ts'
import { isKnownPage, settingsOf, stack, tabIndex, topPage } from './stack.ts'
import type { Route, RouteStep } from './stack.ts'
import { formatQuery, parseUrl } from './url.ts'

/** Numbers of pages as route events give them. */
const webviews = new WeakMap<Page, number>()

class Watch {
  /** The number given last: of the page on its way. */
  last = 0
  /** The change that may still be led elsewhere. */
  open: Route | undefined = undefined
}

const watching = new Watch()

/** From now on route changes fire the events of `RouteStep`. */
export function watchRoutes(): void {
  stack.watch = (step, route, page) => {
    if (step === 'beforeAppRoute') {
      if (!page) watching.last++
      watching.open = route
    } else if (step === 'afterPageLoad') webviews.set(page!, watching.last)
    world.host.event(step).fire(payload(step, route, page))
    watching.open = undefined
  }
}

function payload(step: RouteStep, { id, kind: openType, url, missing = false }: Route, page: Page | undefined): object {
  const routeEventId = String(id)
  const { path, query } = page?.url ?? url
  const webviewId = (page && webviews.get(page)) ?? watching.last
  const timeStamp = Date.now()
  switch (step) {
    case 'beforePageUnload':
      return { page: page!.instance.user as unknown, path, routeEventId }
    case 'afterPageUnload':
      return { path, routeEventId }
    case 'beforePageLoad':
    case 'afterPageLoad': {
      const instance = page && { page: page.instance.user as unknown }
      return { path, query: { ...query }, openType, componentFramework: settingsOf(path).componentFramework ?? 'exparser', routeEventId, ...instance }
    }
    case 'appRouteDone':
      return { path, query: { ...query }, openType, routeEventId, webviewId, timeStamp }
    default: {
      const about = { path, query: { ...query }, openType, notFound: missing || !isKnownPage(path), renderer: 'webview', pipMode: undefined, routeEventId, webviewId }
      return { ...about, page: { window: settingsOf(path) }, ...(step === 'appRoute' && { timeStamp }) }
    }
  }
}

/** `wx.rewriteRoute`: inside a listener of `onBeforeAppRoute`, leads the change to another page. */
export function rewriteRoute({ url: text, preserveQuery }: Loose): void {
  const route = watching.open
  if (!route) throw 'rewriteRoute can only be called in a listener of onBeforeAppRoute'
  if (route.kind === 'navigateBack' || route.kind === 'switchTab') throw `can not rewrite ${route.kind}`
  const url = parseUrl(text as string, topPage()?.path ?? '')
  if (!isKnownPage(url.path)) throw `page "${url.path}" is not found`
  if (tabIndex(url.path) >= 0 && /To$/.test(route.kind)) throw `can not ${route.kind} a tabbar page`
  const query = preserveQuery ? { ...route.url.query, ...url.query } : url.query
  route.url = { path: url.path, query, search: formatQuery(query) }
}
