/** Storage: types, limits, errors. That it outlives the visit is tested in browsers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wxStorage } from '../../runtime-shim/src/logic/wx/storage.ts'
import { failureFrom, fakeHost, withCallbacks } from './wx-host.ts'

test('values keep their type; objects are copies by the rules of JSON', () => {
  const { wx } = fakeHost([wxStorage])
  const values = ['text', '', 0, 1.5, NaN, Infinity, true, false, null, undefined, [1, [2]], { a: { b: 'c' } }, new Date(5), /a+/gi, '{"a":1}', '汉字😀']
  for (const value of values) {
    wx.setStorageSync('k', value)
    assert.deepEqual(wx.getStorageSync('k'), value)
  }
  const object = { list: [1], when: new Date(0), f: () => 1, u: undefined }
  wx.setStorageSync('k', object)
  object.list.push(2)
  assert.deepEqual(wx.getStorageSync('k'), { list: [1], when: '1970-01-01T00:00:00.000Z' })
  assert.notEqual(wx.getStorageSync('k'), wx.getStorageSync('k'))
})

test('what is missing: an empty string, or a failure', async () => {
  const { wx } = fakeHost([wxStorage])
  assert.equal(wx.getStorageSync('none'), '')
  const failure = { errMsg: 'getStorage:fail data not found' }
  assert.deepEqual(await failureFrom(wx.getStorage({ key: 'none' })), failure)
  assert.deepEqual(await withCallbacks(wx.getStorage, { key: 'none' }), [['fail', failure], ['complete', failure]])
  assert.deepEqual(await wx.removeStorage({ key: 'none' }), { errMsg: 'removeStorage:ok' })
})

test('the asynchronous and the batch members', async () => {
  const { wx } = fakeHost([wxStorage])
  assert.deepEqual(await wx.setStorage({ key: 'a', data: { x: 1 } }), { errMsg: 'setStorage:ok' })
  assert.deepEqual(await wx.getStorage({ key: 'a' }), { errMsg: 'getStorage:ok', data: { x: 1 } })
  await wx.batchSetStorage({ kvList: [{ key: 'b', value: 2 }, { key: 'c', value: 'three' }] })
  assert.deepEqual((await wx.batchGetStorage({ keyList: ['c', 'none', 'b'] })).dataList, ['three', '', 2])
  wx.batchSetStorageSync([{ key: 'd', value: [] }])
  assert.deepEqual(wx.batchGetStorageSync(['d']), [[]])
  wx.removeStorageSync('b')
  assert.deepEqual((await wx.getStorageInfo()).keys, ['a', 'c', 'd'])
  assert.deepEqual(wx.getStorageInfoSync(), { keys: ['a', 'c', 'd'], currentSize: 1, limitSize: 10240 })
  await wx.clearStorage()
  assert.deepEqual(wx.getStorageInfoSync(), { keys: [], currentSize: 0, limitSize: 10240 })
})

test('1 MB for a key, 10 MB together, counted as UTF-8', async () => {
  const { wx } = fakeHost([wxStorage])
  assert.throws(() => wx.setStorageSync('k', 'x'.repeat(1024 * 1024)), { message: 'setStorageSync:fail entry size limit reached' })
  assert.equal((await failureFrom(wx.setStorage({ key: 'k', data: '汉'.repeat(350_000) }))).errMsg, 'setStorage:fail entry size limit reached')
  const almost = 'x'.repeat(1024 * 1024 - 2)
  for (let i = 0; i < 10; i++) wx.setStorageSync(`k${i}`, almost)
  assert.equal(wx.getStorageInfoSync().currentSize, 10240)
  assert.throws(() => wx.setStorageSync('one more', 1), { message: 'setStorageSync:fail exceed storage max size' })
  wx.setStorageSync('k0', 'small')
  wx.setStorageSync('one more', 1)
  assert.equal(wx.getStorageSync('k9'), almost)
})

test('wrong parameters', async () => {
  const { wx } = fakeHost([wxStorage])
  assert.throws(() => wx.setStorageSync(undefined, 1), { message: 'setStorageSync:fail parameter error: parameter should be String instead of Undefined;' })
  assert.equal((await failureFrom(wx.setStorage({ key: 1 }))).errMsg, 'setStorage:fail parameter error: parameter.key should be String instead of Number;')
  const cycle: { self?: unknown } = {}
  cycle.self = cycle
  assert.throws(() => wx.setStorageSync('k', cycle), /setStorageSync:fail .*circular/)
})
