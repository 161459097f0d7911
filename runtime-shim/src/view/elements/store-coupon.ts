/** `store-coupon`: a coupon of a WeChat store. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineStoreCoupon(): void {
  definePlaceholderTag('store-coupon', { reason: 'needs WeChat', event: 'entererror', detail: { code: -1, message: 'not supported in browser' } })
}
