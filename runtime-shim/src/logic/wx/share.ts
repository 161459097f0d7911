/** Sharing: the state of the menu, and files by the browser's share sheet. */
import { openFile } from './filespace.ts'
import { asyncApi, eventPair, type CallOptions, type WxHost } from './registry.ts'
import { fileName } from './save.ts'

export function wxShare(host: WxHost): Record<string, unknown> {
  // There is no menu to show this in; a host bridge that has one hears of it.
  const state = (api: string): unknown => asyncApi(host, api, ({ success: _s, fail: _f, complete: _c, ...options }) => void host.post('shareMenu', { api, options }))
  const file = (api: string, path: string): unknown =>
    asyncApi(
      host,
      api,
      async (options: CallOptions) => {
        const blob = await openFile(host, options[path])
        if (!blob) throw 'no such file or directory'
        const name = String(options.fileName ?? fileName(options[path], blob.type))
        if (!(await host.call('shareFile', { blob, name }))) throw 'cancel'
      },
      { [path]: 'String' },
    )
  return {
    showShareMenu: state('showShareMenu'),
    hideShareMenu: state('hideShareMenu'),
    updateShareMenu: state('updateShareMenu'),
    ...eventPair(host, 'CopyUrl', 'copyUrl'),
    showShareImageMenu: file('showShareImageMenu', 'path'),
    shareFileMessage: file('shareFileMessage', 'filePath'),
    shareVideoMessage: file('shareVideoMessage', 'videoPath'),
  }
}
