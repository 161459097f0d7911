/** The page's side of `wx.getImageInfo` and its kin: only pages decode every kind of image and video. */
import { hostMethod } from '../view/host.ts'
import { hostFiles } from './files.ts'
import { imageSize, videoSize } from './measure.ts'

export function hostImage(): void {
  hostFiles()
  hostMethod('imageSize', ({ source }: { source: Blob | string }) => imageSize(source))
  hostMethod('videoSize', ({ source }: { source: Blob }) => videoSize(source))
}
