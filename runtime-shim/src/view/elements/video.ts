/** `video`: the browser's own player with WeChat's events and context, bullet comments above it. */
import { defineElement, WxElement } from './element.ts'
import { assetUrl, makePart, putParts } from './parts.ts'

interface Danmu { text: string; color?: string; time?: number }

class WxVideo extends WxElement {
  static override props = {
    src: { type: 'string' },
    duration: { type: 'number' },
    controls: { type: 'boolean', value: true },
    autoplay: { type: 'boolean' },
    loop: { type: 'boolean' },
    muted: { type: 'boolean' },
    initialTime: { type: 'number' },
    poster: { type: 'string' },
    objectFit: { type: 'string', value: 'contain' },
    title: { type: 'string' },
    direction: { type: 'number' },
    showFullscreenBtn: { type: 'boolean', value: true },
    danmuList: { type: 'any' },
    enableDanmu: { type: 'boolean' },
    autoPauseIfNavigate: { type: 'boolean', value: true },
  } as const
  private video!: HTMLVideoElement
  private bullets: HTMLElement | undefined
  private lastTime = 0
  private lastUpdate = 0

  override created(): void {
    const video = (this.video = makePart(this, 'video') as HTMLVideoElement)
    video.playsInline = true
    video.controls = true
    video.preload = 'metadata'
    putParts(this, [video], true)
    const on = (type: string, listener: () => void): void => video.addEventListener(type, listener)
    for (const type of ['play', 'pause', 'ended', 'waiting']) on(type, () => this.emit(type))
    on('timeupdate', () => this.moved())
    on('loadedmetadata', () => {
      if (this.num('initialTime') > 0) video.currentTime = this.num('initialTime')
      this.emit('loadedmetadata', { width: video.videoWidth, height: video.videoHeight, duration: this.length() })
    })
    on('progress', () => {
      const { buffered } = video
      if (buffered.length && video.duration > 0) this.emit('progress', { buffered: (buffered.end(buffered.length - 1) / video.duration) * 100 })
    })
    on('seeked', () => this.emit('seekcomplete', { position: video.currentTime }))
    on('error', () => this.emit('error', { errMsg: ['', 'MEDIA_ERR_ABORTED', 'MEDIA_ERR_NETWORK', 'MEDIA_ERR_DECODE', 'MEDIA_ERR_SRC_NOT_SUPPORTED'][video.error?.code ?? 4] }))
    on('enterpictureinpicture', () => this.emit('enterpictureinpicture'))
    on('leavepictureinpicture', () => this.emit('leavepictureinpicture'))
    this.addEventListener('fullscreenchange', () => {
      const fullScreen = document.fullscreenElement !== null
      this.emit('fullscreenchange', { fullScreen, direction: fullScreen && this.num('direction') ? 'horizontal' : 'vertical' })
    })
  }

  override disconnected(): void {
    this.video.pause()
  }

  override changed(name: string, value: unknown): void {
    const { video } = this
    switch (name) {
      case 'src':
        if (value) {
          const url = assetUrl(value as string)
          if (video.src !== url) video.src = url
        } else {
          video.removeAttribute('src')
          video.load()
        }
        break
      case 'poster':
        video.poster = assetUrl(value as string)
        break
      case 'muted':
        video.muted = value === true
        break
      case 'controls':
      case 'autoplay':
      case 'loop':
        video[name] = value === true
        break
      case 'objectFit':
        video.style.objectFit = value as string
        break
      case 'title':
        video.ariaLabel = value as string
        break
      case 'showFullscreenBtn':
        video.setAttribute('controlslist', value ? '' : 'nofullscreen')
        break
      case 'initialTime':
        if (video.readyState) video.currentTime = value as number
    }
  }

  override wxCall(method: string, args: unknown): unknown {
    const { video } = this
    const given = (args ?? {}) as { position?: number; rate?: number } & Danmu
    switch (method) {
      case 'play':
        return video.play()
      case 'pause':
        return video.pause()
      case 'stop':
        video.pause()
        video.currentTime = 0
        return undefined
      case 'seek':
        video.currentTime = given.position ?? 0
        return undefined
      case 'playbackRate':
        video.playbackRate = given.rate ?? 1
        return undefined
      case 'requestFullScreen':
        return video.requestFullscreen()
      case 'exitFullScreen':
        return document.fullscreenElement ? document.exitFullscreen() : undefined
      case 'exitPictureInPicture':
        return document.pictureInPictureElement ? document.exitPictureInPicture() : undefined
      case 'sendDanmu':
        return this.shoot(given)
      case 'showStatusBar':
      case 'hideStatusBar':
        return undefined
      default:
        throw 'not supported in browser'
    }
  }

  private length(): number {
    return this.num('duration') || (Number.isFinite(this.video.duration) ? this.video.duration : 0)
  }

  private moved(): void {
    const { currentTime } = this.video
    if (this.flag('autoPauseIfNavigate') && !document.pictureInPictureElement && this.checkVisibility?.({ visibilityProperty: true }) === false) this.video.pause()
    const list = this.get('danmuList')
    if (this.flag('enableDanmu') && Array.isArray(list) && currentTime > this.lastTime && currentTime - this.lastTime < 2) {
      for (const item of list as Danmu[]) if ((item.time ?? 0) > this.lastTime && (item.time ?? 0) <= currentTime) this.shoot(item)
    }
    this.lastTime = currentTime
    if (performance.now() - this.lastUpdate < 200) return
    this.lastUpdate = performance.now()
    this.emit('timeupdate', { currentTime, duration: this.length() })
  }

  private shoot({ text, color }: Danmu): void {
    if (!this.bullets) this.append((this.bullets = makePart(this, 'div', 'wx-danmu')))
    const bullet = makePart(this, 'span')
    bullet.textContent = text
    bullet.style.color = color ?? '#fff'
    bullet.style.top = Math.floor(Math.random() * Math.max(1, this.clientHeight / 24 - 1)) * 24 + 'px'
    bullet.onanimationend = () => bullet.remove()
    this.bullets.append(bullet)
  }
}

export function defineVideo(): void {
  defineElement('video', WxVideo)
}
