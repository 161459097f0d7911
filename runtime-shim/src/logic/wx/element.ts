/** Objects that act on one element of a page: the line to it, video, audio and scroll-view contexts. */
import type { ElementCall } from '../../protocol/query.ts'
import { asyncApi, type CallOptions, type Loose, type WxHost } from './registry.ts'

/** What names an element: `at` or a handle (from a query), or a selector inside an instance. */
export type ElementTarget = Pick<ElementCall, 'page' | 'handle' | 'at' | 'sel' | 'owner'>

/** Calls a method of an element. */
export function callElement(host: WxHost, target: ElementTarget, method: string, args?: unknown): Promise<Loose> {
  return host.sent().then(() => host.call('element', { ...target, method, args } satisfies ElementCall))
}

/** The element of `instance` (default: the page on top) whose id or, for older canvases, `canvas-id` is this. */
export function elementById(host: WxHost, id: unknown, instance?: unknown, attribute?: string): ElementTarget {
  const { page, instance: owner } = host.locate(instance ?? host.currentPage()) ?? { page: 0, instance: 0 }
  const text = String(id).replace(/["\\]/g, '\\$&')
  return { page, owner, sel: attribute ? `[${attribute}="${text}"]` : `#${text}` }
}

/** An object whose methods run on the element; `methods` maps a name to what is made of its arguments. */
function contextOf(host: WxHost, target: ElementTarget, type: string, methods: Record<string, (...args: Loose[]) => unknown>): Loose {
  const context: Loose = {}
  for (const name in methods) {
    context[name] = (...args: Loose[]) => {
      const options: CallOptions = typeof args[0] === 'object' && args[0] ? args[0] : {}
      const done = asyncApi(host, `${type}.${name}`, () => callElement(host, target, name, methods[name]!(...args)))(options)
      // Few programs look at the outcome of these: a failure is not an unhandled rejection.
      done?.catch(() => undefined)
      return done
    }
  }
  return context
}

const none = (): undefined => undefined

export function videoContext(host: WxHost, target: ElementTarget): Loose {
  return contextOf(host, target, 'VideoContext', {
    play: none,
    pause: none,
    stop: none,
    seek: (position) => ({ position: Number(position) || 0 }),
    playbackRate: (rate) => ({ rate: Number(rate) || 1 }),
    requestFullScreen: (o) => ({ direction: o?.direction }),
    exitFullScreen: none,
    sendDanmu: (o) => ({ text: String(o?.text ?? ''), color: o?.color }),
    showStatusBar: none,
    hideStatusBar: none,
    exitPictureInPicture: none,
    requestBackgroundPlayback: none,
    exitBackgroundPlayback: none,
  })
}

/** The context of an `<audio>` element. */
export function audioElementContext(host: WxHost, target: ElementTarget): Loose {
  return contextOf(host, target, 'AudioContext', {
    setSrc: (src) => ({ src: String(src) }),
    play: none,
    pause: none,
    seek: (position) => ({ position: Number(position) || 0 }),
  })
}

const SCROLL_FLAGS = ['scrollEnabled', 'bounces', 'showScrollbar', 'pagingEnabled', 'fastDeceleration', 'decelerationDisabled']

export function scrollViewContext(host: WxHost, target: ElementTarget): Loose {
  const context = contextOf(host, target, 'ScrollViewContext', {
    scrollTo: (o) => ({ top: o?.top, left: o?.left, duration: o?.duration, velocity: o?.velocity, animated: o?.animated }),
    scrollIntoView: (selector, o) => ({ selector: String(selector), offset: o?.offset, alignment: o?.alignment, animated: o?.animated }),
    triggerRefresh: none,
    closeRefresh: none,
    triggerTwoLevel: none,
    closeTwoLevel: none,
  })
  for (const name of SCROLL_FLAGS) {
    let value = name !== 'pagingEnabled' && name !== 'decelerationDisabled'
    Object.defineProperty(context, name, {
      enumerable: true,
      get: () => value,
      set(next: unknown) {
        value = !!next
        callElement(host, target, 'set', { name, value }).catch(() => undefined)
      },
    })
  }
  return context
}

/** What `NodesRef.context` gives for an element of this tag. */
export function elementContext(host: WxHost, tag: string, target: ElementTarget): Loose {
  if (tag === 'video') return videoContext(host, target)
  if (tag === 'audio') return audioElementContext(host, target)
  return tag === 'scroll-view' ? scrollViewContext(host, target) : null
}
