/** Keyframe animations of `this.animate`, by the Web Animations of the browser. */
import { selectElements } from '../view/select.ts'
import { hostMethod } from '../view/host.ts'
import { view, type PageBox } from '../view/view.ts'

interface Target { page: number; owner: number; sel: string }
interface Timeline { scrollSource: string; orientation?: string; startScrollOffset?: number; endScrollOffset?: number; timeRange: number }
type Frame = Record<string, unknown>

/** Transform functions that keyframes name as properties, with the unit of a plain number. */
const TRANSFORM_UNITS: Record<string, string> = {
  rotate: 'deg',
  rotate3d: '',
  rotateX: 'deg',
  rotateY: 'deg',
  rotateZ: 'deg',
  scale: '',
  scale3d: '',
  scaleX: '',
  scaleY: '',
  scaleZ: '',
  skew: 'deg',
  skewX: 'deg',
  skewY: 'deg',
  translate: 'px',
  translate3d: 'px',
  translateX: 'px',
  translateY: 'px',
  translateZ: 'px',
  matrix: '',
  matrix3d: '',
}

/** By element: its animations with the frames they were made of. */
const running = new WeakMap<Element, Map<Animation, Frame[]>>()

export function hostAnimate(): void {
  hostMethod('animate', ({ page, owner, sel, keyframes, duration, timeline }: Target & { keyframes: Frame[]; duration: number; timeline?: Timeline }) => {
    const box = pageOfTarget(page)
    const frames = keyframes.map(toKeyframe)
    const done = selectElements(box, owner, sel).map((element) => {
      const animation = element.animate(frames, { duration: timeline ? timeline.timeRange : duration, fill: 'forwards' })
      const animations = running.get(element) ?? new Map<Animation, Frame[]>()
      running.set(element, animations.set(animation, keyframes))
      if (!timeline) return animation.finished
      follow(animation, box, owner, timeline)
      return undefined
    })
    return Promise.all(done).then(
      () => undefined,
      () => undefined, // cancelled
    )
  })
  hostMethod('clearAnimation', ({ page, owner, sel, names }: Target & { names?: string[] }) => {
    for (const element of selectElements(pageOfTarget(page), owner, sel)) {
      for (const [animation, frames] of running.get(element) ?? []) clear(element, animation, frames, names)
    }
  })
}

/** Takes an animation from an element, or with `names` these properties from it. */
function clear(element: Element, animation: Animation, frames: Frame[], names: string[] | undefined): void {
  const animations = running.get(element)!
  const left = frames.map((frame) => Object.fromEntries(Object.entries(frame).filter(([name]) => !names?.includes(name))))
  if (names && left.some((frame) => Object.keys(frame).some((name) => name !== 'ease' && name !== 'offset' && name !== 'transformOrigin'))) {
    animations.set(animation, left)
    ;(animation.effect as KeyframeEffect).setKeyframes(left.map(toKeyframe))
    return
  }
  animation.cancel()
  animations.delete(animation)
}

function pageOfTarget(id: number): PageBox {
  const page = view.pages.get(id)
  if (!page) throw 'page is not there any more'
  return page
}

function toKeyframe(frame: Frame): Keyframe {
  const { ease, offset, ...properties } = frame
  const result: Record<string, string | number> = {}
  const transforms: string[] = []
  for (const [name, value] of Object.entries(properties)) {
    const unit = TRANSFORM_UNITS[name]
    if (unit === undefined) result[name] = typeof value === 'number' && !/opacity|zIndex/.test(name) ? `${value}px` : String(value)
    else transforms.push(`${name}(${(Array.isArray(value) ? value : [value]).map((arg) => (typeof arg === 'number' ? `${arg}${unit}` : String(arg))).join(',')})`)
  }
  if (transforms.length) result.transform = transforms.join(' ')
  return { ...result, ...(ease !== undefined && { easing: String(ease) }), ...(typeof offset === 'number' && { offset }) }
}

/** Lets the position of a scroll-view be the time of an animation. */
function follow(animation: Animation, page: PageBox, owner: number, { scrollSource, orientation = 'vertical', startScrollOffset, endScrollOffset, timeRange }: Timeline): void {
  const source = selectElements(page, owner, scrollSource)[0]
  if (!source) throw `cannot find the element of "${scrollSource}"`
  const vertical = orientation === 'vertical'
  animation.pause()
  const update = (): void => {
    // The element that scrolls may stand inside the built-in.
    const scroller = source.scrollHeight > source.clientHeight || !source.firstElementChild ? source : source.firstElementChild
    const at = vertical ? scroller.scrollTop : scroller.scrollLeft
    const start = startScrollOffset ?? 0
    const end = endScrollOffset ?? (vertical ? scroller.scrollHeight - scroller.clientHeight : scroller.scrollWidth - scroller.clientWidth)
    animation.currentTime = timeRange * Math.min(Math.max((at - start) / (end - start || 1), 0), 1)
  }
  source.addEventListener('scroll', update, { capture: true, passive: true })
  animation.addEventListener('cancel', () => source.removeEventListener('scroll', update, { capture: true }))
  update()
}
