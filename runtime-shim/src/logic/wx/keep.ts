/** `wxc dev` only: the data of the current page outlives the reload that follows an edited template. */
import { watchRoutes } from '../router/events.ts'
import { topPage } from '../router/stack.ts'
import type { Loose, WxHost } from './registry.ts'

export function wxKeep(host: WxHost): Record<string, unknown> {
  let kept: { path: string; data: string } | null = null
  host.before.push(async () => {
    kept = (await host.call('keptData')) as typeof kept
  })
  host.on('keepData', () => {
    const page = topPage()
    let data = ''
    try {
      data = JSON.stringify(page?.instance.user.data)
    } catch {
      // What JSON cannot hold is not kept.
    }
    void host.call('keepData', { path: page?.path ?? '', data })
  })
  watchRoutes()
  host.on('afterPageLoad', ({ path, page }: Loose) => {
    if (kept?.data && path === kept.path) page.setData(JSON.parse(kept.data))
    kept = null
  })
  return {}
}
