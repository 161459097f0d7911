/** `picker`: the host is what is tapped; the choice is made in a sheet. */
import { defineElement, WxElement } from './element.ts'
import type { FormField } from './form-field.ts'
import { mirror, onKeys } from './parts.ts'
import { dateModel, listModel, timeModel, type PickerModel } from './picker-model.ts'
import { PickerSheet } from './picker-sheet.ts'
import { regionModel } from './region.ts'

class WxPicker extends WxElement implements FormField {
  static override props = {
    mode: { type: 'string', value: 'selector' },
    disabled: { type: 'boolean' },
    range: { type: 'any' },
    rangeKey: { type: 'string' },
    value: { type: 'any' },
    start: { type: 'string' },
    end: { type: 'string' },
    fields: { type: 'string', value: 'day' },
    customItem: { type: 'string' },
    level: { type: 'string', value: 'region' },
    headerText: { type: 'string' },
  } as const
  private sheet: PickerSheet | undefined
  private initial: unknown
  private queued = false

  get disabled(): boolean {
    return this.flag('disabled')
  }

  override created(): void {
    this.initial = this.get('value')
    this.ariaHasPopup = 'dialog'
    this.control('button')
    onKeys(this, ['Enter', ' '])
  }

  override disconnected(): void {
    this.sheet?.close(false)
  }

  override changed(name: string, value: unknown): void {
    if (name === 'disabled') {
      mirror(this, 'disabled', value)
      this.control('button', !value, { disabled: !!value })
    } else if (this.sheet && !this.queued) {
      this.queued = true
      queueMicrotask(() => {
        this.queued = false
        if (!this.sheet) return
        // New lists keep what is chosen; a new value chooses.
        const at = this.sheet.model.at()
        this.sheet.model = this.model(name === 'value' ? this.get('value') : this.str('mode') === 'multiSelector' ? at : this.str('mode') === 'selector' ? at[0] : this.sheet.model.result().value)
        this.sheet.update()
      })
    }
  }

  override tapped(): boolean {
    if (!this.disabled && !this.sheet) this.open()
    return false
  }

  formValue(): unknown {
    return this.get('value') ?? { selector: 0, multiSelector: [] }[this.str('mode')] ?? ''
  }

  formReset(): void {
    this.keep('value', this.initial)
  }

  private open(): void {
    const mode = this.str('mode')
    this.ariaExpanded = 'true'
    this.sheet = new PickerSheet(this, this.str('headerText'), this.model(this.get('value')), {
      turned: (column, value) => {
        if (mode === 'multiSelector' || mode === 'region') this.emit('columnchange', { column, value })
      },
      closed: (confirmed) => {
        const result = this.sheet!.model.result()
        this.sheet = undefined
        this.ariaExpanded = 'false'
        if (confirmed) {
          this.keep('value', result.value)
          this.emit('change', result)
        } else if (this.live) this.emit('cancel')
      },
    })
  }

  private model(value: unknown): PickerModel {
    const range = this.get('range')
    const list = Array.isArray(range) ? (range as unknown[]) : []
    switch (this.str('mode')) {
      case 'time':
        return timeModel(String(value ?? ''), this.str('start'), this.str('end'))
      case 'date':
        return dateModel(String(value ?? ''), this.str('start'), this.str('end'), { year: 1, month: 2 }[this.str('fields')] ?? 3, /^zh/i.test(navigator.language) ? ['年', '月', '日'] : [])
      case 'region':
        return regionModel(Array.isArray(value) ? value.map(String) : [], this.str('customItem'), this.str('level'))
      case 'multiSelector':
        return listModel(list.map((column) => (Array.isArray(column) ? (column as unknown[]) : [])), this.str('rangeKey'), Array.isArray(value) ? (value as number[]) : [], true)
      default:
        return listModel([list], this.str('rangeKey'), [Number(value)], false)
    }
  }
}

export function definePicker(): void {
  defineElement('picker', WxPicker)
}
