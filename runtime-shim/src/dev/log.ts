/** `wxc.log(true)` in the console of `wxc dev`: prints every message between the view and the logic thread, both ways, until `wxc.log(false)`. */
import type { Channel, ToLogic, ToView } from '../protocol/messages.ts'
import {
  ATTR, CHANGE, CLASS, CLEAR, CREATE, CREATE_MANY, DATA, DEFINE, DETACH, FREE, HOST, HOST_CLASS, INSERT, OWN, PAGE, PROP, REMOVE, SET, STYLE, TEXT, type Hole, type TemplateMeta,
} from '../protocol/ops.ts'
import { templateSource } from '../view/shell/load.ts'
import { view } from '../view/view.ts'

/** In `localStorage`, so that a reloaded page is logged from its first message. */
const LOG_KEY = 'wxc-log'
/** Longer values are cut, characters. */
const LOG_VALUE = 60
/** Operations printed of one patch. */
const LOG_OPS = 40

/** What the log knows of a template, from its `<template>` in the document. */
interface LogTemplate {
  key: string
  label: string
  holes: Hole[]
  /** Of each hole: `pages/index/index.wxml:3`. */
  places: string[]
}

const logTemplates = new Map<number, LogTemplate>()
/** Template of every block; kept from the start, so that the log can be switched on at any time. */
const logBlocks = new Map<number, LogTemplate>()
/** The event that was sent last, and when. */
let lastEvent: { name: string; at: number } | undefined
let events = 0
let logging = false

/** Puts `wxc.log` into the console and itself between the view and its channel. */
export function startLog(): void {
  logging = localStorage.getItem(LOG_KEY) !== null
  const log = (on = true): string => {
    logging = on
    if (on) localStorage.setItem(LOG_KEY, '1')
    else localStorage.removeItem(LOG_KEY)
    return on ? 'messages are printed; wxc.log(false) ends it' : 'messages are not printed'
  }
  Object.assign(globalThis, { wxc: { log } })
  view.hooks.channel = loggedChannel
}

function loggedChannel(channel: Channel<ToView, ToLogic>): Channel<ToView, ToLogic> {
  return {
    send(message, transfer) {
      if (logging) printMessage('→ logic', message.t, describeSent(message), message)
      channel.send(message, transfer)
    },
    listen(receive) {
      channel.listen((message) => {
        const ops = message.t === 'patch' ? describeOps(message.ops, logging) : []
        if (logging) printMessage('← view ', message.t, describeReceived(message), message, ops)
        receive(message)
      })
    },
  }
}

function printMessage(direction: string, type: string, what: string, message: unknown, lines: readonly string[] = []): void {
  const more = lines.length > LOG_OPS ? [`… ${lines.length - LOG_OPS} more`] : []
  const size = shortJson(message, Infinity).length
  console.log([`${(performance.now() / 1000).toFixed(3)} ${direction} ${type} ${what} (${size} B)`, ...lines.slice(0, LOG_OPS), ...more].join('\n    '))
}

/** JSON of at most `length` characters. */
function shortJson(value: unknown, length = LOG_VALUE): string {
  let text: string
  try {
    text = JSON.stringify(value) ?? 'undefined'
  } catch {
    text = String(value)
  }
  return text.length > length ? text.slice(0, length) + '…' : text
}

function describeSent(message: ToLogic): string {
  switch (message.t) {
    case 'event': {
      const name = `${message.type} #${++events}`
      lastEvent = { name, at: performance.now() }
      const element = view.applier.blocks.get(message.path[0]!)?.node(message.path[1]!) as Element | undefined
      return `${name} on <${element?.localName.replace(/^wx-/, '') ?? '?'}> ${shortJson(message.detail)}`
    }
    case 'ack':
      return `#${message.seq}`
    default:
      return describeRest(message)
  }
}

function describeReceived(message: ToView): string {
  switch (message.t) {
    case 'patch': {
      const after = lastEvent && `, ${(performance.now() - lastEvent.at).toFixed(1)} ms after ${lastEvent.name}`
      return `#${message.seq}${after ?? ''}`
    }
    case 'mount':
      return `page ${message.page} ${message.path}`
    case 'route':
      return `${message.kind} page ${message.page}, stack ${shortJson(message.pages)}`
    case 'call':
      return `${message.method} ${shortJson(message.args)}`
    default:
      return describeRest(message)
  }
}

function describeRest({ t: _t, ...fields }: { t: string }): string {
  return shortJson(fields)
}

function readTemplate(key: string): LogTemplate {
  const meta = JSON.parse(templateSource(key)?.getAttribute('w') || '{}') as TemplateMeta
  return { key, label: meta.dev?.label ?? '', holes: meta.h ?? [], places: meta.dev?.holes ?? [] }
}

const HOLE_NAMES = { [TEXT]: 'text', [CLASS]: 'class', [STYLE]: 'style', [ATTR]: 'attribute', [PROP]: 'property', [DATA]: 'data', [CHANGE]: 'change' }

function describeHole(template: LogTemplate | undefined, index: number, value: unknown): string {
  const [kind, , name] = template?.holes[index] ?? []
  const what = [HOLE_NAMES[kind as keyof typeof HOLE_NAMES] ?? `hole ${index}`, kind === CLASS ? undefined : name].filter(Boolean).join(' ')
  const place = template?.places[index]
  return `${what} = ${shortJson(value)}${place ? `  ${place}` : ''}`
}

/** One line per operation (and per value of a new block), and what they say about blocks and templates is remembered. `texts` false: only that. */
function describeOps(ops: readonly unknown[], texts: boolean): string[] {
  const lines: string[] = []
  let i = 0
  const number = (): number => ops[i++] as number
  const some = (count: number): number[] => ops.slice(i, (i += count)) as number[]
  const say = (text: () => string): void => {
    if (texts) lines.push(text())
  }
  const create = (template: LogTemplate | undefined, id: number): void => {
    if (template) logBlocks.set(id, template)
    say(() => `CREATE block ${id}: ${template?.label ?? ''} ${template?.key ?? ''}`)
    for (let hole = 0; hole < (template?.holes.length ?? 0); hole++) {
      const value = ops[i++]
      say(() => `  ${describeHole(template, hole, value)}`)
    }
  }
  while (i < ops.length) {
    const code = number()
    switch (code) {
      case DEFINE: {
        const id = number()
        const template = readTemplate(ops[i++] as string)
        logTemplates.set(id, template)
        say(() => `DEFINE template ${id}: ${template.label} ${template.key}`)
        break
      }
      case CREATE: {
        const template = logTemplates.get(number())
        create(template, number())
        break
      }
      case CREATE_MANY: {
        const template = logTemplates.get(number())
        const first = number()
        const count = number()
        for (let k = 0; k < count; k++) create(template, first + k)
        break
      }
      case SET: {
        const block = number()
        const hole = number()
        const value = ops[i++]
        say(() => `SET block ${block}: ${describeHole(logBlocks.get(block), hole, value)}`)
        break
      }
      case INSERT: {
        const [parent, region, before, count] = some(4) as [number, number, number, number]
        const blocks = some(count)
        say(() => `INSERT ${shortJson(blocks)} into region ${region} of block ${parent}${before ? ` before ${before}` : ''}`)
        break
      }
      case REMOVE:
      case FREE:
      case DETACH: {
        const blocks = some(number())
        if (code !== DETACH) for (const block of blocks) logBlocks.delete(block)
        say(() => `${code === REMOVE ? 'REMOVE' : code === FREE ? 'FREE' : 'DETACH'} ${shortJson(blocks)}`)
        break
      }
      case CLEAR: {
        const [parent, region] = some(2)
        say(() => `CLEAR region ${region} of block ${parent}`)
        break
      }
      case HOST: {
        const [block, node, instance, root] = some(4)
        say(() => `HOST node ${node} of block ${block} shows component ${instance}, block ${root}`)
        break
      }
      case OWN: {
        const [block, instance] = some(2)
        say(() => `OWN block ${block} belongs to ${instance}`)
        break
      }
      case PAGE: {
        const [instance, root] = some(2)
        say(() => `PAGE ${instance} shows block ${root}`)
        break
      }
      case HOST_CLASS: {
        const [block, node] = some(2)
        const names = ops[i++]
        say(() => `HOST_CLASS node ${node} of block ${block}: ${shortJson(names)}`)
        break
      }
      default:
        say(() => `operation ${shortJson(code)} is not known`)
        i = ops.length
    }
  }
  return lines
}
