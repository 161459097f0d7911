/** `swiper`: slides on a line (or a circle) of positions; `position` 1.5 shows half of slide 1 and half of slide 2. */
import { onDrag } from './drag.ts'
import { defineElement, WxElement } from './element.ts'
import { makePart, mirror, putParts, toPx } from './parts.ts'
import { SWIPER_CHANGED, type WxSwiperItem } from './swiper-item.ts'

type Source = '' | 'autoplay' | 'touch'

const EASINGS: Record<string, (t: number) => number> = {
  linear: (t) => t,
  easeInCubic: (t) => t ** 3,
  easeOutCubic: (t) => 1 - (1 - t) ** 3,
  easeInOutCubic: (t) => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2),
}

/** Faster flicks than this (px per ms) turn to the next slide however short they are. */
const FLICK = 0.3

class WxSwiper extends WxElement {
  static override props = {
    indicatorDots: { type: 'boolean' },
    indicatorColor: { type: 'string' },
    indicatorActiveColor: { type: 'string' },
    autoplay: { type: 'boolean' },
    current: { type: 'number' },
    currentItemId: { type: 'string' },
    interval: { type: 'number', value: 5000 },
    duration: { type: 'number', value: 500 },
    circular: { type: 'boolean' },
    vertical: { type: 'boolean' },
    displayMultipleItems: { type: 'number', value: 1 },
    previousMargin: { type: 'string', value: '0px' },
    nextMargin: { type: 'string', value: '0px' },
    snapToEdge: { type: 'boolean' },
    easingFunction: { type: 'string', value: 'default' },
    direction: { type: 'string', value: 'all' },
  } as const
  private items: WxSwiperItem[] = []
  private index = 0
  private position = 0
  private dots: HTMLElement | undefined
  private timer = 0
  private frame = 0
  private queued = false
  private dragging = false
  /** Set by data before the slides exist. */
  private asked: string | null = null
  private sizes: ResizeObserver | undefined

  override created(): void {
    this.setAttribute('aria-roledescription', 'carousel')
    this.control('group')
    this.addEventListener(SWIPER_CHANGED, () => this.refreshSoon())
    // Focus in a slide that is not shown must not make the browser scroll the frame.
    this.addEventListener('scroll', () => this.scrollTo(0, 0))
    this.addEventListener('focusin', (event) => {
      const at = this.items.findIndex((item) => item.contains(event.target as Node))
      if (at >= 0 && !this.shows(at)) this.turn(at, 'touch')
    })
    this.addEventListener('keydown', (event) => {
      if (event.target !== this) return
      const [back, on] = this.flag('vertical') ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight']
      const step = event.key === back ? -1 : event.key === on ? 1 : 0
      if (!step) return
      event.preventDefault()
      this.step(step, 'touch')
    })
    let from = 0
    onDrag(this, {
      down: () => {
        this.stopTimer()
        return this.items.length > 1
      },
      axis: () => (this.str('direction') !== 'all' && this.str('direction') !== (this.flag('vertical') ? 'vertical' : 'horizontal') && /^(vertical|horizontal)$/.test(this.str('direction')) ? 'none' : this.flag('vertical') ? 'y' : 'x'),
      start: () => {
        cancelAnimationFrame(this.frame)
        this.dragging = true
        from = this.position
      },
      move: (state) => {
        const way = -(this.flag('vertical') ? state.dy : state.dx) / (this.unit() || 1)
        let to = from + way
        if (!this.circles()) {
          const last = this.last()
          if (to < 0) to *= 0.3
          else if (to > last) to = last + (to - last) * 0.3
        }
        this.place(to)
      },
      end: (state, how) => {
        this.dragging = false
        if (how !== 'tap') {
          const speed = -(this.flag('vertical') ? state.vy : state.vx)
          const target = how === 'drag' && Math.abs(speed) > FLICK ? (speed > 0 ? Math.ceil(this.position) : Math.floor(this.position)) : Math.round(this.position)
          this.glide(this.circles() ? target : Math.min(Math.max(target, 0), this.last()), 'touch')
        }
        this.startTimer()
      },
    })
    this.refreshSoon()
  }

  override connected(): void {
    this.sizes = new ResizeObserver(() => this.layout())
    this.sizes.observe(this)
    this.startTimer()
  }

  override disconnected(): void {
    this.sizes?.disconnect()
    this.stopTimer()
    cancelAnimationFrame(this.frame)
  }

  override changed(name: string, value: unknown): void {
    if (name === 'current' || name === 'currentItemId') {
      this.asked = name
      this.refreshSoon()
    } else if (name === 'autoplay' || name === 'interval') this.startTimer()
    else {
      if (name === 'vertical') mirror(this, 'vertical', value)
      this.refreshSoon()
    }
  }

  /** After the patch: slides came or went, properties changed. */
  private refreshSoon(): void {
    if (this.queued) return
    this.queued = true
    queueMicrotask(() => {
      this.queued = false
      this.refresh()
    })
  }

  private refresh(): void {
    const first = this.items.length === 0
    const kept = this.items[this.index]
    this.items = [...this.children].filter((child): child is WxSwiperItem => child.localName === 'wx-swiper-item')
    const { items, asked } = this
    if (!items.length) return this.drawDots()
    if (asked) {
      this.asked = null
      const byId = asked === 'currentItemId' ? items.findIndex((item) => item.itemId === this.str('currentItemId')) : this.num('current')
      const to = byId >= 0 && byId < items.length ? Math.floor(byId) : 0
      if (first || !this.offsetWidth) this.jump(to)
      else if (to !== this.index) this.turn(to, '')
    } else {
      // A slide keeps being shown when others come and go around it; when it went, its place stays.
      const at = kept ? items.indexOf(kept) : -1
      const to = Math.min(at >= 0 ? at : this.index, this.last())
      if (to !== this.index) this.jump(to)
    }
    this.layout()
    this.drawDots()
    this.startTimer()
  }

  /** Slides shown at once. */
  private many(): number {
    return Math.max(1, Math.floor(this.num('displayMultipleItems')))
  }
  private last(): number {
    return Math.max(0, this.items.length - (this.circles() ? 1 : this.many()))
  }
  private circles(): boolean {
    return this.flag('circular') && this.items.length > this.many()
  }
  private shows(index: number): boolean {
    return index >= this.index && index < this.index + this.many()
  }
  private margins(): [number, number] {
    return [toPx(this, this.str('previousMargin')), toPx(this, this.str('nextMargin'))]
  }
  /** Length of one slide along the axis, px. */
  private unit(): number {
    const [before, after] = this.margins()
    return ((this.flag('vertical') ? this.clientHeight : this.clientWidth) - before - after) / this.many()
  }

  private layout(): void {
    const [before, after] = this.margins()
    const many = this.many()
    const size = before || after || many > 1 ? `calc((100% - ${before + after}px) / ${many})!important` : ''
    const vertical = this.flag('vertical')
    for (const item of this.items) {
      item.keepStyle('width', vertical ? '' : size)
      item.keepStyle('height', vertical ? size : '')
    }
    this.place(this.position)
  }

  private place(position: number): void {
    this.position = position
    const { items } = this
    const n = items.length
    const [before, after] = this.margins()
    const many = this.many()
    const axis = this.flag('vertical') ? 'Y' : 'X'
    let shift = before
    if (this.flag('snapToEdge') && !this.circles() && n > 1) {
      // The first slide lies at the frame's start, the last at its end: the margin fades in over the first step and out over the last.
      shift = before * Math.min(1, Math.max(0, position)) + after * Math.min(1, Math.max(0, position - this.last() + 1))
    }
    items.forEach((item, i) => {
      let at = i - position
      if (this.circles()) {
        const low = (many - 1) / 2 - n / 2
        at = ((((at - low) % n) + n) % n) + low
      }
      item.keepStyle('transform', `translate${axis}(${at * 100}%)${shift ? ` translate${axis}(${shift}px)` : ''}`)
    })
  }

  private jump(to: number): void {
    cancelAnimationFrame(this.frame)
    this.index = to
    this.keep('current', to)
    this.place(to)
    this.marks()
  }

  /** Goes one slide on (or back). */
  private step(by: number, source: Source): void {
    if (this.circles()) return this.glide(Math.round(this.position) + by, source)
    const to = Math.round(this.position) + by
    this.glide(to > this.last() ? 0 : Math.max(0, to), source)
  }

  /** Goes to a slide, the short way round on a circle. */
  private turn(to: number, source: Source): void {
    const n = this.items.length
    to = Math.min(to, this.last())
    if (!this.circles()) return this.glide(to, source)
    let way = (((to - this.position) % n) + n) % n
    if (way > n / 2) way -= n
    this.glide(this.position + way, source)
  }

  private glide(target: number, source: Source): void {
    cancelAnimationFrame(this.frame)
    const n = this.items.length
    const index = ((target % n) + n) % n
    const from = this.position
    const changed = index !== this.index
    const detail = { current: index, currentItemId: this.items[index]?.itemId ?? '', source }
    this.index = index
    this.keep('current', index)
    this.marks()
    if (changed) this.emit('change', detail)
    const finish = (): void => {
      this.place(index)
      this.emit('animationfinish', detail)
    }
    const duration = this.num('duration')
    if (!(duration > 0) || from === target || !this.offsetWidth) return finish()
    const ease = EASINGS[this.str('easingFunction')] ?? EASINGS.easeOutCubic!
    const unit = this.unit()
    const start = performance.now()
    const tick = (now: number): void => {
      const t = Math.min(1, Math.max(0, (now - start) / duration))
      this.place(from + (target - from) * ease(t))
      const way = (this.position - from) * unit
      this.emit('transition', this.flag('vertical') ? { dx: 0, dy: way } : { dx: way, dy: 0 })
      if (t < 1) this.frame = requestAnimationFrame(tick)
      else finish()
    }
    this.frame = requestAnimationFrame(tick)
  }

  private startTimer(): void {
    this.stopTimer()
    if (!this.flag('autoplay') || this.items.length < 2 || this.dragging) return
    this.timer = window.setTimeout(() => {
      // Hidden pages and hidden windows stand still.
      if (!document.hidden && (this.checkVisibility?.({ visibilityProperty: true }) ?? this.offsetWidth > 0)) this.step(1, 'autoplay')
      this.startTimer()
    }, this.num('interval'))
  }

  private stopTimer(): void {
    clearTimeout(this.timer)
  }

  private drawDots(): void {
    if (!this.flag('indicatorDots')) {
      this.dots?.remove()
      this.dots = undefined
      return
    }
    if (!this.dots) putParts(this, [(this.dots = makePart(this, 'div', 'wx-swiper-dots'))], true)
    const wanted = this.circles() ? this.items.length : this.last() + 1
    while (this.dots.children.length > wanted) this.dots.lastChild!.remove()
    while (this.dots.children.length < wanted) this.dots.append(makePart(this, 'div', 'wx-swiper-dot'))
    this.marks()
  }

  /** Marks what is current: dots and, for screen readers, slides. */
  private marks(): void {
    this.items.forEach((item, i) => (item.ariaHidden = this.shows(i) ? null : 'true'))
    if (!this.dots) return
    ;[...this.dots.children].forEach((dot, i) => {
      const active = i === this.index
      dot.classList.toggle('wx-swiper-dot-active', active)
      ;(dot as HTMLElement).style.backgroundColor = this.str(active ? 'indicatorActiveColor' : 'indicatorColor')
    })
  }
}

export function defineSwiper(): void {
  defineElement('swiper', WxSwiper)
}
