/** Renders one template once, without an app around it: `wxc render`. */
import { PAGE } from '../protocol/ops.ts'
import type { Instance } from './component/instance.ts'
import type { Data, Template } from './render/block.ts'
import { createBlock } from './render/block.ts'
import { patch } from './render/patch.ts'

/** The patch that shows `main` with `data`, as JSON; what JSON lacks is written `{"$": "undefined"}` and the like. */
export function renderOnce(main: Template, data: Data): string {
  patch.raw = true
  const block = createBlock(main, {} as Instance, null, data, null)
  patch.ops.push(PAGE, 0, block.id)
  return JSON.stringify(patch.ops.map(jsonOf))
}

/** JSON that every reader takes: half a surrogate pair is written as a character of plane 16, which the renderer turns back; those themselves as two such halves. */
function whole(text: string): string {
  return text.replace(/[\ud800-\udfff\u{10d800}-\u{10dfff}]/gu, (c) => c.replace(/[^]/g, (unit) => String.fromCodePoint(0x100000 + unit.charCodeAt(0))))
}

function jsonOf(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return whole(value)
    case 'undefined':
      return { $: 'undefined' }
    case 'function':
      return { $: 'function' }
    case 'number':
      return Number.isFinite(value) ? value : { $: String(value) }
    case 'object':
      if (value === null) return value
      if (value instanceof Date) return { $: 'date', ms: value.getTime() }
      if (value instanceof RegExp) return { $: 'regexp', source: value.source, flags: value.flags }
      if (Array.isArray(value)) return Array.from(value, jsonOf)
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [whole(key), jsonOf(item)]))
    default:
      return value
  }
}
