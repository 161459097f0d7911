/** `wx.canIUse`. */
import { USABLE_APIS, USABLE_OBJECTS, USABLE_TAGS } from './caniuse-table.ts'
import type { WxHost } from './registry.ts'

/** The words after `name` in a table; undefined if it has no line. */
function lineOf(table: string, name: string): string[] | undefined {
  const start = table.search(new RegExp(`^${name.replace(/[^\w-]/g, '')}(?![\\w-])`, 'm'))
  return name && start >= 0 ? table.slice(start).split('\n', 1)[0]!.split(' ').slice(1) : undefined
}

export function wxCaniuse(host: WxHost): Record<string, unknown> {
  return { canIUse: (schema: unknown) => canIUse(host, String(schema)) }
}

/** `api`, `api.object.parameter`, `api.success.field` (also `return`, `callback`), `Interface.member`, `tag`, `tag.attribute`; what follows is taken for granted. */
function canIUse(host: WxHost, schema: string): boolean {
  const [name = '', second, third] = schema.split('.')
  if (host.unsupported.has(name)) return false
  const api = lineOf(USABLE_APIS, name)
  if (api) {
    if (second === undefined) return true
    if (!/^(object|success|return|callback)$/.test(second)) return false
    const split = api.includes('>') ? api.indexOf('>') : api.length
    return third === undefined || (second === 'object' ? [...api.slice(0, split), 'success', 'fail', 'complete'] : api.slice(split + 1)).includes(third)
  }
  const members = lineOf(USABLE_TAGS, name) ?? lineOf(USABLE_OBJECTS, name)
  return !!members && (second === undefined || members.includes(second) || COMMON_ATTRIBUTES.includes(second))
}

/** Attributes that every element has. */
const COMMON_ATTRIBUTES = ['id', 'class', 'style', 'hidden', 'bindtap', 'bindlongpress', 'bindtouchstart', 'bindtouchmove', 'bindtouchend', 'bindtouchcancel']
