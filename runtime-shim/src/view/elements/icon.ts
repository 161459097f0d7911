/** `icon`: WeChat's system icons, drawn as inline SVG on a 24 × 24 grid. */
import { defineElement, WxElement } from './element.ts'
import { mirror, toLength } from './parts.ts'

const DISC = 'M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22z'
const RING = DISC + 'm0 1.3a9.7 9.7 0 1 1 0 19.4 9.7 9.7 0 0 1 0-19.4z'
const TICK = 'M17.6 7.6l-7.4 7.6-3.7-3.6-1 1 4.7 4.7 8.4-8.7z'
const THIN_TICK = 'M21.2 4.6 8.9 17.2 2.8 11.3l-1.5 1.5 7.7 7.4L22.7 6.1z'
const EXCLAMATION = 'M11 5.8h2l-.3 8.3h-1.4zm1 9.9a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4z'
const LETTER_I = 'M12 5.7a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6zm-1 4.1h2v8.4h-2z'
const CLOCK = 'M11.2 5.5h1.4v6.7l4.3 4.3-1 1-4.7-4.7z'
const CROSS = 'M8 7l4 4 4-4 1 1-4 4 4 4-1 1-4-4-4 4-1-1 4-4-4-4z'
const SHIELD = 'M12 1 2.6 4.6v7c0 5 3.6 9 9.4 11.4 5.8-2.4 9.4-6.4 9.4-11.4v-7z'

/** Type → path and WeChat's default colour. Shapes lie inside one another: even-odd filling cuts them out. */
const SYSTEM_ICONS: Record<string, [path: string, color: string]> = {
  success: [DISC + TICK, '#09bb07'],
  success_no_circle: [THIN_TICK, '#09bb07'],
  success_circle: [RING + TICK, '#09bb07'],
  safe_success: [SHIELD + TICK, '#09bb07'],
  safe_warn: [SHIELD + EXCLAMATION, '#ffbe00'],
  info: [DISC + LETTER_I, '#10aeff'],
  info_circle: [RING + LETTER_I, '#10aeff'],
  warn: [DISC + EXCLAMATION, '#f76260'],
  waiting: [DISC + CLOCK, '#10aeff'],
  waiting_circle: [RING + CLOCK, '#10aeff'],
  cancel: [RING + CROSS, '#f43530'],
  clear: [DISC + CROSS, '#b2b2b2'],
  circle: [RING, '#c9c9c9'],
  download: [RING + 'M11.3 6h1.4v8.3l3-3 1 1-4.7 4.6-4.7-4.6 1-1 3 3z', '#09bb07'],
  search: ['M10 1.6a8.4 8.4 0 1 0 5.2 15l5.6 5.7 1.2-1.2-5.6-5.7A8.4 8.4 0 0 0 10 1.6zm0 1.7a6.7 6.7 0 1 1 0 13.4 6.7 6.7 0 0 1 0-13.4z', '#b2b2b2'],
}

class WxIcon extends WxElement {
  static override props = { type: { type: 'string' }, size: { type: 'string', value: '23' }, color: { type: 'string' } } as const
  private svg!: SVGElement

  override created(): void {
    if (this.firstElementChild?.localName !== 'svg') this.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path fill-rule="evenodd"/></svg>'
    this.svg = this.firstElementChild as SVGElement
    this.draw()
  }

  override changed(): void {
    this.draw()
  }

  private draw(): void {
    const type = this.str('type')
    const [path, color] = SYSTEM_ICONS[type] ?? ['', '']
    const length = toLength(this.str('size'))
    mirror(this, 'type', type || null)
    this.svg.firstElementChild!.setAttribute('d', path)
    Object.assign(this.svg.style, { width: length, height: length, fill: this.str('color') || (color === '#09bb07' && this.closest('.wx-v2') ? '#07c160' : color) })
  }
}

export function defineIcon(): void {
  defineElement('icon', WxIcon)
}
