/** History and address of one app inside somebody else's page: in memory, so that the page's own stay as they are. */

/** What happens to the app's address besides its entries. */
export interface AddressEvents {
  /** The app moved to another entry. */
  popped(): void
  /** The app asks to start anew at its address. */
  reload(): void
  /** The app leaves for another address: it is closed. */
  leave(): void
}

/** What the runtime uses of `history` and `location`. */
export interface MemoryHistory {
  history: Pick<History, 'state' | 'length' | 'go' | 'back' | 'forward' | 'pushState' | 'replaceState'>
  location: Pick<Location, 'href' | 'hash' | 'pathname' | 'search' | 'origin' | 'reload' | 'replace'>
}

/** `base`: the app's folder; `path`: where it starts, as it stands behind `#/`. */
export function memoryHistory(base: string, path: string, events: AddressEvents): MemoryHistory {
  const entries: { state: unknown; url: URL }[] = [{ state: null, url: new URL(path && '#/' + path, base) }]
  let at = 0
  const entry = (): { state: unknown; url: URL } => entries[at]!
  const resolve = (url?: string | URL | null): URL => (url == null ? entry().url : new URL(url, base))
  const push = (state: unknown, url: URL): void => {
    entries.splice(++at, Infinity, { state: structuredClone(state), url })
  }
  const go = (delta = 0): void => {
    if (!delta) return events.reload()
    setTimeout(() => {
      if (!entries[at + delta]) return
      at += delta
      events.popped()
    })
  }
  return {
    history: {
      get state() {
        return entry().state
      },
      get length() {
        return entries.length
      },
      go,
      back: () => go(-1),
      forward: () => go(1),
      pushState: (state: unknown, _title: string, url?: string | URL | null) => push(state, resolve(url)),
      replaceState(state: unknown, _title: string, url?: string | URL | null) {
        entries[at] = { state: structuredClone(state), url: resolve(url) }
      },
    },
    location: {
      get href() {
        return entry().url.href
      },
      get hash() {
        return entry().url.hash
      },
      set hash(hash) {
        push(null, resolve(hash))
        events.popped()
      },
      get pathname() {
        return entry().url.pathname
      },
      get search() {
        return entry().url.search
      },
      // Of the page: what the app may read, pixels of images for one, depends on it.
      origin: location.origin,
      reload: events.reload,
      replace: events.leave,
    },
  }
}
