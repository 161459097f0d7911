/** `cover-image`: an inner <img> of natural size. */
import { defineElement, WxElement } from './element.ts'
import { assetUrl, makePart, putParts } from './parts.ts'

class WxCoverImage extends WxElement {
  static override props = { src: { type: 'string' }, referrerPolicy: { type: 'string', value: 'no-referrer' } } as const
  private img!: HTMLImageElement

  override created(): void {
    const img = (this.img = makePart(this, 'img') as HTMLImageElement)
    img.alt = ''
    img.draggable = false
    img.onload = () => {
      img.removeAttribute('broken')
      this.emit('load', { width: img.naturalWidth, height: img.naturalHeight })
    }
    img.onerror = () => {
      img.setAttribute('broken', '')
      this.emit('error', { errMsg: `GET ${img.src} net::ERR_FAILED` })
    }
    putParts(this, [img], true)
    // A prerendered one may be loaded already.
    if (img.complete && img.src) img.dispatchEvent(new Event(img.naturalWidth ? 'load' : 'error'))
  }

  override changed(): void {
    const src = assetUrl(this.str('src'))
    this.img.referrerPolicy = this.str('referrerPolicy')
    if (src) {
      if (this.img.src !== src) this.img.src = src
    } else this.img.removeAttribute('src')
  }
}

export function defineCoverImage(): void {
  defineElement('cover-image', WxCoverImage)
}
