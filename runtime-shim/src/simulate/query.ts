/** `createSelectorQuery` in tests: answers from the document of the test environment. */
import type { Instance } from '../logic/component/instance.ts'
import { instanceOf } from '../logic/component/instance.ts'
import type { Loose, UserFunction } from '../logic/wx/registry.ts'
import type { SimApplier } from './applier.ts'
import type { SimElement } from './nodes.ts'
import { Selection } from './select.ts'
import { camelName } from './json.ts'
import { describeElement } from '../logic/event/target.ts'

interface Ask {
  /** Null: the viewport. */
  owner: Instance | null
  selector: string
  all: boolean
  fields: Loose
  callback: unknown
}

class NodesAsk {
  private readonly query: SimQuery
  private readonly owner: Instance | null
  private readonly selector: string
  private readonly all: boolean

  constructor(query: SimQuery, owner: Instance | null, selector: string, all: boolean) {
    this.query = query
    this.owner = owner
    this.selector = selector
    this.all = all
  }

  private ask(fields: Loose, callback: unknown): SimQuery {
    return this.query.add({ owner: this.owner, selector: this.selector, all: this.all, fields, callback })
  }

  boundingClientRect(callback: unknown): SimQuery {
    return this.ask({ id: true, dataset: true, rect: true, size: true }, callback)
  }

  scrollOffset(callback: unknown): SimQuery {
    return this.ask({ id: true, dataset: true, scrollOffset: true }, callback)
  }

  context(callback: unknown): SimQuery {
    return this.ask({ context: true }, callback)
  }

  node(callback: unknown): SimQuery {
    return this.ask({ node: true }, callback)
  }

  fields(fields: Loose, callback: unknown): SimQuery {
    return this.ask(fields, callback)
  }
}

export class SimQuery {
  private readonly applier: SimApplier
  private owner: Instance | null
  private asks: Ask[] = []

  constructor(applier: SimApplier, owner: Instance | null) {
    this.applier = applier
    this.owner = owner
  }

  in(component: Loose): this {
    if (!component || typeof component !== 'object') throw new Error('invalid params')
    this.owner = instanceOf(component) ?? null
    return this
  }

  select(selector: string): NodesAsk {
    return new NodesAsk(this, this.owner, selector, false)
  }

  selectAll(selector: string): NodesAsk {
    return new NodesAsk(this, this.owner, selector, true)
  }

  selectViewport(): NodesAsk {
    return new NodesAsk(this, null, '', false)
  }

  add(ask: Ask): this {
    this.asks.push(ask)
    return this
  }

  exec(callback?: UserFunction): this {
    Promise.resolve()
      .then(() => {
        const { asks } = this
        this.asks = []
        const results = asks.map((ask) => {
          const result = this.answer(ask)
          if (typeof ask.callback === 'function') (ask.callback as UserFunction).call(this, result)
          return result
        })
        if (typeof callback === 'function') callback.call(this, results)
      })
      .catch(console.error)
    return this
  }

  private answer({ owner, selector, all, fields }: Ask): Loose {
    if (!selector) return viewport(fields)
    const found = owner ? new Selection(owner, this.applier, selector, !all).run() : []
    const results = found.map((element) => describeFound(element, fields))
    return all ? results : (results[0] ?? null)
  }
}

function viewport(fields: Loose): Loose {
  const { documentElement: root, body } = document
  const out: Loose = {}
  if (fields.id) out.id = ''
  if (fields.dataset) out.dataset = {}
  if (fields.rect) Object.assign(out, { left: 0, right: 0, top: 0, bottom: 0 })
  if (fields.size) Object.assign(out, { width: root.clientWidth, height: root.clientHeight })
  if (fields.scrollOffset) Object.assign(out, { scrollLeft: root.scrollLeft || body.scrollLeft || 0, scrollTop: root.scrollTop || body.scrollTop || 0 })
  return out
}

function describeFound(element: SimElement, fields: Loose): Loose {
  const { dom, block, instance } = element
  const out: Loose = {}
  if (fields.id) out.id = String(element.attribute('id') ?? '')
  if (fields.dataset) out.dataset = { ...describeElement({ block: block.logic!, node: element.number }).dataset }
  if (fields.rect || fields.size) {
    const { left, right, top, bottom, width, height } = dom?.getBoundingClientRect() ?? { left: 0, right: 0, top: 0, bottom: 0, width: 0, height: 0 }
    if (fields.rect) Object.assign(out, { left, right, top, bottom })
    if (fields.size) Object.assign(out, { width, height })
  }
  for (const written of (fields.properties ?? []) as string[]) {
    const name = camelName(written)
    if (instance && Object.hasOwn(instance.def.properties, name)) out[name] = instance.user.data[name]
  }
  if (fields.scrollOffset) Object.assign(out, { scrollLeft: dom?.scrollLeft || 0, scrollTop: dom?.scrollTop || 0 })
  if (fields.computedStyle?.length && dom) {
    const style = getComputedStyle(dom) as Loose
    for (const name of fields.computedStyle as string[]) if (name && style[name] !== undefined) out[name] = style[name]
  }
  if (fields.context) out.context = {}
  return out
}
