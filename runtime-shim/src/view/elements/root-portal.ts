/** `root-portal`: its children lie above the page, whatever clips or stacks around the place where they are written. */
import { defineElement, WxElement } from './element.ts'
import { makePart, wrapChildren } from './parts.ts'

class WxRootPortal extends WxElement {
  static override props = { enable: { type: 'boolean', value: true }, externalClass: { type: 'string' } } as const
  private layer!: HTMLElement

  override created(): void {
    this.layer = makePart(this, 'div', 'wx-portal')
    if (!this.layer.parentNode) wrapChildren(this, this.layer)
    this.wxContent = this.layer
  }

  override connected(): void {
    this.place()
  }

  override disconnected(): void {
    this.layer.remove()
  }

  override changed(name: string, value: unknown): void {
    if (name === 'externalClass') this.layer.className = `wx-portal ${String(value)}`
    else if (this.live) this.place()
  }

  private place(): void {
    const root = this.flag('enable') ? (this.closest('wxc-body') ?? this.closest('#wxc') ?? document.body) : this
    if (this.layer.parentNode !== root) root.append(this.layer)
  }
}

export function defineRootPortal(): void {
  defineElement('root-portal', WxRootPortal)
}
