/** `wx.createSelectorQuery`, `wx.createIntersectionObserver`, `createMediaQueryObserver`; the view's part is described in `protocol/query.ts`. */
import type { ElementCall, Intersection, Margins, MediaArgs, ObserveArgs, QueryArgs, QueryFields, QueryItem, QueryRequest } from '../../protocol/query.ts'
import { elementContext, scrollViewContext } from './element.ts'
import type { Loose, UserFunction, WxHost } from './registry.ts'

export function wxQuery(host: WxHost): Record<string, unknown> {
  host.provide('createSelectorQuery', (instance: unknown) => selectorQuery(host, instance))
  host.provide('createIntersectionObserver', (instance: unknown, options?: Loose) => intersectionObserver(host, instance, options ?? {}))
  host.provide('createMediaQueryObserver', () => mediaQueryObserver(host))
  return {
    createSelectorQuery: () => selectorQuery(host),
    createIntersectionObserver: (instance?: unknown, options?: Loose) => intersectionObserver(host, instance, options ?? {}),
  }
}

/** One request and the callback given with it. */
interface Asked {
  request: QueryRequest
  instance: Loose
  callback?: UserFunction
}

/** Where the elements of `instance` (default: the page on top) are to be found. */
function place(host: WxHost, instance?: unknown): { page: number; instance: number } {
  return host.locate(instance ?? host.currentPage()) ?? { page: 0, instance: 0 }
}

function selectorQuery(host: WxHost, from?: unknown): Loose {
  let scope = from
  let asked: Asked[] = []
  const nodes = (sel: string, single: boolean, viewport = false): Loose => {
    const add = (fields: QueryFields, callback?: UserFunction): Loose => {
      const owner = place(host, scope).instance
      asked.push({ request: { sel, single, viewport, owner, fields }, instance: scope, callback })
      return query
    }
    return {
      boundingClientRect: (callback?: UserFunction) => add({ id: true, dataset: true, rect: true, size: true }, callback),
      scrollOffset: (callback?: UserFunction) => add({ id: true, dataset: true, scrollOffset: true }, callback),
      context: (callback?: UserFunction) => add({ context: true }, callback),
      node: (callback?: UserFunction) => add({ node: true }, callback),
      ref: (callback?: UserFunction) => add({}, callback),
      fields: (fields: QueryFields, callback?: UserFunction) => add(wanted(fields ?? {}), callback),
    }
  }
  const query: Loose = {
    in(instance: unknown) {
      scope = instance
      return query
    },
    select: (selector: string) => nodes(String(selector), true),
    selectAll: (selector: string) => nodes(String(selector), false),
    selectViewport: () => nodes('', true, true),
    exec(callback?: UserFunction) {
      const batch = asked
      asked = []
      void ask(host, place(host, scope).page, batch).then((results) => {
        batch.forEach((one, i) => one.callback && host.guard(one.callback, one.instance, results[i]))
        if (typeof callback === 'function') host.guard(callback, scope, results)
      })
      return query
    },
  }
  return query
}

/** Only what the protocol knows, as plain data. */
function wanted(fields: Loose): QueryFields {
  const flags = ['id', 'dataset', 'mark', 'rect', 'size', 'scrollOffset', 'context', 'node'] as const
  const result: Loose = {}
  for (const flag of flags) if (fields[flag]) result[flag] = true
  for (const list of ['properties', 'computedStyle']) if (Array.isArray(fields[list])) result[list] = fields[list].map(String)
  return result
}

async function ask(host: WxHost, page: number, batch: Asked[]): Promise<unknown[]> {
  const args: QueryArgs = { page, requests: batch.map(({ request }) => request) }
  await host.sent()
  const answers: (QueryItem | null | QueryItem[])[] = await host.call('query', args).catch(() => batch.map(({ request }) => (request.single ? null : [])))
  return Promise.all(
    answers.map((answer, i) => {
      const { fields } = batch[i]!.request
      return Array.isArray(answer) ? Promise.all(answer.map((item) => result(host, page, item, fields))) : answer && result(host, page, answer, fields)
    }),
  )
}

/** The object a program gets for one element. */
async function result(host: WxHost, page: number, item: QueryItem, fields: QueryFields): Promise<Loose> {
  const { at, handle, tag, values, ...plain } = item
  const known = at && host.describe(...at)
  return {
    ...plain,
    ...(fields.dataset && { dataset: known?.dataset ?? {} }),
    ...(fields.mark && { mark: known?.mark ?? {} }),
    // As in WeChat, a computed style of the same name wins over a property.
    ...values,
    ...(fields.node && { node: await elementNode(host, { page, handle, at }, tag ?? '') }),
    ...(fields.context && { context: elementContext(host, tag ?? '', { page, handle, at }) }),
  }
}

/** Canvases have a family of their own, which is there when the project has a `canvas`. */
function elementNode(host: WxHost, target: Pick<ElementCall, 'page' | 'handle' | 'at'>, tag: string): unknown {
  if (tag === 'canvas') return host.provided.canvasNode?.(target)
  return tag === 'scroll-view' ? scrollViewContext(host, target) : null
}

/** Numbers of observers of both kinds. */
const observers = { last: 0 }

function margins(given: Loose): Margins {
  const { left, right, top, bottom } = given ?? {}
  return { left: Number(left) || 0, right: Number(right) || 0, top: Number(top) || 0, bottom: Number(bottom) || 0 }
}

function post(host: WxHost, method: string, args: unknown): void {
  void host.sent().then(() => host.post(method, args))
}

function intersectionObserver(host: WxHost, instance: unknown, options: Loose): Loose {
  const relative: ObserveArgs['relative'] = []
  let running: { id: number; listener: UserFunction } | undefined
  const disconnect = (): void => {
    if (!running) return
    host.event('intersection').delete(running.listener)
    post(host, 'unobserve', { id: running.id })
    running = undefined
  }
  const observer: Loose = {
    relativeTo(sel: string, given?: Loose) {
      relative.push({ sel: String(sel), margins: margins(given) })
      return observer
    },
    relativeToViewport(given?: Loose) {
      relative.push({ margins: margins(given) })
      return observer
    },
    observe(sel: string, callback: UserFunction) {
      disconnect()
      const { page, instance: owner } = place(host, instance)
      const id = ++observers.last
      const listener = (change: Intersection): void => {
        if (change.id !== id) return
        const { id: _id, at, element, ...rest } = change
        host.guard(callback, instance, { id: element, dataset: (at && host.describe(...at)?.dataset) ?? {}, ...rest })
      }
      running = { id, listener }
      host.on('intersection', listener)
      const args: ObserveArgs = {
        id,
        page,
        owner,
        sel: String(sel),
        all: !!options.observeAll,
        relative,
        thresholds: Array.isArray(options.thresholds) && options.thresholds.length ? options.thresholds.map(Number) : [0],
        initialRatio: Number(options.initialRatio) || 0,
      }
      post(host, 'observe', args)
    },
    disconnect,
  }
  return observer
}

function mediaQueryObserver(host: WxHost): Loose {
  let running: { id: number; listener: UserFunction } | undefined
  const disconnect = (): void => {
    if (!running) return
    host.event('media').delete(running.listener)
    host.post('unobserveMedia', { id: running.id })
    running = undefined
  }
  return {
    observe(query: MediaArgs['query'], callback: UserFunction) {
      disconnect()
      const id = ++observers.last
      const listener = (change: { id: number; matches: boolean }): void => {
        if (change.id === id) host.guard(callback, undefined, { matches: change.matches })
      }
      running = { id, listener }
      host.on('media', listener)
      host.post('observeMedia', { id, query: { ...query } } satisfies MediaArgs)
    },
    disconnect,
  }
}
