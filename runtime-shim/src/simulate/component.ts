/** What a test gets: the rendered root, and what it selects in it. */
import type { Instance } from '../logic/component/instance.ts'
import { describeElement } from '../logic/event/target.ts'
import type { Loose, UserFunction } from '../logic/wx/registry.ts'
import type { SimApplier } from './applier.ts'
import { showVirtual } from './applier.ts'
import { dispatch, emitEvent, unwatch, watch } from './events.ts'
import { RootGestures } from './gestures.ts'
import { measureIntersections } from './intersection.ts'
import { treeJson } from './json.ts'
import type { ElementJson } from './json.ts'
import { attachTree, detachTree, pageHook } from './life.ts'
import type { SimElement } from './nodes.ts'
import { Selection } from './select.ts'

function isCapture(capture: Loose): boolean {
  return typeof capture === 'object' ? Boolean(capture?.capture) : Boolean(capture)
}

/** What stands for `this` of an element that is no component. */
function handleOf(element: SimElement): Loose {
  const place = { block: element.block.logic!, node: element.number }
  const data = {}
  return (element.handle ??= {
    data,
    properties: data,
    is: element.tag,
    get id() {
      return describeElement(place).id
    },
    get dataset() {
      return describeElement(place).dataset
    },
    setData: (_values: unknown, callback: unknown) => void (typeof callback === 'function' && Promise.resolve().then(callback as () => void)),
    triggerEvent: (type: string, detail: unknown, options: Loose) => emitEvent(element, type, detail, options),
    selectComponent: () => null,
    selectAllComponents: () => [],
    selectOwnerComponent: () => element.block.logic!.o.user as unknown,
    getRelationNodes: () => null,
  })
}

export class SimComponent {
  protected readonly element: SimElement
  protected readonly applier: SimApplier

  constructor(element: SimElement, applier: SimApplier) {
    Object.defineProperty(this, 'element', { value: element })
    Object.defineProperty(this, 'applier', { value: applier })
    this.element = element
    this.applier = applier
  }

  get dom(): HTMLElement | undefined {
    return this.element.dom ?? undefined
  }

  get instance(): Loose {
    return this.element.instance?.user ?? handleOf(this.element)
  }

  get data(): Loose {
    return this.instance.data
  }

  setData(values: Loose, callback?: unknown): void {
    this.element.instance?.setData(values, undefined)
    if (typeof callback === 'function') Promise.resolve().then(callback as () => void).catch(console.error)
  }

  querySelector(selector: unknown): SimComponent | undefined {
    const { instance } = this.element
    const [found] = instance ? new Selection(instance, this.applier, selector, true).run() : []
    return found && new SimComponent(found, this.applier)
  }

  querySelectorAll(selector: unknown): SimComponent[] {
    const { instance } = this.element
    const found = instance ? new Selection(instance, this.applier, selector, false).run() : []
    return found.map((element) => new SimComponent(element, this.applier))
  }

  dispatchEvent(type: string, options: Loose = {}): void {
    dispatch(this.element, this.dom, type, options)
  }

  addEventListener(type: string, run: UserFunction, capture: unknown = false): void {
    watch(this.element, type, run, isCapture(capture))
  }

  removeEventListener(type: string, run: UserFunction, capture: unknown = false): void {
    unwatch(this.element, type, run, isCapture(capture))
  }

  triggerLifeTime(name: string, ...args: unknown[]): void {
    this.element.instance?.hook(name, ...args)
  }

  triggerPageLifeTime(name: string, ...args: unknown[]): void {
    const { instance } = this.element
    if (instance) pageHook(instance, name, args)
  }

  toJSON(): ElementJson | string | undefined {
    return treeJson(this.element)
  }
}

export class SimRoot extends SimComponent {
  parentNode: Node | null = null
  private readonly outer: Instance
  /** Shows a root without a host element. */
  private readonly virtual: HTMLElement | null

  constructor(element: SimElement, applier: SimApplier, outer: Instance) {
    super(element, applier)
    this.outer = outer
    this.virtual = element.dom ? null : document.createElement('virtual')
    const { dom } = this
    for (const field of ['outer', 'virtual']) Object.defineProperty(this, field, { enumerable: false })
    new RootGestures(dom, (target, type, detail, fields) => {
      if (type === 'scroll') measureIntersections(element.instance!)
      emitEvent(target, type, detail, { bubbles: true, composed: true, capturePhase: true }, fields)
    })
  }

  override get dom(): HTMLElement {
    if (!this.virtual) return this.element.dom!
    showVirtual(this.virtual, this.element.content)
    return this.virtual
  }

  attach(parent: Node): void {
    parent.appendChild(this.dom)
    this.parentNode = parent
    attachTree(this.outer)
  }

  detach(): void {
    if (!this.parentNode) return
    this.parentNode.removeChild(this.dom)
    this.parentNode = null
    detachTree(this.outer)
  }
}
