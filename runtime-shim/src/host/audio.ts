/** Sound of the page: one `<audio>` per player of the logic thread. */
import { fileUrl } from '../view/files.ts'
import { hostMethod } from '../view/host.ts'
import { emitHost } from '../view/view.ts'
import { hostFiles } from './files.ts'

interface Call { id: number; do: string; name?: string; value?: any }

/** WeChat's codes by those of `MediaError`. */
const ERROR_CODES: Record<number, number> = { 1: 10001, 2: 10002, 3: 10004, 4: 10003 }

/** Names of events, by those of media elements. */
const mediaEvents: Record<string, string> = {
  canplay: 'canplay',
  play: 'play',
  pause: 'pause',
  ended: 'ended',
  timeupdate: 'timeupdate',
  waiting: 'waiting',
  seeking: 'seeking',
  seeked: 'seeked',
  durationchange: 'state',
}

interface Player { audio: HTMLAudioElement; startTime: number; stopping: boolean }

const players = new Map<number, Player>()

export function hostAudio(): void {
  hostFiles()
  hostMethod('audio', (call: Call) => act(call))
}

/** The element of a player, for parts that add to it. */
export function audioOf(id: number): HTMLAudioElement {
  return playerOf(id).audio
}

function playerOf(id: number): Player {
  let player = players.get(id)
  if (player) return player
  const audio = new Audio()
  player = { audio, startTime: 0, stopping: false }
  players.set(id, player)
  const report = (type: string, error?: object): void => {
    const { duration, currentTime, paused, buffered } = audio
    const state = { duration: Number.isFinite(duration) ? duration : 0, currentTime, paused, buffered: buffered.length ? buffered.end(buffered.length - 1) : 0 }
    emitHost('audio', { id, type, state, error })
  }
  const known = player
  for (const name in mediaEvents) {
    audio.addEventListener(name, () => {
      if (name === 'pause' && (known.stopping || audio.ended)) return
      report(mediaEvents[name]!)
    })
  }
  audio.addEventListener('loadedmetadata', () => void (known.startTime && (audio.currentTime = known.startTime)))
  audio.addEventListener('wxc-stop', () => report('stop'))
  audio.addEventListener('error', () => {
    const { code = 0, message = '' } = audio.error ?? {}
    report('error', { errCode: ERROR_CODES[code] ?? -1, errMsg: message || 'audio error' })
  })
  return player
}

function act({ id, do: what, name, value }: Call): void {
  const player = playerOf(id)
  const { audio } = player
  if (what === 'play') play(player)
  else if (what === 'pause') audio.pause()
  else if (what === 'seek') audio.currentTime = value
  else if (what === 'stop') {
    player.stopping = !audio.paused
    audio.pause()
    audio.currentTime = 0
    audio.dispatchEvent(new Event('wxc-stop'))
  } else if (what === 'destroy') {
    audio.pause()
    audio.removeAttribute('src')
    players.delete(id)
  } else if (name === 'src') {
    audio.src = fileUrl(String(value))
    if (audio.autoplay) play(player)
  } else if (name === 'startTime') player.startTime = Number(value) || 0
  else if (name === 'volume') audio.volume = Math.min(Math.max(Number(value), 0), 1)
  else if (name === 'playbackRate') audio.playbackRate = Number(value) || 1
  else if (name === 'loop' || name === 'autoplay') audio[name] = !!value
}

/** Browsers refuse sound before the first tap: then it starts with that tap. */
function play(player: Player): void {
  player.stopping = false
  player.audio.play().catch((error: Error) => {
    if (error.name !== 'NotAllowedError') return
    addEventListener('pointerup', () => void player.audio.play().catch(() => undefined), { once: true })
  })
}
