/** Sizes of images and videos, as the browser decodes them. */
import { fileUrl } from '../view/files.ts'

/** Runs `use` with an address of the source, a file or an address. */
async function withUrl<T>(source: Blob | string, use: (url: string) => Promise<T>): Promise<T> {
  if (typeof source === 'string') return use(fileUrl(source))
  const url = URL.createObjectURL(source)
  try {
    return await use(url)
  } finally {
    URL.revokeObjectURL(url)
  }
}

export function loadImage(source: Blob | string): Promise<HTMLImageElement> {
  return withUrl(source, async (url) => {
    const image = new Image()
    image.src = url
    await image.decode()
    return image
  })
}

export async function imageSize(source: Blob | string): Promise<{ width: number; height: number }> {
  const { naturalWidth, naturalHeight } = await loadImage(source)
  return { width: naturalWidth, height: naturalHeight }
}

/** Duration in seconds, and a picture of the beginning where one can be taken. */
export function videoSize(source: Blob): Promise<{ width: number; height: number; duration: number; thumb?: Blob }> {
  return withUrl(source, async (url) => {
    const video = document.createElement('video')
    video.muted = true
    video.preload = 'auto'
    video.src = url
    await new Promise<void>((resolve, reject) => {
      video.onloadeddata = () => resolve()
      video.onerror = () => reject(new Error('video decode error'))
    })
    const { videoWidth: width, videoHeight: height } = video
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    canvas.getContext('2d')?.drawImage(video, 0, 0)
    const thumb = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8))
    return { width, height, duration: Number.isFinite(video.duration) ? video.duration : 0, thumb: thumb ?? undefined }
  })
}
