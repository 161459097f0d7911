/** `this.animate(selector, keyframes, duration, callback)` and `this.clearAnimation` of pages and components; `host/animate.ts` runs them. */
import type { Loose, UserFunction, WxHost } from './registry.ts'

export function wxAnimate(host: WxHost): Record<string, unknown> {
  const run = (api: string, instance: unknown, args: object, callback?: UserFunction): void => {
    const { page, instance: owner } = host.locate(instance) ?? { page: 0, instance: 0 }
    host.call(api, { page, owner, ...args }).then(
      () => callback && host.guard(callback, instance),
      (error) => console.warn(`${api}:fail ${error?.errMsg ?? error}`),
    )
  }
  host.provide('animate', (instance: unknown, sel: string, keyframes: Loose[], last: unknown, extra?: unknown) => {
    // Either a duration and a callback, or a scroll timeline.
    const timeline = typeof last === 'object' ? last : typeof extra === 'object' ? extra : undefined
    const duration = typeof last === 'number' ? last : 0
    run('animate', instance, { sel: String(sel), keyframes: keyframes.map(plainKeyframe), duration, timeline }, typeof extra === 'function' ? (extra as UserFunction) : undefined)
  })
  host.provide('clearAnimation', (instance: unknown, sel: string, second?: unknown, third?: unknown) => {
    const names = second && typeof second === 'object' ? Object.keys(second).filter((name) => (second as Loose)[name]) : undefined
    const callback = typeof second === 'function' ? second : third
    run('clearAnimation', instance, { sel: String(sel), names }, typeof callback === 'function' ? (callback as UserFunction) : undefined)
  })
  return {}
}

/** Arrays are arguments of transforms: `translate: [10, 20]`. */
function plainKeyframe(keyframe: Loose): Loose {
  return structuredClone(keyframe ?? {})
}
