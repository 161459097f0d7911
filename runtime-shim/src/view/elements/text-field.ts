/** What `input` and `textarea` share: a native field inside the host, a placeholder that is an element, WeChat's events. */
import { view } from '../view.ts'
import { WxElement } from './element.ts'
import type { FormField } from './form-field.ts'
import { makePart, mirror, partClass, putParts, whenShown } from './parts.ts'

export const TEXT_FIELD_PROPS = {
  value: { type: 'string' },
  placeholder: { type: 'string' },
  placeholderStyle: { type: 'string' },
  maxlength: { type: 'number', value: 140 },
  disabled: { type: 'boolean' },
  focus: { type: 'boolean' },
  autoFocus: { type: 'boolean' },
  confirmHold: { type: 'boolean' },
  cursor: { type: 'number', value: -1 },
  selectionStart: { type: 'number', value: -1 },
  selectionEnd: { type: 'number', value: -1 },
  cursorColor: { type: 'string' },
  holdKeyboard: { type: 'boolean' },
  adjustPosition: { type: 'boolean', value: true },
} as const

/** How far the on-screen keyboard covers the window, px; 0 where there is none. */
function keyboardHeight(): number {
  const viewport = window.visualViewport
  return viewport && viewport.scale === 1 ? Math.max(0, Math.round(innerHeight - viewport.height)) : 0
}

export abstract class TextField extends WxElement implements FormField {
  field!: HTMLInputElement | HTMLTextAreaElement
  /** Whether the handler's return value of `input` replaces the text. */
  readonly replies: boolean = false
  private hint!: HTMLElement
  private initial: string | undefined
  /**
   * Texts that were reported and have not come back yet as `value`. A handler that stores what it gets sends every text back one hop later; such an echo
   * must not undo what was typed meanwhile.
   */
  private reported: string[] = []
  private composing = false
  private keyCode = 0
  /** Between `focus` and `blur`. */
  private active = false
  private height = 0
  private givenUp: (() => void) | undefined

  abstract makeField(): HTMLInputElement | HTMLTextAreaElement
  /** True: Enter confirms instead of breaking the line. */
  abstract enter(): boolean
  /** The text or the box has changed. */
  resized(): void {}

  override created(): void {
    const field = (this.field = this.makeField())
    field.className = 'wx-field'
    field.autocomplete = 'off'
    const hint = (this.hint = makePart(this, 'div'))
    hint.ariaHidden = 'true'
    const frame = makePart(this, 'div', 'wx-frame')
    putParts(frame, [hint, field])
    putParts(this, [frame])
    partClass(this, hint, 'wx-placeholder ' + this.str('placeholderClass'))
    this.changed('confirmType')
    this.changed('maxlength', this.num('maxlength'))

    const on = (type: string, listener: (event: Event) => void): void => field.addEventListener(type, listener)
    on('keydown', (event) => this.keyDown(event as KeyboardEvent))
    on('compositionstart', () => (this.composing = true))
    on('compositionend', () => {
      this.composing = false
      this.typed()
    })
    on('input', () => this.typed())
    on('change', (event) => {
      event.stopPropagation()
      if (!this.active && this.isConnected) this.emit('change', { value: field.value })
    })
    on('focus', () => this.focused())
    on('blur', () => this.blurred())
  }

  override connected(): void {
    if (this.flag('autoFocus')) this.focusSoon()
  }

  override disconnected(): void {
    this.givenUp?.()
    window.visualViewport?.removeEventListener('resize', this.keyboardMoved)
  }

  override changed(name: string, value?: unknown, _old?: unknown): void {
    const { field, hint } = this
    switch (name) {
      case 'value':
        this.initial ??= value as string
        this.receive(value as string)
        break
      case 'placeholder':
        hint.textContent = value as string
        field.ariaLabel = this.getAttribute('aria-label') ?? (value as string)
        break
      case 'placeholderStyle':
        hint.style.cssText = value as string
        break
      case 'placeholderClass':
        partClass(this, hint, 'wx-placeholder ' + (value as string))
        break
      case 'maxlength':
        if ((value as number) < 0) field.removeAttribute('maxlength')
        else field.maxLength = value as number
        break
      case 'disabled':
        field.disabled = !!value
        mirror(this, 'disabled', value)
        break
      case 'focus':
        if (value) this.focusSoon()
        else {
          this.givenUp?.()
          if (document.activeElement === field) field.blur()
        }
        break
      case 'cursor':
      case 'selectionStart':
      case 'selectionEnd':
        if (document.activeElement === field) this.select()
        break
      case 'cursorColor':
        field.style.caretColor = value as string
        break
      case 'confirmType': {
        const type = this.str('confirmType')
        field.enterKeyHint = type === 'return' ? 'enter' : type
      }
    }
  }

  formValue(): string {
    return this.field.value
  }

  formReset(): void {
    this.show(this.initial ?? '')
  }

  override tapped(): void {
    if (document.activeElement !== this.field) this.field.focus()
  }

  /** Text from data. */
  private receive(value: string): void {
    // Typed into the first frame: what the data says is older, and hears of it.
    if (view.frame && this.field.value !== this.field.defaultValue) return
    const echo = this.reported.indexOf(value)
    if (echo >= 0) {
      this.reported.splice(0, echo + 1)
      if (this.reported.length) return
    }
    if (!this.composing) this.show(value)
  }

  private show(value: string): void {
    const limit = this.num('maxlength')
    if (limit >= 0 && value.length > limit) value = value.slice(0, limit)
    const { field } = this
    if (field.value !== value) {
      const end = document.activeElement === field ? field.selectionEnd : null
      const atEnd = end === field.value.length
      field.value = value
      if (end !== null && !atEnd) field.setSelectionRange(end, end)
    }
    this.update()
  }

  private update(): void {
    const empty = this.field.value === '' && !this.composing
    if (this.hint.hidden === empty) this.hint.hidden = !empty
    this.resized()
  }

  private typed(): void {
    if (this.composing) return void (this.hint.hidden = true)
    if (view.frame) return this.update()
    const { field } = this
    const value = field.value
    if (this.get('value') === value) return this.update()
    this.keep('value', value)
    this.update()
    this.reported.push(value)
    if (this.reported.length > 50) this.reported.shift()
    const answer = this.emit('input', { value, cursor: field.selectionEnd, keyCode: this.keyCode }, { reply: this.replies })
    if (this.replies) void answer?.then((reply) => this.replaced(reply, value))
  }

  /** The handler returned a text or `{value, cursor}`. */
  private replaced(reply: unknown, asked: string): void {
    const { field } = this
    const answer = typeof reply === 'string' ? { value: reply } : (reply as { value?: unknown; cursor?: unknown } | null)
    if (!answer || typeof answer !== 'object' || field.value !== asked) return
    if (typeof answer.value === 'string') {
      this.keep('value', answer.value)
      this.show(answer.value)
    }
    if (typeof answer.cursor === 'number') field.setSelectionRange(answer.cursor, answer.cursor)
  }

  private keyDown(event: KeyboardEvent): void {
    this.keyCode = event.keyCode
    if (event.key !== 'Enter' || event.isComposing || !this.enter()) return
    event.preventDefault()
    this.emit('confirm', { value: this.field.value })
    if (!this.flag('confirmHold')) this.field.blur()
  }

  private focusSoon(): void {
    this.givenUp?.()
    this.givenUp = whenShown(this, () => this.field.focus({ preventScroll: !this.flag('adjustPosition') }))
  }

  private focused(): void {
    this.active = true
    this.select()
    this.keep('focus', true)
    this.height = keyboardHeight()
    window.visualViewport?.addEventListener('resize', this.keyboardMoved)
    this.emit('focus', { value: this.field.value, height: this.height })
  }

  private blurred(): void {
    this.active = false
    window.visualViewport?.removeEventListener('resize', this.keyboardMoved)
    this.reported.length = 0
    this.keep('focus', false)
    if (this.height) this.moved(0)
    this.emit('blur', { value: this.field.value, cursor: this.field.selectionEnd ?? this.field.value.length })
  }

  private readonly keyboardMoved = (): void => {
    const height = keyboardHeight()
    if (height !== this.height) this.moved(height)
  }

  private moved(height: number): void {
    this.height = height
    this.emit('keyboardheightchange', { height, duration: 0 })
  }

  private select(): void {
    const cursor = this.num('cursor')
    const start = this.num('selectionStart')
    const end = this.num('selectionEnd')
    if (start >= 0 && end >= 0) this.field.setSelectionRange(start, end)
    else if (cursor >= 0) this.field.setSelectionRange(cursor, cursor)
  }
}
