/** Templates on the view: found by key in the document or in fetched fragments, prepared once, then cloned. */
import { CATCH, CLASS, STYLE, type Hole, type Listener, type TemplateMeta } from '../../protocol/ops.ts'
import { findNodes } from './block.ts'

/** Rewrites the holes of a template (and static parts of its content) for a capability that has kinds of holes of its own. */
export type AdaptHoles = (holes: readonly Hole[], content: DocumentFragment, nodeAt: (node: number) => Node) => readonly Hole[]

/** A prepared template. Clones of it are `Block`s. */
export class ViewTemplate {
  readonly key: string
  /** What is cloned: the one element of a single block, else a fragment. */
  readonly proto: Node
  /** Copies through `importNode`, so that custom elements inside are upgraded at once but the prototype never is. */
  readonly custom: boolean
  readonly single: boolean
  /** One element in which nothing is ever put (regions, parts of built-in elements, components without a host): its nodes can be found at any time. */
  readonly plain: boolean
  /** Steps from node to node: see `compileWalk`. In a plain template only to those that values go to: clones of it forget the way. */
  readonly walk: readonly number[]
  readonly nodes: number
  /** Child indexes that lead to each node: from the one element of a single block, else from its parent. */
  private readonly paths: readonly (readonly number[])[]
  readonly holes: readonly Hole[]
  readonly regions: readonly (readonly [node: number, anchored: 0 | 1])[]
  /** Numbers of the addressed elements. */
  readonly addressed: readonly number[]
  /** Listeners by node number. */
  readonly on: Readonly<Record<number, Listener[]>>
  /** Values of holes that clones show already: the classes and styles of the first block. */
  shown: unknown[] | undefined

  constructor(source: HTMLTemplateElement, adapt: AdaptHoles | undefined) {
    this.key = source.id
    const meta = JSON.parse(source.getAttribute('w') || '{}') as TemplateMeta
    const paths = meta.n ?? []
    const content = source.content
    this.single = meta.s === 1
    this.nodes = paths.length
    this.paths = this.single ? paths.map((path) => path.slice(1)) : paths
    const root = this.single ? content.firstChild! : content
    const nodeAt = (node: number): Node => this.nodeIn(root, node)
    const holes = meta.h ?? []
    this.holes = adapt?.(holes, content, nodeAt) ?? holes
    this.regions = meta.r ?? []
    this.addressed = meta.a ?? []
    const on: Record<number, Listener[]> = {}
    for (const listener of meta.e ?? []) (on[listener[0]] ??= []).push(listener)
    this.on = on
    const dynamic = new Set(this.holes.flatMap(([, node, name]) => (name === STILL ? [node] : [])))
    for (const node in on) prepareListeners(nodeAt(Number(node)) as Element, on[node]!, dynamic.has(Number(node)))
    const regions = this.regions.map(([node]) => nodeAt(node))
    for (const node in on) prepareRole(nodeAt(Number(node)) as Element, regions)
    this.custom = [...content.querySelectorAll('*')].some((element) => customElements.get(element.localName))
    this.plain = this.single && !this.custom && !this.regions.length && paths.every((_, node) => nodeAt(node).nodeType !== 8)
    this.walk = compileWalk(this.paths, this.plain ? new Set(this.holes.map(([, node]) => node)) : undefined)
    this.proto = this.custom ? root : document.importNode(root, true)
  }

  /** Gives what is cloned the classes and styles of a block (its values begin at `at`): most rows of a list have those of the first, and cloning an attribute costs nothing. */
  show(values: readonly unknown[], at: number): unknown[] {
    const nodes = findNodes(this, this.proto)
    return this.holes.map(([kind, node, suffix = ''], hole) => {
      const value = values[at + hole]
      const element = nodes[node] as HTMLElement
      if (kind === CLASS && typeof value === 'string') element.className = value + suffix
      else if (kind === STYLE && typeof value === 'string') element.style.cssText = value
      else return undefined
      return value
    })
  }

  /** The node with this number in the template, or in a plain block. */
  nodeIn(root: Node, node: number): Node {
    return this.paths[node]!.reduce((at, index) => at.childNodes[index]!, root)
  }

  clone(): Node {
    return this.custom ? document.importNode(this.proto, true) : this.proto.cloneNode(true)
  }
}

/** The attribute of elements that a finger does not scroll. */
const STILL = 'wxc-still'

/**
 * Static help for elements with listeners: reachable by keyboard when they can be tapped, and no scrolling by touch where `catchtouchmove` asks for it (as a
 * style, so that scrolling elsewhere needs no waiting for script). `dynamic`: a hole says whether it asks.
 */
function prepareListeners(element: Element, listeners: readonly Listener[], dynamic: boolean): void {
  for (const [, type, bits] of listeners) {
    if (type === 'touchmove' && bits & CATCH && !dynamic) element.setAttribute(STILL, '')
    if (type === 'tap' && !element.hasAttribute('tabindex') && !customElements.get(element.localName)) element.setAttribute('tabindex', '0')
  }
}

/** Elements with behaviour that is for the eye alone. */
const LOOKS = /^wx-(text|image|icon|cover-image|progress|rich-text)$/

/** What can be tapped and holds nothing else to use is a button to assistive technology, which reads its whole content as one name. */
function prepareRole(element: Element, regions: readonly Node[]): void {
  if (element.getAttribute('tabindex') !== '0' || element.hasAttribute('role') || regions.some((region) => element.contains(region))) return
  const used = (inner: Element): boolean => inner.hasAttribute('tabindex') || (customElements.get(inner.localName) !== undefined && !LOOKS.test(inner.localName))
  if (![...element.querySelectorAll('*')].some(used)) element.setAttribute('role', 'button')
}

/**
 * Paths (child indexes from the root) as a program of small steps: `[node, from, count, step × count]…`, where `from` is a node found before or −1, the
 * root, and a step is 0 (first child) or 1 (next sibling). `wanted`: leads to these nodes only.
 */
export function compileWalk(paths: readonly (readonly number[])[], wanted?: ReadonlySet<number>): number[] {
  const program: number[] = []
  const order = paths.map((_, i) => i).filter((i) => wanted?.has(i) ?? true).sort((a, b) => comparePaths(paths[a]!, paths[b]!))
  const found: number[] = []
  for (const node of order) {
    const path = paths[node]!
    let from = -1
    let steps = stepsBetween([], path)!
    for (const other of found) {
      const candidate = stepsBetween(paths[other]!, path)
      if (candidate && candidate.length < steps.length) {
        from = other
        steps = candidate
      }
    }
    program.push(node, from, steps.length, ...steps)
    found.push(node)
  }
  return program
}

function comparePaths(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

/** Steps from one path to another that lies in its subtree or in that of a later sibling; undefined otherwise. */
function stepsBetween(from: readonly number[], to: readonly number[]): number[] | undefined {
  const last = from.length - 1
  for (let i = 0; i < last; i++) if (from[i] !== to[i]) return undefined
  const ahead = last < 0 ? 0 : to[last]! - from[last]!
  if (!(ahead >= 0) || to.length < from.length) return undefined
  const steps: number[] = Array<number>(ahead).fill(1)
  for (const index of to.slice(from.length)) steps.push(0, ...Array<number>(index).fill(1))
  return steps
}
