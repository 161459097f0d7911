/** The page's side of choosing files: the browser's own file chooser. */
import { hostMethod } from '../view/host.ts'
import { hostFiles } from './files.ts'
import { imageSize, videoSize } from './measure.ts'
import { waitForTap } from './overlay.ts'

interface Args { accept: string; count: number; capture?: string; measure: boolean }

export function hostChoose(): void {
  hostFiles()
  hostMethod('chooseFiles', chooseFiles)
}

async function chooseFiles({ accept, count, capture, measure }: Args): Promise<unknown[]> {
  if (!(await waitForTap('选择文件'))) return []
  const files = await openChooser(accept, count > 1, capture)
  return Promise.all(files.slice(0, count).map((file) => describeFile(file, measure)))
}

function openChooser(accept: string, multiple: boolean, capture?: string): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accept
    input.multiple = multiple
    if (capture) input.setAttribute('capture', capture)
    input.onchange = () => done([...(input.files ?? [])])
    input.oncancel = () => done([])
    const done = (files: File[]): void => {
      input.remove()
      resolve(files)
    }
    // Some browsers open no chooser for an input that is not in the document.
    input.hidden = true
    document.body.append(input)
    input.click()
  })
}

async function describeFile(file: File, measure: boolean): Promise<object> {
  const kind = /^(image|video)\//.exec(file.type)?.[1] ?? 'file'
  if (!measure || kind === 'file') return { file, kind }
  const size = await (kind === 'image' ? imageSize(file) : videoSize(file)).catch(() => ({ width: 0, height: 0 }))
  return { file, kind, ...size }
}
