/** Files that leave the app: saved to the device's downloads, opened in a viewer. */
import { openFile } from './filespace.ts'
import { asyncApi, type CallOptions, type WxHost } from './registry.ts'

const MIME: Record<string, string> = {
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
}

export function wxSave(host: WxHost): Record<string, unknown> {
  const save = (api: string): unknown => {
    const run = async ({ filePath }: CallOptions): Promise<void> => {
      const blob = await openFile(host, filePath)
      if (!blob) throw 'no such file or directory'
      if (!(await host.call('saveFile', { blob, name: fileName(filePath, blob.type) }))) throw 'cancel'
    }
    return asyncApi(host, api, run, { filePath: 'String' })
  }
  return {
    saveFileToDisk: save('saveFileToDisk'),
    saveImageToPhotosAlbum: save('saveImageToPhotosAlbum'),
    saveVideoToPhotosAlbum: save('saveVideoToPhotosAlbum'),
    openDocument: asyncApi(
      host,
      'openDocument',
      async ({ filePath, fileType }) => {
        const file = await openFile(host, filePath)
        if (!file) throw 'no such file or directory'
        const extension = String(fileType ?? /\.(\w+)$/.exec(filePath)?.[1] ?? '').toLowerCase()
        const blob = file.slice(0, file.size, MIME[extension] ?? file.type)
        if (!(await host.call('openFile', { blob, name: fileName(filePath, blob.type) }))) throw 'cancel'
      },
      { filePath: 'String' },
    ),
  }
}

/** The last part of the path, with an extension. */
export function fileName(path: string, type: string): string {
  const name = path.split(/[?#]/)[0]!.split('/').at(-1)!
  return name.includes('.') ? name : `${name || 'file'}.${type.split('/')[1]?.split(/[+;]/)[0] ?? 'bin'}`
}
