/**
 * Adoption: a document can come with its first page rendered by the compiler. The first patch takes those nodes where it would make its own.
 *
 * The compiler ran the same scripts, so blocks have the numbers they will have here. In the frame, the first node of a block carries `number.template` (an
 * element in the attribute `wxc-b`, the comment that begins a block of several nodes as its text; the comment that ends it `/number`), a part that a built-in
 * element made carries `wxc-part="host.number"`, and `wxc-set` holds property values. A node is only ever a clone of its template, so taking one is right
 * whatever it showed: values that differ are written, blocks in other places are moved, and what nobody took goes.
 */
import { ATTR, CLASS, STYLE, TEXT, type Hole } from '../../protocol/ops.ts'
import { view, type FirstFrame } from '../view.ts'
import type { FrameNodes } from './apply.ts'
import { moveBlock, type Block, type BlockNodes, type WxNode } from './block.ts'
import type { ViewTemplate } from './template.ts'

/** A block of the frame. */
interface FrameBlock {
  key: string
  first: ChildNode
  last: ChildNode
  /** Set when the patch has it; `placed` when it has a place in the page too. */
  taken: boolean
  placed: boolean
}

/** A part of a built-in element; `$h`: whose. */
type PartNode = Node & { $h?: unknown }

/** What the view waits for is gated: gestures on the frame become clicks when the app can hear them. */
const GATED = ['touchstart', 'touchmove', 'touchend', 'touchcancel', 'mousedown', 'mousemove', 'mouseup', 'click']

const MARKS = ['wxc-b', 'wxc-part', 'wxc-parts']

/** Text of the comment that stands for an empty text node. */
const NO_TEXT = 't'

class Adoption implements FirstFrame, FrameNodes {
  private readonly root: HTMLElement
  private readonly path: string
  private readonly blocks = new Map<number, FrameBlock>()
  private readonly starts = new Map<Node, FrameBlock>()
  /** Parts in the order in which they were made, by the number of their host. */
  private readonly parts = new Map<string, HTMLElement[]>()
  private readonly hosts = new Map<Element, string>()
  private readonly tasks: (() => void)[] = []
  private readonly looks: (() => void)[] = []
  private readonly gate: (event: Event) => void
  private readonly viewport: HTMLElement

  constructor(root: HTMLElement) {
    this.root = root
    this.viewport = root.parentElement!
    this.path = root.getAttribute('wxc-frame')!
    this.read(root.getAttribute('wxc-keys')!.split(' '))
    this.gate = (event) => {
      event.stopImmediatePropagation()
      if (event.type !== 'click') return
      const { target, clientX, clientY, detail } = event as MouseEvent
      this.later(() => target!.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, clientX, clientY, detail })))
    }
    for (const type of GATED) this.viewport.addEventListener(type, this.gate, { capture: true, passive: true })
  }

  /** Finds blocks and parts; takes the marks away. */
  private read(keys: string[]): void {
    const { root, blocks, starts, parts, hosts } = this
    const begin = (mark: string, node: ChildNode): void => {
      const [id = '', key = ''] = mark.split('.')
      const block = { key: keys[parseInt(key, 36)]!, first: node, last: node, taken: false, placed: false }
      blocks.set(parseInt(id, 36), block)
      starts.set(node, block)
    }
    const walker = document.createTreeWalker(root, 129)
    for (let node = walker.nextNode() as Element | Comment | null; node; node = walker.nextNode() as Element | Comment | null) {
      if (node.nodeType === 8) {
        const { data } = node as Comment
        if (data[0] === '/') blocks.get(parseInt(data.slice(1), 36))!.last = node
        else if (data && data !== NO_TEXT) begin(data, node)
        if (data !== NO_TEXT) (node as Comment).data = ''
        continue
      }
      const element = node as HTMLElement
      const mark = element.getAttribute('wxc-b')
      if (mark) begin(mark, element)
      const part = element.getAttribute('wxc-part')
      if (part) {
        const [host = ''] = part.split('.')
        const list = parts.get(host) ?? []
        parts.set(host, list)
        list[Number(part.slice(host.length + 1))] = element
        ;(element as PartNode).$h = root
      }
      const host = element.getAttribute('wxc-parts')
      if (host) hosts.set(element, host)
      for (const name of MARKS) element.removeAttribute(name)
    }
    root.removeAttribute('wxc-frame')
    root.removeAttribute('wxc-keys')
  }

  start(path: string, query: object): void {
    if (path !== this.path || Object.keys(query).length) this.end(true)
    else view.applier.frame = this
  }

  page(path: string): HTMLElement | undefined {
    if (path === this.path) return this.root
    this.end(true)
    return undefined
  }

  part(host: Element, tag: string): HTMLElement | undefined {
    const list = this.parts.get(this.hosts.get(host) ?? '')
    return list?.[0]?.localName === tag ? list.shift() : undefined
  }

  revive(element: Parameters<FirstFrame['revive']>[0]): void {
    const values = JSON.parse(element.getAttribute('wxc-set') ?? '{}') as Record<string, unknown>
    element.removeAttribute('wxc-set')
    for (const name in values) element.wxSet(name, values[name])
  }

  later(task: () => void): void {
    this.tasks.push(task)
  }

  mounted(task: () => void): void {
    this.looks.push(task)
  }

  take(id: number, template: ViewTemplate): BlockNodes | undefined {
    const block = this.blocks.get(id)
    if (!block || block.taken || block.key !== template.key) return undefined
    const nodes = this.find(block, template)
    if (!nodes) return undefined
    block.taken = true
    return { nodes, first: block.first, last: block.last }
  }

  /** The walk through a fresh clone, past what stands in regions and what elements added. */
  private find({ first }: FrameBlock, { walk, single, nodes: count }: ViewTemplate): Node[] | undefined {
    const nodes: Node[] = new Array(count)
    for (let i = 0; i < walk.length; ) {
      const target = walk[i++]!
      const from = walk[i++]!
      // A block of several nodes hangs in nothing of its own: the first step leads to its first node.
      let at: Node | null | undefined = from >= 0 ? nodes[from]! : single ? first : undefined
      for (let steps = walk[i++]!; steps > 0; steps--) {
        const next = walk[i++]
        if (at === undefined) at = first
        else at = this.past(next ? at!.nextSibling : ((at as WxNode).wxContent ?? at!).firstChild)
        if (!at) return undefined
      }
      if (at!.nodeType === 8 && (at as Comment).data === NO_TEXT) {
        const text = document.createTextNode('')
        ;(at as Comment).replaceWith(text)
        at = text
      }
      nodes[target] = at!
    }
    return nodes
  }

  private past(node: Node | null): Node | null {
    for (;;) {
      const inner = node && this.starts.get(node)
      if (inner) node = inner.last.nextSibling
      else if ((node as PartNode | null)?.$h) node = node!.nextSibling
      else return node
    }
  }

  shows([kind, , name]: Hole, node: Node, value: unknown): boolean {
    const attribute = (): string | null => (node as Element).getAttribute(kind === STYLE ? 'style' : name!)
    if (kind === TEXT) return (node as Text).data === value
    if (kind === CLASS) return (node as Element).className === (value as string) + (name ?? '')
    if (kind === STYLE) return (attribute() ?? '') === value
    return kind === ATTR && attribute() === (value == null || value === false ? null : value === true ? '' : String(value))
  }

  place(block: Block, container: Node, before: Node | null): void {
    const known = this.starts.get(block.first)
    if (known) known.placed = true
    if (block.first.parentNode === container) {
      let at: Node | null = block.last.nextSibling
      while (at && at !== before) {
        const stray = this.starts.get(at)
        if (stray && !stray.taken) at = removeNodes(stray)
        else if ((at as PartNode).$h) at = at.nextSibling
        else break
      }
      if (at === before) return
    }
    moveBlock(block, container, before)
  }

  patched(): void {
    for (const block of this.blocks.values()) if (!block.placed && block.first.isConnected) removeNodes(block)
    view.applier.frame = undefined
    this.parts.clear()
    for (const task of this.looks) task()
    const { pageShown = [] } = view.hooks
    view.hooks.pageShown = [...pageShown, () => this.end(false)]
  }

  /** The app has taken over; `other`: with another page. */
  private end(other: boolean): void {
    if (view.frame !== this) return
    view.frame = view.applier.frame = undefined
    document.documentElement.classList.remove('wxc-other')
    for (const type of GATED) this.viewport.removeEventListener(type, this.gate, true)
    if (other) return this.root.remove()
    // What was typed into the frame's fields is news to the app.
    for (const field of this.root.querySelectorAll<HTMLInputElement>('.wx-field')) if (field.value !== field.defaultValue) field.dispatchEvent(new Event('input', { bubbles: true }))
    setTimeout(() => {
      for (const task of this.tasks) task()
    })
  }
}

/** Removes the nodes of a block; gives what followed. */
function removeNodes({ first, last }: FrameBlock): Node | null {
  const after = last.nextSibling
  const range = document.createRange()
  range.setStartBefore(first)
  range.setEndAfter(last)
  // Taken out whole, not emptied: blocks in it may still be taken.
  range.extractContents()
  return after
}

/** Capability of the view: takes over the document's first frame, if it has one. Called before the classes of elements are defined, which need what the frame says of them. */
export function adoptFrame(): void {
  const root = document.querySelector<HTMLElement>('#wxc > wxc-page[wxc-frame]')
  if (root) view.frame = new Adoption(root)
}
