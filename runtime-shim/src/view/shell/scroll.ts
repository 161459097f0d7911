/** Scrolling of pages: `onPageScroll`, `onReachBottom`, `pageScrollTo`. */
import { view, type PageBox } from '../view.ts'
import { settingOf } from './look.ts'

/** Reports scrolling at most once per frame, and the bottom once per entry into its zone. */
export function watchScroll(page: PageBox): void {
  const { scroller, wants, id } = page
  let waiting = false
  let near = false
  const report = (): void => {
    waiting = false
    const { scrollTop, scrollHeight, clientHeight } = scroller
    if (wants.scroll) view.send({ t: 'page', page: id, what: 'scroll', detail: { scrollTop } })
    const was = near
    near = scrollHeight - scrollTop - clientHeight <= Number(settingOf(page, 'onReachBottomDistance'))
    if (wants.bottom && near && !was) view.send({ t: 'page', page: id, what: 'bottom', detail: {} })
  }
  scroller.addEventListener(
    'scroll',
    () => {
      if (!waiting) requestAnimationFrame(report)
      waiting = true
    },
    { passive: true },
  )
}

/** Scrolls over `duration` ms; settles when it is there. A touch or wheel of the user ends it. */
export function scrollSmoothly(scroller: HTMLElement, top: number, duration: number): Promise<void> {
  const from = scroller.scrollTop
  const way = Math.max(0, Math.min(top, scroller.scrollHeight - scroller.clientHeight)) - from
  if (!(duration > 0) || !way || matchMedia('(prefers-reduced-motion: reduce)').matches) {
    scroller.scrollTop = from + way
    return Promise.resolve()
  }
  return new Promise((resolve) => {
    const start = performance.now()
    let stopped = false
    const stop = (): void => void (stopped = true)
    const options = { passive: true, once: true }
    scroller.addEventListener('touchstart', stop, options)
    scroller.addEventListener('wheel', stop, options)
    const step = (now: number): void => {
      const part = Math.min(1, (now - start) / duration)
      if (!stopped) scroller.scrollTop = from + way * (part < 0.5 ? 2 * part * part : 1 - 2 * (1 - part) * (1 - part))
      if (!stopped && part < 1) requestAnimationFrame(step)
      else {
        scroller.removeEventListener('touchstart', stop)
        scroller.removeEventListener('wheel', stop)
        resolve()
      }
    }
    requestAnimationFrame(step)
  })
}
