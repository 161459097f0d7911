/** The page side of making a first frame: the globals that the view's script finds, the line to the worker's realm, and the frame that comes of it. */
import { defineReflections, ElementRegistry, selectAll, StageElement, StageHtmlElement, type ParsedNode } from './elements.ts'
import { setGlobals } from './globals.ts'
import { StageEvent, StageParent, StageRange, StageText, type StageNode } from './nodes.ts'
import { StageUrl } from './url.ts'

/** What the compiler offers. */
export interface StageHost {
  /** Markup as html5ever reads it, JSON of `ParsedNode[]`. */
  parse(html: string): string
  /** The `<template>` with this id: JSON of `[meta, html]`; undefined: there is none. */
  template(key: string): string | undefined
  /** Runs a script of the output in this realm; false: there is none. */
  run(file: string): boolean
}

export interface StageInput {
  /** Path of the page, and of the document below the root of the app (`''`: index.html). */
  page: string
  document: string
  /** JSON of `#wxc-app`. */
  config: string
  /** Style sheets that the document links. */
  sheets: string[]
}

/** `[name, attributes, children]`, text, or `{comment}`. */
type FrameNode = [name: string, attributes: [string, string][], children: FrameNode[]] | string | { comment: string }

/** What the view writes on nodes, as far as the frame needs it. */
interface Marked {
  $b?: { id: number; first: unknown; template: { key: string } }
  $e?: { id: number }
  /** Whose part it is. */
  $h?: StageElement
  /** Properties of a built-in element. */
  values?: Record<string, unknown>
}

/** The address of the app while its frames are made; addresses in frames are relative to it. */
const BASE = 'https://wxc.invalid/'
const WIDTH = 375
const HEIGHT = 667
/** Values longer than this, as JSON, are left to the first patch. */
const LONGEST = 2000

/** Calls of the logic thread that decide how the page looks at first; all others stay without an answer. */
const LOOKS = /^(set(NavigationBar|Background|TabBar)|showNavigationBarLoading|hideNavigationBarLoading|hideHomeButton|(show|hide)TabBar$|(show|hide)TabBarRedDot|removeTabBarBadge)/

class StageFragment extends StageParent {
  readonly nodeType = 11
  cloneNode(deep = false): StageFragment {
    const copy = new StageFragment()
    if (deep) for (const child of this.childNodes) copy.appendChild(child.cloneNode(true))
    return copy
  }
  get children(): StageElement[] {
    return this.childNodes.filter((node): node is StageElement => node instanceof StageElement)
  }
  querySelectorAll(selectors: string): StageElement[] {
    return selectAll(this, selectors)
  }
  querySelector(selectors: string): StageElement | null {
    return selectAll(this, selectors)[0] ?? null
  }
}

class StageDocument extends StageFragment {
  // A document is the root of what is connected.
  override readonly nodeType = 9 as 11
  readonly baseURI = BASE
  readonly hidden = false
  readonly visibilityState = 'visible'
  readonly activeElement = null
  readonly fullscreenElement = null
  readonly documentElement = new StageHtmlElement('html')
  readonly head = new StageHtmlElement('head')
  readonly body = new StageHtmlElement('body')
  title = ''
  private readonly host: StageHost
  private readonly templates = new Map<string, StageElement>()

  constructor(host: StageHost) {
    super()
    this.host = host
    this.documentElement.append(this.head, this.body)
    this.append(this.documentElement)
  }
  createElement(name: string): StageElement {
    const element = new StageHtmlElement(name.toLowerCase())
    element.upgrade()
    return element
  }
  createElementNS(_: string, name: string): StageElement {
    return new StageHtmlElement(name)
  }
  createTextNode(data: string): StageText {
    return new StageText(data)
  }
  createComment(data: string): StageText {
    return new StageText(data, 8)
  }
  createDocumentFragment(): StageFragment {
    return new StageFragment()
  }
  createRange(): StageRange {
    return new StageRange()
  }
  importNode(node: StageNode, deep: boolean): StageNode {
    const copy = node.cloneNode(deep)
    if (copy instanceof StageElement) copy.upgrade()
    if (copy instanceof StageParent) copy.descend((inner) => inner instanceof StageElement && inner.upgrade())
    return copy
  }
  getElementById(id: string): StageElement | null {
    return this.template(id) ?? selectAll(this, `[id="${id.replace(/["\\]/g, '\\$&')}"]`)[0] ?? null
  }
  /** A `<template>` of the document, parsed when it is first asked for. */
  private template(key: string): StageElement | undefined {
    const known = this.templates.get(key)
    const text = known ? undefined : this.host.template(key)
    if (known || text === undefined) return known
    const [meta, html] = JSON.parse(text) as [string, string]
    const element = new StageHtmlElement('template')
    element.attributeMap.set('id', key)
    element.attributeMap.set('w', meta)
    const content = new StageFragment()
    content.append(...ElementRegistry.parse(html))
    Object.defineProperty(element, 'content', { value: content })
    this.templates.set(key, element)
    return element
  }
}

function buildNode(parsed: ParsedNode): StageNode {
  if (parsed === null) return new StageText('', 8)
  if (typeof parsed === 'string') return new StageText(parsed)
  const [name, attributes, children] = parsed
  const element = new StageHtmlElement(name)
  for (const [key, value] of attributes) element.attributeMap.set(key, value)
  for (const child of children) element.appendChild(buildNode(child))
  return element
}

/** Sets up the realm and gives what the compiler drives it by. */
export function stagePage(host: StageHost, json: string): object {
  const input = JSON.parse(json) as StageInput
  defineReflections()
  ElementRegistry.parse = (html) => (JSON.parse(host.parse(html)) as ParsedNode[]).map(buildNode)
  const document = new StageDocument(host)
  const sent: string[] = []
  let receive: ((event: { data: unknown }) => void) | null = null

  const config = new StageHtmlElement('script')
  config.setAttribute('id', 'wxc-app')
  config.textContent = JSON.stringify({ ...(JSON.parse(input.config) as object), threads: 'worker' })
  for (const sheet of input.sheets) {
    const link = new StageHtmlElement('link')
    Object.assign(link, { rel: 'stylesheet', href: BASE + sheet })
    document.head.append(link)
  }
  const root = new StageHtmlElement('div')
  root.setAttribute('id', 'wxc')
  Object.defineProperties(root, { clientWidth: { value: WIDTH }, clientHeight: { value: HEIGHT } })
  document.head.append(config)
  document.body.append(root)
  // Scripts and style sheets that the view adds: a script of the output runs, a sheet counts as loaded.
  const { append } = document.head
  document.head.append = function (...nodes) {
    append.apply(this, nodes)
    for (const node of nodes) {
      if (!(node instanceof StageElement)) continue
      const asset = node as StageElement & { src: string; onload?: () => void; onerror?: () => void }
      const { localName } = asset
      if (localName !== 'link' && localName !== 'script') continue
      void Promise.resolve().then(() => {
        if (localName === 'link' || host.run(asset.src.replace(BASE, ''))) asset.onload?.()
        else asset.onerror?.()
      })
    }
  }

  const noWatch = class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  }
  const address = new StageUrl(BASE + input.document)
  setGlobals({
    window: globalThis,
    document,
    location: { href: address.href, origin: address.origin, pathname: address.pathname, search: '', hash: '', protocol: 'https:', host: address.host },
    history: { state: null, length: 1, pushState() {}, replaceState() {}, go() {}, back() {} },
    customElements: {
      get: (name: string) => ElementRegistry.classes.get(name),
      define: (name: string, type: (typeof ElementRegistry.classes) extends Map<string, infer T> ? T : never) => void ElementRegistry.classes.set(name, type),
      whenDefined: () => new Promise(() => {}),
    },
    HTMLElement: StageHtmlElement,
    Element: StageElement,
    Event: StageEvent,
    CustomEvent: StageEvent,
    MouseEvent: StageEvent,
    ResizeObserver: noWatch,
    MutationObserver: noWatch,
    IntersectionObserver: noWatch,
    CSS: { escape: (text: string) => text.replace(/[^\w\u0080-\uffff-]|^\d/g, '\\$&'), supports: () => true },
    Audio: function () {
      return document.createElement('audio')
    },
    DOMParser: class {
      parseFromString(html: string): object {
        const body = new StageFragment()
        body.append(...ElementRegistry.parse(html))
        return { body }
      }
    },
    Worker: class {
      postMessage(message: unknown): void {
        sent.push(JSON.stringify(message))
      }
      set onmessage(listener: typeof receive) {
        receive = listener
      }
    },
    matchMedia: () => ({ matches: false, addEventListener() {}, removeEventListener() {} }),
    getComputedStyle: (element: StageElement) => element.style,
    visualViewport: null,
    screen: { width: WIDTH, height: HEIGHT, orientation: { type: 'portrait-primary', addEventListener() {} } },
    innerWidth: WIDTH,
    innerHeight: HEIGHT,
    devicePixelRatio: 2,
    crossOriginIsolated: false,
    requestAnimationFrame: () => 0,
    cancelAnimationFrame() {},
  })
  return {
    /** Messages for the worker since the last time: a JSON array of JSON texts. */
    take: () => JSON.stringify(sent.splice(0)),
    /** A message of the worker. True: the first page is shown, nothing more is needed. */
    deliver: (text: string) => {
      const packet = JSON.parse(text) as [number, { t: string; method?: string; id?: number }]
      const [number, message] = packet
      // A call without an answer would leave a gap in the numbers.
      if (message.t === 'call' && !LOOKS.test(message.method ?? '')) message.t = 'ignored'
      receive?.({ data: [number, message] })
      return message.t === 'route'
    },
    frame: () => JSON.stringify(frameOf(root, input.page)),
  }
}

/** The page in front and the tab bar; what lies over them (dialogs) comes with the script. */
function frameOf(root: StageElement, page: string): object {
  const keys = new Map<string, number>()
  const hosts = new Map<StageElement, number>()
  const parts = new Map<StageElement, string>()
  const found: [part: StageElement, host: StageElement][] = []
  root.descend((node) => {
    const host = (node as Marked).$h
    if (node instanceof StageElement && host) found.push([node, host])
  })
  found.sort(([a], [b]) => a.serial - b.serial)
  const counts = new Map<StageElement, number>()
  for (const [part, host] of found) {
    if (!hosts.has(host)) hosts.set(host, hosts.size)
    const count = counts.get(host) ?? 0
    counts.set(host, count + 1)
    parts.set(part, `${hosts.get(host)}.${count}`)
  }
  const print = (node: StageNode): FrameNode => {
    const { $b, $e } = node as Marked
    let mark = ''
    if ($b && $b.first === node) {
      const { key } = $b.template
      if (!keys.has(key)) keys.set(key, keys.size)
      mark = `${$b.id.toString(36)}.${keys.get(key)!.toString(36)}`
    } else if ($e) mark = '/' + $e.id.toString(36)
    // Empty text vanishes in markup; a comment keeps its place.
    if (node instanceof StageText) return node.nodeType === 8 ? { comment: mark } : node.data ? markupText(node.data) : { comment: 't' }
    const element = node as StageElement
    const attributes = [...element.attributeMap].map(([name, value]): [string, string] => [name, markupText(value).replaceAll(BASE, '')])
    if (mark) attributes.push(['wxc-b', mark])
    const part = parts.get(element)
    if (part) attributes.push(['wxc-part', part])
    const host = hosts.get(element)
    if (host !== undefined) attributes.push(['wxc-parts', String(host)])
    const values = setValues(element)
    if (values) attributes.push(['wxc-set', values])
    return [element.localName, attributes, element.childNodes.map(print)]
  }
  const front = root.children.find((child) => child.localName === 'wxc-page' && child.matches('.wxc-on'))
  if (!front) return {}
  const nodes = root.children.filter((child) => child === front || child.localName === 'wxc-tabs').map((child) => {
    const node = print(child) as [string, [string, string][], FrameNode[]]
    if (child === front) node[1].push(['wxc-frame', page], ['wxc-keys', [...keys.keys()].join(' ')])
    return node
  })
  return { class: root.className, style: root.style.cssText, nodes }
}

/** Property values that no attribute holds, as far as JSON keeps them: the element starts with them when its class comes. */
function setValues(element: StageElement): string | undefined {
  const kept = Object.entries((element as Marked).values ?? {}).filter(([name, value]) => {
    if (element.hasAttribute(name.replace(/[A-Z]/g, (c) => '-' + c.toLowerCase()))) return false
    const text = value === undefined ? undefined : JSON.stringify(value)
    return text !== undefined && text.length <= LONGEST && (typeof value !== 'number' || Number.isFinite(value))
  })
  return kept.length ? markupText(JSON.stringify(Object.fromEntries(kept))) : undefined
}

/** Text as markup gives it back. */
function markupText(text: string): string {
  return (text as string & { toWellFormed(): string }).toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd')
}
