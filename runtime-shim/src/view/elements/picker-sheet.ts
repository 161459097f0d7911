/** The sheet of a `picker`: wheels with a head line, from the bottom of the viewport. */
import type { PickerModel } from './picker-model.ts'
import { layerRoot } from './parts.ts'
import { Wheel } from './wheel.ts'

/** Height of a row, px; picker.css has the same. */
const ROW = 34

export interface SheetEvents {
  turned(column: number, index: number): void
  /** The user is done (or gave up); the sheet is on its way out. */
  closed(confirmed: boolean): void
}

export class PickerSheet {
  model: PickerModel
  private readonly root: HTMLElement
  private readonly wheels: { box: HTMLElement; wheel: Wheel; labels: string }[] = []
  private readonly events: SheetEvents
  private readonly opener: HTMLElement
  private open = true

  constructor(opener: HTMLElement, title: string, model: PickerModel, events: SheetEvents) {
    this.model = model
    this.events = events
    this.opener = opener
    const chinese = /^zh/i.test(navigator.language)
    const root = (this.root = document.createElement('div'))
    root.className = 'wx-picker'
    root.innerHTML = '<div role=dialog aria-modal=true><header><button type=button></button><span></span><button type=button></button></header><div class=wx-wheels></div></div>'
    const [cancel, done] = root.querySelectorAll('button')
    cancel!.textContent = chinese ? '取消' : 'Cancel'
    done!.textContent = chinese ? '确定' : 'Done'
    root.querySelector('span')!.textContent = title
    root.firstElementChild!.ariaLabel = title || opener.ariaLabel
    cancel!.onclick = () => this.close(false)
    done!.onclick = () => this.close(true)
    root.onclick = (event) => {
      if (event.target === root) this.close(false)
    }
    root.onkeydown = (event) => {
      if (event.key === 'Escape') this.close(false)
      else if (event.key === 'Enter' && (event.target as Element).localName !== 'button') this.close(true)
      else if (event.key === 'Tab') this.keepFocus(event)
      else return
      event.stopPropagation()
    }
    layerRoot(opener).append(root)
    this.update()
    // The start of the transition must have been styled once.
    root.getBoundingClientRect()
    root.toggleAttribute('open', true)
    this.wheels[0]?.box.focus({ preventScroll: true })
  }

  /** Shows the model as it is now. */
  update(): void {
    const columns = this.model.columns()
    const at = this.model.at()
    const place = this.root.querySelector('.wx-wheels')!
    while (this.wheels.length > columns.length) this.wheels.pop()!.box.remove()
    columns.forEach((labels, i) => {
      const known = (this.wheels[i] ??= this.addWheel(place, i))
      const text = labels.join('\n')
      if (known.labels !== text) {
        known.labels = text
        known.box.replaceChildren(...labels.map((label) => Object.assign(document.createElement('div'), { textContent: label })))
      }
      known.wheel.put(at[i] ?? 0)
      known.box.ariaValueText = labels[at[i] ?? 0] ?? ''
    })
  }

  close(confirmed: boolean): void {
    if (!this.open) return
    this.open = false
    const { root } = this
    root.toggleAttribute('open', false)
    const gone = (): void => root.remove()
    Promise.allSettled(root.getAnimations({ subtree: true }).map((animation) => animation.finished)).then(gone)
    this.opener.focus({ preventScroll: true })
    this.events.closed(confirmed)
  }

  private addWheel(place: Element, column: number): { box: HTMLElement; wheel: Wheel; labels: string } {
    const box = document.createElement('div')
    box.className = 'wx-wheel'
    place.append(box)
    const wheel = new Wheel(box, () => ROW, {
      pick: (index, settled) => {
        if (!settled || !this.open) return
        this.model.turn(column, index)
        this.events.turned(column, index)
        this.update()
      },
    })
    return { box, wheel, labels: '' }
  }

  private keepFocus(event: KeyboardEvent): void {
    const all = [...this.root.querySelectorAll<HTMLElement>('.wx-wheel, button')]
    const next = all.indexOf(event.target as HTMLElement) + (event.shiftKey ? -1 : 1)
    all[(next + all.length) % all.length]!.focus()
    event.preventDefault()
  }
}
