/**
 * `<wx-app src="…/manifest.json" path="pages/a/a?x=1">`: a built mini program as an element of any page. This file is `wx-app.js` of every build; `wx-app.d.ts`
 * beside it says what hosts may use. Everything that depends on the app's version is in the app (`mount.ts`).
 */
import { EMBED_VERSION, type EmbeddedApp, type EmbedEvents, type EmbedManifest } from '../protocol/embed.ts'
import type { EmbedOptions } from './options.ts'

/** manifest.json of a build, as far as it matters here. */
interface Manifest {
  generator?: string
  version?: number
  embed?: EmbedManifest
}

/** What an app's own module offers. */
interface AppModule {
  mountApp(options: EmbedOptions): Promise<EmbeddedApp>
}

/** Options of `mount`; what attributes and properties of the element are. */
export interface MountOptions {
  src?: string
  /** The manifest itself, with `base`, the address of its folder. */
  manifest?: Manifest
  base?: string
  path?: string
  name?: string
  threads?: 'worker' | '1'
  bridge?: object
  onmessage?: (data: unknown) => void
}

const FAILED_STYLE = ':host { display: block; } p { margin: 0; padding: 16px; font: 14px/1.5 system-ui, sans-serif; color: #b00020; overflow-wrap: anywhere; }'

export class WxApp extends HTMLElement {
  static observedAttributes = ['src', 'path']

  /** What `wx.login`, `wx.requestPayment` and the like ask; see HostBridge. Asked anew for each call. */
  declare bridge: object | undefined
  /** A manifest instead of `src`, and the address of the folder its files are in. */
  declare manifest: Manifest | undefined
  declare base: string | undefined
  /** `mount` made the element, so it goes with its app. */
  made = false
  private app: EmbeddedApp | undefined
  /** Of the mount that goes on; another one makes it void. */
  private turn: object | undefined
  /** Messages for an app that is not there yet. */
  private early: unknown[] = []

  get src(): string {
    return this.getAttribute('src') ?? ''
  }
  set src(value: string) {
    this.setAttribute('src', value)
  }
  get path(): string {
    return this.getAttribute('path') ?? ''
  }
  set path(value: string) {
    this.setAttribute('path', value)
  }
  get name(): string {
    return this.getAttribute('name') ?? ''
  }
  set name(value: string) {
    this.setAttribute('name', value)
  }
  get threads(): string {
    return this.getAttribute('threads') ?? ''
  }
  set threads(value: string) {
    this.setAttribute('threads', value)
  }

  connectedCallback(): void {
    // What was set before the element had its class.
    for (const key of ['src', 'path', 'name', 'threads'] as const) {
      if (!Object.hasOwn(this, key)) continue
      const value = this[key]
      delete (this as Partial<WxApp>)[key]
      this[key] = value
    }
    if (!this.turn) this.mountSoon()
  }

  disconnectedCallback(): void {
    // An element that moves comes back in the same task.
    queueMicrotask(() => this.isConnected || this.end())
  }

  attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (!this.isConnected || old === value) return
    if (name === 'src') this.restart(this.path)
    else if (this.app) this.app.open(this.path)
    else this.restart(this.path)
  }

  /** Sends the mini program a message (`wx.host.onMessage`). What is sent before it listens waits for it. */
  postMessage(data: unknown): void {
    if (this.app) this.app.post(data)
    else this.early.push(structuredClone(data))
  }

  /** One page back; false: the first page is in front. */
  back(): boolean {
    return this.app?.back() === true
  }

  /** Ends the app. The element stays, empty, unless `mount` made it. */
  unmount(): void {
    this.end()
    if (this.made) this.remove()
  }

  private end(): void {
    this.turn = undefined
    const { app } = this
    this.app = undefined
    app?.unmount()
    this.shadowRoot?.replaceChildren()
  }

  /** Ends the app, if there is one, and starts it at a path. */
  restart(path = this.path): void {
    this.end()
    if (this.isConnected) this.mountSoon(path)
  }

  /** Attributes that are set in one go make one start. */
  private mountSoon(path = this.path): void {
    const turn = (this.turn = {})
    queueMicrotask(() => this.turn === turn && (this.src || this.manifest) && void this.start(turn, path))
  }

  private async start(turn: object, path: string): Promise<void> {
    try {
      const { manifest, base } = await this.readManifest()
      const { mountApp } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ new URL(manifest.script, base).href)) as AppModule
      if (this.turn !== turn) return
      const app = await mountApp({
        root: this.shadowRoot ?? this.attachShadow({ mode: 'open' }),
        base,
        manifest,
        path: path.replace(/^\/+/, ''),
        store: 'wx-app ' + (this.name || base),
        threads: this.threads === '1' || this.threads === 'worker' ? this.threads : undefined,
        bridge: () => this.bridge,
        tell: (name, detail) => this.turn === turn && this.hear(name, detail),
      })
      if (this.turn !== turn) return app.unmount()
      this.app = app
      for (const data of this.early.splice(0)) app.post(data)
    } catch (error) {
      const { message, stack = '' } = error as Error
      if (this.turn === turn) this.fail({ message, stack, fatal: true })
    }
  }

  private async readManifest(): Promise<{ manifest: EmbedManifest; base: string }> {
    const address = new URL(this.manifest ? (this.base ?? '') : this.src, document.baseURI).href
    const manifest = this.manifest ?? (await fetchManifest(address))
    if (manifest.generator !== 'wxc' || !manifest.embed) throw new Error(`${address} is no manifest of a mini program; name the manifest.json that \`wxc build\` wrote`)
    const { version } = manifest.embed
    if (version !== EMBED_VERSION)
      throw new Error(`${address} was built for version ${version} of <wx-app>, this is version ${EMBED_VERSION}; take wx-app.js and the mini program from the same wxc`)
    return { manifest: manifest.embed, base: new URL('.', address).href }
  }

  private hear(name: string, detail: any): void {
    if (name === 'restart') return this.restart(detail.path)
    if (name === 'error' && detail.fatal) return this.fail(detail)
    const event = name === 'message' ? new MessageEvent('message', { data: detail }) : new CustomEvent(name, { detail, cancelable: name === 'close' })
    // A mini program that closes itself is gone, unless the page has other plans.
    if (this.dispatchEvent(event) && name === 'close') this.unmount()
  }

  /** Ends the app, and says why where it would be. */
  private fail(detail: EmbedEvents['error']): void {
    this.end()
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    const style = new CSSStyleSheet()
    style.replaceSync(FAILED_STYLE)
    root.adoptedStyleSheets = [style]
    const note = document.createElement('p')
    note.setAttribute('role', 'alert')
    note.part.add('error')
    note.textContent = detail.message
    root.replaceChildren(note)
    this.dispatchEvent(new CustomEvent('error', { detail }))
  }
}

async function fetchManifest(address: string): Promise<Manifest> {
  const failed = (why: string): Error => new Error(`cannot load ${address}: ${why}`)
  const response = await fetch(address).catch(() => {
    const foreign = new URL(address).origin !== location.origin
    throw failed(foreign ? 'the server cannot be reached, or does not allow this page to read it (Access-Control-Allow-Origin)' : 'the server cannot be reached')
  })
  if (!response.ok) throw failed(`the server says ${response.status}`)
  return response.json().catch(() => {
    throw failed('it is no JSON')
  }) as Promise<Manifest>
}

/**
 * Puts an app into a container. Resolves with its element when the first page is there; rejects, with the container as it was, when it cannot start.
 */
export function mount(container: Element, options: MountOptions): Promise<WxApp> {
  defineWxApp()
  const element = document.createElement('wx-app') as WxApp
  const { manifest, base, bridge, onmessage, src, path, name, threads } = options
  Object.assign(element, { manifest, base, bridge, made: true })
  for (const [key, value] of Object.entries({ src, path, name, threads })) if (value !== undefined) element.setAttribute(key, value)
  if (onmessage) element.addEventListener('message', (event) => onmessage((event as MessageEvent).data))
  return new Promise((resolve, reject) => {
    element.addEventListener('ready', () => resolve(element), { once: true })
    element.addEventListener('error', (event) => {
      const { message, fatal } = (event as Event as CustomEvent<{ message: string; fatal: boolean }>).detail
      if (!fatal) return
      element.remove()
      reject(new Error(message))
    })
    container.append(element)
  })
}

/** Defines the element, unless a copy of this file has. */
export function defineWxApp(): void {
  if (!customElements.get('wx-app')) customElements.define('wx-app', WxApp)
}
