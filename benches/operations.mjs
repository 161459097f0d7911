// What the keyed table costs between the threads: messages and patch operations of every operation, counted by running the logic script of a release build without a browser.
// `node benches/operations.mjs` prints them, `--update` writes benches/operations.json, which tests/program/operations.test.mjs compares with a new build.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'

const root = fileURLToPath(new URL('..', import.meta.url))
const wxc = process.env.WXC ?? join(root, 'target/release/wxc')
export const SNAPSHOT = join(root, 'benches/operations.json')

/** Names of the operations by code, and what `protocol/ops.ts` says about their operands. */
const NAMES = [, 'define', 'create', 'createMany', 'insert', 'remove', 'free', 'clear', 'set', 'detach', 'host', 'own', 'page', 'hostClass']
const FIXED = { define: 2, clear: 2, set: 3, host: 4, own: 2, page: 2, hostClass: 3 }

/** The table's logic in a context of its own, and its templates. */
function start() {
  const out = mkdtempSync(join(tmpdir(), 'wxc-operations-'))
  try {
    execFileSync(wxc, ['build', join(root, 'benches/runtime/scenarios/table/project'), '-o', out, '--no-prerender'], { stdio: 'pipe' })
    const html = readFileSync(join(out, 'index.html'), 'utf8')
    const metas = new Map([...html.matchAll(/<template id="([^"]+)" w=(?:'([^']*)'|"([^"]*)")/g)].map(([, id, single, double]) => [id, JSON.parse((single ?? double).replaceAll('&quot;', '"').replaceAll('&amp;', '&'))]))
    const config = JSON.parse(/<script[^>]*id="wxc-app"[^>]*>(.*?)<\/script>/s.exec(html)[1])
    const script = readdirSync(join(out, 'assets')).find((name) => /^logic-.*\.js$/.test(name))
    return { metas, config, code: readFileSync(join(out, 'assets', script), 'utf8') }
  } finally {
    rmSync(out, { recursive: true })
  }
}

/** Plays the view: knows of every block only its template and number. */
class View {
  templates = new Map()
  /** Block numbers by template key, in the order of creation. */
  blocks = new Map()
  messages = []

  constructor(metas) {
    this.metas = metas
  }

  /** Operations of a patch by name, and notes blocks. */
  read(ops) {
    const found = {}
    const note = (template, block) => {
      const key = this.templates.get(template)
      this.blocks.set(key, [...(this.blocks.get(key) ?? []), block])
      return this.metas.get(key).h?.length ?? 0
    }
    for (let i = 0; i < ops.length; ) {
      const name = NAMES[ops[i++]]
      found[name] = (found[name] ?? 0) + 1
      if (name === 'define') this.templates.set(ops[i], ops[i + 1])
      if (name === 'create') i += 2 + note(ops[i], ops[i + 1])
      else if (name === 'createMany') {
        const [template, first, count] = ops.slice(i, i + 3)
        let holes = 0
        for (let k = 0; k < count; k++) holes = note(template, first + k)
        i += 3 + count * holes
      } else if (name === 'insert') i += 4 + ops[i + 3]
      else if (name in FIXED) i += FIXED[name]
      else i += 1 + ops[i]
    }
    return found
  }
}

/** `{operation: {messages, operands, …operations}}` of the table. */
export async function count() {
  const { metas, config, code } = start()
  const view = new View(metas)
  let receive
  const send = (message) => {
    view.messages.push(message)
    if (message.t === 'patch' && message.ack) setImmediate(() => receive({ t: 'ack', seq: message.seq }))
  }
  const channel = { send, listen: (fn) => (receive = fn) }
  const context = createContext({ $wxcChannel: channel, console, setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask, structuredClone, URL, performance })
  runInContext(code, context)
  const settle = async () => {
    for (let quiet = 0; quiet < 3; quiet++) await new Promise((resolve) => setImmediate(resolve))
  }
  receive({ t: 'boot', version: 1, env: { base: 'http://localhost/', language: 'en', theme: 'light', dev: false }, url: 'http://localhost/', query: {}, path: config.entryPagePath })
  while (!view.messages.some(({ t }) => t === 'route')) await settle()
  for (const message of view.messages) if (message.t === 'patch') view.read(message.ops)
  const [[page, [body]]] = view.blocks
  const listeners = (key) => metas.get(key).e.map(([node]) => node)
  const [run, runlots, add, update, clear, swap, path, whole] = listeners(page)
  const results = {}
  const tap = async (block, node, name) => {
    view.messages.length = 0
    receive({ t: 'event', type: 'tap', path: [block, node, 0, 0], exact: true, bubbles: true, detail: {}, timeStamp: 0 })
    await settle()
    const patches = view.messages.filter(({ t }) => t === 'patch')
    const operations = patches.map(({ ops }) => view.read(ops))
    if (name) results[name] = { messages: view.messages.length, operands: patches.reduce((sum, { ops }) => sum + ops.length, 0), ...Object.assign({}, ...operations) }
  }
  const onPage = (node, name) => tap(body, node, name)
  await onPage(run, 'create 1k')
  const rows = [...view.blocks.keys()].find((key) => key !== page)
  const onRow = (i, which, name) => tap(view.blocks.get(rows).at(i - 1000), listeners(rows)[which], name)
  await onPage(update, 'update every 10th')
  await onPage(swap, 'swap')
  await onRow(3, 0, 'select')
  await onRow(5, 0, 'select another')
  await onRow(7, 1, 'remove')
  await onPage(run, 'replace 1k')
  await onPage(add, 'append 1k')
  await onPage(clear, 'clear')
  await onPage(runlots, 'create 10k')
  await onPage(path, 'one path in 10k')
  await onPage(whole, 'whole array of 10k')
  return results
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = await count()
  if (process.argv.includes('--update')) writeFileSync(SNAPSHOT, '{\n' + Object.entries(results).map(([name, figures]) => `  ${JSON.stringify(name)}: ${JSON.stringify(figures)}`).join(',\n') + '\n}\n')
  else console.table(results)
}
