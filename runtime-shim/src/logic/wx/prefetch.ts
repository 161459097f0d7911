/** Data that WeChat fetches before a program starts: there is none here, but the token is kept. */
import { asyncApi, type WxHost } from './registry.ts'

export function wxPrefetch(host: WxHost): Record<string, unknown> {
  let token: string | undefined
  return {
    getBackgroundFetchData: asyncApi(host, 'getBackgroundFetchData', () => {
      throw 'no data'
    }),
    getBackgroundFetchToken: asyncApi(host, 'getBackgroundFetchToken', () => {
      if (token === undefined) throw 'no token'
      return { token }
    }),
    setBackgroundFetchToken: asyncApi(host, 'setBackgroundFetchToken', (options) => void (token = options.token), { token: 'String' }),
    onBackgroundFetchData: () => undefined,
  }
}
