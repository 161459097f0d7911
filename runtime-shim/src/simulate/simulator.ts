/** Components of unit tests: registered with what the compiler made of them, defined by their scripts, rendered into the document of the test environment. */
import { BehaviorObject } from '../logic/component/definition.ts'
import type { Options } from '../logic/component/definition.ts'
import { Instance, instanceOf } from '../logic/component/instance.ts'
import { Unit, units } from '../logic/component/unit.ts'
import type { UnitTemplates } from '../logic/component/unit.ts'
import { world } from '../logic/context.ts'
import { makeEmitted } from '../logic/emitted.ts'
import { triggerCustom } from '../logic/event/custom.ts'
import { registerWxs, wxs } from '../logic/module.ts'
import { Template } from '../logic/render/block.ts'
import type { Block, Data, TemplateSpec } from '../logic/render/block.ts'
import { slot } from '../logic/render/slot.ts'
import { relatedTo } from '../logic/component/relation.ts'
import { exported } from '../logic/component/select.ts'
import { userBase } from '../logic/component/user.ts'
import { child, commit, prop } from '../logic/render/child.ts'
import type { Child, ComponentPlace } from '../logic/render/child.ts'
import { showRoot } from '../logic/page/page.ts'
import { S, acknowledge, flushPatch, patch } from '../logic/render/patch.ts'
import { resolvePath } from '../logic/router/url.ts'
import { wxAnimation } from '../logic/wx/animation.ts'
import type { Loose, UserFunction } from '../logic/wx/registry.ts'
import { SimApplier } from './applier.ts'
import { commitAll, giveAgain, touched } from './attributes.ts'
import { SimRoot } from './component.ts'
import { emitEvent, watchersOf } from './events.ts'
import { SimIntersection } from './intersection.ts'
import { camelName } from './json.ts'
import { kinds, shownTag } from './kinds.ts'
import { pageHook } from './life.ts'
import type { SimulatedInfo, SimulatedSpec } from './nodes.ts'
import { SimQuery } from './query.ts'

/** What the compiler answered about one component, and what the tool adds. */
export interface SimDescription {
  id: string
  /** How relations name it: what was loaded together, then the path from the root of the project, without extension. */
  path: string
  /** `($) => ({ main })`. */
  make: ($: Loose) => UnitTemplates
  wxs: { id: string; run: UserFunction; requests: Record<string, string | null> }[]
  /** Tells modules of one name in two projects apart. */
  scope: string
  /** Compiled as the tool's own compiler does. */
  plain: boolean
  tagName: string
  using: Record<string, string>
  /** Generic → tag of its default. */
  generics: Record<string, string | null>
  json: Options
}

export class Simulator {
  private readonly applier = new SimApplier()
  private readonly emitted: Record<string, unknown>
  private roots = 0
  private readonly known = new Set<string>()
  /** Of all components, for relations. */
  private readonly paths = new Set<string>()

  constructor() {
    const ignore = (): void => undefined
    patch.raw = true
    patch.sync = true
    world.send = (message) => {
      if (message.t !== 'patch') return
      this.applier.apply(message.ops)
      acknowledge(message.seq)
    }
    this.emitted = makeEmitted(ignore, ignore)
    this.emitted.template = (spec: TemplateSpec) => this.template(spec)
    world.emitted = this.emitted
    world.settled = (instance) => giveAgain(instance as Instance)
    world.watchers = (at, type, capture) => watchersOf(this.applier, at, type, capture)
    const { provided } = world.host
    provided.createSelectorQuery = (user) => new SimQuery(this.applier, instanceOf(user) ?? null)
    provided.createIntersectionObserver = (user, options) => new SimIntersection(this.applier, instanceOf(user)!, options)
    addHandles(this.applier, this.paths)
    for (const name of ['createMediaQueryObserver', 'animate', 'clearAnimation']) provided[name] = ignore
  }

  private template(spec: TemplateSpec): Template {
    const template = new Template(spec)
    this.applier.templates.set(spec.key, template)
    return template
  }

  behavior(options: Options): BehaviorObject {
    return new BehaviorObject(options)
  }

  /** `createSelectorQuery` of `wx`, which is told later in which component it looks. */
  query(): SimQuery {
    return new SimQuery(this.applier, null)
  }

  /** `wx.createAnimation`. */
  animation(options: unknown): unknown {
    return (wxAnimation(world.host).createAnimation as UserFunction)(options)
  }

  /** The id is a component's from now on, though it is not registered yet: components may use themselves. */
  reserve(id: string): void {
    this.known.add(id)
  }

  isRegistered(id: unknown): boolean {
    return this.known.has(String(id))
  }

  isBuiltIn(tag: string): boolean {
    return shownTag(tag, undefined) !== tag
  }

  register(description: SimDescription): void {
    const { id, path, scope, tagName, using, generics, json } = description
    for (const module of description.wxs) {
      const requests = Object.fromEntries(Object.entries(module.requests).map(([text, target]) => [text, target && scope + target]))
      registerWxs(scope + module.id, module.run, requests)
    }
    // What the compiler answered names components by their tags and is the same whatever ids they get.
    const template = (spec: SimulatedSpec): Template => {
      for (const place of spec.comps ?? []) {
        if (typeof place.is === 'string') place.is = using[place.is] ?? place.is
        place.props = Object.fromEntries(Object.entries(place.props ?? {}).filter(([name]) => isPassed(place, name)))
      }
      return this.template({ ...spec, key: `${id}/${spec.key}`, none: description.plain ? undefined : '' } as TemplateSpec)
    }
    const make = (): UnitTemplates => description.make({ ...this.emitted, ...dialect(description.plain), template, wxs: (module: string) => wxs(scope + module) })
    const unit = new Unit(path, { kind: 'component', using, generics, json }, make)
    units.set(id, unit)
    this.paths.add(path)
    const kind = { tagName, classPrefix: '', virtualHost: false }
    kinds.byId.set(id, kind)
    kinds.byUnit.set(unit, kind)
  }

  /** What the component's script gave `Component`. */
  define(id: string, options: Options, classPrefix: string): void {
    const unit = units.get(id)!
    unit.define(options, false)
    const kind = kinds.byId.get(id)!
    kind.classPrefix = options.options?.classPrefix ?? classPrefix
    kind.virtualHost = unit.def.options.virtualHost === true
  }

  isDefined(id: string): boolean {
    return units.get(id)?.defined ?? false
  }

  /** Renders a component, detached. It stands in a tree of its own, of which the test sees only the component. */
  render(id: string, properties: Record<string, unknown> = {}): SimRoot | undefined {
    const unit = units.get(id)
    if (!unit?.defined) return undefined
    const tag = kinds.byId.get(id)!.tagName || id
    const props: Record<string, unknown> = {}
    for (const name in properties) if (isPassed({ node: 0, tag, is: id }, name) && name !== 'id' && name !== 'slot') props[camelName(name)] = properties[name]
    const at = Object.entries(properties)
    const node = { p: -1, tag, ci: 0, at, c: textOf(properties.class), id: textOf(properties.id) }
    const spec: SimulatedSpec = {
      key: `root:${++this.roots}`,
      size: 0,
      holes: 0,
      nodes: [node],
      comps: [{ node: 0, tag, is: id }],
      tree: [[tag, 0]],
      update: (block, data) => commit(block, data, 0),
    }
    const outerUnit = new Unit(spec.key, { kind: 'page' }, () => ({ main: this.template(spec) }))
    outerUnit.define({}, true)
    const outer = new Instance(outerUnit, null, null)
    showRoot(outer, outer.id, {})
    flushPatch()
    const element = this.applier.blocks.get(outer.root!.id)!.elements[0]!
    // As with the tool, the first rendering is one without properties.
    const instance = element.instance!
    Object.assign(instance.child!.values, props)
    instance.applyGiven(props)
    flushPatch()
    return new SimRoot(element, this.applier, outer)
  }
}

/** A component with a host element does not get what styles the host. */
function isPassed({ is }: ComponentPlace, name: string): boolean {
  return name !== 'class' && (name !== 'style' || (typeof is === 'string' && kinds.isVirtual(is)))
}

/** Where the tool differs from an app: how its two compilers write null and undefined, what undefined is as a property, slots. */
function dialect(plain: boolean): Record<string, unknown> {
  const whole = (x: unknown): string => (x === undefined ? '' : String(x))
  return {
    text: whole,
    str: (x: unknown) => (plain && x === null ? '' : whole(x)),
    // When one attribute of a component changes, the tool gives it all its properties again.
    S: (block: Block, hole: number, value: unknown) => {
      S(block, hole, value)
      for (const { ci, at } of block.t.nodes as SimulatedInfo[]) {
        if (ci !== undefined && at?.some(([name, from, isHole]) => isHole && from === hole && name[0] !== '@')) touched.add(child(block, ci))
      }
    },
    commit: commitAll,
    // The tool's engine shows nothing in a slot that got nothing.
    slot: (block: Block, data: Data, region: number, name: unknown, values: Data | null) => {
      const { multipleSlots, dynamicSlots } = block.o.def.options
      // Of a component with one slot it is the one without a name.
      if (multipleSlots || dynamicSlots || whole(name) === '') slot(block, data, region, name, values, null)
    },
    prop: (place: Child, name: string, value: unknown) => {
      if (isPassed(place.place, name)) prop(place, name, value === undefined && !plain ? '' : value)
    },
  }
}

function textOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value)
}

/** What tests find on `this` besides what components have in an app. */
function addHandles(applier: SimApplier, paths: ReadonlySet<string>): void {
  const hidden = { configurable: true, enumerable: false }
  const method = (name: string, run: (instance: Instance, ...args: Loose[]) => unknown): void => {
    const value = function (this: unknown, ...args: unknown[]): unknown {
      const instance = instanceOf(this)
      return instance && run(instance, ...args)
    }
    Object.defineProperty(userBase, name, { ...hidden, writable: true, value })
  }
  // Without a detail an event has none.
  method('triggerEvent', (instance, name: unknown, detail: unknown, options: Loose) => {
    const host = applier.hostOf(instance)
    if (host) emitEvent(host, String(name), detail, options)
    else triggerCustom(instance, name, detail, options)
  })
  // Null where nothing can be linked: the key names no relation, or no component of the same `load`.
  method('getRelationNodes', (instance, key: string) => {
    const linkable = instance.def.relations.some((relation) => relation.key === key && (relation.target || paths.has(resolvePath(instance.unit.path, key))))
    return linkable ? relatedTo(instance, key) : null
  })
  method('triggerLifeTime', (instance, name: string, args: unknown[] = []) => instance.hook(name, ...args))
  method('triggerPageLifeTime', (instance, name: string, args: unknown[] = []) => pageHook(instance, name, args))
  // What stands around the root of a test is not the test's.
  method('selectOwnerComponent', ({ owner }) => (owner && owner !== owner.page ? exported(owner) : null))
  Object.defineProperty(userBase, '$$', {
    ...hidden,
    get(this: unknown) {
      const instance = instanceOf(this)
      return instance && applier.hostOf(instance)?.dom
    },
  })
}
