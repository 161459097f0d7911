/** `store-gift`: a gift of a WeChat store. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineStoreGift(): void {
  definePlaceholderTag('store-gift', { reason: 'needs WeChat', event: 'error', detail: { code: -1, message: 'not supported in browser' } })
}
