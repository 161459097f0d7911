/** Components inside a block: the place in the template, its instance, and the contents of the instance's slots. */
import { DETACH, FREE, HOST, HOST_CLASS, OWN, REMOVE } from '../../protocol/ops.ts'
import type { Unit } from '../component/unit.ts'
import { componentOf } from '../component/unit.ts'
import { Instance } from '../component/instance.ts'
import type { Loose } from '../wx/registry.ts'
import type { Block, Data, Scope, Template } from './block.ts'
import { Region, attachBlock, createBlock, disposeBlock, updateBlock } from './block.ts'
import { patch, schedulePatch } from './patch.ts'
import { contentIn, fillSlots, refreshDynamicSlots, renameContent } from './slot.ts'

/** `comps[ci]` of `EMITTED.md`. */
export interface ComponentPlace {
  node: number
  tag: string
  is: string | { generic: string }
  props?: Record<string, unknown>
  generics?: Record<string, string>
  /** `name` null: for every slot; the content compares the slot's name, the index of its scope. */
  slots?: [name: string | null | ((b: Block, d: Data) => unknown), template: Template, takesValues?: 1][]
  model?: Record<string, string | ((b: Block, d: Data) => string)>
}

/** Children written into a component for one slot. With dynamic slots each slot has blocks of its own instead of `block`. */
export interface Content {
  name: string | null
  index: number
  block: Block | null
}

export class Child {
  readonly block: Block
  readonly place: ComponentPlace
  instance: Instance | null = null
  /** Property values given since the last commit; null: none. */
  given: Record<string, Loose> | null
  /** All values given so far: a component that replaces its placeholder starts with them. */
  readonly values: Record<string, Loose>
  contents: Content[] = []
  /** Every slot has contents of its own: the component's option, or contents that take the slot's values. */
  get dynamic(): boolean {
    return this.instance?.def.options.dynamicSlots === true || (this.place.slots ?? []).some((entry) => entry[2])
  }
  /** The contents exist (they are made after the instance). */
  filled = false
  /** Data of the last commit, for contents that slots create later. */
  d: Data
  /** The component's package is being loaded; a placeholder may stand in. */
  awaited = false

  constructor(block: Block, place: ComponentPlace) {
    this.block = block
    this.place = place
    this.values = { ...place.props }
    this.given = null
    this.d = block.d
  }

  attach(): void {
    const { instance } = this
    if (instance && !instance.attached) {
      instance.attach()
      if (instance.root) attachBlock(instance.root)
    }
    for (const { block } of this.contents) if (block) attachBlock(block)
  }

  /** Children before parents, slot content before its host (framework reference §2.2). */
  dispose(freed: number[], gone: Instance[]): void {
    const { instance } = this
    if (instance) instance.gone = true
    for (const { block } of this.contents) {
      if (!block) continue
      freed.push(block.id)
      disposeBlock(block, freed, gone)
    }
    if (!instance) return
    if (instance.root) {
      freed.push(instance.root.id)
      disposeBlock(instance.root, freed, gone)
    }
    gone.push(instance)
  }

  /** Creates the instance: its tree, `created`, its properties, then the contents of its slots. `before`: the instance whose place it takes. */
  create(unit: Unit, before: Instance | null = null): void {
    const { block, place } = this
    this.nameContents()
    const instance = new Instance(unit, this, block.o)
    this.instance = instance
    instance.create(this.values)
    if (instance.root) patch.ops.push(HOST, block.id, place.node, instance.id, instance.root.id)
    if (instance.def.options.virtualHost) patch.ops.push(HOST_CLASS, block.id, place.node, 'wx-virtual')
    instance.applyInitial()
    this.filled = true
    if (this.dynamic) {
      this.clearContents()
      refreshDynamicSlots(this)
    } else {
      for (const content of this.contents) content.block ??= this.createContent(content, block.s, null)
      fillSlots(this)
    }
    if (this.awaited) {
      const left = this.contents.flatMap((content) => (content.block && !content.block.up ? content.block.id : []))
      if (left.length) patch.ops.push(DETACH, left.length, ...left)
      if (before) this.drop(before)
    }
    if (block.live) this.attach()
  }

  private nameContents(): void {
    if (this.contents.length) return
    this.contents = (this.place.slots ?? []).map(([name], index) => ({
      name: typeof name === 'function' ? String(name(this.block, this.d)) : name,
      index,
      block: null,
    }))
  }

  /** While the component is loaded and its placeholder is a built-in: the contents stand in the host itself. */
  stand(): void {
    const { block, place } = this
    if (this.contents.length || this.dynamic) return
    this.nameContents()
    for (const content of this.contents) {
      content.block = this.createContent(content, block.s, null)
      patch.ops.push(HOST, block.id, place.node, block.o.id, content.block.id)
    }
    if (block.live) this.attach()
  }

  createContent(content: Content, scope: Scope | null, region: Region | null): Block {
    const owner = this.block.o
    const block = createBlock(this.place.slots![content.index]![1], owner, scope, this.d, region)
    block.host = this
    patch.ops.push(OWN, block.id, owner.id)
    return block
  }

  /** Puts the component into the host that a placeholder stands in for: with the values given so far, and the same contents. */
  replace(unit: Unit): void {
    const before = this.instance
    const contents = this.contents.flatMap((content) => content.block ?? [])
    for (const block of contents) block.up = null
    this.given = null
    this.filled = false
    this.create(unit, before)
    for (const block of contents) if (!block.gone) moveBlock(block)
    schedulePatch()
  }

  private drop(instance: Instance): void {
    const gone: Instance[] = []
    instance.gone = true
    if (instance.root) removeTree(instance.root, gone)
    for (const one of [...gone, instance]) one.detach()
  }

  /** Contents that a placeholder showed, and that its component makes itself. */
  private clearContents(): void {
    const gone: Instance[] = []
    for (const content of this.contents) {
      if (content.block) removeTree(content.block, gone)
      content.block = null
    }
    for (const instance of gone) instance.detach()
  }

  /** Later commits: changed properties together, then the contents. */
  update(): void {
    const { instance, given, contents, place, block } = this
    this.given = null
    if (instance && given) instance.applyGiven(given)
    for (const content of contents) {
      const name = place.slots![content.index]![0]
      if (typeof name === 'function') renameContent(this, content, String(name(block, this.d)))
      if (content.block) updateBlock(content.block, this.d)
    }
    if (instance && this.dynamic) refreshDynamicSlots(this)
  }
}

/** Takes a tree away; `gone` gets the components in it. */
export function removeTree(root: Block, gone: Instance[]): void {
  const freed: number[] = []
  disposeBlock(root, freed, gone)
  if (freed.length) patch.ops.push(FREE, freed.length, ...freed)
  patch.ops.push(REMOVE, 1, root.id)
}

/** The component at place `ci` of a block. */
export function child(b: Block, ci: number): Child {
  const children = (b.c ??= [])
  let c = children[ci]
  if (!c) {
    children[ci] = c = new Child(b, b.t.spec.comps![ci]!)
    ;(b.kids ??= []).push(c)
  }
  return c
}

export function prop(c: Child, name: string, x: unknown): void {
  if (c.instance && c.values[name] === x && name in c.values) return
  c.values[name] = x
  if (c.instance) (c.given ??= {})[name] = x
}

export function commit(b: Block, d: Data, ci: number): void {
  const c = child(b, ci)
  c.d = d
  if (c.instance || c.contents.length) return c.update()
  const unit = componentOf(c)
  if (unit) c.create(unit)
  else c.stand()
}

/** `moved` of the components in a block that changed its place among its siblings. */
export function moveBlock(block: Block): void {
  for (const kid of block.kids ?? []) {
    if (kid instanceof Region) for (const inner of kid.blocks) moveBlock(inner)
    else {
      kid.instance?.moved()
      for (const content of kid.contents) for (const inner of contentIn(kid, content)) moveBlock(inner)
    }
  }
}
