/** `open-data-list`: data of group members. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineOpenDataList(): void {
  definePlaceholderTag('open-data-list', { reason: 'needs WeChat' })
}
