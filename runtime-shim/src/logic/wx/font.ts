/** `wx.loadFontFace`. */
import { asyncApi, type CallOptions, type WxHost } from './registry.ts'

export function wxFont(host: WxHost): Record<string, unknown> {
  const text = { family: 'String', source: 'String' }
  return {
    loadFontFace: asyncApi(
      host,
      'loadFontFace',
      async ({ family, source, desc }: CallOptions) => {
        const { style, weight, variant } = desc ?? {}
        await host.call('loadFont', { family, source, style, weight, variant })
        return { status: 'loaded' }
      },
      text,
    ),
    // Only what the device has installed.
    loadBuiltInFontFace: asyncApi(
      host,
      'loadBuiltInFontFace',
      async ({ family, source }: CallOptions) => {
        await host.call('loadFont', { family, source: `local("${source.replace(/["\\]/g, '')}")` })
        return { status: 'loaded' }
      },
      text,
    ),
  }
}
