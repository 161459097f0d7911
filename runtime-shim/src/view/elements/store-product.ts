/** `store-product`: a product of a WeChat store. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineStoreProduct(): void {
  definePlaceholderTag('store-product', { reason: 'needs WeChat', event: 'entererror', detail: { code: -1, message: 'not supported in browser' } })
}
