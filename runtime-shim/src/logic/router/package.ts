/** Packages: which one a path is in, and loading subpackages when they are needed. */
import { HAS_SUBPACKAGES } from '../../protocol/parts.ts'
import { world } from '../context.ts'
import type { Loose } from '../wx/registry.ts'

interface Subpackage {
  root: string
  name?: string
  script: string
}

const loading = new Map<string, Promise<void>>()

function subpackages(): Subpackage[] {
  return ((world.host.config.subpackages ?? []) as Subpackage[]).map((s) => ({ ...s, root: s.root.replace(/^\/|\/$/g, '') }))
}

function load(found: Subpackage | undefined): Promise<void> {
  if (!found) return Promise.resolve()
  const before = loading.get(found.root)
  if (before) return before
  const done = world.load(found.script)
  loading.set(found.root, done)
  done.catch((error: unknown) => {
    loading.delete(found.root)
    world.host.event('lazyLoadError').fire({ type: 'subpackage', subpackage: [found.root], errMsg: String(error) })
  })
  return done
}

/** Loads the package a page, component or module is in, if it is not there. */
export function loadPackageOf(path: string): Promise<void> {
  return HAS_SUBPACKAGES ? load(subpackages().find(({ root }) => path.startsWith(root + '/'))) : Promise.resolve()
}

/** `preloadRule` of a page that has been shown. */
export function preloadFrom(path: string): void {
  if (HAS_SUBPACKAGES) preload(path)
}

function preload(path: string): void {
  const rules = world.host.config.preloadRule as Record<string, Loose> | undefined
  const rule = rules?.[path] ?? rules?.['/' + path]
  if (!rule || ((rule.network ?? 'wifi') === 'wifi' && world.host.env.networkType !== 'wifi')) return
  for (const wanted of rule.packages as string[]) {
    const root = wanted.replace(/^\/|\/$/g, '')
    load(subpackages().find((s) => s.root === root || s.name === wanted)).catch(() => undefined)
  }
}
