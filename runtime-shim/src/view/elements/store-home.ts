/** `store-home`: entry of a WeChat store. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineStoreHome(): void {
  definePlaceholderTag('store-home', { reason: 'needs WeChat' })
}
