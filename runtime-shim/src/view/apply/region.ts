/** Regions: the places inside a block where other blocks stand. */
import type { Applier } from './apply.ts'
import { moveBlock, type Block, type WxNode } from './block.ts'

/** Puts `count` blocks, whose numbers begin at `ops[at]`, into a region, before the block `before` (0: at its end). */
export function insertBlocks(applier: Applier, parent: Block, region: number, before: number, ops: readonly unknown[], at: number, count: number): void {
  const [number, anchored] = parent.template.regions[region]!
  const node = parent.node(number)
  const container = anchored ? node.parentNode! : ((node as WxNode).wxContent ?? node)
  const reference = before ? applier.block(before).first : anchored ? node : null
  // From the last to the first: one that is in place already is seen to be.
  if (applier.frame) {
    let next = reference
    for (let k = count - 1; k >= 0; k--) {
      const block = applier.block(ops[at + k] as number)
      applier.frame.place(block, container, next)
      block.parent = parent
      block.region = region
      next = block.first
    }
    return
  }
  for (let k = 0; k < count; k++) {
    const block = applier.block(ops[at + k] as number)
    // Rows one by one: through a fragment each would be inserted twice.
    if (!block.parent && block.template.single) container.insertBefore(block.first, reference)
    else moveBlock(block, container, reference)
    block.parent = parent
    block.region = region
  }
}

/** Takes everything out of a region and forgets it. */
export function clearRegion(applier: Applier, parent: Block, region: number): void {
  const [number, anchored] = parent.template.regions[region]!
  const node = parent.node(number)
  const container = anchored ? node.parentNode! : ((node as WxNode).wxContent ?? node)
  const end = anchored ? node : null
  let first: Node | null = end
  for (let at = end ? end.previousSibling : container.lastChild; at; at = first.previousSibling) {
    const block: Block | undefined = (at as unknown as WxNode).$e ?? (at as unknown as WxNode).$b
    if (!block || block.parent !== parent || block.region !== region || block.last !== at) break
    applier.blocks.delete(block.id)
    first = block.first
  }
  if (first === end) return
  if (!first!.previousSibling && !end) container.textContent = ''
  else {
    const range = document.createRange()
    range.setStartBefore(first!)
    if (end) range.setEndBefore(end)
    else range.setEndAfter(container.lastChild!)
    range.deleteContents()
  }
}
