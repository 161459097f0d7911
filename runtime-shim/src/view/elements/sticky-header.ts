/** `sticky-header`: stays at the top of its scroller while its section is in sight. */
import { defineElement } from './element.ts'
import { StyledElement } from './parts.ts'

class WxStickyHeader extends StyledElement {
  static override props = { offsetTop: { type: 'number' }, padding: { type: 'any' } } as const
  private scroller: EventTarget | undefined
  private stuck = false

  override connected(): void {
    this.scroller = this.closest('wx-scroll-view, wxc-scroll') ?? window
    this.scroller.addEventListener('scroll', this.check)
  }

  override disconnected(): void {
    this.scroller?.removeEventListener('scroll', this.check)
  }

  override changed(name: string, value: unknown): void {
    if (name === 'padding') this.keepStyle('padding', Array.isArray(value) ? value.map((n) => Number(n) + 'px').join(' ') : '')
    else this.keepStyle('top', this.num('offsetTop') + 'px')
  }

  /** It sticks when it is not where it would be: below what comes before it, or at the top of its section. */
  private readonly check = (): void => {
    const before = this.previousElementSibling?.getBoundingClientRect().bottom ?? this.parentElement?.getBoundingClientRect().top ?? 0
    const isStickOnTop = this.getBoundingClientRect().top > before + 0.5
    if (isStickOnTop === this.stuck) return
    this.stuck = isStickOnTop
    this.emit('stickontopchange', { isStickOnTop })
  }
}

export function defineStickyHeader(): void {
  defineElement('sticky-header', WxStickyHeader)
}
