/** `wx.enableAlertBeforeUnload`: the browser asks before the window is closed or reloaded. */
import { hostMethod } from '../view/host.ts'

export function hostRoute(): void {
  const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
  hostMethod('alertBeforeUnload', ({ message }: { message?: string }) => {
    if (message === undefined) removeEventListener('beforeunload', ask)
    else addEventListener('beforeunload', ask)
  })
}
