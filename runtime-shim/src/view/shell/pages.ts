/** Page containers: made by `mount`, shown by `route`, dropped by `unmount`; the transitions between them. */
import type { ToView } from '../../protocol/messages.ts'
import { topPage, view, type PageBox } from '../view.ts'
import { syncHistory } from './history.ts'
import { paintPage, paintShell, tabIndex } from './look.ts'
import { watchScroll } from './scroll.ts'
import { refreshEnv } from './env.ts'

type Mount = Extract<ToView, { t: 'mount' }>
type Route = Extract<ToView, { t: 'route' }>

/** Length of a transition, ms. */
const SLIDE = 240

/** Containers of pages that are gone but still in sight. */
const leaving = new Set<HTMLElement>()
/** The container in sight. */
let frontRoot: HTMLElement | undefined
/** Ends the running transition at once. */
let endSlide: (() => void) | undefined

function shellElement(tag: string, parent: Node): HTMLElement {
  return parent.appendChild(document.createElement(tag))
}

/** A part of a page's container; a prerendered one has it. */
function pagePart(tag: string, parent: Element): HTMLElement {
  return (parent.querySelector<HTMLElement>(':scope > ' + tag) ?? shellElement(tag, parent))
}

/** The container of a new page, hidden; the prerendered page becomes it where it is. */
export function mountPage({ page: id, path, query, wants }: Mount): PageBox {
  const known = view.config.pages.find((page) => page.path === path)
  const config = known ?? { path, json: {} }
  const adopted = view.frame?.page(path)
  // Before the tab bar: the order of focus is that of the eye.
  const root = adopted ?? view.root.insertBefore(document.createElement('wxc-page'), view.root.querySelector(':scope > wxc-tabs'))
  const bar = pagePart('wxc-bar', root)
  const body = pagePart('wxc-body', root)
  const scroller = pagePart('wxc-scroll', body)
  const content = pagePart('wx-page', scroller)
  if (config.class) {
    root.classList.add(...config.class.split(' '))
    content.classList.add(...config.class.split(' '))
  }
  root.inert = !adopted
  if (tabIndex(path) >= 0 && !view.config.tabBar!.custom) root.classList.add('wxc-tabbed')
  const page: PageBox = { id, path, query, config, root, bar, body, scroller, content, opened: performance.now(), wants, look: {}, filled: !known }
  if (!known) {
    const note = shellElement('p', content)
    note.className = 'wxc-missing'
    note.textContent = `page "${path}" is not found`
  }
  view.pages.set(id, page)
  // The frame has its look; settings that data changed are not known yet.
  if (!adopted) paintPage(page)
  watchScroll(page)
  for (const hook of view.hooks.pageMade ?? []) hook(page)
  return page
}

/** Where the content of a page goes: the first root into its `page` element, others (a custom tab bar) above it, where they do not scroll. */
export function pageContent(id: number): Node | undefined {
  const page = view.pages.get(id)
  if (!page) return undefined
  const place = page.filled ? page.body : page.content
  page.filled = true
  return place
}

export function unmountPage(id: number): void {
  const page = view.pages.get(id)
  if (!page) return
  view.pages.delete(id)
  for (const hook of view.hooks.pageGone ?? []) hook(page)
  // The page in sight stays until the transition away from it is over.
  if (page.root === frontRoot || endSlide) leaving.add(page.root)
  else page.root.remove()
}

function dropLeaving(): void {
  for (const root of leaving) {
    if (root === frontRoot) continue
    root.remove()
    leaving.delete(root)
  }
}

/** Brings a page to the front. */
export function routeTo({ kind, page: id, pages }: Route): void {
  endSlide?.()
  const old = frontRoot
  view.stack = pages
  const page = topPage()
  if (!page) throw new Error(`route to page ${id}, which is not mounted`)
  pages.forEach((number, depth) => {
    const box = view.pages.get(number)
    // Tab pages lie below the tab bar (1), others above it.
    if (box) box.root.style.zIndex = String(depth === 0 && tabIndex(box.path) >= 0 ? 0 : depth + 2)
  })
  const root = (frontRoot = page.root)
  const leaves = old && old !== root ? old : undefined
  const focused = document.activeElement
  if (leaves) {
    const left = [...view.pages.values()].find((box) => box.root === leaves)
    if (left) left.focus = leaves.contains(focused) ? focused : null
    leaves.inert = true
  }
  root.inert = false
  root.classList.add('wxc-on')
  paintPage(page)
  paintShell(page)
  refreshEnv()
  syncHistory()
  if (leaves && !root.contains(document.activeElement)) focusPage(page, focused)
  const done = (): void => {
    endSlide = undefined
    leaves?.classList.remove('wxc-on')
    dropLeaving()
    view.send({ t: 'routed', page: id })
  }
  const slide = leaves && (kind === 'navigateTo' || kind === 'navigateBack') && slidePages(leaves, root, kind === 'navigateBack')
  if (!slide) return done()
  let over = false
  endSlide = () => {
    if (over) return
    over = true
    for (const animation of slide) animation.cancel()
    done()
  }
  slide[0]!.onfinish = endSlide
}

/**
 * Moves the focus into the page that came: back to where it was there (except into a field, which would open the keyboard), or to the page's start. What is
 * outside the pages keeps it: a tab that was pressed, a dialog.
 */
function focusPage(page: PageBox, focused: Element | null): void {
  if (focused !== document.body && focused?.isConnected && !focused.closest('wxc-page')) return
  const last = page.focus as HTMLElement | null | undefined
  const { scroller } = page
  if (last?.isConnected && !last.matches('input, textarea')) return last.focus({ preventScroll: true })
  scroller.tabIndex = -1
  scroller.focus({ preventScroll: true })
}

/** Slides the upper of two pages in or out; false: without motion. */
function slidePages(from: HTMLElement, to: HTMLElement, back: boolean): Animation[] | false {
  if (!to.animate || document.hidden || matchMedia('(prefers-reduced-motion: reduce)').matches) return false
  const options = { duration: SLIDE, easing: 'cubic-bezier(0.2, 0.7, 0.2, 1)', direction: back ? ('reverse' as const) : ('normal' as const) }
  const [upper, lower] = back ? [from, to] : [to, from]
  if (back) options.easing = 'cubic-bezier(0.8, 0, 0.8, 0.3)'
  return [
    upper.animate([{ transform: 'translateX(100%)' }, { transform: 'none' }], options),
    lower.animate([{ transform: 'none' }, { transform: 'translateX(-25%)' }], options),
  ]
}
