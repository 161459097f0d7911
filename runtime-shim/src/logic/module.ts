/** Modules: `require`, which script a `Page()` or `Component()` call belongs to, and the names user code finds. */
import { esm } from '../protocol/esm.ts'
import { HAS_BEHAVIORS, HAS_BUILDERS } from '../protocol/parts.ts'
import { addWxsModule, replaceWxsModule, runWxsModule } from '../protocol/wxs.ts'
import type { WxsFactory, WxsModules, WxsRequests } from '../protocol/wxs.ts'
import { App, getApp } from './app/app.ts'
import { definitionBuilder, traitBehavior } from './component/builder.ts'
import { BehaviorObject } from './component/definition.ts'
import type { Options } from './component/definition.ts'
import { Unit, units } from './component/unit.ts'
import type { UnitInfo, UnitTemplates } from './component/unit.ts'
import { guard, notInBuild, world } from './context.ts'
import { loadPackageOf } from './router/package.ts'
import { exportedToPlugins, findPlugin } from './router/plugin.ts'
import { currentPages } from './router/stack.ts'
import { resolvePath } from './router/url.ts'
import type { Loose, UserFunction } from './wx/registry.ts'

interface Module {
  factory: UserFunction
  /** Request text → path; null: the file is missing. */
  requests: Record<string, string | null>
  module: { exports: Loose } | null
}

/** `require` of one module. */
export interface Require {
  (request: string, ok?: UserFunction, fail?: UserFunction): Loose
  async(request: string): Promise<Loose>
}

const modules = new Map<string, Module>()
const wxsModules: WxsModules = new Map()
/** Units whose script has not run yet. */
let pending = new Set<Unit>()
/** By script: whose it is. */
const scriptOwners = new Map<string, Unit>()
/** The unit whose script runs. */
let current: Unit | undefined

export function registerModule(path: string, factory: UserFunction, requests: Module['requests'] = {}): void {
  // A package from npm that an independent subpackage brings with it is part of the main one too.
  if (!modules.has(path)) modules.set(path, { factory, requests, module: null })
}

export function registerWxs(path: string, factory: WxsFactory, requests: WxsRequests = {}): void {
  addWxsModule(wxsModules, path, factory, requests)
}

export function registerUnit(path: string, info: UnitInfo, make: ($: unknown) => UnitTemplates): void {
  if (units.has(path)) return
  const unit = new Unit(path, info, make)
  units.set(path, unit)
  pending.add(unit)
  if (info.script) scriptOwners.set(info.script, unit)
}

/** The module a request means: resolved by the compiler, or (computed requests) here. */
function find(from: string, request: string): Module & { path: string } {
  const known = modules.get(from)?.requests[request]
  const base = known ?? resolvePath(from, request)
  const path = known === null ? undefined : [base, base + '.js', base + '/index.js'].find((candidate) => modules.has(candidate))
  if (path === undefined) throw new Error(`module '${base}' is not defined, require args is '${request}'`)
  return { ...modules.get(path)!, path }
}

function run(path: string): Loose {
  const entry = modules.get(path)!
  if (!entry.module) {
    const module = (entry.module = { exports: {} as Loose })
    const before = current
    current = scriptOwners.get(path) ?? before
    try {
      entry.factory(requireFrom(path), module, module.exports)
    } catch (error) {
      entry.module = null
      throw error
    } finally {
      current = before
    }
  }
  return entry.module.exports
}

function requireFrom(from: string): Require {
  const later = async (request: string): Promise<Loose> => {
    try {
      await loadPackageOf(modules.get(from)?.requests[request] ?? resolvePath(from, request))
      return run(find(from, request).path)
    } catch (error) {
      throw { errMsg: error instanceof Error ? error.message : String(error), mod: request }
    }
  }
  const require = (request: string, ok?: UserFunction, fail?: UserFunction): Loose => {
    if (!ok && !fail) return run(find(from, request).path)
    later(request).then(
      (exports) => ok && guard(ok, undefined, exports),
      (error: Loose) => fail && guard(fail, undefined, error),
    )
  }
  return Object.assign(require, { async: later })
}

/** The exports of a WXS module. */
export function wxs(path: string): Loose {
  return runWxsModule(wxsModules, path, console.error)
}

/** `wxc dev`: another WXS module under a path. */
export function replaceWxs(path: string, factory: WxsFactory, requests: WxsRequests = {}): void {
  replaceWxsModule(wxsModules, path, factory, requests)
}

/** Runs a script that nothing requires: `app.js`, those of pages and components. */
export function runScript(path: string): void {
  if (modules.has(path)) guard(() => run(path))
}

/** Runs the scripts of units registered since the last time: in the order of the pages, what they use first. */
export function runUnitScripts(): void {
  const waiting = pending
  pending = new Set()
  const visit = (unit: Unit | undefined): void => {
    if (!unit || !waiting.delete(unit)) return
    for (const path of Object.values(unit.info.using ?? {})) visit(units.get(path))
    const { script } = unit.info
    if (script) runScript(script)
  }
  for (const { path } of world.host.config.pages as { path: string }[]) visit(units.get(path))
  for (const unit of [...waiting]) visit(unit)
}

function define(options: Options, isPage: boolean): void {
  if (current) current.define(options ?? {}, isPage)
  else console.error(`${isPage ? 'Page' : 'Component'}() was called outside the script of a page or component. It must not be called in an asynchronous task.`)
}

/** What a plugin gives; a stand-in for one whose code is not here: every call warns. */
function requirePlugin(name: string): unknown {
  const plugin = findPlugin(name)
  if (plugin) return plugin.main === null ? {} : run(plugin.main)
  const missing = (): void => console.warn(`Plugin "${name}" is not available.`)
  return new Proxy(missing, { get: (_, key) => (key === 'then' ? undefined : missing) })
}

function behavior(options?: Options): unknown {
  if (!HAS_BEHAVIORS) return notInBuild('Behavior')
  return options || !HAS_BUILDERS ? new BehaviorObject(options ?? {}) : definitionBuilder((built) => new BehaviorObject(built))
}

/** What user modules see instead of the worker's own names. */
export function userGlobals(): Record<string, unknown> {
  return {
    wx: world.host.wx,
    App,
    getApp,
    Page: (options: Options) => define(options, true),
    Component: (options?: Options) => (options || !HAS_BUILDERS ? define(options ?? {}, false) : definitionBuilder((built) => define(built, false))),
    Behavior: HAS_BUILDERS ? Object.assign(behavior, { trait: traitBehavior }) : behavior,
    getCurrentPages: currentPages,
    requirePlugin: Object.assign(requirePlugin, { async: async (name: string) => requirePlugin(name) }),
    requireMiniProgram: () => {
      const path = exportedToPlugins()
      return path === undefined ? {} : run(path)
    },
    __wxConfig: world.host.config,
    global: globalThis,
    globalThis,
  }
}

/** `import(request)`. */
export async function dynamicImport(require: Require, request: string): Promise<Loose> {
  return esm(await require.async(request))
}
