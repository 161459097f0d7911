/** `grid-view`: a grid of equal columns; as a waterfall, CSS columns. */
import { defineElement } from './element.ts'
import { StyledElement } from './parts.ts'

class WxGridView extends StyledElement {
  static override props = {
    type: { type: 'string', value: 'aligned' },
    crossAxisCount: { type: 'number', value: 2 },
    maxCrossAxisExtent: { type: 'number' },
    mainAxisGap: { type: 'number' },
    crossAxisGap: { type: 'number' },
    padding: { type: 'any' },
  } as const

  override created(): void {
    this.arrange()
  }

  override changed(): void {
    this.arrange()
  }

  private arrange(): void {
    const count = Math.max(1, this.num('crossAxisCount'))
    const extent = this.num('maxCrossAxisExtent')
    const masonry = this.str('type') === 'masonry'
    const padding = this.get('padding')
    const gap = this.num('crossAxisGap') + 'px'
    this.keepStyle('padding', Array.isArray(padding) ? padding.map((n) => Number(n) + 'px').join(' ') : '')
    this.keepStyle('display', masonry ? 'block' : 'grid')
    this.keepStyle('columns', masonry ? (extent > 0 ? `${extent}px` : String(count)) : '')
    this.keepStyle('column-gap', gap)
    this.keepStyle('row-gap', this.num('mainAxisGap') + 'px')
    this.keepStyle('grid-template-columns', masonry ? '' : extent > 0 ? `repeat(auto-fill, minmax(min(${extent}px, 100%), 1fr))` : `repeat(${count}, minmax(0, 1fr))`)
    this.keepStyle('--wx-gap', this.num('mainAxisGap') + 'px')
    this.toggleAttribute('masonry', masonry)
  }
}

export function defineGridView(): void {
  defineElement('grid-view', WxGridView)
}
