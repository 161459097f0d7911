/** What `import card from './card.wxml?wxc'` gives. */

export interface PartOptions {
  /** Of a component: the values it starts with. */
  properties?: Record<string, unknown>
  /** Of a component: listeners by the names of events it triggers. */
  on?: Record<string, (detail: any) => void>
  /** Of a page: hears `wx.host.postMessage`. */
  onmessage?: (data: any) => void
  /** Of a page: its query, as `pages/a/a?x=1`. */
  path?: string
  /** Parts of one name share what they store. */
  name?: string
  threads?: 'worker' | '1'
  /** What needs WeChat itself. */
  bridge?: object
}

export interface MountedPart {
  /** The `<wx-app>` around it. */
  element: HTMLElement
  /** New values of properties; those that are not named stay. */
  update(properties: Record<string, unknown>): void
  unmount(): void
}

export interface Part {
  /** Resolves when it is there. */
  mount(container: Element, options?: PartOptions): Promise<MountedPart>
}

declare module '*.wxml?wxc' {
  const part: Part
  export default part
}
