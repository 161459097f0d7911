/** What canvases of the logic thread need of the page: drawings that only pages can decode. */
import { hostMethod } from '../view/host.ts'
import { hostFiles } from './files.ts'
import { loadImage } from './measure.ts'

export function hostCanvas(): void {
  hostFiles()
  hostMethod('decodeImage', async ({ blob }: { blob: Blob }) => createImageBitmap(await loadImage(blob)))
}
