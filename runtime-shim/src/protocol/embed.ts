/** What an app in somebody else's page and the element that holds it say to each other; the element (`wx-app.js`) may come from another version than the app. */
import type { AppConfig } from './app.ts'

/** Version of everything in this file. */
export const EMBED_VERSION = 1

/** `embed` of manifest.json: what an element needs to show the app. File names are relative to the manifest. */
export interface EmbedManifest {
  version: number
  /** ES module with `mountApp`. */
  script: string
  /** Style sheets that every page needs, in order. */
  styles: string[]
  config: AppConfig
}

/** By name: the detail of the element's events. */
export interface EmbedEvents {
  /** The first page is there. */
  ready: { path: string }
  /** Another page is in front, or its title changed. `depth`: pages below it. */
  navigate: { path: string; query: string; title: string; depth: number }
  /** The mini program sent this: `wx.host.postMessage`. */
  message: unknown
  /** Something failed. `fatal`: the app cannot go on. */
  error: { message: string; stack: string; fatal: boolean }
  /** `wx.exitMiniProgram`. */
  close: undefined
  /** `wx.restartMiniProgram` and the like: starts anew at this path. */
  restart: { path: string }
}

/** Something happened. */
export type EmbedTell = <Name extends keyof EmbedEvents>(name: Name, detail: EmbedEvents[Name]) => void

/** An app that runs. */
export interface EmbeddedApp {
  /** Opens a page and closes all others (`wx.reLaunch`). */
  open(path: string): void
  /** What `wx.host.onMessage` hears of. */
  post(data: unknown): void
  /** Goes one page back. False: there is none. */
  back(): boolean
  /** Ends the app. What it has begun to store is stored. */
  unmount(): void
}

/** The line between the view's script and the rest, inside one app. */
export interface EmbedLine {
  /** The app's view hands itself over. */
  connect(view: Pick<EmbeddedApp, 'open' | 'post' | 'back'> & { end(): void }): void
  tell: EmbedTell
  /** An inline style of the app as it has to be in this page: addresses and fonts. */
  style(css: string): string
  /** The logic thread has ended what it had to do. */
  ended(): void
  /** Runs a script of a package where the logic thread cannot do it itself. */
  load(script: string): Promise<void>
}
