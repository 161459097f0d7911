/**
 * `Component()` and `Behavior()` without a definition: a builder whose calls are chained, and functions of one instance in `init` (framework reference §17).
 *
 * Each call becomes an anonymous behavior, so that everything merges and runs in the order in which it was written.
 */
import { guard, world } from '../context.ts'
import { copyData } from '../data/copy.ts'
import { reconcile } from '../data/reconcile.ts'
import type { Loose, UserFunction } from '../wx/registry.ts'
import { BehaviorObject } from './definition.ts'
import type { Definition, Options, RelationInfo } from './definition.ts'
import { instanceOf } from './instance.ts'
import type { Instance } from './instance.ts'
import { observer } from './observer.ts'
import { relatedTo } from './relation.ts'

/** `Behavior.trait()`: an interface that instances implement in `init`. */
class TraitBehavior {
  private readonly implementations = new WeakMap<Instance, unknown>()
  private readonly transform: UserFunction | undefined
  constructor(transform?: UserFunction) {
    this.transform = transform
  }
  implement(instance: Instance, implementation: unknown): void {
    this.implementations.set(instance, this.transform ? guard(this.transform, undefined, implementation) : implementation)
  }
  /** What `traitBehavior` gives. */
  of(instance: Instance): unknown {
    return this.implementations.get(instance)
  }
  isOf(instance: Instance): boolean {
    return this.implementations.has(instance)
  }
}

/** Functions that `method` and `listener` marked: `init` may export them. */
const exportable = new WeakSet<object>()

const mark = <T extends object>(fn: T): T => {
  exportable.add(fn)
  return fn
}

const fieldList = (paths: string | readonly string[]): string => (typeof paths === 'string' ? paths : paths.join(', '))

/** The definition of one instance alone, for what `init` adds to it. */
function ownDefinition(instance: Instance): Definition {
  const { def } = instance
  if (Object.hasOwn(def, 'instance')) return def
  const own = Object.create(def, { instance: { value: instance } }) as Definition
  Object.assign(own, { observers: [...def.observers], relations: [...def.relations], hooks: Object.fromEntries(Object.entries(def.hooks).map(([name, hooks]) => [name, [...hooks]])) })
  return (instance.def = own)
}

function runInit(instance: Instance, init: UserFunction): void {
  const { user } = instance
  const addHook = (name: string, run: unknown): void => void (ownDefinition(instance).hooks[name] ??= []).push(run)
  const context = {
    self: user,
    data: user.data as unknown,
    setData: (values: Loose, callback?: unknown) => instance.setData(values, callback),
    method: mark,
    methods: (all: Record<string, UserFunction>) => (Object.values(all).forEach(mark), all),
    listener: mark,
    lifetime: addHook,
    pageLifetime: (name: string, run: unknown) => addHook('page:' + name, run),
    observer: (paths: string | readonly string[], run: unknown) => void ownDefinition(instance).observers.push(observer(fieldList(paths), run)),
    relation(declared: Omit<RelationInfo, 'key'>) {
      const key = `init:${++world.lastId}`
      ownDefinition(instance).relations.push({ ...declared, key })
      const list = (): unknown[] => relatedTo(instance, key)
      return { list, listAsTrait: () => list().map((other) => (declared.target as unknown as TraitBehavior).of(instanceOf(other)!)) }
    },
    implement: (trait: TraitBehavior, implementation: unknown) => trait.implement(instance, implementation),
  }
  const exported: unknown = guard(init, user, context)
  if (typeof exported !== 'object' || exported === null) return
  for (const [name, member] of Object.entries(exported)) if (typeof member === 'function' && exportable.has(member as object)) user[name] = member
}

/** `data(() => ({…}))`: made anew for every instance. */
function makeFields(instance: Instance, make: UserFunction): void {
  const fields = (guard(make, undefined) ?? {}) as Options
  const { def, user } = instance
  Object.assign(user.data as object, copyData(fields))
  const shown = Object.entries(fields).filter(([name]) => !def.pure?.test(name))
  instance.rendered = { ...instance.rendered, ...(reconcile(undefined, Object.fromEntries(shown)) as Options) }
}

type Define = (options: Options) => unknown

class DefinitionBuilder {
  private readonly pieces: unknown[] = []
  /** What only the whole has: options, external classes, `export`. */
  private readonly whole: Options = {}
  private filter: UserFunction | undefined
  private readonly define: Define
  constructor(define: Define) {
    this.define = define
  }
  private add(piece: Options, start?: (instance: Instance) => void): this {
    const behavior = new BehaviorObject(piece)
    if (start) behavior.start = start
    this.pieces.push(behavior)
    return this
  }
  behavior(used: BehaviorObject & { chainingFilter?: UserFunction }): unknown {
    this.pieces.push(used)
    return used.chainingFilter ? (used.chainingFilter(this) as unknown) : this
  }
  property(name: string, declared: unknown): this {
    return this.add({ properties: { [name]: declared } })
  }
  data(make: UserFunction): this {
    return this.add({}, (instance) => makeFields(instance, make))
  }
  staticData(data: Options): this {
    return this.add({ data })
  }
  options(options: Options): this {
    Object.assign((this.whole.options ??= {}), options)
    return this
  }
  externalClasses(names: string[]): this {
    return this.add({ externalClasses: names })
  }
  methods(methods: Options): this {
    return this.add({ methods })
  }
  observer(paths: string | readonly string[], run: unknown): this {
    return this.add({ observers: { [fieldList(paths)]: run } })
  }
  lifetime(name: string, run: unknown): this {
    return this.add({ lifetimes: { [name]: run } })
  }
  pageLifetime(name: string, run: unknown): this {
    return this.add({ pageLifetimes: { [name]: run } })
  }
  relation(name: string, relation: Options): this {
    return this.add({ relations: { [name]: relation } })
  }
  init(init: UserFunction): this {
    return this.add({}, (instance) => runInit(instance, init))
  }
  export(give: UserFunction): this {
    this.whole.export = give
    this.pieces.push('wx://component-export')
    return this
  }
  definition(definition: Options): this {
    const { options, export: give, ...piece } = definition
    if (options) this.options(options)
    if (give) this.whole.export = give
    return this.add(piece)
  }
  chainingFilter(filter: UserFunction): this {
    this.filter = filter
    return this
  }
  register(): unknown {
    const made = this.define({ ...this.whole, behaviors: this.pieces })
    if (this.filter && typeof made === 'object' && made !== null) Object.assign(made, { chainingFilter: this.filter })
    return made
  }
}

export function definitionBuilder(define: Define): object {
  return new DefinitionBuilder(define)
}

export function traitBehavior(transform?: UserFunction): object {
  return new TraitBehavior(transform)
}
