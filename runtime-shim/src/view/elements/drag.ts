/** Dragging with mouse, pen or finger, as swiper, slider, wheels and movable views need it: one drag, one owner. */

export interface DragState {
  /** Where the pointer is and how far it went since it went down, px. */
  x: number
  y: number
  dx: number
  dy: number
  /** Velocity, px per ms. */
  vx: number
  vy: number
  event: PointerEvent
}

export interface DragHandler {
  /** May refuse the drag by returning false. Nothing has moved yet. */
  down?(event: PointerEvent): boolean | void
  /** Which way the pointer must go first to make it a drag; `both` is any way, `none` refuses. */
  axis(): 'x' | 'y' | 'both' | 'none'
  /** The pointer went far enough; false leaves it to somebody further out. */
  start?(state: DragState): boolean | void
  move(state: DragState): void
  /** The pointer is up: after a drag, without having moved enough, or because the browser took it (it scrolls). */
  end(state: DragState, how: 'drag' | 'tap' | 'cancel'): void
}

/** Pointers that are being dragged, so that nested draggables do not move together. */
const draggedPointers = new Set<number>()

const DRAG_START = 4

export function onDrag(host: HTMLElement, handler: DragHandler, accept?: (event: PointerEvent) => boolean): void {
  host.addEventListener('pointerdown', (down) => {
    if (down.button !== 0 || !down.isPrimary || (accept && !accept(down)) || handler.down?.(down) === false) return
    let active = false
    let refused = false
    let last: DragState = { x: down.clientX, y: down.clientY, dx: 0, dy: 0, vx: 0, vy: 0, event: down }
    let time = down.timeStamp

    const move = (event: PointerEvent): void => {
      if (event.pointerId !== down.pointerId || refused) return
      const dt = Math.max(1, event.timeStamp - time)
      const blend = Math.min(1, dt / 30)
      last = {
        x: event.clientX,
        y: event.clientY,
        dx: event.clientX - down.clientX,
        dy: event.clientY - down.clientY,
        vx: last.vx * (1 - blend) + ((event.clientX - last.x) / dt) * blend,
        vy: last.vy * (1 - blend) + ((event.clientY - last.y) / dt) * blend,
        event,
      }
      time = event.timeStamp
      if (!active) {
        const ax = Math.abs(last.dx)
        const ay = Math.abs(last.dy)
        if (Math.max(ax, ay) < DRAG_START) return
        const axis = handler.axis()
        const fits = axis === 'both' || (axis === 'x' ? ax >= ay : axis === 'y' ? ay >= ax : false)
        if (draggedPointers.has(down.pointerId) || !fits || handler.start?.(last) === false) {
          refused = true
          return
        }
        active = true
        draggedPointers.add(down.pointerId)
        if (host.isConnected) host.setPointerCapture(down.pointerId)
      }
      handler.move(last)
    }
    const stop = (event: PointerEvent): void => {
      if (event.pointerId !== down.pointerId) return
      removeEventListener('pointermove', move, true)
      removeEventListener('pointerup', stop, true)
      removeEventListener('pointercancel', stop, true)
      if (active) draggedPointers.delete(down.pointerId)
      if (event.timeStamp - time > 100) last = { ...last, vx: 0, vy: 0 }
      handler.end({ ...last, event }, event.type === 'pointercancel' || refused ? 'cancel' : active ? 'drag' : 'tap')
    }
    addEventListener('pointermove', move, true)
    addEventListener('pointerup', stop, true)
    addEventListener('pointercancel', stop, true)
  })
}
