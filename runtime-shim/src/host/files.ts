/** The page's side of files: elements may show what the logic thread has. */
import { setLocalFile } from '../view/files.ts'
import { hostMethod } from '../view/host.ts'

export function hostFiles(): void {
  hostMethod('file', ({ path, blob }: { path: string; blob: Blob | null }) => setLocalFile(path, blob))
}
