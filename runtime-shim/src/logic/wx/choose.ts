/** `wx.chooseImage`, `wx.chooseMedia`, `wx.chooseVideo`, `wx.chooseMessageFile`. */
import { addTempFile } from './filespace.ts'
import { asyncApi, type CallOptions, type Loose, type WxHost } from './registry.ts'

/** A file that the user chose, from the page. */
export interface ChosenFile {
  file: File
  kind: 'image' | 'video' | 'file'
  width?: number
  height?: number
  duration?: number
  thumb?: Blob
}

/** Arguments of the call `chooseFiles`; the answer is a list of `ChosenFile`, empty when the user cancelled. */
export interface ChooseArgs {
  /** Value of the file input's `accept`. */
  accept: string
  count: number
  /** Set when only the camera may be used: which one. */
  capture?: 'user' | 'environment'
  /** Whether sizes, durations and pictures of videos are wanted. */
  measure: boolean
}

export function wxChoose(host: WxHost): Record<string, unknown> {
  const choose = async (args: ChooseArgs): Promise<ChosenFile[]> => {
    const files: ChosenFile[] = await host.call('chooseFiles', args)
    if (!files.length) throw 'cancel'
    return files
  }
  const path = ({ file }: ChosenFile): string => addTempFile(host, file, file.name)
  const thumbnail = ({ thumb }: ChosenFile): string => (thumb ? addTempFile(host, thumb) : '')
  return {
    chooseImage: asyncApi(host, 'chooseImage', async (options) => {
      const files = await choose({ accept: 'image/*', count: count(options, 9), capture: camera(options), measure: false })
      const tempFiles = files.map((chosen) => ({ path: path(chosen), size: chosen.file.size }))
      return { tempFilePaths: tempFiles.map((file) => file.path), tempFiles }
    }),
    chooseVideo: asyncApi(host, 'chooseVideo', async (options) => {
      const [chosen] = await choose({ accept: 'video/*', count: 1, capture: camera(options), measure: true })
      const { file, width, height, duration } = chosen!
      return { tempFilePath: path(chosen!), thumbTempFilePath: thumbnail(chosen!), size: file.size, width, height, duration }
    }),
    chooseMedia: asyncApi(host, 'chooseMedia', async (options) => {
      const types: string[] = Array.isArray(options.mediaType) ? options.mediaType : ['image', 'video']
      const kinds = ['image', 'video'].filter((kind) => types.includes(kind) || types.includes('mix'))
      const files = await choose({ accept: kinds.map((kind) => `${kind}/*`).join(','), count: count(options, 9), capture: camera(options), measure: true })
      const tempFiles = files.map((chosen) => {
        const { file, kind, width, height, duration } = chosen
        const base = { tempFilePath: path(chosen), size: file.size, fileType: kind, width, height }
        return kind === 'video' ? { ...base, duration, thumbTempFilePath: thumbnail(chosen) } : base
      })
      const found = new Set(files.map(({ kind }) => kind))
      return { tempFiles, type: found.size > 1 ? 'mix' : files[0]!.kind }
    }),
    chooseMessageFile: asyncApi(
      host,
      'chooseMessageFile',
      async (options) => {
        const files = await choose({ accept: messageAccept(options), count: count(options, 100), measure: false })
        return {
          tempFiles: files.map((chosen) => ({
            path: path(chosen),
            name: chosen.file.name,
            size: chosen.file.size,
            type: chosen.kind,
            time: Math.floor(chosen.file.lastModified / 1000),
          })),
        }
      },
      { count: 'Number' },
    ),
  }
}

function count(options: CallOptions, standard: number): number {
  const wanted = Number(options.count)
  return wanted >= 1 ? Math.min(Math.floor(wanted), 100) : standard
}

/** The camera alone; with the album the browser's own chooser offers both. */
function camera({ sourceType, camera: which }: CallOptions): ChooseArgs['capture'] {
  const sources: Loose[] = Array.isArray(sourceType) ? sourceType : [sourceType ?? 'album']
  return sources.includes('camera') && !sources.includes('album') ? (which === 'front' ? 'user' : 'environment') : undefined
}

function messageAccept({ type, extension }: CallOptions): string {
  if (type === 'image' || type === 'video') return `${type}/*`
  if (!Array.isArray(extension)) return ''
  return extension.map((name: string) => (name.startsWith('.') ? name : `.${name}`)).join(',')
}
