/** `wx.getBatteryInfo`. */
import { asyncApi, eventPair, type WxHost } from './registry.ts'

interface Battery { level: number; isCharging: boolean; isLowPowerModeEnabled: boolean }

export function wxBattery(host: WxHost): Record<string, unknown> {
  // What the synchronous call gives until the page has asked the browser, and where the browser does not tell.
  let battery: Battery = { level: 100, isCharging: false, isLowPowerModeEnabled: false }
  const learn = (known: Battery): void => void (battery = known)
  let asked: Promise<void> | undefined
  host.on('battery', learn)
  host.before.push(async () => void (asked = host.call('battery').then(learn, () => undefined)))
  return {
    getBatteryInfo: asyncApi(host, 'getBatteryInfo', async () => {
      await asked
      return { ...battery }
    }),
    getBatteryInfoSync: () => ({ ...battery }),
    ...eventPair(host, 'BatteryInfoChange', 'batteryMode'),
  }
}
