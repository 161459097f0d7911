/** `match-media`: shows its children while the viewport fits. */
import { defineElement, WxElement } from './element.ts'

class WxMatchMedia extends WxElement {
  static override props = {
    minWidth: { type: 'number', value: null },
    maxWidth: { type: 'number', value: null },
    width: { type: 'number', value: null },
    minHeight: { type: 'number', value: null },
    maxHeight: { type: 'number', value: null },
    height: { type: 'number', value: null },
    orientation: { type: 'string' },
  } as const
  private sizes: ResizeObserver | undefined

  override connected(): void {
    this.sizes = new ResizeObserver(() => this.check())
    this.sizes.observe(this.frame())
    this.check()
  }

  override disconnected(): void {
    this.sizes?.disconnect()
  }

  override changed(): void {
    if (this.live) this.check()
  }

  private frame(): Element {
    return this.closest('#wxc') ?? document.documentElement
  }

  private check(): void {
    const { clientWidth, clientHeight } = this.frame()
    const fits = (name: string, value: number, compare: (a: number, b: number) => boolean): boolean => {
      const limit = this.get(name)
      return limit == null || compare(value, limit as number)
    }
    const upright = clientHeight >= clientWidth ? 'portrait' : 'landscape'
    const matched =
      fits('minWidth', clientWidth, (a, b) => a >= b) && fits('maxWidth', clientWidth, (a, b) => a <= b) && fits('width', clientWidth, (a, b) => a === b) &&
      fits('minHeight', clientHeight, (a, b) => a >= b) && fits('maxHeight', clientHeight, (a, b) => a <= b) && fits('height', clientHeight, (a, b) => a === b) &&
      (!this.str('orientation') || this.str('orientation') === upright)
    this.toggleAttribute('unmatched', !matched)
  }
}

export function defineMatchMedia(): void {
  defineElement('match-media', WxMatchMedia)
}
