/** Family "container", of apps with `page-container`: while one is shown, `wx.navigateBack` closes it instead of the page (components reference §1). */
import { stack, topPage } from '../router/stack.ts'
import type { WxHost } from './registry.ts'

export function wxContainer(host: WxHost): Record<string, unknown> {
  const shown = new Set<number>()
  host.on('container', ({ page, show }: { page: number; show: boolean }) => void (show ? shown.add(page) : shown.delete(page)))
  stack.keeps = () => {
    const page = topPage()?.instance.id ?? 0
    if (!shown.has(page)) return false
    host.post('closeContainer', { page })
    return true
  }
  return {}
}
