/** `toJSON`: the shown tree below an element as plain objects, in the form the test tool's snapshot serializer knows. */
import { CAPTURE, CATCH, MODEL, MUT, WXS } from '../protocol/ops.ts'
import { dataOf } from '../logic/render/block.ts'
import { SimElement, SimText, flatten } from './nodes.ts'
import { kinds, shownTag } from './kinds.ts'

interface EventJson {
  name: string
  isMutated: boolean
  isCapture: boolean
  isCatch: boolean
  handler: unknown
  id?: number
}

export interface ElementJson {
  tagName: string
  event: Record<string, EventJson>
  attrs: { name: string; value: unknown }[]
  children: (ElementJson | string)[]
}

function eventsOf(element: SimElement): Record<string, EventJson> {
  const { logic } = element.block
  const out: Record<string, EventJson> = {}
  for (const [name, bits, handler] of element.info.ev ?? []) {
    if (bits & (MODEL | WXS)) continue
    const value = typeof handler === 'function' && logic ? handler(logic, dataOf(logic)) : handler
    const event: EventJson = { name, isMutated: (bits & MUT) > 0, isCapture: (bits & CAPTURE) > 0, isCatch: (bits & CATCH) > 0, handler: value }
    if (value) event.id = (element.bound[name] ?? 1) - 1
    out[name] = event
  }
  return out
}

export function camelName(name: string): string {
  return name.replace(/-[a-z]/g, (pair) => pair[1]!.toUpperCase())
}

/** The attributes that are no properties of the component. */
function attributesOf(element: SimElement): ElementJson['attrs'] {
  const properties = element.instance?.def.properties ?? {}
  return element.attributes.filter(([name]) => !Object.hasOwn(properties, camelName(name))).map(([name, value]) => ({ name, value }))
}

export function elementJson(element: SimElement): ElementJson {
  const { is } = element.block.spec.comps?.[element.info.ci ?? -1] ?? {}
  const json: ElementJson = {
    tagName: shownTag(element.tag, typeof is === 'string' ? is : undefined),
    event: eventsOf(element),
    attrs: attributesOf(element),
    children: childrenJson(element),
  }
  Object.defineProperty(json, '$$typeof', { get: () => Symbol.for('j-component.json') })
  return json
}

export function childrenJson(element: SimElement): ElementJson['children'] {
  return flatten(element.content).map((item) => (item instanceof SimText ? item.dom.data : elementJson(item)))
}

/** The root of a test is named by the tag it was loaded with. Of a component without a host element its first node stands for it. */
export function treeJson(element: SimElement): ElementJson | string | undefined {
  const place = element.block.spec.comps?.[element.info.ci ?? -1]
  if (typeof place?.is !== 'string') return elementJson(element)
  if (kinds.isVirtual(place.is)) return childrenJson(element)[0]
  const json = elementJson(element)
  if (element.block.logic?.o.page === element.block.logic?.o) json.tagName = shownTag(kinds.byId.get(place.is)!.tagName || 'main', undefined)
  return json
}
