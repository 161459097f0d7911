/** The files of a page: templates, style sheets, view scripts; each loaded once, on first use. */
import type { PageConfig } from '../../protocol/app.ts'
import { view } from '../view.ts'

const sources = new Map<string, HTMLTemplateElement>()
const loading = new Map<string, Promise<void>>()

/** The template with this id, from the document or from a fetched fragment. */
export function templateSource(key: string): HTMLTemplateElement | null {
  return sources.get(key) ?? (document.getElementById(key) as HTMLTemplateElement | null)
}

/** Adds the templates of a fragment: output of the compiler, never data. */
export function addTemplates(html: string): void {
  for (const source of templatesIn(html)) if (!templateSource(source.id)) sources.set(source.id, source)
}

/** Puts templates in the place of those with the same ids; blocks that are made from now on are clones of the new ones. */
export function replaceTemplates(html: string): void {
  for (const source of templatesIn(html)) {
    sources.set(source.id, source)
    view.applier.byKey.delete(source.id)
  }
}

function templatesIn(html: string): Iterable<HTMLTemplateElement> {
  const holder = document.createElement('template')
  holder.innerHTML = html
  return holder.content.querySelectorAll('template')
}

function packageUrl(file: string): string {
  return new URL(file, view.env.base).href
}

function once(file: string, load: (url: string) => Promise<void>): Promise<void> {
  let promise = loading.get(file)
  if (!promise) {
    promise = load(packageUrl(file))
    loading.set(file, promise)
    promise.catch(() => loading.delete(file))
  }
  return promise
}

function ended(element: HTMLLinkElement | HTMLScriptElement, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    element.onload = () => resolve()
    element.onerror = () => reject(new Error(`cannot load ${url}`))
  })
}

/** Loads a classic script. */
export function loadScript(file: string): Promise<void> {
  return once(file, (url) => {
    const script = document.createElement('script')
    script.src = url
    document.head.append(script)
    return ended(script, url)
  })
}

function loadSheet(file: string, role: 'components' | 'page'): Promise<void> | undefined {
  const url = packageUrl(file)
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) if (link.href === url && !loading.has(file)) return undefined
  return once(file, () => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = url
    link.dataset['wxc'] = role
    const before = role === 'components' ? document.querySelector('link[data-wxc=page]') : null
    if (before) before.before(link)
    else document.head.append(link)
    return ended(link, url)
  })
}

function loadTemplates(file: string): Promise<void> {
  return once(file, async (url) => {
    const response = await fetch(url)
    if (!response.ok) throw new Error(`cannot load ${url}: ${response.status}`)
    addTemplates(await response.text())
  })
}

/** Everything a page needs; undefined when it is all there already. A style sheet that fails is reported by the caller and does not stop the page. */
export function loadPage(page: PageConfig): Promise<unknown> | undefined {
  const list = (files: string | string[] | undefined): string[] => (files === undefined ? [] : typeof files === 'string' ? [files] : files)
  const waits = [
    ...list(page.components).map((file) => loadSheet(file, 'components')),
    ...list(page.css).map((file) => loadSheet(file, 'page')),
    page.html ? loadTemplates(page.html) : undefined,
    page.js ? loadScript(page.js) : undefined,
  ].filter((wait) => wait !== undefined)
  return waits.length ? Promise.allSettled(waits).then((results) => results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))) : undefined
}
