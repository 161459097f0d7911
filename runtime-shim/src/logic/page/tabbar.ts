/** The custom tab bar (`tabBar.custom`): one instance of `custom-tab-bar/index` per tab page, a second root in the page's container. */
import { Instance } from '../component/instance.ts'
import { exported } from '../component/select.ts'
import { units } from '../component/unit.ts'
import { world } from '../context.ts'
import { tabIndex } from '../router/stack.ts'
import { attachRoot, showRoot } from './page.ts'
import type { Page } from './page.ts'

const PATH = 'custom-tab-bar/index'
const bars = new WeakMap<Instance, Instance>()

/** Gives a tab page its bar. */
export function addTabBar(page: Page): void {
  const unit = units.get(PATH)
  if (!unit || !world.host.config.tabBar?.custom || tabIndex(page.path) < 0) return
  const bar = new Instance(unit, null, null)
  page.bar = bar
  bars.set(page.instance, bar)
  showRoot(bar, page.instance.id, {})
  attachRoot(bar)
}

/** What `getTabBar` gives. */
export function tabBarOf(page: Instance): unknown {
  const bar = bars.get(page)
  return bar ? exported(bar) : undefined
}
