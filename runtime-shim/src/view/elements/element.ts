/** The base of all built-in elements with behaviour: typed properties, events, a lifecycle that survives moves, help for keyboard use. */
import { setAttribute } from '../apply/attributes.ts'
import { emitEvent, type EmitOptions } from '../events/emit.ts'
import { view } from '../view.ts'

/** `number` accepts `12`, `"12"`, `"12px"`; `boolean` is what JavaScript says (`"false"` is true, as in WXML), an attribute without value is true; `any` is kept as it is. */
export type PropType = 'string' | 'number' | 'boolean' | 'any'

/** One declared property. `value` is its default; without it: `''`, `0`, `false`, `undefined`. */
export interface PropSpec { type: PropType; value?: unknown }

/** Declared properties by camelCase name (`hoverClass`); the attribute is the same name in kebab-case (`hover-class`). */
export type PropSpecs = Record<string, PropSpec>

/** What an element learns of a tap on it (or inside it). */
export interface TapInfo {
  target: Element
  x: number
  y: number
}

/** `hoverClass` → `hover-class`. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (c) => '-' + c.toLowerCase())
}

/** `hover-class` → `hoverClass`. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, c: string) => c.toUpperCase())
}

function convert(spec: PropSpec, value: unknown): unknown {
  if (value == null) return 'value' in spec ? spec.value : { string: '', number: 0, boolean: false, any: undefined }[spec.type]
  if (spec.type === 'string') return String(value)
  if (spec.type === 'boolean') return !!value
  if (spec.type === 'any') return value
  const n = typeof value === 'string' ? parseFloat(value) : Number(value)
  return n === n ? n : convert(spec, null)
}

/**
 * Life of an element: `constructor` (touch nothing) → values arrive and are stored → first connection: `created()` once, then `changed()` once for every
 * property that was given a value → `connected()`. From then on `changed()` runs at each change, and `disconnected()`/`connected()` when the element
 * leaves the document and comes back; a move inside one task is neither.
 */
export class WxElement extends HTMLElement {
  static props: PropSpecs = {}
  static get observedAttributes(): string[] {
    return Object.keys(this.props).map(kebabCase)
  }

  /** Where blocks of a children region go when it is not the element itself (an inner scroller); set it in `created`. */
  wxContent: Node | undefined
  /** True while the element counts as in the document. */
  live = false
  private made = false
  private readonly values: Record<string, unknown> = {}

  /** Builds the inside. Children are there; static children that belong in a wrapper are moved into it here. */
  created(): void {}
  connected(): void {}
  disconnected(): void {}
  /** A property has a new value, of its declared type. */
  changed(_name: string, _value: unknown, _old: unknown): void {}
  /** A tap on the element or inside it (also: its label, Enter, Space), unless `catchtap` further inside stopped it. `true` stops it for elements further out. */
  tapped?(info: TapInfo): boolean | void
  /** A method of the element's context object, called from the logic thread; may return a promise. What it throws is the reason of the failure. */
  wxCall?(method: string, args: unknown): unknown

  /** A property's value in its declared type. */
  get(name: string): unknown {
    return name in this.values ? this.values[name] : convert(this.spec(name) ?? { type: 'any' }, null)
  }
  str(name: string): string {
    return String(this.get(name) ?? '')
  }
  num(name: string): number {
    return this.get(name) as number
  }
  flag(name: string): boolean {
    return this.get(name) === true
  }

  /** Sets a property (camelCase or kebab-case). `null` and `undefined` give the default. Names that are not declared become attributes when primitive. */
  wxSet(name: string, value: unknown): void {
    name = camelCase(name)
    const spec = this.spec(name)
    if (!spec) return typeof value === 'object' && value ? undefined : setAttribute(this, kebabCase(name), value)
    const old = this.get(name)
    const next = convert(spec, value)
    this.values[name] = next
    if (this.made && (next !== old || (next !== null && typeof next === 'object'))) this.changed(name, next, old)
  }

  /** Stores a value that the user brought about (typed text, a checked box), without `changed`. */
  keep(name: string, value: unknown): void {
    this.values[name] = value
  }

  /** Sends an event of this element to the logic thread (when somebody listens). */
  emit(type: string, detail?: unknown, options?: EmitOptions): Promise<unknown> | undefined {
    return emitEvent(this, type, detail, options)
  }

  /** Role, tab stop and state of a control; what the user's own `aria-role` says wins. */
  control(role: string, focusable = true, state: Record<string, string | boolean> = {}): void {
    if (!this.hasAttribute('role')) this.setAttribute('role', role)
    this.tabIndex = focusable ? 0 : -1
    for (const key in state) this.setAttribute('aria-' + key, String(state[key]))
  }

  connectedCallback(): void {
    if (!this.isConnected || this.live) return
    this.live = true
    if (!this.made) {
      view.frame?.revive(this)
      this.made = true
      const given = Object.keys(this.values)
      this.created()
      for (const name of given) this.changed(name, this.values[name], undefined)
    }
    this.connected()
  }
  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected || !this.live) return
      this.live = false
      this.disconnected()
    })
  }
  attributeChangedCallback(name: string, _: string | null, value: string | null): void {
    this.wxSet(name, value === '' && this.spec(camelCase(name))?.type === 'boolean' ? true : value)
  }

  private spec(name: string): PropSpec | undefined {
    const specs = (this.constructor as typeof WxElement).props
    return Object.hasOwn(specs, name) ? specs[name] : undefined
  }
}

/** Registers an element class for a tag (`input` → `wx-input`); again is no error. */
export function defineElement(tag: string, type: CustomElementConstructor): void {
  if (!customElements.get('wx-' + tag)) customElements.define('wx-' + tag, type)
}
