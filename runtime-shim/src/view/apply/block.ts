/** Blocks: clones of templates that are or will be in the document, and who owns them. */
import type { ViewTemplate } from './template.ts'

/** What the view writes on elements. Absent on most. */
export interface WxNode extends Element {
  /** The block, on its first node and, once it is addressed, on elements that events report. */
  $b?: Block
  /** The element's number in its block, on the same elements. */
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
  /** By node number. Not kept of plain blocks, whose nodes can be found again: thousands of rows would keep every text node's object alive. */
  private readonly nodes: readonly Node[] | undefined
  /** Its elements know their numbers. */
  addressed = false
  readonly first: ChildNode
  readonly last: ChildNode
  /** Where it stands (stood last): a region of a block, or nowhere yet. */
  parent: Block | undefined
  region: number
  /** The instance its nodes belong to; 0: the same as the parent's. */
  owner: number

  constructor(id: number, template: ViewTemplate, { nodes, first, last }: BlockNodes) {
    this.id = id
    this.template = template
    this.parent = undefined
    this.region = 0
    this.owner = 0
    this.nodes = template.plain ? undefined : nodes
    this.first = first
    this.last = last
    ;(first as unknown as WxNode).$b = this
    if (!template.single) (last as unknown as WxNode).$e = this
    if (!template.plain) this.address()
  }

  /** The node with this number. */
  node(number: number): Node {
    return this.nodes ? this.nodes[number]! : this.template.nodeIn(this.first, number)
  }

  /** Tells the elements that events report who they are. */
  address(): void {
    this.addressed = true
    for (const number of this.template.addressed) {
      const element = this.node(number) as WxNode
      element.$b = this
      element.$n = number
    }
  }
}

/**
 * Makes sure that `element` and the elements around it have their numbers. Rows of a list get theirs with the first event in them: most never have one, and
 * touching an element for the first time costs as much as cloning it.
 */
export function addressAround(element: Node): void {
  for (let at: Node | null = element; at; at = at.parentNode) {
    const block = (at as WxNode).$b
    if (block && !block.addressed) block.address()
  }
}

/** What a block stands for: a fresh clone, or what a prerendered page has instead. */
export interface BlockNodes {
  /** Those that the template's walk leads to, by number. */
  nodes: readonly Node[]
  first: ChildNode
  last: ChildNode
}

export function cloneNodes(template: ViewTemplate): BlockNodes {
  const root = template.clone()
  const nodes = findNodes(template, root)
  return template.single ? { nodes, first: root as ChildNode, last: root as ChildNode } : { nodes, first: root.firstChild!, last: root.lastChild! }
}

/** The nodes that a template's walk leads to in a fresh clone, or in what is cloned; by number. */
export function findNodes({ nodes: count, walk }: ViewTemplate, root: Node): Node[] {
  const nodes: Node[] = new Array(count)
  for (let i = 0; i < walk.length; ) {
    const target = walk[i++]!
    const from = walk[i++]!
    let at = from < 0 ? root : nodes[from]!
    for (let steps = walk[i++]!; steps > 0; steps--) at = walk[i++] ? at.nextSibling! : at.firstChild!
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
