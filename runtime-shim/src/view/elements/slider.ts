/** `slider`: a number on a track, set by pointer or keys. */
import { onDrag } from './drag.ts'
import { defineElement, WxElement } from './element.ts'
import type { FormField } from './form-field.ts'
import { makePart, mirror, putParts } from './parts.ts'

class WxSlider extends WxElement implements FormField {
  static override props = {
    min: { type: 'number' },
    max: { type: 'number', value: 100 },
    step: { type: 'number', value: 1 },
    value: { type: 'number' },
    disabled: { type: 'boolean' },
    showValue: { type: 'boolean' },
    color: { type: 'string' },
    selectedColor: { type: 'string' },
    activeColor: { type: 'string' },
    backgroundColor: { type: 'string' },
    blockSize: { type: 'number', value: 28 },
    blockColor: { type: 'string' },
  } as const
  private rail!: HTMLElement
  private track!: HTMLElement
  private thumb!: HTMLElement
  private label!: HTMLElement
  private initial: number | undefined

  get disabled(): boolean {
    return this.flag('disabled')
  }

  override created(): void {
    this.rail = makePart(this, 'div', 'wx-slider-handle-wrapper')
    this.track = makePart(this, 'div', 'wx-slider-track')
    this.thumb = makePart(this, 'div', 'wx-slider-thumb')
    this.label = makePart(this, 'div', 'wx-slider-value')
    putParts(this.rail, [this.track, this.thumb])
    putParts(this, [this.rail, this.label])
    let before = 0
    onDrag(this, {
      down: (event) => {
        before = this.current()
        return !this.disabled && !this.label.contains(event.target as Node)
      },
      axis: () => 'x',
      move: (state) => this.slide(state.x) && this.emit('changing', { value: this.current() }),
      end: (state, how) => {
        if (how === 'cancel') return
        this.slide(state.x)
        if (how === 'drag' || this.current() !== before) this.emit('change', { value: this.current() })
      },
    })
    this.addEventListener('keydown', (event) => this.key(event))
    this.draw()
  }

  override changed(name: string): void {
    if (name === 'value') this.initial ??= this.num('value')
    this.draw()
  }

  formValue(): number {
    return this.current()
  }

  formReset(): void {
    this.keep('value', this.initial ?? 0)
    this.draw()
  }

  private current(): number {
    return this.snapped(this.num('value'))
  }

  private snapped(value: number): number {
    const min = this.num('min')
    const step = this.num('step') > 0 ? this.num('step') : 1
    const digits = (String(step).split('.')[1] ?? '').length
    const steps = Math.round((Math.min(this.num('max'), Math.max(min, value)) - min) / step)
    return Number((min + steps * step).toFixed(digits))
  }

  /** To the place under the pointer; true when the value is another now. */
  private slide(x: number): boolean {
    const { left, width } = this.rail.getBoundingClientRect()
    const min = this.num('min')
    return this.become(min + ((x - left) / (width || 1)) * (this.num('max') - min))
  }

  private become(value: number): boolean {
    const old = this.current()
    this.keep('value', this.snapped(value))
    this.draw()
    return this.current() !== old
  }

  private key(event: KeyboardEvent): void {
    if (this.disabled) return
    const step = this.num('step') > 0 ? this.num('step') : 1
    const now = this.current()
    const to = { ArrowRight: now + step, ArrowUp: now + step, ArrowLeft: now - step, ArrowDown: now - step, PageUp: now + step * 10, PageDown: now - step * 10, Home: this.num('min'), End: this.num('max') }[event.key]
    if (to === undefined) return
    event.preventDefault()
    if (this.become(to)) this.emit('change', { value: this.current() })
  }

  private draw(): void {
    const [value, min, max] = [this.current(), this.num('min'), this.num('max')]
    const percent = `${((value - min) / (max - min || 1)) * 100}%`
    this.track.style.width = this.thumb.style.left = percent
    this.track.style.backgroundColor = this.str('activeColor') || this.str('selectedColor')
    this.rail.style.backgroundColor = this.str('backgroundColor') || this.str('color')
    this.thumb.style.backgroundColor = this.str('blockColor')
    this.rail.style.setProperty('--wx-block', Math.min(28, Math.max(12, this.num('blockSize'))) + 'px')
    this.label.textContent = String(value)
    this.label.hidden = !this.flag('showValue')
    mirror(this, 'disabled', this.disabled)
    this.control('slider', !this.disabled, { valuenow: String(value), valuemin: String(min), valuemax: String(max) })
  }
}

export function defineSlider(): void {
  defineElement('slider', WxSlider)
}
