/** `cover-image`: an inner <img> of natural size. */
import { defineElement, WxElement } from './element.ts'
import { assetUrl, makePart } from './parts.ts'

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
    this.prepend(img)
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
