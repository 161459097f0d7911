/** `wx.createBufferURL`: an address for bytes; memory that workers share. */
import type { WxHost } from './registry.ts'

export function wxBuffer(_host: WxHost): Record<string, unknown> {
  return {
    createBufferURL: (buffer: ArrayBuffer | ArrayBufferView<ArrayBuffer>) => URL.createObjectURL(new Blob([buffer])),
    // There is shared memory only where the page is cross-origin isolated.
    createSharedArrayBuffer: (size: number) => ({ buffer: new SharedArrayBuffer(size) }),
    revokeBufferURL: (url: string) => URL.revokeObjectURL(url),
  }
}
