/** `open-data`: what WeChat would show of the user, as a stranger: a general name, a grey picture, nothing else. */
import { defineElement, WxElement } from './element.ts'
import { assetUrl, mirror } from './parts.ts'

class WxOpenData extends WxElement {
  static override props = {
    type: { type: 'string' },
    lang: { type: 'string', value: 'en' },
    defaultText: { type: 'string' },
    defaultAvatar: { type: 'string' },
  } as const

  override changed(name: string): void {
    const type = this.str('type')
    mirror(this, 'type', type)
    if (name === 'type' && type === 'groupName') this.emit('error', { errMsg: 'open-data:fail not supported in browser' })
    this.textContent = type === 'userNickName' ? this.str('defaultText') || (this.str('lang').startsWith('zh') ? '微信用户' : 'WeChat User') : this.str('defaultText')
    const avatar = assetUrl(this.str('defaultAvatar'))
    this.style.backgroundImage = type === 'userAvatarUrl' && avatar ? `url("${avatar.replace(/["\\\n]/g, encodeURIComponent)}")` : ''
  }
}

export function defineOpenData(): void {
  defineElement('open-data', WxOpenData)
}
