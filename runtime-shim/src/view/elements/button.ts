/** `button`: submits or resets its form, and asks the host for what `open-type` names. Looks: button.css; hover: the tap handling. */
import { HAS_OPEN_TYPES } from '../../protocol/parts.ts'
import { callApi, type ApiResult } from '../events/api.ts'
import { view } from '../view.ts'
import { defineElement, WxElement } from './element.ts'
import { pickAvatar } from './file-input.ts'
import { ownerForm } from './form-field.ts'
import { mirror, onKeys } from './parts.ts'

/** `open-type` → the event that reports its outcome; others (`navigate`, …) mean nothing to a button. */
const OPEN_EVENTS: Record<string, string> = {
  getUserInfo: 'getuserinfo',
  getPhoneNumber: 'getphonenumber',
  getRealtimePhoneNumber: 'getrealtimephonenumber',
  chooseAvatar: 'chooseavatar',
  openSetting: 'opensetting',
  agreePrivacyAuthorization: 'agreeprivacyauthorization',
  contact: 'contact',
  launchApp: 'launchapp',
  liveActivity: 'createliveactivity',
  share: '',
  feedback: '',
}

class WxButton extends WxElement {
  static override props = {
    size: { type: 'string', value: 'default' },
    type: { type: 'string', value: 'default' },
    plain: { type: 'boolean' },
    loading: { type: 'boolean' },
    disabled: { type: 'boolean' },
    formType: { type: 'string' },
    openType: { type: 'string' },
    hoverClass: { type: 'string', value: 'button-hover' },
    hoverStartTime: { type: 'number', value: 20 },
    hoverStayTime: { type: 'number', value: 70 },
    hoverStopPropagation: { type: 'boolean' },
    lang: { type: 'string', value: 'en' },
    sessionFrom: { type: 'string' },
    sendMessageTitle: { type: 'string' },
    sendMessagePath: { type: 'string' },
    sendMessageImg: { type: 'string' },
    showMessageCard: { type: 'boolean' },
    appParameter: { type: 'string' },
    phoneNumberNoQuotaToast: { type: 'boolean', value: true },
  } as const

  get disabled(): boolean {
    return this.flag('disabled')
  }

  override created(): void {
    this.control('button')
    onKeys(this, ['Enter', ' '])
  }

  override changed(name: string, value: unknown): void {
    if (name === 'type' || name === 'size' || name === 'plain' || name === 'loading' || name === 'disabled') mirror(this, name, value)
    if (name === 'disabled') this.control('button', !value, { disabled: !!value })
    if (name === 'loading') this.ariaBusy = String(value)
  }

  override tapped(): void {
    if (this.flag('disabled')) return
    const formType = this.str('formType')
    const openType = this.str('openType')
    if (formType) ownerForm(this)?.act(formType)
    if (HAS_OPEN_TYPES && Object.hasOwn(OPEN_EVENTS, openType)) void openFor(this, openType)
  }
}

async function openFor(button: WxButton, openType: string): Promise<void> {
  const type = OPEN_EVENTS[openType]
  let result: ApiResult
  if (openType === 'chooseAvatar') {
    const avatarUrl = await pickAvatar()
    if (!avatarUrl) return
    result = { errMsg: 'chooseAvatar:ok', avatarUrl }
  } else if (openType === 'agreePrivacyAuthorization') result = { errMsg: 'agreePrivacyAuthorization:ok', buttonId: button.id }
  else {
    const args: Record<string, unknown> = { lang: button.str('lang') }
    for (const name of ['sessionFrom', 'sendMessageTitle', 'sendMessagePath', 'sendMessageImg', 'showMessageCard', 'appParameter']) args[name] = button.get(name)
    if (openType === 'share') args.target = { id: button.id, dataset: { ...button.dataset } }
    result = await callApi(openType, args)
  }
  if (openType === 'share') return shareByBrowser(result)
  if (openType === 'launchApp' && !/:ok/.test(result.errMsg)) void button.emit('error', result)
  else if (type) void button.emit(type, result)
}

/** Without a host that shares, the browser's own sheet: the address of the page that was to be shared. */
async function shareByBrowser({ errMsg, title, path }: ApiResult): Promise<void> {
  if (!/not supported/.test(errMsg) || !navigator.share) return
  const url = new URL((view.config?.router === 'history' ? '' : '#/') + String(path).replace(/^\/+/, ''), document.baseURI).href
  await navigator.share({ title: String(title), url }).catch(() => {})
}

export function defineButton(): void {
  defineElement('button', WxButton)
}
