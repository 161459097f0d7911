/** `ad`: advertisement of WeChat. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineAd(): void {
  definePlaceholderTag('ad', { reason: 'WeChat has no ads for browsers', event: 'error', detail: { errCode: 1004 } })
}
