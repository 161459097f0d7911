/** `wx.createVideoContext` and the older `wx.createAudioContext`. */
import { audioElementContext, elementById, videoContext } from './element.ts'
import type { WxHost } from './registry.ts'

export function wxVideo(host: WxHost): Record<string, unknown> {
  let pictureInPicture = false
  host.on('pictureInPicture', (active: boolean) => void (pictureInPicture = active))
  return {
    createVideoContext: (id: string, instance?: unknown) => videoContext(host, elementById(host, id, instance)),
    createAudioContext: (id: string, instance?: unknown) => audioElementContext(host, elementById(host, id, instance)),
    checkIsPictureInPictureActive: () => pictureInPicture,
  }
}
