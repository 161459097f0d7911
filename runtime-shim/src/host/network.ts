/** Tells the logic thread when the connection comes and goes. */
import { emitHost, view } from '../view/view.ts'

export function hostNetwork(): void {
  const changed = (): void => {
    // After the shell has brought `env` up to date.
    setTimeout(() => emitHost('network', { isConnected: view.env.online, networkType: view.env.networkType }))
  }
  addEventListener('online', changed)
  addEventListener('offline', changed)
}
