/** Types of `wx-app.js`, which every build has: a mini program as an element of any page. */

/** manifest.json of a build. Its members are for `<wx-app>`. */
export interface WxAppManifest {
  generator: string
  version: number
  [member: string]: unknown
}

/**
 * What needs WeChat itself: a method per member of `wx` (`login`, `requestPayment`, …) and per `open-type`. It gets the options of the call and gives the result, or a promise of it;
 * what it throws is the reason of the failure.
 */
export interface HostBridge {
  [api: string]: ((options: any) => unknown) | undefined
}

export interface MountOptions {
  /** Address of manifest.json. */
  src?: string
  /** The manifest itself, with `base`, the address of the folder its files are in. */
  manifest?: WxAppManifest
  base?: string
  /** Page to start with, and its query: `pages/a/a?x=1`. Default: the entry page. */
  path?: string
  /** Apps of one name share what they store. Default: the address of the manifest's folder. */
  name?: string
  /** Where the logic runs. Default: as the app was built. */
  threads?: 'worker' | '1'
  bridge?: HostBridge
  /** Hears `wx.host.postMessage`. */
  onmessage?: (data: any) => void
}

export interface WxAppPage {
  path: string
  /** Without `?`. */
  query: string
  /** What the navigation bar says. */
  title: string
  /** Pages below it. */
  depth: number
}

export interface WxAppError {
  message: string
  stack: string
  /** The app could not start. */
  fatal: boolean
}

/** Events do not bubble. */
export interface WxAppEventMap extends HTMLElementEventMap {
  ready: CustomEvent<{ path: string }>
  navigate: CustomEvent<WxAppPage>
  message: MessageEvent<any>
  error: CustomEvent<WxAppError> & ErrorEvent
  /** Cancelable: the app stays. */
  close: CustomEvent<null> & Event
}

export declare class WxApp extends HTMLElement {
  /** Attribute. A new one starts anew. */
  src: string
  /** Attribute. A new one opens the page and closes all others. */
  path: string
  /** Attributes that count at the start. */
  name: string
  threads: string
  bridge: HostBridge | undefined
  manifest: WxAppManifest | undefined
  base: string | undefined
  /** What `wx.host.onMessage` hears; waits for the app, and for its first listener. Anything that can be cloned. */
  postMessage(data: unknown): void
  /** Goes one page back. False: the first page is in front. */
  back(): boolean
  /** Starts anew, at a path. */
  restart(path?: string): void
  /** Ends the app. The element stays, empty, unless `mount` made it. */
  unmount(): void
  addEventListener<K extends keyof WxAppEventMap>(type: K, listener: (this: WxApp, event: WxAppEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void
}

/** Puts an app into a container. Resolves when its first page is there; rejects, with the container as it was, when it cannot start. */
export declare function mount(container: Element, options: MountOptions): Promise<WxApp>

declare global {
  interface HTMLElementTagNameMap {
    'wx-app': WxApp
  }
}
