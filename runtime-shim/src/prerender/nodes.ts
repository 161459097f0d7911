/** The nodes of a document without a browser, in which the view makes a page's first frame: as much of the DOM as the view uses, and no layout. */

type StageListener = (event: StageEvent) => unknown

/** An event; `CustomEvent` and `MouseEvent` are the same. */
export class StageEvent {
  readonly type: string
  readonly bubbles: boolean
  readonly detail: unknown
  target: StageTarget | null = null
  defaultPrevented = false
  private stopped = false

  constructor(type: string, options: { bubbles?: boolean; detail?: unknown } = {}) {
    this.type = type
    this.bubbles = options.bubbles === true
    this.detail = options.detail
  }
  preventDefault(): void {
    this.defaultPrevented = true
  }
  stopPropagation(): void {
    this.stopped = true
  }
  stopImmediatePropagation(): void {
    this.stopped = true
  }
  /** Runs the listeners from the target outwards. */
  run(target: StageTarget): void {
    this.target = target
    for (let at: StageTarget | null = target; at && !this.stopped; at = this.bubbles ? at.parentNode : null) at.hear(this)
  }
}

export class StageTarget {
  parentNode: StageParent | null = null
  private listeners: Map<string, StageListener[]> | undefined

  addEventListener(type: string, listener: StageListener): void {
    const all = (this.listeners ??= new Map<string, StageListener[]>())
    all.set(type, [...(all.get(type) ?? []), listener])
  }
  removeEventListener(type: string, listener: StageListener): void {
    this.listeners?.set(type, (this.listeners.get(type) ?? []).filter((other) => other !== listener))
  }
  dispatchEvent(event: StageEvent): boolean {
    event.run(this)
    return !event.defaultPrevented
  }
  hear(event: StageEvent): void {
    for (const listener of this.listeners?.get(event.type) ?? []) listener.call(this, event)
  }
}

export abstract class StageNode extends StageTarget {
  abstract readonly nodeType: number
  nextSibling: StageNode | null = null
  previousSibling: StageNode | null = null

  abstract cloneNode(deep?: boolean): StageNode

  get parentElement(): StageParent | null {
    return this.parentNode?.nodeType === 1 ? this.parentNode : null
  }
  get isConnected(): boolean {
    let at: StageNode = this
    while (at.parentNode) at = at.parentNode
    return at.nodeType === 9
  }
  get firstChild(): StageNode | null {
    return null
  }
  get textContent(): string {
    return ''
  }
  contains(other: StageNode | null): boolean {
    for (let at = other; at; at = at.parentNode) if (at === this) return true
    return false
  }
  remove(): void {
    this.parentNode?.removeChild(this)
  }
  before(...nodes: (StageNode | string)[]): void {
    for (const node of nodes) this.parentNode?.insertBefore(nodeFrom(node), this)
  }
  after(...nodes: (StageNode | string)[]): void {
    const { nextSibling } = this
    for (const node of nodes) this.parentNode?.insertBefore(nodeFrom(node), nextSibling)
  }
  replaceWith(...nodes: (StageNode | string)[]): void {
    this.before(...nodes)
    this.remove()
  }
}

/** Text and comments. */
export class StageText extends StageNode {
  readonly nodeType: number
  data: string

  constructor(data: string, nodeType = 3) {
    super()
    this.data = data
    this.nodeType = nodeType
  }
  cloneNode(): StageText {
    return new StageText(this.data, this.nodeType)
  }
  override get textContent(): string {
    return this.data
  }
}

/** What has children: elements, fragments, the document. */
export abstract class StageParent extends StageNode {
  private first: StageNode | null = null
  lastChild: StageNode | null = null

  override get firstChild(): StageNode | null {
    return this.first
  }
  get childNodes(): StageNode[] {
    const out: StageNode[] = []
    for (let at = this.first; at; at = at.nextSibling) out.push(at)
    return out
  }
  hasChildNodes(): boolean {
    return this.first !== null
  }
  override get textContent(): string {
    return this.childNodes.map((node) => (node.nodeType === 8 ? '' : node.textContent)).join('')
  }
  override set textContent(text: string) {
    this.replaceChildren(...(text === '' ? [] : [text]))
  }
  appendChild<T extends StageNode>(node: T): T {
    return this.insertBefore(node, null)
  }
  append(...nodes: (StageNode | string)[]): void {
    for (const node of nodes) this.insertBefore(nodeFrom(node), null)
  }
  prepend(...nodes: (StageNode | string)[]): void {
    const { first } = this
    for (const node of nodes) this.insertBefore(nodeFrom(node), first)
  }
  replaceChildren(...nodes: (StageNode | string)[]): void {
    for (const child of this.childNodes) this.removeChild(child)
    this.append(...nodes)
  }
  insertBefore<T extends StageNode>(node: T, before: StageNode | null): T {
    if (before === (node as StageNode)) before = node.nextSibling
    if (before && before.parentNode !== this) throw new Error('the node before which to insert is not a child')
    if (node.contains(this)) throw new Error('a node cannot stand in itself')
    if (node.nodeType === 11) {
      for (const child of (node as unknown as StageParent).childNodes) this.insertBefore(child, before)
      return node
    }
    node.remove()
    node.parentNode = this
    node.nextSibling = before
    node.previousSibling = before ? before.previousSibling : this.lastChild
    if (node.previousSibling) node.previousSibling.nextSibling = node
    else this.first = node
    if (before) before.previousSibling = node
    else this.lastChild = node
    this.entered(node)
    return node
  }
  removeChild<T extends StageNode>(node: T): T {
    if (node.previousSibling) node.previousSibling.nextSibling = node.nextSibling
    else this.first = node.nextSibling
    if (node.nextSibling) node.nextSibling.previousSibling = node.previousSibling
    else this.lastChild = node.previousSibling
    const connected = this.isConnected
    node.parentNode = node.nextSibling = node.previousSibling = null
    if (connected) this.left(node)
    return node
  }
  /** A node has become a child; one that leaves the document has left. Elements tell what is in it. */
  protected entered(_node: StageNode): void {}
  protected left(_node: StageNode): void {}

  /** All nodes inside, in document order. */
  descend(visit: (node: StageNode) => void): void {
    for (let at = this.first; at; at = at.nextSibling) {
      visit(at)
      if (at instanceof StageParent) at.descend(visit)
    }
  }
}

export function nodeFrom(node: StageNode | string): StageNode {
  return typeof node === 'string' ? new StageText(node) : node
}

/** Siblings that go together. */
export class StageRange {
  private start: StageNode | null = null
  private end: StageNode | null = null

  setStartBefore(node: StageNode): void {
    this.start = node
  }
  setEndBefore(node: StageNode): void {
    this.end = node
  }
  setEndAfter(node: StageNode): void {
    this.end = node.nextSibling
  }
  deleteContents(): void {
    for (let at = this.start; at && at !== this.end; ) {
      const next: StageNode | null = at.nextSibling
      at.remove()
      at = next
    }
  }
}
