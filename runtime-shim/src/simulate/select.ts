/** Selectors of tests: `#id`, `.a.b`, descendant, `>`, `>>>` and lists of these, in the tree of one component. Tags are no selectors. */
import type { Instance } from '../logic/component/instance.ts'
import { hostOf, parentOf } from '../logic/component/tree.ts'
import type { Block } from '../logic/render/block.ts'
import { contentIn } from '../logic/render/slot.ts'
import type { SimApplier } from './applier.ts'
import { CLASS_NAME } from './look.ts'
import { SimElement, SimRegion } from './nodes.ts'
import type { SimItem } from './nodes.ts'

interface Compound {
  combinator: '' | '>' | '>>>'
  id: string
  classes: string[]
}

/** One choice of a list; undefined when it is not understood, and then it selects nothing. */
function parseChoice(text: string): Compound[] | undefined {
  const out: Compound[] = []
  let combinator: Compound['combinator'] = ''
  for (const part of text.split(/( |\t|>+)/)) {
    if (!part || part === ' ' || part === '\t') continue
    if (part[0] === '>') {
      if (combinator || (part !== '>' && part !== '>>>')) return undefined
      combinator = part
      continue
    }
    const match = /^(#[_a-zA-Z][-_a-zA-Z0-9:]*|)((?:\.-?[_a-zA-Z][-_a-zA-Z0-9]*)+|)$/.exec(part)
    if (!match) return undefined
    out.push({ combinator, id: match[1]!.slice(1), classes: match[2]!.split('.').slice(1) })
    combinator = ''
  }
  return out.length ? out : undefined
}

export class Selection {
  private readonly root: Instance
  private readonly applier: SimApplier
  private readonly choices: Compound[][]
  private readonly deep: boolean
  private readonly found: SimElement[] = []
  private readonly first: boolean

  constructor(root: Instance, applier: SimApplier, selector: unknown, first: boolean) {
    this.root = root
    this.applier = applier
    this.first = first
    this.choices = String(selector ?? '').split(',').flatMap((choice) => [parseChoice(choice)].filter((c) => c !== undefined))
    this.deep = this.choices.some((choice) => choice.some((compound) => compound.combinator === '>>>'))
  }

  run(): SimElement[] {
    if (this.root.root && this.choices.length) this.items(this.sim(this.root.root)?.items ?? [])
    return this.found
  }

  private get done(): boolean {
    return this.first && this.found.length > 0
  }

  private sim(block: Block): ReturnType<SimApplier['blocks']['get']> {
    return this.applier.blocks.get(block.id)
  }

  private items(items: readonly SimItem[]): void {
    for (const item of items) {
      if (this.done) return
      if (item instanceof SimElement) this.element(item)
      else if (item instanceof SimRegion && item.block.logic?.r?.[item.block.regions.indexOf(item)]?.slot == null) this.blocks(item)
      else if (item instanceof SimRegion) this.fallback(item)
    }
  }

  private blocks(region: SimRegion): void {
    for (const block of region.blocks) this.items(block.items)
  }

  /** What a slot shows belongs to the user of the component, unless it is what the component shows instead. */
  private fallback(region: SimRegion): void {
    for (const block of region.blocks) if (!block.logic?.host && block.logic?.o === region.block.logic?.o) this.items(block.items)
  }

  private element(element: SimElement): void {
    if (this.choices.some((choice) => this.fits(choice, choice.length - 1, element))) this.found.push(element)
    if (this.done) return
    const { instance } = element
    if (instance) {
      if (this.deep && instance.root) this.items(this.sim(instance.root)?.items ?? [])
      const child = instance.child!
      for (const content of child.contents) for (const block of contentIn(child, content)) this.items(this.sim(block)?.items ?? [])
    } else this.items(element.children)
  }

  private isCompound({ id, classes }: Compound, element: SimElement): boolean {
    if (id && id !== String(element.attribute('id') ?? '')) return false
    if (!classes.length) return true
    const names = (String(element.attribute('class') ?? '').match(CLASS_NAME) ?? []).map((name) => name.replace(/^[~^]+/, ''))
    return classes.every((name) => names.includes(name))
  }

  private fits(choice: readonly Compound[], i: number, element: SimElement): boolean {
    const compound = choice[i]!
    if (!this.isCompound(compound, element)) return false
    const { block } = element
    if (i === 0) return block.logic?.o === this.root
    const across = compound.combinator === '>>>'
    for (let at = this.outwards(element, across); at; at = this.outwards(at, across)) {
      if (this.fits(choice, i - 1, at)) return true
      if (compound.combinator === '>') return false
    }
    return false
  }

  /** The element around in its owner's tree; `across`: at its top the host, up to the instance that was asked. */
  private outwards(element: SimElement, across: boolean): SimElement | null {
    const { logic } = element.block
    if (!logic) return null
    const { o } = logic
    const at = parentOf({ block: logic, node: element.number }, false) ?? (across && o !== this.root && o.child ? hostOf(o.child) : null)
    return (at && this.sim(at.block)?.elements[at.node]) ?? null
  }
}
