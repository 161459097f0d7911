/** From touches on the root of a test to events: `tap` and `longpress` are made here, each event reaches the component tree a microtask later. */
import type { Loose } from '../logic/wx/registry.ts'
import type { SimElement } from './nodes.ts'

/** px a finger may move in a tap, ms until a long press, ms after a scroll in which nothing is a tap. */
const SLOP = 10
const LONG_PRESS = 350
const AFTER_SCROLL = 150

/** Sends an event into the tree from the element that shows a document node. */
export type SendEvent = (target: SimElement, type: string, detail: Loose, fields: { touches: Loose; changedTouches: Loose }) => void

interface Press {
  event: TouchEvent
  x: number
  y: number
}

function elementAt(node: Loose): SimElement | undefined {
  for (let at = node; at; at = at.parentNode) if (at.__wxElement) return at.__wxElement as SimElement
  return undefined
}

export class RootGestures {
  private readonly send: SendEvent
  private press: Press | null = null
  private cancelled = false
  private scrolled = 0
  private timer: Loose = undefined

  constructor(root: HTMLElement, send: SendEvent) {
    this.send = send
    const listen = (type: string, run: (event: TouchEvent) => void): void => root.addEventListener(type, (event) => run(event as TouchEvent), { capture: true, passive: false })
    listen('touchstart', (event) => this.start(event))
    listen('touchmove', (event) => this.move(event))
    listen('touchend', (event) => this.end(event))
    listen('touchcancel', (event) => {
      this.later(event, 'touchcancel', {})
      this.stopTimer()
      this.press = null
    })
    listen('scroll', (event) => {
      this.scrolled = Date.now()
      this.later(event, 'scroll', {})
    })
    listen('blur', () => this.stopTimer())
  }

  private later(event: TouchEvent, type: string, detail: Loose): void {
    Promise.resolve()
      .then(() => {
        const target = elementAt(event.target)
        if (target) this.send(target, type, detail, { touches: event.touches || {}, changedTouches: event.changedTouches || {} })
      })
      .catch(console.error)
  }

  private stopTimer(): void {
    clearTimeout(this.timer as number)
    this.timer = undefined
  }

  private start(event: TouchEvent): void {
    this.later(event, 'touchstart', {})
    const [touch] = event.touches
    if (this.press || event.defaultPrevented || event.touches.length !== 1) return
    this.stopTimer()
    this.press = { event, x: touch!.pageX, y: touch!.pageY }
    this.cancelled = Date.now() - this.scrolled < AFTER_SCROLL
    if (this.cancelled) this.scrolled = 0
    else {
      const { x, y } = this.press
      this.timer = setTimeout(() => {
        this.cancelled = true
        this.later(event, 'longpress', { x, y })
      }, LONG_PRESS)
    }
  }

  private move(event: TouchEvent): void {
    this.later(event, 'touchmove', {})
    if (!this.press || event.touches.length !== 1) return
    const { pageX, pageY } = event.touches[0]!
    if (Math.abs(pageX - this.press.x) < SLOP && Math.abs(pageY - this.press.y) < SLOP) return
    this.stopTimer()
    this.cancelled = true
  }

  private end(event: TouchEvent): void {
    this.later(event, 'touchend', {})
    if (!this.press) return
    if (!event.touches.length) {
      this.stopTimer()
      const { pageX: x, pageY: y } = event.changedTouches[0]!
      if (!this.cancelled) this.later(this.press.event, 'tap', { x, y })
    }
    this.press = null
  }
}
