/** The methods and properties every page and component object has. */
import { HAS_BUILDERS, HAS_COMPONENTS, HAS_CUSTOM_TAB_BAR, HAS_EVENT_CHANNELS, HAS_PERFORMANCE, HAS_RELATIONS, HAS_ROUTERS, HAS_SELECTORS } from '../../protocol/parts.ts'
import { notInBuild, world } from '../context.ts'
import { copyData } from '../data/copy.ts'
import { triggerCustom } from '../event/custom.ts'
import { describeElement } from '../event/target.ts'
import { routerFor } from '../router/router.ts'
import { tabBarOf } from '../page/tabbar.ts'
import { channelOf } from '../router/channel.ts'
import type { Loose } from '../wx/registry.ts'
import { instanceOf } from './instance.ts'
import type { Instance } from './instance.ts'
import { listenToUpdates } from './performance.ts'
import { relatedTo } from './relation.ts'
import { exported, selectInstances } from './select.ts'
import { hostOf } from './tree.ts'

type Method = (instance: Instance, ...args: Loose[]) => unknown

/** `false`: its name occurs nowhere in the project. */
const methods: Record<string, Method | false> = {
  setData: (i, data, callback) => i.setData(data, callback),
  groupSetData: (i, group) => i.groupSetData(group),
  hasBehavior: (i, behavior) => (typeof behavior === 'object' ? Boolean(behavior?.isOf?.(i)) : i.def.behaviors.has(behavior)),
  traitBehavior: HAS_BUILDERS && ((i, trait) => trait?.of?.(i) as unknown),
  triggerEvent: (i, name, detail = {}, options) => HAS_COMPONENTS && triggerCustom(i, name, detail, options),
  selectComponent:
    HAS_SELECTORS &&
    ((i, selector) => {
      const [found] = selectInstances(i, selector, false)
      return found ? exported(found) : null
    }),
  selectAllComponents: HAS_SELECTORS && ((i, selector) => selectInstances(i, selector, true).map(exported)),
  selectOwnerComponent: (i) => (i.owner ? exported(i.owner) : null),
  getRelationNodes: HAS_RELATIONS && ((i, key) => relatedTo(i, key)),
  getPageId: (i) => `pageId:${i.page.id}`,
  getTabBar: (i, callback) => {
    const bar = HAS_CUSTOM_TAB_BAR ? tabBarOf(i.page) : undefined
    if (typeof callback === 'function') callback(bar)
    return bar
  },
  setUpdatePerformanceListener: HAS_PERFORMANCE && ((i, options, notify) => listenToUpdates(i, options, notify)),
  getOpenerEventChannel: HAS_EVENT_CHANNELS && ((i) => channelOf(i.page)),
  setInitialRenderingCache: () => undefined,
  applyAnimatedStyle: () => undefined,
  clearAnimatedStyle: () => undefined,
  getPassiveEvent: (_, callback) => callback?.({}),
  setPassiveEvent: () => undefined,
}

/** Implemented by families of `wx` (`WxHost.provide`). */
const PROVIDED = ['createSelectorQuery', 'createIntersectionObserver', 'createMediaQueryObserver', 'animate', 'clearAnimation']

/** Read from the instance; an assignment in user code replaces them by a plain member. */
const properties: Record<string, (instance: Instance) => unknown> = {
  is: (i) => i.unit.path,
  id: (i) => (i.child ? describeElement(hostOf(i.child)).id : ''),
  dataset: (i) => (i.child ? copyData(describeElement(hostOf(i.child)).dataset) : {}),
  properties: (i) => i.user.data as unknown,
  router: (i) => (HAS_ROUTERS ? routerFor(i.unit.path) : notInBuild('router')),
  pageRouter: (i) => (HAS_ROUTERS ? routerFor(i.page.unit.path) : notInBuild('pageRouter')),
  renderer: () => 'webview',
}

function makeBase(): object {
  const base = {}
  const hidden = { writable: true, configurable: true, enumerable: false }
  for (const name of Object.keys(methods)) {
    const value = function (this: unknown, ...args: unknown[]): unknown {
      const instance = instanceOf(this)
      const method = methods[name]
      return method ? instance && method(instance, ...args) : notInBuild(name)
    }
    Object.defineProperty(base, name, { ...hidden, value })
  }
  for (const name of PROVIDED) {
    const value = function (this: unknown, ...args: unknown[]): unknown {
      const implementation = world.host.provided[name]
      return implementation ? (implementation(this, ...args) as unknown) : notInBuild(name)
    }
    Object.defineProperty(base, name, { ...hidden, value })
  }
  for (const name of Object.keys(properties)) {
    Object.defineProperty(base, name, {
      configurable: true,
      get(this: unknown) {
        const instance = instanceOf(this)
        return instance && properties[name]!(instance)
      },
      set(this: object, value: unknown) {
        Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true })
      },
    })
  }
  return base
}

export const userBase: object = makeBase()
