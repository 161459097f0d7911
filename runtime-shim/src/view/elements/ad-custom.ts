/** `ad-custom`: advertisement of WeChat from a template. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineAdCustom(): void {
  definePlaceholderTag('ad-custom', { reason: 'WeChat has no ads for browsers', event: 'error', detail: { errCode: 1004 } })
}
