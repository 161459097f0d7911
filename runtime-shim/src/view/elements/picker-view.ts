/** `picker-view`: wheels side by side under one indicator and one mask. */
import { defineElement } from './element.ts'
import type { FormField } from './form-field.ts'
import { makePart, partClass, putParts, StyledElement, whenShown } from './parts.ts'
import { PICKER_COLUMN_TURNED, type ColumnTurn, type WxPickerViewColumn } from './picker-view-column.ts'

class WxPickerView extends StyledElement implements FormField {
  static override props = {
    value: { type: 'any' },
    indicatorStyle: { type: 'string' },
    indicatorClass: { type: 'string' },
    maskStyle: { type: 'string' },
    maskClass: { type: 'string' },
    immediateChange: { type: 'boolean' },
  } as const
  private mask!: HTMLElement
  private indicator!: HTMLElement
  private initial: unknown
  private queued = false
  private turning = 0
  private sizes: ResizeObserver | undefined

  override created(): void {
    this.mask = makePart(this, 'div', 'wx-picker-mask')
    this.indicator = makePart(this, 'div', 'wx-picker-indicator')
    putParts(this, [this.mask, this.indicator], true)
    this.initial = this.get('value')
    this.addEventListener(PICKER_COLUMN_TURNED, (event) => {
      const turn = (event as CustomEvent<ColumnTurn>).detail
      if (turn.what === 'come') return this.applySoon()
      if (turn.what === 'start' && this.turning++ === 0) this.emit('pickstart')
      if (turn.what === 'pick' && turn.settled !== this.flag('immediateChange')) this.picked(turn)
      if (turn.what === 'end' && --this.turning === 0) this.emit('pickend')
    })
    this.applySoon()
  }

  override connected(): void {
    this.sizes = new ResizeObserver(() => this.measured())
    this.sizes.observe(this.indicator)
    this.sizes.observe(this)
  }

  override disconnected(): void {
    this.sizes?.disconnect()
  }

  override changed(name: string, value: unknown): void {
    if (name === 'value') this.applySoon()
    else if (name === 'indicatorStyle') this.indicator.style.cssText = value as string
    else if (name === 'indicatorClass') partClass(this, this.indicator, 'wx-picker-indicator ' + (value as string))
    else if (name === 'maskStyle') this.mask.style.cssText = value as string
    else if (name === 'maskClass') partClass(this, this.mask, 'wx-picker-mask ' + (value as string))
  }

  formValue(): number[] {
    return this.columns().map((column) => column.at)
  }

  formReset(): void {
    this.keep('value', this.initial)
    this.applySoon()
  }

  private columns(): WxPickerViewColumn[] {
    return [...this.querySelectorAll<WxPickerViewColumn>('wx-picker-view-column')].filter((column) => column.closest('wx-picker-view') === this)
  }

  private picked(turn: ColumnTurn): void {
    const value = this.columns().map((column) => (column === turn.column ? turn.index : column.at))
    if (JSON.stringify(value) === JSON.stringify(this.get('value'))) return
    this.keep('value', value)
    this.emit('change', { value })
  }

  /** Columns, rows and value arrive in any order: applied when the patch is through. */
  private applySoon(): void {
    if (this.queued) return
    this.queued = true
    queueMicrotask(() => {
      this.queued = false
      whenShown(this, () => this.measured())
    })
  }

  /** The indicator's height is the height of all rows. */
  private measured(): void {
    const row = this.indicator.offsetHeight
    if (!row || !this.offsetHeight) return
    this.keepStyle('--wx-row', row + 'px')
    const value = this.get('value')
    this.columns().forEach((column, i) => column.place(Array.isArray(value) ? Number(value[i]) || 0 : column.at, row))
  }
}

export function definePickerView(): void {
  defineElement('picker-view', WxPickerView)
}
