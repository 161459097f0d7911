/** Links to the telephone and message programs of the device. */
import { hostMethod } from '../view/host.ts'
import { addSheet, el, openLayer } from './overlay.ts'
import { hostSave } from './save.ts'

export function hostPhone(): void {
  hostSave()
  hostMethod('openLink', ({ url }: { url: string }) => openLink(url))
  hostMethod('phoneCall', ({ number }: { number: string }) => confirmCall(number))
}

function openLink(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.click()
}

/** As WeChat, asks first: the call may not have been what the tap was for. */
function confirmCall(number: string): Promise<boolean> {
  addSheet('.wxc-call{position:absolute;left:8px;right:8px;bottom:8px}.wxc-call button{display:block;width:100%;padding:16px;border-radius:12px;background:#fff;margin-top:8px}')
  return new Promise((resolve) => {
    const answer = (yes: boolean): void => {
      close()
      resolve(yes)
      if (yes) openLink(`tel:${number.replace(/[^\d+*#,;]/g, '')}`)
    }
    const call = el('button', '', { autofocus: 'true' }, `呼叫 ${number}`)
    const cancel = el('button', '', {}, '取消')
    const mask = el('div', 'wxc-mask')
    call.onclick = () => answer(true)
    cancel.onclick = mask.onclick = () => answer(false)
    const { close } = openLayer([mask, el('div', 'wxc-call', { role: 'dialog', 'aria-modal': 'true', 'aria-label': number }, call, cancel)], () => answer(false))
  })
}
