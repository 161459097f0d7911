/** Fonts loaded at run time. */
import { fileUrl } from '../view/files.ts'
import { hostMethod } from '../view/host.ts'

interface Args { family: string; source: string; style?: string; weight?: string; variant?: string }

export function hostFont(): void {
  hostMethod('loadFont', async ({ family, source, style, weight }: Args) => {
    // Addresses inside the source may be files of the program.
    const resolved = source.replace(/url\(\s*(["']?)(.*?)\1\s*\)/g, (_, _quote, address: string) => `url("${fileUrl(address).replace(/"/g, '%22')}")`)
    const face = new FontFace(family, resolved, { style: style ?? 'normal', weight: weight ?? 'normal' })
    try {
      await face.load()
    } catch (error) {
      throw { errMsg: `loadFontFace:fail ${(error as Error).message}`, status: 'error' }
    }
    document.fonts.add(face)
  })
}
