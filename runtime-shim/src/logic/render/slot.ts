/** `<slot>`: where a component shows what its user wrote into it. The contents belong to the user: their data, scope and handlers are the outer ones. */
import { DETACH } from '../../protocol/ops.ts'
import type { Block, Data, Template } from './block.ts'
import { Region, Scope, attachBlock, clearRegion, exchangeBlock, insertBlocks, regionOf, removeBlocks, updateBlock } from './block.ts'
import type { Instance } from '../component/instance.ts'
import type { Child, Content } from './child.ts'
import { patch } from './patch.ts'
import { text } from './values.ts'

export function slot(b: Block, d: Data, index: number, name: unknown, values: Data | null, fallback: Template | null): void {
  const region = regionOf(b, index)
  const { o } = b
  const slotName = text(name)
  const fresh = region.slot === null
  if (fresh) o.slots.add(region)
  const renamed = region.slot !== slotName
  if (renamed && !fresh && region.blocks.length) clearRegion(region)
  region.slot = slotName
  region.source = values
  const child = o.child
  const contents = child ? child.contents.filter((content) => fits(child, content, region)) : []
  if (fallback && !contents.length) {
    if (region.blocks.length) updateBlock(region.blocks[0]!, d)
    else exchangeBlock(region, fallback, d, b.s)
    return
  }
  if (!child?.filled) return
  if (child.dynamic) refreshSlot(child, region)
  else if (renamed) o.slotsChanged()
}

/** Where slots have names, those must be equal; a component with one slot takes everything in that without a name. */
function fits(child: Child, content: Content, region: Region): boolean {
  return isNamed(child) ? content.name === null || content.name === region.slot : region.slot === ''
}

/** Slots are told apart by their names. */
function isNamed(child: Child): boolean {
  const { multipleSlots, dynamicSlots } = child.instance!.def.options
  return (multipleSlots || dynamicSlots) === true
}

/** Puts every content into the first slot that takes it, in the order of the template. */
export function fillSlots(child: Child): void {
  const { instance, contents } = child
  const slots = instance!.slots.size > 1 ? slotsBelow(instance!.root!, instance!, []) : [...instance!.slots]
  const places = contents.map((content) => slots.find((region) => fits(child, content, region)) ?? null)
  for (const region of slots) {
    let before: Block | null = null
    for (let i = contents.length; i--; ) {
      const { block } = contents[i]!
      if (!block || places[i] !== region) continue
      if (block.up !== region) insertBlocks(region, before, [block])
      before = block
    }
  }
  detachContents(contents.filter(({ block }, i) => block?.up && !places[i]))
}

function slotsBelow(block: Block, owner: Instance, found: Region[]): Region[] {
  for (const kid of block.kids ?? []) {
    if (kid instanceof Region) {
      if (kid.slot !== null && owner.slots.has(kid)) found.push(kid)
      for (const inner of kid.blocks) if (inner.o === owner) slotsBelow(inner, owner, found)
    } else for (const content of kid.contents) for (const inner of contentIn(kid, content)) slotsBelow(inner, owner, found)
  }
  return found
}

function detachContents(contents: Content[]): void {
  if (!contents.length) return
  patch.ops.push(DETACH, contents.length, ...contents.map((content) => content.block!.id))
  for (const content of contents) content.block!.up = null
}

/** `slot="{{name}}"` has another value. */
export function renameContent(child: Child, content: Content, name: string): void {
  if (content.name === name) return
  content.name = name
  if (child.instance && content.block && isNamed(child)) fillSlots(child)
}

/** Dynamic slots: every slot has contents of its own, with its values as innermost scope. */
export function refreshDynamicSlots(child: Child): void {
  for (const region of child.instance!.slots) refreshSlot(child, region)
}

function refreshSlot(child: Child, region: Region): void {
  const contents = child.contents.filter((content) => fits(child, content, region))
  const same = region.blocks.length === contents.length && contents.every((c, i) => child.place.slots![c.index]![1] === region.blocks[i]!.t)
  if (same) {
    for (const block of region.blocks) {
      if (block.s !== child.block.s) {
        block.s!.item = region.source
        block.s!.index = isNamed(child) ? region.slot : undefined
      }
      updateBlock(block, child.d)
    }
    return
  }
  const old = region.blocks
  region.blocks = []
  removeBlocks(region, old, true)
  const { s } = child.block
  region.blocks = contents.map((content) => child.createContent(content, child.place.slots![content.index]![2] ? new Scope(region.source, isNamed(child) ? region.slot : undefined, s) : s, region))
  insertBlocks(region, null, region.blocks)
  if (region.block.live) for (const block of region.blocks) attachBlock(block)
}

/** The blocks of one content, wherever they stand. */
export function contentIn(child: Child, content: Content): Block[] {
  if (content.block) return [content.block]
  if (!child.instance) return []
  const template = child.place.slots![content.index]![1]
  const blocks: Block[] = []
  for (const region of child.instance.slots) for (const block of region.blocks) if (block.host === child && block.t === template) blocks.push(block)
  return blocks
}
