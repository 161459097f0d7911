/** The attribute `animation`: what `wx.createAnimation().export()` recorded, as CSS transitions. */
import { view } from '../view/view.ts'

interface Step {
  animates: { type: string; args: (string | number)[] }[]
  option: { transformOrigin: string; transition: { duration: number; timingFunction: string; delay: number } }
}

/** Queue of steps of an element; a new export takes its place. */
const stepQueues = new WeakMap<HTMLElement, Step[]>()

export function hostAnimation(): void {
  view.hooks.animate = (element, value) => {
    const steps = (value as { actions?: Step[] } | null)?.actions
    if (!Array.isArray(steps) || !steps.length) return
    const queue = [...steps]
    stepQueues.set(element, queue)
    // Elements that were just made have nothing to start from before they have a style.
    requestAnimationFrame(() => runStep(element, queue))
  }
}

/** Brings about one step; the next one follows when its time is over. */
function runStep(element: HTMLElement, queue: Step[]): void {
  const step = queue.shift()
  if (!step || stepQueues.get(element) !== queue || !element.isConnected) return
  const { duration = 400, timingFunction = 'linear', delay = 0 } = step.option.transition
  const { style } = element
  const transforms: string[] = []
  const properties: [string, string][] = []
  for (const { type, args } of step.animates) {
    if (type === 'style') properties.push([String(args[0]), String(args[1])])
    else transforms.push(transformText(type, args))
  }
  const changed = [...properties.map(([name]) => name), ...(transforms.length ? ['transform'] : [])]
  style.transition = changed.map((name) => `${name} ${duration}ms ${timingFunction} ${delay}ms`).join(',')
  style.transformOrigin = step.option.transformOrigin
  for (const [name, text] of properties) style.setProperty(name, text)
  if (transforms.length) style.transform = transforms.join(' ')
  if (queue.length) setTimeout(runStep, duration + delay, element, queue)
}

/** `rotate [45]` → `rotate(45deg)`. */
function transformText(type: string, args: (string | number)[]): string {
  const unit = /^(rotate|skew)/.test(type) ? 'deg' : /^translate/.test(type) ? 'px' : ''
  const parts = args.map((value, i) => (typeof value === 'number' && unit && !(type === 'rotate3d' && i < 3) ? value + unit : String(value)))
  return `${type}(${parts.join(',')})`
}
