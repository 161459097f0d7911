/** Applies patches: runs the operations of `protocol/ops.ts` against the document. */
import {
  ATTR, CHANGE, CLASS, CLEAR, CREATE, CREATE_MANY, DATA, DEFINE, DETACH, FREE, HOST, HOST_CLASS, INSERT, OWN, PAGE, PROP, REMOVE, SET, STYLE, TEXT, type Hole,
} from '../../protocol/ops.ts'
import { HAS_COMPONENTS, HAS_REGIONS, HAS_VIEW_WXS } from '../../protocol/parts.ts'
import { setAttribute } from './attributes.ts'
import { Block, moveBlock, takeOut, type FoundNodes, type WxNode } from './block.ts'
import { clearRegion, insertBlocks } from './region.ts'
import { ViewTemplate, type AdaptHoles } from './template.ts'

/** What the applier asks of the rest of the view; capabilities that an app does not use are absent. */
export interface ApplyHooks {
  /** The `<template>` with this id. */
  source(key: string): HTMLTemplateElement | null
  /** Where the content of a page goes. */
  page(instance: number): Node | undefined
  /** A template with listeners was prepared. */
  prepared(template: ViewTemplate): void
  /** The property `animation` of any element. */
  animate?(element: HTMLElement, value: unknown): void
  /** Kinds of holes of a capability's own, and what they do with a value. */
  adapt?: AdaptHoles
  own?(hole: Hole, node: Node, value: unknown): void
  /** What an inline style means here. */
  style?(css: string): string | undefined
  /** A `change:` hole has a value; runs after the patch. */
  change?(element: WxNode, name: string, fn: string, value: unknown): void
}

/** A prerendered page whose nodes the first patch takes instead of making its own; see `adopt.ts`. */
export interface FrameNodes {
  /** The nodes of the block, if the frame has it. */
  take(id: number, template: ViewTemplate): FoundNodes | undefined
  /** Whether a node of the frame shows a value already. */
  shows(hole: Hole, node: Node, value: unknown): boolean
  /** Puts a block where it belongs; one that stands there is left alone. */
  place(block: Block, container: Node, before: Node | null): void
  /** The first patch is applied. */
  patched(): void
}

/** The blocks of one app. */
export class Applier {
  readonly blocks = new Map<number, Block>()
  /** Until the first patch has been applied. */
  frame: FrameNodes | undefined
  private readonly templates = new Map<number, ViewTemplate>()
  /** Prepared templates. */
  readonly byKey = new Map<string, ViewTemplate>()
  private readonly hooks: ApplyHooks
  /** `change:` calls of the patch that is being applied. */
  private changes: (() => void)[] = []

  constructor(hooks: ApplyHooks) {
    this.hooks = hooks
  }

  /** Runs a whole patch. Throws on the first operation that does not fit the document: a broken contract, not a user's mistake. */
  apply(ops: readonly unknown[]): void {
    const { blocks } = this
    const end = ops.length
    let i = 0
    const number = (): number => ops[i++] as number
    while (i < end) {
      switch (ops[i++]) {
        case SET: {
          const block = this.block(number())
          this.set(block, number(), ops[i++], false)
          break
        }
        case CREATE: {
          const template = this.template(number())
          this.create(template, number(), ops, i)
          i += template.holes.length
          break
        }
        case CREATE_MANY: {
          const template = this.template(number())
          const first = number()
          const count = number()
          const step = template.holes.length
          for (let k = 0; k < count; k++, i += step) this.create(template, first + k, ops, i)
          break
        }
        case INSERT: {
          const parent = this.block(number())
          const region = number()
          const before = number()
          const count = number()
          if (HAS_REGIONS) insertBlocks(this, parent, region, before, ops, i, count)
          i += count
          break
        }
        case REMOVE:
        case DETACH: {
          const keep = ops[i - 1] === DETACH
          for (let count = number(); count > 0; count--) {
            const block = this.block(number())
            takeOut(block, keep)
            if (!keep) blocks.delete(block.id)
          }
          break
        }
        case FREE:
          for (let count = number(); count > 0; count--) blocks.delete(number())
          break
        case CLEAR: {
          const block = this.block(number())
          const region = number()
          if (HAS_REGIONS) clearRegion(this, block, region)
          break
        }
        case DEFINE: {
          const id = number()
          this.templates.set(id, this.prepare(ops[i++] as string))
          break
        }
        case HOST: {
          const block = this.block(number())
          const host = block.nodes[number()] as WxNode
          const instance = number()
          const root = this.block(number())
          root.owner = instance
          root.parent = block
          host.$c = instance
          // A component without a host element stands before a comment.
          if (host.nodeType === 8) this.place(root, host.parentNode!, host)
          else this.place(root, host.wxContent ?? host, null)
          break
        }
        case OWN: {
          const block = this.block(number())
          block.owner = number()
          break
        }
        case PAGE: {
          const instance = number()
          const root = this.block(number())
          root.owner = instance
          const container = this.hooks.page(instance)
          if (container) this.place(root, container, null)
          break
        }
        case HOST_CLASS: {
          const block = this.block(number())
          const element = block.nodes[number()] as WxNode
          const names = ops[i++] as string
          if (HAS_COMPONENTS) addClasses(element, 'host', names)
          break
        }
        default:
          throw new Error(`patch: operation ${String(ops[i - 1])} at ${i - 1}`)
      }
    }
    this.frame?.patched()
    const changes = this.changes
    if (changes.length) {
      this.changes = []
      for (const change of changes) change()
    }
  }

  /** The block with this number. */
  block(id: number): Block {
    const block = this.blocks.get(id)
    if (!block) throw new Error(`patch: no block ${id}`)
    return block
  }

  private template(id: number): ViewTemplate {
    const template = this.templates.get(id)
    if (!template) throw new Error(`patch: no template ${id}`)
    return template
  }

  private prepare(key: string): ViewTemplate {
    let template = this.byKey.get(key)
    if (!template) {
      const source = this.hooks.source(key)
      if (!source) throw new Error(`no template ${key} in the document`)
      this.byKey.set(key, (template = new ViewTemplate(source, this.hooks.adapt ?? ((holes) => holes))))
      this.hooks.prepared(template)
    }
    return template
  }

  private create(template: ViewTemplate, id: number, values: readonly unknown[], at: number): void {
    const { frame } = this
    const found = frame?.take(id, template)
    const { holes } = template
    const shown = (template.shown ??= template.show(values, at))
    const block = new Block(id, template, found)
    const count = holes.length
    for (let hole = 0; hole < count; hole++) {
      const value = values[at + hole]
      if (found ? !frame!.shows(holes[hole]!, block.nodes[holes[hole]![1]]!, value) : shown[hole] === undefined || shown[hole] !== value) this.set(block, hole, value, true)
    }
    this.blocks.set(id, block)
  }

  private set(block: Block, index: number, value: unknown, fresh: boolean): void {
    const hole = block.template.holes[index]!
    const node = block.nodes[hole[1]]!
    switch (hole[0]) {
      case TEXT:
        ;(node as Text).data = value as string
        break
      case CLASS: {
        const extra = fresh ? undefined : (node as WxNode).$x
        ;(node as Element).className = extra ? [value, hole[2], ...Object.values(extra)].join(' ') : (value as string) + (hole[2] ?? '')
        break
      }
      case STYLE: {
        const { style, $s } = node as HTMLElement & WxNode
        style.cssText = this.hooks.style?.(value as string) ?? (value as string)
        if (!fresh && $s) for (const name in $s) style.setProperty(name, $s[name]!)
        break
      }
      case ATTR:
        setAttribute(node as Element, hole[2]!, value)
        break
      case PROP: {
        const element = node as WxNode
        const name = hole[2]!
        if (name === 'animation') this.hooks.animate?.(node as HTMLElement, value)
        else if (element.wxSet) element.wxSet(name, value)
        else if (typeof value !== 'object' || value === null) setAttribute(element, name, value)
        break
      }
      case DATA:
        ;((node as WxNode).$d ??= {})[hole[2]!] = value
        break
      case CHANGE: {
        const change = HAS_VIEW_WXS && this.hooks.change
        if (change) this.changes.push(() => change(node as WxNode, hole[2]!, hole[3]!, value))
        break
      }
      default:
        this.hooks.own?.(hole, node, value)
    }
  }

  private place(block: Block, container: Node, before: Node | null): void {
    if (this.frame) this.frame.place(block, container, before)
    else moveBlock(block, container, before)
  }
}

/** Gives an element class names besides those of its template (`''`: none), in the name of `who`. They survive changes of the template's own. */
export function addClasses(element: WxNode, who: string, names: string): void {
  const all = (element.$x ??= {})
  const list = element.classList
  if (all[who]) list.remove(...all[who].split(' '))
  // Only what is new, so that taking it away again leaves the element's own classes alone.
  const added = names.split(/\s+/).filter((name) => name && !list.contains(name))
  list.add(...added)
  all[who] = added.join(' ')
}
