/** Vibration, screen, accessibility. */
import { asyncApi, type WxHost } from './registry.ts'

export function wxDevice(host: WxHost): Record<string, unknown> {
  const vibrate = (api: string, duration: number): unknown => asyncApi(host, api, () => void host.post('vibrate', { duration }))
  return {
    vibrateShort: vibrate('vibrateShort', 15),
    vibrateLong: vibrate('vibrateLong', 400),
    setKeepScreenOn: asyncApi(host, 'setKeepScreenOn', async ({ keepScreenOn }) => void (await host.call('keepScreenOn', { on: keepScreenOn })), {
      keepScreenOn: 'Boolean',
    }),
    getScreenBrightness: asyncApi(host, 'getScreenBrightness', async () => ({ value: await host.call('brightness', {}) })),
    setScreenBrightness: asyncApi(
      host,
      'setScreenBrightness',
      async ({ value }) => {
        if (!(value >= 0 && value <= 1)) throw 'parameter error: parameter.value should be between 0 and 1'
        await host.call('brightness', { value })
      },
      { value: 'Number' },
    ),
    getScreenRecordingState: asyncApi(host, 'getScreenRecordingState', () => ({ state: 'off' })),
    checkIsOpenAccessibility: asyncApi(host, 'checkIsOpenAccessibility', () => ({ open: false })),
  }
}
