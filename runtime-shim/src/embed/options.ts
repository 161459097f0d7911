/** What `wx-app.js` hands to an app; part of what `EMBED_VERSION` counts. */
import type { EmbedManifest, EmbedTell } from '../protocol/embed.ts'

/** What the element hands to `mountApp`. */
export interface EmbedOptions {
  /** An empty shadow tree of a connected element, for the app alone. */
  root: ShadowRoot
  /** The folder of the manifest, with a slash at its end. */
  base: string
  manifest: EmbedManifest
  /** Where to start, with its query; empty: the entry page. */
  path: string
  /** What storage, files and settings of the app are kept under, among everything of the page's origin. */
  store: string
  /** Another thread, or this one; undefined: as the app was built. */
  threads: 'worker' | '1' | undefined
  /** The object asked for what needs WeChat itself, whenever it is asked. */
  bridge(): object | undefined
  tell: EmbedTell
}
