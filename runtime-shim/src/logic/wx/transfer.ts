/** `wx.uploadFile` and `wx.downloadFile`. */
import { addTempFile, fileExtension, fileSpace, openFile, showFile } from './filespace.ts'
import { apiFailure, type CallOptions, type Loose, type WxHost } from './registry.ts'
import { proxyFailure, reachable, receivedHead, requestHeaders, taskApi, type Transfer } from './transport.ts'

const MAX_DOWNLOAD = 200 * 1024 * 1024

export function wxTransfer(host: WxHost): Record<string, unknown> {
  const events = ['ProgressUpdate', 'HeadersReceived']
  return {
    uploadFile: taskApi(host, 'uploadFile', events, (options, task) => upload(host, options, task), { filePath: 'String', name: 'String' }),
    downloadFile: taskApi(host, 'downloadFile', events, (options, task) => download(host, options, task), {}),
  }
}

async function upload(host: WxHost, options: CallOptions, { signal, events }: Transfer): Promise<object> {
  const file = await openFile(host, options.filePath)
  if (!file) throw apiFailure('file not found', { errno: 602303 })
  const form = new FormData()
  for (const key in options.formData) form.append(key, fieldText(options.formData[key]))
  const name = options.filePath.split('/').at(-1)!
  form.append(options.name, file, name.includes('.') ? name : [name, fileExtension(file.type)].filter(Boolean).join('.'))

  const request = new XMLHttpRequest()
  request.open('POST', reachable(host, options.url))
  const headers = requestHeaders(host, options.header)
  delete headers['content-type'] // the browser adds the boundary between the parts
  for (const key in headers) request.setRequestHeader(key, headers[key]!)
  signal.addEventListener('abort', () => request.abort())
  // Somebody who listens to the progress makes the request one that needs a preflight, so only where the program listens.
  if (events.ProgressUpdate!.size) {
    request.upload.onprogress = ({ loaded, total }) => {
      events.ProgressUpdate!.fire({ progress: percent(loaded, total), totalBytesSent: loaded, totalBytesExpectedToSend: total })
    }
  }
  return new Promise((resolve, reject) => {
    const received = (): Headers => {
      const lines = request.getAllResponseHeaders().trim().split(/\r?\n/).filter(Boolean)
      return new Headers(lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]))
    }
    request.onreadystatechange = () => {
      if (request.readyState === request.HEADERS_RECEIVED && request.status) {
        events.HeadersReceived!.fire({ statusCode: request.status, ...receivedHead(received()) })
      }
    }
    request.onload = () => {
      try {
        proxyFailure(received(), request.responseText)
        resolve({ data: request.responseText, statusCode: request.status, ...receivedHead(received()) })
      } catch (error) {
        reject(error)
      }
    }
    request.onerror = () => reject(new Error('failed to send'))
    request.send(form)
  })
}

function fieldText(value: unknown): string {
  return typeof value === 'object' && value ? JSON.stringify(value) : String(value)
}

async function download(host: WxHost, options: CallOptions, { signal, events }: Transfer): Promise<object> {
  const response = await fetch(reachable(host, options.url), { headers: requestHeaders(host, options.header), signal })
  if (response.status >= 502) proxyFailure(response.headers, await response.clone().text())
  const head = { statusCode: response.status, ...receivedHead(response.headers) }
  const { header } = head
  events.HeadersReceived!.fire(head)
  const expected = Number(header['content-length']) || 0
  const parts: BlobPart[] = []
  let loaded = 0
  const reader = response.body?.getReader()
  for (;;) {
    if (Math.max(expected, loaded) > MAX_DOWNLOAD) throw apiFailure('exceed max file size', { errno: 603301 })
    const part = await reader?.read()
    if (!part || part.done) break
    parts.push(part.value)
    loaded += part.value.length
    events.ProgressUpdate!.fire({
      progress: expected ? percent(loaded, expected) : 0,
      totalBytesWritten: loaded,
      totalBytesExpectedToWrite: expected || loaded,
    })
  }
  const type = header['content-type']?.split(';')[0] ?? ''
  const blob = new Blob(parts, { type })
  const result: Loose = { ...head, profile: {} }
  if (typeof options.filePath === 'string') {
    const { kept, temp } = fileSpace(host)
    if (kept) kept.set(options.filePath, blob)
    else temp.set(options.filePath, blob)
    showFile(host, options.filePath, blob)
    return { ...result, filePath: options.filePath }
  }
  // The type says more than the address, which may end in `.php`.
  const name = fileExtension(type) ? '' : new URL(options.url).pathname
  return { ...result, tempFilePath: addTempFile(host, blob, name) }
}

function percent(part: number, whole: number): number {
  return whole ? Math.min(100, Math.round((part / whole) * 100)) : 0
}
