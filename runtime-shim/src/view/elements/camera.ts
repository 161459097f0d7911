/** `camera`: the camera; a labelled box until it is part of the runtime. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineCamera(): void {
  definePlaceholderTag('camera', { reason: 'is not part of this version', event: 'error' })
}
