/** `setData` of components: callbacks, pure data, groups (framework reference §4). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Any } from './component.ts'
import { build, uses } from './component.ts'

test('pure data is not rendered; groupSetData renders once', async () => {
  let updates = 0
  const app = await build({
    index: uses({ tag: 'c' }),
    c: { shape: [], template: () => ({ update(_: Any, d: Any) { updates++; assert.equal(d._p, undefined) } }), options: { options: { pureDataPattern: /^_/ }, data: { _p: 1, a: 1 } } },
  })
  const c = app.page.selectComponent('c')
  updates = 0
  c.setData({ _p: 2 })
  assert.deepEqual([updates, c.data._p], [0, 2])
  c.groupSetData(() => { c.setData({ a: 2 }); c.setData({ a: 3 }) })
  assert.equal(updates, 1)
})

test('setData: callback after the view, undefined warns, illegal paths throw, members named like ours', async () => {
  const app = await build({ index: { shape: [['view', { h: 0 }]], template: ($) => ({ update(b: Any, d: Any) { const x = $.text(d.a); if (b.v[0] !== x) $.S(b, 0, x) } }), options: { data: { a: 1 } } } }, { deaf: true })
  const log: unknown[] = []
  app.page.setData({ a: 2 }, function (this: Any) { log.push(this === app.page) })
  await app.settle()
  assert.deepEqual(log, [])
  app.received({ t: 'ack', seq: 2 })
  assert.deepEqual(log, [true])
  app.page.setData({ a: undefined })
  assert.ok(app.lines.includes('Setting data field "a" to undefined is invalid.'))
  assert.throws(() => app.page.setData({ "q['k']": 1 }), /illegal at char 2 \(illegal index\)/)
  app.page.id = 'mine'
  assert.equal(app.page.id, 'mine')
})

/** A page whose list shows `label` of its rows. */
const table = (rows: Any[]): Any => ({
  index: {
    shape: [{ r: 0 }],
    options: { data: { rows } },
    inner: { row: { shape: [['view', { h: 0 }]], template: ($: Any) => ({ update(b: Any) { const x = $.text(b.s.item.label); if (b.v[0] !== x) $.S(b, 0, x) } }) } },
    template: ($: Any, t: Any) => ({ regions: 1, update: (b: Any, d: Any) => $.list(b, d, 0, d.rows, t('row'), 'id', []) }),
  },
})
const numbered = (count: number): Any[] => Array.from({ length: count }, (_, id) => ({ id, label: `row ${id}`, tags: ['a', { deep: id }] }))

test('1,000 rows given anew, one of them changed: one operation', async () => {
  const app = await build(table(numbered(1000)))
  app.ops()
  const rows = numbered(1000)
  rows[500]!.label = 'changed'
  app.page.setData({ rows })
  await app.settle()
  const ops = app.ops()
  assert.equal(ops.length, 4, 'SET, block, hole, value')
  assert.equal(ops[3], 'changed')
})

test('what is written by paths looks at no other row: shown as if rendered anew, whatever the order of writes', async () => {
  let evaluated = 0
  const page = table(numbered(6))
  page.index.options.data.mark = ''
  page.index.inner.row.template = ($: Any) => ({ ix: 1, update(b: Any, d: Any) { evaluated++; const x = `${b.s.index} ${$.text(b.s.item?.label)}${d.mark}`; if (b.v[0] !== x) $.S(b, 0, x) } })
  page.index.template = ($: Any, t: Any) => ({ regions: 1, update: (b: Any, d: Any) => $.list(b, d, 0, d.rows, t('row'), 'id', [d.mark]) })
  const app = await build(page)
  evaluated = 0
  app.page.setData({ 'rows[4].label': 'e', 'rows[1].label': 'b', 'rows[4].tags[1].deep': 7 })
  assert.equal(evaluated, 2)
  let seed = 7
  const random = (below: number): number => (seed = (seed * 16807) % 2147483647) % below
  for (let turn = 0; turn < 300; turn++) {
    const { length } = app.page.data.rows
    const write = (): void => {
      const patch: Any = {}
      for (let i = 0; i <= random(3); i++) {
        const at = random(length + 1)
        const kind = random(8)
        if (kind < 4 && at < length) patch[`rows[${at}].label`] = `l${turn}`
        else if (kind < 5 && at < length) patch[`rows[${at}].id`] = random(9)
        else if (kind < 6) patch[`rows[${at}]`] = { id: 100 + turn, label: 'new' }
        else if (kind < 7) patch.rows = app.page.data.rows.filter((_: Any, i: number) => i !== at)
        else patch.mark = String(random(3))
      }
      app.page.setData(patch)
    }
    if (random(4)) write()
    else app.page.groupSetData?.(() => (write(), write()))
    await app.settle()
    assert.deepEqual(app.shown(), Array.from(app.page.data.rows, (row: Any, i: number) => ['view', `${i} ${row?.label ?? ''}${app.page.data.mark}`]), `turn ${turn}`)
  }
})

test('the view acknowledges only what somebody waits for, also when that was sent already', async () => {
  const app = await build(table(numbered(2)))
  await app.settle()
  const acks = (): unknown[] => app.messages.splice(0).filter((m) => m.t === 'patch').map((m) => [m.ops.length, m.ack])
  acks()
  const log: string[] = []
  app.page.setData({ 'rows[0].label': 'a' })
  await app.settle()
  assert.deepEqual(acks(), [[4, undefined]])
  app.page.setData({ other: 1 }, () => log.push('late'))
  await app.settle()
  assert.deepEqual([acks(), log.splice(0)], [[[0, true]], ['late']])
  app.page.setData({ other: 2 }, () => log.push('nothing to wait for'))
  await app.settle()
  assert.deepEqual([acks(), log.splice(0)], [[], ['nothing to wait for']])
  app.page.setData({ 'rows[0].label': 'b' }, () => log.push('with it'))
  await app.settle()
  assert.deepEqual([acks(), log], [[[4, true]], ['with it']])
})

test('10,000 calls in one task are one message', async () => {
  const app = await build(table(numbered(3)))
  app.messages.length = 0
  let calls = 0
  for (let i = 0; i < 10_000; i++) app.page.setData({ 'rows[1].label': `label ${i}` }, () => calls++)
  await app.settle()
  assert.equal(app.messages.filter((m) => m.t === 'patch').length, 1)
  assert.deepEqual(app.shown(), [['view', 'row 0'], ['view', 'label 9999'], ['view', 'row 2']])
  assert.equal(calls, 10_000)
})

test('what is changed without setData is not shown, neither then nor later', async () => {
  const app = await build(table(numbered(2)))
  const mine = numbered(2)
  app.page.data.rows[0].label = 'mutated'
  app.page.setData({ other: 1 })
  await app.settle()
  assert.deepEqual(app.shown(), [['view', 'row 0'], ['view', 'row 1']])
  app.page.setData({ rows: mine })
  mine[0]!.label = 'mutated'
  app.page.setData({ 'rows[1].label': 'set' })
  await app.settle()
  assert.deepEqual(app.shown(), [['view', 'row 0'], ['view', 'set']])
})

test('values that are no JSON: functions, dates, cycles, undefined', async () => {
  const app = await build({ index: { shape: [['view', { h: 0 }]], template: ($: Any) => ({ update(b: Any, d: Any) { const x = $.text(d.x?.at ?? d.x); if (b.v[0] !== x) $.S(b, 0, x) } }), options: { data: { x: 0 } } } })
  const show = async (x: Any): Promise<unknown> => (app.page.setData({ x }), await app.settle(), (app.shown() as Any)[0][1])
  const date = new Date(0)
  assert.equal(await show({ at: date }), '1970-01-01T00:00:00.000Z')
  assert.equal(app.page.data.x.at, date)
  const run = (): number => 1
  app.page.setData({ x: { run } })
  assert.equal(app.page.data.x.run, run)
  const cycle: Any = { at: 'round' }
  cycle.self = cycle
  assert.equal(await show(cycle), 'round')
  assert.equal(app.page.data.x.self, app.page.data.x)
  assert.equal(await show(undefined), undefined)
  assert.ok(app.lines.includes('Setting data field "x" to undefined is invalid.'))
})

test('in development, more than 1 MB in one call is told', async () => {
  const text = 'x'.repeat(600_000)
  const app = await build(table([]), { env: { dev: true } })
  app.page.setData({ a: text })
  assert.deepEqual(app.lines, [])
  app.page.setData({ a: [text, { b: text }] })
  assert.deepEqual(app.lines, ['invokeWebviewMethod data transfer length is too large: 1172 KB > 1024 KB'])
  const quiet = await build(table([]))
  quiet.page.setData({ a: [text, text] })
  assert.deepEqual(quiet.lines, [])
})

test('setUpdatePerformanceListener: each update, what became part of it, and the update of the owner it belongs to', async () => {
  const heard: Any[] = []
  const listen = function (this: Any): void {
    this.setUpdatePerformanceListener({ withDataPaths: true }, (res: Any) => heard.push({ ...res, is: this.is }))
  }
  const app = await build({
    index: { ...uses({ tag: 'c', props: { p: 'x' } }), options: { data: { x: 1 }, onLoad: listen } },
    c: { options: { properties: { p: Number }, data: { twice: 0 }, observers: { p(this: Any, p: number) { this.setData({ twice: p * 2 }) } }, attached: listen } },
  })
  heard.length = 0
  app.page.setData({ x: 2 })
  const [first, merged, outer] = heard
  assert.deepEqual(heard.map(({ is, isMergedUpdate, dataPaths }) => [is, isMergedUpdate, dataPaths]), [['c', false, [['p']]], ['c', true, [['twice']]], ['index', false, [['x']]]])
  assert.equal(merged.updateProcessId, first.updateProcessId)
  assert.equal(first.parentUpdateProcessId, outer.updateProcessId)
  assert.equal('parentUpdateProcessId' in outer, false)
  assert.ok(outer.pendingStartTimestamp <= outer.updateStartTimestamp && outer.updateStartTimestamp <= outer.updateEndTimestamp)
  app.page.setUpdatePerformanceListener({}, null)
  app.page.selectComponent('c').setUpdatePerformanceListener(null)
  heard.length = 0
  app.page.setData({ x: 3 })
  assert.deepEqual(heard, [])
})
