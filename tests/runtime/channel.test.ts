/** Channels: copies and order in one thread, the ring in shared memory. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { directChannel } from '../../runtime-shim/src/protocol/channel-direct.ts'
import { createRing, RingReader, ringText, RingWriter } from '../../runtime-shim/src/protocol/channel-ring.ts'
import type { ToLogic, ToView } from '../../runtime-shim/src/protocol/messages.ts'

const task = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

test('in one thread messages are copies, arrive later and in order, also those sent before anybody listened', async () => {
  const { view, logic } = directChannel()
  const seen: ToView[] = []
  const value = { a: [1] }
  logic.send({ t: 'call', id: 1, method: 'm', args: value })
  value.a.push(2)
  view.listen((message) => seen.push(message))
  logic.send({ t: 'patch', seq: 1, ops: [1, value] })
  assert.equal(seen.length, 0)
  value.a.push(3)
  await task()
  assert.deepEqual(seen, [
    { t: 'call', id: 1, method: 'm', args: { a: [1] } },
    { t: 'patch', seq: 1, ops: [1, { a: [1, 2] }] },
  ])
  assert.throws(() => logic.send({ t: 'patch', seq: 2, ops: [() => 1] }))
})

test('acknowledgements wait for a task, so that callbacks that render again do not starve it', async () => {
  const { view, logic } = directChannel()
  const seen: string[] = []
  logic.listen((message: ToLogic) => seen.push(message.t))
  view.listen(() => {})
  view.send({ t: 'ack', seq: 1 })
  await Promise.resolve().then(() => {})
  assert.deepEqual(seen, [])
  await task()
  assert.deepEqual(seen, ['ack'])
})

test('the ring gives back what was written, around its end and until it is full', () => {
  const memory = createRing()
  const writer = new RingWriter(memory)
  const reader = new RingReader(memory)
  const long = 'é漢𝄞"\u2028'.repeat(20_000)
  for (let round = 0; round < 20; round++) {
    assert.ok(writer.write(long + round))
    assert.ok(writer.write('x'))
    assert.equal(reader.read(), long + round)
    assert.equal(reader.read(), 'x')
    assert.equal(reader.read(), undefined)
  }
  let count = 0
  while (writer.write(long)) count++
  assert.ok(count >= 3)
  for (let i = 0; i < count; i++) assert.equal(reader.read(), long)
  assert.equal(reader.read(), undefined)
})

test('who waits for the ring hears of a write, and of one that came before', async () => {
  const memory = createRing()
  const writer = new RingWriter(memory)
  const reader = new RingReader(memory)
  const written = reader.written()
  assert.equal(reader.read(), undefined)
  writer.write('a')
  assert.equal(await written, true)
  assert.equal(await reader.written(), true, 'nobody has read it yet')
  assert.equal(reader.read(), 'a')
})

test('only what JSON keeps goes through the ring', () => {
  const patch = (...ops: unknown[]): string | undefined => ringText([1, { t: 'patch', seq: 1, ops }])
  assert.deepEqual(JSON.parse(patch(1, 'a', true, null, undefined, { a: [{}] })!)[1].ops, [1, 'a', true, null, null, { a: [{}] }])
  for (const bad of [NaN, Infinity, -0, { a: undefined }, [undefined], new Date(), new Map(), new Uint8Array(1), 1n]) assert.equal(patch(bad), undefined)
})
