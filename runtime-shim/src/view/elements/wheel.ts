/** The wheel of `picker` and `picker-view-column`: a column that scrolls natively and rests with one row in its middle. */
import { onDrag } from './drag.ts'

export interface WheelEvents {
  /** The user starts turning. */
  start?(): void
  /** It rests on another row (`settled`), or the user let go and it is on its way there. */
  pick(index: number, settled: boolean): void
  end?(): void
}

/** Quiet time after which scrolling is over where the browser has no `scrollend`, ms. */
const WHEEL_QUIET = 120

/**
 * Works on a scroller whose rows are all `rowHeight` high, with paddings of half its height less half a row above and below, so that the scroll position
 * divided by the row height is the index.
 */
export class Wheel {
  readonly box: HTMLElement
  private readonly events: WheelEvents
  private readonly measure: () => number
  private index = 0
  private turning = false
  private held = false
  private quiet = 0

  constructor(box: HTMLElement, measure: () => number, events: WheelEvents) {
    this.box = box
    this.measure = measure
    this.events = events
    box.tabIndex = 0
    box.role = 'spinbutton'
    const begin = (): void => {
      if (this.turning) return
      this.turning = true
      events.start?.()
    }
    box.addEventListener('scroll', () => {
      clearTimeout(this.quiet)
      if (Math.abs(box.scrollTop - this.index * this.measure()) > 1) begin()
      if (!('onscrollend' in box)) this.quiet = window.setTimeout(() => this.settle(), WHEEL_QUIET)
    })
    box.addEventListener('scrollend', () => this.settle())
    box.addEventListener('touchend', () => this.turning && events.pick(this.nearest(), false), { passive: true })
    box.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5, Home: -1e6, End: 1e6 }[event.key]
      if (!step) return
      event.preventDefault()
      event.stopPropagation()
      begin()
      this.turn(this.index + step)
    })
    let from = 0
    onDrag(box, {
      axis: () => 'y',
      start: () => {
        from = box.scrollTop
        this.held = true
        box.style.scrollSnapType = 'none'
      },
      move: (state) => {
        box.scrollTop = from - state.dy
      },
      end: (state, how) => {
        this.held = false
        if (how === 'drag') {
          const aim = Math.round((box.scrollTop - state.vy * 150) / this.measure())
          begin()
          events.pick(this.clamp(aim), false)
          this.turn(aim)
        } else if (how === 'tap') {
          // A tap on a row brings it to the middle.
          const { top, height } = box.getBoundingClientRect()
          const rows = Math.round((state.y - top - height / 2) / this.measure())
          if (!rows) return
          begin()
          this.turn(this.index + rows)
        }
      },
    }, (event) => event.pointerType !== 'touch')
  }

  get count(): number {
    return Math.max(0, Math.round((this.box.scrollHeight - this.box.clientHeight) / (this.measure() || 1)) + 1)
  }

  get at(): number {
    return this.index
  }

  /** Turns to a row without telling anybody. */
  put(index: number): void {
    this.index = index
    this.box.style.scrollSnapType = ''
    const top = index * this.measure()
    if (Math.abs(this.box.scrollTop - top) > 0.5) this.box.scrollTo({ top, behavior: 'instant' })
  }

  /** Goes there in sight of the user; the end of the motion settles it. */
  private turn(index: number): void {
    const top = this.clamp(index) * this.measure()
    if (Math.abs(this.box.scrollTop - top) < 1) this.settle()
    else this.box.scrollTo({ top, behavior: 'smooth' })
  }

  private clamp(index: number): number {
    return Math.min(this.count - 1, Math.max(0, index))
  }

  private nearest(): number {
    return this.clamp(Math.round(this.box.scrollTop / (this.measure() || 1)))
  }

  private settle(): void {
    if (this.held) return
    this.box.style.scrollSnapType = ''
    const index = this.nearest()
    const changed = index !== this.index
    const turned = this.turning
    this.index = index
    this.turning = false
    if (changed) this.events.pick(index, true)
    if (turned) this.events.end?.()
  }
}
