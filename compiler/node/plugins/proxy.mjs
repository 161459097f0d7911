/** `__wxc/proxy?url=…` as in `wxc dev`: forwards requests of the app to other origins, which browsers would refuse. Only pages of this server may use it. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Headers of one connection, and those that speak of this server instead of the other. */
const NOT_FORWARDED = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|content-length|origin|referer|cookie|x-wxc-cookie|sec-.*|expect|accept-encoding)$/
/** Headers of the answer that would speak to the browser about this server, and those of a coding that is undone here. */
const NOT_RETURNED = /^(connection|keep-alive|proxy-authenticate|te|trailer|transfer-encoding|upgrade|set-cookie|content-security-policy.*|strict-transport-security|clear-site-data|alt-svc|content-encoding|content-length)$/

export function isSameOrigin({ headers }) {
  if (headers['sec-fetch-site']) return headers['sec-fetch-site'] === 'same-origin'
  const from = headers.origin ?? headers.referer
  return Boolean(from) && from.split('://')[1]?.split('/')[0] === headers.host
}

/** Everything behind `url=`, so that an `&` that was not escaped does not cut it. */
function target(request) {
  const value = /[?&]url=(.*)$/.exec(request.url)?.[1] ?? ''
  try {
    const url = new URL(value.includes('://') ? value : decodeURIComponent(value))
    return /^https?:$/.test(url.protocol) ? url : undefined
  } catch {
    // No address, or no text: what was asked for is told to be wrong.
    return undefined
  }
}

export async function forward(request, response) {
  const end = (status, text, headers = {}) => response.writeHead(status, headers).end(text + '\n')
  if (!isSameOrigin(request)) return end(403, 'only pages of this server may use the proxy')
  const url = target(request)
  if (!url) return end(400, 'write __wxc/proxy?url=https://…')
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !NOT_FORWARDED.test(name)))
  // Browsers let no script set `Cookie`; `wx.request` sends it under this name.
  if (request.headers['x-wxc-cookie']) headers.cookie = request.headers['x-wxc-cookie']
  const hasBody = !/^(GET|HEAD)$/.test(request.method)
  try {
    const answer = await fetch(url, { method: request.method, headers, redirect: 'follow', ...(hasBody && { body: Readable.toWeb(request), duplex: 'half' }) })
    for (const [name, value] of answer.headers) if (!NOT_RETURNED.test(name)) response.setHeader(name, value)
    // Browsers hide `Set-Cookie` from scripts; `wx.request` shows it.
    const cookies = answer.headers.getSetCookie()
    if (cookies.length) response.setHeader('x-wxc-set-cookie', cookies)
    response.writeHead(answer.status)
    if (!answer.body) return response.end()
    return await pipeline(Readable.fromWeb(answer.body), response)
  } catch (error) {
    if (response.headersSent) return response.destroy()
    return end(502, `${url}: ${error.message}${error.cause ? `: ${error.cause.message}` : ''}`, { 'x-wxc-proxy-error': '1' })
  }
}
