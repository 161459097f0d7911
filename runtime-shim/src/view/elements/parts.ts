/** What elements share: building their own parts, lengths in rpx, file addresses, waiting for a box. */
import { localUrl } from '../files.ts'
import { view } from '../view.ts'
import { WxElement } from './element.ts'

/** Scope classes end a host's class list: that of its unit (`s…`), then `g` where the app's sheet applies. */
function scopeClasses(host: Element): string {
  return /(?:^|\s)s[\w-]+(?:\s+g)?\s*$/.exec(host.getAttribute('class') ?? '')?.[0] ?? ''
}

/** A part of an element: carries the scope of its host, so that rules of the user's style sheet for its class apply. */
export function makePart(host: Element, tag: string, className = ''): HTMLElement {
  const part = (view.frame?.part(host, tag) ?? document.createElement(tag)) as HTMLElement & { $h?: Element }
  part.$h = host
  partClass(host, part, className)
  return part
}

/** The same for content that is drawn anew whenever it changes. */
export function makeContent(host: Element, tag: string): HTMLElement {
  const element = document.createElement(tag)
  partClass(host, element, '')
  return element
}

/** Puts parts at the end of `place`, or (`first`) at its start. Those of a prerendered element stand there already and are not touched. */
export function putParts(place: Element, parts: readonly Element[], first = false): void {
  const missing = parts.filter((part) => part.parentNode !== place)
  if (first) place.prepend(...missing)
  else place.append(...missing)
}

/** Makes a part the place of the host's children; those that are there move into it. */
export function wrapChildren(host: WxElement, part: Element): void {
  if (!host.contains(part)) part.append(...host.childNodes)
  host.wxContent = part
}

/** The part's class list: its own names and one that the user gave by an attribute like `placeholder-class`. */
export function partClass(host: Element, part: Element, names: string): void {
  part.className = (names + ' ' + scopeClasses(host).trim()).trim()
}

/** Makes an attribute of a property that the style sheet looks at. */
export function mirror(host: Element, name: string, value: unknown): void {
  if (value == null || value === false) host.removeAttribute(name)
  else if (host.getAttribute(name) !== (value === true ? '' : String(value))) host.setAttribute(name, value === true ? '' : String(value))
}

/** One rpx in px, as the viewport around `host` has it. */
export function rpxUnit(host: Element): number {
  return parseFloat(getComputedStyle(host).getPropertyValue('--rpx')) || innerWidth / 750
}

/** `12`, `"12"`, `"12px"`, `"24rpx"` in px; anything else is `fallback`. */
export function toPx(host: Element, value: unknown, fallback = 0): number {
  const match = /^\s*([+-]?[\d.]+)(r?px)?\s*$/.exec(String(value ?? ''))
  if (!match) return fallback
  return Number(match[1]) * (match[2] === 'rpx' ? rpxUnit(host) : 1)
}

/** The same as a CSS length, following the viewport's size. Other CSS lengths stay as they are. */
export function toLength(value: unknown): string {
  const text = String(value ?? '').trim()
  const match = /^([+-]?[\d.]+)(rpx)?$/.exec(text)
  return match ? (match[2] ? `calc(${match[1]} * var(--rpx))` : match[1] + 'px') : text
}

/** The address of a file that a mini program names: paths start at the package root, `wxfile:` is a file of the logic thread, other schemes stay. */
export function assetUrl(src: string): string {
  return !src || /^([a-z][\w+.-]*:|\/\/)/i.test(src) ? localUrl(src) : new URL(src.replace(/^\/+/, ''), document.baseURI).href
}

/** Keys that act on a focused control as a tap does. */
export function onKeys(host: HTMLElement, keys: readonly string[]): void {
  host.addEventListener('keydown', (event) => {
    if (event.target !== host || event.repeat || event.defaultPrevented || !keys.includes(event.key)) return
    event.preventDefault()
    host.click()
  })
}

/** Runs `then` as soon as `host` is in sight: pages are mounted hidden. Returns a function that gives up. */
export function whenShown(host: Element, then: () => void): () => void {
  const shown = (): boolean => host.checkVisibility?.({ visibilityProperty: true }) ?? host.getClientRects().length > 0
  if (shown()) {
    then()
    return () => {}
  }
  const seen = new IntersectionObserver(() => {
    if (!shown()) return
    seen.disconnect()
    then()
  })
  seen.observe(host)
  return () => seen.disconnect()
}

/** Where sheets and layers over all pages go. */
export function layerRoot(host: Element): Element {
  return host.closest('#wxc') ?? document.body
}

/** An element that gives its own host styles which survive patches of the `style` attribute. */
export class StyledElement extends WxElement {
  private kept: Record<string, string> | undefined
  private writing = false

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'style']
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (name !== 'style') return super.attributeChangedCallback(name, old, value)
    if (!this.writing) for (const key in this.kept) this.writeStyle(key, this.kept[key]!)
  }

  /** `''` takes the style back. */
  keepStyle(key: string, value: string): void {
    const kept = (this.kept ??= {})
    if (kept[key] === value) return
    kept[key] = value
    this.writeStyle(key, value)
  }

  private writeStyle(key: string, value: string): void {
    const important = value.endsWith('!important')
    this.writing = true
    this.style.setProperty(key, important ? value.slice(0, -10) : value, important ? 'important' : '')
    this.writing = false
  }
}
