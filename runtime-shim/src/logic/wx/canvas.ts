/** Nodes of canvases, `wx.createOffscreenCanvas`, `wx.canvasToTempFilePath`, pixels of older canvases. */
import type { CanvasExport, CanvasPixels } from '../../protocol/canvas.ts'
import { canvasBehind, canvasNode, canvasObject } from './canvasnode.ts'
import { callElement, elementById, type ElementTarget } from './element.ts'
import { addTempFile } from './filespace.ts'
import { asyncApi, type CallOptions, type Loose, type WxHost } from './registry.ts'

export function wxCanvas(host: WxHost): Record<string, unknown> {
  host.provide('canvasNode', (target: ElementTarget) => canvasNode(host, target))
  /** These take the component as a second argument. */
  const withInstance = (api: string, run: (options: CallOptions, instance: unknown) => unknown, types?: Record<string, string>): unknown => {
    return (options?: CallOptions, instance?: unknown) => asyncApi(host, api, (given) => run(given, instance), types)(options)
  }
  const area = { canvasId: 'String', x: 'Number', y: 'Number', width: 'Number', height: 'Number' }
  return {
    createOffscreenCanvas: (first?: Loose, second?: number) => {
      const { width, height } = typeof first === 'object' && first ? first : { width: first, height: second }
      return canvasObject(host, new OffscreenCanvas(Number(width) || 300, Number(height) || 150))
    },
    canvasToTempFilePath: withInstance('canvasToTempFilePath', async (options, instance) => {
      const wanted = exportOptions(options)
      const canvas = canvasBehind(options.canvas)
      const blob: Blob = canvas ? await cutOut(host, canvas, wanted) : await callElement(host, older(host, options.canvasId, instance), 'toBlob', wanted)
      return { tempFilePath: addTempFile(host, blob) }
    }),
    canvasGetImageData: withInstance(
      'canvasGetImageData',
      async ({ canvasId, x, y, width, height }, instance): Promise<CanvasPixels> => callElement(host, older(host, canvasId, instance), 'getImageData', { x, y, width, height }),
      area,
    ),
    canvasPutImageData: withInstance(
      'canvasPutImageData',
      async ({ canvasId, data, x, y, width, height }, instance) => {
        await callElement(host, older(host, canvasId, instance), 'putImageData', { data: new Uint8ClampedArray(data), x, y, width, height })
      },
      { ...area, data: 'Uint8ClampedArray' },
    ),
  }
}

/** The element of a `canvas-id`. */
function older(host: WxHost, canvasId: unknown, instance: unknown): ReturnType<typeof elementById> {
  if (canvasId === undefined) throw 'canvas is empty'
  return elementById(host, canvasId, instance, 'canvas-id')
}

function exportOptions(options: CallOptions): CanvasExport {
  const numbers = ['x', 'y', 'width', 'height', 'destWidth', 'destHeight'] as const
  const given = Object.fromEntries(numbers.filter((name) => Number(options[name]) >= 0).map((name) => [name, Number(options[name])]))
  const quality = Number(options.quality)
  return { ...given, type: /^jpe?g$/.test(options.fileType) ? 'image/jpeg' : 'image/png', quality: quality > 0 && quality <= 1 ? quality : 1 }
}

/** For a canvas of the logic thread, areas count pixels of its bitmap. */
async function cutOut(host: WxHost, canvas: OffscreenCanvas, { x = 0, y = 0, type, quality, ...size }: CanvasExport): Promise<Blob> {
  const width = size.width || canvas.width - x
  const height = size.height || canvas.height - y
  const ratio = host.env.pixelRatio
  const copy = new OffscreenCanvas(size.destWidth || width * ratio, size.destHeight || height * ratio)
  const pixels = copy.getContext('2d')!
  if (type === 'image/jpeg') {
    pixels.fillStyle = '#fff'
    pixels.fillRect(0, 0, copy.width, copy.height)
  }
  pixels.drawImage(canvas, x, y, width, height, 0, 0, copy.width, copy.height)
  return copy.convertToBlob({ type, quality })
}
