/** `sticky-header`: stays at the top of its scroller while its section is in sight. */
import { defineElement } from './element.ts'
import { StyledElement } from './parts.ts'

class WxStickyHeader extends StyledElement {
  static override props = { offsetTop: { type: 'number' }, padding: { type: 'any' } } as const
  private watcher: IntersectionObserver | undefined
  private stuck = false

  override connected(): void {
    this.watch()
  }

  override disconnected(): void {
    this.watcher?.disconnect()
  }

  override changed(name: string, value: unknown): void {
    if (name === 'padding') return this.keepStyle('padding', Array.isArray(value) ? value.map((n) => Number(n) + 'px').join(' ') : '')
    this.keepStyle('top', this.num('offsetTop') + 'px')
    if (this.live) this.watch()
  }

  /** At the top edge a sticking header is cut by one pixel of the margin. */
  private watch(): void {
    this.watcher?.disconnect()
    const root = this.closest('wx-scroll-view, wxc-scroll')
    const top = this.num('offsetTop')
    this.watcher = new IntersectionObserver(([entry]) => {
      const line = (entry!.rootBounds?.top ?? 0) - 1
      const isStickOnTop = entry!.intersectionRatio < 1 && entry!.boundingClientRect.top <= line + 1.5
      if (isStickOnTop === this.stuck) return
      this.stuck = isStickOnTop
      this.emit('stickontopchange', { isStickOnTop })
    }, { root, rootMargin: `${-top - 1}px 0px 0px 0px`, threshold: [1] })
    this.watcher.observe(this)
  }
}

export function defineStickyHeader(): void {
  defineElement('sticky-header', WxStickyHeader)
}
