/** Dialogs, the shell of the page, queries. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wxFeedback } from '../../runtime-shim/src/logic/wx/feedback.ts'
import { wxPage } from '../../runtime-shim/src/logic/wx/page.ts'
import { wxQuery } from '../../runtime-shim/src/logic/wx/query.ts'
import { failureFrom, fakeHost, withCallbacks } from './wx-host.ts'

test('toasts and their parameters', async () => {
  const { wx, calls, answers } = fakeHost([wxFeedback])
  answers.showToast = answers.hideToast = undefined
  assert.deepEqual(await wx.showToast({ title: 'a' }), { errMsg: 'showToast:ok' })
  await wx.showLoading({ title: '加载中', mask: true })
  await wx.hideLoading({ noConflict: true })
  await wx.hideToast()
  assert.deepEqual(calls, [
    ['showToast', { kind: 'toast', title: 'a', icon: 'success', image: '', duration: 1500, mask: false }],
    ['showToast', { kind: 'loading', title: '加载中', icon: 'loading', image: '', duration: 0, mask: true }],
    ['hideToast', { only: 'loading' }],
    ['hideToast', {}],
  ])
  assert.equal((await failureFrom(wx.showToast({ title: 1 }))).errMsg, 'showToast:fail parameter error: parameter.title should be String instead of Number;')
})

test('modal dialogs', async () => {
  const { wx, calls, answers } = fakeHost([wxFeedback])
  answers.showModal = { confirm: true, cancel: false, content: null }
  assert.deepEqual(await withCallbacks(wx.showModal, { title: 't', content: 'c' }), [
    ['success', { errMsg: 'showModal:ok', confirm: true, cancel: false, content: null }],
    ['complete', { errMsg: 'showModal:ok', confirm: true, cancel: false, content: null }],
  ])
  const { confirmText, cancelText, showCancel, confirmColor } = calls[0]![1]
  assert.deepEqual({ confirmText, cancelText, showCancel, confirmColor }, { confirmText: '确定', cancelText: '取消', showCancel: true, confirmColor: '#576B95' })
  assert.equal((await failureFrom(wx.showModal({ confirmText: '立即去设置' }))).errMsg, 'showModal:fail parameter error: confirmText length should not larger than 4 Chinese characters')
  assert.equal((await wx.showModal({ confirmText: 'Confirm' })).confirm, true)
})

test('action sheets', async () => {
  const { wx, answers } = fakeHost([wxFeedback])
  answers.showActionSheet = 1
  assert.deepEqual(await wx.showActionSheet({ itemList: ['a', 'b'] }), { errMsg: 'showActionSheet:ok', tapIndex: 1 })
  answers.showActionSheet = -1
  assert.deepEqual(await failureFrom(wx.showActionSheet({ itemList: ['a'] })), { errMsg: 'showActionSheet:fail cancel' })
  assert.equal((await failureFrom(wx.showActionSheet({ itemList: '1234567'.split('') }))).errMsg, 'showActionSheet:fail parameter error: itemList should not be large than 6')
})

test('the shell acts on the page on top; tab members want a tab page', async () => {
  const { wx, host, calls, answers } = fakeHost([wxPage], { tabBar: { list: [{ pagePath: 'a' }, { pagePath: 'b' }] } })
  for (const name of ['setNavigationBarTitle', 'setNavigationBarColor', 'setTabBarBadge', 'pageScrollTo']) answers[name] = undefined
  const page = { route: 'c' }
  host.currentPage = () => page
  host.locate = () => ({ page: 7, instance: 9 })
  assert.deepEqual(await wx.setNavigationBarTitle({ title: 'x' }), { errMsg: 'setNavigationBarTitle:ok' })
  assert.deepEqual(calls.pop(), ['setNavigationBarTitle', { page: 7, title: 'x' }])
  assert.equal((await failureFrom(wx.setTabBarBadge({ index: 0, text: '1' }))).errMsg, 'setTabBarBadge:fail not TabBar page')
  page.route = 'a'
  await wx.setTabBarBadge({ index: 1, text: '12345' })
  assert.deepEqual(calls.pop(), ['setTabBarBadge', { page: 7, index: 1, text: '...' }])
  assert.equal((await failureFrom(wx.setTabBarBadge({ index: 5, text: '1' }))).errMsg, 'setTabBarBadge:fail tabbar item not found')
  assert.match((await failureFrom(wx.setNavigationBarColor({ frontColor: '#123456', backgroundColor: '#fff' }))).errMsg, /invalid frontColor/)
  await wx.pageScrollTo({ scrollTop: 5 })
  assert.deepEqual(calls.pop(), ['pageScrollTo', { page: 7, scrollTop: 5, offsetTop: 0, duration: 300 }])
})

test('a selector query asks once and adds what the logic thread knows', async () => {
  const { wx, host, calls, answers } = fakeHost([wxQuery])
  const component = { name: 'component' }
  host.locate = (instance) => (instance === component ? { page: 1, instance: 5 } : { page: 1, instance: 1 })
  host.describe = (block, node) => ({ dataset: { block, node }, mark: { m: 1 } })
  answers.query = [{ at: [3, 4], id: 'a', width: 10 }, [{ at: [3, 5], values: { color: 'red' } }, {}], null]
  const seen: unknown[] = []
  const query = wx.createSelectorQuery().in(component)
  const results = await new Promise<unknown[]>((resolve) => {
    query
      .select('#a')
      .boundingClientRect(function (this: unknown, rect: unknown) {
        seen.push(this === component, rect)
      })
      .selectAll('.b')
      .fields({ dataset: true, mark: true, computedStyle: ['color'] })
    query.selectViewport().scrollOffset()
    query.exec(resolve)
  })
  assert.deepEqual(calls[0], [
    'query',
    {
      page: 1,
      requests: [
        { sel: '#a', single: true, viewport: false, owner: 5, fields: { id: true, dataset: true, rect: true, size: true } },
        { sel: '.b', single: false, viewport: false, owner: 5, fields: { dataset: true, mark: true, computedStyle: ['color'] } },
        { sel: '', single: true, viewport: true, owner: 5, fields: { id: true, dataset: true, scrollOffset: true } },
      ],
    },
  ])
  const first = { id: 'a', width: 10, dataset: { block: 3, node: 4 } }
  assert.deepEqual(results, [first, [{ dataset: { block: 3, node: 5 }, mark: { m: 1 }, color: 'red' }, { dataset: {}, mark: {} }], null])
  assert.deepEqual(seen, [true, first])
})

test('intersection observers hear their own changes until they disconnect', async () => {
  const { wx, host, calls } = fakeHost([wxQuery])
  host.locate = () => ({ page: 1, instance: 2 })
  host.describe = () => ({ dataset: { n: 1 }, mark: {} })
  const seen: unknown[] = []
  const observer = wx.createIntersectionObserver(undefined, { thresholds: [0, 1], observeAll: true }).relativeToViewport({ bottom: 20 })
  observer.observe('.x', (change: unknown) => seen.push(change))
  await host.sent()
  const { id } = calls[0]![1]
  assert.deepEqual(calls[0], ['observe', { id, page: 1, owner: 2, sel: '.x', all: true, relative: [{ margins: { left: 0, right: 0, top: 0, bottom: 20 } }], thresholds: [0, 1], initialRatio: 0 }])
  host.event('intersection').fire({ id: id + 1, element: 'other' })
  host.event('intersection').fire({ id, at: [1, 1], element: 'e', intersectionRatio: 0.5 })
  observer.disconnect()
  host.event('intersection').fire({ id, element: 'e' })
  assert.deepEqual(seen, [{ id: 'e', dataset: { n: 1 }, intersectionRatio: 0.5 }])
  await host.sent()
  assert.deepEqual(calls.at(-1), ['unobserve', { id }])
})

test('questions about elements go after the changes made before them', async () => {
  const { wx, host, calls, answers } = fakeHost([wxQuery])
  host.locate = () => ({ page: 1, instance: 1 })
  answers.query = [null]
  let send = (): void => undefined
  host.nextTick = (done) => (send = done)
  const answered = new Promise((resolve) => wx.createSelectorQuery().select('#a').boundingClientRect().exec(resolve))
  assert.deepEqual(calls, [])
  send()
  assert.deepEqual(await answered, [null])
})
