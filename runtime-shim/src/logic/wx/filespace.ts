/** Files that programs name by path: temporary ones (`wxfile://tmp_…`), and the way to those that `files.ts` keeps and to the files of the package. */
import type { Loose, WxHost } from './registry.ts'

/** All files of one app. The view knows each of them too: `view/files.ts`. */
export interface FileSpace {
  /** Temporary files by path; gone with the visit. */
  readonly temp: Map<string, Blob>
  /** Set by the family `files`: the kept files. */
  kept?: { get(path: string): Blob | undefined; set(path: string, blob: Blob): void }
}

const spaces = new WeakMap<WxHost, FileSpace>()

const TYPES: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'video/quicktime': 'mov',
  'text/plain': 'txt',
  'text/html': 'html',
  'application/json': 'json',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
}

export function fileSpace(host: WxHost): FileSpace {
  let space = spaces.get(host)
  if (!space) spaces.set(host, (space = { temp: new Map() }))
  return space
}

/** Tells the view what a path stands for (null: nothing any more), so that elements can show it. */
export function showFile(host: WxHost, path: string, blob: Blob | null): void {
  host.post('file', { path, blob })
}

/** Makes a temporary file; the extension is that of `name`, else what the type says. */
export function addTempFile(host: WxHost, blob: Blob, name = ''): string {
  const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const extension = /\.(\w{1,8})$/.exec(name)?.[1] ?? fileExtension(blob.type)
  const path = `wxfile://tmp_${id}${extension && `.${extension}`}`
  fileSpace(host).temp.set(path, blob)
  showFile(host, path, blob)
  return path
}

export function fileExtension(type: string): string {
  const plain = type.split(';')[0]!.trim().toLowerCase()
  return TYPES[plain] ?? /^(?:image|audio|video|font)\/([a-z\d]{2,5})$/.exec(plain)?.[1] ?? ''
}

/** A temporary or kept file. */
export function knownFile(host: WxHost, path: string): Blob | undefined {
  const space = fileSpace(host)
  return space.temp.get(path) ?? space.kept?.get(path)
}

/** The URL of a file of the package: `/images/a.png` and `images/a.png` are the same, counted from the root; `./a.png` counts from the page on top. */
export function packageUrl(host: WxHost, path: string): string {
  const from = path.startsWith('.') ? (host.currentPage()?.route ?? '') : ''
  return new URL(path.replace(/^\/+/, ''), host.env.base + from).href
}

/** The content of whatever a program may name: a file by path, a file of the package, `data:`, `blob:` and web addresses. Undefined if there is none. */
export async function openFile(host: WxHost, path: string): Promise<Blob | undefined> {
  if (/^(wxfile|http):\/\/(tmp|usr|store)/.test(path)) return knownFile(host, path)
  const url = /^[a-z][a-z\d+.-]*:/i.test(path) ? path : packageUrl(host, path)
  const response = await fetch(url).catch(() => undefined)
  return response?.ok ? response.blob() : undefined
}

/** The bytes of a blob at once: by the reader that workers have for it, on the page by a synchronous request. */
export function bytesOfBlob(blob: Blob): Uint8Array<ArrayBuffer> {
  const Reader = (globalThis as Loose).FileReaderSync as typeof FileReaderSync | undefined
  if (Reader) return new Uint8Array(new Reader().readAsArrayBuffer(blob))
  const url = URL.createObjectURL(blob)
  try {
    return bytesOfUrl(url)!
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** A synchronous fetch; undefined where there is nothing. */
export function bytesOfUrl(url: string): Uint8Array<ArrayBuffer> | undefined {
  const request = new XMLHttpRequest()
  request.open('GET', url, false)
  // On a page, synchronous requests give text only: one character per byte.
  request.overrideMimeType('text/plain; charset=x-user-defined')
  try {
    request.send()
  } catch {
    return undefined
  }
  if (request.status >= 400) return undefined
  const text = request.responseText
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}
