/** The clipboard of the page. */
import { callHost, hostMethod } from '../view/host.ts'
import { hostFeedback } from './feedback.ts'

export function hostClipboard(): void {
  hostFeedback()
  hostMethod('setClipboard', async ({ data }: { data: string }) => {
    await copyText(data)
    // WeChat says so itself.
    void callHost(0, 'showToast', { kind: 'toast', title: '内容已复制', icon: 'success', image: '', duration: 1500, mask: false })
  })
  hostMethod('getClipboard', async () => {
    if (!navigator.clipboard?.readText) throw 'not supported in browser'
    return navigator.clipboard.readText().catch(() => {
      throw 'auth deny'
    })
  })
}

/** The clipboard interface exists in secure contexts only; the older way works for text anywhere. */
async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    field.style.position = 'fixed'
    field.style.opacity = '0'
    document.body.append(field)
    field.select()
    const copied = document.execCommand('copy')
    field.remove()
    if (!copied) throw 'auth deny'
  }
}
