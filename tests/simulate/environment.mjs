// A document for tests of the unit-test package in plain Node, and the package, loaded by `require` as test runners do.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { JSDOM } from 'jsdom'

export const here = dirname(fileURLToPath(import.meta.url))
const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true })
for (const name of ['document', 'Event', 'CustomEvent', 'TouchEvent', 'Element', 'HTMLElement', 'Node', 'getComputedStyle', 'requestAnimationFrame']) globalThis[name] = window[name]
globalThis.window = window

export const require = createRequire(import.meta.url)
export const simulate = require('../../compiler/node/simulate')
export const serializer = require('../../compiler/node/simulate/jest-snapshot-plugin')

/** Renders a component of `components` (or what `load` gave) into a parent. */
export function show(component, properties, options) {
  const id = component.includes('/') ? simulate.load(join(here, 'components', component), component.split('/')[0], { rootPath: join(here, 'components'), ...options }) : component
  const rendered = simulate.render(id, properties)
  rendered.attach(document.createElement('parent'))
  return rendered
}
