/** The soft keyboard, the selection of the focused field, hardware keys. */
import { asyncApi, eventPair, type WxHost } from './registry.ts'

export function wxKeyboard(host: WxHost): Record<string, unknown> {
  return {
    hideKeyboard: asyncApi(host, 'hideKeyboard', async () => void (await host.call('hideKeyboard'))),
    getSelectedTextRange: asyncApi(host, 'getSelectedTextRange', () => host.call('selectedTextRange')),
    ...eventPair(host, 'KeyboardHeightChange', 'keyboard'),
    ...eventPair(host, 'KeyDown', 'keyDown'),
    ...eventPair(host, 'KeyUp', 'keyUp'),
  }
}
