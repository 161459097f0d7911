/** The plugin for Vite. */
import type { BuildOptions } from '../lib/index.js'

export interface PluginOptions extends Omit<BuildOptions, 'out' | 'devClient'> {
  /** Folder of the site that the app goes to. Default: the site itself. */
  base?: string
}

/** A plugin, as Vite takes it. */
export interface VitePlugin {
  name: string
  enforce: 'pre'
}

/** Makes the mini program in `dir` (from Vite's root) the app. */
export default function wxc(options?: PluginOptions): VitePlugin
