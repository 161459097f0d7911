/** `open-data-item`: data of one group member. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineOpenDataItem(): void {
  definePlaceholderTag('open-data-item', { reason: 'needs WeChat' })
}
