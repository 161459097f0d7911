/** `page-meta`: page settings from data. */
import { changeLook, paintPage } from '../shell/look.ts'
import { pageOf, view } from '../view.ts'
import { defineElement, WxElement } from './element.ts'
import { toPx } from './parts.ts'

class WxPageMeta extends WxElement {
  static override props = {
    backgroundTextStyle: { type: 'string' },
    backgroundColor: { type: 'string' },
    backgroundColorTop: { type: 'string' },
    backgroundColorBottom: { type: 'string' },
    rootBackgroundColor: { type: 'string' },
    pageStyle: { type: 'string' },
    pageFontSize: { type: 'string' },
    rootFontSize: { type: 'string' },
    scrollTop: { type: 'string' },
    scrollDuration: { type: 'number', value: 300 },
  } as const
  private scroller: HTMLElement | undefined
  private sizes: ResizeObserver | undefined

  override connected(): void {
    const page = pageOf(this)
    if (!page) return view.frame?.mounted(() => this.connected())
    this.scroller = page.scroller
    this.scroller.addEventListener('scroll', this.scrolled)
    let first = true
    this.sizes = new ResizeObserver(() => {
      if (!first) this.emit('resize', { size: { windowWidth: page.body.clientWidth, windowHeight: page.body.clientHeight } })
      first = false
    })
    this.sizes.observe(page.body)
  }

  override disconnected(): void {
    this.scroller?.removeEventListener('scroll', this.scrolled)
    this.sizes?.disconnect()
  }

  override changed(name: string, value: unknown): void {
    const page = pageOf(this)
    if (!page) return view.frame?.mounted(() => this.changed(name, value))
    if (name === 'scrollTop') {
      if (value === '') return
      const smooth = this.num('scrollDuration') > 0
      page.scroller.addEventListener('scrollend', () => this.emit('scrolldone'), { once: true })
      page.scroller.scrollTo({ top: toPx(this, value), behavior: smooth ? 'smooth' : 'instant' })
    } else if (name === 'rootFontSize') document.documentElement.style.fontSize = value === 'system' ? '' : String(value)
    else if (name === 'pageStyle' || name === 'pageFontSize' || name === 'rootBackgroundColor') {
      const { content } = page
      content.style.cssText = this.str('pageStyle')
      if (this.str('rootBackgroundColor')) page.look.backgroundColorContent = this.str('rootBackgroundColor')
      const size = this.str('pageFontSize')
      if (size && size !== 'system') content.style.fontSize = size
      const own = content.style.background
      paintPage(page)
      if (own && !this.str('rootBackgroundColor')) content.style.background = own
    } else if (name !== 'scrollDuration') changeLook(page, { [name]: value || undefined })
  }

  private readonly scrolled = (): void => {
    this.emit('scroll', { scrollTop: this.scroller!.scrollTop })
  }
}

export function definePageMeta(): void {
  defineElement('page-meta', WxPageMeta)
}
