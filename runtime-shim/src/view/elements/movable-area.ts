/** `movable-area`: tells its views when its size changes; with `scale-area`, pinches anywhere in it are theirs. */
import { defineElement, WxElement } from './element.ts'

/** DOM event by which an area tells its views to stay inside. */
export const AREA_RESIZED = 'wx-area-resized'

class WxMovableArea extends WxElement {
  static override props = { scaleArea: { type: 'boolean' } } as const
  private sizes: ResizeObserver | undefined

  override connected(): void {
    this.sizes = new ResizeObserver(() => {
      for (const child of this.children) if (child.localName === 'wx-movable-view') child.dispatchEvent(new Event(AREA_RESIZED))
    })
    this.sizes.observe(this)
  }

  override disconnected(): void {
    this.sizes?.disconnect()
  }
}

export function defineMovableArea(): void {
  defineElement('movable-area', WxMovableArea)
}
