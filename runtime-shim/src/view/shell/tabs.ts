/** The tab bar: one for all tab pages, below everything that is opened on top of them. */
import type { TabBarConfig } from '../../protocol/app.ts'
import { topPage, view } from '../view.ts'
import { refreshEnv } from './env.ts'
import { tabIndex, themed } from './look.ts'

/** What a tab shows besides its configuration: a badge's text, `''` for a red dot. */
const badges = new Map<number, string>()
let bar: HTMLElement | undefined

/** Capability of the shell: shows `tabBar` of app.json. */
export function shellTabs(): void {
  const { tabBar } = view.config
  if (!tabBar || tabBar.custom) return
  const adopted = view.root.querySelector<HTMLElement>(':scope > wxc-tabs')
  bar = adopted ?? view.root.appendChild(document.createElement('wxc-tabs'))
  bar.setAttribute('role', 'tablist')
  bar.classList.toggle('wxc-top', tabBar.position === 'top')
  tabBar.list.forEach((_, index) => {
    const button = (adopted?.children[index] as HTMLElement | undefined) ?? bar!.appendChild(document.createElement('button'))
    if (!adopted) {
      button.setAttribute('role', 'tab')
      button.append(document.createElement('img'), document.createElement('span'))
    }
    button.addEventListener('click', () => view.send({ t: 'tab', index }))
  })
  ;(view.hooks.pageMade ??= []).push((page) => tabBar.position === 'top' && page.root.classList.add('wxc-top'))
  ;(view.hooks.pageShown ??= []).push(paintTabs)
}

/** Brings the bar up to date. */
export function paintTabs(): void {
  const page = topPage()
  if (!bar || !page) return
  const config = view.config.tabBar!
  const current = tabIndex(page.path)
  const color = (name: 'color' | 'selectedColor' | 'backgroundColor', otherwise: string): string => String(themed(config[name]) ?? otherwise)
  // On a page that is not a tab the bar stays where it is, covered: the page slides over it.
  if (current >= 0) {
    bar.style.background = color('backgroundColor', '#fff')
    bar.style.setProperty('--wxc-line', themed(config.borderStyle) === 'white' ? 'rgb(255 255 255 / 0.5)' : 'rgb(0 0 0 / 0.2)')
    config.list.forEach((tab, index) => {
      const button = bar!.children[index] as HTMLElement
      const [image, label] = button.children as unknown as [HTMLImageElement, HTMLElement]
      const selected = index === current
      const icon = themed(selected ? (tab.selectedIconPath ?? tab.iconPath) : tab.iconPath)
      button.className = icon ? 'wxc-tab' : 'wxc-tab wxc-plain'
      button.style.color = color(selected ? 'selectedColor' : 'color', selected ? '#07c160' : '#7f8389')
      button.setAttribute('aria-selected', String(selected))
      image.hidden = !icon
      image.alt = ''
      const address = icon ? new URL(String(icon), view.env.base).href : ''
      if (icon && image.src !== address) image.src = address
      label.textContent = tab.text ?? ''
      const badge = badges.get(index)
      let mark = button.querySelector('.wxc-badge')
      if (badge === undefined) mark?.remove()
      else {
        if (!mark) {
          mark = document.createElement('span')
          mark.className = 'wxc-badge'
          button.append(mark)
        }
        mark.textContent = badge
      }
    })
  }
  bar.inert = current < 0
}

/** `setTabBarItem`: new texts or icons of a tab. */
export function changeTab(index: number, change: Partial<TabBarConfig['list'][number]>): void {
  Object.assign(view.config.tabBar?.list[index] ?? {}, change)
  paintTabs()
}

/** `setTabBarStyle`. */
export function changeTabBar(change: Partial<TabBarConfig>): void {
  if (view.config.tabBar) Object.assign(view.config.tabBar, change)
  paintTabs()
}

/** A badge with text, a red dot (`''`) or nothing. */
export function badgeTab(index: number, badge: string | undefined): void {
  if (badge === undefined) badges.delete(index)
  else badges.set(index, badge)
  paintTabs()
}

/** `showTabBar` and `hideTabBar`; without the bar, tab pages reach to the bottom. */
export function toggleTabBar(hidden: boolean, animation: boolean): void {
  if (!bar) return
  view.tabsHidden = hidden
  view.root.classList.toggle('wxc-untabbed', hidden)
  bar.style.transition = animation ? '' : 'none'
  bar.classList.toggle('wxc-away', hidden)
  refreshEnv()
}
