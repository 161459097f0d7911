/** `wx.getBackgroundAudioManager`, and the background audio functions of old programs, which act on the same player. */
import { player } from './player.ts'
import { asyncApi, type Loose, type WxHost } from './registry.ts'

const MUSIC_EVENTS = ['Canplay', 'Play', 'Pause', 'Stop', 'Ended', 'TimeUpdate', 'Error', 'Waiting', 'Seeking', 'Seeked', 'Next', 'Prev']
const MUSIC_FIELDS = {
  src: '',
  startTime: 0,
  title: '',
  epname: '',
  singer: '',
  coverImgUrl: '',
  webUrl: '',
  protocol: 'http',
  playbackRate: 1,
  audioType: 'music',
  referrerPolicy: 'no-referrer',
}

export function wxMusic(host: WxHost): Record<string, unknown> {
  let manager: Loose
  const current = (): Loose => {
    if (manager) return manager
    manager = player(host, MUSIC_FIELDS, MUSIC_EVENTS)
    // It lives as long as the program.
    delete manager.destroy
    const source = Object.getOwnPropertyDescriptor(manager, 'src')!
    Object.defineProperty(manager, 'src', {
      ...source,
      set(value: string) {
        if (!manager.title) console.warn('BackgroundAudioManager: set title before src')
        source.set!(value)
        host.post('mediaSession', { id: manager.playerId, title: manager.title, artist: manager.singer, album: manager.epname, cover: manager.coverImgUrl })
        manager.play()
      },
    })
    return manager
  }
  const listen = (name: string) => (listener: unknown) => current()[`on${name}`](listener)
  return {
    getBackgroundAudioManager: current,
    playBackgroundAudio: asyncApi(
      host,
      'playBackgroundAudio',
      ({ dataUrl, title, coverImgUrl }) => void Object.assign(current(), { title: title || ' ', coverImgUrl: coverImgUrl ?? '', src: dataUrl }),
      { dataUrl: 'String' },
    ),
    pauseBackgroundAudio: asyncApi(host, 'pauseBackgroundAudio', () => current().pause()),
    stopBackgroundAudio: asyncApi(host, 'stopBackgroundAudio', () => current().stop()),
    seekBackgroundAudio: asyncApi(host, 'seekBackgroundAudio', ({ position }) => current().seek(position), { position: 'Number' }),
    getBackgroundAudioPlayerState: asyncApi(host, 'getBackgroundAudioPlayerState', () => {
      const { src, paused, duration, currentTime, buffered } = current()
      if (!src) throw 'not playing'
      const downloadPercent = duration ? Math.round((buffered / duration) * 100) : 0
      return { status: paused ? 0 : 1, dataUrl: src, duration, currentPosition: currentTime, downloadPercent }
    }),
    onBackgroundAudioPlay: listen('Play'),
    onBackgroundAudioPause: listen('Pause'),
    onBackgroundAudioStop: listen('Stop'),
  }
}
