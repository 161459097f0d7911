/** `editor`: rich text editing; a labelled box until an editor is part of the runtime. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineEditor(): void {
  definePlaceholderTag('editor', { reason: 'is not part of this version' })
}
