/** What `Page`, `Component` and `Behavior` are given, merged with all behaviors into one definition per page or component. */
import { HAS_BEHAVIORS, HAS_BUILDERS, HAS_FORM_FIELDS, HAS_OBSERVERS, HAS_PROPERTIES, HAS_RELATIONS } from '../../protocol/parts.ts'
import { notInBuild } from '../context.ts'
import { copyData, isPlain } from '../data/copy.ts'
import { reconcile } from '../data/reconcile.ts'
import type { Data } from '../render/block.ts'
import type { Loose, UserFunction } from '../wx/registry.ts'
import type { Instance } from './instance.ts'
import type { Observer } from './observer.ts'
import { observer } from './observer.ts'
import type { Property } from './property.ts'
import { property } from './property.ts'
import { userBase } from './user.ts'

/** The option object of user code. */
export type Options = Record<string, Loose>

/** What `Behavior()` returns. */
export class BehaviorObject {
  readonly options: Options
  /** Runs for each instance, before it is built. */
  start: ((instance: Instance) => void) | undefined = undefined
  constructor(options: Options) {
    this.options = options
    filterDefinition(options)
  }
  isOf(instance: Instance): boolean {
    return instance.def.behaviors.has(this)
  }
}

/** A behavior in `behaviors`: an object, or the name of a built-in one. */
export type BehaviorRef = BehaviorObject | string

export interface RelationInfo {
  /** Path of the other component, or free text when `target` is given. */
  key: string
  type: string
  target: BehaviorRef | undefined
  linked: unknown
  linkChanged: unknown
  unlinked: unknown
}

export interface ComponentOptions {
  multipleSlots?: boolean
  dynamicSlots?: boolean
  virtualHost?: boolean
  pureDataPattern?: RegExp
}

/** Options whose part is not there. */
const LEFT_OUT = [HAS_BEHAVIORS || 'behaviors', HAS_OBSERVERS || 'observers', HAS_PROPERTIES || 'properties', HAS_RELATIONS || 'relations'] as (string | true)[]
const LIFETIMES = ['created', 'attached', 'ready', 'moved', 'detached', 'error']
const PAGE_LIFETIMES = ['show', 'hide', 'resize', 'routeDone']

export class Definition {
  readonly options: ComponentOptions = {}
  readonly properties: Record<string, Property> = {}
  /** Initial data with the properties' defaults; each instance gets a copy. */
  readonly data: Data = {}
  /** The same as the first snapshot, without pure data. */
  readonly rendered: Data
  readonly observers: Observer[] = []
  /** `created` …, and `page:show` …: every function that runs, in order. */
  readonly hooks: Record<string, unknown[]> = {}
  readonly relations: RelationInfo[] = []
  /** External classes: property name (camel case) → name in class lists. */
  readonly external = new Map<string, string>()
  readonly behaviors = new Set<BehaviorRef>()
  readonly starts: ((instance: Instance) => void)[] = []
  /** `export` with `wx://component-export`. */
  exporter: UserFunction | undefined = undefined
  /** Prototype of the instances: methods above what every instance has. */
  readonly proto: object
  /** Page(): members that are not functions; each instance gets a copy. */
  readonly members: Data = {}
  readonly pure: RegExp | undefined

  constructor(options: Options, isPage: boolean, json: Options) {
    const methods: Options = {}
    if (HAS_BEHAVIORS && !isPage) filterDefinition(options)
    this.merge(options, methods, isPage)
    Object.assign(this.options, options.options)
    const pattern: unknown = this.options.pureDataPattern ?? json.pureDataPattern
    this.pure = typeof pattern === 'string' ? new RegExp(pattern) : (pattern as RegExp | undefined)
    for (const name in this.properties) this.data[name] = this.properties[name]!.value
    const shown = Object.entries(this.data).filter(([name]) => !this.pure?.test(name))
    this.rendered = reconcile(undefined, Object.fromEntries(shown)) as Data
    if (this.behaviors.has('wx://component-export') && typeof options.export === 'function') this.exporter = options.export as UserFunction
    if (isPage) this.takeMembers(options, methods)
    this.proto = Object.create(userBase) as object
    Object.assign(this.proto, methods)
  }

  /**
   * Behaviors first, then the definition itself, so that it wins and its hooks come last. A behavior used again (`again`) gives its fields again, which then win over those of
   * behaviors in between, but its hooks run once.
   */
  private merge(options: Options, methods: Options, isPage: boolean, again = false): void {
    for (const name of LEFT_OUT) if (name !== true && options[name]) notInBuild(name)
    for (const behavior of HAS_BEHAVIORS ? ((options.behaviors ?? []) as BehaviorRef[]) : []) {
      const known = this.behaviors.has(behavior)
      this.behaviors.add(behavior)
      if (behavior instanceof BehaviorObject) {
        this.merge(behavior.options, methods, false, known)
        if (HAS_BUILDERS && behavior.start && !known) this.starts.push(behavior.start)
      } else if (!HAS_FORM_FIELDS) notInBuild(behavior)
      else if (behavior === 'wx://form-field') this.addProperties({ name: String, value: null })
    }
    if (HAS_PROPERTIES) this.addProperties(options.properties)
    mergeData(this.data, typeof options.data === 'function' ? (options.data() as unknown) : options.data)
    for (const name in options.methods) if (typeof options.methods[name] === 'function') methods[name] = options.methods[name]
    if (again) return
    if (HAS_OBSERVERS) for (const [fields, run] of Object.entries(options.observers ?? {})) this.observers.push(observer(fields, run))
    for (const name of LIFETIMES) this.addHook(name, options.lifetimes?.[name] ?? (isPage ? undefined : options[name]))
    for (const name of PAGE_LIFETIMES) this.addHook('page:' + name, options.pageLifetimes?.[name])
    if (HAS_RELATIONS) for (const [key, relation] of Object.entries<Loose>(options.relations ?? {})) this.relations.push({ ...relation, key })
    for (const name of options.externalClasses ?? []) this.external.set(camelCase(name as string), name as string)
  }

  private addProperties(declared: Options | undefined): void {
    for (const name in declared) if (HAS_PROPERTIES) this.properties[name] = property(name, declared[name])
  }

  private addHook(name: string, hook: unknown): void {
    if (hook) (this.hooks[name] ??= []).push(hook)
  }

  private takeMembers(options: Options, methods: Options): void {
    for (const [name, member] of Object.entries(options)) {
      if (typeof member === 'function') methods[name] = member
      else if (name !== 'data' && name !== 'options' && name !== 'behaviors') this.members[name] = member
    }
  }
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** Objects merge field by field, also into arrays; anything else replaces. */
function mergeData(into: Data, data: unknown): void {
  if (!isPlain(data)) return
  for (const name of Object.keys(data)) {
    const value = data[name]
    if (isPlain(value) && (isPlain(into[name]) || Array.isArray(into[name]))) mergeData(into[name] as Data, value)
    else into[name] = copyData(value)
  }
}

/** `definitionFilter` of the behaviors a definition uses directly may edit it; each gets the filters of the behaviors it uses itself. */
function filterDefinition(options: Options): void {
  for (const behavior of [...((options.behaviors ?? []) as BehaviorRef[])]) {
    if (!(behavior instanceof BehaviorObject) || typeof behavior.options.definitionFilter !== 'function') continue
    const inner = ((behavior.options.behaviors ?? []) as BehaviorRef[]).flatMap((b) =>
      b instanceof BehaviorObject && typeof b.options.definitionFilter === 'function' ? [b.options.definitionFilter as UserFunction] : [],
    )
    ;(behavior.options.definitionFilter as UserFunction)(options, inner)
  }
}
