/** `wxc dev` only: an edit of templates or WXS takes effect in the running app. The page stack, data and modules stay; the trees of what was edited are made anew. */
import { HOST, OWN, PAGE } from '../../protocol/ops.ts'
import { HAS_WXS } from '../../protocol/parts.ts'
import { instancesById } from '../component/instance.ts'
import type { Instance } from '../component/instance.ts'
import { units } from '../component/unit.ts'
import type { UnitInfo, UnitTemplates, Unit } from '../component/unit.ts'
import { world } from '../context.ts'
import { replaceWxs } from '../module.ts'
import type { Page } from '../page/page.ts'
import { attachBlock } from '../render/block.ts'
import { removeTree } from '../render/child.ts'
import { patch, schedulePatch } from '../render/patch.ts'
import { stack } from '../router/stack.ts'
import type { WxHost } from './registry.ts'

export function wxReplace(host: WxHost): Record<string, unknown> {
  host.on('replace', ({ code, remake }: { code: string; remake: string[] }) => {
    try {
      const changed = register(code)
      for (const path of remake) if (units.has(path)) changed.add(units.get(path)!)
      for (const unit of changed) unit.made = undefined
      // Those that stand in the tree of another that is made anew go with it.
      for (const instance of [...instancesById.values()]) if (changed.has(instance.unit) && !instance.gone) remakeTree(instance)
      schedulePatch()
      // Behind the patch.
      void host.call('replaced')
    } catch (error) {
      host.onError(error)
      void host.call('replaced', 'failed')
    }
  })
  return {}
}

/** Runs a replacement (`bundle/live.rs`); gives the units that have another template now. A unit of a package that is not here comes with the package. */
function register(code: string): Set<Unit> {
  const changed = new Set<Unit>()
  const unit = (path: string, info: UnitInfo, make: ($: unknown) => UnitTemplates): void => {
    const known = units.get(path)
    if (known) changed.add(Object.assign(known, { info, make }))
  }
  Object.assign(globalThis, { $wxcReplace: { unit, ...(HAS_WXS && { wxsModule: replaceWxs }) } })
  ;(0, eval)(code)
  return changed
}

/** A new tree for an instance that stays; what others wrote into its slots stays too. */
function remakeTree(instance: Instance): void {
  const { root: old, child, unit } = instance
  const { ops } = patch
  const { main } = unit.templates
  const page = pageAround(instance)
  // The content of a page goes where that of the old tree is.
  if (!child && page?.instance === instance) world.send({ t: 'call', id: 0, method: 'emptyPage', args: { page: instance.id } })
  instance.root = null
  if (main) instance.build(main)
  const { root } = instance as Instance
  if (root && child) ops.push(HOST, child.block.id, child.place.node, instance.id, root.id)
  else if (root && page) {
    ops.push(PAGE, page.instance.id, root.id)
    if (page.bar === instance) ops.push(OWN, root.id, instance.id)
  }
  const gone: Instance[] = []
  if (old) removeTree(old, gone)
  for (const one of gone) one.detach()
  if (instance.attached && root) attachBlock(root)
  instance.slotsChanged()
}

/** The page that an instance without a host is, or is the tab bar of. */
function pageAround(instance: Instance): Page | undefined {
  return [...stack.pages, ...stack.parked.values()].find((page) => page.instance === instance || page.bar === instance)
}
