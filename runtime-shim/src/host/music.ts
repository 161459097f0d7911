/** What the device's lock screen shows of the background audio. */
import { fileUrl } from '../view/files.ts'
import { hostMethod } from '../view/host.ts'
import { emitHost } from '../view/view.ts'
import { hostAudio } from './audio.ts'

interface Playing { id: number; title: string; artist: string; album: string; cover: string }

export function hostMusic(): void {
  hostAudio()
  hostMethod('mediaSession', ({ id, title, artist, album, cover }: Playing) => {
    if (!navigator.mediaSession) return
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist, album, artwork: cover ? [{ src: fileUrl(cover) }] : [] })
    navigator.mediaSession.setActionHandler('nexttrack', () => emitHost('audio', { id, type: 'next' }))
    navigator.mediaSession.setActionHandler('previoustrack', () => emitHost('audio', { id, type: 'prev' }))
  })
}
