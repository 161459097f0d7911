/** `textarea`: several lines of text, on request as high as its text. */
import { defineElement } from './element.ts'
import { makePart, mirror, rpxUnit } from './parts.ts'
import { TextField, TEXT_FIELD_PROPS } from './text-field.ts'

class WxTextarea extends TextField {
  static override props = {
    ...TEXT_FIELD_PROPS,
    autoHeight: { type: 'boolean' },
    confirmType: { type: 'string', value: 'return' },
    placeholderClass: { type: 'string', value: 'textarea-placeholder' },
  } as const
  private lines = 0
  private contentHeight = 0
  private sizes: ResizeObserver | undefined

  makeField(): HTMLTextAreaElement {
    const field = makePart(this, 'textarea') as HTMLTextAreaElement
    field.rows = 1
    return field
  }

  override enter(): boolean {
    return this.str('confirmType') !== 'return'
  }

  override connected(): void {
    super.connected()
    this.sizes = new ResizeObserver(() => this.resized())
    this.sizes.observe(this)
  }

  override disconnected(): void {
    super.disconnected()
    this.sizes?.disconnect()
  }

  override changed(name: string, value: unknown, old?: unknown): void {
    if (name !== 'autoHeight') return super.changed(name, value, old)
    mirror(this, 'auto-height', value)
    this.field.style.height = ''
    this.resized()
  }

  override resized(): void {
    const { field } = this
    if (!field.clientWidth) return
    const auto = this.flag('autoHeight')
    // Measured at the height of one row: a taller field reports its own height instead of the text's.
    field.style.height = '0'
    const height = field.scrollHeight
    field.style.height = auto ? height + 'px' : ''
    const style = getComputedStyle(field)
    const lineHeight = parseFloat(style.lineHeight) || parseFloat(style.fontSize) * 1.2
    const lineCount = field.value ? Math.max(1, Math.round(height / lineHeight)) : 0
    if (lineCount === this.lines && height === this.contentHeight && this.sizes) return
    this.lines = lineCount
    this.contentHeight = height
    this.emit('linechange', { height, heightRpx: height / rpxUnit(this), lineCount, lineHeight })
  }
}

export function defineTextarea(): void {
  defineElement('textarea', WxTextarea)
}
