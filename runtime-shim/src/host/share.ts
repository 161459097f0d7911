/** The browser's share sheet; where there is none, the file is saved. */
import { hostMethod } from '../view/host.ts'
import { waitForTap } from './overlay.ts'
import { download } from './save.ts'

/** What the menu of a page would offer, as the program set it last; integrators may read it. */
export const shareMenu: { api?: string; options?: unknown } = {}

export function hostShare(): void {
  hostMethod('shareMenu', (state: { api: string; options: unknown }) => void Object.assign(shareMenu, state))
  hostMethod('shareFile', async ({ blob, name }: { blob: Blob; name: string }) => {
    if (!(await waitForTap('分享'))) return false
    const data = { files: [new File([blob], name, { type: blob.type })] }
    if (!navigator.canShare?.(data)) {
      download(blob, name)
      return true
    }
    return navigator.share(data).then(
      () => true,
      () => false,
    )
  })
}
