// Component unit tests as users write them for miniprogram-simulate: what they load, what they see, what they send.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { here, require, serializer, show, simulate } from './environment.mjs'

const rows = [
  { id: 1, name: 'one' },
  { id: 2, name: 'two' },
]

test('the document has prefixed classes, styles in px and datasets, and nothing else', () => {
  const list = show('list/list', { rows })
  assert.equal(
    list.dom.outerHTML,
    '<list><wx-view class="list--list" data-count="2" style="width: 10px;">HI\n  ' +
      '<my-row class="list--row" data-id="1"><wx-view class="my-row--row list--big"><wx-text>one</wx-text>:</wx-view></my-row>' +
      '<my-row class="list--row" data-id="2"><wx-view class="my-row--row list--big"><wx-text>two</wx-text>:</wx-view></my-row></wx-view></list>',
  )
})

test('toJSON tells tags, attributes as given, listeners and texts', () => {
  const list = show('list/list', { rows: rows.slice(0, 1), other: 5 })
  const { tagName, attrs, event, children } = list.toJSON()
  assert.equal(tagName, 'list')
  assert.deepEqual(attrs, [{ name: 'other', value: 5 }])
  assert.deepEqual(event, {})
  const [view] = children
  assert.equal(view.tagName, 'wx-view')
  assert.deepEqual(view.event, { tap: { name: 'tap', isMutated: false, isCapture: false, isCatch: false, handler: 'toggle', id: 0 } })
  assert.deepEqual(
    view.attrs.map(({ name, value }) => [name, typeof value === 'function' ? 'function' : value]),
    [['$gdc', 'function'], ['$wxs:catch:touchmove', 'function'], ['class', 'list '], ['data-count', 1], ['hidden', false], ['id', 'l1'], ['style', 'width: 10rpx;']],
  )
  const [text, row] = view.children
  assert.equal(text, 'HI\n  ')
  // Properties of the component are no attributes.
  assert.deepEqual(row.attrs.map(({ name }) => name), ['class', 'data-id', 'id', 'rowClass'])
  assert.deepEqual(row.children[0].children.map((child) => child.tagName ?? child), ['wx-text', ':'])
  assert.ok(serializer.test(row) && serializer.test(list.toJSON()) && !serializer.test({}))
})

test('setData shows at once, its callback comes in a microtask', async () => {
  const list = show('list/list', { rows })
  const first = list.querySelector('#r1').dom
  let called = 0
  list.setData({ title: 'new', rows: [rows[1], rows[0]], style: 'height:2rpx' }, () => called++)
  list.instance.setData({ open: true }, () => called++)
  assert.match(list.dom.innerHTML, /^<wx-view class="list--list list--open" data-count="2" style="width: 10px;height:2px">NEW/)
  assert.equal(list.querySelectorAll('.row')[1].dom, first, 'a keyed row keeps its element')
  assert.equal(called, 0)
  await Promise.resolve()
  await Promise.resolve()
  assert.equal(called, 2)
})

test('taps by touches and by name reach handlers, listeners of the test and components around', async () => {
  const list = show('list/list', { rows })
  const heard = []
  const listen = ({ type, detail }) => heard.push([type, detail])
  list.addEventListener('toggle', listen)
  list.querySelector('.list').dispatchEvent('tap')
  assert.equal(list.data.open, false)
  await simulate.sleep()
  assert.equal(list.data.open, true)
  list.removeEventListener('toggle', listen)
  const inner = list.querySelector('#r2').querySelector('.row')
  inner.dispatchEvent('touchstart')
  inner.dispatchEvent('touchend')
  await simulate.sleep(10)
  assert.deepEqual(list.data.picked, [2, 'two'])
  assert.equal(list.data.open, false, 'the tap bubbled to the list')
  assert.deepEqual(heard, [['toggle', { open: true }]])
})

test('a finger that moves or stays long does not tap', async () => {
  const list = show('list/list')
  const view = list.querySelector('.list')
  const seen = []
  for (const type of ['tap', 'longpress', 'touchmove']) view.addEventListener(type, (event) => seen.push(event.type))
  view.dispatchEvent('touchstart')
  await simulate.sleep()
  view.dispatchEvent('touchmove', { touches: [{ x: 30, y: 0 }], changedTouches: [{ x: 30, y: 0 }] })
  view.dispatchEvent('touchend')
  await simulate.sleep(5)
  assert.deepEqual(seen, ['touchmove'])
  view.dispatchEvent('touchstart')
  await simulate.sleep(380)
  view.dispatchEvent('touchend')
  await simulate.sleep(5)
  assert.deepEqual(seen, ['touchmove', 'longpress'])
})

test('lifetimes follow the test', () => {
  const list = show('list/list')
  assert.deepEqual(list.instance.log, ['created', 'attached', 'ready'])
  list.triggerPageLifeTime('show', { from: 'test' })
  list.triggerLifeTime('detached')
  list.detach()
  list.attach(document.body)
  assert.deepEqual(list.instance.log.slice(3), ['show {"from":"test"}', 'detached', 'detached', 'attached', 'ready'])
  list.detach()
})

test('selectors are ids and classes, child, descendant and into components', () => {
  const list = show('list/list', { rows })
  const count = (selector) => list.querySelectorAll(selector).length
  assert.equal(count('.list .row'), 2)
  assert.equal(count('.list>.row'), 2)
  assert.equal(count('.row >>> .row'), 2)
  assert.equal(count('#r1, #r2'), 2)
  assert.equal(count('.list .missing, .row'), 2)
  assert.equal(list.querySelector('my-row'), undefined)
  assert.equal(list.querySelector('.row-class'), undefined, 'what is inside a component is its own')
  assert.deepEqual(list.querySelector('#r1').data, { row: rows[0] })
  assert.equal(list.querySelector('#r1').instance.dataset.id, 1)
  assert.equal(list.instance.selectComponent('#r2').data.row.name, 'two')
  assert.equal(list.instance.selectOwnerComponent(), null)
})

test('relations link what was loaded together, generics have defaults, a component may be without host element', () => {
  const test = show('groups/groups')
  assert.equal(
    test.dom.innerHTML,
    '<wx-view class="my-group--g"><wx-view><my-item><wx-view class="my-item--i">n</wx-view></my-item></wx-view><cell><wx-view class="my-item--i">none</wx-view></cell></wx-view>',
  )
  const group = test.querySelector('.k').instance
  assert.deepEqual(group.items, ['n'])
  assert.deepEqual(group.getRelationNodes('../item/item').map((item) => item.data.name), ['n'])
  assert.equal(group.getRelationNodes('../other/other'), null)
  const options = { rootPath: join(here, 'components') }
  const apart = simulate.load({
    template: '<my-group id="g"><my-item name="apart"/></my-group>',
    usingComponents: { 'my-group': simulate.load(join(here, 'components/group/group'), options), 'my-item': simulate.load(join(here, 'components/item/item'), options) },
  })
  assert.equal(show(apart).querySelector('#g').instance.items, undefined)
})

test('definitions without files: texts are trimmed, ids make tags, behaviors merge', () => {
  simulate.load({ id: 'x-box', tagName: 'box', template: '<div class="b"><slot/></div>', options: { classPrefix: 'p' } })
  const log = []
  const shared = simulate.behavior({ data: { shared: 1 }, methods: { go: () => log.push('behavior') } })
  const id = simulate.load({
    template: `
      <x-box>
        a   {{ shared }}
        b
      </x-box>
      <view wx:if="{{ on }}" custom-x="1">on</view>
    `,
    behaviors: [shared],
    data: { on: true },
    methods: { go: () => log.push('own') },
  })
  const test = show(id)
  assert.equal(test.dom.innerHTML, '<box><div class="p--b">a 1 b</div></box><wx-view>on</wx-view>')
  assert.deepEqual(test.toJSON().children[1].attrs, [{ name: 'custom-x', value: '1' }])
  test.instance.go()
  assert.deepEqual(log, ['own'])
  assert.throws(() => simulate.load({ template: '<nobody/>' }), /component nobody not found/)
  assert.throws(() => simulate.load({ template: ' ' }), /invalid template/)
  assert.throws(() => simulate.load(join(here, 'components/none/none')), /invalid componentPath/)
  assert.throws(() => simulate.load(5), /must be a string/)
})

test('templates given as text may leave out quotes, and know no entities', (t) => {
  const warned = t.mock.method(console, 'warn', () => undefined)
  const x = simulate.load({ tagName: 'x', template: '<view>{{action}}{{n}}</view>', properties: { action: String, n: Number } })
  const test = show(simulate.load({ template: '<x-x action={{word}} n={{1+2}}/>&nbsp;&lt;', usingComponents: { 'x-x': x }, data: { word: 'go' } }))
  assert.equal(test.dom.textContent, 'go3&nbsp;&lt;')
  assert.equal(warned.mock.callCount(), 0)
})

test('as in the tool: an event without detail, slots with names in a component with one slot, properties given again', async () => {
  const child = simulate.load({ tagName: 'child', template: '<slot name="x"/><div><slot/></div>', properties: { open: Boolean, n: Number }, methods: { close() { this.setData({ open: false }) } } })
  const details = []
  const id = simulate.load({
    template: '<c-c id="c" open n="{{n}}" bind:out="out">in</c-c>',
    usingComponents: { 'c-c': child },
    data: { n: 1 },
    methods: { out: ({ detail }) => details.push(detail) },
  })
  const test = show(id)
  assert.equal(test.dom.innerHTML, '<child><div>in</div></child>')
  const { instance } = test.querySelector('#c')
  instance.triggerEvent('out')
  instance.triggerEvent('out', 0)
  assert.deepEqual(details, [undefined, 0])
  instance.close()
  assert.equal(instance.data.open, false)
  test.setData({ n: 2 })
  assert.deepEqual(instance.data, { open: true, n: 2 })
})

test('style sheets are in the document with prefixes and imports', () => {
  const row = show('row/row')
  const [style] = [...document.querySelectorAll('style')].slice(-1)
  assert.match(style.textContent, /\.row--row\s*,\s*wx-view\.row--row-class\s*\{\s*color:\s*red/)
  assert.match(style.textContent, /\.row--row\s*\{\s*width:\s*20px/)
  document.body.appendChild(row.dom)
  assert.equal(getComputedStyle(row.querySelector('.row').dom).color, 'rgb(255, 0, 0)')
})

test('with `less` style sheets are Less', () => {
  const less = show('less/less', {}, { less: true })
  document.body.appendChild(less.dom)
  assert.equal(getComputedStyle(less.querySelector('.inner').dom).color, 'rgb(255, 0, 0)')
})

test('children of a single slot stay in order, those nobody shows hear nothing around them', async () => {
  const inner = simulate.load({ tagName: 'in', template: '<div class="d"><slot name="none"/></div>', options: { multipleSlots: true } })
  const one = simulate.load({ tagName: 'one', template: '<slot/>' })
  const id = simulate.load({
    template: '<x-one><view slot="a">1</view><view>2</view><view slot="a">3</view></x-one><x-in bind:tap="tap"><view id="hidden">4</view></x-in>',
    usingComponents: { 'x-one': one, 'x-in': inner },
    data: { taps: 0 },
    methods: {
      tap() {
        this.setData({ taps: this.data.taps + 1 })
      },
    },
  })
  const test = show(id)
  assert.equal(test.dom.innerHTML, '<one><wx-view>1</wx-view><wx-view>2</wx-view><wx-view>3</wx-view></one><in><div class="d"></div></in>')
  test.querySelector('#hidden').dispatchEvent('tap')
  await simulate.sleep()
  assert.equal(test.data.taps, 0)
})

test('mistakes in templates throw with their place, doubts are warnings', (t) => {
  assert.throws(() => simulate.load(join(here, 'components/broken/broken')), /broken\.wxml:1:\d+: error\[parse\/bad-expression\]/)
  const warned = t.mock.method(console, 'warn', () => undefined)
  show('lint/lint')
  assert.match(warned.mock.calls[0].arguments[0], /lint\.wxml:1:7: warning\[wxml\/unknown-directive\]/)
  show('lint/lint')
  assert.equal(warned.mock.callCount(), 1, 'once')
})

test('a script runs once for each load, also when the runner keeps modules', () => {
  const ids = [1, 2].map(() => simulate.load(join(here, 'components/item/item'), 'my-item'))
  assert.notEqual(ids[0], ids[1])
  for (const id of ids) assert.equal(show(id, { name: 'x' }).dom.textContent, 'x')
})

test('match, scroll and wx do what the tool does', async () => {
  const list = show('list/list', { title: 'a' })
  assert.equal(simulate.match(list.dom, '<wx-view class="list--list" data-count="0" style="width: 10px;">A\n  </wx-view>'), true)
  assert.equal(simulate.match(list.dom, '<wx-view></wx-view>'), false)
  assert.equal(simulate.match({}, '<a></a>'), false)
  const events = []
  list.querySelector('.list').addEventListener('scroll', () => events.push(list.querySelector('.list').dom.scrollTop))
  simulate.scroll(list.querySelector('.list'), 100, 4)
  await simulate.sleep(20)
  assert.deepEqual(events.at(-1), 100)
  assert.equal(events.length, 4)
  assert.throws(() => simulate.scroll({}), /invalid params/)
  assert.equal(wx.getSystemInfoSync().windowWidth, 428)
  const answer = await wx.showModal()
  assert.deepEqual([answer.errMsg, answer.confirm], ['showModal:ok', true])
  assert.deepEqual(await new Promise((success) => wx.setStorage({ success })), { errMsg: 'setStorage:ok', errCode: 0, errno: 0 })
  const [rect, viewport] = await new Promise((resolve) => {
    const query = wx.createSelectorQuery().in(list.instance)
    query.select('.list').fields({ dataset: true, size: true })
    query.selectViewport().scrollOffset()
    query.exec(resolve)
  })
  assert.deepEqual(rect, { dataset: { count: 0 }, width: 0, height: 0 })
  assert.equal(viewport.scrollTop, 0)
})

test('the snapshot serializer prints markup', () => {
  const config = { spacingInner: '\n', spacingOuter: '\n', indent: '  ', maxDepth: Infinity, min: false, colors: Object.fromEntries(['prop', 'value', 'tag', 'content'].map((name) => [name, { open: '', close: '' }])) }
  const print = (value, c, indentation, depth, refs) => (serializer.test(value) ? serializer.serialize(value, c, indentation, depth, refs, print) : JSON.stringify(value))
  const item = show('item/item', { name: '<b>', extra: { a: 1 } })
  assert.equal(print(item.toJSON(), config, '', 0, []), '<item\n  extra="{{{"a":1}}}"\n>\n  <wx-view\n    class="i"\n  >\n    &lt;b&gt;\n  </wx-view>\n</item>')
})

test('suites build their own wx on the simulated one', async () => {
  const api = require('../../compiler/node/simulate/src/api')
  const { mockSync, mockAsync, mockAsyncAndPromise, runInAsync } = require('../../compiler/node/simulate/src/api/utils')
  const wx = { ...api, getSystemInfoSync: mockSync({ platform: 'mine' }), getSystemInfo: mockAsyncAndPromise('getSystemInfo', { platform: 'mine' }), login: mockAsync('login', { code: 'c' }) }
  assert.equal(wx.getSystemInfoSync().platform, 'mine')
  assert.equal((await wx.getSystemInfo()).platform, 'mine')
  assert.deepEqual(await new Promise((success) => wx.login({ success })), { errMsg: 'login:ok', errCode: 0, errno: 0, code: 'c' })
  assert.equal(await new Promise((fail) => runInAsync({ success: assert.fail, fail: ({ errMsg }) => fail(errMsg) }, { errMsg: 'scanCode:fail' })), 'scanCode:fail')
  assert.equal(typeof wx.createSelectorQuery().in, 'function')
})
