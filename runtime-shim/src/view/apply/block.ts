/** Blocks: clones of templates that are or will be in the document, and who owns them. */
import type { ViewTemplate } from './template.ts'

/** What the view writes on elements. Absent on most. */
export interface WxNode extends Element {
  /** The block, on addressed elements and on the first node of every block. */
  $b?: Block
  /** The element's number in its block, on addressed elements only. */
  $n?: number
  /** The instance whose host this element is. */
  $c?: number
  /** On the last node of a block of several nodes: the block. */
  $e?: Block
  /** Class names besides those of the template, by who added them. */
  $x?: Record<string, string>
  /** Inline styles that a WXS function set, by property. */
  $s?: Record<string, string>
  /** Dataset entries that are not strings. */
  $d?: Record<string, unknown>
  style: CSSStyleDeclaration
  /** Where a children region of a built-in element is, when not in the element itself. */
  wxContent?: Node
  wxSet?(name: string, value: unknown): void
}

/** One clone of a template. All blocks have the same shape. */
export class Block {
  readonly id: number
  readonly template: ViewTemplate
  /** By node number. */
  readonly nodes: Node[]
  readonly first: ChildNode
  readonly last: ChildNode
  /** Where it stands (stood last): a region of a block, or nowhere yet. */
  parent: Block | undefined
  region: number
  /** The instance its nodes belong to; 0: the same as the parent's. */
  owner: number

  /** `found`: nodes that are there already, of a prerendered page. */
  constructor(id: number, template: ViewTemplate, found?: FoundNodes) {
    this.id = id
    this.template = template
    this.parent = undefined
    this.region = 0
    this.owner = 0
    if (found) {
      this.nodes = found.nodes
      this.first = found.first
      this.last = found.last
    } else {
      const root = template.clone()
      this.nodes = findNodes(template, root)
      this.first = (template.single ? root : root.firstChild) as ChildNode
      this.last = (template.single ? root : root.lastChild) as ChildNode
    }
    ;(this.first as unknown as WxNode).$b = this
    if (!template.single) (this.last as unknown as WxNode).$e = this
    for (const node of template.addressed) {
      const element = this.nodes[node] as WxNode
      element.$b = this
      element.$n = node
    }
  }
}

/** What a block would have cloned. */
export interface FoundNodes {
  nodes: Node[]
  first: ChildNode
  last: ChildNode
}

/** The numbered nodes of a fresh clone, or of what is cloned. */
export function findNodes(template: ViewTemplate, root: Node): Node[] {
  const nodes: Node[] = new Array(template.nodes)
  const walk = template.walk
  for (let i = 0; i < walk.length; ) {
    const target = walk[i++]!
    const from = walk[i++]!
    let at = from < 0 ? root : nodes[from]!
    for (let count = walk[i++]!; count > 0; count--) at = walk[i++] ? at.nextSibling! : at.firstChild!
    nodes[target] = at
  }
  return nodes
}

/** Moves the nodes of a block before `before`. A block whose nodes are in the document keeps their state (scroll position, focus) where the browser can. */
export function moveBlock(block: Block, container: Node, before: Node | null): void {
  const { first, last } = block
  const target = container as Node & { moveBefore?(node: Node, before: Node | null): void }
  const keep = target.moveBefore && first.isConnected && container.isConnected
  for (let node: ChildNode | null = first; node; ) {
    const next: ChildNode | null = node === last ? null : node.nextSibling
    if (keep) target.moveBefore!(node, before)
    else target.insertBefore(node, before)
    node = next
  }
}

/** Takes the nodes of a block out of where they are; with `keep`, those of a block of several nodes stay together. */
export function takeOut(block: Block, keep: boolean): void {
  if (block.first === block.last) block.first.remove()
  else if (keep) moveBlock(block, document.createDocumentFragment(), null)
  else {
    const range = document.createRange()
    range.setStartBefore(block.first)
    range.setEndAfter(block.last)
    range.deleteContents()
  }
}

/**
 * The innermost block a node lies in. Walks back over siblings and up, because only some nodes know their block: whatever precedes a node inside the same
 * block leads to it, and blocks that ended before are jumped over.
 */
export function blockOf(node: Node): Block | undefined {
  let around = true
  for (let at: Node | null = node; at; ) {
    const { $b, $e } = at as WxNode
    if ($b && (around || !$b.template.single || $b.first !== at)) return $b
    if ($e) {
      if (at === node) return $e
      at = $e.first
    }
    around = !at.previousSibling
    at = at.previousSibling ?? at.parentNode
  }
  return undefined
}

/** The instance a node belongs to: the page or component in whose template it was written. 0: unknown. */
export function ownerOf(node: Node): number {
  let block = blockOf(node)
  while (block && !block.owner) block = block.parent
  return block ? block.owner : 0
}
