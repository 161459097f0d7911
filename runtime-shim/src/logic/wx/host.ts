/** `wx.host`: messages to and from the page around an embedded app (`<wx-app>`). Not WeChat's: undefined where the app is not in somebody else's page. */
import type { UserFunction, WxHost } from './registry.ts'

export function wxHost(host: WxHost): Record<string, unknown> {
  const heard = host.event('hostMessage')
  /** Messages that came before the first listener. */
  let early: unknown[] = []
  const wait = (data: unknown): void => void early.push(data)
  heard.add(wait)
  host.before.push(async () => {
    if (host.env.holder === undefined) return
    host.wx.host = {
      postMessage: (data: unknown) => host.post('hostMessage', data),
      onMessage(listener: UserFunction) {
        heard.delete(wait)
        heard.add(listener)
        const waiting = early
        early = []
        for (const data of waiting) host.guard(listener, undefined, data)
      },
      offMessage: (listener?: UserFunction) => heard.delete(listener),
    }
  })
  return {}
}
