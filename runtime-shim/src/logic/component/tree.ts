/** Ways through the rendered tree: from an element to its ancestors, from an instance to the components below it. */
import type { Block } from '../render/block.ts'
import { Region } from '../render/block.ts'
import { contentIn } from '../render/slot.ts'
import type { Child } from '../render/child.ts'
import type { Instance } from './instance.ts'

/** An addressed element: a block and the number of a node in it. */
export interface Element {
  block: Block
  node: number
}

/** The component an element hosts. */
export function hosted({ block, node }: Element): Instance | null {
  const ci = block.t.nodes[node]?.ci
  return ci === undefined ? null : (block.c?.[ci]?.instance ?? null)
}

export function hostOf(child: Child): Element {
  return { block: child.block, node: child.place.node }
}

/**
 * The nearest numbered ancestor. `flat`: in the tree as it is shown (slot content lies inside the component's own tree, and that inside the host);
 * otherwise in the tree of its owner, null at its top.
 */
export function parentOf({ block, node }: Element, flat: boolean): Element | null {
  const p = block.t.nodes[node]?.p ?? -1
  if (p >= 0) return { block, node: p }
  for (;;) {
    if (block.host && (!flat || !block.up)) return hostOf(block.host)
    if (!block.up) {
      const { child } = block.o
      return flat && child && block.o.root === block ? hostOf(child) : null
    }
    const at = block.up.block.t.spec.rp?.[block.up.index] ?? -1
    block = block.up.block
    if (at >= 0) return { block, node: at }
  }
}

/** Components in the tree of `owner` below a block, in document order; `deep`: also in the trees of those components. */
export function eachChild(block: Block, owner: Instance | null, visit: (child: Child) => void): void {
  for (const kid of block.kids ?? []) {
    if (kid instanceof Region) {
      for (const inner of kid.blocks) if (!owner || inner.o === owner) eachChild(inner, owner, visit)
      continue
    }
    if (kid.instance) visit(kid)
    if (!owner && kid.instance?.root) eachChild(kid.instance.root, owner, visit)
    for (const content of kid.contents) {
      for (const inner of owner || content.block ? contentIn(kid, content) : []) eachChild(inner, owner, visit)
    }
  }
}

/** Every component instance of a page (or below a component), slot content included. */
export function descendants(instance: Instance): Instance[] {
  const found: Instance[] = []
  const add = (child: Child): void => void found.push(child.instance!)
  if (instance.root) eachChild(instance.root, null, add)
  for (const content of instance.child?.contents ?? []) for (const block of contentIn(instance.child!, content)) eachChild(block, null, add)
  return found
}
