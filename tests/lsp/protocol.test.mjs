/** The protocol itself: the order of messages, wrong ones, cancelling, positions, and how the server ends. */

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { CAPABILITIES, WXC, project, start } from './client.mjs'

const APP = {
  'app.json': '{"pages": ["pages/a/a"]}',
  'app.js': 'App({})',
  'pages/a/a.wxml': '<view>{{a}}</view>',
  'pages/a/a.js': 'Page({ data: { a: 1 } })',
}

/** Sends text as it is and reads whole messages. */
function raw(t) {
  const server = spawn(WXC, ['lsp'], { stdio: ['pipe', 'pipe', 'ignore'] })
  t.after(() => server.kill('SIGKILL'))
  let rest = Buffer.alloc(0)
  const messages = []
  const waiting = []
  server.stdout.on('data', (data) => {
    rest = Buffer.concat([rest, data])
    for (;;) {
      const head = rest.indexOf('\r\n\r\n')
      const length = head < 0 ? NaN : Number(/Content-Length: (\d+)/.exec(rest.subarray(0, head).toString())[1])
      if (!(rest.length >= head + 4 + length)) return
      const message = JSON.parse(rest.subarray(head + 4, head + 4 + length).toString())
      rest = rest.subarray(head + 4 + length)
      const taker = waiting.shift()
      if (taker) taker(message)
      else messages.push(message)
    }
  })
  const ended = new Promise((resolve) => server.on('exit', (code) => resolve(code)))
  return {
    server,
    ended,
    send: (body) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
    },
    next: () => (messages.length > 0 ? Promise.resolve(messages.shift()) : new Promise((resolve) => waiting.push(resolve))),
  }
}

const initialize = (id, params = {}) => ({ jsonrpc: '2.0', id, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {}, ...params } })

test('whatever comes is answered with the right error, and the server goes on', async (t) => {
  const { send, next, ended, server } = raw(t)
  const error = async (body) => {
    send(body)
    const { id, error } = await next()
    return [id, error?.code]
  }
  assert.deepEqual(await error('{"id": 1,'), [null, -32700])
  assert.deepEqual(await error('[]'), [null, -32600])
  assert.deepEqual(await error({ id: 2, method: 'textDocument/hover', params: {} }), [2, -32002])
  assert.deepEqual(await error({ id: 3, method: 'initialize', params: [] }), [3, -32602])
  server.stdin.write('some words\r\n\r\n')
  send(initialize(4))
  const { id, result } = await next()
  assert.equal(id, 4)
  assert.equal(result.serverInfo.name, 'wxc')
  assert.equal(result.capabilities.positionEncoding, 'utf-16')
  assert.equal(result.capabilities.diagnosticProvider, undefined)
  send({ method: 'initialized', params: {} })
  assert.deepEqual(await error(initialize(5)), [5, -32600])
  assert.deepEqual(await error({ id: 6, method: 'no/such' }), [6, -32601])
  assert.deepEqual(await error({ id: 'seven', method: '$/no/such' }), ['seven', -32601])
  assert.deepEqual(await error({ id: 8, method: 'textDocument/foldingRange', params: { textDocument: 1 } }), [8, -32602])
  assert.deepEqual(await error({ id: 9, method: 'textDocument/foldingRange' }), [9, -32602])
  // notifications are not answered, whatever is wrong with them, but logged where their parameters are
  send({ method: 'no/such', params: 7 })
  send({ method: 'textDocument/didOpen', params: { textDocument: null } })
  assert.equal((await next()).method, 'window/logMessage')
  send({ method: '$/cancelRequest', params: { id: 1000 } })
  send({ id: 99, result: 'of nothing' })
  send({ id: 10, method: 'textDocument/foldingRange', params: { textDocument: { uri: 'file:///nowhere/a.wxml' } } })
  assert.deepEqual(await next(), { jsonrpc: '2.0', id: 10, result: null })
  send({ id: 11, method: 'shutdown' })
  assert.deepEqual(await next(), { jsonrpc: '2.0', id: 11, result: null })
  assert.deepEqual(await error({ id: 12, method: 'textDocument/foldingRange' }), [12, -32600])
  send({ method: 'exit' })
  assert.equal(await ended, 0)
})

test('without `shutdown`, `exit` and the end of input are failures', async (t) => {
  const first = raw(t)
  first.send(initialize(1))
  await first.next()
  first.send({ method: 'exit' })
  assert.equal(await first.ended, 1)
  const second = raw(t)
  second.send(initialize(1))
  await second.next()
  second.server.stdin.end()
  assert.equal(await second.ended, 1)
})

test('the server ends with the editor that started it, also when its pipes stay open', async (t) => {
  const editor = spawn('sleep', ['1000'])
  t.after(() => editor.kill('SIGKILL'))
  const server = raw(t)
  server.send(initialize(1, { processId: editor.pid }))
  await server.next()
  editor.kill('SIGKILL')
  assert.equal(await server.ended, 1)
})

test('positions are in the unit that was agreed on, and those behind the end are the end', async (t) => {
  const text = '<view>你😀<text/></view>\r\n<!-- a\r\n-->'
  for (const [offered, unit, column] of [[undefined, 'utf-16', 9], [['utf-16'], 'utf-16', 9], [['utf-8', 'utf-16'], 'utf-8', 13]]) {
    const client = await start(t, project(t, APP), { capabilities: { ...CAPABILITIES, general: { positionEncodings: offered } } })
    assert.equal(client.about.capabilities.positionEncoding, unit)
    await client.open('pages/a/a.wxml', text)
    const textDocument = { uri: client.uri('pages/a/a.wxml') }
    const [{ range }] = await client.request('textDocument/selectionRange', { textDocument, positions: [{ line: 0, character: column + 2 }] })
    assert.deepEqual(range, { start: { line: 0, character: column + 1 }, end: { line: 0, character: column + 5 } })
    const ends = await client.request('textDocument/selectionRange', { textDocument, positions: [{ line: 9, character: 9 }, { line: 0, character: 4_000_000_000 }] })
    assert.equal(ends.length, 2)
    assert.deepEqual(ends[0].range.end, { line: 2, character: 3 })
    assert.equal(await client.shutdown(), 0)
  }
})

test('edits of emoji and CRLF end in the text that the editor has', async (t) => {
  const client = await start(t, project(t, APP))
  const at = (line, character) => ({ line, character })
  await client.open('pages/a/a.wxml', '<view>你😀</view>\r\n<text>\r\n</text>')
  await client.change('pages/a/a.wxml', [
    { range: { start: at(0, 7), end: at(0, 9) }, text: '{{a}}' },
    { range: { start: at(0, 6), end: at(0, 7) }, text: '' },
    { range: { start: at(1, 6), end: at(2, 0) }, text: '' },
  ])
  const textDocument = { uri: client.uri('pages/a/a.wxml') }
  const { data } = await client.request('textDocument/semanticTokens/full', { textDocument })
  // view a view / text text
  assert.deepEqual(data, [0, 1, 4, 0, 0, 0, 7, 1, 6, 0, 0, 5, 4, 0, 0, 1, 1, 4, 0, 0, 0, 7, 4, 0, 0])
  await client.diagnosed('pages/a/a.wxml', [])
})

test('a request that is taken back is answered as such', async (t) => {
  const client = await start(t, project(t, APP))
  await client.open('pages/a/a.wxml', `${'<view>'.repeat(3000)}x${'</view>'.repeat(3000)}`)
  const textDocument = { uri: client.uri('pages/a/a.wxml') }
  // More than the threads that answer can have begun.
  const { CancellationTokenSource } = await import('vscode-jsonrpc/node')
  const sources = Array.from({ length: 30 }, () => new CancellationTokenSource())
  const answers = sources.map((source) => client.connection.sendRequest('textDocument/semanticTokens/full', { textDocument }, source.token))
  sources.forEach((source) => source.cancel())
  const codes = await Promise.all(answers.map((answer) => answer.then(() => 0, (error) => error.code)))
  assert.ok(codes.every((code) => code === 0 || code === -32800), codes.join())
  assert.equal(codes.at(-1), -32800)
  assert.equal(await client.shutdown(), 0)
})

test('a message of 20 MB is read, one that never ends ends the server only with the input', async (t) => {
  const client = await start(t, project(t, APP))
  await client.open('pages/a/a.wxml', `<view>${'你'.repeat(7_000_000)}</view>`)
  const textDocument = { uri: client.uri('pages/a/a.wxml') }
  assert.deepEqual(await client.request('textDocument/foldingRange', { textDocument }), [])
  client.server.stdin.end('Content-Length: 999999999999\r\n\r\n{')
  assert.equal(await client.ended, 1)
})
