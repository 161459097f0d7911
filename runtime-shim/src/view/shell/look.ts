/** Window settings of pages: colours, title, navigation style; their values in force and what they look like. */
import { topPage, view, type PageBox } from '../view.ts'
import { hasEarlierEntry, leavePage } from './history.ts'

const DEFAULTS: Record<string, unknown> = {
  navigationBarBackgroundColor: '#000000',
  navigationBarTextStyle: 'white',
  navigationBarTitleText: '',
  navigationStyle: 'default',
  backgroundColor: '#ffffff',
  backgroundTextStyle: 'dark',
  onReachBottomDistance: 50,
}

/** `@name` is a value of the theme in force. */
export function themed(value: unknown): unknown {
  if (typeof value !== 'string' || value[0] !== '@') return value
  const { theme } = view.config
  return theme?.[view.config.darkmode ? view.env.theme : 'light']?.[value.slice(1)]
}

/** The value of a window setting on a page. */
export function settingOf(page: PageBox, name: string): unknown {
  return themed(page.look[name] ?? page.config.json[name] ?? view.config.window?.[name]) ?? DEFAULTS[name]
}

/** Changes settings of a page and shows them. */
export function changeLook(page: PageBox, look: Record<string, unknown>): void {
  Object.assign(page.look, look)
  paintPage(page)
  if (page === topPage()) paintShell(page)
}

/** A button of the navigation bar. */
function barButton(className: string, label: string, act: () => void): HTMLElement {
  const button = document.createElement('button')
  button.className = className
  button.setAttribute('aria-label', label)
  button.addEventListener('click', act)
  return button
}

/** Writes a page's settings into its elements. */
export function paintPage(page: PageBox): void {
  const { bar, root } = page
  const text = (name: string): string => String(settingOf(page, name))
  root.classList.toggle('wxc-custom', text('navigationStyle') === 'custom')
  root.classList.toggle('wxc-fixed', settingOf(page, 'disableScroll') === true)
  root.style.background = text('backgroundColor')
  page.content.style.background = String(settingOf(page, 'backgroundColorContent') ?? '')
  const { style } = bar
  style.transition = String(page.look['transition'] ?? '')
  style.background = text('navigationBarBackgroundColor')
  style.color = text('navigationBarTextStyle')
  const title = document.createElement('h1')
  title.className = 'wxc-title'
  title.textContent = text('navigationBarTitleText')
  const parts: Node[] = [title]
  if (page.look['loading']) {
    const spin = document.createElement('span')
    spin.className = 'wxc-spin'
    parts.unshift(spin)
  }
  const depth = view.stack.indexOf(page.id)
  const { config } = view
  const tab = tabIndex(page.path) >= 0
  if (depth > 0) parts.unshift(barButton('wxc-back', 'Back', () => leavePage(1)))
  else if (depth === 0 && !tab && hasEarlierEntry()) parts.unshift(barButton('wxc-back', 'Back', () => history.back()))
  else if (depth === 0 && !page.look['homeHidden'] && (settingOf(page, 'homeButton') || (page.path !== config.entryPagePath && !tab)))
    parts.unshift(barButton('wxc-home', 'Home', () => view.send({ t: 'open', path: config.entryPagePath, query: {}, kind: 'reLaunch' })))
  if (config.capsule) {
    const capsule = document.createElement('span')
    capsule.className = 'wxc-capsule'
    parts.push(capsule)
  }
  bar.replaceChildren(...parts)
}

/** What the document shows of the top page. */
export function paintShell(page: PageBox): void {
  document.title = String(settingOf(page, 'navigationBarTitleText') || view.config.name || '')
  let meta = document.querySelector<HTMLMetaElement>('meta[name=theme-color]')
  if (!meta) {
    meta = document.createElement('meta')
    meta.name = 'theme-color'
    document.head.append(meta)
  }
  meta.content = String(settingOf(page, settingOf(page, 'navigationStyle') === 'custom' ? 'backgroundColor' : 'navigationBarBackgroundColor'))
  for (const hook of view.hooks.pageShown ?? []) hook(page)
}

/** Which tab a page is; −1: none. */
export function tabIndex(path: string): number {
  return view.config.tabBar?.list.findIndex((tab) => tab.pagePath === path) ?? -1
}
