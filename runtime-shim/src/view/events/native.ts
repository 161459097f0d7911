/** Browser events that pages may bind directly: listened to once per type, when the first template that wants the type is used. */
import type { ViewTemplate } from '../apply/template.ts'
import { view } from '../view.ts'
import { emitEvent } from './emit.ts'
import { pagePoint } from './touch.ts'

const NATIVE = /^(transitionend|animation(start|iteration|end)|pointer(down|move|up|cancel)|mouse(down|move|up)|wheel)$/

const listening = new Set<string>()

function forward(event: Event): void {
  const target = event.target as Element
  // What moves inside a built-in element is its own business.
  if (!target.localName.startsWith('wx-')) return
  const { elapsedTime, propertyName, animationName } = event as Partial<TransitionEvent & AnimationEvent>
  const { clientX, clientY, deltaX, deltaY } = event as Partial<WheelEvent>
  const detail: Record<string, unknown> = {}
  for (const [name, value] of Object.entries({ elapsedTime, propertyName, animationName, deltaX, deltaY })) if (value !== undefined) detail[name] = value
  if (clientX !== undefined && clientY !== undefined) Object.assign(detail, pagePoint(target, clientX, clientY))
  emitEvent(target, event.type, detail, { bubbles: true, source: event })
}

/** Starts listening to what this template's listeners need. */
export function listenFor(template: ViewTemplate): void {
  for (const node in template.on)
    for (const [, type] of template.on[node]!) {
      if (listening.has(type) || !NATIVE.test(type)) continue
      listening.add(type)
      view.root.addEventListener(type, forward, { capture: true, passive: true })
    }
}
