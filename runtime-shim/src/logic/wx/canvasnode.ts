/** Canvases that are drawn on the logic thread: the node of a `<canvas type="2d">` and `wx.createOffscreenCanvas`. */
import type { CanvasTransfer } from '../../protocol/canvas.ts'
import { callElement, type ElementTarget } from './element.ts'
import { openFile } from './filespace.ts'
import type { Loose, UserFunction, WxHost } from './registry.ts'

/** The browser's canvas behind each object that programs draw on, and the bitmap behind each image they draw. */
const bitmaps = new WeakMap<object, CanvasImageSource>()

/** Nodes by app and element: a canvas can be handed over once only. */
const nodes = new WeakMap<WxHost, Map<string, { at?: [number, number]; node: Promise<Loose> }>>()

export function canvasNode(host: WxHost, target: ElementTarget): Promise<Loose> {
  let known = nodes.get(host)
  if (!known) nodes.set(host, (known = new Map()))
  for (const [key, { at }] of known) if (at && !host.describe(...at)) known.delete(key)
  const key = String(target.at ?? `handle ${target.handle}`)
  let entry = known.get(key)
  if (!entry) {
    const node = callElement(host, target, 'transfer').then(({ canvas }: CanvasTransfer) => canvasObject(host, canvas))
    known.set(key, (entry = { at: target.at, node }))
    node.catch(() => known.delete(key))
  }
  return entry.node
}

/** The object programs know as canvas: sizes and contexts of `canvas`, and what WeChat adds to it. */
export function canvasObject(host: WxHost, canvas: OffscreenCanvas): Loose {
  const object: Loose = {
    get width() {
      return canvas.width
    },
    set width(value: number) {
      canvas.width = value
    },
    get height() {
      return canvas.height
    },
    set height(value: number) {
      canvas.height = value
    },
    getContext: (type: string, options?: unknown) => context(object, canvas, type, options),
    createImage: () => imageObject(host),
    createImageData: (width: number, height: number) => new ImageData(width, height),
    createPath2D: (path?: Path2D | string) => new Path2D(path),
    requestAnimationFrame: (callback: UserFunction) => requestAnimationFrame((time) => host.guard(callback, undefined, time)),
    cancelAnimationFrame: (id: number) => cancelAnimationFrame(id),
    toDataURL: (type?: string, quality?: number) => dataUrl(canvas, type, quality),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }
  bitmaps.set(object, canvas)
  return object
}

/** The browser's canvas behind a canvas object, if it is one. */
export function canvasBehind(object: unknown): OffscreenCanvas | undefined {
  return object instanceof Object ? (bitmaps.get(object) as OffscreenCanvas | undefined) : undefined
}

/** A context whose drawing functions take our images and canvases; made once per canvas. */
function context(object: Loose, canvas: OffscreenCanvas, type: string, options: unknown): Loose {
  const found: Loose = canvas.getContext(type as '2d', options)
  if (!found || Object.hasOwn(found, 'canvas')) return found
  Object.defineProperty(found, 'canvas', { value: object })
  for (const name of ['drawImage', 'createPattern', 'texImage2D', 'texSubImage2D']) {
    const native = found[name]
    if (!native) continue
    found[name] = (...args: unknown[]) => native.apply(found, args.map((arg) => (arg instanceof Object && bitmaps.get(arg)) || arg))
  }
  return found
}

/** What `canvas.createImage()` gives: setting `src` loads. */
export function imageObject(host: WxHost): Loose {
  let source = ''
  const image: Loose = {
    width: 0,
    height: 0,
    complete: false,
    referrerPolicy: 'no-referrer',
    onload: null,
    onerror: null,
    get src() {
      return source
    },
    set src(address: string) {
      source = String(address)
      const wanted = source
      const settle = (listener: unknown, payload: unknown): void => {
        if (wanted === source && typeof listener === 'function') host.guard(listener as UserFunction, image, payload)
      }
      decodeBitmap(host, wanted).then(
        (bitmap) => {
          if (wanted !== source) return
          bitmaps.set(image, bitmap)
          Object.assign(image, { width: bitmap.width, height: bitmap.height, naturalWidth: bitmap.width, naturalHeight: bitmap.height, complete: true })
          settle(image.onload, { target: image, type: 'load' })
        },
        (error) => settle(image.onerror, { target: image, type: 'error', errMsg: `createImage:fail ${error?.message ?? error}` }),
      )
    },
  }
  return image
}

/** Workers decode bitmaps themselves; drawings (SVG) are drawn by the page. */
async function decodeBitmap(host: WxHost, address: string): Promise<ImageBitmap> {
  const blob = await openFile(host, address)
  if (!blob) throw new Error(`cannot load ${address}`)
  return createImageBitmap(blob).catch(() => host.call('decodeImage', { blob }))
}

/** Canvases of workers have no synchronous export: the pixels are written as a PNG without compression. Other types exist on pages only. */
function dataUrl(canvas: OffscreenCanvas, type: string = 'image/png', quality?: number): string {
  const real = canvas as Loose
  if (real.toDataURL) return real.toDataURL(type, quality)
  // What browsers say of a canvas without pixels.
  if (!canvas.width || !canvas.height) return 'data:,'
  const copy = new OffscreenCanvas(canvas.width, canvas.height)
  const pixels = copy.getContext('2d')!
  pixels.drawImage(canvas, 0, 0)
  return `data:image/png;base64,${btoa(binary(png(canvas.width, canvas.height, pixels.getImageData(0, 0, canvas.width, canvas.height).data)))}`
}

function binary(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return text
}

/** A PNG whose data is stored, not deflated. */
function png(width: number, height: number, rgba: Uint8ClampedArray): Uint8Array {
  const rows = new Uint8Array(height * (width * 4 + 1))
  for (let y = 0; y < height; y++) rows.set(rgba.subarray(y * width * 4, (y + 1) * width * 4), y * (width * 4 + 1) + 1)
  const blocks = Math.ceil(rows.length / 65535)
  const data = new Uint8Array(2 + rows.length + blocks * 5 + 4)
  const view = new DataView(data.buffer)
  data.set([0x78, 1])
  let at = 2
  for (let i = 0; i < blocks; i++) {
    const block = rows.subarray(i * 65535, (i + 1) * 65535)
    data[at] = i === blocks - 1 ? 1 : 0
    view.setUint16(at + 1, block.length, true)
    view.setUint16(at + 3, ~block.length & 0xffff, true)
    data.set(block, at + 5)
    at += 5 + block.length
  }
  view.setUint32(at, adler32(rows))
  const header = new Uint8Array(13)
  const sizes = new DataView(header.buffer)
  sizes.setUint32(0, width)
  sizes.setUint32(4, height)
  header.set([8, 6], 8)
  return concatBytes(Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10), pngChunk('IHDR', header), pngChunk('IDAT', data), pngChunk('IEND', new Uint8Array()))
}

function pngChunk(name: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(data.length + 12)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, data.length)
  for (let i = 0; i < 4; i++) chunk[4 + i] = name.charCodeAt(i)
  chunk.set(data, 8)
  view.setUint32(data.length + 8, crc32(chunk.subarray(4, data.length + 8)))
  return chunk
}

function concatBytes(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function adler32(bytes: Uint8Array): number {
  let a = 1
  let b = 0
  for (const byte of bytes) {
    a = (a + byte) % 65521
    b = (b + a) % 65521
  }
  return ((b << 16) | a) >>> 0
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
