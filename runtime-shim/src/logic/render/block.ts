/**
 * Blocks: what is rendered of a template once, the regions inside them where other blocks stand, and how both come and go.
 *
 * Fields that constructors set are declared only: a class field would be defined first and assigned then, which counts for thousands of rows.
 */
import { CLEAR, CREATE, DEFINE, DETACH, FREE, INSERT, REMOVE } from '../../protocol/ops.ts'
import { world } from '../context.ts'
import type { Child, ComponentPlace } from './child.ts'
import type { Instance } from '../component/instance.ts'
import type { Loose } from '../wx/registry.ts'
import { patch } from './patch.ts'

/** What expressions see: rendered data, or the data object of a `<template is>`. */
export type Data = Record<string, Loose>

/** A handler: a method name, a function giving one, or a WXS function that runs on the view. */
export type Handler = string | ((b: Block, d: Data) => unknown) | { wxs: string }

/** An addressed element; fields as in `EMITTED.md`. */
export interface NodeInfo {
  p: number
  tag?: string
  c?: string
  ch?: number
  id?: string
  ih?: number
  ds?: Record<string, unknown> | ((b: Block, d: Data) => Record<string, unknown>)
  mk?: Record<string, unknown> | ((b: Block, d: Data) => Record<string, unknown>)
  ev?: [type: string, bits: number, handler: Handler][]
  md?: Record<string, string | ((b: Block, d: Data) => string | null)>
  ci?: number
}

/** The argument of `$.template`. */
export interface TemplateSpec {
  key: string
  size: number
  holes: number
  regions?: number
  rp?: number[]
  /** The body of a list that reads its index. */
  ix?: 1
  comps?: ComponentPlace[]
  nodes?: NodeInfo[]
  update(b: Block, d: Data): void
}

/** The first value of memo slots: equal to nothing an expression gives, so that everything is computed once. */
const UNSET: unknown = Symbol('unset')

export class Template {
  declare readonly spec: TemplateSpec
  declare readonly nodes: NodeInfo[]
  declare readonly holes: number
  /** No regions and no components: lists create such blocks in bulk. */
  declare readonly leaf: boolean
  /** The values of a new block. */
  declare readonly blank: unknown[]
  /** The integer the view knows it by; 0 before DEFINE. */
  id = 0
  constructor(spec: TemplateSpec) {
    this.spec = spec
    this.nodes = spec.nodes ?? []
    this.holes = spec.holes
    this.leaf = !spec.regions && !spec.comps?.length
    if (spec.comps?.length) world.hosting++
    this.blank = Array.from({ length: spec.size }, (_, i) => (i < spec.holes ? undefined : UNSET))
  }
}

/** One turn of a loop (or the values of a dynamic slot, as `item`). */
export class Scope {
  declare item: Loose
  declare index: Loose
  declare readonly up: Scope | null
  /** The key that WeChat's compiler gives the row; only set where trees of values are printed. */
  declare key?: unknown
  constructor(item: unknown, index: unknown, up: Scope | null) {
    this.item = item
    this.index = index
    this.up = up
  }
}

/** A place inside a block where other blocks stand, with what its kind of construct remembers. */
export class Region {
  declare readonly block: Block
  declare readonly index: number
  /** In document order. */
  blocks: Block[] = []
  /** `wx:if`: the branch shown. */
  which = -1
  /** `wx:for`: the items; `<template is>`: the data; `<slot>`: its values. */
  source: Loose = undefined
  /** `wx:for`: outside values its body reads. */
  captured: unknown[] | null = null
  /** `<template is>`: what is shown. */
  template: Template | undefined = undefined
  /** `<slot>`: its name; null for other regions. */
  slot: string | null = null
  constructor(block: Block, index: number) {
    this.block = block
    this.index = index
  }
}

export class Block {
  declare readonly id: number
  declare readonly t: Template
  /** The instance whose template this is written in. */
  declare readonly o: Instance
  /** Values of holes, then memo slots. */
  declare readonly v: unknown[]
  /** Innermost loop scope. */
  declare s: Scope | null
  /** The data it was rendered with last. */
  declare d: Data
  /** Tick in which it was created, and where its values start in that tick's patch. */
  tick = 0
  at = 0
  /** Where it stands: the region of another block; null at the root of an instance and for slot content without a slot. */
  declare up: Region | null
  /** Slot content: the component it was written into. */
  host: Child | null = null
  /** In a page that is attached; forgotten. */
  live = false
  gone = false
  /** Regions by number, components by number, both in document order. */
  r: (Region | undefined)[] | null = null
  c: (Child | undefined)[] | null = null
  kids: (Region | Child)[] | null = null
  constructor(t: Template, o: Instance, s: Scope | null, d: Data, up: Region | null) {
    this.id = ++world.lastId
    this.t = t
    this.o = o
    this.v = t.blank.slice()
    this.s = s
    this.d = d
    this.up = up
  }
}

/** Blocks with addressed elements, by number. */
export const blocksById = new Map<number, Block>()

/** The integer of a template; the first use tells the view. */
export function templateId(t: Template): number {
  if (!t.id) patch.ops.push(DEFINE, (t.id = ++world.lastId), t.spec.key)
  return t.id
}

/** A new block with its CREATE record (still without values); `updateBlock` fills both. */
export function newBlock(t: Template, o: Instance, s: Scope | null, d: Data, up: Region | null): Block {
  const id = templateId(t)
  const block = new Block(t, o, s, d, up)
  patch.ops.push(CREATE, id, block.id)
  reserveValues(block)
  return block
}

/** Leaves room for a block's values at the end of the patch, and makes events find it. */
export function reserveValues(block: Block): void {
  const { ops } = patch
  block.tick = patch.tick
  block.at = ops.length
  for (let i = block.t.holes; i > 0; i--) ops.push(undefined)
  if (block.t.nodes.length) blocksById.set(block.id, block)
}

export function createBlock(t: Template, o: Instance, s: Scope | null, d: Data, up: Region | null): Block {
  const block = newBlock(t, o, s, d, up)
  t.spec.update(block, d)
  return block
}

export function updateBlock(block: Block, d: Data): void {
  block.d = d
  block.t.spec.update(block, d)
}

/** The data expressions of a block see now: of its owner, or of the `<template is>` it is in. */
export function dataOf(block: Block): Data {
  for (;;) {
    if (block.host) block = block.host.block
    else if (!block.up) return block.o.rendered
    else if (block.up.template) return block.up.source as Data
    else block = block.up.block
  }
}

export function regionOf(b: Block, index: number): Region {
  const regions = (b.r ??= [])
  let region = regions[index]
  if (!region) {
    regions[index] = region = new Region(b, index)
    ;(b.kids ??= []).push(region)
  }
  return region
}

/** Puts blocks into a region before `before` (null: at its end). The caller keeps `region.blocks`. */
export function insertBlocks(region: Region, before: Block | null, blocks: readonly Block[]): void {
  patch.ops.push(INSERT, region.block.id, region.index, before ? before.id : 0, blocks.length)
  for (const block of blocks) {
    block.up = region
    patch.ops.push(block.id)
  }
}

/** Shows one block in a region, or none, instead of what is there. The new one is made before the old one goes: `created` comes before `detached`, as in WeChat. */
export function exchangeBlock(region: Region, t: Template | undefined, d: Data, scope: Scope | null): void {
  const block = t && createBlock(t, region.block.o, scope, d, region)
  clearRegion(region)
  if (!block) return
  region.blocks = [block]
  insertBlocks(region, null, region.blocks)
  if (region.block.live) attachBlock(block)
}

/** Takes blocks away for good. The caller has taken them out of `region.blocks`; `all`: they were all there was. */
export function removeBlocks(region: Region, blocks: readonly Block[], all: boolean): void {
  if (!blocks.length) return
  const gone: Instance[] = []
  const freed: number[] = []
  for (const block of blocks) disposeBlock(block, freed, gone)
  const { ops } = patch
  if (freed.length) pushIds(FREE, freed)
  if (all) ops.push(CLEAR, region.block.id, region.index)
  else {
    ops.push(REMOVE, blocks.length)
    for (const block of blocks) ops.push(block.id)
  }
  for (const instance of gone) instance.detach()
}

export function clearRegion(region: Region): void {
  const { blocks } = region
  region.blocks = []
  removeBlocks(region, blocks, true)
}

function pushIds(code: number, ids: readonly number[]): void {
  patch.ops.push(code, ids.length)
  for (const id of ids) patch.ops.push(id)
}

/** Forgets a block and everything in it: `freed` gets the blocks nested in it, `gone` the components, children before parents. */
export function disposeBlock(block: Block, freed: number[], gone: Instance[]): void {
  block.live = false
  block.gone = true
  blocksById.delete(block.id)
  if (!block.kids) return
  for (const kid of block.kids) {
    if (kid instanceof Region) {
      if (kid.slot !== null) leaveSlot(kid)
      for (const inner of kid.blocks) {
        freed.push(inner.id)
        disposeBlock(inner, freed, gone)
      }
    } else kid.dispose(freed, gone)
  }
}

/** The content shown in a slot outlives the slot, unless its component goes too; another slot may take it. */
function leaveSlot(region: Region): void {
  const { o } = region.block
  o.slots.delete(region)
  if (o.gone) return
  const ids: number[] = []
  for (const content of o.child?.contents ?? []) {
    if (content.block?.up === region) {
      content.block.up = null
      ids.push(content.block.id)
    }
  }
  if (!ids.length) return
  pushIds(DETACH, ids)
  o.slotsChanged()
}

/** The block is part of an attached page now: `attached` of all components in it, parents before children. */
export function attachBlock(block: Block): void {
  if (block.live) return
  block.live = true
  if (!block.kids) return
  for (const kid of block.kids) {
    if (kid instanceof Region) for (const inner of kid.blocks) attachBlock(inner)
    else kid.attach()
  }
}
