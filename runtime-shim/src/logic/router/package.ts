/** Packages: which one a path is in, and loading them when they are needed (framework reference §12). */
import { HAS_SUBPACKAGES } from '../../protocol/parts.ts'
import { units } from '../component/unit.ts'
import { world } from '../context.ts'
import type { Loose } from '../wx/registry.ts'

interface Package {
  /** `''`: the main package, which is a script of its own where pages can do without it. */
  root: string
  name?: string
  script: string
  independent?: boolean
  /** Module that runs first when the package is there. */
  entry?: string
  /** What its pages need on the view; only where a `preloadRule` names the package. */
  files?: string[]
}

const loading = new Map<string, Promise<void>>()
const preloaded = new Set<string>()

function subpackages(): Package[] {
  return ((world.host.config.subpackages ?? []) as Package[]).map((s) => ({ ...s, root: s.root.replace(/^\/|\/$/g, '') }))
}

function mainPackage(): Package | undefined {
  const script = world.host.config.main as string | undefined
  return script === undefined ? undefined : { root: '', script }
}

function packageOf(path: string): Package | undefined {
  return subpackages().find(({ root }) => path.startsWith(root + '/'))
}

/** Pages of an independent subpackage work without the main package: there is no app until another page is opened. */
export function isIndependent(path: string): boolean {
  return packageOf(path)?.independent === true
}

/** The script that runs first in a package. */
export function packageEntry(root: string): string | undefined {
  return subpackages().find((other) => other.root === root)?.entry
}

/** The part of the main package that the app's script does not have, because few pages need it. */
function pagePart(path: string): Package | undefined {
  const script = (world.host.config.pages as { path: string; script?: string }[]).find((page) => page.path === path)?.script
  return script === undefined || units.has(path) ? undefined : { root: path, script }
}

function load(found: Package | undefined, name = found?.root): Promise<void> {
  if (!found) return Promise.resolve()
  const before = loading.get(found.root)
  if (before) return before
  const done = world.load(found.script)
  loading.set(found.root, done)
  done.catch((error: unknown) => {
    loading.delete(found.root)
    world.host.event('lazyLoadError').fire({ type: 'subpackage', subpackage: [name || '__APP__'], errMsg: `loadSubpackage:fail ${String(error)}` })
  })
  return done
}

/** Loads what a page, component or module needs to be there: its package, and the main one unless it can do without. */
export function loadPackageOf(path: string): Promise<void> {
  return HAS_SUBPACKAGES ? loadAround(path) : Promise.resolve()
}

async function loadAround(path: string): Promise<void> {
  const found = packageOf(path)
  if (!found?.independent) await load(mainPackage())
  await load(found)
  await load(pagePart(path), '__APP__')
}

/** `preloadRule` of a page that has been shown: brings packages into the browser's cache; their scripts run when they are needed. */
export function preloadFrom(path: string): void {
  if (HAS_SUBPACKAGES) preload(path)
}

function preload(path: string): void {
  const rules = world.host.config.preloadRule as Record<string, Loose> | undefined
  const rule = rules?.[path] ?? rules?.['/' + path]
  if (!rule || ((rule.network ?? 'wifi') === 'wifi' && world.host.env.networkType !== 'wifi')) return
  for (const wanted of rule.packages as string[]) {
    const root = wanted.replace(/^\/|\/$/g, '')
    const found = wanted === '__APP__' ? mainPackage() : subpackages().find((s) => s.root === root || s.name === wanted)
    if (!found || loading.has(found.root) || preloaded.has(found.root)) continue
    preloaded.add(found.root)
    for (const file of [found.script, ...(found.files ?? [])]) world.preload(file).catch(() => preloaded.delete(found.root))
  }
}
