/** `map`: maps; a labelled box until a map library is part of the runtime. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineMap(): void {
  definePlaceholderTag('map', { reason: 'is not part of this version', event: 'error' })
}
