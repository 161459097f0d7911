/** `radio`. */
import { Choice } from './choice.ts'
import { defineElement } from './element.ts'

class WxRadio extends Choice {
  readonly kind = 'radio'
}

export function defineRadio(): void {
  defineElement('radio', WxRadio)
}
