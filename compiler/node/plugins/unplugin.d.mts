/** The plugins for webpack, Rspack and Rollup. */
import vite, { type PluginOptions } from './vite.mjs'

export type { PluginOptions }
export { vite }
export declare function webpack(options?: PluginOptions): { apply(compiler: any): void }
export declare function rspack(options?: PluginOptions): { apply(compiler: any): void }
export declare function rollup(options?: PluginOptions): { name: string }

declare const all: { webpack: typeof webpack; rspack: typeof rspack; rollup: typeof rollup; vite: typeof vite }
export default all
