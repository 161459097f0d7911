/** An instance of a page or component as the framework sees it: data, rendered snapshot, tree, and the order in which its hooks run. */
import { HAS_BUILDERS, HAS_OBSERVERS, HAS_PERFORMANCE, HAS_RELATIONS, HAS_SLOTS } from '../../protocol/parts.ts'
import { guard, world } from '../context.ts'
import { copyData } from '../data/copy.ts'
import { parsePath, readPath, writePath } from '../data/path.ts'
import type { DataPath } from '../data/path.ts'
import { reconcileAt } from '../data/reconcile.ts'
import { warnLargeData } from '../data/size.ts'
import type { Block, Data, Region, Template } from '../render/block.ts'
import { dataOf, newBlock, updateBlock } from '../render/block.ts'
import type { Child } from '../render/child.ts'
import { patch, schedulePatch, whenApplied } from '../render/patch.ts'
import { fillSlots } from '../render/slot.ts'
import { cls, get, withForce } from '../render/values.ts'
import type { Loose, UserFunction } from '../wx/registry.ts'
import type { Definition } from './definition.ts'
import { observedValues, observes } from './observer.ts'
import type { Observer } from './observer.ts'
import type { PerformanceListener } from './performance.ts'
import { beginUpdate, endUpdate, measuring } from './performance.ts'
import { convertProperty } from './property.ts'
import type { Property } from './property.ts'
import { linkChanged, linkUp, unlink } from './relation.ts'
import type { Link } from './relation.ts'
import type { Unit } from './unit.ts'

interface Change {
  path: DataPath
  value: unknown
}

/** A property got another value: its own observer runs when everything is settled. */
interface SetProperty {
  property: Property
  path: DataPath
  before: unknown
  after: unknown
  /** By the instance itself. */
  local: boolean
}

/** One change of data with everything its observers add to it. */
interface Update {
  paths: DataPath[]
  set: SetProperty[]
}

const instances = new WeakMap<object, Instance>()
export const instancesById = new Map<number, Instance>()

/** The instance behind a page or component object of user code. */
export function instanceOf(user: unknown): Instance | undefined {
  return typeof user === 'object' && user !== null ? instances.get(user) : undefined
}

export class Instance {
  readonly id = ++world.lastId
  readonly unit: Unit
  def: Definition
  /** Where it stands; null for pages. */
  readonly child: Child | null
  /** The instance whose template names it; null for pages. */
  readonly owner: Instance | null
  /** The page it is in. */
  readonly page: Instance
  /** What user code knows as `this`. */
  readonly user: Loose
  /** The snapshot render functions read, and the one that was rendered last. */
  rendered: Data
  private shown: Data
  root: Block | null = null
  /** Slots in its tree, in the order of creation. */
  readonly slots = new Set<Region>()
  /** External classes that were passed: name in class lists → class text; null: none. */
  classes: Map<string, string> | null = null
  links: Link[] = []
  attached = false
  wasReady = false
  /** Taken out of the page. */
  gone = false
  performance: PerformanceListener | null = null
  /** While updates are measured: what was set since the last rendering, call by call. */
  pendingPaths: DataPath[][] | null = null
  /** Its render function runs; changes made meanwhile are rendered right after. */
  private busy = false
  /** Contents have to be put into slots again after rendering. */
  private refill = false
  /** Depth of `groupSetData`. */
  private held = 0
  /** The change whose observers run: what they set is part of it. */
  private update: Update | null = null
  /** Property values from outside, until they are applied after `created`. */
  private initial: Change[] = []

  constructor(unit: Unit, child: Child | null, owner: Instance | null) {
    this.unit = unit
    this.def = unit.def
    this.child = child
    this.owner = owner
    this.page = owner ? owner.page : this
    this.rendered = this.shown = this.def.rendered
    this.user = Object.create(this.def.proto)
    instances.set(this.user as object, this)
    instancesById.set(this.id, this)
    this.user.data = copyData(this.def.data)
    Object.assign(this.user as object, copyData(this.def.members))
    if (HAS_BUILDERS) for (const start of this.def.starts) start(this)
  }

  /**
   * Builds the tree, then runs `created`, which sees what the component declared. Values from outside come after that (`applyInitial`), and components in the tree see both, as
   * in WeChat. Where there are none, nobody sees the difference, and the tree is built with the given values at once.
   */
  create(values: Data): void {
    const { def, unit } = this
    const { main } = unit.templates
    for (const name in values) {
      const property = def.properties[name]
      if (property) this.initial.push({ path: [name], value: convertProperty(property, values[name], unit.path) })
      else this.takeClass(name, values[name])
    }
    if (unit.leaf && this.initial.length) {
      this.rendered = { ...this.rendered }
      for (const { path, value } of this.initial) if (!def.pure?.test(path[0] as string)) this.rendered[path[0]!] = value
    }
    this.shown = this.rendered
    if (main) this.build(main)
    this.hook('created')
    whenApplied(() => this.ready())
    this.render()
  }

  /** Makes the tree and renders it. */
  build(main: Template): void {
    this.root = newBlock(main, this, null, this.rendered, null)
    this.busy = true
    patch.depth++
    try {
      updateBlock(this.root, this.rendered)
    } finally {
      patch.depth--
      this.busy = false
    }
  }

  /** The property values from outside reach `this.data`: after `created`, before `attached`. */
  applyInitial(): void {
    const { initial } = this
    this.initial = []
    if (initial.length) this.write(initial, false)
  }

  /** Property values from outside, later. */
  applyGiven(given: Data): void {
    const changes: Change[] = []
    let forced = false
    for (const name in given) {
      const property = this.def.properties[name]
      if (property) changes.push({ path: [name], value: convertProperty(property, given[name], this.unit.path) })
      else forced = this.takeClass(name, given[name]) || forced
    }
    if (changes.length) this.write(changes, false)
    if (forced && this.root) withForce(() => updateBlock(this.root!, this.rendered))
  }

  /** A value for an external class. */
  private takeClass(name: string, value: unknown): boolean {
    const declared = this.def.external.get(name)
    if (declared === undefined || !this.child || !this.owner) return false
    ;(this.classes ??= new Map()).set(declared, cls(this.child.block, value, true))
    return true
  }

  /** `this.setData` of user code. */
  setData(values: Loose, callback: unknown): void {
    const changes: Change[] = []
    if (world.host.env.dev) warnLargeData(values)
    if (typeof values === 'object' && values !== null) {
      for (const key of Object.keys(values as object)) {
        const value: unknown = values[key]
        if (value === undefined) console.warn(`Setting data field "${key}" to undefined is invalid.`)
        const path = parsePath(key)
        const property = path.length === 1 ? this.def.properties[key] : undefined
        changes.push({ path, value: property ? convertProperty(property, value, this.unit.path) : value })
      }
    }
    if (this.gone) console.warn(`setData on "${this.unit.path}" after it was removed changes nothing on the page.`)
    this.write(changes, true)
    if (typeof callback === 'function') whenApplied(() => guard(callback as UserFunction, this.user))
  }

  groupSetData(group: unknown): void {
    this.held++
    if (typeof group === 'function') guard(group as UserFunction, this.user)
    this.held--
    this.render()
  }

  /** Data, observers, rendering, then `model:` and observers of properties. `local`: by the instance itself. */
  private write(changes: Change[], local: boolean): void {
    const { def, user, update, child } = this
    const set: SetProperty[] = update ? update.set : []
    const fresh = local ? new Set<unknown>() : null
    for (const { path, value } of changes) {
      const name = path[0] as string
      const before: unknown = user.data[name]
      const pure = def.pure?.test(name)
      writePath(user.data, path, copyData(value))
      const property = def.properties[name]
      if (property && !pure && (property.observer || (local && child?.place.model))) {
        // Its observer hears of a field of it what was given, without an old value.
        if (path.length > 1) set.push({ property, path, before: undefined, after: readPath(user.data, path), local })
        else if (!Object.is(before, value) && !Object.is(before, user.data[name])) set.push({ property, path, before, after: user.data[name], local })
      }
      if (pure) continue
      if (fresh) this.rendered = reconcileAt(this.rendered, path, value, fresh) as Data
      // A value from outside is a snapshot already.
      else if (this.rendered[name] !== value) this.rendered = { ...this.rendered, [name]: value }
    }
    if (HAS_PERFORMANCE && measuring.on) (this.pendingPaths ??= []).push(changes.map((change) => change.path))
    if (update) {
      for (const change of changes) update.paths.push(change.path)
      return
    }
    if (HAS_OBSERVERS && def.observers.length) this.observe({ paths: changes.map((change) => change.path), set })
    this.render()
    world.settled?.(this)
    for (const one of set) {
      if (one.local) this.writeBack(one.property.name)
      if (one.property.observer) this.run(one.property.observer, one.after, one.before, one.path)
    }
  }

  /** Runs the observers of a change, in the order of their definition, until they change nothing any more. */
  private observe(update: Update): void {
    const { observers } = this.def
    const due = new Set<Observer>()
    let seen = 0
    const mark = (): void => {
      for (const o of observers) if (update.paths.some((path, i) => i >= seen && observes(o, path))) due.add(o)
      seen = update.paths.length
    }
    this.update = update
    mark()
    for (let again = due.size > 0; again; ) {
      for (const o of observers) {
        if (!due.delete(o)) continue
        this.run(o.run, ...observedValues(o, this.user.data))
        if (update.paths.length > seen) mark()
      }
      again = due.size > 0
    }
    this.update = null
  }

  /** `model:prop` on the host: the component's own change of a property flows to the owner. */
  private writeBack(name: string): void {
    const where = this.child && get(this.child.place.model, name)
    const path: unknown = typeof where === 'function' ? where(this.child!.block, dataOf(this.child!.block)) : where
    if (typeof path === 'string') this.owner!.setData({ [path]: this.user.data[name] }, undefined)
  }

  /** A slot came, went or has another name: contents may belong elsewhere. */
  slotsChanged(): void {
    if (this.busy) this.refill = true
    else this.fill()
  }

  private fill(): void {
    this.refill = false
    if (HAS_SLOTS && this.child?.filled && this.slots.size && !this.gone) fillSlots(this.child)
  }

  /** Renders now what changed; inside a running render or group, when that ends. */
  render(): void {
    if (!this.root || this.gone || this.busy || this.held || this.rendered === this.shown) return
    const outer = HAS_PERFORMANCE ? measuring.running : null
    const process = HAS_PERFORMANCE && measuring.on && beginUpdate(this)
    this.busy = true
    patch.depth++
    try {
      while (this.rendered !== this.shown) {
        this.shown = this.rendered
        updateBlock(this.root, this.rendered)
      }
      if (HAS_SLOTS && this.refill) this.fill()
    } finally {
      patch.depth--
      this.busy = false
      if (HAS_PERFORMANCE && process) endUpdate(this, process, outer)
    }
    schedulePatch()
  }

  /** Calls a function or the method of that name. */
  run(fn: unknown, ...args: unknown[]): Loose {
    const run: unknown = typeof fn === 'string' ? this.user[fn] : fn
    if (typeof run !== 'function') return undefined
    try {
      return run.apply(this.user, args)
    } catch (error) {
      for (const hook of this.def.hooks.error ?? []) guard((typeof hook === 'string' ? this.user[hook] : hook) as UserFunction, this.user, error)
      world.host.onError(error)
    }
  }

  /** Runs all hooks of one moment: `attached`, `page:show` … */
  hook(name: string, ...args: unknown[]): void {
    for (const hook of this.def.hooks[name] ?? []) this.run(hook, ...args)
  }

  attach(): void {
    this.attached = true
    this.hook('attached')
    if (HAS_RELATIONS) linkUp(this)
  }

  ready(): void {
    if (!this.attached || this.wasReady) return
    this.wasReady = true
    this.hook('ready')
    if (this.page === this) this.run('onReady')
  }

  moved(): void {
    this.hook('moved')
    if (HAS_RELATIONS) linkChanged(this)
  }

  detach(): void {
    instancesById.delete(this.id)
    if (!this.attached) return
    this.attached = false
    this.hook('detached')
    if (HAS_RELATIONS) unlink(this)
  }
}
