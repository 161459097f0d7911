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
import type { Route, RouteStep } from './stack.ts'
import { parseUrl } from './url.ts'
import type { PageUrl } from './url.ts'

/** The end of the queue: route changes run one at a time, in the order of the calls. */
let tail: Promise<unknown> = Promise.resolve()
/** How many route changes have been asked for. */
let queued = 0
let route: Route = { id: 0, kind: 'appLaunch', url: { path: '', query: {}, search: '' } }

export function enqueueRoute<T>(change: () => Promise<T> | T): Promise<T> {
  queued++
  const done = tail.then(change)
  tail = done.catch(() => undefined)
  return done
}

function notify(step: RouteStep, page?: Page): void {
  stack.watch?.(step, route, page)
}

/** Before a change: loads the target's package. Throws when there is no such page. */
async function prepare(url: PageUrl): Promise<void> {
  if (!isKnownPage(url.path)) throw `page "${url.path}${url.search && '?' + url.search}" is not found`
  await loadPackageOf(url.path)
  if (!units.has(url.path)) throw `page "${url.path}" is not found`
}

function begin(url: PageUrl, kind: RouteKind, revealed?: Page): void {
  route = { id: route.id + 1, kind, url }
  notify('beforeAppRoute', revealed)
}

/** Begins a change that opens a page. Gives where it leads. */
async function beginOpening(url: PageUrl, kind: RouteKind): Promise<PageUrl> {
  begin(url, kind)
  if (route.url !== url) await prepare(route.url)
  return route.url
}

function unload(page: Page): void {
  notify('beforePageUnload', page)
  page.unload()
  stack.pages = stack.pages.filter((other) => other !== page)
  stack.parked.delete(page.path)
  page.drop()
  notify('afterPageUnload', page)
}

/** Unloads every page from the top down, then the parked ones. */
function unloadAll(): void {
  for (const page of [...[...stack.pages].reverse(), ...stack.parked.values()]) unload(page)
}

/** A new page on top: created, on the stack, attached, `onLoad`, `onShow`. */
function open(url: PageUrl, channel: EventChannel | null = null, unit: Unit = units.get(url.path)!): void {
  notify('beforePageLoad')
  const page = new Page(unit, url, channel)
  stack.pages = [...stack.pages, page]
  page.load()
  page.show()
  notify('afterPageLoad', page)
}

/** After a change: the view shows the top page. */
function finish(delta = 0): void {
  const page = topPage()!
  flushPatch()
  world.send({ t: 'route', kind: route.kind, page: page.instance.id, pages: stack.pages.map((p) => p.instance.id), delta })
  notify('appRoute', page)
  preloadFrom(page.path)
}

/** The view has finished the transition to a page. */
export function routeDone(id: number): void {
  const page = topPage()
  if (page?.instance.id !== id) return
  notify('appRouteDone', page)
  page.lifetime('routeDone')
  page.instance.run('onRouteDone')
}

async function navigateTo(url: PageUrl, options: CallOptions): Promise<object> {
  await prepare(url)
  if (tabIndex(url.path) >= 0) throw 'can not navigateTo a tabbar page'
  if (stack.pages.length >= MAX_PAGES) throw 'webview count limit exceed'
  const [opener, opened] = HAS_EVENT_CHANNELS ? EventChannel.pair() : [undefined, null]
  if (opener) for (const [name, fn] of Object.entries((options.events ?? {}) as Record<string, UserFunction>)) opener.on(name, fn)
  url = await beginOpening(url, 'navigateTo')
  topPage()?.hide()
  open(url, opened)
  finish()
  return { eventChannel: opener }
}

async function redirectTo(url: PageUrl): Promise<void> {
  await prepare(url)
  if (tabIndex(url.path) >= 0) throw 'can not redirectTo a tabbar page'
  url = await beginOpening(url, 'redirectTo')
  const page = topPage()
  if (page) unload(page)
  open(url)
  finish()
}

async function reLaunch(url: PageUrl, kind: RouteKind = 'reLaunch'): Promise<void> {
  await prepare(url)
  url = await beginOpening(url, kind)
  unloadAll()
  open(url)
  finish()
}

async function switchTab(url: PageUrl): Promise<void> {
  await prepare(url)
  if (tabIndex(url.path) < 0) throw 'can not switch to no-tabBar page'
  if (url.search) {
    console.warn(`switchTab: the query of "${url.path}?${url.search}" is ignored, tab pages take none`)
    url = { path: url.path, query: {}, search: '' }
  }
  const bottom = stack.pages[0]
  const known = bottom?.path === url.path ? bottom : stack.parked.get(url.path)
  begin(url, 'switchTab', known)
  for (const page of stack.pages.slice(1).reverse()) unload(page)
  if (known !== bottom || !known) {
    if (bottom && tabIndex(bottom.path) < 0) unload(bottom)
    else if (bottom) {
      bottom.hide()
      stack.parked.set(bottom.path, bottom)
    }
    stack.parked.delete(url.path)
    stack.pages = known ? [known] : []
    if (!known) open(url)
  }
  topPage()!.show()
  finish()
}

function navigateBack(delta: number): void {
  const { pages } = stack
  const top = topPage()
  if (!top || pages.length < 2) throw 'cannot navigate back at first page'
  const count = Math.min(Math.max(1, Math.floor(delta) || 1), pages.length - 1)
  const revealed = pages[pages.length - 1 - count]!
  begin(revealed.url, 'navigateBack', revealed)
  for (const page of pages.slice(-count).reverse()) unload(page)
  revealed.show()
  finish(count)
}

/** Shows a unit that is no page of the project, in place of all pages. */
function openMissing(unit: Unit, url: PageUrl): void {
  begin(url, stack.pages.length ? 'reLaunch' : 'appLaunch')
  route.missing = true
  unloadAll()
  open(url, null, unit)
  finish()
}

/** A page that does not exist: `ask` may go elsewhere; when it does not, or gets nowhere, `stand` says so in its place. */
export function leadElsewhere(url: PageUrl, ask: () => void, stand: Unit): void {
  const { id } = route
  const before = queued
  const otherwise = (): void => {
    if (route.id === id) openMissing(stand, url)
  }
  ask()
  if (queued === before) otherwise()
  else void enqueueRoute(otherwise)
}

/** The page the app starts with. */
export function appLaunch(url: PageUrl): Promise<void> {
  return reLaunch(url, 'appLaunch')
}

/** `wx` (`base`: undefined, URLs are relative to the page that is on top at the call), `this.pageRouter` and `this.router`. */
export function routerFor(base?: string): Record<string, (options?: CallOptions) => Promise<Loose> | undefined> {
  const go = (api: string, change: (url: PageUrl, options: CallOptions) => unknown): ((options?: CallOptions) => Promise<Loose> | undefined) =>
    asyncApi(
      world.host,
      api,
      (options) => {
        const url = parseUrl(options.url as string, base ?? topPage()?.path ?? '')
        return enqueueRoute(() => change(url, options))
      },
      { url: 'String' },
    )
  return {
    navigateTo: go('navigateTo', navigateTo),
    redirectTo: go('redirectTo', redirectTo),
    reLaunch: go('reLaunch', (url) => reLaunch(url)),
    switchTab: go('switchTab', switchTab),
    navigateBack: asyncApi(world.host, 'navigateBack', (options) => enqueueRoute(() => stack.keeps?.() || navigateBack(Number(options.delta ?? 1)))),
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
