/** Applies patches to the tree of a unit test and keeps the document in step: the third applier beside the view's and the compiler's. */
import { blocksById } from '../logic/render/block.ts'
import type { Template } from '../logic/render/block.ts'
import type { Instance } from '../logic/component/instance.ts'
import { CLEAR, CREATE, CREATE_MANY, DEFINE, DETACH, FREE, HOST, HOST_CLASS, INSERT, OWN, PAGE, REMOVE, SET } from '../protocol/ops.ts'
import { kinds, shownTag } from './kinds.ts'
import { refreshClasses, showAttribute } from './look.ts'
import { SimBlock, SimElement, SimRegion, flatten, shownIn } from './nodes.ts'
import type { SimItem, SimulatedSpec } from './nodes.ts'

export class SimApplier {
  readonly blocks = new Map<number, SimBlock>()
  /** Roots of tests, by the number of their outer instance. */
  readonly pages = new Map<number, SimBlock>()
  /** By the component: the element that hosts it. */
  readonly hosts = new WeakMap<Instance, SimElement>()
  /** Given by whoever makes templates: DEFINE names them by key. */
  readonly templates = new Map<string, Template>()
  private readonly specs = new Map<number, SimulatedSpec>()
  /** Elements whose document children are to be compared with the tree; `null` stands for what is not shown. */
  private dirty = new Set<SimElement>()
  private rebound = new Set<SimElement>()

  readonly hostOf = (instance: Instance): SimElement | null => this.hosts.get(instance) ?? null

  apply(ops: readonly unknown[]): void {
    let i = 0
    const number = (): number => ops[i++] as number
    const block = (): SimBlock => this.block(number())
    while (i < ops.length) {
      const code = ops[i++]
      switch (code) {
        case DEFINE: {
          const id = number()
          this.specs.set(id, this.templates.get(ops[i++] as string)!.spec as SimulatedSpec)
          break
        }
        case CREATE: {
          const spec = this.specs.get(number())!
          this.create(number(), spec, ops.slice(i, i + spec.holes))
          i += spec.holes
          break
        }
        case CREATE_MANY: {
          const spec = this.specs.get(number())!
          const first = number()
          const count = number()
          for (let k = 0; k < count; k++, i += spec.holes) this.create(first + k, spec, ops.slice(i, i + spec.holes))
          break
        }
        case SET: {
          const target = block()
          this.set(target, number(), ops[i++])
          break
        }
        case INSERT: {
          const region = block().regions[number()]!
          const before = number()
          const moved: SimBlock[] = []
          for (let count = number(); count > 0; count--) moved.push(block())
          this.insert(region, before ? this.block(before) : null, moved)
          break
        }
        case REMOVE:
        case DETACH:
          for (let count = number(); count > 0; count--) {
            const gone = block()
            this.takeOut(gone)
            if (code === REMOVE) this.blocks.delete(gone.id)
          }
          break
        case FREE:
          for (let count = number(); count > 0; count--) this.blocks.delete(number())
          break
        case CLEAR: {
          const region = block().regions[number()]!
          for (const gone of region.blocks) {
            gone.up = null
            this.blocks.delete(gone.id)
          }
          region.blocks = []
          this.touch(region.block, region.parent)
          break
        }
        case HOST: {
          const element = block().elements[number()]!
          i++
          element.root = block()
          element.root.up = element
          const { instance } = element
          if (instance) this.hosts.set(instance, element)
          if (instance?.def.external.size) refreshClasses(element, this.hostOf)
          this.touch(element.block, element)
          break
        }
        case PAGE: {
          const page = number()
          this.pages.set(page, block())
          break
        }
        case OWN:
          i += 2
          break
        case HOST_CLASS:
          i += 3
          break
        default:
          throw new Error(`patch: operation ${String(code)} at ${i - 1}`)
      }
    }
    this.settle()
  }

  private block(id: number): SimBlock {
    const block = this.blocks.get(id)
    if (!block) throw new Error(`patch: no block ${id}`)
    return block
  }

  private create(id: number, spec: SimulatedSpec, values: unknown[]): void {
    const block = new SimBlock(id, spec, values, blocksById.get(id))
    this.blocks.set(id, block)
    this.materialise(block.items)
  }

  /** Gives elements their document nodes. */
  private materialise(items: readonly SimItem[]): void {
    for (const item of items) {
      if (!(item instanceof SimElement)) continue
      const place = item.block.spec.comps?.[item.info.ci ?? -1]
      const id = place && typeof place.is === 'string' ? place.is : undefined
      if (!place || !kinds.isVirtual(id)) {
        const dom = document.createElement(shownTag(item.tag, id)) as HTMLElement & { __wxElement?: SimElement }
        dom.__wxElement = item
        item.dom = dom
        for (const [name, value] of item.attributes) showAttribute(item, name, value, this.hostOf)
      }
      item.bind()
      this.materialise(item.children)
      if (item.dom) this.dirty.add(item)
    }
  }

  private set(block: SimBlock, hole: number, value: unknown): void {
    const { spec } = block
    block.values[hole] = value
    const text = block.texts[hole]
    if (text) {
      text.dom.data = String(value)
      return
    }
    for (const element of block.elements) {
      const attribute = element?.info.at?.find((one) => one[2] && one[1] === hole)
      if (!attribute) continue
      if (attribute[0][0] === '@') this.rebound.add(element)
      else showAttribute(element, attribute[0], value === undefined ? spec.none : value, this.hostOf)
      if (element.instance?.def.external.size) refreshClasses(element, this.hostOf)
    }
  }

  private insert(region: SimRegion, before: SimBlock | null, blocks: SimBlock[]): void {
    for (const block of blocks) this.takeOut(block)
    const at = before ? region.blocks.indexOf(before) : region.blocks.length
    region.blocks.splice(at, 0, ...blocks)
    for (const block of blocks) block.up = region
    this.touch(region.block, region.parent)
  }

  private takeOut(block: SimBlock): void {
    const { up } = block
    if (up instanceof SimRegion) {
      const at = up.blocks.indexOf(block)
      if (at >= 0) up.blocks.splice(at, 1)
      this.touch(up.block, up.parent)
    } else if (up) {
      up.root = null
      this.touch(up.block, up)
    }
    block.up = null
  }

  /** What is shown around a place has other children now. */
  private touch(block: SimBlock, parent: SimElement | null): void {
    let at = parent ?? shownIn(block, null)
    while (at && !at.dom) at = shownIn(at.block, at.parent)
    if (at) this.dirty.add(at)
  }

  private settle(): void {
    for (const element of this.rebound) element.bind()
    this.rebound.clear()
    const dirty = [...this.dirty]
    this.dirty.clear()
    for (const element of dirty) showChildren(element.dom!, element.content)
  }
}

/**
 * The content of a root without a host element, as the test tool shows it: what stands in its outermost conditions, loops and slots is not in the document,
 * empty elements stand for it, and for components without a host element.
 */
export function showVirtual(parent: HTMLElement, items: readonly SimItem[]): void {
  parent.replaceChildren(...items.map(virtualNode))
}

function virtualNode(item: SimItem): Node {
  if (!(item instanceof SimRegion) && item.dom) return item.dom
  const stand = document.createElement('virtual')
  if (item instanceof SimElement) showVirtual(stand, item.content)
  return stand
}

/** Makes the children of a document node those of the tree; nodes that stay are not moved. */
function showChildren(parent: Node, items: readonly SimItem[]): void {
  const wanted = flatten(items).map((item) => item.dom as Node)
  const kept = new Set(wanted)
  for (const child of [...parent.childNodes]) if (!kept.has(child)) parent.removeChild(child)
  wanted.forEach((node, i) => {
    if (parent.childNodes[i] !== node) parent.insertBefore(node, parent.childNodes[i] ?? null)
  })
}
