/**
 * Custom elements of one app among several. The page has one registry of names and keeps a name's class for good; every app has classes of its own, maybe of
 * another version. So the page's registry gets a stand-in for each name, whose elements become those of the app that makes them (or in whose tree they
 * come to stand).
 *
 * Registries of a shadow root would do the same where browsers have them; this does it everywhere, in one way.
 */

/** What the runtime uses of `customElements`. */
export interface ElementNames {
  get(name: string): CustomElementConstructor | undefined
  define(name: string, type: CustomElementConstructor): void
}

export interface Elements {
  names: ElementNames
  /** Base class of the app's element classes. */
  base: typeof HTMLElement
  /** Makes stand-ins in (and at) the node what they are in this app. */
  raise<T extends Node>(node: T): T
}

/** What an element with this class looks like to the platform; optional members are what an app's class has of them. */
type Upgraded = HTMLElement & {
  connectedCallback?(): void
  disconnectedCallback?(): void
  attributeChangedCallback?(name: string, old: string | null, value: string | null): void
}

/** On the host of an app's tree: makes an element that came into the tree what it is there. Shared by all versions that meet on a page. */
const RAISE = Symbol.for('wxc.raise')
/** On stand-in classes. */
const STAND_IN = Symbol.for('wxc.stand-in')

type Holder = Element & { [RAISE]?(element: Element): void }

/** `root`: the tree the app lives in. */
export function makeElements(root: ShadowRoot): Elements {
  const types = new Map<string, CustomElementConstructor>()
  const raised = new WeakSet<Element>()
  let selector = ''
  /** The element that the next constructor call is for. */
  let next: HTMLElement | undefined

  const raiseOne = (element: HTMLElement): void => {
    const type = types.get(element.localName)
    if (!type || raised.has(element)) return
    raised.add(element)
    Object.setPrototypeOf(element, type.prototype as object)
    next = element
    new type()
    const { attributeChangedCallback } = element as Upgraded
    if (attributeChangedCallback) {
      for (const name of observed(type)) if (element.hasAttribute(name)) attributeChangedCallback.call(element, name, null, element.getAttribute(name))
    }
    if (element.isConnected) (element as Upgraded).connectedCallback?.()
  }

  function Base(): HTMLElement {
    const element = next
    next = undefined
    if (!element) throw new TypeError('Illegal constructor')
    return element
  }
  const hear = (element: Upgraded, name: string, change: () => void): void => {
    const old = element.getAttribute(name)
    change()
    const type = types.get(element.localName)
    // `style` changes in more ways: the stand-in hears of it.
    if (name !== 'style' && type && observed(type).includes(name)) element.attributeChangedCallback?.(name, old, element.getAttribute(name))
  }
  const { setAttribute, removeAttribute, toggleAttribute } = Element.prototype
  Base.prototype = Object.create(HTMLElement.prototype, {
    setAttribute: { value: function (this: Upgraded, name: string, value: string) { hear(this, name, () => setAttribute.call(this, name, value)) } },
    removeAttribute: { value: function (this: Upgraded, name: string) { if (this.hasAttribute(name)) hear(this, name, () => removeAttribute.call(this, name)) } },
    toggleAttribute: {
      value: function (this: Upgraded, name: string, force?: boolean) {
        if (force !== this.hasAttribute(name)) hear(this, name, () => void toggleAttribute.call(this, name, force))
        return this.hasAttribute(name)
      },
    },
  }) as HTMLElement
  Object.defineProperty(Base, Symbol.hasInstance, { value: (value: unknown) => value instanceof HTMLElement })
  ;(root.host as Holder)[RAISE] = (element) => raiseOne(element as HTMLElement)

  return {
    names: {
      get: (name) => types.get(name),
      define(name, type) {
        standIn(name)
        types.set(name, type)
        selector = [...types.keys()].join()
      },
    },
    base: Base as unknown as typeof HTMLElement,
    raise(node) {
      if (!selector) return node
      if (node instanceof HTMLElement) raiseOne(node)
      for (const element of (node as unknown as ParentNode).querySelectorAll<HTMLElement>(selector)) raiseOne(element)
      return node
    },
  }
}

/** Names of attributes that elements of a class hear about. */
function observed(type: CustomElementConstructor): string[] {
  return (type as { observedAttributes?: string[] }).observedAttributes ?? []
}

/** Puts a stand-in into the page's registry, unless there is one. */
function standIn(name: string): void {
  const known = customElements.get(name)
  if (known && STAND_IN in known) return
  if (known) throw new Error(`the page has an element <${name}> of its own, so no mini program can have one`)
  class StandIn extends HTMLElement {
    static readonly [STAND_IN] = true
    static readonly observedAttributes = ['style']
    connectedCallback(): void {
      const { connectedCallback } = this
      if (connectedCallback !== StandIn.prototype.connectedCallback) return connectedCallback.call(this)
      const tree = this.getRootNode()
      if (tree instanceof ShadowRoot) (tree.host as Holder)[RAISE]?.(this)
    }
    disconnectedCallback(): void {
      const { disconnectedCallback } = this
      if (disconnectedCallback !== StandIn.prototype.disconnectedCallback) disconnectedCallback?.call(this)
    }
    attributeChangedCallback(attribute: string, old: string | null, value: string | null): void {
      const { attributeChangedCallback, constructor } = this
      if (attributeChangedCallback !== StandIn.prototype.attributeChangedCallback && observed(constructor as CustomElementConstructor).includes(attribute))
        attributeChangedCallback?.call(this, attribute, old, value)
    }
  }
  customElements.define(name, StandIn)
}
