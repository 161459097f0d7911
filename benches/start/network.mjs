/** A server behind a slow line: gzip, a delay before each answer, one rate for all answers together; files whose names carry a hash are cached for good, others asked for again. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { TYPES } from '../runtime/contestants/serve.mjs'

/** About what lies in one packet's worth of a TCP window; small enough for answers to share the line. */
const PIECE = 4096

/** `{origin, seen, forget, close}`; `rate` in bytes per second. */
export async function serveSlowly(folder, { delay, rate }) {
  const cache = new Map()
  let log = []
  /** When the line is free, ms. */
  let free = 0
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

  async function send(response, body) {
    for (let at = 0; at < body.length; at += PIECE) {
      const piece = body.subarray(at, at + PIECE)
      if (rate !== Infinity) {
        const now = performance.now()
        free = Math.max(free, now) + (1000 * piece.length) / rate
        await wait(free - now)
      }
      response.write(piece)
    }
    response.end()
  }
  function load(file) {
    if (!cache.has(file)) {
      const body = gzipSync(readFileSync(file), { level: 9 })
      cache.set(file, { body, tag: `"${createHash('sha1').update(body).digest('hex')}"` })
    }
    return cache.get(file)
  }
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname)
    let file = join(folder, path)
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html')
    await wait(delay)
    if (!file.startsWith(folder) || !existsSync(file)) return response.writeHead(404).end()
    const { body, tag } = load(file)
    const kept = /-[\da-z]{8}\.\w+$/.test(file)
    const headers = {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-encoding': 'gzip', etag: tag, 'cache-control': kept ? 'max-age=31536000, immutable' : 'no-cache',
      'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'credentialless',
    }
    if (request.headers['if-none-match'] === tag) {
      log.push({ file, bytes: 0 })
      return response.writeHead(304, headers).end()
    }
    log.push({ file, bytes: body.length })
    response.writeHead(200, headers)
    await send(response, body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    /** What was asked for since `forget`: bytes as sent, of them scripts. */
    seen() {
      const sum = (list) => list.reduce((total, { bytes }) => total + bytes, 0)
      return { bytes: sum(log), scripts: sum(log.filter(({ file }) => file.endsWith('.js'))), requests: log.length }
    },
    forget: () => (log = []),
    close: () => server.close(),
  }
}
