/** The pull-down header of a `scroll-view`. */
import { onDrag } from './drag.ts'
import type { WxElement } from './element.ts'
import { makePart, putParts } from './parts.ts'

/** How much of the finger's way the header follows. */
const PULL_RATIO = 0.6

export class Refresher {
  readonly host: WxElement
  readonly spacer: HTMLElement
  private busy = false
  private pull = 0
  private startY = 0
  private startX = 0
  private touching = false
  private pulling = false

  constructor(host: WxElement) {
    this.host = host
    this.spacer = makePart(host, 'div', 'wx-refresher')
    if (!this.spacer.firstChild) this.spacer.innerHTML = '<div><i></i><i></i><i></i></div>'
    putParts(host, [this.spacer], true)
    host.addEventListener('touchstart', (event) => this.down(event.touches[0]!.clientX, event.touches[0]!.clientY), { passive: true })
    host.addEventListener('touchmove', (event) => {
      const touch = event.touches[0]!
      if (this.moved(touch.clientX, touch.clientY) && event.cancelable) event.preventDefault()
    }, { passive: false })
    host.addEventListener('touchend', () => this.released())
    host.addEventListener('touchcancel', () => this.released())
    onDrag(host, {
      down: (event) => this.down(event.clientX, event.clientY),
      axis: () => 'y',
      start: (state) => state.dy > 0 && this.touching,
      move: (state) => void this.moved(state.x, state.y),
      end: () => this.released(),
    }, (event) => event.pointerType === 'mouse')
    this.restyle()
  }

  restyle(): void {
    const { host, spacer } = this
    const style = host.str('refresherDefaultStyle')
    spacer.hidden = !host.flag('refresherEnabled')
    spacer.style.background = host.str('refresherBackground')
    spacer.style.color = style === 'white' ? '#fff' : '#000'
    ;(spacer.firstElementChild as HTMLElement).hidden = style === 'none'
  }

  /** `refresher-triggered` from data. */
  trigger(on: boolean): void {
    if (on && !this.busy) {
      this.host.scrollTop = 0
      this.refresh(this.threshold())
    } else if (!on && this.busy) this.rest('refresherrestore')
  }

  private threshold(): number {
    return this.host.num('refresherThreshold')
  }

  private down(x: number, y: number): boolean {
    this.touching = this.host.flag('refresherEnabled') && this.host.scrollTop <= 0 && !this.busy
    this.startX = x
    this.startY = y
    return this.touching
  }

  /** True: the movement is the header's. */
  private moved(x: number, y: number): boolean {
    const dy = y - this.startY
    if (!this.touching) return false
    if (!this.pulling) {
      if (Math.abs(dy) < 4) return false
      if (dy < 0 || this.host.scrollTop > 0 || Math.abs(x - this.startX) > dy) return (this.touching = false)
      this.pulling = true
    }
    this.show(Math.max(0, dy * PULL_RATIO), false)
    this.host.emit('refresherpulling', { dy: this.pull })
    return true
  }

  private released(): void {
    if (this.pulling) {
      if (this.pull >= this.threshold()) this.refresh(this.pull)
      else this.rest('refresherabort')
    }
    this.touching = this.pulling = false
  }

  private refresh(dy: number): void {
    this.busy = true
    this.spacer.toggleAttribute('busy', true)
    this.show(this.threshold(), true)
    this.host.keep('refresherTriggered', true)
    this.host.emit('refresherrefresh', { dy })
  }

  private rest(event: string): void {
    const dy = this.pull
    this.busy = false
    this.spacer.toggleAttribute('busy', false)
    this.host.keep('refresherTriggered', false)
    this.show(0, true)
    this.host.emit(event, { dy })
  }

  private show(pull: number, animated: boolean): void {
    this.pull = pull
    const { spacer } = this
    spacer.style.transition = animated ? 'height .2s' : ''
    spacer.style.height = pull + 'px'
    const own = this.host.querySelector<HTMLElement>(':scope > [slot=refresher]')
    if (own) {
      own.style.transition = animated ? 'transform .2s' : ''
      own.style.transform = `translateY(calc(${pull}px - 100%))`
    }
  }
}
