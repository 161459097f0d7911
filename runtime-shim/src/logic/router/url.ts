/** Paths and URLs inside the app. */
import { pluginPage } from './plugin.ts'

/** `to` seen from the file `from`, without leading slash: `./b` from `pages/a/a` is `pages/a/b`. */
export function resolvePath(from: string, to: string): string {
  const parts = to.startsWith('/') ? [] : from.split('/').slice(0, -1).filter(Boolean)
  for (const part of to.split('/')) {
    if (part === '..') parts.pop()
    else if (part && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

export interface PageUrl {
  path: string
  query: Record<string, string>
  /** The text after `?`. */
  search: string
  /** What the page saved when the app was left, as `this.exitState`. */
  exitState?: unknown
}

/** Splits a page URL; values stay encoded, as `onLoad` gets them. */
export function parseUrl(url: string, from: string): PageUrl {
  const mark = url.indexOf('?')
  const search = mark < 0 ? '' : url.slice(mark + 1)
  const page = mark < 0 ? url : url.slice(0, mark)
  const path = (pluginPage(page) ?? resolvePath(from, page)).replace(/\.html$/, '')
  return { path, query: parseQuery(search), search }
}

function parseQuery(search: string): Record<string, string> {
  const query: Record<string, string> = {}
  for (const pair of search.split('&')) {
    const at = pair.indexOf('=')
    const name = at < 0 ? pair : pair.slice(0, at)
    if (name) query[name] = at < 0 ? '' : pair.slice(at + 1)
  }
  return query
}

export function formatQuery(query: Record<string, string>): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}
