/** `input`: one line of text. */
import { defineElement } from './element.ts'
import { TextField, TEXT_FIELD_PROPS } from './text-field.ts'
import { makePart, mirror } from './parts.ts'

/** `type` → the keyboard to ask for. */
const INPUT_MODES: Record<string, string> = { number: 'numeric', digit: 'decimal', tel: 'tel', email: 'email', url: 'url', search: 'search' }

class WxInput extends TextField {
  static override props = {
    ...TEXT_FIELD_PROPS,
    type: { type: 'string', value: 'text' },
    password: { type: 'boolean' },
    confirmType: { type: 'string', value: 'done' },
    placeholderClass: { type: 'string', value: 'input-placeholder' },
  } as const
  override readonly replies = true

  makeField(): HTMLInputElement {
    return makePart(this, 'input') as HTMLInputElement
  }

  override changed(name: string, value: unknown, old?: unknown): void {
    if (name !== 'type' && name !== 'password') return super.changed(name, value, old)
    const type = this.str('type')
    const field = this.field as HTMLInputElement
    field.type = this.flag('password') || type === 'safe-password' ? 'password' : 'text'
    field.inputMode = INPUT_MODES[type] ?? ''
    mirror(this, name, value)
  }

  override enter(): boolean {
    return true
  }
}

export function defineInput(): void {
  defineElement('input', WxInput)
}
