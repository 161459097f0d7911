/** `wx:if` chains: a region that shows one of several templates, or nothing. */
import type { Block, Data, Template } from './block.ts'
import { exchangeBlock, regionOf, updateBlock } from './block.ts'

export function branch(b: Block, d: Data, index: number, which: number, templates: readonly Template[]): void {
  const region = regionOf(b, index)
  if (region.which === which) {
    if (which >= 0) updateBlock(region.blocks[0]!, d)
    return
  }
  region.which = which
  exchangeBlock(region, templates[which], d, b.s)
}
