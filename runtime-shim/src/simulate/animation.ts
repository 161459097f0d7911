/** The attribute `animation`: the steps of `wx.createAnimation().export()` become inline transitions, one after the other. */
import type { Loose } from '../logic/wx/registry.ts'
import type { SimElement } from './nodes.ts'

const TRANSITION = ['transition', 'transition-property', 'transform', 'transform-origin']
const ANGLES: Record<string, string> = { rotate: 'deg', rotateX: 'deg', rotateY: 'deg', rotateZ: 'deg', skew: 'deg', skewX: 'deg', skewY: 'deg' }

function withUnit(type: string, value: Loose, position: number): string {
  if (type === 'rotate3d') return position === 3 ? `${value}deg` : String(value)
  if (type.startsWith('translate')) return typeof value === 'number' ? `${value}px` : String(value)
  return String(value) + (ANGLES[type] ?? '')
}

/** The declarations of one step. */
function stepStyle({ animates, option }: Loose): Record<string, string> {
  if (!animates || !option?.transition) return { 'transform-origin': '', transform: '', transition: '' }
  const styles = (animates as Loose[]).filter((one) => one.type === 'style')
  const moves = (animates as Loose[]).filter((one) => one.type !== 'style')
  const { duration, timingFunction, delay } = option.transition as Loose
  const out: Record<string, string> = {
    transition: `${duration}ms ${timingFunction} ${delay}ms`,
    'transition-property': ['transform', ...styles.map((one) => one.args[0] as string)].join(','),
    transform: moves.map(({ type, args }) => `${type}(${(args as Loose[]).map((arg, i) => withUnit(type as string, arg, i)).join(',')})`).join(' '),
    'transform-origin': option.transformOrigin as string,
  }
  for (const { args } of styles) out[args[0] as string] = String(args[1]).replace(/(\d+)rpx/gi, '$1px')
  return out
}

export function animateElement(element: SimElement, value: Loose): void {
  const { dom } = element
  const actions: Loose[] = value?.actions ?? []
  if (!dom || !actions.length) return
  let at = 0
  const step = (): void => {
    const action = actions[at]
    if (!action) return
    const style = stepStyle(action)
    for (const [name, text] of Object.entries(style)) dom.style.setProperty(name, text ?? '')
    element.animated = TRANSITION.filter((name) => style[name] !== undefined).map((name) => `${name}:${style[name]}`).join(';')
  }
  dom.addEventListener('transitionend', () => {
    at++
    step()
  })
  step()
}
