/**
 * Family "exit", of apps with `restartStrategy: homePageAndLatestPage` (framework reference §1): the page the app was left on, and what its
 * `onSaveExitState` gave, are stored; a start that asks for no page (or for that one) leads back to it.
 */
import { settingsOf, tabIndex, topPage } from '../router/stack.ts'
import { parseUrl } from '../router/url.ts'
import type { Loose, WxHost } from './registry.ts'

const DAY = 86_400_000

/** What is stored. */
interface Left { url: string; data?: unknown; expires: number }

export function wxExit(host: WxHost): Record<string, unknown> {
  let left: Left | null = null
  const save = (): void => {
    const page = topPage()
    if (!page) return
    left = null
    const { path, search } = page.url
    if (settingsOf(path).restartStrategy === 'homePageAndLatestPage' && tabIndex(path) < 0) {
      const said: Loose = page.instance.run('onSaveExitState')
      const expires = Number(said?.expireTimeStamp) || Date.now() + DAY
      left = { url: '/' + path + (search && '?' + search), data: said?.data, expires }
    }
    host.post('saveExit', left && JSON.stringify(left))
  }
  host.before.push(async () => {
    const text: unknown = await host.call('savedExit').catch(() => null)
    left = text ? (JSON.parse(text as string) as Left) : null
  })
  host.resume = (asked) => {
    if (!left || left.expires <= Date.now()) return undefined
    const url = parseUrl(left.url, '')
    const same = asked && asked.path === url.path && asked.search === url.search
    return asked && !same ? undefined : { ...url, exitState: left.data }
  }
  host.on('appHide', save)
  host.on('leaving', save)
  return {}
}
