/** What a page asks of the shell around it: navigation bar, tab bar, background, pull-down refresh, scrolling. */
import { apiFailure, asyncApi, type CallOptions, type Loose, type WxHost } from './registry.ts'

export function wxPage(host: WxHost): Record<string, unknown> {
  /** A member that the host does to the page that is on top now. */
  const shell = (api: string, args: (options: CallOptions) => object = () => ({}), types?: Record<string, string>): unknown => {
    return asyncApi(
      host,
      api,
      async (options) => {
        const values = args(options)
        await host.call(api, { page: host.locate(host.currentPage())?.page ?? 0, ...values })
      },
      types,
    )
  }
  const tabPage = (): Loose[] => {
    const list: Loose[] = host.config.tabBar?.list ?? []
    const route = host.currentPage()?.route
    if (!list.some((tab) => tab.pagePath === route)) throw apiFailure('not TabBar page')
    return list
  }
  const tabs = (api: string, args: (options: CallOptions) => object = () => ({})): unknown => {
    return shell(api, (options) => {
      tabPage()
      return args(options)
    })
  }
  const tab = (api: string, args: (options: CallOptions) => object = () => ({}), types?: Record<string, string>): unknown => {
    return shell(
      api,
      (options) => {
        if (!tabPage()[options.index]) throw apiFailure('tabbar item not found')
        return { index: options.index, ...args(options) }
      },
      { index: 'Number', ...types },
    )
  }

  return {
    setNavigationBarTitle: shell('setNavigationBarTitle', ({ title }) => ({ title }), { title: 'String' }),
    setNavigationBarColor: shell('setNavigationBarColor', navigationBarColor, { frontColor: 'String', backgroundColor: 'String' }),
    showNavigationBarLoading: shell('showNavigationBarLoading'),
    hideNavigationBarLoading: shell('hideNavigationBarLoading'),
    hideHomeButton: shell('hideHomeButton'),
    setBackgroundColor: shell('setBackgroundColor', (o) => pick(o, ['backgroundColor', 'backgroundColorTop', 'backgroundColorBottom'])),
    setBackgroundTextStyle: shell(
      'setBackgroundTextStyle',
      ({ textStyle }) => {
        if (textStyle !== 'dark' && textStyle !== 'light') throw `parameter error: invalid textStyle "${textStyle}"`
        return { textStyle }
      },
      { textStyle: 'String' },
    ),
    setTabBarItem: tab('setTabBarItem', (o) => pick(o, ['text', 'iconPath', 'selectedIconPath'])),
    setTabBarStyle: tabs('setTabBarStyle', (o) => pick(o, ['color', 'selectedColor', 'backgroundColor', 'borderStyle'])),
    setTabBarBadge: tab('setTabBarBadge', ({ text }) => ({ text: text.length > 4 ? '...' : text }), { text: 'String' }),
    removeTabBarBadge: tab('removeTabBarBadge'),
    showTabBarRedDot: tab('showTabBarRedDot'),
    hideTabBarRedDot: tab('hideTabBarRedDot'),
    showTabBar: tabs('showTabBar', ({ animation }) => ({ animation: !!animation })),
    hideTabBar: tabs('hideTabBar', ({ animation }) => ({ animation: !!animation })),
    startPullDownRefresh: shell('startPullDownRefresh'),
    stopPullDownRefresh: shell('stopPullDownRefresh'),
    pageScrollTo: shell('pageScrollTo', pageScroll),
    setTopBarText: asyncApi(host, 'setTopBarText', () => undefined, { text: 'String' }),
  }
}

/** The given string options. */
function pick(options: CallOptions, names: string[]): Record<string, string> {
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, String(options[name])]))
}

function navigationBarColor({ frontColor, backgroundColor, animation }: CallOptions): object {
  if (!/^#(fff|000)(fff|000)?$/i.test(frontColor)) throw `parameter error: invalid frontColor "${frontColor}"`
  if (!/^#([\da-f]{3}|[\da-f]{6}|[\da-f]{8})$/i.test(backgroundColor)) throw `parameter error: invalid backgroundColor "${backgroundColor}"`
  return { frontColor, backgroundColor, animation: { duration: Number(animation?.duration) || 0, timingFunc: animation?.timingFunc ?? 'linear' } }
}

function pageScroll({ scrollTop, selector, offsetTop, duration }: CallOptions): object {
  return {
    ...(typeof scrollTop === 'number' && { scrollTop }),
    ...(typeof selector === 'string' && { selector }),
    offsetTop: Number(offsetTop) || 0,
    duration: typeof duration === 'number' ? duration : 300,
  }
}
