/** `web-view`: a frame that fills the page. Pages that refuse to be framed cannot be detected: a link to open them stays below. */
import { callApi } from '../events/api.ts'
import { defineElement, WxElement } from './element.ts'
import { makePart, putParts } from './parts.ts'

/** What a framed page may ask for through the bridge script (`postMessage({wxMiniProgram: {name, args}})`). */
const BRIDGED = new Set(['navigateTo', 'navigateBack', 'switchTab', 'reLaunch', 'redirectTo'])

class WxWebView extends WxElement {
  static override props = { src: { type: 'string' } } as const
  private frame!: HTMLIFrameElement
  private link!: HTMLAnchorElement
  private posted: unknown[] = []

  override created(): void {
    this.frame = makePart(this, 'iframe') as HTMLIFrameElement
    this.frame.title = 'web-view'
    this.frame.allow = 'fullscreen; geolocation; camera; microphone; clipboard-write'
    this.frame.onload = () => this.frame.src && this.emit('load', { src: this.frame.src })
    this.link = makePart(this, 'a') as HTMLAnchorElement
    this.link.target = '_blank'
    this.link.rel = 'noopener'
    putParts(this, [this.frame, this.link])
  }

  override connected(): void {
    addEventListener('message', this.received)
  }

  override disconnected(): void {
    removeEventListener('message', this.received)
    this.deliver()
  }

  override changed(_name: string, value: unknown): void {
    const src = String(value).trim()
    const fine = /^https?:\/\//i.test(src) || (src !== '' && !/^[a-z][\w+.-]*:/i.test(src))
    this.link.hidden = !fine
    if (!fine) {
      this.frame.removeAttribute('src')
      if (src) this.emit('error', { url: src, fullUrl: src })
      return
    }
    this.link.href = new URL(src, document.baseURI).href
    if (this.frame.src !== this.link.href) this.frame.src = this.link.href
    this.link.textContent = this.link.href
  }

  private readonly received = (event: MessageEvent): void => {
    if (event.source !== this.frame.contentWindow) return
    const call = (event.data as { wxMiniProgram?: { name?: string; args?: Record<string, unknown> } } | null)?.wxMiniProgram
    if (!call?.name) return
    if (call.name === 'postMessage') this.posted.push(call.args?.data)
    else if (BRIDGED.has(call.name)) {
      if (call.name !== 'navigateTo') this.deliver()
      void callApi(call.name, call.args ?? {})
    }
  }

  /** Messages are handed over when the user leaves, all at once, as in WeChat. */
  private deliver(): void {
    if (this.posted.length) this.emit('message', { data: this.posted.splice(0) })
  }
}

export function defineWebView(): void {
  defineElement('web-view', WxWebView)
}
