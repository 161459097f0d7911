/** The five router functions: a queue of route changes, each with its hooks in the documented order (framework reference §2.1 and §3). */
import type { RouteKind } from '../../protocol/messages.ts'
import { HAS_EVENT_CHANNELS } from '../../protocol/parts.ts'
import { units } from '../component/unit.ts'
import type { Unit } from '../component/unit.ts'
import { world } from '../context.ts'
import { Page } from '../page/page.ts'
import { flushPatch } from '../render/patch.ts'
import type { CallOptions, Loose, UserFunction } from '../wx/registry.ts'
import { asyncApi } from '../wx/registry.ts'
import { EventChannel } from './channel.ts'
import { loadPackageOf, preloadFrom } from './package.ts'
import { MAX_PAGES, isKnownPage, stack, tabIndex, topPage } from './stack.ts'
import { parseUrl } from './url.ts'
import type { PageUrl } from './url.ts'

/** The end of the queue: route changes run one at a time, in the order of the calls. */
let tail: Promise<unknown> = Promise.resolve()
let lastRoute = 0
let queued = 0

/** How many route changes have been asked for. */
export function queuedRoutes(): number {
  return queued
}

export function enqueueRoute<T>(change: () => Promise<T> | T): Promise<T> {
  queued++
  const done = tail.then(change)
  tail = done.catch(() => undefined)
  return done
}

function fire(event: string, url: PageUrl, kind: string, more: object = {}): void {
  world.host.event(event).fire({ path: url.path, query: url.query, openType: kind, routeEventId: String(lastRoute), ...more })
}

/** Before a change: loads the target's package. Throws when there is no such page. */
async function prepare(url: PageUrl): Promise<void> {
  if (!isKnownPage(url.path)) throw `page "${url.path}${url.search && '?' + url.search}" is not found`
  await loadPackageOf(url.path)
  if (!units.has(url.path)) throw `page "${url.path}" is not found`
}

function begin(url: PageUrl, kind: RouteKind): void {
  lastRoute++
  fire('beforeAppRoute', url, kind, { notFound: false, renderer: 'webview' })
}

function unload(page: Page): void {
  const more = { page: page.instance.user as unknown }
  fire('beforePageUnload', page.url, page.openType, more)
  page.unload()
  stack.pages = stack.pages.filter((other) => other !== page)
  stack.parked.delete(page.path)
  page.drop()
  fire('afterPageUnload', page.url, page.openType)
}

/** A new page on top: created, on the stack, attached, `onLoad`, `onShow`. */
function open(url: PageUrl, kind: RouteKind, channel: EventChannel | null, unit: Unit = units.get(url.path)!): void {
  fire('beforePageLoad', url, kind, { componentFramework: 'exparser' })
  const page = new Page(unit, url, kind, channel)
  stack.pages = [...stack.pages, page]
  page.load()
  page.show()
  fire('afterPageLoad', url, kind, { componentFramework: 'exparser', page: page.instance.user as unknown })
}

/** After a change: the view shows the top page. */
function finish(kind: RouteKind, delta = 0): void {
  const page = topPage()!
  flushPatch()
  world.send({ t: 'route', kind, page: page.instance.id, pages: stack.pages.map((p) => p.instance.id), delta })
  fire('appRoute', page.url, kind, {
    notFound: false,
    renderer: 'webview',
    page: page.instance.user as unknown,
    webviewId: page.instance.id,
    timeStamp: Date.now(),
  })
  preloadFrom(page.path)
}

/** The view has finished the transition to a page. */
export function routeDone(id: number): void {
  const page = topPage()
  if (page?.instance.id !== id) return
  fire('appRouteDone', page.url, page.openType, { webviewId: id, timeStamp: Date.now() })
  page.lifetime('routeDone')
  page.instance.run('onRouteDone')
}

async function navigateTo(url: PageUrl, options: CallOptions): Promise<object> {
  await prepare(url)
  if (tabIndex(url.path) >= 0) throw 'can not navigateTo a tabbar page'
  if (stack.pages.length >= MAX_PAGES) throw 'webview count limit exceed'
  const [opener, opened] = HAS_EVENT_CHANNELS ? EventChannel.pair() : [undefined, null]
  if (opener) for (const [name, fn] of Object.entries((options.events ?? {}) as Record<string, UserFunction>)) opener.on(name, fn)
  begin(url, 'navigateTo')
  topPage()?.hide()
  open(url, 'navigateTo', opened)
  finish('navigateTo')
  return { eventChannel: opener }
}

async function redirectTo(url: PageUrl): Promise<void> {
  await prepare(url)
  if (tabIndex(url.path) >= 0) throw 'can not redirectTo a tabbar page'
  begin(url, 'redirectTo')
  const page = topPage()
  if (page) unload(page)
  open(url, 'redirectTo', null)
  finish('redirectTo')
}

async function reLaunch(url: PageUrl): Promise<void> {
  await prepare(url)
  begin(url, 'reLaunch')
  for (const page of [...stack.pages].reverse()) unload(page)
  for (const page of [...stack.parked.values()]) unload(page)
  open(url, 'reLaunch', null)
  finish('reLaunch')
}

async function switchTab(url: PageUrl): Promise<void> {
  await prepare(url)
  if (tabIndex(url.path) < 0) throw 'can not switch to no-tabBar page'
  const bottom = stack.pages[0]
  begin(url, 'switchTab')
  for (const page of stack.pages.slice(1).reverse()) unload(page)
  if (bottom?.path !== url.path) {
    if (bottom && tabIndex(bottom.path) < 0) unload(bottom)
    else if (bottom) {
      bottom.hide()
      stack.parked.set(bottom.path, bottom)
    }
    const parked = stack.parked.get(url.path)
    stack.parked.delete(url.path)
    stack.pages = parked ? [parked] : []
    if (!parked) open(url, 'switchTab', null)
  }
  topPage()!.show()
  finish('switchTab')
}

function navigateBack(delta: number): void {
  const { pages } = stack
  const top = topPage()
  if (!top || pages.length < 2) throw 'cannot navigate back at first page'
  const count = Math.min(Math.max(1, Math.floor(delta) || 1), pages.length - 1)
  const revealed = pages[pages.length - 1 - count]!
  begin(revealed.url, 'navigateBack')
  for (const page of pages.slice(-count).reverse()) unload(page)
  revealed.show()
  finish('navigateBack', count)
}

/** Shows a unit that is no page of the project, in place of the whole stack. */
export function openUnit(unit: Unit, url: PageUrl, kind: RouteKind): void {
  for (const page of [...stack.pages].reverse()) unload(page)
  open(url, kind, null, unit)
  finish(kind)
}

/** The page the app starts with. */
export async function appLaunch(url: PageUrl): Promise<void> {
  await prepare(url)
  begin(url, 'appLaunch')
  open(url, 'appLaunch', null)
  finish('appLaunch')
}

/** `wx` (`base`: undefined, URLs are relative to the current page), `this.pageRouter` and `this.router`. */
export function routerFor(base?: string): Record<string, (options?: CallOptions) => Promise<Loose> | undefined> {
  const toUrl = (options: CallOptions): PageUrl => parseUrl(options.url as string, base ?? topPage()?.path ?? '')
  const go = (api: string, change: (url: PageUrl, options: CallOptions) => unknown): ((options?: CallOptions) => Promise<Loose> | undefined) =>
    asyncApi(
      world.host,
      api,
      (options) => {
        const url = base === undefined ? undefined : toUrl(options)
        return enqueueRoute(() => change(url ?? toUrl(options), options))
      },
      { url: 'String' },
    )
  return {
    navigateTo: go('navigateTo', navigateTo),
    redirectTo: go('redirectTo', redirectTo),
    reLaunch: go('reLaunch', reLaunch),
    switchTab: go('switchTab', switchTab),
    navigateBack: asyncApi(world.host, 'navigateBack', (options) => enqueueRoute(() => navigateBack(Number(options.delta ?? 1)))),
  }
}

/** The browser's or the navigation bar's back. */
export function goBack(delta: number): void {
  enqueueRoute(() => navigateBack(delta)).catch(() => undefined)
}

/** A tab was tapped: shows it (unless it is there) and tells its page. */
export function tapTab(index: number): void {
  const item = (world.host.config.tabBar?.list as Loose[] | undefined)?.[index]
  if (!item) return
  const url = parseUrl('/' + String(item.pagePath), '')
  enqueueRoute(async () => {
    if (topPage()?.path !== url.path) await switchTab(url)
    topPage()!.instance.run('onTabItemTap', { index: String(index), pagePath: url.path, text: item.text })
  }).catch((error: unknown) => world.host.onError(error))
}

/** The address bar (or forward) asks for a page. `missing` handles a page that does not exist. */
export function openFromBrowser(url: PageUrl, kind: 'navigateTo' | 'reLaunch', missing: (url: PageUrl) => void): void {
  enqueueRoute(async () => {
    if (!isKnownPage(url.path)) return missing(url)
    if (kind === 'reLaunch') await reLaunch(url)
    else if (tabIndex(url.path) >= 0) await switchTab(url)
    else if (stack.pages.length < MAX_PAGES) await navigateTo(url, {})
    else await redirectTo(url)
  }).catch((error: unknown) => world.host.onError(error))
}
