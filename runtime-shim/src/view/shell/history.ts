/** The page stack in the browser's history: one entry per page, so that back, forward, reload and links do what people expect. */
import { view } from '../view.ts'

/** What an entry remembers: its place, and the app path as the app wrote it (the address bar may have escaped it). */
interface Entry { wxc: number; url: string }

/** Place of the entry the browser shows, and of the bottom page of the stack. */
let at = 0
let base = 0
/** Set while a `history.go` of ours is on its way. */
let arrived: (() => void) | undefined
let work: Promise<void> = Promise.resolve()

/** Splits `pages/a/b?x=1`; values stay as they are written. */
export function parseAppUrl(url: string): { path: string; query: Record<string, string> } {
  const [path = '', search = ''] = url.replace(/^\/+/, '').split(/\?(.*)/s)
  const query: Record<string, string> = {}
  for (const pair of search.split('&')) {
    const [key, value = ''] = pair.split(/=(.*)/s)
    if (key) Object.defineProperty(query, key, { value, enumerable: true, configurable: true, writable: true })
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
  return path.replace(/^index\.html$/, '') + location.search
}

function address(url: string): string {
  const [path, search] = url.split(/\?(.*)/s)
  if (view.config.router === 'hash') return '#/' + url
  return view.env.base + path + '.html' + (search ? '?' + search : '')
}

/** Starts to follow the browser. Gives where to start. */
export function startHistory(): { path: string; query: Record<string, string> } {
  const entry = history.state as Entry | null
  if (entry && typeof entry.wxc === 'number') at = base = entry.wxc
  const start = parseAppUrl(currentUrl())
  addEventListener('popstate', onPop)
  return start
}

function onPop(): void {
  const entry = history.state as Entry | null
  if (arrived) {
    at = entry?.wxc ?? at
    return arrived()
  }
  const before = at
  const url = currentUrl()
  if (!entry || typeof entry.wxc !== 'number') {
    // Somebody edited the address: the browser made an entry of its own.
    at = before + 1
    history.replaceState({ wxc: at, url } satisfies Entry, '')
    view.send({ t: 'open', ...parseAppUrl(url), kind: 'navigateTo' })
    return
  }
  at = entry.wxc
  if (at < base) {
    base = at
    view.send({ t: 'open', ...parseAppUrl(url), kind: 'reLaunch' })
  } else if (at < before) view.send({ t: 'back', delta: before - at })
  else if (at > before) view.send({ t: 'open', ...parseAppUrl(url), kind: 'navigateTo' })
}

/** Brings the history to a stack of `depth + 1` pages with this one on top. */
export function syncHistory(depth: number, url: string): void {
  work = work.then(async () => {
    const want = base + depth
    if (want < at) {
      await new Promise<void>((resolve) => {
        // A browser that drops the entries (or the event) must not block routing.
        const timer = setTimeout(done, 500)
        function done(): void {
          clearTimeout(timer)
          arrived = undefined
          resolve()
        }
        arrived = done
        history.go(want - at)
      })
      at = want
    }
    const entry: Entry = { wxc: want, url }
    if (want > at) history.pushState(entry, '', address(url))
    else if ((history.state as Entry | null)?.url !== url || (history.state as Entry).wxc !== want) history.replaceState(entry, '', address(url))
    at = want
  })
}
