/** `page-container`: a panel over the page that comes and goes with a transition. */
import { hostMethod } from '../host.ts'
import { syncHistory } from '../shell/history.ts'
import { emitHost, pageOf, topPage, view, type PageBox } from '../view.ts'
import { onDrag } from './drag.ts'
import { defineElement, WxElement } from './element.ts'
import { makePart, mirror, putParts, wrapChildren } from './parts.ts'

/** How far the panel must be dragged to be closed, px. */
const CLOSE_AFTER = 80

class WxPageContainer extends WxElement {
  static override props = {
    show: { type: 'boolean' },
    duration: { type: 'number', value: 300 },
    zIndex: { type: 'number', value: 100 },
    overlay: { type: 'boolean', value: true },
    position: { type: 'string', value: 'bottom' },
    round: { type: 'boolean' },
    closeOnSlideDown: { type: 'boolean' },
    overlayStyle: { type: 'string' },
    customStyle: { type: 'string' },
  } as const
  private veil!: HTMLElement
  private panel!: HTMLElement
  private shown = false
  private timer = 0
  /** The page it is shown over. */
  private page: PageBox | undefined

  override created(): void {
    this.veil = makePart(this, 'div', 'wx-container-veil')
    this.panel = makePart(this, 'div', 'wx-container-panel')
    wrapChildren(this, this.panel)
    putParts(this, [this.veil, this.panel])
    this.role = 'dialog'
    this.style.setProperty('--duration', '300ms')
    mirror(this, 'position', 'bottom')
    this.veil.addEventListener('click', () => {
      this.emit('clickoverlay')
      this.toggle(false)
    })
    this.addEventListener('keydown', (event) => event.key === 'Escape' && this.toggle(false))
    onDrag(this.panel, {
      axis: () => (this.flag('closeOnSlideDown') ? 'y' : 'none'),
      move: (state) => (this.panel.style.translate = `0 ${Math.max(0, state.dy)}px`),
      end: (state) => {
        this.panel.style.translate = ''
        if (state.dy > CLOSE_AFTER) this.toggle(false)
      },
    })
  }

  override disconnected(): void {
    clearTimeout(this.timer)
    this.keepPage(false)
  }

  override changed(name: string, value: unknown): void {
    if (name === 'show') this.toggle(value === true)
    else if (name === 'duration') this.style.setProperty('--duration', `${String(value)}ms`)
    else if (name === 'zIndex') this.style.zIndex = String(value)
    else if (name === 'overlay') this.veil.hidden = !value
    else if (name === 'overlayStyle') this.veil.style.cssText = value as string
    else if (name === 'customStyle') this.panel.style.cssText = value as string
    else if (name === 'round' || name === 'position') mirror(this, name, value)
  }

  private toggle(show: boolean): void {
    if (show === this.shown) return
    this.shown = show
    this.keep('show', show)
    this.keepPage(show)
    clearTimeout(this.timer)
    const [before, now, after] = show ? ['beforeenter', 'enter', 'afterenter'] : ['beforeleave', 'leave', 'afterleave']
    this.emit(before!)
    if (show) {
      this.toggleAttribute('present', true)
      this.getBoundingClientRect()
    }
    this.toggleAttribute('open', show)
    this.emit(now!)
    this.timer = window.setTimeout(() => {
      if (!show) this.toggleAttribute('present', false)
      this.emit(after!)
    }, this.num('duration'))
  }

  /** While it is shown, going back closes it, by whatever means: the browser, the navigation bar, `wx.navigateBack`. */
  private keepPage(show: boolean): void {
    const page = show ? pageOf(this) : this.page
    if (!page) return
    this.page = show ? page : undefined
    page.layer = show ? () => this.toggle(false) : undefined
    emitHost('container', { page: page.id, show })
    if (page === topPage()) syncHistory()
  }
}

export function definePageContainer(): void {
  hostMethod('closeContainer', ({ page }: { page: number }) => view.pages.get(page)?.layer?.())
  defineElement('page-container', WxPageContainer)
}
