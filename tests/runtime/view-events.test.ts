/** From elements to event messages and back; WXS handlers on the view thread. */
import { window } from './dom.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CAPTURE, CATCH, CREATE, DATA, DEFINE, HOST, PAGE, SET, STYLE, TEXT, WXS, type Hole, type TemplateMeta } from '../../runtime-shim/src/protocol/ops.ts'
import type { ToLogic } from '../../runtime-shim/src/protocol/messages.ts'
import { Applier } from '../../runtime-shim/src/view/apply/apply.ts'
import { answerEvent, emitEvent } from '../../runtime-shim/src/view/events/emit.ts'
import { listenToTouches } from '../../runtime-shim/src/view/events/touch.ts'
import { view, type PageBox } from '../../runtime-shim/src/view/view.ts'
import { viewWxs } from '../../runtime-shim/src/view/wxs/wxs.ts'

type Message = Extract<ToLogic, { t: 'event' }>
type Any = any

const sent: ToLogic[] = []
const events = (): Message[] => sent.splice(0).filter((message) => message.t === 'event') as Message[]

/** Page 1 made of one template; `view` is set up as `bootView` does. */
function show(templates: Record<string, [html: string, meta: TemplateMeta]>, ops: unknown[]): HTMLElement {
  const root = document.createElement('div')
  document.body.replaceChildren(root)
  root.innerHTML = '<div><div></div></div>'
  const content = root.firstElementChild!.firstElementChild as HTMLElement
  sent.length = 0
  view.root = root
  view.send = (message) => void sent.push(message)
  const page = { id: 1, root: root.firstElementChild, body: root.firstElementChild, scroller: content, content, opened: 0 } as unknown as PageBox
  view.pages = new Map([[1, page]])
  view.applier = new Applier({
    source(key) {
      const source = document.createElement('template')
      source.innerHTML = templates[key]![0]
      source.setAttribute('w', JSON.stringify(templates[key]![1]))
      return source
    },
    page: () => content,
    prepared() {},
    change: (element, name, fn, value) => view.hooks.change?.(element, name, fn, value),
  })
  listenToTouches(root)
  view.applier.apply(ops)
  return content
}

const NEST = '<wx-a><wx-b><wx-c></wx-c></wx-b></wx-a>'
const NEST_NODES = [[0], [0, 0], [0, 0, 0]]
const ONE = [DEFINE, 1, 't', CREATE, 1, 1, PAGE, 1, 1]

test('an event is sent only when somebody on its way listens, with the whole way', () => {
  const content = show({ t: [NEST, { s: 1, n: NEST_NODES, a: [0, 2], e: [[0, 'tap', 0]] }] }, ONE)
  const c = content.querySelector('wx-c')!
  emitEvent(c, 'change', { value: 1 })
  emitEvent(c, 'press', {}, { bubbles: true })
  assert.deepEqual(events(), [])
  emitEvent(c, 'tap', { x: 1 }, { bubbles: true })
  const [tap] = events()
  assert.deepEqual({ ...tap, timeStamp: 0 }, { t: 'event', type: 'tap', path: [1, 2, 0, 0, 1, 0, 0, 0], exact: true, bubbles: true, detail: { x: 1 }, timeStamp: 0 })
  emitEvent(content.querySelector('wx-b')!, 'tap', {}, { bubbles: true })
  assert.equal(events()[0]!.exact, false)
})

test('an event that does not bubble stays with its element; a reply comes back', async () => {
  const content = show({ t: [NEST, { s: 1, n: NEST_NODES, a: [0, 1, 2], e: [[1, 'input', 0]] }] }, ONE)
  assert.equal(emitEvent(content.querySelector('wx-c')!, 'input', {}, { reply: true }), undefined)
  const reply = emitEvent(content.querySelector('wx-b')!, 'input', { value: 'x' }, { reply: true })
  const [input] = events()
  assert.deepEqual(input!.path, [1, 1, 0, 0])
  answerEvent(input!.reply!, 'y')
  assert.equal(await reply, 'y')
})

test('a click is a tap with the pointer, from the keyboard and from script; elements on the way act until catchtap', () => {
  const content = show({ t: [NEST, { s: 1, n: NEST_NODES, a: [0, 1, 2], e: [[0, 'tap', 0], [1, 'tap', CATCH]] }] }, ONE)
  const [a, b, c] = ['wx-a', 'wx-b', 'wx-c'].map((tag) => content.querySelector(tag) as Any)
  const log: string[] = []
  for (const element of [a, b, c]) element.tapped = () => void log.push(element.localName)
  c.click()
  assert.deepEqual(log, ['wx-c', 'wx-b'])
  assert.equal(events().length, 1)
  assert.equal(b.getAttribute('tabindex'), '0')
  b.dispatchEvent(new window.KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  assert.equal(events().length, 1)
  b.dispatchEvent(new window.MouseEvent('mousedown', { bubbles: true, clientX: 5, clientY: 5 }))
  window.dispatchEvent(new window.MouseEvent('mousemove', { bubbles: true, buttons: 1, clientX: 40, clientY: 5 }))
  window.dispatchEvent(new window.MouseEvent('mouseup', { bubbles: true, clientX: 40, clientY: 5 }))
  b.dispatchEvent(new window.MouseEvent('click', { bubbles: true, detail: 1, clientX: 40, clientY: 5 }))
  assert.deepEqual(events(), [])
})

test('a label acts on its control, once', () => {
  const html = '<wx-view><wx-label><wx-text></wx-text><wx-switch></wx-switch></wx-label><wx-label for="r"></wx-label><wx-radio id="r"></wx-radio></wx-view>'
  const content = show({ t: [html, { s: 1, n: [[0]], a: [0] }] }, ONE)
  const log: string[] = []
  for (const tag of ['wx-switch', 'wx-radio']) (content.querySelector(tag) as Any).tapped = () => void log.push(tag)
  const tap = (selector: string): void => (content.querySelector(selector) as HTMLElement).click()
  tap('wx-text')
  tap('wx-switch')
  tap('wx-label[for]')
  assert.deepEqual(log, ['wx-switch', 'wx-switch', 'wx-radio'])
})

test('WXS handlers run here, stop events, and reach elements and components', async () => {
  view.hooks = {}
  const holes: Hole[] = [[STYLE, 2], [DATA, 2, 'item'], [6, 2, 'prop', 'm.wxs.changed'], [TEXT, 3]]
  const calls: Any[] = []
  const ready = (): void => {
    viewWxs()
    ;(globalThis as Any).$wxcView.wxsModule('lib.wxs', (_: Any, module: Any) => (module.exports = { two: 2 }))
    ;(globalThis as Any).$wxcView.wxsModule(
      'm.wxs',
      (require: Any, module: Any) => {
        module.exports = {
          tap(event: Any, owner: Any) {
            calls.push([event.type, event.target.dataset, event.currentTarget.id, require('./lib.wxs').two])
            event.instance.setStyle({ backgroundColor: 'red', width: '20rpx' })
            event.instance.addClass('on')
            owner.callMethod('hello', { n: 1 })
            owner.selectComponent('.c').triggerEvent('x', 1)
            event.instance.getState().n = 1
            return event.currentTarget.id !== 'b'
          },
          changed(...args: Any[]) {
            calls.push(['changed', args[0], args[1], typeof args[2].callMethod, args[3].hasClass('c')])
          },
          boom() {
            throw new Error('boom')
          },
        }
      },
      { './lib.wxs': 'lib.wxs' },
    )
  }
  ready()
  const content = show(
    {
      p: ['<wx-host></wx-host>', { s: 1, n: [[0]], a: [0], e: [[0, 'tap', 0]] }],
      t: [
        '<wx-a><wx-b id="b"><wx-c id="c" class="c"> </wx-c></wx-b></wx-a>',
        { s: 1, n: [...NEST_NODES, [0, 0, 0, 0]], h: holes, a: [0, 1, 2], e: [[2, 'tap', WXS, 'm.wxs.tap'], [1, 'tap', WXS, 'm.wxs.tap'], [0, 'tap', 0], [1, 'touchmove', WXS, 'm.wxs.boom']] },
      ],
    },
    [DEFINE, 1, 'p', DEFINE, 2, 't', CREATE, 1, 1, PAGE, 1, 1, CREATE, 2, 2, 'color: blue', { x: 1 }, 'v', 'text', HOST, 1, 0, 9, 2],
  )
  const c = content.querySelector('wx-c') as HTMLElement
  assert.deepEqual(calls.splice(0), [['changed', 'v', undefined, 'function', true]])
  emitEvent(c, 'tap', {}, { bubbles: true })
  assert.deepEqual(calls, [['tap', { item: { x: 1 } }, 'c', 2], ['tap', { item: { x: 1 } }, 'b', 2]])
  // `wx-b` said false: nothing further out hears of it.
  assert.deepEqual(sent.map((message) => message.t), ['method', 'trigger', 'method', 'trigger'])
  assert.deepEqual(sent[0], { t: 'method', instance: 9, name: 'hello', args: { n: 1 } })
  assert.equal(c.style.backgroundColor, 'red')
  assert.equal(c.className, 'c on')
  view.applier.apply([SET, 2, 0, 'background-color: green; color: black', SET, 2, 2, 'w'])
  assert.equal(c.style.backgroundColor, 'red')
  assert.equal(c.style.color, 'black')
  assert.deepEqual(calls.at(-1), ['changed', 'w', 'v', 'function', true])
  const errors = console.error
  console.error = () => {}
  emitEvent(c, 'touchmove', {}, { bubbles: true })
  console.error = errors
  assert.equal(sent.at(-1)!.t, 'error')
  view.hooks = {}
})

test('capture-catch and catch of the logic thread stop WXS handlers further on', () => {
  view.hooks = {}
  let runs = 0
  viewWxs()
  ;(globalThis as Any).$wxcView.wxsModule('n.wxs', (_: Any, module: Any) => (module.exports = { f: () => void runs++ }))
  const content = show({ t: [NEST, { s: 1, n: NEST_NODES, a: [0, 1, 2], e: [[0, 'tap', WXS, 'n.wxs.f'], [1, 'tap', CATCH], [2, 'tap', CAPTURE | WXS, 'n.wxs.f']] }] }, ONE)
  emitEvent(content.querySelector('wx-c')!, 'tap', {}, { bubbles: true })
  assert.equal(runs, 1)
  assert.deepEqual(events()[0]!.path, [1, 2, 0, 0, 1, 1, 0, 0])
  view.hooks = {}
})
