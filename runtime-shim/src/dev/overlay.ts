/** What `wxc dev` adds to a page: a phone frame on wide screens, live reload, and an overlay with mistakes and errors at their places in the user's files. */
import { phoneFrame } from './frame.ts'
import { reloadWithData, startKeeping } from './keep.ts'
import { startLog } from './log.ts'
import { replaceRunning, startReplacing, type Replacement } from './replace.ts'
import { originalPlace, type SourcePlace, stackPlaces } from './source-map.ts'

/** A diagnostic as the server sends it. */
interface DevItem { code: string; severity: string; path: string; line: number; column: number; endLine: number; endColumn: number; message: string; hint?: string; lines: [number, string][] }

type DevEvent =
  | { type: 'hello'; build: number }
  | { type: 'css'; build: number; files: string[] }
  | { type: 'template'; build: number; files: string[]; replacement: Replacement | null }
  | { type: 'reload'; build: number }
  | { type: 'diagnostics'; items: DevItem[] }

/** One mistake on the overlay. `end`: the column behind it, where that is in the same line. */
interface DevCard { title: string; message: string; hint?: string; place?: SourcePlace; end?: number; stack?: string }

const OVERLAY_STYLE = `
:host{all:initial;position:fixed;inset:0;z-index:2147483647;display:flex;justify-content:center;align-items:flex-start;overflow:auto;padding:24px 16px;box-sizing:border-box;
background:rgba(12,14,18,.72);font:14px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:#e8eaf0}
section{width:min(860px,100%);background:#181b22;border-radius:10px;border-top:4px solid #ff5c5c;box-shadow:0 20px 60px rgba(0,0,0,.5)}
header{display:flex;justify-content:space-between;align-items:center;padding:12px 20px;border-bottom:1px solid #2a2f3a;color:#9aa3b5}
button{all:unset;cursor:pointer;padding:4px 10px;border-radius:6px;background:#2a2f3a;color:#e8eaf0}
button:focus-visible{outline:2px solid #6ea8ff}
article{padding:16px 20px;border-bottom:1px solid #2a2f3a}
article:last-child{border:0}
h2{margin:0 0 4px;font-size:13px;font-weight:600;color:#ff8080}
p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
.hint{margin-top:8px;color:#8fd19e}
.place{margin-top:8px;color:#6ea8ff}
pre{margin:8px 0 0;padding:10px 0;overflow:auto;background:#0f1115;border-radius:6px;tab-size:2}
pre span{display:block;padding:0 12px;white-space:pre}
pre .at{background:#3a1d22}
mark{background:#7a2831;color:#fff;border-bottom:2px solid #ff5c5c}
i{font-style:normal;display:inline-block;min-width:3.5ch;margin-right:12px;text-align:right;color:#5c6577}
details{margin-top:8px;color:#9aa3b5}
`

let compileCards: DevCard[] = []
let runtimeCards: DevCard[] = []
let overlayHost: HTMLElement | undefined
let loadedBuild = -1
/** The last exchange of what is rendered. */
let exchanging: Promise<unknown> = Promise.resolve()

/** Starts everything. Runs before the app does. */
export function startOverlay(): void {
  phoneFrame()
  startKeeping()
  startReplacing()
  startLog()
  connectDev()
  addEventListener('error', (event) => void reportDev(event.message, (event.error as Error | null)?.stack ?? `${event.filename}:${event.lineno}:${event.colno}`))
  addEventListener('unhandledrejection', (event) => void reportDev(String((event.reason as Error)?.message ?? event.reason), String((event.reason as Error)?.stack ?? '')))
  document.addEventListener('wxc-error', (event) => {
    const { message, stack } = (event as CustomEvent<{ message: string; stack: string }>).detail
    void reportDev(message, stack)
  })
}

function connectDev(): void {
  // A bundler's server has no WebSocket to spare: it sends the same messages as a stream.
  const stream = document.querySelector<HTMLMetaElement>('meta[name=wxc-events]')
  if (stream) {
    new EventSource(new URL(stream.content, document.baseURI)).onmessage = (event: MessageEvent<string>) => receiveDev(JSON.parse(event.data) as DevEvent)
    return
  }
  const url = new URL('__wxc/events', document.baseURI)
  url.protocol = url.protocol.replace('http', 'ws')
  const socket = new WebSocket(url)
  socket.onmessage = (event: MessageEvent<string>) => receiveDev(JSON.parse(event.data) as DevEvent)
  socket.onclose = () => setTimeout(connectDev, 1000)
}

function receiveDev(event: DevEvent): void {
  switch (event.type) {
    case 'hello':
      // The server was restarted, or this page slept through a build.
      if (loadedBuild >= 0 && loadedBuild !== event.build) location.reload()
      loadedBuild = event.build
      break
    case 'css':
      loadedBuild = event.build
      event.files.forEach(exchangeSheet)
      break
    case 'template':
      loadedBuild = event.build
      if (event.replacement) exchangeRunning(event.files, event.replacement)
      else reloadWithData()
      break
    case 'reload':
      location.reload()
      break
    case 'diagnostics':
      for (const d of event.items) if (d.severity !== 'error') console.warn(`${d.path}:${d.line}:${d.column} ${d.code}: ${d.message}`)
      compileCards = event.items.filter((d) => d.severity === 'error').map(cardOf)
      renderOverlay()
      break
  }
}

function cardOf(d: DevItem): DevCard {
  const end = d.endLine === d.line ? d.endColumn : Infinity
  return { title: d.code, message: d.message, place: { path: d.path, line: d.line, column: d.column, lines: d.lines }, end, ...(d.hint ? { hint: d.hint } : {}) }
}

/** One after the other, in the order of the builds, each with its sheets. */
function exchangeRunning(files: string[], replacement: Replacement): void {
  exchanging = exchanging
    .then(() => Promise.all(files.map(exchangeSheet)))
    .then(() => {
      // What the old templates threw.
      runtimeCards = []
      renderOverlay()
      return replaceRunning(replacement)
    })
}

/** Loads a style sheet again; the old one stays until the new one is there, so nothing flickers. */
async function exchangeSheet(file: string): Promise<void> {
  const url = new URL(file, document.baseURI).href
  const same = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].filter((link) => link.href === url)
  const exchange = (old: HTMLLinkElement): Promise<void> =>
    new Promise((resolve) => {
      const fresh = old.cloneNode() as HTMLLinkElement
      fresh.onload = fresh.onerror = () => {
        old.remove()
        resolve()
      }
      old.after(fresh)
    })
  await Promise.all(same.map(exchange))
}

/** Shows a run-time error of either thread at its place in the user's file. */
async function reportDev(message: string, stack: string): Promise<void> {
  const card: DevCard = { title: 'run-time error', message, stack }
  if (runtimeCards.some((other) => other.message === message && other.stack === stack) || runtimeCards.length >= 20) return
  runtimeCards.push(card)
  const mapped: string[] = []
  for (const [url, line, column] of stackPlaces(stack).slice(0, 12)) {
    const place = await originalPlace(url, line, column)
    const own = place?.path.startsWith('wxc/')
    if (place && !own) {
      card.place ??= place
      mapped.push(`${place.path}:${place.line}:${place.column}`)
    }
  }
  if (mapped.length) card.stack = mapped.join('\n')
  renderOverlay()
}

function renderOverlay(): void {
  const cards = [...compileCards, ...runtimeCards]
  overlayHost?.remove()
  overlayHost = undefined
  if (!cards.length) return
  const host = (overlayHost = document.createElement('wxc-overlay'))
  const root = host.attachShadow({ mode: 'open' })
  const style = devElement('style', OVERLAY_STYLE)
  const section = devElement('section')
  section.setAttribute('role', 'alertdialog')
  section.setAttribute('aria-label', 'mistakes in the mini program')
  const close = devElement('button', 'close (Esc)')
  close.onclick = closeOverlay
  const header = devElement('header')
  header.append(devElement('span', cards.length === 1 ? '1 mistake' : `${cards.length} mistakes`), close)
  section.append(header, ...cards.map(cardElement))
  root.append(style, section)
  host.tabIndex = -1
  host.addEventListener('keydown', (event) => event.key === 'Escape' && closeOverlay())
  document.documentElement.append(host)
  host.focus({ preventScroll: true })
}

function closeOverlay(): void {
  runtimeCards = []
  overlayHost?.remove()
  overlayHost = undefined
}

function cardElement(card: DevCard): HTMLElement {
  const article = devElement('article')
  article.append(devElement('h2', card.title), devElement('p', card.message))
  const { place } = card
  if (place) {
    article.append(devElement('p', `${place.path}:${place.line}:${place.column}`, 'place'))
    const frame = devElement('pre')
    for (const [number, text] of place.lines) {
      const line = devElement('span', '', number === place.line ? 'at' : '')
      line.append(devElement('i', String(number)), ...(number === place.line ? marked(text, place.column, card.end) : [text || ' ']))
      frame.append(line)
    }
    if (place.lines.length) article.append(frame)
  }
  if (card.hint) article.append(devElement('p', card.hint, 'hint'))
  if (card.stack) {
    const details = devElement('details')
    details.append(devElement('summary', 'stack'), devElement('p', card.stack))
    article.append(details)
  }
  return article
}

/** The line with what stands at a column (both in characters) marked. */
function marked(text: string, column: number, end = column + 1): (Node | string)[] {
  const characters = [...text]
  const part = (from: number, to?: number): string => characters.slice(from, to).join('')
  return [part(0, column - 1), devElement('mark', part(column - 1, Math.max(end, column + 1) - 1) || ' '), part(Math.max(end, column + 1) - 1)]
}

function devElement<K extends keyof HTMLElementTagNameMap>(tag: K, text = '', className = ''): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  element.textContent = text
  element.className = className
  return element
}
