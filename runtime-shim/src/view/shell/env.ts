/** What the logic thread knows of its surroundings: sizes, theme, language; kept up to date. */
import type { Env } from '../../protocol/messages.ts'
import { emitHost, topPage, view } from '../view.ts'
import { paintPage, paintShell, settingOf, tabIndex } from './look.ts'

/** Heights of the shell's parts, px; the same as in base.css. */
const BAR = 44
const TABS = 50

function networkType(): string {
  const { connection } = navigator as { connection?: { type?: string } }
  return !navigator.onLine ? 'none' : connection?.type === 'cellular' ? '4g' : 'wifi'
}

function length(name: string): number {
  return parseFloat(getComputedStyle(view.root).getPropertyValue(name)) || 0
}

/** Sizes as they are now, for the page on top; before the first route, for the page `path` (default: the entry page). */
function measure(path = view.config.entryPagePath): Partial<Env> {
  const { clientWidth: width, clientHeight: height } = view.root
  const status = length('--wxc-status')
  const bottom = length('--wxc-bottom')
  const page = topPage()
  if (page) path = page.path
  const { config } = view
  const style = page ? settingOf(page, 'navigationStyle') : (config.pages.find((known) => known.path === path)?.json['navigationStyle'] ?? config.window?.['navigationStyle'])
  const tabbed = tabIndex(path) >= 0 && !config.tabBar!.custom && !view.tabsHidden
  const tabBarHeight = tabbed ? TABS + bottom : 0
  const top = status + 6
  return {
    screenWidth: width,
    screenHeight: height,
    windowWidth: width,
    windowHeight: height - (style === 'custom' ? 0 : status + BAR) - tabBarHeight,
    statusBarHeight: status,
    navigationBarHeight: BAR,
    tabBarHeight,
    menuButton: { top, right: width - 7, bottom: top + 32, left: width - 94, width: 87, height: 32 },
    safeArea: { top: status, right: width, bottom: height - bottom, left: 0, width, height: height - bottom - status },
    pixelRatio: devicePixelRatio || 1,
    orientation: width > height ? 'landscape' : 'portrait',
  }
}

/** Sends what changed of the sizes. True: something did. */
export function refreshEnv(path?: string): boolean {
  const changed: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(measure(path))) if (JSON.stringify(value) !== JSON.stringify(view.env[key as keyof Env])) changed[key] = value
  if (!Object.keys(changed).length) return false
  Object.assign(view.env, changed)
  view.send({ t: 'env', env: changed })
  return true
}

/** Fills `view.env` and follows the window, the theme and the network from then on. */
export function startEnv(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const theme = (): 'dark' | 'light' => (dark.matches ? 'dark' : 'light')
  Object.assign(view.env, measure(), {
    language: navigator.language.replace('-', '_') || 'zh_CN',
    theme: theme(),
    userAgent: navigator.userAgent,
    online: navigator.onLine,
    networkType: networkType(),
    base: new URL('.', document.baseURI).href,
    dev: view.config.dev === true,
    holder: view.config.holder,
  })
  const resized = (): void => {
    if (!refreshEnv()) return
    const { windowWidth, windowHeight, screenWidth, screenHeight, orientation } = view.env
    const payload = { size: { windowWidth, windowHeight, screenWidth, screenHeight }, deviceOrientation: orientation }
    emitHost('resize', payload)
    const page = topPage()
    if (page) view.send({ t: 'page', page: page.id, what: 'resize', detail: payload })
  }
  if (typeof ResizeObserver === 'function') new ResizeObserver(resized).observe(view.root)
  else addEventListener('resize', resized)
  dark.addEventListener('change', () => {
    view.env.theme = theme()
    view.send({ t: 'env', env: { theme: theme() } })
    for (const page of view.pages.values()) paintPage(page)
    const page = topPage()
    if (page) paintShell(page)
    if (view.config.darkmode) emitHost('theme', { theme: theme() })
  })
  const network = (): void => {
    const change = { online: navigator.onLine, networkType: networkType() }
    Object.assign(view.env, change)
    view.send({ t: 'env', env: change })
  }
  addEventListener('online', network)
  addEventListener('offline', network)
  document.addEventListener('visibilitychange', () => view.send({ t: 'visible', visible: !document.hidden }))
}
