/** The gallery of `wx.previewImage` and `wx.previewMedia`: swipe, pinch, double tap, wheel and arrow keys. */
import { fileUrl } from '../view/files.ts'
import { hostMethod } from '../view/host.ts'
import { addSheet, el, openLayer } from './overlay.ts'

interface Source { url: string; type: 'image' | 'video'; poster?: string }

/** How the shown picture is moved and enlarged, px from its place in the middle. */
interface Zoom { scale: number; x: number; y: number }

const MAX_SCALE = 4
const previewStyle = `
.wxc-preview{position:absolute;inset:0;background:#000;overflow:hidden;touch-action:none;animation:wxc-fade .2s}
.wxc-preview ol{all:unset;position:absolute;inset:0;display:flex;list-style:none}
.wxc-preview ol.still{transition:transform .25s ease-out}
.wxc-preview li{flex:none;width:100%;height:100%;display:flex;align-items:center;justify-content:center;overflow:hidden}
.wxc-preview img,.wxc-preview video{max-width:100%;max-height:100%;-webkit-user-drag:none}
.wxc-preview li>p{color:rgba(255,255,255,.6);font-size:14px}
.wxc-preview output{position:absolute;top:calc(var(--wxc-status,0px) + 12px);left:0;right:0;text-align:center;color:#fff;font-size:15px;pointer-events:none}
.wxc-layer .wxc-preview button{position:absolute;top:calc(var(--wxc-status,0px) + 2px);left:4px;width:44px;height:44px;color:#fff;font-size:24px;line-height:44px;opacity:0}
.wxc-layer .wxc-preview button:focus-visible{opacity:1}
`

export function hostPreview(): void {
  hostMethod('preview', openGallery)
}

function openGallery({ sources, current }: { sources: Source[]; current: number }): void {
  addSheet(previewStyle)
  let index = current
  let zoom: Zoom = { scale: 1, x: 0, y: 0 }
  const strip = el('ol', 'still')
  const items = sources.map((source) => el('li', '', {}, picture(source)))
  const count = el('output', '', { 'aria-live': 'polite' })
  const leave = el('button', '', { 'aria-label': '关闭' }, '×')
  strip.append(...items)
  const box = el('div', 'wxc-preview', { role: 'dialog', 'aria-modal': 'true', 'aria-label': '预览' }, strip, count, leave)
  const { layer, close } = openLayer([box], () => close())
  leave.onclick = close

  const film = (): HTMLVideoElement | null => items[index]!.querySelector('video')
  const place = (shift = 0): void => {
    strip.classList.toggle('still', !shift)
    strip.style.transform = `translateX(calc(${-index * 100}% + ${shift}px))`
    const shown = items[index]!.firstElementChild as HTMLElement
    shown.style.transform = zoom.scale === 1 ? '' : `translate(${zoom.x}px,${zoom.y}px) scale(${zoom.scale})`
  }
  const show = (next: number): void => {
    const to = Math.min(Math.max(next, 0), sources.length - 1)
    if (to !== index) {
      film()?.pause()
      setZoom(1)
    }
    index = to
    count.textContent = sources.length > 1 ? `${index + 1} / ${sources.length}` : ''
    place()
  }
  /** Enlarges so that the point `at` (from the middle) stays under the finger. */
  const setZoom = (scale: number, at = { x: 0, y: 0 }): void => {
    const next = Math.min(Math.max(scale, 1), MAX_SCALE)
    const grow = next / zoom.scale
    zoom = next === 1 ? { scale: 1, x: 0, y: 0 } : { scale: next, x: at.x - (at.x - zoom.x) * grow, y: at.y - (at.y - zoom.y) * grow }
    place()
  }

  const fromMiddle = (event: { clientX: number; clientY: number }): { x: number; y: number } => {
    const { left, top, width, height } = box.getBoundingClientRect()
    return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 }
  }
  gestures(box, {
    drag(dx, dy) {
      if (zoom.scale === 1) return place(dx)
      zoom = { ...zoom, x: zoom.x + dx, y: zoom.y + dy }
      place()
    },
    relative: () => zoom.scale > 1,
    dropped: (dx) => show(zoom.scale > 1 ? index : index + (Math.abs(dx) > box.clientWidth / 5 ? -Math.sign(dx) : 0)),
    pinch: (factor, middle) => setZoom(zoom.scale * factor, fromMiddle(middle)),
    tap: (target) => target.closest('video,button') || close(),
    doubleTap: (event) => setZoom(zoom.scale > 1 ? 1 : 2, fromMiddle(event)),
  })
  box.addEventListener('wheel', (event) => {
    event.preventDefault()
    setZoom(zoom.scale * Math.exp(-event.deltaY / 300), fromMiddle(event))
  }, { passive: false })
  layer.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') show(index - 1)
    else if (event.key === 'ArrowRight') show(index + 1)
    else if (event.key === '+' || event.key === '=') setZoom(zoom.scale * 1.5)
    else if (event.key === '-') setZoom(zoom.scale / 1.5)
  })
  show(index)
}

function picture({ url, type, poster }: Source): HTMLElement {
  if (type === 'video') return el('video', '', { src: fileUrl(url), controls: 'true', playsinline: 'true', poster: poster && fileUrl(poster) })
  const image = el('img', '', { src: fileUrl(url), alt: '', draggable: 'false' })
  image.onerror = () => image.replaceWith(el('p', '', {}, '图片加载失败'))
  return image
}

interface Gestures {
  /** One finger moved: since the start of the drag, or since the last call while `relative()`. */
  drag(dx: number, dy: number): void
  relative(): boolean
  dropped(dx: number): void
  pinch(factor: number, middle: { clientX: number; clientY: number }): void
  tap(target: Element): void
  doubleTap(event: PointerEvent): void
}

const DOUBLE_TAP = 250

function gestures(box: HTMLElement, act: Gestures): void {
  const down = new Map<number, PointerEvent>()
  let start = { x: 0, y: 0 }
  let last = { x: 0, y: 0 }
  let moved = false
  let waiting: ReturnType<typeof setTimeout> | undefined
  const distance = (): number => {
    const [a, b] = [...down.values()] as [PointerEvent, PointerEvent]
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)
  }
  box.addEventListener('pointerdown', (event) => {
    if ((event.target as Element).closest('video,button')) return
    down.set(event.pointerId, event)
    box.setPointerCapture(event.pointerId)
    moved &&= down.size > 1
    start = last = { x: event.clientX, y: event.clientY }
  })
  box.addEventListener('pointermove', (event) => {
    if (!down.has(event.pointerId)) return
    const before = down.size > 1 ? distance() : 0
    down.set(event.pointerId, event)
    const [dx, dy] = [event.clientX - start.x, event.clientY - start.y]
    if (down.size > 1) {
      moved = true
      const [a, b] = [...down.values()] as [PointerEvent, PointerEvent]
      if (before) act.pinch(distance() / before, { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 })
      return
    }
    if (!moved && Math.hypot(dx, dy) < 8) return
    moved = true
    if (act.relative()) act.drag(event.clientX - last.x, event.clientY - last.y)
    else act.drag(dx, dy)
    last = { x: event.clientX, y: event.clientY }
  })
  const up = (event: PointerEvent): void => {
    if (!down.delete(event.pointerId)) return
    if (down.size) {
      const [rest] = [...down.values()] as [PointerEvent]
      start = last = { x: rest.clientX, y: rest.clientY }
      return
    }
    if (moved) {
      moved = false
      return act.dropped(event.clientX - start.x)
    }
    if (event.type === 'pointercancel') return
    // A second tap within the time is a double tap; only then is it known that the first was not one.
    if (waiting !== undefined) {
      clearTimeout(waiting)
      waiting = undefined
      return act.doubleTap(event)
    }
    const target = event.target as Element
    waiting = setTimeout(() => {
      waiting = undefined
      act.tap(target)
    }, DOUBLE_TAP)
  }
  box.addEventListener('pointerup', up)
  box.addEventListener('pointercancel', up)
}
