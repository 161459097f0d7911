/** Pressed looks: `hover-class` with its two delays, and what keeps ancestors out of it. */
import { addClasses } from '../apply/apply.ts'
import type { WxNode } from '../apply/block.ts'

interface Hover {
  element: WxNode
  names: string
  stay: number
  timer: ReturnType<typeof setTimeout>
  on: boolean
}

let hovers: Hover[] = []

/** Attribute of a plain element, or property of a built-in with behaviour (which has its own default). */
function setting(element: WxNode, name: string): unknown {
  const camel = name.replace(/-([a-z])/g, (_, c: string) => c.toUpperCase())
  return element.getAttribute(name) ?? (element as { get?(name: string): unknown }).get?.(camel)
}

function delay(element: WxNode, name: string, otherwise: number): number {
  const value = Number(setting(element, name) ?? otherwise)
  return value >= 0 ? value : otherwise
}

/** A press on `target` starts: every element around it with a hover class gets it, up to one that says `hover-stop-propagation`. */
export function beginHover(target: Element): void {
  for (let at = target as WxNode | null; at; at = at.parentElement as WxNode | null) {
    const names = setting(at, 'hover-class')
    if (typeof names !== 'string' || !names || names === 'none' || (at as { disabled?: unknown }).disabled === true) continue
    const hover: Hover = { element: at, names, stay: delay(at, 'hover-stay-time', 400), on: false, timer: setTimeout(show, delay(at, 'hover-start-time', 50)) }
    function show(): void {
      hover.on = true
      addClasses(hover.element, 'hover', names as string)
    }
    hovers.push(hover)
    const stop = setting(at, 'hover-stop-propagation')
    if (stop != null && stop !== false) break
  }
}

/** The press ends. Cancelled (the finger moved) or ended before the class was there: it does not come; otherwise it stays for its time. */
export function endHover(cancelled: boolean): void {
  for (const hover of hovers) {
    clearTimeout(hover.timer)
    const hide = (): void => addClasses(hover.element, 'hover', '')
    if (!hover.on && !cancelled) addClasses(hover.element, 'hover', hover.names)
    if (hover.on || !cancelled) setTimeout(hide, cancelled ? 0 : hover.stay)
  }
  hovers = []
}
