/** `official-account-publish`: publish to an official account. */
import { definePlaceholderTag } from './placeholder.ts'

export function defineOfficialAccountPublish(): void {
  definePlaceholderTag('official-account-publish', { reason: 'needs WeChat', event: 'error' })
}
