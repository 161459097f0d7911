/** The reference applier: patches on plain objects, so that tests compare trees. */
import * as op from '../../runtime-shim/src/protocol/ops.ts'

/**
 * The elements of a template. An element is `[tag, attributes?, ...children]`; an attribute value or a child `{h: 0}` is hole 0, a child `{r: 0}` region 0.
 * The attribute `n` is the element's number.
 */
export type Shape = ShapeChild[]
export type ShapeChild = string | { h: number } | { r: number } | [tag: string, attributes?: Record<string, unknown> | ShapeChild, ...children: ShapeChild[]]

interface BlockState {
  id: number
  key: string
  values: unknown[]
  regions: Map<number, number[]>
  /** Hosted roots by node. */
  hosts: Map<number, number[]>
  hostClass: Map<number, unknown>
}

export interface TreeNode {
  tag: string
  attrs: Record<string, unknown>
  children: (TreeNode | string)[]
  parent?: TreeNode
  at?: [block: number, node: number]
}

function holesOf(shape: Shape): number {
  const text = JSON.stringify(shape)
  return Math.max(-1, ...[...text.matchAll(/"h":(\d+)/g)].map((m) => Number(m[1]))) + 1
}

export class TestTree {
  shapes: Record<string, Shape> = {}
  readonly keys = new Map<number, string>()
  readonly blocks = new Map<number, BlockState>()
  readonly pages = new Map<number, number[]>()
  readonly owners = new Map<number, number>()

  apply(ops: readonly unknown[]): void {
    let i = 0
    const next = (): number => ops[i++] as number
    const ids = (count: number): number[] => Array.from({ length: count }, next)
    const create = (key: string, id: number): void => {
      const shape = this.shapes[key]
      if (!shape) throw new Error(`no shape ${key}`)
      if (this.blocks.has(id)) throw new Error(`block ${id} twice`)
      this.blocks.set(id, { id, key, values: ids(holesOf(shape)), regions: new Map(), hosts: new Map(), hostClass: new Map() })
    }
    while (i < ops.length) {
      const code = next()
      switch (code) {
        case op.DEFINE:
          this.keys.set(next(), ops[i++] as string)
          break
        case op.CREATE: {
          const key = this.keys.get(next())!
          create(key, next())
          break
        }
        case op.CREATE_MANY: {
          const key = this.keys.get(next())!
          const first = next()
          const count = next()
          for (let k = 0; k < count; k++) create(key, first + k)
          break
        }
        case op.INSERT: {
          const parent = this.block(next())
          const region = next()
          const before = next()
          const moved = ids(next())
          for (const id of moved) {
            this.block(id)
            this.takeOut(id)
          }
          const list = parent.regions.get(region) ?? []
          parent.regions.set(region, list)
          const at = before ? list.indexOf(before) : list.length
          if (at < 0) throw new Error(`insert before ${before}, which is not in the region`)
          list.splice(at, 0, ...moved)
          break
        }
        case op.REMOVE:
          for (const id of ids(next())) {
            this.takeOut(id)
            this.forget(id)
          }
          break
        case op.FREE:
          for (const id of ids(next())) this.forget(id)
          break
        case op.CLEAR: {
          const parent = this.block(next())
          const region = next()
          for (const id of parent.regions.get(region) ?? []) this.forget(id)
          parent.regions.set(region, [])
          break
        }
        case op.SET: {
          const block = this.block(next())
          const hole = next()
          if (hole >= block.values.length) throw new Error(`no hole ${hole} in ${block.key}`)
          block.values[hole] = ops[i++]
          break
        }
        case op.DETACH:
          for (const id of ids(next())) this.takeOut(id)
          break
        case op.HOST: {
          const block = this.block(next())
          const node = next()
          next()
          block.hosts.set(node, [...(block.hosts.get(node) ?? []), this.block(next()).id])
          break
        }
        case op.OWN:
          this.owners.set(this.block(next()).id, next())
          break
        case op.PAGE: {
          const page = next()
          this.pages.set(page, [...(this.pages.get(page) ?? []), this.block(next()).id])
          break
        }
        case op.HOST_CLASS: {
          const block = this.block(next())
          block.hostClass.set(next(), ops[i++])
          break
        }
        default:
          throw new Error(`operation ${String(code)} at ${i - 1}`)
      }
    }
  }

  private block(id: number): BlockState {
    const block = this.blocks.get(id)
    if (!block) throw new Error(`no block ${id}`)
    return block
  }
  private forget(id: number): void {
    this.owners.delete(id)
    if (!this.blocks.delete(id)) throw new Error(`forgets block ${id}, which is not there`)
  }
  private takeOut(id: number): void {
    for (const { regions, hosts } of this.blocks.values()) {
      for (const [node, roots] of hosts) hosts.set(node, roots.filter((other) => other !== id))
      for (const [region, list] of regions) if (list.includes(id)) regions.set(region, list.filter((other) => other !== id))
    }
  }

  /** What a page shows, as nested arrays: `[tag, {attributes}, ...children]`, without what is empty. */
  page(id: number): unknown {
    return this.roots(id).map(plain)
  }
  roots(id: number): (TreeNode | string)[] {
    return (this.pages.get(id) ?? []).filter((root) => this.blocks.has(root)).flatMap((root) => this.content(root))
  }
  /** The first element with this tag or `#id`, in document order. */
  find(page: number, target: string): TreeNode | undefined {
    const search = (nodes: (TreeNode | string)[]): TreeNode | undefined => {
      for (const node of nodes) {
        if (typeof node === 'string') continue
        if (node.tag === target || (node.attrs['id'] !== undefined && '#' + String(node.attrs['id']) === target)) return node
        const inner = search(node.children)
        if (inner) return inner
      }
      return undefined
    }
    return search(this.roots(page))
  }

  private content(id: number, parent?: TreeNode): (TreeNode | string)[] {
    const block = this.block(id)
    const build = (child: ShapeChild, parent: TreeNode | undefined): (TreeNode | string)[] => {
      if (typeof child === 'string') return [child]
      if (!Array.isArray(child)) {
        if ('h' in child) return [String(block.values[child.h])]
        return (block.regions.get(child.r) ?? []).flatMap((inner) => this.content(inner, parent))
      }
      const [tag, second, ...rest] = child
      const hasAttributes = typeof second === 'object' && !Array.isArray(second) && !('h' in second) && !('r' in second)
      const attributes = (hasAttributes ? second : {}) as Record<string, unknown>
      const children = (hasAttributes || second === undefined ? rest : [second as ShapeChild, ...rest]) as ShapeChild[]
      const node: TreeNode = { tag, attrs: {}, children: [], ...(parent && { parent }) }
      for (const [name, value] of Object.entries(attributes)) {
        if (name === 'n') node.at = [id, value as number]
        else {
          const shown = typeof value === 'object' && value !== null ? block.values[(value as { h: number }).h] : value
          if (shown !== undefined && shown !== null && shown !== false) node.attrs[name] = shown
        }
      }
      const number = attributes['n'] as number
      const host = block.hosts.get(number)
      if (host !== undefined) {
        const added = block.hostClass.get(number)
        if (added) node.attrs['host'] = added
        node.children = host.flatMap((root) => (this.blocks.has(root) ? this.content(root, node) : []))
      } else node.children = children.flatMap((inner) => build(inner, node))
      return [node]
    }
    return this.shapes[block.key]!.flatMap((child) => build(child, parent))
  }
}

function plain(node: TreeNode | string): unknown {
  if (typeof node === 'string') return node
  const out: unknown[] = [node.tag]
  if (Object.keys(node.attrs).length) out.push(node.attrs)
  const children: unknown[] = []
  for (const child of node.children.map(plain)) {
    if (child === '') continue
    if (typeof child === 'string' && typeof children.at(-1) === 'string') children.push((children.pop() as string) + child)
    else children.push(child)
  }
  return [...out, ...children]
}
