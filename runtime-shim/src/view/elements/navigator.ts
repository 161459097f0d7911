/** `navigator`: a link to another page, followed by the router of the logic thread. */
import { callApi } from '../events/api.ts'
import { defineElement, WxElement } from './element.ts'
import { onKeys } from './parts.ts'

const ROUTES: Record<string, string> = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  switchTab: 'switchTab',
  reLaunch: 'reLaunch',
  navigateBack: 'navigateBack',
}

class WxNavigator extends WxElement {
  static override props = {
    target: { type: 'string', value: 'self' },
    url: { type: 'string' },
    openType: { type: 'string', value: 'navigate' },
    delta: { type: 'number', value: 1 },
    appId: { type: 'string' },
    path: { type: 'string' },
    extraData: { type: 'any' },
    version: { type: 'string', value: 'release' },
    shortLink: { type: 'string' },
    hoverClass: { type: 'string', value: 'navigator-hover' },
    hoverStartTime: { type: 'number', value: 50 },
    hoverStayTime: { type: 'number', value: 600 },
    hoverStopPropagation: { type: 'boolean' },
  } as const

  override created(): void {
    this.control('link')
    onKeys(this, ['Enter'])
  }

  override tapped(): void {
    void this.follow()
  }

  private async follow(): Promise<void> {
    const openType = this.str('openType')
    const other = this.str('target') === 'miniProgram'
    const api = other ? (openType === 'exit' ? 'exitMiniProgram' : openType === 'navigateBack' ? 'navigateBackMiniProgram' : 'navigateToMiniProgram') : ROUTES[openType]
    if (!api) return
    const args =
      api === 'navigateToMiniProgram'
        ? { appId: this.str('appId'), path: this.str('path'), extraData: this.get('extraData'), envVersion: this.str('version'), shortLink: this.str('shortLink') }
        : openType === 'navigateBack' ? { delta: this.num('delta') }
        : { url: this.str('url') }
    const result = await callApi(api, args)
    this.emit(/:ok/.test(result.errMsg) ? 'success' : 'fail', result)
    this.emit('complete', result)
  }
}

export function defineNavigator(): void {
  defineElement('navigator', WxNavigator)
}
