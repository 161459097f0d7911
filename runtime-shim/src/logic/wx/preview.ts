/** `wx.previewImage` and `wx.previewMedia`; the gallery itself is in `host/preview.ts`. */
import { asyncApi, type Loose, type WxHost } from './registry.ts'

/** One picture or film of a gallery. */
export interface PreviewSource {
  url: string
  type: 'image' | 'video'
  poster?: string
}

/** Arguments of the call `preview`, which is answered when the gallery is open. */
export interface PreviewArgs {
  sources: PreviewSource[]
  current: number
}

export function wxPreview(host: WxHost): Record<string, unknown> {
  return {
    previewImage: asyncApi(
      host,
      'previewImage',
      async ({ urls, current }) => {
        if (!urls.length) throw 'parameter error: parameter.urls should have at least 1 item;'
        const index = typeof current === 'number' ? current : urls.indexOf(current)
        const sources = urls.map((url: Loose) => ({ url: String(url), type: 'image' }))
        await host.call('preview', { sources, current: Math.min(Math.max(index, 0), urls.length - 1) } satisfies PreviewArgs)
      },
      { urls: 'Array' },
    ),
    previewMedia: asyncApi(
      host,
      'previewMedia',
      async ({ sources, current }) => {
        if (!sources.length) throw 'parameter error: parameter.sources should have at least 1 item;'
        const plain = sources.map(({ url, type, poster }: Loose) => ({ url: String(url), type: type === 'video' ? 'video' : 'image', poster }))
        await host.call('preview', { sources: plain, current: Math.min(Math.max(Number(current) || 0, 0), sources.length - 1) } satisfies PreviewArgs)
      },
      { sources: 'Array' },
    ),
  }
}
