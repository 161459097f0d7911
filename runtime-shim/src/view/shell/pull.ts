/** Pull-down refresh of pages, with a finger or the mouse. */
import { view, type PageBox } from '../view.ts'
import { settingOf } from './look.ts'

/** How far the page moves while it refreshes; pulled further than this, it does. px */
const HEIGHT = 50

/** Pages that refresh now. */
const refreshing = new Set<number>()

/** Capability of the shell: pages with `enablePullDownRefresh` can be pulled. */
export function shellPull(): void {
  ;(view.hooks.pageMade ??= []).push(watchPull)
  ;(view.hooks.pageGone ??= []).push((page) => refreshing.delete(page.id))
}

/** The three dots, behind the top of the page's content. */
function dots(page: PageBox): HTMLElement {
  let element = page.body.querySelector<HTMLElement>(':scope > wxc-pull')
  if (!element) {
    element = document.createElement('wxc-pull')
    element.append(...[0, 0, 0].map(() => document.createElement('i')))
    page.body.prepend(element)
  }
  element.style.color = settingOf(page, 'backgroundTextStyle') === 'light' ? '#fff' : '#000'
  return element
}

function shift(page: PageBox, distance: number, animate: boolean): void {
  const { style } = page.scroller
  style.transition = animate ? 'transform 0.2s' : ''
  style.transform = distance ? `translateY(${distance}px)` : ''
}

/** Shows the refreshing state and tells the page. */
export function startPull(page: PageBox): void {
  if (refreshing.has(page.id)) return
  const element = dots(page)
  element.classList.add('wxc-refreshing')
  shift(page, HEIGHT, true)
  refreshing.add(page.id)
  view.send({ t: 'page', page: page.id, what: 'pull', detail: {} })
  // Nobody will end it.
  if (!page.wants.pull) setTimeout(stopPull, 1000, page)
}

export function stopPull(page: PageBox): void {
  if (refreshing.delete(page.id)) release(page)
}

/** Lets the page slide back. */
function release(page: PageBox): void {
  shift(page, 0, true)
  setTimeout(() => !refreshing.has(page.id) && page.body.querySelector(':scope > wxc-pull')?.remove(), 200)
}

/** True when something between the touched element and the page scrolls by itself or forbids scrolling. */
function scrollsInside(target: Element, scroller: Element): boolean {
  for (let at: Element | null = target; at && at !== scroller; at = at.parentElement) {
    if (at.hasAttribute('wxc-still') || at.localName === 'input' || at.localName === 'textarea') return true
    if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return true
  }
  return false
}

function watchPull(page: PageBox): void {
  const { scroller } = page
  let startX = 0
  let startY = 0
  let distance = 0
  let state: 'off' | 'ready' | 'pulling' = 'off'
  const start = (event: Event, point: { clientX: number; clientY: number }): void => {
    const able = settingOf(page, 'enablePullDownRefresh') === true && !refreshing.has(page.id) && scroller.scrollTop <= 0
    state = able && !scrollsInside(event.target as Element, scroller) ? 'ready' : 'off'
    startX = point.clientX
    startY = point.clientY
    distance = 0
  }
  const move = (point: { clientX: number; clientY: number }): void => {
    if (state === 'off') return
    const down = point.clientY - startY
    if (state === 'ready') {
      if (Math.hypot(down, point.clientX - startX) < 10) return
      state = down > Math.abs(point.clientX - startX) ? 'pulling' : 'off'
      if (state === 'off') return
      dots(page)
    }
    // The further, the harder.
    distance = Math.max(0, down - 10) * 0.5
    shift(page, Math.min(distance, HEIGHT * 2), false)
  }
  const end = (): void => {
    if (state === 'pulling') {
      if (distance >= HEIGHT) startPull(page)
      else release(page)
    }
    state = 'off'
  }
  const passive = { passive: true }
  scroller.addEventListener('touchstart', (event) => start(event, event.changedTouches[0]!), passive)
  scroller.addEventListener('touchmove', (event) => move(event.changedTouches[0]!), passive)
  scroller.addEventListener('touchend', end)
  scroller.addEventListener('touchcancel', end)
  scroller.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'mouse' || event.button) return
    start(event, event)
    if (state === 'off') return
    const drag = (moved: PointerEvent): void => move(moved)
    addEventListener('pointermove', drag)
    addEventListener(
      'pointerup',
      () => {
        removeEventListener('pointermove', drag)
        end()
      },
      { once: true },
    )
  })
}
