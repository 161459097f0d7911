/** The older canvas may draw files of the logic thread. */
import { hostFiles } from './files.ts'

export function hostDrawing(): void {
  hostFiles()
}
