/** `swiper-item`: tells its swiper when it comes, goes or changes its id. */
import { defineElement } from './element.ts'
import { mirror, StyledElement } from './parts.ts'

/** DOM event by which a slide reports to its swiper. */
export const SWIPER_CHANGED = 'wx-swiper-changed'

export class WxSwiperItem extends StyledElement {
  static override props = { itemId: { type: 'string' }, skipHiddenItemLayout: { type: 'boolean' } } as const
  private swiper: Element | null = null

  get itemId(): string {
    return this.str('itemId')
  }

  override connected(): void {
    this.swiper = this.parentElement
    this.report()
  }

  override disconnected(): void {
    this.report()
  }

  override changed(name: string, value: unknown): void {
    if (name === 'itemId') this.report()
    else mirror(this, 'skip-hidden-item-layout', value)
  }

  private report(): void {
    this.swiper?.dispatchEvent(new Event(SWIPER_CHANGED))
  }
}

export function defineSwiperItem(): void {
  defineElement('swiper-item', WxSwiperItem)
}
