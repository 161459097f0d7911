/** `wx.request` against a server: data, headers, results, abort, timeout, the limit of ten. */
import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { Loose } from '../../runtime-shim/src/logic/wx/registry.ts'
import { wxRequest } from '../../runtime-shim/src/logic/wx/request.ts'
import { withCallbacks, fakeHost } from './wx-host.ts'

let server: Server
let origin = ''
let open = 0
let most = 0

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

before(async () => {
  server = createServer(async (request, response) => {
    most = Math.max(most, ++open)
    response.on('close', () => open--)
    const { pathname } = new URL(request.url!, 'http://x')
    if (pathname === '/never') return
    if (pathname === '/slow') return void setTimeout(() => response.end('{}'), 50)
    if (pathname === '/text') return void response.end('not json')
    if (pathname === '/missing') return void response.writeHead(404).end('{"gone":true}')
    if (pathname === '/bytes') return void response.end(Buffer.from([1, 2, 255]))
    if (pathname === '/chunks') {
      response.write('one')
      return void setTimeout(() => response.end('two'), 30)
    }
    if (request.url!.endsWith('down')) return void response.writeHead(502, { 'x-wxc-proxy-error': '1' }).end('no route\n')
    response.setHeader('x-mark', 'Yes')
    if (pathname.includes('proxy')) response.setHeader('x-wxc-set-cookie', ['a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT', 'b=2'])
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body: await bodyOf(request) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

after(() => {
  server.closeAllConnections()
  server.close()
})

const send = async (options: Loose): Promise<Loose> => {
  const { wx, host } = fakeHost([wxRequest])
  host.env.base = `${origin}/`
  const [[, result] = []] = await withCallbacks(wx.request, { ...options, url: options.url ?? `${origin}/echo` })
  return result
}

test('GET: data becomes the query, and wins over the one in the URL', async () => {
  const { data, statusCode, header, errMsg } = await send({ url: `${origin}/echo?a=1&b=2#x`, data: { b: '三', c: [1], d: undefined } })
  assert.equal(statusCode, 200)
  assert.equal(errMsg, 'request:ok')
  assert.equal(data.url, '/echo?a=1&b=%E4%B8%89&c=%5B1%5D')
  assert.equal(header['x-mark'], 'Yes')
})

test('bodies by content type', async () => {
  const json = (await send({ method: 'post', data: { a: 1 } })).data
  assert.deepEqual([json.method, json.body, json.headers['content-type']], ['POST', '{"a":1}', 'application/json'])
  const form = (await send({ method: 'PUT', data: { a: '1 2', b: 'c' }, header: { 'Content-Type': 'application/x-www-form-urlencoded' } })).data
  assert.deepEqual([form.method, form.body], ['PUT', 'a=1%202&b=c'])
  assert.equal((await send({ method: 'POST', data: 'as it is' })).data.body, 'as it is')
  assert.equal((await send({ method: 'POST', data: new Uint8Array([65, 66]).buffer })).data.body, 'AB')
  assert.equal((await send({ method: 'DELETE', data: { id: 1 } })).data.body, '{"id":1}')
})

test('results: every status is a success; text stays text; array buffers', async () => {
  assert.deepEqual([(await send({ url: `${origin}/missing` })).statusCode, (await send({ url: `${origin}/missing` })).data], [404, { gone: true }])
  assert.equal((await send({ url: `${origin}/text` })).data, 'not json')
  assert.equal((await send({ url: `${origin}/missing`, dataType: 'other' })).data, '{"gone":true}')
  assert.deepEqual([...new Uint8Array((await send({ url: `${origin}/bytes`, responseType: 'arraybuffer' })).data)], [1, 2, 255])
})

test('abort and timeout', async () => {
  const { wx } = fakeHost([wxRequest])
  const events: string[] = []
  const aborted = withCallbacks((options) => {
    const task = wx.request(options)
    task.onHeadersReceived(() => events.push('headers'))
    setTimeout(() => task.abort(), 20)
  }, { url: `${origin}/never` })
  assert.deepEqual((await aborted)[0], ['fail', { errMsg: 'request:fail abort', errno: 1 }])
  assert.deepEqual((await withCallbacks(wx.request, { url: `${origin}/never`, timeout: 30 }))[0], ['fail', { errMsg: 'request:fail timeout', errno: 5 }])
  const { wx: configured } = fakeHost([wxRequest], { networkTimeout: { request: 30 } })
  assert.equal((await withCallbacks(configured.request, { url: `${origin}/never` }))[0]![1].errMsg, 'request:fail timeout')
  assert.deepEqual(events, [])
})

test('failures that never reach the network, and those of the network', async () => {
  const { wx } = fakeHost([wxRequest])
  assert.deepEqual((await withCallbacks(wx.request, { url: 'relative' }))[0], ['fail', { errMsg: 'request:fail invalid url "relative"', errno: 600009 }])
  assert.equal((await withCallbacks(wx.request, {}))[0]![1].errMsg, 'request:fail parameter error: parameter.url should be String instead of Undefined;')
  const failed = (await withCallbacks(wx.request, { url: 'http://127.0.0.1:1/' }))[0]!
  assert.equal(failed[0], 'fail')
  assert.match(failed[1].errMsg, /^request:fail errcode:/)
})

test('chunks', async () => {
  const { wx } = fakeHost([wxRequest])
  const chunks: string[] = []
  const heads: number[] = []
  await withCallbacks((options) => {
    const task = wx.request(options)
    task.onChunkReceived(({ data }: { data: ArrayBuffer }) => chunks.push(new TextDecoder().decode(data)))
    task.onHeadersReceived(({ statusCode }: { statusCode: number }) => heads.push(statusCode))
  }, { url: `${origin}/chunks`, enableChunked: true })
  assert.deepEqual(chunks, ['one', 'two'])
  assert.deepEqual(heads, [200])
})

test('ten at a time; an aborted one that waits gives its place back', async () => {
  const { wx } = fakeHost([wxRequest])
  most = 0
  const all = Array.from({ length: 25 }, (_, i) =>
    withCallbacks((options) => {
      const task = wx.request(options)
      if (i === 15) task.abort()
    }, { url: `${origin}/slow` }),
  )
  const results = (await Promise.all(all)).map(([[name] = []]) => name)
  assert.equal(results.filter((name) => name === 'success').length, 24)
  assert.equal(most, 10)
})

test('in development other origins are reached through the server of the app', async () => {
  const { wx, host } = fakeHost([wxRequest])
  Object.assign(host.env, { dev: true, base: `${origin}/app/` })
  const [[, result] = []] = await withCallbacks(wx.request, { url: 'https://example.com/x?y=1', data: { z: 2 }, header: { Cookie: 'a=b' } })
  assert.equal(result!.data.url, '/app/__wxc/proxy?url=https%3A%2F%2Fexample.com%2Fx%3Fy%3D1%26z%3D2')
  assert.equal(result!.data.headers['x-wxc-cookie'], 'a=b')
  assert.deepEqual(result!.cookies, ['a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT', 'b=2'])
  const [[name, failure] = []] = await withCallbacks(wx.request, { url: 'https://example.com/down' })
  assert.deepEqual([name, failure!.errMsg], ['fail', 'request:fail errcode:-1 cronet_error_code:-1 error_msg:no route'])
})
