/** Elements of a document without a browser, built-in elements included: their classes run here as they do on a page. */
import { StageNode, StageParent } from './nodes.ts'
import { matchesSelector } from './select.ts'
import { makeStyle, type StageStyle } from './style.ts'

/** What html5ever makes of markup: `[name, attributes, children]`, text, or a comment (`null`). */
export type ParsedNode = [name: string, attributes: [name: string, value: string][], children: ParsedNode[]] | string | null

type ElementClass = (new () => StageElement) & { observedAttributes?: string[] }

/** What a class of a custom element may have. */
interface Reactions {
  connectedCallback?(): void
  disconnectedCallback?(): void
  attributeChangedCallback?(name: string, old: string | null, value: string | null): void
}

/** The custom elements of the page, and what parses markup for `innerHTML`. */
export class ElementRegistry {
  /** The element whose class's constructor runs. */
  static upgrading: StageElement | undefined
  static classes = new Map<string, ElementClass>()
  static parse: (html: string) => StageNode[] = () => []
  /** Elements made so far. */
  static made = 0
}

export class StageElement extends StageParent {
  readonly nodeType = 1
  readonly localName!: string
  /** In the order in which elements were made. */
  readonly serial!: number
  readonly attributeMap!: Map<string, string>
  private styleObject: StageStyle | undefined
  private observed: Set<string> | undefined
  private upgraded = false

  constructor(localName = '') {
    super()
    this.localName = localName
    this.serial = ++ElementRegistry.made
    this.attributeMap = new Map()
  }

  get tagName(): string {
    return this.localName.toUpperCase()
  }
  get attributes(): { name: string; value: string }[] {
    return [...this.attributeMap].map(([name, value]) => ({ name, value }))
  }
  getAttribute(name: string): string | null {
    return this.attributeMap.get(name.toLowerCase()) ?? null
  }
  hasAttribute(name: string): boolean {
    return this.attributeMap.has(name.toLowerCase())
  }
  setAttribute(name: string, value: unknown): void {
    // What a browser would refuse as a name is no attribute here either.
    if (!/^[^\s"'<>/=\u0000-\u001f\u007f]+$/.test(name)) throw new Error(`"${name}" is not a name of an attribute`)
    this.writeAttribute(name.toLowerCase(), String(value))
  }
  removeAttribute(name: string): void {
    this.writeAttribute(name.toLowerCase(), null)
  }
  toggleAttribute(name: string, force = !this.hasAttribute(name)): boolean {
    if (force && !this.hasAttribute(name)) this.setAttribute(name, '')
    else if (!force) this.removeAttribute(name)
    return force
  }
  private writeAttribute(name: string, value: string | null): void {
    const old = this.attributeMap.get(name) ?? null
    if (value === null) {
      if (!this.attributeMap.delete(name)) return
    } else this.attributeMap.set(name, value)
    if (this.observed?.has(name)) (this as Reactions).attributeChangedCallback!(name, old, value)
  }

  get className(): string {
    return this.getAttribute('class') ?? ''
  }
  set className(value: string) {
    this.setAttribute('class', value)
  }
  get classList(): object {
    const names = (): string[] => this.className.split(/\s+/).filter(Boolean)
    const write = (list: string[]): void => this.setAttribute('class', [...new Set(list)].join(' '))
    return {
      add: (...added: string[]) => write([...names(), ...added.filter(Boolean)]),
      remove: (...gone: string[]) => this.hasAttribute('class') && write(names().filter((name) => !gone.includes(name))),
      contains: (name: string) => names().includes(name),
      toggle: (name: string, force = !names().includes(name)) => {
        if (force !== names().includes(name)) write(force ? [...names(), name] : names().filter((other) => other !== name))
        return force
      },
    }
  }
  get style(): StageStyle {
    return (this.styleObject ??= makeStyle(this))
  }
  get dataset(): Record<string, string> {
    const attribute = (name: string): string => 'data-' + name.replace(/[A-Z]/g, (c) => '-' + c.toLowerCase())
    return new Proxy({} as Record<string, string>, {
      get: (_, name) => (typeof name === 'string' ? (this.getAttribute(attribute(name)) ?? undefined) : undefined),
      set: (_, name, value) => {
        this.setAttribute(attribute(String(name)), value)
        return true
      },
    })
  }

  get children(): StageElement[] {
    return this.childNodes.filter((node): node is StageElement => node instanceof StageElement)
  }
  get childElementCount(): number {
    return this.children.length
  }
  get firstElementChild(): StageElement | null {
    return this.children[0] ?? null
  }
  get lastElementChild(): StageElement | null {
    return this.children.at(-1) ?? null
  }
  get nextElementSibling(): StageElement | null {
    let at = this.nextSibling
    while (at && !(at instanceof StageElement)) at = at.nextSibling
    return at
  }
  get previousElementSibling(): StageElement | null {
    let at = this.previousSibling
    while (at && !(at instanceof StageElement)) at = at.previousSibling
    return at
  }
  override get parentElement(): StageElement | null {
    return this.parentNode instanceof StageElement ? this.parentNode : null
  }
  insertAdjacentElement(where: string, element: StageElement): StageElement {
    if (where === 'afterbegin') this.prepend(element)
    else if (where === 'beforeend') this.append(element)
    else if (where === 'beforebegin') this.before(element)
    else this.after(element)
    return element
  }
  set innerHTML(html: string) {
    this.replaceChildren(...ElementRegistry.parse(html))
  }

  matches(selectors: string): boolean {
    return matchesSelector(this, selectors, this)
  }
  closest(selectors: string): StageElement | null {
    for (let at: StageElement | null = this; at; at = at.parentElement) if (matchesSelector(at, selectors, this)) return at
    return null
  }
  querySelectorAll(selectors: string): StageElement[] {
    return selectAll(this, selectors)
  }
  querySelector(selectors: string): StageElement | null {
    return selectAll(this, selectors)[0] ?? null
  }
  cloneNode(deep = false): StageElement {
    const copy = new StageHtmlElement(this.localName)
    for (const [name, value] of this.attributeMap) copy.attributeMap.set(name, value)
    if (deep) for (const child of this.childNodes) copy.appendChild(child.cloneNode(true))
    return copy
  }

  /** Becomes an instance of its class, if it has one. */
  upgrade(): void {
    const type = this.upgraded ? undefined : ElementRegistry.classes.get(this.localName)
    if (!type) return
    this.upgraded = true
    Object.setPrototypeOf(this, type.prototype as object)
    ElementRegistry.upgrading = this
    new type()
    ElementRegistry.upgrading = undefined
    const reactions = this as Reactions
    if (reactions.attributeChangedCallback) {
      this.observed = new Set(type.observedAttributes)
      for (const [name, value] of [...this.attributeMap]) if (this.observed.has(name)) reactions.attributeChangedCallback(name, null, value)
    }
    if (this.isConnected) reactions.connectedCallback?.()
  }
  protected override entered(node: StageNode): void {
    if (!this.isConnected) return
    forElements(node, (element) => {
      if (!element.isConnected) return
      if (element.upgraded || !ElementRegistry.classes.has(element.localName)) (element as Reactions).connectedCallback?.()
      else element.upgrade()
    })
  }
  protected override left(node: StageNode): void {
    forElements(node, (element) => (element as Reactions).disconnectedCallback?.())
  }

  // Nothing has a size or a place.
  getBoundingClientRect(): object {
    return { left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0, x: 0, y: 0 }
  }
  getClientRects(): [] {
    return []
  }
  scrollTo(): void {}
  scrollBy(): void {}
  focus(): void {}
  blur(): void {}
  click(): void {}
  play(): Promise<void> {
    return new Promise(() => {})
  }
  pause(): void {}
  load(): void {}
  getContext(): null {
    return null
  }
  setSelectionRange(): void {}
}

/** What classes of custom elements extend: an instance that is being upgraded is given its class's fields. */
export class StageHtmlElement extends StageElement {
  constructor(localName?: string) {
    super(localName)
    const { upgrading } = ElementRegistry
    if (upgrading && localName === undefined) return upgrading as StageHtmlElement
  }
}

function forElements(node: StageNode, visit: (element: StageElement) => void): void {
  if (node instanceof StageElement) visit(node)
  if (node instanceof StageParent) node.descend((inner) => inner instanceof StageElement && visit(inner))
}

export function selectAll(root: StageParent, selectors: string): StageElement[] {
  const found: StageElement[] = []
  root.descend((node) => {
    if (node instanceof StageElement && matchesSelector(node, selectors, root)) found.push(node)
  })
  return found
}

const TEXTS = 'id title lang dir alt src href rel target media name placeholder poster preload decoding loading referrerPolicy inputMode enterKeyHint autocomplete type allow role content width height'
const FLAGS = 'hidden inert disabled controls autoplay loop playsInline muted multiple readOnly checked'
const NUMBERS = 'tabIndex maxLength minLength rows cols'
const ARIA = 'Hidden Busy Label ValueNow ValueMin ValueMax ValueText HasPopup Expanded Checked Disabled Selected Live Modal RoleDescription'
const SIZES = 'clientWidth clientHeight clientLeft clientTop offsetWidth offsetHeight offsetLeft offsetTop scrollWidth scrollHeight'

/** Gives elements the properties that stand for attributes. */
export function defineReflections(): void {
  const { prototype } = StageElement
  const define = (name: string, get: (this: StageElement) => unknown, set?: (this: StageElement, value: unknown) => void): void => {
    Object.defineProperty(prototype, name, { get, set, configurable: true })
  }
  const write = (element: StageElement, attribute: string, value: unknown): void => {
    if (value == null) element.removeAttribute(attribute)
    else element.setAttribute(attribute, value)
  }
  for (const name of TEXTS.split(' ')) {
    const attribute = name.toLowerCase()
    define(name, function () { return this.getAttribute(attribute) ?? '' }, function (value) { write(this, attribute, value) })
  }
  for (const name of FLAGS.split(' ')) {
    const attribute = name.toLowerCase()
    define(name, function () { return this.hasAttribute(attribute) }, function (value) { this.toggleAttribute(attribute, Boolean(value)) })
  }
  for (const name of NUMBERS.split(' ')) {
    const attribute = name.toLowerCase()
    define(name, function () { return Number(this.getAttribute(attribute) ?? -1) }, function (value) { write(this, attribute, value) })
  }
  for (const name of ARIA.split(' ')) {
    const attribute = 'aria-' + name.toLowerCase()
    define('aria' + name, function () { return this.getAttribute(attribute) }, function (value) { write(this, attribute, value) })
  }
  for (const name of SIZES.split(' ')) define(name, () => 0)
  define('draggable', function () { return this.getAttribute('draggable') === 'true' }, function (value) { this.setAttribute('draggable', String(value)) })
  define(
    'value',
    function () { return this.localName === 'textarea' ? this.textContent : (this.getAttribute('value') ?? '') },
    function (value) {
      if (this.localName === 'textarea') this.textContent = String(value ?? '')
      else write(this, 'value', value || null)
    },
  )
}
