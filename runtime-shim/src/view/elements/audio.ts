/** `audio`: a card with a picture, a title and a play button; without `controls` only its sound. */
import { defineElement, WxElement } from './element.ts'
import { assetUrl, makePart, mirror, putParts } from './parts.ts'

class WxAudio extends WxElement {
  static override props = {
    src: { type: 'string' },
    loop: { type: 'boolean' },
    controls: { type: 'boolean' },
    poster: { type: 'string' },
    name: { type: 'string', value: '未知音频' },
    author: { type: 'string', value: '未知作者' },
  } as const
  private audio!: HTMLAudioElement
  private button!: HTMLElement
  private texts!: HTMLElement

  override created(): void {
    const audio = (this.audio = new Audio())
    audio.preload = 'metadata'
    this.button = makePart(this, 'button', 'wx-audio-button')
    this.button.onclick = () => void (audio.paused ? audio.play().catch(() => {}) : audio.pause())
    this.texts = makePart(this, 'div', 'wx-audio-text')
    putParts(this, [this.button, this.texts])
    for (const type of ['play', 'pause', 'ended']) audio.addEventListener(type, () => this.emit(type))
    for (const type of ['play', 'pause']) audio.addEventListener(type, () => this.draw())
    audio.addEventListener('timeupdate', () => this.emit('timeupdate', { currentTime: audio.currentTime, duration: audio.duration }))
    audio.addEventListener('error', () => this.emit('error', { errMsg: String(audio.error?.code ?? 4) }))
    this.draw()
  }

  override disconnected(): void {
    this.audio.pause()
  }

  override changed(name: string, value: unknown): void {
    if (name === 'src') this.audio.src = assetUrl(value as string)
    else if (name === 'loop') this.audio.loop = value === true
    else if (name === 'controls') mirror(this, name, value)
    else this.draw()
  }

  override wxCall(method: string, args: unknown): unknown {
    const { src, position } = (args ?? {}) as { src?: string; position?: number }
    if (method === 'play') return this.audio.play()
    if (method === 'pause') this.audio.pause()
    else if (method === 'setSrc') this.audio.src = assetUrl(src ?? '')
    else if (method === 'seek') this.audio.currentTime = position ?? 0
    else throw new Error(`${method} is not a method of AudioContext`)
    return undefined
  }

  private draw(): void {
    const playing = !this.audio.paused
    const name = document.createElement('b')
    name.textContent = this.str('name')
    const author = document.createElement('span')
    author.textContent = this.str('author')
    this.texts.replaceChildren(name, author)
    this.button.toggleAttribute('playing', playing)
    this.button.ariaLabel = `${playing ? '⏸' : '▶'} ${this.str('name')}`
    const poster = assetUrl(this.str('poster'))
    this.button.style.backgroundImage = poster ? `url("${poster.replace(/["\\\n]/g, encodeURIComponent)}")` : ''
  }
}

export function defineAudio(): void {
  defineElement('audio', WxAudio)
}
