/** Where the page the app was left on is remembered (`logic/wx/exit.ts`). */
import { hostMethod } from '../view/host.ts'
import { emitHost, view } from '../view/view.ts'

export function hostExit(): void {
  const key = (): string => 'wxc-exit:' + view.env.base
  hostMethod('savedExit', () => localStorage.getItem(key()))
  hostMethod('saveExit', (text: string | null) => {
    if (text === null) localStorage.removeItem(key())
    else localStorage.setItem(key(), text)
  })
  // A window that closes is hidden too late for an answer; this comes before.
  addEventListener('beforeunload', () => emitHost('leaving'))
}
