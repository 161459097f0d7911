/** Events of tests: those a test dispatches, those a test listens to. */
import type { Element } from '../logic/component/tree.ts'
import { deliver } from '../logic/event/dispatch.ts'
import type { Step } from '../logic/event/target.ts'
import type { Loose, UserFunction } from '../logic/wx/registry.ts'
import type { SimApplier } from './applier.ts'
import { shownIn } from './nodes.ts'
import type { SimElement } from './nodes.ts'

interface Watcher {
  type: string
  capture: boolean
  run: UserFunction
}

const watchers = new WeakMap<SimElement, Watcher[]>()
const NATIVE = ['touchstart', 'touchmove', 'touchend', 'touchcancel']

export function watch(element: SimElement, type: string, run: UserFunction, capture: boolean): void {
  const list = watchers.get(element) ?? []
  watchers.set(element, [...list, { type, run, capture }])
}

export function unwatch(element: SimElement, type: string, run: UserFunction, capture: boolean): void {
  const list = watchers.get(element) ?? []
  watchers.set(element, list.filter((one) => one.type !== type || one.run !== run || one.capture !== capture))
}

/** What a test listens to on an element that an event passes. */
export function watchersOf(applier: SimApplier, at: Element, type: string, capture: boolean): UserFunction[] {
  const element = applier.blocks.get(at.block.id)?.elements[at.node]
  const list = element ? (watchers.get(element) ?? []) : []
  return list.filter((one) => one.type === type && one.capture === capture).map((one) => one.run)
}

/** Sends an event through the tree as it is shown. */
export function emitEvent(element: SimElement, type: string, detail: Loose, options: Loose, fields: object = {}): void {
  const { logic } = element.block
  if (!logic) return
  const { bubbles = false, composed = false, capturePhase = false } = (options ?? {}) as Record<string, boolean>
  const path: Step[] = []
  // Along what is shown: an element that no slot shows has nothing around it.
  for (let at: SimElement | null = element; at; at = bubbles || capturePhase ? shownIn(at.block, at.parent) : null) {
    const block = at.block.logic
    if (block && (composed || block.o === logic.o)) path.push({ block, node: at.number, left: at.dom?.offsetLeft ?? 0, top: at.dom?.offsetTop ?? 0, inside: false })
  }
  deliver(path, { type, timeStamp: Date.now() - started(), detail, ...fields }, bubbles, capturePhase)
}

function started(): number {
  return (performance as Loose)?.timeOrigin ?? 0
}

let touchId = 0

function touchOf({ x, y }: { x: number; y: number }, target: EventTarget): Touch {
  return new Touch({ identifier: ++touchId, target, clientX: x, clientY: y, pageX: x, pageY: y })
}

/** `dispatchEvent` of a test: touches go through the document, everything else reaches document and tree a microtask later. */
export function dispatch(element: SimElement, dom: HTMLElement | null | undefined, type: string, options: Loose): void {
  if (NATIVE.includes(type) && dom) {
    const ends = type === 'touchend' || type === 'touchcancel'
    const touches: Loose[] = options.touches || (ends ? [] : [{ x: 0, y: 0 }])
    const changed: Loose[] = options.changedTouches || [{ x: 0, y: 0 }]
    const event = new TouchEvent(type, {
      cancelable: true,
      bubbles: true,
      touches: touches.map((touch) => touchOf(touch, dom)),
      targetTouches: [],
      changedTouches: changed.map((touch) => touchOf(touch, dom)),
    })
    Promise.resolve()
      .then(() => dom.dispatchEvent(event))
      .catch(console.error)
    return
  }
  const event = new CustomEvent(type, options)
  Promise.resolve()
    .then(() => {
      dom?.dispatchEvent(event)
      const fields = { touches: options.touches || {}, changedTouches: options.changedTouches || {} }
      emitEvent(element, type, options.detail || {}, { bubbles: true, composed: true, capturePhase: true }, fields)
    })
    .catch(console.error)
}
