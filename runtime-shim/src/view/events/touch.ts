/** Touches, from fingers or synthesised from the mouse; tap and long press made of them. */
import type { TouchPoint } from '../../protocol/messages.ts'
import { HAS_CANVAS, HAS_LABELS, HAS_LONG_PRESS } from '../../protocol/parts.ts'
import type { WxNode } from '../apply/block.ts'
import { pageOf, view } from '../view.ts'
import { emitEvent, stopsAt, wantedPath } from './emit.ts'
import { beginHover, endHover } from './hover.ts'
import { labelTarget } from './label.ts'

/** A finger that moves further than this does not tap, px. */
const SLOP = 10
/** A press becomes a long press after this, ms. */
const LONG_PRESS = 350
/** Browsers send mouse events after a touch for old pages' sake; within this time they are not taken for a mouse, ms. */
const GHOST = 1000
/** A touch this short after scrolling stops it, and is no tap, ms. */
const SETTLE = 80

/** What a touch becomes. */
const TOUCHES = ['touchmove', 'touchend', 'touchcancel']

/** What a tap tells an element with behaviour; see `WxElement.tapped`. */
interface Tappable extends WxNode {
  tapped?(info: { target: Element; x: number; y: number }): boolean | void
}

/** The press that goes on. */
interface Press {
  target: Element
  x: number
  y: number
  /** The finger went beyond the slop, a second finger came, or the browser scrolls. */
  moved: boolean
  /** A long press was handled: no tap. */
  held: boolean
  timer: ReturnType<typeof setTimeout>
}

let currentPress: Press | undefined
let lastTouch = -GHOST
let lastTouchTarget: EventTarget | null
let lastScroll = -SETTLE
/** What the last drag scrolled may still be moving. */
let gliding = false
let mouseTarget: Element | undefined

/** Coordinates as pages see them: from the corner of the page area (client) and of the page's content (page). */
export function pagePoint(element: Element, clientX: number, clientY: number): { clientX: number; clientY: number; pageX: number; pageY: number } {
  const page = pageOf(element)
  const { left, top } = (page?.body ?? view.root).getBoundingClientRect()
  const x = clientX - left
  const y = clientY - top
  return { clientX: x, clientY: y, pageX: x + (page?.scroller.scrollLeft ?? 0), pageY: y + (page?.scroller.scrollTop ?? 0) }
}

/** Anything with a place: a `Touch`, a mouse event. */
interface Contact { clientX: number; clientY: number; identifier?: number; force?: number }

function touchPoint(target: Element, contact: Contact): TouchPoint {
  const point = { identifier: contact.identifier ?? 0, ...pagePoint(target, contact.clientX, contact.clientY), force: contact.force ?? 1 } as TouchPoint
  const canvas = HAS_CANVAS && target.closest('wx-canvas')
  if (canvas) {
    const { left, top } = canvas.getBoundingClientRect()
    point.x = contact.clientX - left
    point.y = contact.clientY - top
  }
  return point
}

/** Sends `type` when somebody listens; the lists are only read then. */
function sendTouch(type: string, target: Element, touches: Iterable<Contact>, changed: Iterable<Contact>, source?: Event): void {
  const path = wantedPath(target, type)
  if (!path) return
  const points = (contacts: Iterable<Contact>): TouchPoint[] => Array.from(contacts, (contact) => touchPoint(target, contact))
  const changedTouches = points(changed)
  const at = changedTouches[0]
  const detail = /^touch/.test(type) || !at ? {} : { x: at.pageX, y: at.pageY }
  // Of a tap both are the same contact, which is looked up once.
  emitEvent(target, type, detail, { bubbles: true, touches: touches === changed ? changedTouches.map((point) => ({ ...point })) : points(touches), changedTouches, source, path })
}

/** A tap on `target`: the event, then what built-in elements on the way out do, as far as no `catchtap` stops it. Disabled buttons swallow taps. */
export function tapAt(target: Element, contact: Contact, source?: Event): void {
  if (target.closest('wx-button[disabled]')) return
  const contacts = [contact]
  sendTouch('tap', target, contacts, contacts, source)
  const tell = (element: Tappable | undefined, target: Element): boolean | void => {
    if (!element?.tapped) return
    const { pageX: x, pageY: y } = pagePoint(target, contact.clientX, contact.clientY)
    return element.tapped({ target, x, y })
  }
  for (let at: Tappable | null = target as Tappable; at && at !== view.root; at = at.parentElement as Tappable | null) {
    if (tell(at, target)) return
    if (HAS_LABELS && at.localName === 'wx-label') {
      const control = labelTarget(at, target) as Tappable | undefined
      tell(control, control ?? target)
    }
    if (stopsAt(at, 'tap')) return
  }
}

function beginPress(target: Element, contact: Contact, settled: boolean): void {
  endPress(true)
  const now: Press = { target, x: contact.clientX, y: contact.clientY, moved: !settled, held: false, timer: HAS_LONG_PRESS ? setTimeout(hold, LONG_PRESS) : 0 }
  function hold(): void {
    if (now.moved || currentPress !== now || !target.isConnected) return
    // `longtap`, the older one, is followed by a tap.
    now.held = wantedPath(target, 'longpress') !== undefined
    const contacts = [contact]
    sendTouch('longpress', target, contacts, contacts)
    sendTouch('longtap', target, contacts, contacts)
  }
  currentPress = now
  beginHover(target)
}

function movePress(contact: Contact): void {
  if (!currentPress || currentPress.moved) return
  if (Math.hypot(contact.clientX - currentPress.x, contact.clientY - currentPress.y) <= SLOP) return
  currentPress.moved = true
  endHover(true)
}

/** Ends the press; gives it back when it was a tap. */
function endPress(cancelled: boolean): Press | undefined {
  const ended = currentPress
  currentPress = undefined
  if (!ended) return undefined
  clearTimeout(ended.timer)
  endHover(cancelled)
  return cancelled || ended.moved || ended.held ? undefined : ended
}

/** A mouse event the browser made from a touch. Where it hits something else than the finger did, the page changed under it: it must not act there. */
function isGhost(event: MouseEvent): boolean {
  const type = (event as PointerEvent).pointerType
  if (type === 'mouse' || type === 'pen' || performance.now() - lastTouch > GHOST || !(event.detail || type === 'touch')) return false
  if (event.target !== lastTouchTarget) {
    event.preventDefault()
    event.stopPropagation()
  }
  return true
}

/** An element that is taken out of the document under a finger keeps getting its touches, which the viewport does not see any more. */
function onLostTouch(event: Event): void {
  if (!(event.target as Element).isConnected) onTouch(event as TouchEvent)
}

function onTouch(event: TouchEvent): void {
  const target = event.target as Element
  const changed = event.changedTouches
  const first = changed[0]!
  lastTouch = performance.now()
  lastTouchTarget = target
  switch (event.type) {
    case 'touchstart':
      for (const type of TOUCHES) target.addEventListener(type, onLostTouch, { passive: true })
      if (event.touches.length > 1) {
        if (currentPress) currentPress.moved = true
        endHover(true)
      } else beginPress(target, first, !(gliding && lastTouch - lastScroll < SETTLE))
      break
    case 'touchmove':
      movePress(first)
      break
    default:
      gliding = currentPress?.moved === true
  }
  sendTouch(event.type, target, event.touches, changed, event)
  if (event.type === 'touchend' || event.type === 'touchcancel') {
    if (!event.targetTouches.length) for (const type of TOUCHES) target.removeEventListener(type, onLostTouch)
    const tapped = endPress(event.type === 'touchcancel' || event.touches.length > 0)
    if (tapped) tapAt(tapped.target, first, event)
  }
}

function onMouse(event: MouseEvent): void {
  if ((event.type !== 'mousedown' && !mouseTarget) || isGhost(event)) return
  if (event.type === 'mousedown') {
    if (event.button) return
    mouseTarget = event.target as Element
    beginPress(mouseTarget, event, true)
    sendTouch('touchstart', mouseTarget, [event], [event], event)
  } else {
    const target = mouseTarget!
    if (event.type === 'mousemove' && event.buttons & 1) {
      movePress(event)
      sendTouch('touchmove', target, [event], [event], event)
    } else {
      mouseTarget = undefined
      sendTouch('touchend', target, [], [event], event)
      clearTimeout(currentPress?.timer)
      endHover(false)
    }
  }
}

/** With a mouse, and for assistive technology and `element.click()`, a tap is a click. */
function onClick(event: MouseEvent): void {
  if (isGhost(event)) return
  const target = event.target as Element
  const { detail } = event
  const pressed = currentPress
  endPress(true)
  if (detail && pressed && (pressed.moved || pressed.held)) return
  // A click without a pointer has no place: the middle of what was clicked.
  const box = detail ? undefined : target.getBoundingClientRect()
  tapAt(target, box ? { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 } : event, event)
}

/** Enter and Space activate what `prepareListeners` made reachable, and built-in elements that did not handle the key themselves. */
function onKey(event: KeyboardEvent): void {
  const target = event.target as Tappable
  if ((event.key !== 'Enter' && event.key !== ' ') || event.repeat || event.defaultPrevented) return
  if (!target.tapped && !wantedPath(target, 'tap', false)) return
  event.preventDefault()
  ;(target as unknown as HTMLElement).click()
}

/** What begins to scroll after a pause does so by itself, not from the last drag. */
function hearScroll(): void {
  const now = performance.now()
  if (now - lastScroll > SETTLE) gliding = false
  lastScroll = now
}

/** Listens on the viewport element. */
export function listenToTouches(root: HTMLElement): void {
  const passive = { passive: true, capture: true }
  // WXS handlers may cancel a touch; nobody else does, so otherwise scrolling need not wait.
  const touch = { passive: !view.hooks.wxsEvent, capture: true }
  for (const type of ['touchstart', ...TOUCHES]) root.addEventListener(type, onTouch as EventListener, touch)
  root.addEventListener('mousedown', onMouse, true)
  root.addEventListener('click', onClick, true)
  root.addEventListener('keydown', onKey)
  // A mouse that is pressed may leave the viewport and be released outside.
  addEventListener('mousemove', onMouse, true)
  addEventListener('mouseup', onMouse, true)
  root.addEventListener('scroll', hearScroll, passive)
  root.addEventListener('contextmenu', (event) => currentPress?.held && event.preventDefault())
}
