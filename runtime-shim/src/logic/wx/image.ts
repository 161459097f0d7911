/** `wx.getImageInfo`, `wx.compressImage`, `wx.getVideoInfo`. */
import { addTempFile, openFile } from './filespace.ts'
import { asyncApi, type CallOptions, type Loose, type WxHost } from './registry.ts'

const KNOWN_TYPES: Record<string, string> = { 'image/jpeg': 'jpeg', 'image/png': 'png', 'image/gif': 'gif', 'image/tiff': 'tiff', 'image/webp': 'webp' }

export function wxImage(host: WxHost): Record<string, unknown> {
  const src = { src: 'String' }
  return {
    getImageInfo: asyncApi(host, 'getImageInfo', (options) => imageInfo(host, options), src),
    compressImage: asyncApi(host, 'compressImage', (options) => compress(host, options), src),
    getVideoInfo: asyncApi(host, 'getVideoInfo', (options) => videoInfo(host, options), src),
  }
}

async function imageInfo(host: WxHost, { src }: CallOptions): Promise<object> {
  const remote = /^https?:\/\/(?!tmp|usr|store)/i.test(src)
  const blob = await openFile(host, src)
  // An image of a server that allows nobody to read it can still be measured by the page.
  const size = (blob || remote) && (await host.call('imageSize', { source: blob ?? src }).catch(() => undefined))
  if (!size) throw remote ? 'download image fail. reason: network error' : 'file not found'
  const path = remote && blob ? addTempFile(host, blob) : src
  return { ...size, path, orientation: 'up', type: blob ? await imageType(blob) : 'unknown' }
}

/** By the first bytes: names and headers are often wrong. */
async function imageType(blob: Blob): Promise<string> {
  const start = String.fromCharCode(...new Uint8Array(await blob.slice(0, 12).arrayBuffer()))
  if (start.startsWith('\xff\xd8')) return 'jpeg'
  if (start.startsWith('\x89PNG')) return 'png'
  if (start.startsWith('GIF8')) return 'gif'
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'webp'
  return KNOWN_TYPES[blob.type] ?? 'unknown'
}

async function compress(host: WxHost, { src, quality, compressedWidth, compressedHeight }: CallOptions): Promise<object> {
  const blob = await openFile(host, src)
  if (!blob) throw 'file not found'
  const image = await createImageBitmap(blob).catch(() => {
    throw 'image decode error'
  })
  // One side given: the other follows.
  const width = Number(compressedWidth) || (compressedHeight ? (image.width * compressedHeight) / image.height : image.width)
  const height = Number(compressedHeight) || (compressedWidth ? (image.height * compressedWidth) / image.width : image.height)
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width)), Math.max(1, Math.round(height)))
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  const percent = quality === undefined ? 80 : Number(quality)
  return { tempFilePath: addTempFile(host, await canvas.convertToBlob({ type: 'image/jpeg', quality: Math.min(100, Math.max(0, percent)) / 100 })) }
}

async function videoInfo(host: WxHost, { src }: CallOptions): Promise<Loose> {
  const blob = await openFile(host, src)
  if (!blob) throw 'file not found'
  const { width, height, duration } = await host.call('videoSize', { source: blob })
  const size = Math.round(blob.size / 1024)
  const bitrate = duration ? Math.round((size * 8) / duration) : 0
  return { width, height, duration, size, bitrate, fps: 0, orientation: 'up', type: blob.type.split('/')[1] ?? 'unknown' }
}
