/** WXS on the view thread: event handlers that answer in the same frame, and `change:` handlers. */
import { CAPTURE, CATCH, MUT, WXS, type Listener } from '../../protocol/ops.ts'
import { addWxsModule, replaceWxsModule, runWxsModule, type WxsFactory, type WxsModules, type WxsRequests } from '../../protocol/wxs.ts'
import type { WxNode } from '../apply/block.ts'
import { reportViewError, view } from '../view.ts'
import { datasetOf, descriptorOf, guarded, ownerDescriptor } from './descriptor.ts'

type WxsFunction = (...args: unknown[]) => unknown

const wxsEntries: WxsModules = new Map()
/** Last values of `change:` properties, by element and name. */
const lastValues = new WeakMap<Element, Record<string, unknown>>()

/** Capability of the shell: WXS handlers. Scripts of pages register their modules through the global `$wxcView`. */
export function viewWxs(): void {
  Object.assign(globalThis, {
    $wxcView: {
      wxsModule(path: string, factory: WxsFactory, requests: WxsRequests = {}) {
        addWxsModule(wxsEntries, path, factory, requests)
      },
    },
  })
  view.hooks.wxsEvent = runHandlers
  view.hooks.change = (element, name, fn, value) => {
    const last = lastValues.get(element) ?? {}
    const old = last[name]
    lastValues.set(element, last)
    last[name] = value
    const handler = wxsMember(fn)
    if (handler) guarded(() => handler(value, old, ownerDescriptor(element), descriptorOf(element)))
  }
}

/** `wxc dev`: registers a module, also in the place of another. */
export function replaceViewWxs(path: string, factory: WxsFactory, requests: WxsRequests = {}): void {
  replaceWxsModule(wxsEntries, path, factory, requests)
}

/** The function behind `path/of/module.wxs.member`. */
function wxsMember(name: string): WxsFunction | undefined {
  const dot = name.lastIndexOf('.')
  const exports = runWxsModule(wxsEntries, name.slice(0, dot), reportViewError) as Record<string, unknown> | null | undefined
  const member = exports?.[name.slice(dot + 1)]
  return typeof member === 'function' ? (member as WxsFunction) : undefined
}

function targetOf(element: WxNode): Record<string, unknown> {
  const { offsetLeft, offsetTop } = element as unknown as HTMLElement
  return { id: element.id, dataset: datasetOf(element), offsetLeft, offsetTop }
}

/** Runs the WXS handlers on an event's path; see `ViewHooks.wxsEvent`. */
function runHandlers(type: string, path: WxNode[], bubbles: boolean, make: () => Record<string, unknown>, source?: Event): number {
  const listeners = (node: WxNode): Listener[] => node.$b!.template.on[node.$n!]?.filter((listener) => listener[1] === type) ?? []
  let event: Record<string, unknown> | undefined
  let stopped = false
  let claimed = false
  /** Calls the handlers of one phase on one element; true: it goes no further. */
  const visit = (node: WxNode, capture: boolean): boolean => {
    let last = false
    for (const [, , bits, fn] of listeners(node)) {
      if (!(bits & CAPTURE) === capture) continue
      if (bits & CATCH) last = true
      const handler = bits & WXS && fn !== undefined ? wxsMember(fn) : undefined
      if (!handler || (bits & MUT && claimed)) continue
      if (bits & MUT) claimed = true
      event ??= { ...make(), target: targetOf(path[0]!), instance: descriptorOf(path[0]!) }
      const given = { ...event, currentTarget: targetOf(node), instance: descriptorOf(node) }
      if (guarded(() => handler(given, ownerDescriptor(node))) === false) {
        stopped = last = true
        if (source?.cancelable) source.preventDefault()
      }
    }
    return last
  }
  let reach = path.length
  if (bubbles) for (let i = path.length - 1; i >= 0 && !stopped; i--) if (visit(path[i]!, true)) break
  if (stopped) return 0
  for (let i = 0; i < path.length; i++) {
    if (!visit(path[i]!, false)) continue
    reach = i + 1
    break
  }
  const others = path.slice(0, reach).some((node) => listeners(node).some((listener) => !(listener[2] & WXS)))
  return others ? reach : 0
}
