/** Where the logic side starts: leaves `$wxc` for the package's script, then does what the view's messages say. */
import { logicChannel } from '../protocol/channel-worker.ts'
import type { Channel, ToLogic, ToView } from '../protocol/messages.ts'
import { HAS_ELEMENT_CALLS, HAS_OPEN_TYPES, HAS_VIEW_WXS } from '../protocol/parts.ts'
import { appHook, hearViewError, hideApp, reportError, reportRejection, showApp, startLate } from './app/app.ts'
import { launchOptions } from './app/launch.ts'
import { instanceOf, instancesById } from './component/instance.ts'
import { world } from './context.ts'
import { makeEmitted } from './emitted.ts'
import { triggerCustom } from './event/custom.ts'
import { dispatchMessage } from './event/dispatch.ts'
import { eventFields } from './event/target.ts'
import { runScript, runUnitScripts } from './module.ts'
import { pageNotFound } from './page/missing.ts'
import { shareFromButton } from './page/share.ts'
import { blocksById } from './render/block.ts'
import { acknowledge, sendAfterPatch, whenSent } from './render/patch.ts'
import { isIndependent, loadPackageOf, packageEntry } from './router/package.ts'
import { appLaunch, enqueueRoute, goBack, openFromBrowser, routeDone, tapTab } from './router/router.ts'
import { isKnownPage, stack, topPage } from './router/stack.ts'
import { formatQuery } from './router/url.ts'
import { askBridge, asyncApi, createWx, unsupportedApis } from './wx/registry.ts'
import type { Family, Loose } from './wx/registry.ts'

/** What an app's logic is made of besides the core. */
export interface LogicParts {
  /** Families of `wx`. */
  wx?: readonly Family[]
  /** Members of `wx` that the project names and no family implements. */
  stubs?: Record<string, unknown>
  /** The connection to the view; found by itself in a worker and with `--threads 1`. */
  channel?: Channel<ToLogic, ToView>
  /** Runs the script of a package, named relative to `Env.base`. */
  load?: (script: string) => Promise<void>
  /** Fetches a file of a package for later. */
  preload?: (file: string) => Promise<void>
}

/** Reasons of `onHide`: the app ends; something other than leaving for good, another mini program or WeChat's own pages. */
const GONE = 0
const HIDDEN = 3

type Boot = Extract<ToLogic, { t: 'boot' }>

/** Both are needed before user code runs: the main package's script, and the view's first message. */
class Start {
  ready = false
  boot: Boot | undefined
  begun = false
  /** The first page is of an independent subpackage: the main package comes later or never. */
  alone = false
}

/** Starts the logic side. The script of the main package follows and finds `$wxc`. */
export function bootLogic(parts: LogicParts = {}): void {
  const { host } = world
  const channel = parts.channel ?? logicChannel()
  const start = new Start()
  world.send = (message, transfer) => channel.send(message, transfer)
  world.sendCall = sendAfterPatch
  world.load = parts.load ?? loadScript
  world.preload = parts.preload ?? fetchFile
  host.onError = reportError
  host.currentPage = () => topPage()?.instance.user as unknown
  host.nextTick = whenSent
  host.locate = (user) => {
    const instance = instanceOf(user)
    return instance && { page: instance.page.id, instance: instance.id }
  }
  host.instance = (id) => instancesById.get(id)?.user as unknown
  host.describe = (id, node) => {
    const block = blocksById.get(id)
    if (!block?.t.nodes[node]) return undefined
    const step = { block, node, left: 0, top: 0, inside: false }
    const { currentTarget, mark } = eventFields([step], step)
    return { dataset: currentTarget.dataset as unknown, mark: mark as unknown }
  }
  createWx(host, [() => unsupportedApis(host, Object.keys(parts.stubs ?? {})), ...(parts.wx ?? [])])
  const begin = (): void => {
    if (!start.ready || !start.boot || start.begun) return
    start.begun = true
    void launch(start.boot, start)
  }
  world.emitted = makeEmitted(
    (config) => {
      Object.assign(host.config, config)
      // The main package has a script of its own, which not every first page needs.
      start.ready = host.config.main !== undefined
      begin()
    },
    (root) => {
      if (root) return runPackage(root)
      start.ready = true
      if (!start.begun) begin()
      else if (start.alone) {
        runMain()
        startLate(host.launch, host.enter)
      }
    },
  )
  Object.assign(globalThis, { $wxc: world.emitted })
  watchErrors()
  channel.listen((message) => {
    if (message.t === 'boot') {
      start.boot = message
      Object.assign(host.env, message.env)
      begin()
    } else receive(message)
  })
}

function runMain(): void {
  runScript('app.js')
  runUnitScripts()
}

function runPackage(root: string): void {
  const entry = packageEntry(root)
  if (entry !== undefined) runScript(entry)
  runUnitScripts()
}

async function launch(boot: Boot, start: Start): Promise<void> {
  const { host } = world
  await Promise.all(host.before.map((work) => work()))
  const { path, query } = boot
  const asked = path ? { path, query, search: formatQuery(query) } : undefined
  const url = host.resume?.(asked) ?? asked ?? { path: host.config.entryPagePath as string, query: {}, search: '' }
  start.alone = isIndependent(url.path)
  if (!start.alone) await loadPackageOf('').catch(reportError)
  const options = launchOptions(url, boot.url)
  host.launch = host.enter = options
  if (!start.alone) runMain()
  // The first page is first in the queue, whatever `onLaunch` opens.
  const first = enqueueRoute(() => (isKnownPage(url.path) ? appLaunch(url) : pageNotFound(url, true)))
  if (!start.alone) appHook('onLaunch', '', options)
  showApp(options)
  first.catch(reportError)
}

function receive(message: ToLogic): void {
  const { host } = world
  switch (message.t) {
    case 'event': {
      const value = dispatchMessage(message)
      if (message.reply !== undefined) world.send({ t: 'return', id: message.reply, value: plainAnswer(value) })
      break
    }
    case 'ack':
      return acknowledge(message.seq)
    case 'env':
      Object.assign(host.env, message.env)
      break
    case 'return':
      return host.answer(message.id, message.ok, message.value)
    case 'emit':
      host.event(message.name).fire(message.payload)
      if (message.name === 'theme' && host.config.darkmode) appHook('onThemeChange', '', message.payload)
      break
    case 'back':
      return goBack(message.delta)
    case 'open': {
      const { path, query, kind } = message
      return openFromBrowser({ path, query, search: formatQuery(query) }, kind, (url) => pageNotFound(url, false))
    }
    case 'tab':
      return tapTab(message.index)
    case 'end':
      hideApp(GONE)
      // Behind what these handlers store.
      setTimeout(() => host.post('ended'))
      break
    case 'visible':
      return message.visible ? showApp(host.enter) : hideApp(HIDDEN)
    case 'page':
      return pageEvent(message.page, message.what, message.detail)
    case 'routed':
      return routeDone(message.page)
    case 'method':
      instancesById.get(message.instance)?.run(message.name, message.args)
      break
    case 'trigger': {
      const instance = instancesById.get(message.instance)
      if (HAS_VIEW_WXS && instance) triggerCustom(instance, message.name, message.detail ?? {})
      break
    }
    case 'api':
      if (HAS_ELEMENT_CALLS) callApi(message.id, message.name, message.args)
      break
    case 'error':
      hearViewError(message.message, message.stack)
  }
}

/** What a handler returned, if it can cross: a string or `{value, cursor}`. */
function plainAnswer(value: Loose): unknown {
  return typeof value === 'string' ? value : value && typeof value === 'object' && 'value' in value ? { value: value.value, cursor: value.cursor } : undefined
}

const PAGE_HANDLERS = { scroll: 'onPageScroll', bottom: 'onReachBottom', pull: 'onPullDownRefresh', resize: 'onResize' }

function pageEvent(id: number, what: keyof typeof PAGE_HANDLERS, detail: unknown): void {
  const page = [...stack.pages, ...stack.parked.values()].find((p) => p.instance.id === id)
  if (!page) return
  if (what === 'resize') page.lifetime('resize', detail)
  page.instance.run(PAGE_HANDLERS[what], ...(what === 'bottom' || what === 'pull' ? [] : [detail]))
}

/** A built-in element calls a member of `wx` inside a tap. */
function callApi(id: number, name: string, args: object): void {
  const { host } = world
  if (HAS_OPEN_TYPES && name === 'share') return void shareFromButton(args).then((value) => world.send({ t: 'return', id, value }))
  const own: unknown = host.wx[name]
  const api = typeof own === 'function' ? own : asyncApi(host, name, (options) => askBridge(host, name, options))
  // An event channel cannot cross.
  const complete = ({ eventChannel: _eventChannel, ...value }: Loose): void => world.send({ t: 'return', id, value })
  host.gesture = true
  host.guard(() => api({ ...args, complete }) as unknown)
  host.gesture = false
}

/** What runs at the top of scripts, timers and promises of user code and nobody catches. */
function watchErrors(): void {
  if (typeof addEventListener !== 'function') return
  // A page prints its uncaught errors itself; a worker would pass them on to the page.
  const worker = typeof importScripts === 'function'
  addEventListener('error', (event) => {
    if (worker) event.preventDefault()
    reportError(event.error ?? event.message, !worker)
  })
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault()
    reportRejection(event.reason, event.promise)
  })
}

/** In a worker: at once. In the page the view has the means. */
function loadScript(script: string): Promise<void> {
  if (typeof importScripts !== 'function') return world.host.call('loadScript', { file: script })
  return new Promise((resolve) => {
    importScripts(new URL(script, world.host.env.base).href)
    resolve()
  })
}

/** Into the browser's cache, where the package's loading finds it. */
async function fetchFile(file: string): Promise<void> {
  const answer = await fetch(new URL(file, world.host.env.base).href)
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`)
  await answer.arrayBuffer()
}
