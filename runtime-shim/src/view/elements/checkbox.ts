/** `checkbox`. */
import { Choice } from './choice.ts'
import { defineElement } from './element.ts'

class WxCheckbox extends Choice {
  readonly kind = 'checkbox'
}

export function defineCheckbox(): void {
  defineElement('checkbox', WxCheckbox)
}
