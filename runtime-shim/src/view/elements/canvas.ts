/** `canvas`: its bitmap goes to the logic thread (`type="2d"`), or draws here what the older context recorded. */
import type { CanvasAction, CanvasArea, CanvasDraw, CanvasExport, CanvasPaint, CanvasPixels } from '../../protocol/canvas.ts'
import { defineElement, WxElement } from './element.ts'
import { assetUrl, makePart, mirror, putParts } from './parts.ts'

type Drawing = CanvasRenderingContext2D

class WxCanvas extends WxElement {
  static override props = { type: { type: 'string' }, canvasId: { type: 'string' }, disableScroll: { type: 'boolean' } } as const
  private canvas!: HTMLCanvasElement
  private context: Drawing | null = null
  private transferred: OffscreenCanvas | undefined
  private sizes: ResizeObserver | undefined
  /** Drawings run one after the other: images in one delay the next. */
  private line: Promise<void> = Promise.resolve()

  override created(): void {
    putParts(this, [(this.canvas = makePart(this, 'canvas') as HTMLCanvasElement)], true)
  }

  override connected(): void {
    if (this.str('type')) return
    this.sizes = new ResizeObserver(() => this.fit())
    this.sizes.observe(this)
  }

  override disconnected(): void {
    this.sizes?.disconnect()
  }

  override changed(name: string, value: unknown): void {
    if (name === 'disableScroll') mirror(this, 'disable-scroll', value)
    else if (name === 'canvasId') mirror(this, 'canvas-id', value)
  }

  override wxCall(method: string, args: unknown): unknown {
    switch (method) {
      case 'transfer':
        return { canvas: (this.transferred ??= this.canvas.transferControlToOffscreen()) }
      case 'draw':
        return (this.line = this.line.catch(() => {}).then(() => this.draw(args as CanvasDraw)))
      case 'toBlob':
        return this.line.catch(() => {}).then(() => this.toBlob(args as CanvasExport))
      case 'getImageData':
        return this.line.catch(() => {}).then(() => this.pixels(args as CanvasArea))
      case 'putImageData': {
        const { data, x = 0, y = 0, width = 0, height = 0 } = args as CanvasArea & { data: Uint8ClampedArray<ArrayBuffer> }
        return createImageBitmap(new ImageData(data, width, height)).then((bitmap) => this.ready().drawImage(bitmap, x, y, width, height))
      }
      default:
        throw new Error(`${method} is not a method of canvas`)
    }
  }

  /** The bitmap counts device pixels, drawing counts CSS px. A new size keeps the picture. */
  private fit(): void {
    const { canvas } = this
    if (this.transferred || this.str('type')) return
    const width = Math.round(this.clientWidth * devicePixelRatio)
    const height = Math.round(this.clientHeight * devicePixelRatio)
    if (!width || !height || (canvas.width === width && canvas.height === height && this.context)) return
    const old = this.context && document.createElement('canvas')
    if (old) {
      old.width = canvas.width
      old.height = canvas.height
      if (old.width && old.height) old.getContext('2d')!.drawImage(canvas, 0, 0)
    }
    canvas.width = width
    canvas.height = height
    this.context = canvas.getContext('2d')
    if (old?.width && old.height) this.context?.drawImage(old, 0, 0)
    this.context?.scale(devicePixelRatio, devicePixelRatio)
  }

  private ready(): Drawing {
    this.fit()
    const context = (this.context ??= this.canvas.getContext('2d'))
    if (!context) throw new Error('canvas has no 2d context')
    return context
  }

  private async draw({ reserve, actions }: CanvasDraw): Promise<void> {
    const context = this.ready()
    const images = await loadImages(actions)
    if (!reserve) {
      context.reset()
      context.scale(devicePixelRatio, devicePixelRatio)
    }
    for (const [name, ...args] of actions) {
      if (name === '=') (context as unknown as Record<string, unknown>)[args[0] as string] = isPaint(args[1]) ? toPaint(context, args[1], images) : args[1]
      else if (name === 'drawImage') {
        const image = images.get(args[0] as string)
        if (image) (context.drawImage as (...all: unknown[]) => void)(image, ...args.slice(1))
      } else if (name === 'setTransform') {
        const [a, b, c, d, e, f] = args as number[]
        context.setTransform(new DOMMatrix([devicePixelRatio, 0, 0, devicePixelRatio, 0, 0]).multiply(new DOMMatrix([a!, b!, c!, d!, e!, f!])))
      } else {
        const call = (context as unknown as Record<string, unknown>)[name]
        if (typeof call === 'function') (call as (...all: unknown[]) => void).apply(context, args)
      }
    }
  }

  private area({ x = 0, y = 0, width, height }: CanvasArea): Required<CanvasArea> {
    return { x, y, width: width || this.clientWidth - x, height: height || this.clientHeight - y }
  }

  /** A part of the picture at another size. */
  private cut(area: CanvasArea, destWidth: number, destHeight: number, background?: string): HTMLCanvasElement {
    const { x, y, width, height } = this.area(area)
    const { canvas } = this
    const ratio = canvas.width / (this.clientWidth || 1)
    const copy = document.createElement('canvas')
    copy.width = destWidth
    copy.height = destHeight
    const context = copy.getContext('2d')!
    if (background) {
      context.fillStyle = background
      context.fillRect(0, 0, destWidth, destHeight)
    }
    if (canvas.width && canvas.height) context.drawImage(canvas, x * ratio, y * ratio, width * ratio, height * ratio, 0, 0, destWidth, destHeight)
    return copy
  }

  private toBlob(options: CanvasExport): Promise<Blob> {
    const { width, height } = this.area(options)
    const copy = this.cut(options, options.destWidth || width * devicePixelRatio, options.destHeight || height * devicePixelRatio, options.type === 'image/jpeg' ? '#fff' : undefined)
    return new Promise((resolve, reject) => copy.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('canvas is empty'))), options.type, options.quality))
  }

  private pixels(area: CanvasArea): CanvasPixels {
    const { width, height } = this.area(area)
    const { data } = this.cut(area, width, height).getContext('2d')!.getImageData(0, 0, width, height)
    return { width, height, data }
  }
}

function isPaint(value: unknown): value is CanvasPaint {
  return typeof value === 'object' && value !== null && 'paint' in value
}

function toPaint(context: Drawing, paint: CanvasPaint, images: Map<string, HTMLImageElement>): CanvasGradient | CanvasPattern | string {
  if (paint.paint === 'pattern') {
    const image = images.get(paint.image)
    return (image && context.createPattern(image, paint.repetition)) || 'transparent'
  }
  const numbers = paint.args as [number, number, number, number, number, number]
  const gradient = paint.paint === 'linear' ? context.createLinearGradient(numbers[0], numbers[1], numbers[2], numbers[3]) : context.createRadialGradient(...numbers)
  for (const [offset, color] of paint.stops) gradient.addColorStop(offset, color)
  return gradient
}

/** All images that the actions draw; what cannot be loaded is left out. */
async function loadImages(actions: CanvasAction[]): Promise<Map<string, HTMLImageElement>> {
  const sources = new Set<string>()
  for (const [name, ...args] of actions) {
    if (name === 'drawImage') sources.add(args[0] as string)
    else if (name === '=' && isPaint(args[1]) && args[1].paint === 'pattern') sources.add(args[1].image)
  }
  const images = new Map<string, HTMLImageElement>()
  await Promise.all([...sources].map(async (source) => {
    const image = new Image()
    const url = assetUrl(source)
    // Without CORS the picture can still be shown, but not be exported.
    if (/^https?:/.test(url) && !url.startsWith(location.origin)) image.crossOrigin = 'anonymous'
    image.src = url
    await image.decode().then(() => images.set(source, image), () => console.warn(`canvas: cannot load image "${source}"`))
  }))
  return images
}

export function defineCanvas(): void {
  defineElement('canvas', WxCanvas)
}
