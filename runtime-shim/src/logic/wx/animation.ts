/** `wx.createAnimation`: records steps; `export()` gives the value of an `animation` attribute. */
import type { Loose, WxHost } from './registry.ts'

/** One recorded call: `{type: 'rotate', args: [45]}`, or `{type: 'style', args: ['width', '10px']}` for the properties of the box. */
export interface AnimationCall {
  type: string
  args: (string | number)[]
}

/** What happens in one step: everything that was set so far, and how long it takes to get there. */
export interface AnimationStep {
  animates: AnimationCall[]
  option: { transformOrigin: string; transition: { duration: number; timingFunction: string; delay: number } }
}

/** Names of the methods that set lengths of the box. */
const LENGTHS = ['width', 'height', 'left', 'right', 'top', 'bottom']

/** The methods that set transforms, each with its arguments when none are given. */
const TRANSFORMS: Record<string, number[]> = {
  matrix: [1, 0, 0, 1, 0, 0],
  matrix3d: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
  rotate: [0],
  rotate3d: [0, 0, 0, 0],
  rotateX: [0],
  rotateY: [0],
  rotateZ: [0],
  scale: [1, 1],
  scale3d: [1, 1, 1],
  scaleX: [1],
  scaleY: [1],
  scaleZ: [1],
  skew: [0, 0],
  skewX: [0],
  skewY: [0],
  translate: [0, 0],
  translate3d: [0, 0, 0],
  translateX: [0],
  translateY: [0],
  translateZ: [0],
}

export function wxAnimation(_host: WxHost): Record<string, unknown> {
  return { createAnimation: (options?: Loose) => animation(options) }
}

/** The methods chain; `step` closes a group of changes that happen together, `export` gives the steps since the last `export`. */
function animation(options?: Loose): Loose {
  const standard = { duration: 400, timingFunction: 'linear', delay: 0, transformOrigin: '50% 50% 0', ...options }
  // By what it sets. A step carries the whole state, so that the second step keeps what the first one did.
  const state = new Map<string, AnimationCall>()
  let actions: AnimationStep[] = []
  const style = (property: string, value: string | number): Loose => {
    state.set(`style ${property}`, { type: 'style', args: [property, value] })
    return self
  }
  const self: Loose = {
    opacity: (value: number) => style('opacity', value),
    backgroundColor: (value: string) => style('background-color', value),
    step(own?: Loose) {
      const { duration, timingFunction, delay, transformOrigin } = { ...standard, ...own }
      actions.push({ animates: [...state.values()], option: { transformOrigin, transition: { duration, timingFunction, delay } } })
      return self
    },
    export() {
      const exported = actions
      actions = []
      return { actions: exported }
    },
  }
  for (const name of LENGTHS) self[name] = (value: number | string) => style(name, typeof value === 'number' ? `${value}px` : String(value))
  for (const [type, standardArgs] of Object.entries(TRANSFORMS)) {
    self[type] = (...args: number[]) => {
      if (type === 'scale' && args.length === 1) args = [args[0]!, args[0]!]
      state.set(type, { type, args: [...args, ...standardArgs.slice(args.length)] })
      return self
    }
  }
  return self
}
