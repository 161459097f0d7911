/** Plugins whose code is part of the project: their pages' addresses and their scripts (framework reference §16). */
import { world } from '../context.ts'

interface LocalPlugin {
  /** What the paths of its files begin with. */
  folder: string
  provider: string | null
  /** Public name → path. */
  pages: Record<string, string>
  /** Modules behind `requirePlugin` and `requireMiniProgram`. */
  main: string | null
  export: string | null
}

function plugins(): Record<string, LocalPlugin> {
  return (world.host.config.plugins ?? {}) as Record<string, LocalPlugin>
}

/** By the app's name for it, or its provider. */
export function findPlugin(name: string): LocalPlugin | undefined {
  return plugins()[name] ?? Object.values(plugins()).find(({ provider }) => provider === name)
}

/** The module that the mini program gives to its plugins. */
export function exportedToPlugins(): string | undefined {
  return Object.values(plugins()).find((plugin) => plugin.export)?.export ?? undefined
}

/** The page behind `plugin://name/page` or `plugin-private://appid/path`; any other text: undefined. */
export function pluginPage(url: string): string | undefined {
  const [, scheme, name, page] = /^(plugin|plugin-private):\/\/([^/]+)\/(.*)$/.exec(url) ?? []
  if (page === undefined) return undefined
  const plugin = findPlugin(name!)
  return (scheme === 'plugin' ? plugin?.pages[page] : plugin && plugin.folder + page) ?? url
}
