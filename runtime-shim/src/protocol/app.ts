/** The configuration both sides start from: `#wxc-app` on the view, `$.app` on the logic thread (which has no files of pages). */

/** One page; file names are relative to `Env.base`. */
export interface PageConfig {
  /** From the root, without leading slash. */
  path: string
  /** Effective window settings: `window` of app.json overlaid with the page's own; colours may be `@name`. */
  json: Record<string, unknown>
  /** Class of the page's container. */
  class?: string
  /** The page's templates; absent: in this document. */
  html?: string
  /** Style sheets of components, then of the page itself. */
  components?: string | string[]
  css?: string | string[]
  /** WXS modules that run on the view. */
  js?: string
  package?: string
}

/** `tabBar` of app.json; paths without leading slash. */
export interface TabBarConfig {
  color?: string
  selectedColor?: string
  backgroundColor?: string
  borderStyle?: string
  position?: string
  custom?: boolean
  list: { pagePath: string; text?: string; iconPath?: string; selectedIconPath?: string }[]
}

export interface AppConfig {
  pages: PageConfig[]
  window?: Record<string, unknown>
  tabBar?: TabBarConfig
  theme?: Partial<Record<'light' | 'dark', Record<string, string>>>
  darkmode?: boolean
  /** `v2`: the newer looks of the built-ins. */
  style?: string
  entryPagePath: string
  /** The main package's script. */
  logic: string
  threads: 'worker' | '1'
  router: 'hash' | 'history'
  /** Width of the app's column on wide screens, px; 0: no limit. */
  maxWidth: number
  /** Draws the menu button's capsule (phone frames). */
  capsule?: boolean
  name?: string
  appid?: string
  dev?: boolean
  /** See `Env.holder`. */
  holder?: string
}
