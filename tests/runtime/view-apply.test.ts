/** The patch applier: every operation and hole kind, blocks of one and of several nodes, ownership, memory. */
import './dom.ts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ATTR, CHANGE, CLASS, CLEAR, CREATE, CREATE_MANY, DATA, DEFINE, DETACH, FREE, HOST, HOST_CLASS, INSERT, OWN, PAGE, PROP, REMOVE, SET, STYLE, TEXT,
  type TemplateMeta,
} from '../../runtime-shim/src/protocol/ops.ts'
import { Applier } from '../../runtime-shim/src/view/apply/apply.ts'
import { addressAround, ownerOf, type WxNode } from '../../runtime-shim/src/view/apply/block.ts'
import { compileWalk } from '../../runtime-shim/src/view/apply/template.ts'

interface Setup { applier: Applier; page: HTMLElement; html(): string; changes: unknown[]; animations: unknown[] }

/** An applier whose templates are given as HTML and meta, with page 1 in the document. */
function setup(templates: Record<string, [html: string, meta: TemplateMeta]>): Setup {
  const page = document.createElement('wx-page')
  document.body.replaceChildren(page)
  const changes: unknown[] = []
  const animations: unknown[] = []
  const applier = new Applier({
    source(key) {
      const given = templates[key]
      if (!given) return null
      const source = document.createElement('template')
      source.innerHTML = given[0]
      source.setAttribute('w', JSON.stringify(given[1]))
      return source
    },
    page: (instance) => (instance === 1 ? page : undefined),
    prepared() {},
    animate: (element, value) => void animations.push([element.localName, value]),
    change: (element, name, fn, value) => void changes.push([element.localName, name, fn, value]),
  })
  return { applier, page, html: () => page.innerHTML.replace(/<!--.*?-->/g, ''), changes, animations }
}

const ROOT: [string, TemplateMeta] = ['<wx-view><!----></wx-view>', { s: 1, n: [[0], [0, 0]], r: [[1, 1]] }]
const TAIL: [string, TemplateMeta] = ['<!----><wx-view></wx-view><!---->', { n: [[1]], r: [[0, 0]] }]
const ROW: [string, TemplateMeta] = ['<wx-view> </wx-view>', { s: 1, n: [[0], [0, 0]], h: [[TEXT, 1]], a: [0] }]
const PAIR: [string, TemplateMeta] = ['<!----><wx-a> </wx-a><wx-b></wx-b><!---->', { n: [[1, 0]], h: [[TEXT, 0]] }]

test('a walk finds every node from the nearest one found before', () => {
  const paths = [[0], [0, 1, 0], [0, 1], [0, 3, 0], [2]]
  const tree = document.createElement('div')
  tree.innerHTML = '<a><b></b><c><d></d></c><e></e><f><g></g></f></a><h></h><i></i>'
  const expected = paths.map((path) => path.reduce<Node>((at, i) => at.childNodes[i]!, tree))
  const nodes: Node[] = []
  const walk = compileWalk(paths)
  for (let i = 0; i < walk.length; ) {
    const [target, from, count] = [walk[i++]!, walk[i++]!, walk[i++]!]
    let at: Node = from < 0 ? tree : nodes[from]!
    for (let k = 0; k < count; k++) at = walk[i++] ? at.nextSibling! : at.firstChild!
    nodes[target] = at
  }
  assert.deepEqual(nodes, expected)
})

test('rows are created in bulk, inserted, moved, removed and cleared before an anchor', () => {
  const { applier, html } = setup({ root: ROOT, row: ROW })
  applier.apply([DEFINE, 1, 'root', DEFINE, 2, 'row', CREATE, 1, 1, PAGE, 1, 1, CREATE_MANY, 2, 2, 3, 'a', 'b', 'c', INSERT, 1, 0, 0, 3, 2, 3, 4])
  assert.equal(html(), '<wx-view><wx-view>a</wx-view><wx-view>b</wx-view><wx-view>c</wx-view></wx-view>')
  applier.apply([SET, 3, 0, 'B', INSERT, 1, 0, 2, 1, 4])
  assert.equal(html(), '<wx-view><wx-view>c</wx-view><wx-view>a</wx-view><wx-view>B</wx-view></wx-view>')
  applier.apply([REMOVE, 1, 2])
  assert.equal(html(), '<wx-view><wx-view>c</wx-view><wx-view>B</wx-view></wx-view>')
  applier.apply([CLEAR, 1, 0])
  assert.equal(html(), '<wx-view></wx-view>')
  assert.deepEqual([...applier.blocks.keys()], [1])
})

test('rows find what no value goes to when it is asked for, also after moves; blocks in which others stand know at once', () => {
  const row: [string, TemplateMeta] = ['<wx-view><wx-a> </wx-a><wx-b></wx-b>x<wx-c></wx-c></wx-view>', { s: 1, n: [[0], [0, 0, 0], [0, 1], [0, 3]], h: [[TEXT, 1]], a: [0, 2, 3] }]
  const { applier, page } = setup({ root: ROOT, row })
  applier.apply([DEFINE, 1, 'root', DEFINE, 2, 'row', CREATE, 1, 1, PAGE, 1, 1, CREATE_MANY, 2, 2, 2, 'a', 'b', INSERT, 1, 0, 0, 2, 2, 3, SET, 2, 0, '', INSERT, 1, 0, 2, 1, 3])
  const [, first] = page.firstElementChild!.children
  const [a, b, c] = first!.children as unknown as WxNode[]
  assert.deepEqual([c!.$b, ownerOf(c!)], [undefined, 1], 'what is not addressed belongs where its block does')
  assert.equal(applier.block(2).node(3), c)
  addressAround(b!)
  assert.deepEqual([a!.$n, b!.$n, c!.$n, c!.$b], [undefined, 2, 3, applier.block(2)])
  applier.apply([CREATE, 1, 9])
  assert.equal(applier.block(9).addressed, true)
})

test('blocks of several nodes move, leave and come back as a whole', () => {
  const { applier, html } = setup({ root: TAIL, pair: PAIR, row: ROW })
  applier.apply([DEFINE, 1, 'root', DEFINE, 2, 'pair', DEFINE, 3, 'row', CREATE, 1, 1, PAGE, 1, 1, CREATE, 2, 2, 'x', CREATE, 2, 3, 'y', CREATE, 3, 4, 'z'])
  applier.apply([INSERT, 1, 0, 0, 3, 2, 3, 4])
  assert.equal(html(), '<wx-view><wx-a>x</wx-a><wx-b></wx-b><wx-a>y</wx-a><wx-b></wx-b><wx-view>z</wx-view></wx-view>')
  applier.apply([INSERT, 1, 0, 2, 1, 3, DETACH, 1, 2])
  assert.equal(html(), '<wx-view><wx-a>y</wx-a><wx-b></wx-b><wx-view>z</wx-view></wx-view>')
  applier.apply([SET, 2, 0, 'X', INSERT, 1, 0, 4, 1, 2])
  assert.equal(html(), '<wx-view><wx-a>y</wx-a><wx-b></wx-b><wx-a>X</wx-a><wx-b></wx-b><wx-view>z</wx-view></wx-view>')
  applier.apply([REMOVE, 1, 3, CLEAR, 1, 0])
  assert.equal(html(), '<wx-view></wx-view>')
  assert.equal(applier.blocks.size, 1)
})

test('clearing one of two neighbouring regions leaves the other and the static nodes', () => {
  const { applier, html } = setup({ root: ['<wx-view><wx-s></wx-s><!----><!----></wx-view>', { s: 1, n: [[0, 1], [0, 2]], r: [[0, 1], [1, 1]] }], row: ROW, pair: PAIR })
  applier.apply([DEFINE, 1, 'root', DEFINE, 2, 'row', DEFINE, 3, 'pair', CREATE, 1, 1, PAGE, 1, 1, CREATE_MANY, 2, 2, 2, '1', '2', CREATE, 3, 9, 'p'])
  applier.apply([INSERT, 1, 0, 0, 1, 2, INSERT, 1, 1, 0, 2, 9, 3])
  applier.apply([CLEAR, 1, 1])
  assert.equal(html(), '<wx-view><wx-s></wx-s><wx-view>1</wx-view></wx-view>')
  assert.deepEqual([...applier.blocks.keys()], [1, 2])
  applier.apply([CLEAR, 1, 0, CLEAR, 1, 0])
  assert.equal(html(), '<wx-view><wx-s></wx-s></wx-view>')
})

test('each kind of hole', () => {
  const { applier, page, changes, animations } = setup({
    t: [
      '<wx-view class="k s1"> </wx-view>',
      {
        s: 1,
        n: [[0], [0, 0]],
        a: [0],
        h: [[TEXT, 1], [CLASS, 0, ' s1'], [STYLE, 0], [ATTR, 0, 'title'], [PROP, 0, 'animation'], [DATA, 0, 'item'], [CHANGE, 0, 'prop', 'm.f'], [ATTR, 0, 'onclick'], [ATTR, 0, 'src']],
      },
    ],
  })
  applier.apply([DEFINE, 1, 't', CREATE, 1, 1, 'text', 'a b', 'color: red', true, { actions: [] }, { x: 1 }, 7, 'alert(1)', 'java\nscript:alert(1)', PAGE, 1, 1])
  const element = page.firstElementChild as WxNode & HTMLElement
  assert.equal(element.outerHTML, '<wx-view class="a b s1" style="color: red;" title="">text</wx-view>')
  assert.deepEqual(animations, [['wx-view', { actions: [] }]])
  assert.deepEqual(element.$d, { item: { x: 1 } })
  assert.deepEqual(changes, [['wx-view', 'prop', 'm.f', 7]])
  assert.equal(element.$n, undefined, 'a plain block tells its elements who they are when somebody asks')
  addressAround(element.firstChild!)
  assert.deepEqual([element.$n, element.$b], [0, applier.block(1)])
  applier.apply([SET, 1, 3, false, SET, 1, 2, '', SET, 1, 8, 'https://x/', SET, 1, 0, ''])
  assert.equal(element.getAttribute('title'), null)
  assert.equal(element.getAttribute('style') || null, null)
  assert.equal(element.getAttribute('src'), 'https://x/')
  assert.equal(element.textContent, '')
})

test('added class names survive a change of the class', () => {
  const { applier, page } = setup({ t: ['<wx-view class="s1"></wx-view>', { s: 1, n: [[0]], h: [[CLASS, 0, ' s1']] }] })
  applier.apply([DEFINE, 1, 't', CREATE, 1, 1, 'a', PAGE, 1, 1, HOST_CLASS, 1, 0, 'x a', SET, 1, 0, 'b'])
  const element = page.firstElementChild!
  assert.deepEqual([...element.classList], ['b', 's1', 'x'])
  applier.apply([HOST_CLASS, 1, 0, ''])
  assert.deepEqual([...element.classList], ['b', 's1'])
})

test('hosts, slot content and pages: whose element is it', () => {
  const { applier, page } = setup({
    page: ['<wx-c><!----></wx-c>', { s: 1, n: [[0]] }],
    comp: ['<!----><wx-i></wx-i><wx-view><!----></wx-view><wx-j></wx-j><!---->', { n: [[2, 0]], r: [[0, 1]] }],
    slot: ['<!----><wx-s></wx-s><!----><wx-t></wx-t><!---->', { n: [[2]], r: [[0, 1]] }],
    inner: ['<wx-u></wx-u>', { s: 1 }],
  })
  applier.apply([DEFINE, 1, 'page', DEFINE, 2, 'comp', DEFINE, 3, 'slot', DEFINE, 4, 'inner', CREATE, 1, 1, CREATE, 2, 2, CREATE, 3, 3, CREATE, 4, 4])
  applier.apply([PAGE, 1, 1, HOST, 1, 0, 7, 2, OWN, 3, 1, INSERT, 2, 0, 0, 1, 3, INSERT, 3, 0, 0, 1, 4])
  const owner = (tag: string): number => ownerOf(page.querySelector(tag)!)
  assert.deepEqual({ c: owner('wx-c'), i: owner('wx-i'), j: owner('wx-j'), s: owner('wx-s'), t: owner('wx-t'), u: owner('wx-u') }, { c: 1, i: 7, j: 7, s: 1, t: 1, u: 1 })
  assert.equal((page.querySelector('wx-c') as WxNode).$c, 7)
  applier.apply([REMOVE, 1, 1, FREE, 3, 2, 3, 4])
  assert.equal(applier.blocks.size, 0)
})

test('an operation that does not fit is an error', () => {
  const { applier } = setup({})
  assert.throws(() => applier.apply([DEFINE, 1, 'nope']), /no template nope/)
  assert.throws(() => applier.apply([SET, 5, 0, 'x']), /no block 5/)
  assert.throws(() => applier.apply([99]), /operation 99/)
})
