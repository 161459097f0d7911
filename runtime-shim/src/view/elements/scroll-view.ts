/** `scroll-view`: the host scrolls natively; this adds positions from data, thresholds, the refresher and dragging with the mouse. */
import { onDrag } from './drag.ts'
import { defineElement, WxElement } from './element.ts'
import { mirror, toPx, whenShown } from './parts.ts'
import { Refresher } from './refresher.ts'

interface ScrollOptions { top?: number; left?: number; animated?: boolean; duration?: number }

class WxScrollView extends WxElement {
  static override props = {
    scrollX: { type: 'boolean' },
    scrollY: { type: 'boolean' },
    upperThreshold: { type: 'string', value: '50' },
    lowerThreshold: { type: 'string', value: '50' },
    scrollTop: { type: 'string' },
    scrollLeft: { type: 'string' },
    scrollIntoView: { type: 'string' },
    scrollIntoViewOffset: { type: 'number' },
    scrollWithAnimation: { type: 'boolean' },
    enableFlex: { type: 'boolean' },
    enhanced: { type: 'boolean' },
    showScrollbar: { type: 'boolean', value: true },
    pagingEnabled: { type: 'boolean' },
    scrollAnchoring: { type: 'boolean' },
    refresherEnabled: { type: 'boolean' },
    refresherThreshold: { type: 'number', value: 45 },
    refresherDefaultStyle: { type: 'string', value: 'black' },
    refresherBackground: { type: 'string' },
    refresherTriggered: { type: 'boolean' },
  } as const
  private refresher: Refresher | undefined
  private lastTop = 0
  private lastLeft = 0
  private lastHeight = 0
  private lastWidth = 0
  /** Positions to bring about when the patch is through: children and positions arrive in any order. */
  private readonly wanted = new Set<string>()

  override created(): void {
    this.addEventListener('scroll', (event) => event.target === this && this.scrolled())
    let startTop = 0
    let startLeft = 0
    onDrag(this, {
      axis: () => (this.flag('scrollX') && this.scrollWidth > this.clientWidth ? (this.flag('scrollY') && this.scrollHeight > this.clientHeight ? 'both' : 'x') : this.flag('scrollY') && this.scrollHeight > this.clientHeight ? 'y' : 'none'),
      start: () => {
        startTop = this.scrollTop
        startLeft = this.scrollLeft
        this.style.scrollSnapType = 'none'
        this.dragged('dragstart')
      },
      move: (state) => {
        if (this.flag('scrollX')) this.scrollLeft = startLeft - state.dx
        if (this.flag('scrollY')) this.scrollTop = startTop - state.dy
        this.dragged('dragging')
      },
      end: (state, how) => {
        if (how !== 'drag') return
        this.style.scrollSnapType = ''
        this.dragged('dragend', { x: -state.vx, y: -state.vy })
        if (!this.flag('pagingEnabled')) this.scrollBy({ left: this.flag('scrollX') ? -state.vx * 200 : 0, top: this.flag('scrollY') ? -state.vy * 200 : 0, behavior: 'smooth' })
      },
    }, (event) => event.pointerType === 'mouse' && !(event.target as Element).closest('input, textarea, [contenteditable]'))
    this.touches()
  }

  override changed(name: string, value: unknown): void {
    switch (name) {
      case 'scrollX':
      case 'scrollY':
      case 'enhanced':
      case 'enableFlex':
      case 'pagingEnabled':
        mirror(this, name.replace(/[A-Z]/g, (c) => '-' + c.toLowerCase()), value)
        break
      case 'showScrollbar':
        mirror(this, 'no-scrollbar', !value)
        break
      case 'scrollAnchoring':
        this.style.overflowAnchor = value ? 'auto' : ''
        break
      case 'scrollTop':
      case 'scrollLeft':
      case 'scrollIntoView':
        if (value === '') break
        if (!this.wanted.size) queueMicrotask(() => whenShown(this, () => this.bringAbout()))
        this.wanted.add(name)
        break
      default:
        if (!name.startsWith('refresher')) break
        if (this.flag('refresherEnabled')) this.refresher ??= new Refresher(this)
        mirror(this, 'refresher-enabled', this.flag('refresherEnabled'))
        this.refresher?.restyle()
        if (name === 'refresherTriggered' || name === 'refresherEnabled') this.refresher?.trigger(this.flag('refresherTriggered'))
    }
  }

  override wxCall(method: string, args: unknown): unknown {
    if (method === 'scrollTo') {
      const { top, left, animated = true, duration } = args as ScrollOptions
      this.scrollTo({ top, left, behavior: animated && duration !== 0 ? 'smooth' : 'instant' })
    } else if (method === 'scrollIntoView') {
      const { selector, offset = 0, animated = true } = args as { selector: string; offset?: number; animated?: boolean }
      const child = this.querySelector(selector)
      if (child) this.reveal(child, animated, offset)
    } else if (method === 'triggerRefresh' || method === 'closeRefresh') this.refresher?.trigger(method === 'triggerRefresh')
    else if (method === 'set') {
      const { name, value } = args as { name: string; value: boolean }
      if (name === 'scrollEnabled') mirror(this, 'scroll-off', !value)
      else if (name === 'showScrollbar' || name === 'pagingEnabled') this.wxSet(name, value)
    } else throw new Error(`${method} is not a method of ScrollViewContext`)
    return undefined
  }

  private bringAbout(): void {
    const { wanted } = this
    const animated = this.flag('scrollWithAnimation')
    const child = wanted.has('scrollIntoView') ? this.querySelector('#' + CSS.escape(this.str('scrollIntoView'))) : null
    if (child) this.reveal(child, animated, this.num('scrollIntoViewOffset'))
    else {
      const options: ScrollToOptions = { behavior: animated ? 'smooth' : 'instant' }
      if (wanted.has('scrollTop')) options.top = toPx(this, this.str('scrollTop'))
      if (wanted.has('scrollLeft')) options.left = toPx(this, this.str('scrollLeft'))
      this.scrollTo(options)
    }
    wanted.clear()
  }

  private reveal(child: Element, animated: boolean, offset: number): void {
    const from = this.getBoundingClientRect()
    const to = child.getBoundingClientRect()
    const options: ScrollToOptions = { behavior: animated ? 'smooth' : 'instant' }
    if (this.flag('scrollX')) options.left = this.scrollLeft + to.left - from.left - this.clientLeft + offset
    if (this.flag('scrollY')) options.top = this.scrollTop + to.top - from.top - this.clientTop + offset
    this.scrollTo(options)
  }

  private scrolled(): void {
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = this
    const deltaX = this.lastLeft - scrollLeft
    const deltaY = this.lastTop - scrollTop
    if (!deltaX && !deltaY) return
    this.emit('scroll', { scrollLeft, scrollTop, scrollHeight, scrollWidth, deltaX, deltaY })
    const upper = toPx(this, this.str('upperThreshold'), 50)
    const lower = toPx(this, this.str('lowerThreshold'), 50)
    if (this.flag('scrollY')) {
      const rest = scrollHeight - this.clientHeight
      if (deltaY > 0 && scrollTop <= upper && this.lastTop > upper) this.emit('scrolltoupper', { direction: 'top' })
      if (deltaY < 0 && scrollTop >= rest - lower - 1 && (this.lastTop < rest - lower - 1 || this.lastHeight !== scrollHeight)) this.emit('scrolltolower', { direction: 'bottom' })
    }
    if (this.flag('scrollX')) {
      const rest = scrollWidth - this.clientWidth
      if (deltaX > 0 && scrollLeft <= upper && this.lastLeft > upper) this.emit('scrolltoupper', { direction: 'left' })
      if (deltaX < 0 && scrollLeft >= rest - lower - 1 && (this.lastLeft < rest - lower - 1 || this.lastWidth !== scrollWidth)) this.emit('scrolltolower', { direction: 'right' })
    }
    this.lastTop = scrollTop
    this.lastLeft = scrollLeft
    this.lastHeight = scrollHeight
    this.lastWidth = scrollWidth
  }

  /** The drag events of `enhanced`, from fingers, which scroll natively. */
  private touches(): void {
    let dragging = false
    let time = 0
    let top = 0
    let left = 0
    const velocity = { x: 0, y: 0 }
    this.addEventListener('touchmove', (event) => {
      const dt = Math.max(1, event.timeStamp - time)
      if (dragging) {
        velocity.x = (this.scrollLeft - left) / dt
        velocity.y = (this.scrollTop - top) / dt
      }
      ;[time, top, left] = [event.timeStamp, this.scrollTop, this.scrollLeft]
      this.dragged(dragging ? 'dragging' : 'dragstart')
      dragging = true
    }, { passive: true })
    for (const type of ['touchend', 'touchcancel']) {
      this.addEventListener(type, () => {
        if (dragging) this.dragged('dragend', velocity)
        dragging = false
      }, { passive: true })
    }
  }

  private dragged(type: string, velocity?: { x: number; y: number }): void {
    if (!this.flag('enhanced')) return
    const { scrollTop, scrollLeft } = this
    this.emit(type, velocity ? { scrollTop, scrollLeft, velocity } : { scrollTop, scrollLeft })
  }
}

export function defineScrollView(): void {
  defineElement('scroll-view', WxScrollView)
}
