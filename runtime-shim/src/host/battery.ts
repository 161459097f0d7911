/** The battery, where the browser tells. */
import { hostMethod } from '../view/host.ts'
import { emitHost } from '../view/view.ts'

interface BatteryManager extends EventTarget { level: number; charging: boolean }

export function hostBattery(): void {
  hostMethod('battery', async () => {
    const manager = await (navigator as { getBattery?(): Promise<BatteryManager> }).getBattery?.()
    if (!manager) throw 'not supported in browser'
    const state = (): object => ({ level: Math.round(manager.level * 100), isCharging: manager.charging, isLowPowerModeEnabled: false })
    for (const name of ['levelchange', 'chargingchange']) manager.addEventListener(name, () => emitHost('battery', state()))
    return state()
  })
}
