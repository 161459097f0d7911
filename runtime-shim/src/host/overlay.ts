/** Layers over the pages (dialogs, galleries): where they go, their style sheets, keeping focus inside, waiting for a tap. */

import { view } from '../view/view.ts'

const sheets = new Set<string>()

/** Adds a style sheet once; a constructed one, so that it needs no permission of a content security policy. */
export function addSheet(css: string): void {
  if (sheets.has(css)) return
  sheets.add(css)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets.push(sheet)
}


/** `el('div', 'a b', {role: 'x'}, child, 'text')`: attributes that are `undefined` or `''` are left out. */
export function el(tag: string, className: string, attributes: Record<string, string | undefined> = {}, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag)
  if (className) element.className = className
  for (const name in attributes) if (attributes[name]) element.setAttribute(name, attributes[name]!)
  element.append(...children)
  return element
}

const LAYER = `
.wxc-layer{position:absolute;inset:0;z-index:10000;font:17px/1.4 -apple-system,BlinkMacSystemFont,"PingFang SC","Helvetica Neue",sans-serif;
color:rgba(0,0,0,.9);-webkit-tap-highlight-color:transparent;user-select:none;-webkit-user-select:none;outline:0}
:where(.wxc-layer *){box-sizing:border-box}
:where(.wxc-layer button){all:unset;box-sizing:border-box;cursor:pointer;text-align:center}
.wxc-layer button:focus-visible{outline:2px solid #576b95;outline-offset:-2px}
.wxc-mask{position:absolute;inset:0;background:rgba(0,0,0,.6)}
@keyframes wxc-fade{from{opacity:0}}
@media(prefers-reduced-motion:reduce){.wxc-layer *{animation-duration:.01s!important;transition-duration:.01s!important}}
`

/**
 * Opens a layer over everything. While it is there the rest of the app is inert, focus stays in it, and Escape calls `escape`. Clicks count only when
 * the press began inside: the tap that opened the layer must not press a button that appears under the finger.
 */
export function openLayer(content: Node[], escape: () => void): { layer: HTMLElement; close(): void } {
  addSheet(LAYER)
  const { root } = view
  const before = document.activeElement
  const layer = el('div', 'wxc-layer', { tabindex: '-1' }, ...content)
  const made = ([...root.children] as HTMLElement[]).filter((child) => !child.inert)
  let pressed = false
  layer.addEventListener('pointerdown', () => (pressed = true), true)
  layer.addEventListener(
    'click',
    (event) => {
      if (!pressed && event.detail) event.stopImmediatePropagation()
      pressed = false
    },
    true,
  )
  layer.addEventListener('keydown', (event) => {
    event.stopPropagation()
    if (event.key === 'Escape') escape()
  })
  root.append(layer)
  for (const child of made) child.inert = true
  ;(layer.querySelector<HTMLElement>('[autofocus]') ?? layer).focus({ preventScroll: true })
  return {
    layer,
    close() {
      layer.remove()
      for (const child of made) child.inert = false
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    },
  }
}

/**
 * Browsers open file choosers, windows and downloads only shortly after a tap. When the call comes too late (or never had a tap), a button asks for one.
 * False: the user declined.
 */
export function waitForTap(label: string): Promise<boolean> {
  if (navigator.userActivation?.isActive !== false) return Promise.resolve(true)
  addSheet('.wxc-ask{position:absolute;left:16px;right:16px;bottom:32px;display:flex;flex-direction:column;gap:8px}.wxc-ask button{padding:16px;border-radius:12px;background:#fff}')
  return new Promise((resolve) => {
    const answer = (yes: boolean): void => {
      close()
      resolve(yes)
    }
    const go = el('button', '', { autofocus: 'true' }, label)
    const cancel = el('button', '', {}, '取消')
    const { close } = openLayer([el('div', 'wxc-mask'), el('div', 'wxc-ask', { role: 'dialog', 'aria-modal': 'true', 'aria-label': label }, go, cancel)], () => answer(false))
    go.onclick = () => answer(true)
    cancel.onclick = () => answer(false)
  })
}
