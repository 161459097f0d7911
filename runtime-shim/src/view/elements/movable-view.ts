/** `movable-view`: dragged, thrown, pinched and moved by data inside its movable-area; placed by one transform. */
import { onDrag, type DragState } from './drag.ts'
import { defineElement } from './element.ts'
import { AREA_RESIZED } from './movable-area.ts'
import { StyledElement, toPx } from './parts.ts'

type MoveSource = '' | 'touch' | 'touch-out-of-bounds' | 'out-of-bounds' | 'friction'

/** Share of the way that the finger goes beyond the edge. */
const OVER_EDGE = 0.5
/** A throw ends below this speed, px per ms. */
const STANDSTILL = 0.02

class WxMovableView extends StyledElement {
  static override props = {
    direction: { type: 'string', value: 'none' },
    inertia: { type: 'boolean' },
    outOfBounds: { type: 'boolean' },
    x: { type: 'string' },
    y: { type: 'string' },
    damping: { type: 'number', value: 20 },
    friction: { type: 'number', value: 2 },
    disabled: { type: 'boolean' },
    scale: { type: 'boolean' },
    scaleMin: { type: 'number', value: 0.1 },
    scaleMax: { type: 'number', value: 10 },
    scaleValue: { type: 'number', value: 1 },
    animation: { type: 'boolean', value: true },
  } as const
  private x = 0
  private y = 0
  private zoom = 1
  private frame = 0
  private queued = false
  private placed = false
  private sizes: ResizeObserver | undefined

  override created(): void {
    let fromX = 0
    let fromY = 0
    onDrag(this, {
      axis: () => (this.flag('disabled') ? 'none' : { all: 'both' as const, horizontal: 'x' as const, vertical: 'y' as const }[this.str('direction')] ?? 'none'),
      start: (state) => {
        cancelAnimationFrame(this.frame)
        fromX = this.x
        fromY = this.y
        this.emit(Math.abs(state.dx) >= Math.abs(state.dy) ? 'htouchmove' : 'vtouchmove', {}, { bubbles: true })
      },
      move: (state) => this.drag(fromX + state.dx, fromY + state.dy),
      end: (state, how) => how === 'drag' && this.thrown(state),
    })
    this.addEventListener(AREA_RESIZED, () => this.settle(false))
    this.pinches()
  }

  override connected(): void {
    this.sizes = new ResizeObserver(() => this.settle(false))
    this.sizes.observe(this)
    this.applySoon()
  }

  override disconnected(): void {
    this.sizes?.disconnect()
    cancelAnimationFrame(this.frame)
  }

  override changed(name: string): void {
    if (name === 'x' || name === 'y' || name.startsWith('scale')) this.applySoon()
  }

  private horizontal(): boolean {
    return /^(all|horizontal)$/.test(this.str('direction'))
  }
  private vertical(): boolean {
    return /^(all|vertical)$/.test(this.str('direction'))
  }

  /** Smallest and largest position: inside the area when smaller than it, covering it when larger. Scaling grows from the middle. */
  private bounds(own: number, area: number): [number, number] {
    const grown = (own * (this.zoom - 1)) / 2
    const far = area - own - grown
    return far < grown ? [far, grown] : [grown, far]
  }
  private boundsX(): [number, number] {
    return this.bounds(this.offsetWidth, this.parentElement?.clientWidth ?? 0)
  }
  private boundsY(): [number, number] {
    return this.bounds(this.offsetHeight, this.parentElement?.clientHeight ?? 0)
  }

  private applySoon(): void {
    if (this.queued) return
    this.queued = true
    queueMicrotask(() => {
      this.queued = false
      this.zoom = this.flag('scale') ? Math.min(this.num('scaleMax'), Math.max(this.num('scaleMin'), this.num('scaleValue'))) : 1
      const x = this.clampX(toPx(this, this.str('x'), this.x))
      const y = this.clampY(toPx(this, this.str('y'), this.y))
      const animated = this.placed && this.flag('animation')
      this.placed = true
      if (animated) this.glideTo(x, y, '')
      else this.put(x, y, '')
    })
  }

  private clampX(x: number): number {
    const [low, high] = this.boundsX()
    return Math.min(high, Math.max(low, x))
  }
  private clampY(y: number): number {
    const [low, high] = this.boundsY()
    return Math.min(high, Math.max(low, y))
  }

  private put(x: number, y: number, source: MoveSource): void {
    const moved = x !== this.x || y !== this.y
    this.x = x
    this.y = y
    this.keepStyle('transform', `translate(${x}px, ${y}px) scale(${this.zoom})`)
    if (moved) this.emit('change', { x, y, source })
  }

  private drag(x: number, y: number): void {
    const edge = (value: number, clamped: number): number => (this.flag('outOfBounds') ? clamped + (value - clamped) * OVER_EDGE : clamped)
    const nextX = this.horizontal() ? edge(x, this.clampX(x)) : this.x
    const nextY = this.vertical() ? edge(y, this.clampY(y)) : this.y
    this.put(nextX, nextY, nextX !== this.clampX(nextX) || nextY !== this.clampY(nextY) ? 'touch-out-of-bounds' : 'touch')
  }

  private thrown(state: DragState): void {
    if (!this.flag('inertia')) return this.settle(true)
    const friction = this.num('friction') > 0 ? this.num('friction') : 2
    let vx = this.horizontal() ? state.vx : 0
    let vy = this.vertical() ? state.vy : 0
    let last = performance.now()
    const tick = (now: number): void => {
      const dt = Math.max(0, now - last)
      last = now
      const left = Math.exp((-friction * dt) / 1000)
      vx *= left
      vy *= left
      const x = this.x + vx * dt
      const y = this.y + vy * dt
      const outside = x !== this.clampX(x) || y !== this.clampY(y)
      if (outside && !this.flag('outOfBounds')) this.put(this.clampX(x), this.clampY(y), 'friction')
      else this.put(x, y, 'friction')
      if (!outside && Math.hypot(vx, vy) > STANDSTILL) this.frame = requestAnimationFrame(tick)
      else this.settle(true)
    }
    this.frame = requestAnimationFrame(tick)
  }

  /** Back inside, if it is outside. */
  private settle(animated: boolean): void {
    const x = this.clampX(this.x)
    const y = this.clampY(this.y)
    if (x === this.x && y === this.y) return
    if (animated) this.glideTo(x, y, 'out-of-bounds')
    else this.put(x, y, '')
  }

  private glideTo(x: number, y: number, source: MoveSource): void {
    cancelAnimationFrame(this.frame)
    const rate = Math.max(1, this.num('damping')) / 2000
    let last = performance.now()
    const tick = (now: number): void => {
      const left = Math.exp(-rate * Math.max(0, now - last))
      last = now
      const nextX = x + (this.x - x) * left
      const nextY = y + (this.y - y) * left
      if (Math.hypot(x - nextX, y - nextY) < 0.5) return this.put(x, y, source)
      this.put(nextX, nextY, source)
      this.frame = requestAnimationFrame(tick)
    }
    this.frame = requestAnimationFrame(tick)
    if (x === this.x && y === this.y) this.put(x, y, source)
  }

  /** Two fingers on the view, or anywhere in an area with `scale-area`; with a mouse: wheel with Ctrl, which is also what trackpads send for a pinch. */
  private pinches(): void {
    let start = 0
    let from = 1
    const reach = (event: TouchEvent): number => Math.hypot(event.touches[0]!.clientX - event.touches[1]!.clientX, event.touches[0]!.clientY - event.touches[1]!.clientY)
    const mine = (event: Event): boolean => this.flag('scale') && !this.flag('disabled') && (this.contains(event.target as Node) || this.parentElement?.getAttribute('scale-area') != null)
    const listen = (place: HTMLElement): void => {
      place.addEventListener('touchstart', (event) => {
        if (event.touches.length !== 2 || !mine(event)) return
        start = reach(event)
        from = this.zoom
      }, { passive: true })
      place.addEventListener('touchmove', (event) => {
        if (event.touches.length !== 2 || !start || !mine(event)) return
        if (event.cancelable) event.preventDefault()
        this.zoomTo(from * (reach(event) / start))
      }, { passive: false })
      place.addEventListener('wheel', (event) => {
        if (!event.ctrlKey || !mine(event)) return
        event.preventDefault()
        this.zoomTo(this.zoom * Math.exp(-event.deltaY / 200))
      }, { passive: false })
    }
    listen(this.parentElement?.localName === 'wx-movable-area' ? this.parentElement : this)
  }

  private zoomTo(zoom: number): void {
    this.zoom = Math.min(this.num('scaleMax'), Math.max(this.num('scaleMin'), zoom))
    this.keep('scaleValue', this.zoom)
    this.put(this.clampX(this.x), this.clampY(this.y), 'touch')
    this.emit('scale', { x: this.x, y: this.y, scale: this.zoom })
  }
}

export function defineMovableView(): void {
  defineElement('movable-view', WxMovableView)
}
