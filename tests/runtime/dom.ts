/** A document for tests of the view without a browser: jsdom's window as globals. Import it before anything that touches the DOM. */
import { JSDOM } from 'jsdom'

const dom = new JSDOM('<!doctype html><html><head></head><body><div id="wxc"></div></body></html>', { url: 'http://localhost/', pretendToBeVisual: true })

/** jsdom's window. */
export const window = dom.window

const NAMES = [
  'window', 'document', 'Node', 'Element', 'HTMLElement', 'Event', 'CustomEvent', 'MouseEvent', 'KeyboardEvent', 'customElements', 'location', 'history', 'navigator',
  'requestAnimationFrame', 'cancelAnimationFrame', 'getComputedStyle', 'MutationObserver', 'addEventListener', 'removeEventListener',
]
for (const name of NAMES) Object.defineProperty(globalThis, name, { value: (dom.window as unknown as Record<string, unknown>)[name], configurable: true, writable: true })
Object.assign(globalThis, { matchMedia: () => ({ matches: false, addEventListener() {} }), devicePixelRatio: 2 })
