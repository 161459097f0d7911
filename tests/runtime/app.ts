/** Runs hand-written emitted code on the logic side alone, with a view that applies patches to plain objects (`tree.ts`). */
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Env, ToLogic, ToView } from '../../runtime-shim/src/protocol/messages.ts'
import type { Shape } from './tree.ts'
import { TestTree } from './tree.ts'
import type { TreeNode } from './tree.ts'

type Any = any

const source = fileURLToPath(new URL('../../../runtime-shim/src/logic/', import.meta.url))
let bundle: Promise<string> | undefined

/** Families about the app and its pages; the last two only where a test asks for them. */
const FAMILIES = { wxBase: 'base', wxApp: 'app', wxRoute: 'route', wxRouteEvents: 'route-events', wxUnload: 'unload', wxContainer: 'container', wxExit: 'exit' }

const EXPORTS = [
  ['main', 'bootLogic'],
  ['context', 'world'],
  ['render/block', 'blocksById'],
  ['render/patch', 'patch'],
  ['component/instance', 'instancesById'],
  ['router/stack', 'stack'],
  ...Object.entries(FAMILIES).map(([name, file]) => ['wx/' + file, name]),
]

/** The logic side as one function body that returns its exports; bundled once, evaluated per app, so that each app has its own state. */
function logicBundle(): Promise<string> {
  bundle ??= build({
    stdin: {
      contents: EXPORTS.map(([file, names]) => `export { ${names} } from './${file}.ts'`).join('\n'),
      resolveDir: source,
      loader: 'ts',
    },
    bundle: true,
    format: 'iife',
    globalName: 'logic',
    target: 'node20',
    write: false,
  }).then((result) => result.outputFiles[0]!.text + '\nreturn logic')
  return bundle
}

export interface AppOptions {
  config?: Any
  path?: string
  query?: Record<string, string>
  /** The view does not answer patches. */
  deaf?: boolean
  /** Scripts of subpackages. */
  scripts?: Record<string, ($: Any) => void | Promise<void>>
  env?: Partial<Env>
  /** Families besides the usual ones. */
  families?: ('wxContainer' | 'wxExit')[]
  /** The document's address. */
  url?: string
  /** What the host answers, by method; other calls fail. */
  host?: Record<string, (args: Any) => unknown>
  /** The main package is one of the `scripts`. */
  apart?: boolean
}

export class TestApp {
  readonly $: Any
  readonly logic: Any
  readonly messages: ToView[] = []
  readonly tree = new TestTree()
  /** Files that were fetched for later. */
  readonly preloaded: string[] = []
  /** `console.warn` and `console.error` lines. */
  readonly lines: string[] = []
  readonly received: (message: ToLogic) => void
  deaf: boolean
  private readonly host: Record<string, (args: Any) => unknown>
  private shownPage = 0

  constructor(logic: Any, options: AppOptions) {
    this.logic = logic
    this.deaf = options.deaf ?? false
    this.host = options.host ?? {}
    let listener: (message: ToLogic) => void = () => {}
    logic.bootLogic({
      wx: [...Object.keys(FAMILIES).slice(0, -2), ...(options.families ?? [])].map((name) => logic[name]),
      channel: {
        send: (message: ToView) => this.take(message),
        listen: (receive: (message: ToLogic) => void) => (listener = receive),
      },
      load: async (script: string) => {
        const run = options.scripts?.[script]
        if (!run) throw new Error(`no script ${script}`)
        await run(this.$)
      },
      preload: async (file: string) => void this.preloaded.push(file),
    })
    this.received = (message) => listener(message)
    this.$ = (globalThis as Any).$wxc
  }

  private take(message: ToView): void {
    this.messages.push(structuredClone(message))
    if (message.t === 'route') this.shownPage = message.page
    if (message.t === 'unmount') this.tree.pages.delete(message.page)
    if (message.t === 'call') {
      const answer = this.host[message.method]
      const value = answer ? answer(message.args) : 'not supported in browser'
      if (message.id) setTimeout(() => this.received({ t: 'return', id: message.id, ok: answer !== undefined, value }))
    }
    if (message.t !== 'patch') return
    this.tree.apply(message.ops)
    if (message.ack && !this.deaf) setTimeout(() => this.received({ t: 'ack', seq: message.seq }))
  }

  /** Until nothing more happens. */
  async settle(): Promise<void> {
    for (let count = -1; count !== this.messages.length; ) {
      count = this.messages.length
      for (let i = 0; i < 3; i++) await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }

  get pages(): Any[] {
    return this.$.globals.getCurrentPages()
  }
  get page(): Any {
    return this.pages.at(-1)
  }
  get wx(): Any {
    return this.$.globals.wx
  }
  /** What the top page shows. */
  shown(): unknown {
    return this.tree.page(this.top())
  }
  top(): number {
    return this.shownPage
  }
  /** Operations of all patches since the last call. */
  ops(): unknown[] {
    return this.messages.splice(0).flatMap((m) => (m.t === 'patch' ? m.ops : []))
  }
  /** Sends an event that starts at the first element with this tag or `#id`. */
  fire(target: string, type = 'tap', detail: unknown = {}, more: Partial<Extract<ToLogic, { t: 'event' }>> = {}): void {
    const node = this.tree.find(this.top(), target)
    if (!node) throw new Error(`no ${target}`)
    const path: number[] = []
    for (let at: TreeNode | undefined = node; at; at = at.parent) if (at.at) path.push(...at.at, 0, 0)
    this.received({ t: 'event', type, path, exact: node.at !== undefined, bubbles: true, detail, timeStamp: 1, ...more })
  }
}

const ENV = { screenWidth: 375, screenHeight: 667, networkType: 'wifi', base: 'http://localhost/', theme: 'light', dev: false } as Env

/** Starts an app. `setup` is its package's script; `shapes` are its templates' elements. */
export async function startApp(shapes: Record<string, Shape>, setup: ($: Any, app: TestApp) => void, options: AppOptions = {}): Promise<TestApp> {
  const logic = new Function(await logicBundle())()
  const app = new TestApp(logic, options)
  app.tree.shapes = shapes
  for (const level of ['warn', 'error'] as const) console[level] = (...values: unknown[]) => void app.lines.push(values.map(String).join(' '))
  app.$.app({ pages: [{ path: 'index' }], entryPagePath: 'index', ...options.config })
  setup(app.$, app)
  if (!options.apart) app.$.ready('')
  app.received({ t: 'boot', version: 1, env: { ...ENV, ...options.env }, url: options.url ?? '', path: options.path ?? '', query: options.query ?? {} })
  await app.settle()
  return app
}

/** A page `index` whose template is `main`. */
export function onePage(main: ($: Any) => Any, options: Any, more: ($: Any) => void = () => {}) {
  return ($: Any) => {
    $.module('index.js', () => $.globals.Page(options))
    $.unit('index', { kind: 'page', script: 'index.js', scope: 's1' }, ($: Any) => ({ main: main($) }))
    more($)
  }
}
