/** `wx.setClipboardData` and `wx.getClipboardData`. */
import { asyncApi, type WxHost } from './registry.ts'

export function wxClipboard(host: WxHost): Record<string, unknown> {
  return {
    setClipboardData: asyncApi(host, 'setClipboardData', async ({ data }) => void (await host.call('setClipboard', { data })), { data: 'String' }),
    getClipboardData: asyncApi(host, 'getClipboardData', async () => ({ data: await host.call('getClipboard') })),
  }
}
