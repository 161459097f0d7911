/** `picker-view-column`: one wheel; its children are the rows. */
import { defineElement, WxElement } from './element.ts'
import { Wheel } from './wheel.ts'

/** DOM event by which a column tells its picker-view what happens. */
export const PICKER_COLUMN_TURNED = 'wx-picker-turned'

export interface ColumnTurn {
  column: WxPickerViewColumn
  what: 'come' | 'start' | 'pick' | 'end'
  index: number
  settled: boolean
}

export class WxPickerViewColumn extends WxElement {
  private wheel!: Wheel
  private row = 0
  private rows: MutationObserver | undefined

  get at(): number {
    return this.wheel.at
  }

  override created(): void {
    this.wheel = new Wheel(this, () => this.row, {
      start: () => this.tell('start', this.at),
      pick: (index, settled) => this.tell('pick', index, settled),
      end: () => this.tell('end', this.at),
    })
  }

  override connected(): void {
    this.rows = new MutationObserver(() => this.tell('come', this.at))
    this.rows.observe(this, { childList: true })
    this.tell('come', this.at)
  }

  override disconnected(): void {
    this.rows?.disconnect()
  }

  /** Rests on a row; beyond the end: on the last. */
  place(index: number, row: number): void {
    this.row = row
    this.wheel.put(Math.max(0, Math.min(index, this.childElementCount - 1)))
    this.ariaValueNow = String(this.wheel.at)
    this.ariaValueText = this.children[this.wheel.at]?.textContent?.trim() ?? ''
  }

  private tell(what: ColumnTurn['what'], index: number, settled = true): void {
    if (what === 'pick') this.ariaValueText = this.children[index]?.textContent?.trim() ?? ''
    this.dispatchEvent(new CustomEvent<ColumnTurn>(PICKER_COLUMN_TURNED, { bubbles: true, detail: { column: this, what, index, settled } }))
  }
}

export function definePickerViewColumn(): void {
  defineElement('picker-view-column', WxPickerViewColumn)
}
