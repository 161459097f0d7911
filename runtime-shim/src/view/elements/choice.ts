/** What `checkbox` and `radio` share: a box before the label text, a state, a group that reports. */
import { WxElement } from './element.ts'
import { makePart, mirror, onKeys, putParts } from './parts.ts'

export const CHOICE_PROPS = {
  value: { type: 'string' },
  checked: { type: 'boolean' },
  disabled: { type: 'boolean' },
  color: { type: 'string' },
} as const

/** A group of choices around a checkbox or radio. */
interface ChoiceGroup extends Element {
  chosen(choice: Choice): void
}

export abstract class Choice extends WxElement {
  static override props = CHOICE_PROPS
  abstract readonly kind: 'checkbox' | 'radio'
  private box!: HTMLElement
  private initial = false

  get disabled(): boolean {
    return this.flag('disabled')
  }
  get value(): string {
    return this.str('value')
  }
  get checked(): boolean {
    return this.flag('checked')
  }

  override created(): void {
    this.box = makePart(this, 'div')
    putParts(this, [this.box], true)
    this.initial = this.checked
    onKeys(this, [' ', 'Enter'])
    this.draw()
  }

  override changed(name: string, value: unknown): void {
    if (name === 'checked' && value && this.kind === 'radio') this.group()?.chosen(this)
    this.draw()
  }

  override tapped(): void {
    if (this.disabled || (this.kind === 'radio' && this.checked)) return
    this.check(!this.checked)
    const group = this.group()
    group?.chosen(this)
    ;(group as { report?(): void } | null)?.report?.()
    this.emit('change', { value: this.checked })
  }

  /** By the user, by another radio of the group, or by a form's reset. */
  check(on: boolean): void {
    this.keep('checked', on)
    this.draw()
  }

  reset(): void {
    this.check(this.initial)
  }

  private group(): ChoiceGroup | null {
    const group = this.closest(`wx-${this.kind}-group`)
    return group && 'chosen' in group ? (group as ChoiceGroup) : null
  }

  private draw(): void {
    const { kind, checked, disabled, box } = this
    const name = `wx-${kind}-input`
    for (const [suffix, on] of [['', true], ['-checked', checked], ['-disabled', disabled]] as const) box.classList.toggle(name + suffix, on)
    const color = this.str('color')
    if (kind === 'checkbox') box.style.color = disabled ? '' : color
    else box.style.backgroundColor = box.style.borderColor = checked && !disabled ? color : ''
    mirror(this, 'disabled', disabled)
    this.control(kind, !disabled, { checked, disabled })
  }
}
