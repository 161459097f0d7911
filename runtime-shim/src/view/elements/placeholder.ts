/** What stands for components that only WeChat itself can show: a labelled box that keeps its place and reports the documented error. */
import { defineElement, WxElement } from './element.ts'
import { makePart, putParts } from './parts.ts'

/** Why a tag cannot work here, and the event (with its detail) that tells the program. */
export interface PlaceholderKind {
  reason: string
  event?: string
  detail?: Record<string, unknown>
}

const PLACEHOLDER_STYLE = `@layer wxc {
  :where([wx-placeholder]) { display: block; box-sizing: border-box; min-height: 32px; overflow: hidden; border: 1px dashed rgba(128, 128, 128, .6); border-radius: 4px; background: rgba(128, 128, 128, .1); color: #888; font: 12px/16px system-ui, sans-serif; text-align: center }
  :where([wx-placeholder] > .wx-placeholder-label) { padding: 7px 8px; overflow-wrap: anywhere }
}`

/** Defines `wx-<tag>` as a placeholder. */
export function definePlaceholderTag(tag: string, kind: PlaceholderKind): void {
  if (!document.querySelector('style[data-wxc=placeholder]')) {
    const style = document.createElement('style')
    style.dataset.wxc = 'placeholder'
    style.textContent = PLACEHOLDER_STYLE
    document.head.prepend(style)
  }
  class WxPlaceholder extends WxElement {
    static override props = { name: { type: 'string' } } as const

    override created(): void {
      const name = tag === 'placeholder' ? this.str('name') : tag
      const text = `<${name}> ${kind.reason}`
      const label = makePart(this, 'div', 'wx-placeholder-label')
      label.textContent = text
      this.toggleAttribute('wx-placeholder', true)
      if (!this.hasAttribute('role')) this.role = 'note'
      putParts(this, [label], true)
      console.warn(text)
      // After the patch, when the element's listeners are known to both sides.
      if (kind.event) setTimeout(() => this.emit(kind.event!, { errMsg: `${name}:fail not supported in browser`, ...kind.detail }))
    }
  }
  defineElement(tag, WxPlaceholder)
}

/** For components that are missing or belong to a plugin; the tag is in `name`. */
export function definePlaceholder(): void {
  definePlaceholderTag('placeholder', { reason: 'is not available here' })
}
