/** `switch`: on or off, as a knob on a track or (type=checkbox) as a box. */
import { defineElement, WxElement } from './element.ts'
import type { FormField } from './form-field.ts'
import { makePart, mirror, onKeys, partClass, putParts } from './parts.ts'

class WxSwitch extends WxElement implements FormField {
  static override props = {
    checked: { type: 'boolean' },
    disabled: { type: 'boolean' },
    type: { type: 'string', value: 'switch' },
    color: { type: 'string' },
  } as const
  private box!: HTMLElement
  private initial = false

  get disabled(): boolean {
    return this.flag('disabled')
  }

  override created(): void {
    putParts(this, [(this.box = makePart(this, 'div'))])
    this.initial = this.flag('checked')
    onKeys(this, [' ', 'Enter'])
    this.draw()
  }

  override changed(): void {
    this.draw()
  }

  override tapped(): void {
    if (this.disabled) return
    const value = !this.flag('checked')
    this.check(value)
    this.emit('change', { value })
  }

  formValue(): boolean {
    return this.flag('checked')
  }

  formReset(): void {
    this.check(this.initial)
  }

  private check(on: boolean): void {
    this.keep('checked', on)
    this.draw()
  }

  private draw(): void {
    const { box, disabled } = this
    const checked = this.flag('checked')
    const asBox = this.str('type') === 'checkbox'
    const name = asBox ? 'wx-checkbox-input' : 'wx-switch-input'
    partClass(this, box, checked ? `${name} ${name}-checked` : name)
    const color = checked ? this.str('color') : ''
    if (asBox) Object.assign(box.style, { color, backgroundColor: '', borderColor: '' })
    else Object.assign(box.style, { color: '', backgroundColor: color, borderColor: color })
    mirror(this, 'disabled', disabled)
    this.control(asBox ? 'checkbox' : 'switch', !disabled, { checked, disabled })
  }
}

export function defineSwitch(): void {
  defineElement('switch', WxSwitch)
}
