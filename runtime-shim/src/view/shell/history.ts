/** The page stack in the browser's history: one entry per page, so that back, forward, reload and links do what people expect. */
import { topPage, view } from '../view.ts'

/** What an entry remembers: its place, the app path as the app wrote it (the address bar may have escaped it), and that something lay over the page. */
interface Entry { wxc: number; url: string; over?: boolean }

/** Place of the entry the browser shows, and of the bottom page of the stack. */
let entryAt = 0
let bottomAt = 0
/** Set while a `history.go` of ours is on its way. */
let arrived: (() => void) | undefined
let historyWork: Promise<void> = Promise.resolve()

/** True when the browser can go back from the bottom page to an entry of this app: one from before a reload. */
export function hasEarlierEntry(): boolean {
  return bottomAt > 0
}

/** Splits `pages/a/b?x=1`; values stay as they are written. */
export function parseAppUrl(url: string): { path: string; query: Record<string, string> } {
  const [path = '', search = ''] = url.replace(/^\/+/, '').split(/\?(.*)/s)
  const query: Record<string, string> = {}
  for (const pair of search.split('&')) {
    const [key, value = ''] = pair.split(/=(.*)/s)
    // What the document's address says of the start is not the page's (`logic/app/launch.ts`).
    if (key && !key.startsWith('wxc-')) Object.defineProperty(query, key, { value, enumerable: true, configurable: true, writable: true })
  }
  return { path: path.replace(/\.html$/, ''), query }
}

/** The app path in the address bar; empty: the entry page. */
function currentUrl(): string {
  const entry = history.state as Entry | null
  if (entry && typeof entry.wxc === 'number') return entry.url
  if (view.config.router === 'hash') return location.hash.replace(/^#\/?/, '')
  const folder = new URL(view.env.base).pathname
  const path = location.pathname.startsWith(folder) ? location.pathname.slice(folder.length) : ''
  const name = path.replace(/^index\.html$/, '')
  const page = view.config.pages.find((one) => documentOf(one.path) + '.html' === name)
  return (page?.path ?? name) + location.search
}

/** Documents of pages that lie beside the mini-program root (plugins) stand below `_`. */
function documentOf(path: string): string {
  return path.replace(/^(\.\.\/)+/, '_/')
}

function address(url: string): string {
  const [path, search] = url.split(/\?(.*)/s)
  if (view.config.router === 'hash') return '#/' + url
  return view.env.base + documentOf(path!) + '.html' + (search ? '?' + search : '')
}

/** Starts to follow the browser. Gives where to start. */
export function startHistory(): { path: string; query: Record<string, string> } {
  const entry = history.state as Entry | null
  if (entry && typeof entry.wxc === 'number') entryAt = bottomAt = entry.wxc
  const start = parseAppUrl(currentUrl())
  addEventListener('popstate', onPop)
  return start
}

function onPop(): void {
  const entry = history.state as Entry | null
  if (arrived) {
    entryAt = entry?.wxc ?? entryAt
    return arrived()
  }
  const before = entryAt
  const url = currentUrl()
  if (!entry || typeof entry.wxc !== 'number') {
    // Somebody edited the address: the browser made an entry of its own.
    entryAt = before + 1
    history.replaceState({ wxc: entryAt, url } satisfies Entry, '')
    view.send({ t: 'open', ...parseAppUrl(url), kind: 'navigateTo' })
    return
  }
  entryAt = entry.wxc
  if (entryAt < bottomAt) {
    bottomAt = entryAt
    view.send({ t: 'open', ...parseAppUrl(url), kind: 'reLaunch' })
  } else if (entryAt < before) leavePage(before - entryAt)
  // Forward to where something lay over the page: that is closed, and the page is there.
  else if (entry.over) syncHistory()
  else if (entryAt > before) view.send({ t: 'open', ...parseAppUrl(url), kind: 'navigateTo' })
}

/** Goes back with the browser or the navigation bar: closes what lies over the page, or asks for a shorter stack unless something keeps the page. */
export function leavePage(delta: number): void {
  const go = (): void => view.send({ t: 'back', delta })
  const layer = topPage()?.layer
  if (layer) layer()
  else if (view.hooks.leave?.(go)) syncHistory()
  else go()
}


/** Brings the history to the stack as it is. */
export function syncHistory(): void {
  const { path, query, layer } = topPage()!
  const entry: Entry = { wxc: view.stack.length - (layer ? 0 : 1), url: path + (query && '?' + query), over: layer !== undefined }
  historyWork = historyWork.then(() => reach(entry))
}

async function reach(entry: Entry): Promise<void> {
  const want = (entry.wxc += bottomAt)
  if (want < entryAt) {
    await new Promise<void>((resolve) => {
      // A browser that drops the entries (or the event) must not block routing.
      const timer = setTimeout(done, 500)
      function done(): void {
        clearTimeout(timer)
        arrived = undefined
        resolve()
      }
      arrived = done
      history.go(want - entryAt)
    })
    entryAt = want
  }
  const now = history.state as Partial<Entry> | null
  // The document's own entry, when the first page comes with something over it.
  if (want > entryAt && !now) history.replaceState({ ...entry, wxc: entryAt, over: false }, '', address(entry.url))
  if (want > entryAt) history.pushState(entry, '', address(entry.url))
  else if (now?.url !== entry.url || now.wxc !== want || now.over !== entry.over) history.replaceState(entry, '', address(entry.url))
  entryAt = want
}
