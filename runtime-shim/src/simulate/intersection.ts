/** `createIntersectionObserver` in tests: measured when observing starts and when the root of the test scrolls. */
import type { Instance } from '../logic/component/instance.ts'
import { describeElement } from '../logic/event/target.ts'
import type { Loose, UserFunction } from '../logic/wx/registry.ts'
import type { SimApplier } from './applier.ts'
import type { SimElement } from './nodes.ts'
import { Selection } from './select.ts'

interface Box {
  left: number
  top: number
  right: number
  bottom: number
  width: number
  height: number
}

interface Observed {
  target: SimElement
  ratio: number | undefined
  callback: UserFunction
}

/** By component: what is observed in it. */
const running = new WeakMap<Instance, Set<SimIntersection>>()

/** The root of a test scrolled. */
export function measureIntersections(instance: Instance): void {
  for (const observer of running.get(instance) ?? []) observer.measure()
}

function common(a: Box, b: Box): Box {
  const left = Math.max(a.left, b.left)
  const top = Math.max(a.top, b.top)
  const right = Math.min(a.right, b.right)
  const bottom = Math.min(a.bottom, b.bottom)
  if (right <= left || bottom <= top) return { left: 0, top: 0, right: 0, bottom: 0, width: Math.max(0, right - left), height: Math.max(0, bottom - top) }
  return { left, top, right, bottom, width: right - left, height: bottom - top }
}

export class SimIntersection {
  private readonly applier: SimApplier
  private readonly instance: Instance
  private readonly options: Loose
  private readonly references: { selector: string | null; margins: Loose }[] = []
  private observed: Observed[] = []

  constructor(applier: SimApplier, instance: Instance, options: Loose) {
    this.applier = applier
    this.instance = instance
    this.options = options ?? {}
  }

  relativeTo(selector: string, margins: Loose = {}): this {
    this.references.push({ selector, margins })
    return this
  }

  relativeToViewport(margins: Loose = {}): this {
    this.references.push({ selector: null, margins })
    return this
  }

  observe(selector: string, callback: UserFunction): void {
    const targets = new Selection(this.instance, this.applier, selector, !this.options.observeAll).run()
    this.observed.push(...targets.map((target) => ({ target, ratio: this.options.initialRatio || 0, callback })))
    const all = running.get(this.instance) ?? new Set()
    running.set(this.instance, all.add(this))
    window.requestAnimationFrame(() => this.measure())
  }

  disconnect(): void {
    this.observed = []
    running.get(this.instance)?.delete(this)
  }

  measure(): void {
    for (const one of this.observed) this.measureOne(one)
  }

  private reference(): Box {
    const { clientWidth: width, clientHeight: height } = document.documentElement
    const boxes = this.references.flatMap(({ selector, margins }) => {
      const [element] = selector === null ? [] : new Selection(this.instance, this.applier, selector, true).run()
      if (selector !== null && !element) return []
      const { left, top, right, bottom } = element?.dom?.getBoundingClientRect() ?? { left: 0, top: 0, right: width, bottom: height }
      const box = { left: left - (margins.left || 0), top: top - (margins.top || 0), right: right + (margins.right || 0), bottom: bottom + (margins.bottom || 0) }
      return [{ ...box, width: box.right - box.left, height: box.bottom - box.top }]
    })
    return boxes.reduce(common, boxes[0] ?? { left: 0, top: 0, right: width, bottom: height, width, height })
  }

  private measureOne(one: Observed): void {
    const { dom, block, number } = one.target
    if (!dom?.isConnected && !this.instance.attached) return
    const boundingClientRect = dom!.getBoundingClientRect()
    const relativeRect = this.reference()
    const intersectionRect = common(relativeRect, boundingClientRect)
    const area = boundingClientRect.width * boundingClientRect.height
    const ratio = area ? (intersectionRect.width * intersectionRect.height) / area : 0
    const before = one.ratio ?? 0
    one.ratio = ratio
    const crossed = ((this.options.thresholds ?? [0]) as number[]).some((limit) => (ratio <= limit && before >= limit) || (ratio >= limit && before <= limit))
    if (ratio === before || !crossed) return
    const { id, dataset } = describeElement({ block: block.logic!, node: number })
    one.callback({ id, dataset, time: Date.now(), boundingClientRect, intersectionRatio: ratio, intersectionRect, relativeRect })
  }
}
