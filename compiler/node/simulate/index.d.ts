/** Component unit tests on wxc: the interface of npm's miniprogram-simulate. */

export interface LoadOptions {
  /** `official` (what components on disk get): templates as WeChat's compiler reads them. `simulate`: as the tool's own compiler for templates given as text. */
  compiler?: 'official' | 'simulate'
  /** Taken for compatibility, without effect. */
  compilerOptions?: { maxBuffer?: number; wxmlList?: string[]; wxsList?: string[] }
  /** Where paths that begin with `/` start; the component's folder if it is not given. */
  rootPath?: string
  /** Style sheets are Less. */
  less?: boolean
  /** Components in place of those the JSON file names: tag → path or id. */
  usingComponents?: Record<string, string>
}

/** What `Component()` takes, and what a file would say besides. */
export interface Definition {
  id?: string
  tagName?: string
  path?: string
  template: string
  usingComponents?: Record<string, string>
  [member: string]: any
}

export interface ComponentJSON {
  tagName: string
  attrs: { name: string; value: any }[]
  event: Record<string, { name: string; handler: any; isMutated: boolean; isCapture: boolean; isCatch: boolean; id?: number }>
  children: (ComponentJSON | string)[]
}

export interface Component {
  readonly dom: HTMLElement | undefined
  readonly data: any
  /** `this` of the component. */
  readonly instance: any
  querySelector(selector: string): Component | undefined
  querySelectorAll(selector: string): Component[]
  setData(data: Record<string, any>, callback?: () => void): void
  dispatchEvent(name: string, options?: any): void
  addEventListener(name: string, handler: (event: any) => void, capture?: boolean | { capture?: boolean }): void
  removeEventListener(name: string, handler: (event: any) => void, capture?: boolean | { capture?: boolean }): void
  triggerLifeTime(name: string, ...args: any[]): void
  triggerPageLifeTime(name: string, ...args: any[]): void
  toJSON(): ComponentJSON
}

export interface RootComponent extends Component {
  readonly dom: HTMLElement
  attach(parent: Node): void
  detach(): void
}

export function behavior(definition: object): any
export function load(definition: Definition): string
export function load(path: string, options?: LoadOptions): string
export function load(path: string, tagName: string, options?: LoadOptions): string
export function render(id: string, properties?: Record<string, any>): RootComponent
export function match(dom: Node, html: string): boolean
export function sleep(time?: number): Promise<void>
export function scroll(component: Component, destination?: number, times?: number, property?: string): void

declare const simulate: {
  behavior: typeof behavior
  load: typeof load
  render: typeof render
  match: typeof match
  sleep: typeof sleep
  scroll: typeof scroll
}
export default simulate
