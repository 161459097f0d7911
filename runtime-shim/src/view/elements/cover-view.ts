/** `cover-view`: a block whose scroll position may come from data. */
import { defineElement, WxElement } from './element.ts'
import { toPx } from './parts.ts'

class WxCoverView extends WxElement {
  static override props = { scrollTop: { type: 'string' } } as const

  override changed(): void {
    this.scrollTop = toPx(this, this.str('scrollTop'))
  }
}

export function defineCoverView(): void {
  defineElement('cover-view', WxCoverView)
}
