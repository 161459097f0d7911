/** `image`: an inner <img>; modes are in image.css. */
import { defineElement, WxElement } from './element.ts'
import { assetUrl, makePart, mirror, putParts } from './parts.ts'

class WxImage extends WxElement {
  static override props = {
    src: { type: 'string' },
    mode: { type: 'string' },
    lazyLoad: { type: 'boolean' },
    showMenuByLongpress: { type: 'boolean' },
    forceHttps: { type: 'boolean' },
    alt: { type: 'string' },
  } as const
  private img!: HTMLImageElement

  override created(): void {
    const img = (this.img = makePart(this, 'img') as HTMLImageElement)
    img.alt = ''
    img.draggable = false
    img.decoding = 'async'
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

  override changed(name: string, value: unknown): void {
    const { img } = this
    if (name === 'src' || name === 'forceHttps' || name === 'lazyLoad') {
      img.loading = this.flag('lazyLoad') ? 'lazy' : 'eager'
      const src = assetUrl(this.str('src'))
      if (!src) img.removeAttribute('src')
      else if (name !== 'lazyLoad') {
        const url = this.flag('forceHttps') ? src.replace(/^http:/, 'https:') : src
        if (img.src !== url) img.src = url
      }
    } else if (name === 'alt') img.alt = this.str('alt')
    else mirror(this, name === 'mode' ? 'mode' : 'show-menu-by-longpress', value)
  }
}

export function defineImage(): void {
  defineElement('image', WxImage)
}
