/** `wx.createInnerAudioContext`, and the voice functions of old programs. */
import { player } from './player.ts'
import { asyncApi, type Loose, type WxHost } from './registry.ts'

const AUDIO_EVENTS = ['Canplay', 'Play', 'Pause', 'Stop', 'Ended', 'TimeUpdate', 'Error', 'Waiting', 'Seeking', 'Seeked']
const AUDIO_FIELDS = { src: '', startTime: 0, autoplay: false, loop: false, obeyMuteSwitch: true, volume: 1, playbackRate: 1, referrerPolicy: 'no-referrer' }

export function wxAudio(host: WxHost): Record<string, unknown> {
  let voice: Loose
  return {
    createInnerAudioContext: () => player(host, AUDIO_FIELDS, AUDIO_EVENTS),
    setInnerAudioOption: asyncApi(host, 'setInnerAudioOption', () => undefined),
    getAvailableAudioSources: asyncApi(host, 'getAvailableAudioSources', () => ({ audioSources: ['auto', 'mic'] })),
    playVoice: asyncApi(
      host,
      'playVoice',
      ({ filePath }) =>
        new Promise<void>((resolve, reject) => {
          voice?.destroy()
          voice = player(host, AUDIO_FIELDS, AUDIO_EVENTS)
          voice.onEnded(() => resolve())
          voice.onStop(() => resolve())
          voice.onError((error: Loose) => reject(error.errMsg))
          voice.src = filePath
          voice.play()
        }),
      { filePath: 'String' },
    ),
    pauseVoice: asyncApi(host, 'pauseVoice', () => voice?.pause()),
    stopVoice: asyncApi(host, 'stopVoice', () => voice?.stop()),
  }
}
