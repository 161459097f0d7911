/** `ComponentDescriptor`: what WXS handlers get instead of an element. */
import { rpxToCss } from '../../protocol/rpx.ts'
import { addClasses } from '../apply/apply.ts'
import { ownerOf, type WxNode } from '../apply/block.ts'
import { selectElements } from '../select.ts'
import { pageOf, reportViewError, view } from '../view.ts'

const descriptors = new WeakMap<Element, ComponentDescriptor>()
const states = new WeakMap<Element, object>()

/** The descriptor of an element; always the same one. */
export function descriptorOf(element: Element): ComponentDescriptor {
  let descriptor = descriptors.get(element)
  if (!descriptor) descriptors.set(element, (descriptor = new ComponentDescriptor(element)))
  return descriptor
}

/** The descriptor of the component or page in whose template an element was written. */
export function ownerDescriptor(element: Element): ComponentDescriptor | undefined {
  const owner = ownerOf(element)
  const page = pageOf(element)
  if (!page || owner === page.id) return page && descriptorOf(page.content)
  let at: Element | null = element
  while (at && (at as WxNode).$c !== owner) at = at.parentElement
  return at ? descriptorOf(at) : undefined
}

/** `{a: '1rpx'}` or `'a:1rpx'` as CSS text by property. */
function styleEntries(style: unknown): [string, string][] {
  if (typeof style !== 'string') {
    return Object.entries((style ?? {}) as Record<string, unknown>).map(([name, value]) => [name.replace(/[A-Z]/g, (c) => '-' + c.toLowerCase()), rpxToCss(String(value))])
  }
  const parsed = document.createElement('i').style
  parsed.cssText = rpxToCss(style)
  return Array.from(parsed, (name) => [name, parsed.getPropertyValue(name)])
}

/** One element, as far as a WXS function may touch it. */
export class ComponentDescriptor {
  // Not enumerable, so that `JSON.stringify` and `console.log` of user code show no DOM.
  readonly #element: WxNode & HTMLElement
  constructor(element: Element) {
    this.#element = element as WxNode & HTMLElement
  }

  selectComponent(selector: string): ComponentDescriptor | null {
    return this.selectAllComponents(selector)[0] ?? null
  }
  selectAllComponents(selector: string): ComponentDescriptor[] {
    const page = pageOf(this.#element)
    return page ? selectElements(page, this.#instance(), String(selector), this.#element).map(descriptorOf) : []
  }
  /** Beats the style of the template, and stays when that changes. */
  setStyle(style: unknown): void {
    const element = this.#element
    const own = (element.$s ??= {})
    for (const [name, value] of styleEntries(style)) {
      own[name] = value
      element.style.setProperty(name, value)
    }
  }
  addClass(names: string): this {
    const added = this.#element.$x?.['wxs'] ?? ''
    addClasses(this.#element, 'wxs', added + ' ' + names)
    return this
  }
  removeClass(names: string): this {
    const gone = names.split(/\s+/).filter(Boolean)
    const left = (this.#element.$x?.['wxs'] ?? '').split(' ').filter((name) => !gone.includes(name))
    addClasses(this.#element, 'wxs', left.join(' '))
    this.#element.classList.remove(...gone)
    return this
  }
  setClass(names: string): this {
    addClasses(this.#element, 'wxs', names)
    return this
  }
  hasClass(name: string): boolean {
    return this.#element.classList.contains(name)
  }
  getDataset(): Record<string, unknown> {
    return datasetOf(this.#element)
  }
  callMethod(name: string, args?: unknown): void {
    view.send({ t: 'method', instance: this.#instance(), name, args })
  }
  triggerEvent(name: string, detail?: unknown): void {
    view.send({ t: 'trigger', instance: this.#instance(), name, detail })
  }
  requestAnimationFrame(fn: () => void): void {
    requestAnimationFrame(() => guarded(fn))
  }
  setTimeout(fn: () => void, ms?: number): number {
    return setTimeout(guarded, ms, fn) as unknown as number
  }
  clearTimeout(id: number): void {
    clearTimeout(id)
  }
  getState(): object {
    let state = states.get(this.#element)
    if (!state) states.set(this.#element, (state = {}))
    return state
  }
  getComputedStyle(names: string[]): Record<string, string> {
    const style = getComputedStyle(this.#element)
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name.replace(/[A-Z]/g, (c) => '-' + c.toLowerCase()))]))
  }
  getBoundingClientRect(): { left: number; top: number; right: number; bottom: number; width: number; height: number } {
    const box = this.#element.getBoundingClientRect()
    const area = (pageOf(this.#element)?.body ?? view.root).getBoundingClientRect()
    const { width, height } = box
    const left = box.left - area.left
    const top = box.top - area.top
    return { left, top, right: left + width, bottom: top + height, width, height }
  }

  /** The component this element hosts, or the one it belongs to; of the `page` element, the page. */
  #instance(): number {
    const page = pageOf(this.#element)
    return this.#element.$c ?? (page?.content === this.#element ? page.id : ownerOf(this.#element))
  }
}

/** Dataset of an element: attributes, and values that are not strings. */
export function datasetOf(element: WxNode): Record<string, unknown> {
  return { ...(element as unknown as HTMLElement).dataset, ...element.$d }
}

/** Runs user code; what it throws is reported. */
export function guarded<T>(fn: () => T): T | undefined {
  try {
    return fn()
  } catch (error) {
    reportViewError(error)
    return undefined
  }
}
