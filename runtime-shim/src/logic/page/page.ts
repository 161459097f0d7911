/** A page on the stack: how it comes, shows, hides and goes. */
import { FREE, OWN, PAGE } from '../../protocol/ops.ts'
import { HAS_COMPONENTS, HAS_CUSTOM_TAB_BAR, HAS_EVENT_CHANNELS } from '../../protocol/parts.ts'
import { Instance } from '../component/instance.ts'
import { descendants } from '../component/tree.ts'
import type { Unit } from '../component/unit.ts'
import { world } from '../context.ts'
import { attachBlock, disposeBlock } from '../render/block.ts'
import { flushPatch, patch } from '../render/patch.ts'
import { setChannel } from '../router/channel.ts'
import type { EventChannel } from '../router/channel.ts'
import type { PageUrl } from '../router/url.ts'
import { addTabBar } from './tabbar.ts'

export class Page {
  readonly instance: Instance
  readonly path: string
  readonly url: PageUrl
  shown = false
  /** The custom tab bar of this page. */
  bar: Instance | null = null

  /** Creates the instance and its tree, detached. */
  constructor(unit: Unit, url: PageUrl, channel: EventChannel | null) {
    this.path = url.path
    this.url = url
    const instance = new Instance(unit, null, null)
    this.instance = instance
    if (HAS_EVENT_CHANNELS && channel) setChannel(instance, channel)
    const { user } = instance
    user.route = url.path
    user.options = { ...url.query }
    if (url.exitState !== undefined) user.exitState = url.exitState
    const wants = (name: string): boolean => typeof user[name] === 'function'
    world.send({
      t: 'mount',
      page: instance.id,
      path: url.path,
      query: url.search,
      wants: { scroll: wants('onPageScroll'), bottom: wants('onReachBottom'), pull: wants('onPullDownRefresh') },
    })
    showRoot(instance, instance.id, url.query)
  }

  load(): void {
    const { instance } = this
    attachRoot(instance)
    if (HAS_CUSTOM_TAB_BAR) addTabBar(this)
    instance.run('onLoad', { ...this.url.query })
  }

  show(): void {
    if (this.shown) return
    this.shown = true
    this.lifetime('show')
    this.instance.run('onShow')
  }

  hide(): void {
    if (!this.shown) return
    this.shown = false
    this.lifetime('hide')
    this.instance.run('onHide')
  }

  /** `pageLifetimes` of the page and every component in it. */
  lifetime(name: string, ...args: unknown[]): void {
    this.instance.hook('page:' + name, ...args)
    if (HAS_COMPONENTS) for (const instance of descendants(this.instance)) instance.hook('page:' + name, ...args)
  }

  /** `onUnload`, then `detached` of everything in it. The caller takes it off the stack and calls `drop`. */
  unload(): void {
    this.shown = false
    this.instance.run('onUnload')
    removeRoot(this.instance)
    if (this.bar) removeRoot(this.bar)
  }

  /** Tells the view to forget it. */
  drop(): void {
    flushPatch()
    world.send({ t: 'unmount', page: this.instance.id })
  }
}

/** Builds the tree of an instance without a host and puts it into the container of a page. */
export function showRoot(instance: Instance, page: number, values: Record<string, unknown>): void {
  instance.create(values)
  if (instance.root) {
    patch.ops.push(PAGE, page, instance.root.id)
    if (page !== instance.id) patch.ops.push(OWN, instance.root.id, instance.id)
  }
  instance.applyInitial()
}

export function attachRoot(instance: Instance): void {
  instance.attach()
  if (instance.root) attachBlock(instance.root)
}

function removeRoot(instance: Instance): void {
  const { root } = instance
  const freed: number[] = []
  const gone: Instance[] = []
  instance.gone = true
  if (root) {
    freed.push(root.id)
    disposeBlock(root, freed, gone)
    patch.ops.push(FREE, freed.length)
    for (const id of freed) patch.ops.push(id)
  }
  gone.push(instance)
  for (const one of gone) one.detach()
}
