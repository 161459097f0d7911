/** The page's side of saving and opening files. */
import { hostMethod } from '../view/host.ts'
import { waitForTap } from './overlay.ts'

interface Args { blob: Blob; name: string }

/** What browsers show themselves; the rest is downloaded. */
const SHOWN = /^(application\/pdf|image\/(?!svg)|text\/plain|audio\/|video\/)/

export function hostSave(): void {
  hostMethod('saveFile', async ({ blob, name }: Args) => {
    if (!(await waitForTap('保存'))) return false
    download(blob, name)
    return true
  })
  hostMethod('openFile', async ({ blob, name }: Args) => {
    if (!(await waitForTap('打开'))) return false
    if (!SHOWN.test(blob.type)) download(blob, name)
    else open(temporaryUrl(blob), '_blank', 'noopener')
    return true
  })
}

/** Saves a file as the browser saves downloads. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = temporaryUrl(blob)
  link.download = name
  link.click()
}

/** The browser reads it a little later; a minute is enough. */
function temporaryUrl(blob: Blob): string {
  const url = URL.createObjectURL(blob)
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
  return url
}
