/** A logic thread written by hand: three pages with a counter, and the least router that makes history, tabs and scrolling testable. */
import { logicChannel } from '../../../runtime-shim/src/protocol/channel-worker.ts'
import type { RouteKind, ToLogic, ToView } from '../../../runtime-shim/src/protocol/messages.ts'
import { CREATE, CREATE_MANY, CLEAR, DEFINE, INSERT, PAGE, SET } from '../../../runtime-shim/src/protocol/ops.ts'

const channel = logicChannel()
const scope = globalThis as unknown as { received: ToLogic[]; sendView(message: ToView): void }
scope.received = []
scope.sendView = (message) => channel.send(message)

interface Page { id: number; path: string; query: string; count: number; block: number }

const TABS = ['pages/index/index', 'pages/second/second']
let stack: Page[] = []
const parked = new Map<string, Page>()
let lastPage = 0
let lastBlock = 0
let lastRow = 1_000_000
let seq = 0
let defined = false

function patch(...ops: unknown[]): void {
  channel.send({ t: 'patch', seq: ++seq, ops })
}

function make(path: string, query: string): Page {
  const page: Page = { id: ++lastPage, path, query, count: 0, block: ++lastBlock }
  channel.send({ t: 'mount', page: page.id, path, query, wants: { scroll: true, bottom: true, pull: true } })
  const name = path.split('/').pop()!
  patch(...(defined ? [] : [DEFINE, 1, 'page', DEFINE, 2, 'row']), CREATE, 1, page.block, name, '0', PAGE, page.id, page.block)
  defined = true
  return page
}

function show(kind: RouteKind, delta = 0): void {
  const page = stack.at(-1)!
  channel.send({ t: 'route', kind, page: page.id, pages: stack.map(({ id }) => id), delta })
}

function open(kind: RouteKind, path: string, query: string): void {
  const old = stack
  if (kind === 'navigateTo' && TABS.includes(path)) kind = 'switchTab'
  if (kind === 'navigateTo') stack = [...stack, make(path, query)]
  else if (kind === 'redirectTo') stack = [...stack.slice(0, -1), make(path, query)]
  else if (kind === 'switchTab') {
    for (const page of stack) if (TABS.includes(page.path)) parked.set(page.path, page)
    stack = [parked.get(path) ?? make(path, query)]
  } else stack = [make(path, query)]
  show(kind)
  for (const { id, path } of old) if (!stack.some((page) => page.id === id) && !TABS.includes(path)) channel.send({ t: 'unmount', page: id })
}

function queryText(query: Record<string, string>): string {
  return Object.entries(query).map(([key, value]) => `${key}=${value}`).join('&')
}

const RUN: Record<string, (page: Page) => void> = {
  count: (page) => patch(SET, page.block, 1, String(++page.count)),
  go: () => open('navigateTo', 'pages/detail/detail', 'id=' + (stack.length + 1)),
  redirect: () => open('redirectTo', 'pages/detail/detail', 'r=1'),
  relaunch: () => open('reLaunch', 'pages/index/index', ''),
  rows(page) {
    const values = Array.from({ length: 1000 }, (_, i) => 'row ' + i)
    const ids = values.map((_, i) => lastRow + i)
    patch(CLEAR, page.block, 0, CREATE_MANY, 2, lastRow, 1000, ...values, INSERT, page.block, 0, 0, 1000, ...ids)
    lastRow += 1000
  },
}
/** Node numbers of the template `page` whose taps run something. */
const NODES: Record<number, string> = { 2: 'count', 3: 'go', 4: 'redirect', 5: 'relaunch', 6: 'rows' }

channel.listen((message) => {
  scope.received.push(message)
  switch (message.t) {
    case 'boot':
      open('appLaunch', message.path || TABS[0]!, queryText(message.query))
      break
    case 'event': {
      const name = NODES[message.path[1]!]
      const page = stack.at(-1)!
      if (message.type === 'tap' && name && message.path[0] === page.block) RUN[name]!(page)
      break
    }
    case 'back': {
      const gone = stack.splice(Math.max(1, stack.length - message.delta))
      show('navigateBack', message.delta)
      for (const page of gone) channel.send({ t: 'unmount', page: page.id })
      break
    }
    case 'open':
      open(message.kind, message.path, queryText(message.query))
      break
    case 'tab':
      open('switchTab', TABS[message.index]!, '')
      break
  }
})
