/**
 * What an embedded app's view has instead of the browser's globals. The view is written for a document of its own; here that is a shadow tree in somebody else's.
 * What it puts on the document, the window, the history or the address stays in the tree, or goes when the app does; what it only reads is the page's.
 *
 * The compiler wraps the view's script into a function of these names (`bundle/embed.rs`, whose list is the same): nothing in the view knows of it.
 */
import { memoryHistory } from './history.ts'
import type { EmbedOptions } from './options.ts'
import { makeElements } from './registry.ts'
import type { AppFonts } from './sheets.ts'
import { FrameThread, startWorker, type LogicThread } from './threads.ts'

/** Events of the window that are the app's own affair. */
const OWN_EVENTS = new Set(['popstate', 'hashchange'])

/** The parts of an app that its surroundings are made of. */
export interface Scene {
  options: EmbedOptions
  /** The viewport element. */
  viewport: HTMLElement
  /** Holds style sheets and what else a document has in its head. */
  head: HTMLElement
  fonts: AppFonts
  /** Aborted when the app ends. */
  ended: AbortSignal
  /** The app closes itself. */
  leave(): void
  /** The logic thread runs. */
  started(thread: LogicThread): void
}

/** A global whose `own` members come first; functions of the rest are called on the real one, and what is assigned is `own`. */
function facade<T extends object>(real: T, own: Partial<Record<keyof T, unknown>>): T {
  return new Proxy(own, {
    get(target, key) {
      if (Object.hasOwn(target, key)) return Reflect.get(target, key) as unknown
      const value = Reflect.get(real, key) as unknown
      return isMethod(value) ? (value.bind(real) as unknown) : value
    },
    has: (target, key) => key in target || key in real,
  }) as unknown as T
}

/** Functions of the platform that are no classes have no `prototype`. */
function isMethod(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function' && !('prototype' in value)
}

/** Listeners that go when the app does. */
function listening(target: EventTarget, ended: AbortSignal): EventTarget['addEventListener'] {
  return (type, listener, options) => target.addEventListener(type, listener, { ...(typeof options === 'object' ? options : { capture: options === true }), signal: ended })
}

export function makeSurroundings(scene: Scene): Record<string, unknown> {
  const { options, ended } = scene
  const { root, base } = options
  const elements = makeElements(root)
  const own = new EventTarget()
  const address = memoryHistory(base, options.path, {
    popped: () => own.dispatchEvent(new Event('popstate')),
    reload: () => options.tell('restart', { path: address.location.hash.replace(/^#\/?/, '') }),
    leave: scene.leave,
  })
  const onWindow = listening(window, ended)
  const onTree = listening(root, ended)
  const addEventListener: EventTarget['addEventListener'] = (type, listener, settings) => {
    if (OWN_EVENTS.has(type)) own.addEventListener(type, listener)
    // What is typed elsewhere on the page is nobody's business here.
    else if (type.startsWith('key')) onTree(type, listener, settings)
    // A question before leaving would be about the whole page.
    else if (type === 'beforeunload') onWindow(type, () => typeof listener === 'function' && listener(new Event(type)), settings)
    else onWindow(type, listener, settings)
  }
  const removeEventListener: EventTarget['removeEventListener'] = (type, listener, settings) => {
    for (const target of [window, root, own]) target.removeEventListener(type, listener, settings)
  }
  const timeouts = clock(ended, setTimeout, clearTimeout)
  const intervals = clock(ended, setInterval, clearInterval, true)
  const frames = clock(ended, requestAnimationFrame, cancelAnimationFrame)
  const media = (query: string): MediaQueryList => {
    const list = matchMedia(query)
    return facade(list, { addEventListener: listening(list, ended) })
  }
  const files = objectUrls(ended)
  const sound = players(ended)
  const kept = { localStorage: prefixed(localStorage, options.store), sessionStorage: prefixed(sessionStorage, options.store) }
  const visible = window.visualViewport && facade(window.visualViewport, { addEventListener: listening(window.visualViewport, ended) })

  const register = (...module: unknown[]): void => (around.$wxcView as WxsGlobal | undefined)?.wxsModule(...module)
  const page = makeDocument(scene, elements.raise, register)
  const global: Record<string, unknown> = {
    document: page,
    history: address.history,
    location: address.location,
    customElements: elements.names,
    HTMLElement: elements.base,
    addEventListener,
    removeEventListener,
    setTimeout: timeouts.start,
    clearTimeout: timeouts.stop,
    setInterval: intervals.start,
    clearInterval: intervals.stop,
    requestAnimationFrame: frames.start,
    cancelAnimationFrame: frames.stop,
    matchMedia: media,
    visualViewport: visible,
    navigator: makeNavigator(ended),
    Worker: logicThread(scene),
    URL: files,
    Audio: sound,
    ...kept,
  }
  const around = facade(window as unknown as Record<string, unknown>, {
    ...global,
    // An app that ends closes its window, then leaves for another address, because not every window closes.
    close: () => undefined,
    get wxcHost() {
      return options.bridge()
    },
  })
  around.window = around.globalThis = around.self = around
  return { ...global, window: around, globalThis: around, self: around }
}

type Task = (...args: any[]) => unknown

/** One of the platform's ways to run a task later: what waits when the app ends never runs, and holds nothing. */
function clock(ended: AbortSignal, begin: (task: Task, ...more: any[]) => number, cancel: (id: number) => void, again = false): { start: typeof begin; stop: typeof cancel } {
  const waiting = new Set<number>()
  ended.addEventListener('abort', () => waiting.forEach((id) => cancel(id)))
  return {
    start(task, ...more) {
      if (ended.aborted) return 0
      const run: Task = (...args) => {
        if (!again) waiting.delete(id)
        task(...args)
      }
      const id = begin(run, ...more)
      waiting.add(id)
      return id
    },
    stop(id) {
      waiting.delete(id)
      cancel(id)
    },
  }
}

/** The document as the app's view sees it. */
function makeDocument({ options, viewport, head, fonts, ended }: Scene, raise: <T extends Node>(node: T) => T, register: (...module: unknown[]) => void): Document {
  const { root, base, manifest } = options
  const config = { ...manifest.config, router: 'hash', threads: 'worker', holder: options.store }
  const make = (tag: string): HTMLElement => {
    const element = raise(document.createElement(tag))
    if (element instanceof HTMLLinkElement) {
      // Without this, a sheet of another origin does not say which fonts it brings.
      element.crossOrigin = 'anonymous'
      element.addEventListener('load', () => element.sheet && !ended.aborted && fonts.adopt(element.sheet))
    }
    return element
  }
  const append = (...nodes: (Node | string)[]): void => {
    for (const node of nodes) {
      if (node instanceof HTMLScriptElement) runScript(node, register)
      else head.append(node)
    }
  }
  return facade<Document>(document, {
    head: facade(head, { append }),
    body: viewport,
    documentElement: viewport,
    baseURI: base,
    title: '',
    adoptedStyleSheets: root.adoptedStyleSheets,
    fonts: facade(document.fonts, { add: (face: FontFace) => fonts.add(face) }),
    addEventListener: listening(document, ended),
    createElement: make,
    importNode: <T extends Node>(node: T, deep?: boolean) => raise(document.importNode(node, deep)),
    getElementById: (id: string) => (id === 'wxc-app' ? { textContent: JSON.stringify(config) } : root.getElementById(id)),
    querySelector: (selector: string) => root.querySelector(selector),
    querySelectorAll: (selector: string) => root.querySelectorAll(selector),
    get activeElement() {
      const outside = document.activeElement
      return root.activeElement ?? (outside === document.body || outside === root.host ? viewport : outside)
    },
  })
}

/** On a script: whose view it registers modules with. */
const OWNER = Symbol.for('wxc.owner')

interface WxsGlobal { wxsModule(...module: unknown[]): void }

/**
 * Runs a page's WXS script, which registers its modules with the global `$wxcView`, for one of several apps. It stands in the page's own head: in a shadow tree a script
 * cannot say which one it is.
 */
function runScript(script: HTMLScriptElement & { [OWNER]?: WxsGlobal['wxsModule'] }, register: WxsGlobal['wxsModule']): void {
  const page = window as { $wxcView?: WxsGlobal & { [OWNER]?: true } }
  const before = page.$wxcView
  if (!before?.[OWNER]) {
    page.$wxcView = {
      [OWNER]: true,
      wxsModule(...module) {
        const owner = (document.currentScript as typeof script | null)?.[OWNER]
        if (owner) owner(...module)
        else before?.wxsModule(...module)
      },
    }
  }
  const done = (): void => script.remove()
  script.addEventListener('load', done)
  script.addEventListener('error', done)
  script[OWNER] = register
  document.head.append(script)
}

/** Devices that an app holds are given back when it ends. */
function makeNavigator(ended: AbortSignal): Navigator {
  const { geolocation, mediaDevices, wakeLock } = navigator
  type Battery = EventTarget
  const { getBattery } = navigator as { getBattery?(): Promise<Battery> }
  const atEnd = (act: () => void): void => ended.addEventListener('abort', act, { once: true })
  return facade<Navigator & { getBattery: unknown }>(navigator as Navigator & { getBattery: unknown }, {
    ...(geolocation && {
      geolocation: facade(geolocation, {
        watchPosition: (...args: Parameters<Geolocation['watchPosition']>) => {
          const id = geolocation.watchPosition(...args)
          atEnd(() => geolocation.clearWatch(id))
          return id
        },
      }),
    }),
    ...(mediaDevices && {
      mediaDevices: facade(mediaDevices, {
        getUserMedia: async (constraints?: MediaStreamConstraints) => {
          const stream = await mediaDevices.getUserMedia(constraints)
          const stop = (): void => stream.getTracks().forEach((track) => track.stop())
          if (ended.aborted) stop()
          atEnd(stop)
          return stream
        },
      }),
    }),
    ...(wakeLock && {
      wakeLock: facade(wakeLock, {
        request: async (type?: WakeLockType) => {
          const lock = await wakeLock.request(type)
          atEnd(() => void lock.release())
          return lock
        },
      }),
    }),
    ...(getBattery && {
      getBattery: async () => {
        const battery = await getBattery.call(navigator)
        return facade(battery, { addEventListener: listening(battery, ended) })
      },
    }),
  })
}

/** Sound of the app: silent when it ends. */
function players(ended: AbortSignal): typeof Audio {
  return class extends Audio {
    constructor(src?: string) {
      super(src)
      ended.addEventListener('abort', () => (this.pause(), this.removeAttribute('src')), { once: true })
    }
  }
}

/** Addresses of files of the app end with it. */
function objectUrls(ended: AbortSignal): typeof URL {
  const made = new Set<string>()
  ended.addEventListener('abort', () => made.forEach((url) => URL.revokeObjectURL(url)))
  return class extends URL {
    static override createObjectURL(object: Blob | MediaSource): string {
      const url = URL.createObjectURL(object)
      made.add(url)
      return url
    }
    static override revokeObjectURL(url: string): void {
      made.delete(url)
      URL.revokeObjectURL(url)
    }
  }
}

/** A store of the page's origin whose keys of this app begin with its name. */
function prefixed(store: Storage, name: string): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const keyOf = (key: string): string => `${name} ${key}`
  return {
    getItem: (key) => store.getItem(keyOf(key)),
    setItem: (key, value) => store.setItem(keyOf(key), value),
    removeItem: (key) => store.removeItem(keyOf(key)),
  }
}

/** The class of the app's logic thread: one is made, by the view. */
function logicThread({ options, started }: Scene): new (address: string) => LogicThread {
  const { threads = options.manifest.config.threads } = options
  return class {
    constructor(address: string) {
      const thread = threads === '1' ? new FrameThread(address) : (startWorker(address) as unknown as LogicThread)
      started(thread)
      return thread
    }
  } as new (address: string) => LogicThread
}
