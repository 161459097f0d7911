/** The tree a unit test looks at: elements, texts and regions of rendered blocks, with the document nodes that show them. */
import type { Instance } from '../logic/component/instance.ts'
import type { Block, NodeInfo, TemplateSpec } from '../logic/render/block.ts'
import type { Loose } from '../logic/wx/registry.ts'
import { MODEL, WXS } from '../protocol/ops.ts'

/** A node of `tree`: text, hole of a text, region, or element `[tag, number, …children]`. */
export type TreeNode = string | number | { r: number } | TreeElement
export interface TreeElement extends ReadonlyArray<TreeNode> {
  0: string
  1: number
}

/** What simulated templates say besides (`compiler/core/src/emit/simulate.rs`). */
export interface SimulatedSpec extends TemplateSpec {
  tree: TreeNode[]
  /** What an attribute without a value is: WeChat's compiler writes an empty text. */
  none?: ''
}

export interface SimulatedInfo extends NodeInfo {
  /** Attributes: `[name, value]`, or `[name, hole, 1]`. */
  at?: [name: string, value: unknown, hole?: 1][]
}

export type SimItem = SimElement | SimText | SimRegion

export class SimText {
  readonly dom: Text
  constructor(text: string) {
    this.dom = document.createTextNode(text)
  }
}

/** A place where other blocks stand. */
export class SimRegion {
  blocks: SimBlock[] = []
  readonly block: SimBlock
  readonly parent: SimElement | null
  constructor(block: SimBlock, parent: SimElement | null) {
    this.block = block
    this.parent = parent
  }
}

export class SimElement {
  readonly block: SimBlock
  readonly number: number
  readonly tag: string
  readonly parent: SimElement | null
  /** Its own children in the template; slot contents are blocks of their own. */
  readonly children: SimItem[] = []
  /** The content of the component it hosts. */
  root: SimBlock | null = null
  /** Null: a component without a host element. */
  dom: HTMLElement | null = null
  /** What `instance` of an element that is no component gives. */
  handle: Loose = undefined
  /** By event: how often its listener was bound, which happens anew whenever the name of a handler changes. */
  readonly bound: Record<string, number> = {}
  /** Style that an animation left. */
  animated = ''
  constructor(block: SimBlock, number: number, tag: string, parent: SimElement | null) {
    this.block = block
    this.number = number
    this.tag = tag
    this.parent = parent
  }

  get info(): SimulatedInfo {
    return this.block.spec.nodes![this.number]!
  }

  /** The component it hosts. */
  get instance(): Instance | null {
    const { ci } = this.info
    return ci === undefined ? null : (this.block.logic?.c?.[ci]?.instance ?? null)
  }

  /** Attributes with their values now. */
  get attributes(): [name: string, value: unknown][] {
    return (this.info.at ?? []).filter(([name]) => name[0] !== '@').map(([name, value, hole]) => [name, hole ? (this.block.values[value as number] ?? this.absent(value as number)) : value])
  }

  /** Listeners as the tool binds them: those that name a handler. */
  bind(): void {
    for (const [type, bits, handler] of this.info.ev ?? []) {
      const hole = this.info.at?.find(([name]) => name === '@' + type)
      const named = typeof handler === 'function' ? this.block.values[hole?.[1] as number] : handler
      if (named && !(bits & (MODEL | WXS))) this.bound[type] = (this.bound[type] ?? 0) + 1
    }
  }

  private absent(hole: number): unknown {
    return this.block.values[hole] === null ? null : this.block.spec.none
  }

  attribute(name: string): unknown {
    return this.attributes.find((attribute) => attribute[0] === name)?.[1]
  }

  /** What stands in it where it is shown. */
  get content(): SimItem[] {
    return this.root ? this.root.items : this.instance ? [] : this.children
  }
}

export class SimBlock {
  readonly id: number
  readonly spec: SimulatedSpec
  readonly values: unknown[]
  /** The block on the logic side; absent for blocks without elements. */
  readonly logic: Block | undefined
  readonly elements: SimElement[] = []
  /** By hole. */
  readonly texts: (SimText | undefined)[] = []
  readonly regions: SimRegion[] = []
  readonly items: SimItem[]
  /** Where it stands: a region, or the host of the component it is the content of. */
  up: SimRegion | SimElement | null = null
  constructor(id: number, spec: SimulatedSpec, values: unknown[], logic: Block | undefined) {
    this.id = id
    this.spec = spec
    this.values = values
    this.logic = logic
    this.items = spec.tree.map((node) => this.build(node, null))
  }

  private build(node: TreeNode, parent: SimElement | null): SimItem {
    if (typeof node === 'string') return new SimText(node)
    if (typeof node === 'number') return (this.texts[node] = new SimText(String(this.values[node] ?? '')))
    if ('r' in node) return (this.regions[node.r] = new SimRegion(this, parent))
    const [tag, number, ...children] = [node[0], node[1], ...node.slice(2)] as [string, number, ...TreeNode[]]
    const element = new SimElement(this, number, tag, parent)
    this.elements[number] = element
    for (const child of children) element.children.push(this.build(child, element))
    return element
  }
}

/** Texts and elements with nothing between them and the place asked for: regions, and hosts that are not there, are opened. */
export function flatten(items: readonly SimItem[], out: (SimElement | SimText)[] = []): (SimElement | SimText)[] {
  for (const item of items) {
    if (item instanceof SimRegion) for (const block of item.blocks) flatten(block.items, out)
    else if (item instanceof SimElement && !item.dom) flatten(item.content, out)
    else out.push(item)
  }
  return out
}

/** Every element in a list of items, in document order, as it is shown. */
export function eachElement(items: readonly SimItem[], visit: (element: SimElement) => void): void {
  for (const item of items) {
    if (item instanceof SimRegion) for (const block of item.blocks) eachElement(block.items, visit)
    else if (item instanceof SimElement) {
      visit(item)
      eachElement(item.content, visit)
    }
  }
}

/** The element around an item's place, as it is shown; null at the top or where the block stands nowhere. */
export function shownIn(block: SimBlock, parent: SimElement | null): SimElement | null {
  for (;;) {
    if (parent) return parent
    const { up } = block
    if (!up || up instanceof SimElement) return up
    parent = up.parent
    block = up.block
  }
}
