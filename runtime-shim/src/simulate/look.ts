/** How an element looks in the document: its classes under the owner's prefix, its inline style, its dataset. Nothing else is an attribute there. */
import type { Instance } from '../logic/component/instance.ts'
import type { Loose } from '../logic/wx/registry.ts'
import { animateElement } from './animation.ts'
import { kinds } from './kinds.ts'
import { eachElement } from './nodes.ts'
import type { SimElement } from './nodes.ts'

export const CLASS_NAME = /(~|\^+)?-?[_0-9a-z][-_0-9a-z]*/gi

/** Prefix of the classes written in the template of an instance. */
function prefixOf(owner: Instance | null): string {
  const prefix = owner && kinds.byUnit.get(owner.unit)?.classPrefix
  return prefix ? prefix + '--' : ''
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase())
}

/** What the user of a component passed for one of its external classes; undefined: it is none. */
function classPassedFor(owner: Instance, name: string, hostOf: (instance: Instance) => SimElement | null): string | undefined {
  if (![...owner.def.external.values()].includes(name)) return undefined
  const host = hostOf(owner)
  // What an element has anyway is not passed.
  const given = name === 'class' ? undefined : host?.attributes.find(([attribute]) => dashed(attribute) === name || attribute === name)?.[1]
  if (!host || given === undefined || given === null) return ''
  return (String(given).match(CLASS_NAME) ?? []).map((part) => shownClass(part, host.block.logic?.o ?? null, hostOf)).join(' ')
}

function shownClass(name: string, owner: Instance | null, hostOf: (instance: Instance) => SimElement | null): string {
  const passed = owner && classPassedFor(owner, name, hostOf)
  if (typeof passed === 'string') return passed
  if (name[0] === '~') return name.slice(1)
  if (name[0] !== '^') return prefixOf(owner) + name
  let around = owner
  while (name[0] === '^') {
    around = around && around.owner
    name = name.slice(1)
  }
  return prefixOf(around) + name
}

export function classText(element: SimElement, hostOf: (instance: Instance) => SimElement | null): string {
  const value = element.attribute('class')
  const names = String(value || '').match(CLASS_NAME) ?? []
  return names.map((name) => shownClass(name, element.block.logic?.o ?? null, hostOf)).join(' ')
}

/** One rpx is one px. */
export function rpxToPx(style: string): string {
  return style.replace(/(\d+)rpx/gi, '$1px')
}

/** Writes one attribute to the document. */
export function showAttribute(element: SimElement, name: string, value: Loose, hostOf: (instance: Instance) => SimElement | null): void {
  const { dom } = element
  if (!dom) return
  if (name === 'class') {
    const text = classText(element, hostOf)
    if (text) dom.setAttribute('class', text)
    else dom.removeAttribute('class')
  } else if (name === 'style') {
    dom.setAttribute('style', rpxToPx(String(value || '')) + element.animated)
  } else if (name.startsWith('data-')) dom.setAttribute(name, value)
  else if (name === 'animation') animateElement(element, value)
}

/** What was passed for external classes changed: everything the component's template shows gets its classes anew. */
export function refreshClasses(root: SimElement, hostOf: (instance: Instance) => SimElement | null): void {
  eachElement(root.content, (element) => {
    if (element.attribute('class') !== undefined) showAttribute(element, 'class', undefined, hostOf)
  })
}
