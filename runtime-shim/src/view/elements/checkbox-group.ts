/** `checkbox-group`: reports the values of its checked boxes. */
import { Choice } from './choice.ts'
import { defineElement, WxElement } from './element.ts'
import type { FormField } from './form-field.ts'

class WxCheckboxGroup extends WxElement implements FormField {
  override created(): void {
    if (!this.hasAttribute('role')) this.role = 'group'
  }

  chosen(): void {}

  report(): void {
    this.emit('change', { value: this.formValue() })
  }

  formValue(): string[] {
    return this.boxes().flatMap((box) => (box.checked ? [box.value] : []))
  }

  formReset(): void {
    for (const box of this.boxes()) box.reset()
  }

  private boxes(): Choice[] {
    return [...this.querySelectorAll('wx-checkbox')].filter((box) => box instanceof Choice)
  }
}

export function defineCheckboxGroup(): void {
  defineElement('checkbox-group', WxCheckboxGroup)
}
