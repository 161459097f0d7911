/** The methods and properties every page and component object has. */
import { world } from '../context.ts'
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

const methods: Record<string, Method> = {
  setData: (i, data, callback) => i.setData(data, callback),
  groupSetData: (i, group) => i.groupSetData(group),
  hasBehavior: (i, behavior) => (typeof behavior === 'object' ? Boolean(behavior?.isOf?.(i)) : i.def.behaviors.has(behavior)),
  traitBehavior: (i, trait) => trait?.of?.(i) as unknown,
  triggerEvent: (i, name, detail, options) => triggerCustom(i, name, detail, options),
  selectComponent: (i, selector) => {
    const [found] = selectInstances(i, selector, false)
    return found ? exported(found) : null
  },
  selectAllComponents: (i, selector) => selectInstances(i, selector, true).map(exported),
  selectOwnerComponent: (i) => (i.owner ? exported(i.owner) : null),
  getRelationNodes: (i, key) => relatedTo(i, key),
  getPageId: (i) => `pageId:${i.page.id}`,
  getTabBar: (i, callback) => {
    const bar = tabBarOf(i.page)
    if (typeof callback === 'function') callback(bar)
    return bar
  },
  setUpdatePerformanceListener: (i, options, notify) => listenToUpdates(i, options, notify),
  getOpenerEventChannel: (i) => channelOf(i.page),
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
  router: (i) => routerFor(i.unit.path),
  pageRouter: (i) => routerFor(i.page.unit.path),
  renderer: () => 'webview',
}

function makeBase(): object {
  const base = {}
  const hidden = { writable: true, configurable: true, enumerable: false }
  for (const name of Object.keys(methods)) {
    const value = function (this: unknown, ...args: unknown[]): unknown {
      const instance = instanceOf(this)
      return instance && methods[name]!(instance, ...args)
    }
    Object.defineProperty(base, name, { ...hidden, value })
  }
  for (const name of PROVIDED) {
    const value = function (this: unknown, ...args: unknown[]): unknown {
      const implementation = world.host.provided[name]
      if (!implementation) throw new Error(`${name} is not part of this build`)
      return implementation(this, ...args)
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
