/** Where the view starts: reads the configuration, starts the logic thread, and does what its messages say. */
import type { AppConfig } from '../protocol/app.ts'
import { directChannel } from '../protocol/channel-direct.ts'
import { workerChannel } from '../protocol/channel-worker.ts'
import type { Channel, ToLogic, ToView } from '../protocol/messages.ts'
import { HAS_ELEMENT_CALLS, HAS_LOG, HAS_NATIVE_EVENTS, HAS_ONE_THREAD, HAS_PAGE_FILES, HAS_REPLIES } from '../protocol/parts.ts'
import { PROTOCOL_VERSION } from '../protocol/ops.ts'
import { Applier } from './apply/apply.ts'
import type { ViewTemplate } from './apply/template.ts'
import { connectApi, type ApiResult } from './events/api.ts'
import { answerEvent } from './events/emit.ts'
import { listenFor } from './events/native.ts'
import { listenToTouches } from './events/touch.ts'
import { callHost, hostMethod, type HostFamily } from './host.ts'
import { refreshEnv, startEnv } from './shell/env.ts'
import { startHistory } from './shell/history.ts'
import { loadPage, loadScript, templateSource } from './shell/load.ts'
import { mountPage, pageContent, routeTo, unmountPage } from './shell/pages.ts'
import { reportViewError, view } from './view.ts'

/** What an app's view is made of besides the core: capabilities of the shell, host families. */
export interface ViewParts {
  hosts?: HostFamily[]
}

const apiAnswers = new Map<number, (result: ApiResult) => void>()
/** Messages that wait for files of a page. */
let held: ToView[] | undefined
/** Ids of `api` messages and of events with `reply` are told apart by their sign. */
let lastApi = 0

/** Starts the app whose configuration is in `#wxc-app`, inside `#wxc`. */
export function bootView(parts: ViewParts = {}): void {
  const config = JSON.parse(document.getElementById('wxc-app')!.textContent!) as AppConfig
  view.config = config
  view.root = document.getElementById('wxc')!
  // Classes that the default styles of built-ins look at.
  view.root.classList.toggle('wx-v2', config.style === 'v2')
  view.root.classList.toggle('wx-dark-capable', config.darkmode === true)
  if (config.maxWidth !== 480) view.root.style.setProperty('--wxc-max', config.maxWidth ? config.maxWidth + 'px' : '100vw')
  // Capabilities add theirs to the same object, now or later.
  const hooks = { source: templateSource, page: pageContent, prepared: (template: ViewTemplate) => HAS_NATIVE_EVENTS && listenFor(template) }
  view.applier = new Applier(Object.assign(view.hooks, hooks))
  for (const family of parts.hosts ?? []) family()
  startEnv()
  if (config.router === 'history') pinBase()
  const start = startHistory()
  if (start.path) refreshEnv(start.path)
  view.frame?.start(start.path || config.entryPagePath, start.query)
  listenToTouches(view.root)
  if (HAS_ELEMENT_CALLS)
    connectApi((name, args) => {
      const id = --lastApi
      view.send({ t: 'api', id, name, args })
      return new Promise((resolve) => apiAnswers.set(id, resolve))
    })
  const line = connect(config)
  const channel = HAS_LOG && view.hooks.channel ? view.hooks.channel(line) : line
  view.send = (message, transfer) => channel.send(message, transfer)
  channel.listen(receive)
  view.send({ t: 'boot', version: PROTOCOL_VERSION, env: view.env, url: location.href, ...start })
}

/** Addresses keep the base the document started with, whatever path the address bar shows later. */
function pinBase(): void {
  const base = document.querySelector('base') ?? document.head.insertAdjacentElement('afterbegin', document.createElement('base'))
  ;(base as HTMLBaseElement).href = view.env.base
}

function connect(config: AppConfig): Channel<ToView, ToLogic> {
  const fail = (message: string): void => reportViewError(new Error(message))
  const url = new URL(config.logic, view.env.base).href
  return HAS_ONE_THREAD && config.threads === '1' ? startHere(config.logic, fail) : workerChannel(url, fail)
}

/** Runs the logic in this thread. It has no means of its own to load a subpackage. */
function startHere(script: string, fail: (message: string) => void): Channel<ToView, ToLogic> {
  hostMethod('loadScript', ({ file }: { file: string }) => loadScript(file))
  const { view: end, logic } = directChannel()
  Object.assign(globalThis, { $wxcChannel: logic })
  loadScript(script).catch((error: Error) => fail(error.message))
  return end
}

function receive(message: ToView): void {
  if (held && message.t !== 'return') held.push(message)
  else
    try {
      perform(message)
    } catch (error) {
      reportViewError(error)
    }
}

function perform(message: ToView): void {
  switch (message.t) {
    case 'patch':
      try {
        view.applier.apply(message.ops)
      } finally {
        if (message.ack) view.send({ t: 'ack', seq: message.seq })
      }
      break
    case 'mount':
      {
        const { config } = mountPage(message)
        if (HAS_PAGE_FILES) hold(loadPage(config))
      }
      break
    case 'unmount':
      unmountPage(message.page)
      break
    case 'route':
      routeTo(message)
      break
    case 'call':
      void callHost(message.id, message.method, message.args)
      break
    case 'return': {
      const answer = HAS_ELEMENT_CALLS && apiAnswers.get(message.id)
      if (answer) {
        apiAnswers.delete(message.id)
        answer(message.value as ApiResult)
      } else if (HAS_REPLIES) answerEvent(message.id, message.value)
      break
    }
    // The logic thread has printed it.
    case 'error':
      view.root.dispatchEvent(new CustomEvent('wxc-error', { detail: message, bubbles: true }))
      break
  }
}

/** Holds back messages until the files of a page are there, so that patches find their templates and nothing shows without its style. */
function hold(wait: Promise<unknown> | undefined): void {
  if (!wait) return
  held = []
  void wait.then((failures) => {
    for (const failure of failures as unknown[]) reportViewError(failure)
    const line = held!
    held = undefined
    line.forEach(receive)
  })
}
