/** Family "unload": the question before the current page is left with the back button. */
import { asyncApi } from './registry.ts'
import type { WxHost } from './registry.ts'

export function wxUnload(host: WxHost): Record<string, unknown> {
  const set = (message: unknown): Promise<unknown> => host.call('alertBeforeUnload', { page: host.locate(host.currentPage())?.page ?? 0, message })
  return {
    enableAlertBeforeUnload: asyncApi(host, 'enableAlertBeforeUnload', ({ message }) => set(message), { message: 'String' }),
    disableAlertBeforeUnload: asyncApi(host, 'disableAlertBeforeUnload', () => set(undefined)),
  }
}
