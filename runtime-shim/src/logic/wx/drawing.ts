/** `wx.createCanvasContext`: the older canvas, which records what is drawn and sends it with `draw()`. */
import type { CanvasAction, CanvasPaint } from '../../protocol/canvas.ts'
import { callElement, elementById } from './element.ts'
import type { Loose, UserFunction, WxHost } from './registry.ts'

/** Recorded as they are called. */
const DRAWING_CALLS = (
  'arc arcTo beginPath bezierCurveTo clearRect clip closePath fill fillRect fillText lineTo moveTo quadraticCurveTo rect rotate scale setTransform ' +
  'stroke strokeRect strokeText transform translate'
).split(' ')

/** Properties and what they are at first; each also has a setter, `setFillStyle`. */
const PROPERTIES: Record<string, Loose> = {
  fillStyle: '#000000',
  strokeStyle: '#000000',
  globalAlpha: 1,
  lineCap: 'butt',
  lineJoin: 'miter',
  lineWidth: 1,
  miterLimit: 10,
  textAlign: 'left',
  textBaseline: 'alphabetic',
  lineDashOffset: 0,
  shadowBlur: 0,
  shadowColor: '#000000',
  shadowOffsetX: 0,
  shadowOffsetY: 0,
  globalCompositeOperation: 'source-over',
  font: '10px sans-serif',
}

export function wxDrawing(host: WxHost): Record<string, unknown> {
  return {
    createCanvasContext: (canvasId: string, instance?: unknown) => recorder(host, canvasId, instance),
    // Before 1.0: a context without a canvas, whose actions `drawCanvas` draws.
    createContext: () => recorder(host),
    drawCanvas: ({ canvasId, actions, reserve }: Loose) => void drawActions(host, canvasId, undefined, actions ?? [], !!reserve),
  }
}

async function drawActions(host: WxHost, canvasId: unknown, instance: unknown, actions: CanvasAction[], reserve: boolean): Promise<void> {
  await callElement(host, elementById(host, canvasId, instance, 'canvas-id'), 'draw', { reserve, actions }).catch((error) => {
    console.warn(`CanvasContext.draw:fail canvas "${canvasId}": ${error?.errMsg ?? error}`)
  })
}

function recorder(host: WxHost, canvasId?: string, instance?: unknown): Loose {
  let actions: CanvasAction[] = []
  const values: Record<string, Loose> = { ...PROPERTIES }
  const saved: Record<string, Loose>[] = []
  const set = (name: string, value: Loose): void => {
    values[name] = value
    actions.push(['=', name, value?.paint ? plainPaint(value) : value])
  }
  const context: Loose = {}
  for (const name of DRAWING_CALLS) context[name] = (...args: unknown[]) => void actions.push([name, ...args])
  for (const name in PROPERTIES) {
    Object.defineProperty(context, name, { enumerable: true, get: () => values[name], set: (value: Loose) => set(name, value) })
    context[`set${name[0]!.toUpperCase()}${name.slice(1)}`] = (value: Loose) => set(name, value)
  }
  const fontSize = (size: number): void => set('font', values.font.replace(/[\d.]+px/, `${Number(size)}px`))
  return Object.defineProperties(context, Object.getOwnPropertyDescriptors({
    save() {
      saved.push({ ...values })
      actions.push(['save'])
    },
    restore() {
      Object.assign(values, saved.pop())
      actions.push(['restore'])
    },
    setFontSize: fontSize,
    setLineDash(pattern: number[], offset?: number) {
      actions.push(['setLineDash', [...pattern]])
      if (offset !== undefined) set('lineDashOffset', offset)
    },
    setShadow(x: number, y: number, blur: number, color: string) {
      set('shadowOffsetX', x)
      set('shadowOffsetY', y)
      set('shadowBlur', blur)
      set('shadowColor', color)
    },
    drawImage: (image: Loose, ...args: number[]) => void actions.push(['drawImage', typeof image === 'string' ? image : String(image?.src ?? ''), ...args]),
    createLinearGradient: (...args: number[]) => gradient('linear', args),
    createCircularGradient: (x: number, y: number, r: number) => gradient('radial', [x, y, 0, x, y, r]),
    createPattern: (image: Loose, repetition: string) => ({ paint: 'pattern', image: typeof image === 'string' ? image : String(image?.src ?? ''), repetition }) satisfies CanvasPaint,
    measureText: (text: string) => measure(values.font, text),
    getActions() {
      const recorded = actions
      actions = []
      return recorded
    },
    clearActions: () => void (actions = []),
    draw(reserve?: boolean | UserFunction, callback?: UserFunction) {
      const recorded = actions
      actions = []
      // Without `reserve` the next drawing starts with a fresh state, as in WeChat.
      if (reserve !== true) Object.assign(values, PROPERTIES)
      const done = typeof reserve === 'function' ? reserve : callback
      void drawActions(host, canvasId, instance, recorded, reserve === true).then(() => done && host.guard(done, undefined, { errMsg: 'drawCanvas:ok' }))
    },
  }))
}

/** Without the functions, which cannot be sent, and with the stops it has now. */
function plainPaint({ addColorStop: _addColorStop, ...paint }: Loose): CanvasPaint {
  return paint.stops ? { ...paint, stops: [...paint.stops] } : paint
}

function gradient(paint: 'linear' | 'radial', args: number[]): Loose {
  const stops: [number, string][] = []
  return { paint, args, stops, addColorStop: (offset: number, color: string) => void stops.push([offset, color]) }
}

/** A context that only measures. */
const ruler: { context?: OffscreenCanvasRenderingContext2D | null } = {}

function measure(font: string, text: string): { width: number } {
  const context = (ruler.context ??= new OffscreenCanvas(1, 1).getContext('2d'))!
  context.font = font
  return { width: context.measureText(String(text)).width }
}
