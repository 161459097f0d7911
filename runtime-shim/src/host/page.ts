/** What a page may ask of the shell: navigation bar, tab bar, background, pull-down refresh, scrolling. Methods are named like the members of `wx`. */
import { hostMethod } from '../view/host.ts'
import { selectElements } from '../view/select.ts'
import { changeLook } from '../view/shell/look.ts'
import { startPull, stopPull } from '../view/shell/pull.ts'
import { scrollSmoothly } from '../view/shell/scroll.ts'
import { badgeTab, changeTab, changeTabBar, toggleTabBar } from '../view/shell/tabs.ts'
import { view, type PageBox } from '../view/view.ts'

/** CSS names of `timingFunc`. */
const TIMING: Record<string, string> = { easeIn: 'ease-in', easeOut: 'ease-out', easeInOut: 'ease-in-out' }

interface OfPage { page: number }

function pageBox(id: number): PageBox {
  const page = view.pages.get(id)
  if (!page) throw 'page is not there any more'
  return page
}

/** A method that changes how its page looks. */
function lookMethod<A extends OfPage>(name: string, look: (args: A) => Record<string, unknown>): void {
  hostMethod(name, (args: A) => changeLook(pageBox(args.page), look(args)))
}

export function hostPage(): void {
  lookMethod('setNavigationBarTitle', ({ title }: OfPage & { title: string }) => ({ navigationBarTitleText: title }))
  lookMethod(
    'setNavigationBarColor',
    ({ frontColor, backgroundColor, animation }: OfPage & { frontColor: string; backgroundColor: string; animation?: { duration: number; timingFunc: string } }) => ({
      navigationBarTextStyle: /^#f/i.test(frontColor) ? 'white' : 'black',
      navigationBarBackgroundColor: backgroundColor,
      transition: animation?.duration ? `all ${animation.duration}ms ${TIMING[animation.timingFunc] ?? 'linear'}` : '',
    }),
  )
  lookMethod('showNavigationBarLoading', () => ({ loading: true }))
  lookMethod('hideNavigationBarLoading', () => ({ loading: false }))
  lookMethod('hideHomeButton', () => ({ homeHidden: true }))
  lookMethod('setBackgroundColor', ({ page: _, ...colors }: OfPage) => colors)
  lookMethod('setBackgroundTextStyle', ({ textStyle }: OfPage & { textStyle: string }) => ({ backgroundTextStyle: textStyle }))

  hostMethod('setTabBarItem', ({ index, text, iconPath, selectedIconPath }: { index: number; text?: string; iconPath?: string; selectedIconPath?: string }) => {
    const plain = (path?: string): string | undefined => path?.replace(/^\/+/, '')
    const change = { text, iconPath: plain(iconPath), selectedIconPath: plain(selectedIconPath) }
    changeTab(index, Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)))
  })
  hostMethod('setTabBarStyle', ({ page: _, ...style }: OfPage) => changeTabBar(style))
  hostMethod('setTabBarBadge', ({ index, text }: { index: number; text: string }) => badgeTab(index, text))
  hostMethod('showTabBarRedDot', ({ index }: { index: number }) => badgeTab(index, ''))
  for (const name of ['removeTabBarBadge', 'hideTabBarRedDot']) hostMethod(name, ({ index }: { index: number }) => badgeTab(index, undefined))
  hostMethod('showTabBar', ({ animation }: { animation?: boolean }) => toggleTabBar(false, animation === true))
  hostMethod('hideTabBar', ({ animation }: { animation?: boolean }) => toggleTabBar(true, animation === true))

  hostMethod('startPullDownRefresh', async ({ page: id }: OfPage) => {
    const page = pageBox(id)
    await scrollSmoothly(page.scroller, 0, 100)
    startPull(page)
  })
  hostMethod('stopPullDownRefresh', ({ page }: OfPage) => stopPull(pageBox(page)))
  hostMethod(
    'pageScrollTo',
    ({ page: id, scrollTop, selector, offsetTop = 0, duration = 300 }: OfPage & { scrollTop?: number; selector?: string; offsetTop?: number; duration?: number }) => {
      const page = pageBox(id)
      const { scroller } = page
      let top = scrollTop
      if (selector !== undefined) {
        const element = selectElements(page, id, selector)[0]
        if (!element) throw `cannot find the element of "${selector}"`
        top = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop + offsetTop
      }
      return top === undefined ? undefined : scrollSmoothly(scroller, top, duration)
    },
  )
}
