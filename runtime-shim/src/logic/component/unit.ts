/** Pages and components as the compiler registers them: templates, what they use, and the definition their script gave. */
import { world } from '../context.ts'
import type { Child } from '../render/child.ts'
import type { Template } from '../render/block.ts'
import { loadPackageOf } from '../router/package.ts'
import { Definition } from './definition.ts'
import type { Options } from './definition.ts'
import type { Instance } from './instance.ts'

/** `info` of `$.unit`. */
export interface UnitInfo {
  json?: Options
  script?: string
  kind: 'page' | 'component'
  scope?: string
  using?: Record<string, string>
  generics?: Record<string, string | null>
  placeholders?: Record<string, string>
}

export interface UnitTemplates {
  /** Null: there is no template file. */
  main: Template | null
}

export class Unit {
  readonly path: string
  info: UnitInfo
  make: ($: unknown) => UnitTemplates
  /** What `make` gave; undefined until the first instance needs it. */
  made: UnitTemplates | undefined
  private definition: Definition | undefined
  /** No template of it has components. */
  leaf = false
  constructor(path: string, info: UnitInfo, make: ($: unknown) => UnitTemplates) {
    this.path = path
    this.info = info
    this.make = make
  }
  get templates(): UnitTemplates {
    if (!this.made) {
      const before = world.hosting
      this.made = this.make(world.emitted)
      this.leaf = world.hosting === before
    }
    return this.made
  }
  /** `Page()` or `Component()` was called for it. */
  get defined(): boolean {
    return this.definition !== undefined
  }
  define(options: Options, isPage: boolean): void {
    this.definition = new Definition(options, isPage, this.info.json ?? {})
  }
  get def(): Definition {
    if (!this.definition) {
      console.error(
        this.info.kind === 'page'
          ? `Page "${this.path}" has not been registered yet.`
          : `Component "${this.path}" has not been registered: its script does not call Component().`,
      )
      this.define({}, this.info.kind === 'page')
    }
    return this.definition!
  }
}

export const units = new Map<string, Unit>()

/** The path a tag stands for in the template of `owner`: a component it uses, or one of its generics. */
function pathOfTag(owner: Instance, tag: string): string | undefined {
  return owner.unit.info.using?.[tag] ?? genericPath(owner, tag)
}

/** What the user of a component chose for one of its generics, or the default. */
function genericPath(instance: Instance, name: string): string | undefined {
  const tag = instance.child?.place.generics?.[name]
  if (tag && instance.owner) return pathOfTag(instance.owner, tag) ?? tag
  return instance.unit.info.generics?.[name] ?? undefined
}

/**
 * The component for a place. While its package is not there, its placeholder (if that is a component) stands in and is replaced later.
 */
export function componentOf(c: Child): Unit | undefined {
  const { is, tag } = c.place
  const owner = c.block.o
  const path = typeof is === 'string' ? is : genericPath(owner, is.generic)
  if (!path) return undefined
  const unit = units.get(path)
  if (unit) return unit
  if (c.awaited) return undefined
  c.awaited = true
  loadPackageOf(path).then(
    () => {
      const real = units.get(path)
      if (real && !c.block.gone) c.replace(real)
      else if (!real) console.error(`Component is not found in path "${path}"`)
    },
    (error: unknown) => world.host.onError(error),
  )
  const placeholder = owner.unit.info.placeholders?.[tag]
  return placeholder ? units.get(owner.unit.info.using?.[placeholder] ?? placeholder) : undefined
}
