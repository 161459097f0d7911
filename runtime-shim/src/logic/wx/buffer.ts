/** `wx.createBufferURL`: an address for bytes. */
import type { WxHost } from './registry.ts'

export function wxBuffer(_host: WxHost): Record<string, unknown> {
  return {
    createBufferURL: (buffer: ArrayBuffer | ArrayBufferView<ArrayBuffer>) => URL.createObjectURL(new Blob([buffer])),
    revokeBufferURL: (url: string) => URL.revokeObjectURL(url),
  }
}
