/** `wx.request` over `fetch`. */
import type { CallOptions, Loose, WxHost } from './registry.ts'
import { proxyFailure, queryString, reachable, receivedHead, requestHeaders, taskApi, type Transfer } from './transport.ts'

const FORM = /application\/x-www-form-urlencoded/i

export function wxRequest(host: WxHost): Record<string, unknown> {
  const send = (options: CallOptions, task: Transfer): Promise<object> => request(host, options, task)
  return { request: taskApi(host, 'request', ['HeadersReceived', 'ChunkReceived'], send, {}) }
}

async function request(host: WxHost, options: CallOptions, { signal, events }: Transfer): Promise<object> {
  const method = String(options.method ?? 'GET').toUpperCase()
  const headers = requestHeaders(host, options.header)
  const bodyless = method === 'GET' || method === 'HEAD'
  const body = bodyless ? undefined : bodyOf(options.data, headers['content-type'])
  const url = reachable(host, bodyless ? withQuery(options.url, options.data) : options.url)
  // A content type on a request without body makes the browser ask the other server first (CORS preflight), which few are prepared for.
  if (body !== undefined || url.startsWith(host.env.base)) headers['content-type'] ??= 'application/json'

  const response = await fetch(url, { method, headers, body, signal, redirect: options.redirect === 'manual' ? 'manual' : 'follow' })
  const manual = response.type === 'opaqueredirect'
  if (response.status >= 502) proxyFailure(response.headers, await response.clone().text())
  const head = { statusCode: manual ? 302 : response.status, ...receivedHead(response.headers) }
  events.HeadersReceived!.fire(head)
  if (options.enableChunked) {
    await readChunks(response, (data) => events.ChunkReceived!.fire({ data }))
    return { data: '', ...head }
  }
  return { data: await resultData(response, options), ...head }
}

/** Merges `data` into the query of a URL: a field given again replaces the one in the URL. */
function withQuery(url: string, data: Loose): string {
  if (data === undefined || data === null || data === '') return url
  const [address = '', hash] = url.split('#')
  const [path, query] = address.split(/\?(.*)/s)
  const own = typeof data === 'object' ? Object.keys(data) : []
  const kept = (query ?? '').split('&').filter((pair) => pair && !own.includes(decodedName(pair)))
  const all = [...kept, typeof data === 'object' ? queryString(data) : String(data)].filter(Boolean).join('&')
  return `${path}${all && `?${all}`}${hash === undefined ? '' : `#${hash}`}`
}

function decodedName(pair: string): string {
  const name = pair.split('=')[0]!
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function bodyOf(data: Loose, type: string = 'application/json'): string | ArrayBuffer | ArrayBufferView<ArrayBuffer> | undefined {
  if (data === undefined || data === null) return undefined
  if (typeof data === 'string' || data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return data as string
  if (typeof data !== 'object') return String(data)
  return FORM.test(type) ? queryString(data) : JSON.stringify(data)
}

async function resultData(response: Response, { responseType, dataType }: CallOptions): Promise<unknown> {
  if (responseType === 'arraybuffer') return response.arrayBuffer()
  const text = await response.text()
  if (dataType !== undefined && dataType !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function readChunks(response: Response, received: (data: ArrayBuffer) => void): Promise<void> {
  const reader = response.body?.getReader()
  for (;;) {
    const part = await reader?.read()
    if (!part || part.done) return
    const { buffer, byteOffset, byteLength } = part.value
    received(buffer.slice(byteOffset, byteOffset + byteLength))
  }
}
