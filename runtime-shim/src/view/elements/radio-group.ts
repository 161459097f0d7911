/** `radio-group`: one of its radios is on; reports its value. */
import { Choice } from './choice.ts'
import { defineElement, WxElement } from './element.ts'
import type { FormField } from './form-field.ts'

class WxRadioGroup extends WxElement implements FormField {
  override created(): void {
    if (!this.hasAttribute('role')) this.role = 'radiogroup'
    this.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowDown' || event.key === 'ArrowRight' ? 1 : event.key === 'ArrowUp' || event.key === 'ArrowLeft' ? -1 : 0
      const radios = this.radios().filter((radio) => !radio.disabled)
      const at = radios.indexOf(event.target as Choice)
      if (!step || at < 0) return
      event.preventDefault()
      const next = radios[(at + step + radios.length) % radios.length]!
      next.focus()
      next.click()
    })
  }

  chosen(radio: Choice): void {
    for (const other of this.radios()) if (other !== radio && other.checked) other.check(false)
  }

  report(): void {
    this.emit('change', { value: this.formValue() })
  }

  formValue(): string {
    return this.radios().find((radio) => radio.checked)?.value ?? ''
  }

  formReset(): void {
    for (const radio of this.radios()) radio.reset()
  }

  private radios(): Choice[] {
    return [...this.querySelectorAll('wx-radio')].filter((radio) => radio instanceof Choice)
  }
}

export function defineRadioGroup(): void {
  defineElement('radio-group', WxRadioGroup)
}
