/** `progress`: a bar that may grow into place. */
import { defineElement, WxElement } from './element.ts'
import { makePart, putParts, toLength } from './parts.ts'

class WxProgress extends WxElement {
  static override props = {
    percent: { type: 'number' },
    showInfo: { type: 'boolean' },
    active: { type: 'boolean' },
    activeMode: { type: 'string', value: 'backwards' },
    duration: { type: 'number', value: 30 },
    strokeWidth: { type: 'string', value: '6' },
    borderRadius: { type: 'string', value: '0' },
    fontSize: { type: 'string', value: '16' },
    color: { type: 'string' },
    activeColor: { type: 'string' },
    backgroundColor: { type: 'string' },
  } as const
  private bar!: HTMLElement
  private fill!: HTMLElement
  private info!: HTMLElement
  private shown = 0
  private queued = false
  private frame = 0

  override created(): void {
    this.bar = makePart(this, 'div', 'wx-progress-bar')
    this.fill = makePart(this, 'div', 'wx-progress-inner-bar')
    this.info = makePart(this, 'div', 'wx-progress-info')
    this.info.hidden = true
    putParts(this.bar, [this.fill])
    putParts(this, [this.bar, this.info])
    this.setAttribute('role', 'progressbar')
    this.show(0)
  }

  override disconnected(): void {
    cancelAnimationFrame(this.frame)
  }

  override changed(name: string, value: unknown): void {
    const { bar, fill, info } = this
    if (name === 'percent' || name === 'active') {
      if (this.queued) return
      this.queued = true
      queueMicrotask(() => {
        this.queued = false
        this.run()
      })
    } else if (name === 'showInfo') info.hidden = !value
    else if (name === 'strokeWidth') bar.style.height = toLength(value)
    else if (name === 'borderRadius') fill.style.borderRadius = bar.style.borderRadius = toLength(value)
    else if (name === 'fontSize') info.style.fontSize = toLength(value)
    else if (name === 'backgroundColor') bar.style.backgroundColor = value as string
    else fill.style.backgroundColor = this.str('activeColor') || this.str('color')
  }

  private run(): void {
    cancelAnimationFrame(this.frame)
    const target = Math.min(100, Math.max(0, this.num('percent')))
    if (!this.flag('active')) return this.show(target)
    const from = this.str('activeMode') === 'forwards' && this.shown <= target ? this.shown : 0
    const start = performance.now()
    const tick = (now: number): void => {
      this.show(Math.min(target, from + Math.max(0, now - start) / Math.max(1, this.num('duration'))))
      if (this.shown < target) this.frame = requestAnimationFrame(tick)
      else this.emit('activeend', { curPercent: target })
    }
    tick(start)
  }

  private show(percent: number): void {
    this.shown = percent
    this.fill.style.width = percent + '%'
    this.info.textContent = Math.floor(percent) + '%'
    this.ariaValueNow = String(Math.floor(percent))
  }
}

export function defineProgress(): void {
  defineElement('progress', WxProgress)
}
