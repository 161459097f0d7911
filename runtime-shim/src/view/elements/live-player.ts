/** `live-player`: live video; a labelled box until it is part of the runtime. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineLivePlayer(): void {
  definePlaceholderTag('live-player', { reason: 'is not part of this version', event: 'statechange', detail: { code: -2301 } })
}
